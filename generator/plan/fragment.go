package plan

import (
	"html/template"
	"strings"

	"attest/generator/site"
	"attest/generator/theme"
)

// fragment names a piece of HTML that stands on many pages. Its links depend only on how deep the page lies.
type fragment struct {
	template string
	object   any // a pointer to the object shown
	depth    int
}

// fragment returns the piece of HTML that a partial makes of an object, and makes it only once for all pages of one depth. Two
// pages that ask at once may both make it; they make the same bytes.
func (pg page) fragment(partial string, object any, view func(page) any) template.HTML {
	key := fragment{partial, object, strings.Count(pg.address, "/")}
	if html, ok := pg.fragments.Load(key); ok {
		return html.(template.HTML)
	}
	// The view is made as for a page that is nobody's own, so that no link is shortened to a fragment of that page.
	shared := pg
	shared.address = strings.Repeat("-/", key.depth) + "-"
	html := pg.render(partial, view(shared))
	if *pg.failed == nil {
		pg.fragments.Store(key, html)
	}
	return html
}

// render makes a piece of HTML that stands on this page only. A fault is kept for the page.
func (pg page) render(partial string, view any) template.HTML {
	html, err := pg.theme.Fragment(partial, view)
	if err != nil && *pg.failed == nil {
		*pg.failed = err
	}
	return html
}

func (pg page) claimRows(claims []*site.Claim) []theme.Row {
	return rows(pg, "claim-row", claims, func(pg page, c *site.Claim) any { return pg.claimRow(c) })
}

func (pg page) eventRows(events []*site.Event) []theme.Row {
	return rows(pg, "event-row", events, func(pg page, e *site.Event) any { return pg.event(e) })
}

func (pg page) actorRows(actors []*site.Actor) []theme.Row {
	return rows(pg, "actor-row", actors, func(pg page, a *site.Actor) any { return pg.actorRow(a) })
}

func (pg page) sourceRows(sources []*site.Source) []theme.Row {
	return rows(pg, "source-row", sources, func(pg page, s *site.Source) any { return pg.sourceRow(s) })
}

func (pg page) briefingRows(briefings []*site.Briefing) []theme.Row {
	return rows(pg, "briefing-row", briefings, func(pg page, b *site.Briefing) any { return pg.briefingRow(b) })
}

func rows[T any](pg page, partial string, objects []*T, view func(page, *T) any) []theme.Row {
	out := make([]theme.Row, len(objects))
	for i, o := range objects {
		out[i] = pg.fragment(partial, o, func(pg page) any { return view(pg, o) })
	}
	return out
}
