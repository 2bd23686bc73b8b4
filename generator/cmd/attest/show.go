package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"attest/generator/build"
)

type showCommand struct {
	ID          string `arg:"" name:"id" help:"Of a briefing, claim, source, actor, event or page: an id, kind:id, or briefing#claim."`
	Source      string `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	Drafts      bool   `short:"D" help:"Count drafts as published."`
	Future      bool   `short:"F" help:"Count what publish_on holds back as published."`
	AsOf        string `name:"as-of" placeholder:"DATE" help:"The day on which it is published, such as 2026-01-31 (default: SOURCE_DATE_EPOCH, else today)."`
	IfRetracted bool   `name:"if-retracted" help:"Show what the retraction of the source would cost."`
	JSON        bool   `name:"json" help:"Print it as JSON."`
}

// Run shows an object.
func (c *showCommand) Run(e *env) error {
	opt, err := siteFlags{Source: c.Source, Drafts: c.Drafts, Future: c.Future, AsOf: c.AsOf}.options(e)
	if err != nil {
		return err
	}
	shown, err := build.Show(e.ctx, opt, c.ID, c.IfRetracted)
	if err != nil {
		return err
	}
	if c.JSON {
		enc := json.NewEncoder(e.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(shown)
	}
	var text strings.Builder
	printShown(&text, shown)
	_, err = io.WriteString(e.out, visible(text.String()))
	return err
}

// printShown prints an object for a reader at a terminal.
func printShown(w io.Writer, s *build.Shown) {
	fmt.Fprintf(w, "%s %s", s.Kind, s.ID)
	if s.Label != "" {
		fmt.Fprintf(w, ": %s", s.Label)
	}
	fmt.Fprintf(w, "\n  declared  %s\n", place(s.Declared))
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "  %-9s %s\n", name, value)
		}
	}
	line("page", s.Page)
	line("withheld", s.NotShown)
	if s.Standing != "" {
		line("standing", s.Standing+": "+s.Tally)
	}
	line("review", s.Review)
	line("successor", s.Successor)
	if len(s.Fields) > 0 {
		fmt.Fprintln(w, "\nsays")
		width := 0
		for _, f := range s.Fields {
			width = max(width, len(f.Name))
		}
		for _, f := range s.Fields {
			fmt.Fprintf(w, "  %5d  %-*s  %s\n", f.At.Line, width, f.Name, shortened(f.Value))
		}
	}
	printTree(w, "evidence", s.Evidence)
	printTree(w, "derives from", s.Derivation)
	printTree(w, "what derives from it", s.Derived)
	fmt.Fprintf(w, "\nnamed by\n")
	for _, use := range s.NamedBy {
		text := "in the text of " + use.Owner
		if use.Field != "" {
			text = use.Field + " of " + use.Owner
		}
		fmt.Fprintf(w, "  %s  %s\n", place(use.At), text)
	}
	if len(s.NamedBy) == 0 {
		fmt.Fprintln(w, "  nothing")
	}
	if s.Retraction != nil {
		printRetraction(w, s.Retraction)
	}
}

// printRetraction prints what leans on a source, and what becomes of it.
func printRetraction(w io.Writer, r *build.Retraction) {
	title := "what its retraction costs"
	if r.Supposed {
		title = "what its retraction would cost"
	}
	fmt.Fprintf(w, "\n%s\n", title)
	lost := 0
	for _, c := range r.Claims {
		text := c.With + " → " + c.Without
		if c.With == c.Without {
			text = c.With + " still"
		}
		if c.Lost {
			text, lost = text+", lost standing", lost+1
		}
		fmt.Fprintf(w, "  claim %s: %s\n", c.ID, text)
	}
	if len(r.Claims) == 0 {
		fmt.Fprintln(w, "  no claim leans on it")
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"sources", r.Sources}, {"briefings", r.Briefings}, {"events", r.Events}, {"actors", r.Actors}} {
		if len(list.ids) > 0 {
			fmt.Fprintf(w, "  %s: %s\n", list.name, strings.Join(list.ids, ", "))
		}
	}
	if len(r.Claims) > 0 {
		fmt.Fprintf(w, "  %s, of which %d lose standing\n", count(len(r.Claims), "claim"), lost)
	}
}

// printTree prints a derivation.
func printTree(w io.Writer, title string, branches []build.Branch) {
	if len(branches) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for _, b := range branches {
		fmt.Fprintf(w, "  %s\n", branchWords(b))
		printBranches(w, "  ", b.From)
	}
}

func printBranches(w io.Writer, indent string, branches []build.Branch) {
	for i, b := range branches {
		stem, next := "├─ ", "│  "
		if i == len(branches)-1 {
			stem, next = "└─ ", "   "
		}
		fmt.Fprintf(w, "%s%s%s\n", indent, stem, branchWords(b))
		printBranches(w, indent+next, b.From)
	}
}

func branchWords(b build.Branch) string {
	text := b.Source
	if b.Grade != "" {
		text = b.Stance + " " + b.Grade + " " + text
	}
	if b.Title != "" {
		text += fmt.Sprintf(" %q", shortened(b.Title))
	}
	if len(b.Notes) > 0 {
		text += ": " + strings.Join(b.Notes, ", ")
	}
	return text
}

func place(at build.At) string { return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column) }

// shortened cuts a text to what a line can hold.
func shortened(text string) string {
	const most = 100 // characters
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
