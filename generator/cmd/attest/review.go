package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"unicode"

	"attest/generator/build"
	"attest/generator/diag"
)

type reviewCommand struct {
	What   []string `arg:"" name:"briefing[#claim]" help:"What was reviewed: all claims of a briefing, or one."`
	Source string   `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	By     string   `placeholder:"NAME" help:"Who reviewed it (default: user.name of Git, else $USER)."`
	AsOf   string   `name:"as-of" placeholder:"DATE" help:"The day of the review, such as 2026-01-31 (default: SOURCE_DATE_EPOCH, else today)."`
	Quiet  bool     `short:"q" help:"Print problems only."`
}

// Run records reviews in the content.
func (c *reviewCommand) Run(e *env) error {
	day, err := siteFlags{AsOf: c.AsOf}.day(e)
	if err != nil {
		return err
	}
	by, err := c.reviewer(e)
	if err != nil {
		return err
	}
	done, problems, err := build.Review(c.Source, c.What, day, by)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		e.code = exitProblems
		root, err := os.OpenRoot(c.Source)
		if err != nil {
			return fmt.Errorf("open the site's folder: %w", err)
		}
		defer root.Close()
		return diag.WriteText(e.err, problems, reader(root), diag.TextOptions{Color: e.color()})
	}
	if !c.Quiet {
		for _, file := range done {
			fmt.Fprintf(e.out, "%s: %s reviewed by %s on %s\n", diag.Visible(file.File), count(len(file.Claims), "claim"), diag.Visible(by), day)
		}
	}
	return nil
}

// reviewer is who reviews: as it is said, else as Git knows the author, else the user of this machine.
func (c *reviewCommand) reviewer(e *env) (string, error) {
	by := strings.TrimSpace(c.By)
	if by == "" {
		if out, err := exec.CommandContext(e.ctx, "git", "-C", c.Source, "config", "user.name").Output(); err == nil {
			by = strings.TrimSpace(string(out))
		}
	}
	for _, name := range []string{"USER", "USERNAME"} {
		if value, ok := e.lookup(name); ok && by == "" {
			by = strings.TrimSpace(value)
		}
	}
	if by == "" {
		return "", errors.New("it is not known who reviews: say it with --by NAME")
	}
	if strings.ContainsFunc(by, unicode.IsControl) {
		return "", fmt.Errorf("--by takes a name on one line, not %q", by)
	}
	return by, nil
}
