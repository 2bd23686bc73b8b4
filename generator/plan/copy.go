package plan

import (
	"cmp"
	"strings"

	"attest/generator/site"
	"attest/generator/theme"
)

// verify says how closely a quote stands in our copy of its source, and shows what stands around it there, where that may be shown. It never
// says more than was found in a copy that is what was archived.
func (pg page) verify(e site.Evidence, view *theme.Evidence) {
	own := pg.read.CopyOf(e.Source)
	if own == nil {
		view.Check = pg.lang.Say("quote.unchecked")
		return
	}
	q := pg.read.Quote(e)
	switch {
	case !own.Intact():
		view.Check = pg.lang.Say("quote.changed")
		return
	case q == nil || q.Unread != "":
		view.Check = pg.lang.Say("quote.textless")
		return
	}
	tier := q.Tier.String()
	view.Tier, view.TierMeaning = pg.lang.Term("verification", tier), pg.lang.Meaning("verification", tier)
	view.Check = pg.lang.Say("quote.found")
	if !q.Found() {
		view.Check = pg.lang.Say("quote.missing")
	}
	if !own.CapturedAt.IsZero() {
		view.Check = pg.lang.Say("quote.of", view.Check, pg.lang.Date(own.CapturedAt))
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
	view := theme.Copy{Words: cmp.Or(strings.TrimSpace(kind), pg.lang.Say("copy.file")), SHA256: own.SHA256, URL: own.URL}
	if !own.CapturedAt.IsZero() {
		view.Words = pg.lang.Say("copy.of", view.Words, pg.lang.Date(own.CapturedAt))
	}
	if !own.Intact() {
		view.Fault = pg.lang.Say("copy.changed")
		return view
	}
	switch excerpts, all := own.Shown(); {
	case all:
		for i, f := range own.Published() {
			text := pg.lang.Say("copy.itself")
			if i > 0 {
				text = pg.lang.Say("copy.text")
			}
			view.Files = append(view.Files, theme.Link{Href: site.Relative(pg.address, f.Address), Text: text})
		}
	case excerpts:
		view.Published = pg.lang.Say("copy.excerpts")
	default:
		view.Published = pg.lang.Say("copy.kept")
	}
	return view
}
