package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/fetch"
)

type checkCommand struct {
	siteFlags
	Explain *string `placeholder:"CODE" help:"Say what a problem is and how to mend it, and check nothing."`
	Strict  bool    `help:"Fail also where there are only warnings."`

	External     bool `help:"Ask also whether the addresses of sources can be reached, a few at a time."`
	AllowPrivate bool `name:"allow-private" help:"With --external, ask also in private networks, and by the proxy of the environment."`
}

// Run prints every problem of the content.
func (c *checkCommand) Run(e *env) error {
	if c.Explain != nil {
		return e.explain(*c.Explain)
	}
	opt, err := c.options(e)
	if err != nil {
		return err
	}
	if c.External {
		opt.External = e.prober(c.AllowPrivate)
	}
	bar := e.progress(c.Quiet || c.machine())
	opt.Progress = bar.update
	result, err := build.Check(e.ctx, opt)
	bar.clear()
	if err != nil {
		return err
	}
	if c.Strict && result.Diagnostics.Count(diag.LevelWarning) > 0 {
		e.code = exitProblems
	}
	if err := e.report(c.siteFlags, result); err != nil || e.code != exitFine || c.machine() {
		return err
	}
	if !c.Quiet {
		fmt.Fprintf(e.out, "%s checked, no error\n", count(result.Pages, "page"))
	}
	return nil
}

// prober asks for addresses in the name of the program.
func (e *env) prober(private bool) *fetch.Prober {
	return &fetch.Prober{
		Transport: fetch.Transport(private), Agent: "attest/" + cmp.Or(version(), "unknown") + " (checks the sources of a briefing)",
		Now: time.Now, //nolint:forbidigo // how old an answer is; nothing of it is published
		Wait: func(ctx context.Context, d time.Duration) error {
			timer := time.NewTimer(d)
			defer timer.Stop()
			select {
			case <-timer.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	}
}

// explain prints what the documentation says of a code.
func (e *env) explain(code string) error {
	for _, c := range diag.Codes() {
		if c.Name == code {
			_, err := fmt.Fprintf(e.out, "%s[%s]: %s\n\n%s", c.Level, c.Name, c.Title, unfenced(attest.Explanation(code)))
			if err != nil {
				return fmt.Errorf("print the explanation: %w", err)
			}
			return nil
		}
	}
	var names []string
	for _, c := range diag.Codes() {
		names = append(names, c.Name)
	}
	hint := diag.DidYouMean(code, names)
	if hint == "" {
		hint = "docs/checks.md lists them all"
	}
	return fmt.Errorf("there is no problem %q; %s", code, hint)
}

// unfenced indents the blocks of code in Markdown, in place of their fences.
func unfenced(text string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}
