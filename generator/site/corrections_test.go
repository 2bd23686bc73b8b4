package site_test

import (
	"fmt"
	"testing"

	"attest/generator/site"
)

// TestACorrectionOfAnyBriefingTellsOfAClaim has a claim whose status has changed, and corrections that do or do not say so.
func TestACorrectionOfAnyBriefingTellsOfAClaim(t *testing.T) {
	t.Parallel()
	const retraction = "type: retraction, claim: %s, text: It was wrong."
	told := "retraction It was wrong."
	untold := "retracted "
	for _, test := range []struct {
		name               string
		own, other         string // the correction of the claim's briefing, and that of another
		all, page, history []string
	}{
		{"none", "", "", []string{untold}, []string{untold}, []string{}},
		{"in its own briefing", fmt.Sprintf(retraction, "c"), "", []string{told}, []string{told}, []string{told}},
		{"in its own briefing, by its whole name", fmt.Sprintf(retraction, "a#c"), "", []string{told}, []string{told}, []string{told}},
		{"in another", "", fmt.Sprintf(retraction, "a#c"), []string{told}, []string{told}, []string{told}},
		{
			"in another, of another type", "", "type: clarification, claim: a#c, text: A word.",
			[]string{"clarification A word.", untold},
			[]string{"clarification A word.", untold},
			[]string{"clarification A word."},
		},
		{"in another, of its own claim", "", fmt.Sprintf(retraction, "c"), []string{told, untold}, []string{untold}, []string{}},
		{
			"in both", "type: expression_of_concern, claim: c, text: In doubt.", fmt.Sprintf(retraction, "a#c"),
			[]string{told, "expression_of_concern In doubt."},
			[]string{"expression_of_concern In doubt.", told},
			[]string{told, "expression_of_concern In doubt."},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			briefing := func(title, claim, correction, date string) string {
				text := "---\ntitle: " + title + "\ndate: 2026-01-01\nclaims: {c: {text: C" + claim + "}}\n"
				if correction != "" {
					text += "corrections: [{date: " + date + ", " + correction + "}]\n"
				}
				return text + "---\n[x]{claim=c}\n"
			}
			r := linkWhole(t, map[string]string{
				"briefings/a.md": briefing("A", ", status: retracted", test.own, "2026-02-01"),
				"briefings/b.md": briefing("B", "", test.other, "2026-03-01"),
			}).Reader(false)
			words := func(c *site.Correction) string { return fmt.Sprint(c.Type, c.Status, " ", c.Text) }
			hold(t, "all corrections", test.all, ids(r.AllCorrections(), func(ref site.CorrectionRef) string { return words(r.Correction(ref)) }))
			hold(t, "corrections of the briefing", test.page, ids(r.CorrectionsOf(r.Briefing("a")), words))
			hold(t, "history of the claim", test.history, ids(r.History(r.Claim("a#c")), words))
		})
	}
}

func TestUndatedCorrectionsComeLast(t *testing.T) {
	t.Parallel()
	r := linkWhole(t, map[string]string{"briefings/a.md": `---
title: A
date: 2026-01-01
claims: {gone: {text: Gone., kind: judgment, status: retracted}}
corrections:
  - {date: "/2026-05-22", type: correction, text: unknown start}
  - {date: XXXX, type: correction, text: not stated}
  - {date: 2026-03, type: correction, text: March}
  - {date: ../2026-05-21, type: correction, text: open start}
  - {date: 2026-04-01/.., type: correction, text: open end}
  - {date: "[..2026-05-20]", type: correction, text: on or before}
---
[x]{claim=gone}
`}).Reader(false)
	got := ids(r.AllCorrections(), func(ref site.CorrectionRef) string { return r.Correction(ref).Text })
	hold(t, "the order", []string{"open end", "March", "unknown start", "open start", "on or before", "not stated", ""}, got)
}
