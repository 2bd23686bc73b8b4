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
	id       string // of the object shown
	depth    int
}

// made is a piece of HTML and what it was made of.
type made struct {
	html  template.HTML
	needs *site.Needs
}

// fragment returns the piece of HTML that a partial makes of an object, and makes it only once for all pages of one depth. Two
// pages that ask at once may both make it; they make the same bytes.
func (pg page) fragment(partial, id string, o site.Object, view func(page) any) template.HTML {
	key := fragment{partial, id, strings.Count(pg.address, "/")}
	if found, ok := pg.fragments.Load(key); ok {
		m := found.(*made)
		pg.read.Add(m.needs)
		return m.html
	}
	// The view is made as for a page that is nobody's own, so that no link is shortened to a fragment of that page.
	shared := pg
	shared.address = strings.Repeat("-/", key.depth) + "-"
	shared.read = pg.read.Apart()
	shared.read.NeedObject(o)
	html := pg.scratch.html(func(b []byte) []byte { return pg.append(b, partial, view(shared)) })
	m := &made{html: template.HTML(strings.Clone(string(html))), needs: shared.read.Needs()} //nolint:gosec // it is HTML
	if *pg.failed == nil {
		pg.fragments.Store(key, m)
	}
	pg.read.Add(m.needs)
	return m.html
}

// append appends what a partial makes of a view. A fault is kept for the page.
func (pg page) append(b []byte, partial string, view any) []byte {
	b, err := pg.theme.Append(b, partial, view)
	if err != nil && *pg.failed == nil {
		*pg.failed = err
	}
	return b
}

func (pg page) claimRows(claims []*site.Claim) []theme.Row {
	return rows(claims, func(c *site.Claim) template.HTML { return pg.claimFragment(c) })
}

func (pg page) claimFragment(c *site.Claim) template.HTML {
	return pg.fragment("claim-row", c.Key(), c, func(pg page) any { return pg.claimRow(c) })
}

func (pg page) eventRows(events []*site.Event) []theme.Row {
	return rows(events, func(e *site.Event) template.HTML {
		return pg.fragment("event-row", e.ID, e, func(pg page) any { return pg.event(e) })
	})
}

func (pg page) actorRows(actors []*site.Actor) []theme.Row {
	return rows(actors, func(a *site.Actor) template.HTML {
		return pg.fragment("actor-row", a.ID, a, func(pg page) any { return pg.actorRow(a) })
	})
}

func (pg page) sourceRows(sources []*site.Source) []theme.Row {
	return rows(sources, func(s *site.Source) template.HTML {
		return pg.fragment("source-row", s.ID, s, func(pg page) any { return pg.sourceRow(s) })
	})
}

func (pg page) briefingRows(briefings []*site.Briefing) []theme.Row {
	return rows(briefings, func(b *site.Briefing) template.HTML {
		return pg.fragment("briefing-row", b.ID, b, func(pg page) any { return pg.briefingRow(b) })
	})
}

func rows[T any](objects []*T, row func(*T) template.HTML) []theme.Row {
	out := make([]theme.Row, len(objects))
	for i, o := range objects {
		out[i] = row(o)
	}
	return out
}

// all returns the objects with the ids.
func all[T any](ids []string, get func(id string) *T) []*T {
	out := make([]*T, len(ids))
	for i, id := range ids {
		out[i] = get(id)
	}
	return out
}
