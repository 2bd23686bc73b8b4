package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"attest/generator/build"
	"attest/generator/diag"
)

type verifyCommand struct {
	Source string `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	Quiet  bool   `short:"q" help:"Print what fails only."`
	JSON   bool   `name:"json" help:"Print the checks as JSON."`
}

// Run repeats every check of a copy and prints a table of them.
func (c *verifyCommand) Run(e *env) error {
	checks, problems, err := build.VerifyCopies(e.ctx, c.Source)
	if err != nil {
		return err
	}
	failed, quotes, unchecked := 0, 0, 0
	shown := make([]build.CopyCheck, 0, len(checks))
	for _, check := range checks {
		if check.Check == "quote" {
			quotes++
		}
		if check.Result == "unchecked" {
			unchecked++
		}
		if check.Failed {
			failed++
		}
		if check.Failed || !c.Quiet {
			shown = append(shown, check)
		}
	}
	if failed > 0 || problems > 0 {
		e.code = exitProblems
	}
	if c.JSON {
		return json.NewEncoder(e.out).Encode(shown)
	}
	table := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	if len(shown) > 0 {
		fmt.Fprintln(table, "SOURCE\tCHECK\tRESULT\tWHERE")
	}
	for _, check := range shown {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", diag.Visible(check.Source), check.Check, check.Result, shortened(diag.Visible(check.Where)))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if problems > 0 {
		fmt.Fprintf(e.err, "the content has %s, so that not all may have been checked: see attest check\n", count(problems, "error"))
	}
	if !c.Quiet {
		fmt.Fprintf(e.out, "%s: %d failed; %s, %d unchecked\n", count(len(checks), "check"), failed, count(quotes, "quote"), unchecked)
	}
	return nil
}
