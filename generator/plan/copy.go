package plan

import (
	"cmp"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// verify says how closely a quote stands in our copy of its source, and shows what stands around it there, where that may be shown. It never
// says more than was found in a copy that is what was archived.
func (pg page) verify(e site.Evidence, view *theme.Evidence) {
	own := pg.read.CopyOf(e.Source)
	if own == nil {
		view.Check = "not checked against a copy of the source"
		return
	}
	q := pg.read.Quote(e)
	switch {
	case !own.Intact():
		view.Check = "not checked: our copy of the source is not what was archived"
		return
	case q == nil || q.Unread != "":
		view.Check = "not checked: our copy of the source has no text"
		return
	}
	view.Tier = q.Tier.String()
	view.TierMeaning = brief.Verifications().Meaning(view.Tier)
	view.Check = "found in our copy of the source"
	if !q.Found() {
		view.Check = "not " + view.Check
	}
	if !own.CapturedAt.IsZero() {
		view.Check += ", of " + own.CapturedAt.Words()
	}
	if excerpts, _ := own.Shown(); excerpts {
		for _, run := range q.Around {
			view.Around = append(view.Around, theme.Run{Text: run.Text, Quoted: run.Quoted})
		}
	}
}

// copyView shows our copy of a source: what it is, and how to tell that it has not changed.
func (pg page) copyView(s *site.Source) theme.Copy {
	own := pg.read.CopyOf(s)
	if own == nil || !s.Public() {
		return theme.Copy{}
	}
	kind, _, _ := strings.Cut(own.MediaType, ";")
	view := theme.Copy{Words: cmp.Or(strings.TrimSpace(kind), "a file"), SHA256: own.SHA256, URL: own.URL}
	if !own.CapturedAt.IsZero() {
		view.Words += " of " + own.CapturedAt.Words()
	}
	if !own.Intact() {
		view.Fault = "it is no longer what was archived"
		return view
	}
	switch excerpts, all := own.Shown(); {
	case all:
		for i, f := range own.Published() {
			text := "the copy"
			if i > 0 {
				text = "its text"
			}
			view.Files = append(view.Files, theme.Link{Href: site.Relative(pg.address, f.Address), Text: text})
		}
	case excerpts:
		view.Published = "of it, the sentences around quotes are published"
	default:
		view.Published = "it is kept and not published"
	}
	return view
}
