package plan

import (
	"html/template"
	"strings"
	"sync"
	"sync/atomic"

	"attest/generator/site"
	"attest/generator/theme"
)

// made is a piece of HTML and what it was made of.
type made struct {
	html  template.HTML
	needs *site.Needs
}

// rowFolder is a page in a folder of the output, as those of objects are. The rows of objects are kept for such pages, as many of them show
// the same: links depend only on how deep a page lies. Those at the top are lists, which show each row once.
const rowFolder = 1

// newRows returns where the rows are kept, by the number of the object that each shows.
func newRows(s *site.Site) func() []atomic.Pointer[made] {
	return sync.OnceValue(func() []atomic.Pointer[made] { return make([]atomic.Pointer[made], s.Numbers()) })
}

// fragment returns the row that a partial makes of an object: an object has one in all lists. Two pages that ask for it at once may both
// make it; they make the same bytes.
func (pg page) fragment(partial string, o site.Object, view func(page) any) template.HTML {
	depth := strings.Count(pg.address, "/")
	// The view is made as for a page that is nobody's own, so that no link is shortened to a fragment of that page.
	row := pg
	row.address = strings.Repeat("-/", depth) + "-"
	if depth != rowFolder {
		row.read.NeedObject(o)
		return pg.scratch.html(func(b []byte) []byte { return pg.append(b, partial, view(row)) })
	}
	kept := &pg.rows()[site.Number(o)]
	if m := kept.Load(); m != nil {
		pg.read.Add(m.needs)
		return m.html
	}
	row.read = pg.read.Apart()
	row.read.NeedObject(o)
	html := pg.scratch.html(func(b []byte) []byte { return pg.append(b, partial, view(row)) })
	m := &made{html: template.HTML(strings.Clone(string(html))), needs: row.read.Needs()} //nolint:gosec // it is HTML
	if *pg.failed == nil {
		kept.Store(m)
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
	return pg.fragment("claim-row", c, func(pg page) any { return pg.claimRow(c) })
}

func (pg page) eventRows(events []*site.Event) []theme.Row {
	return rows(events, func(e *site.Event) template.HTML {
		return pg.fragment("event-row", e, func(pg page) any { return pg.event(e) })
	})
}

func (pg page) actorRows(actors []*site.Actor) []theme.Row {
	return rows(actors, func(a *site.Actor) template.HTML {
		return pg.fragment("actor-row", a, func(pg page) any { return pg.actorRow(a) })
	})
}

func (pg page) sourceRows(sources []*site.Source) []theme.Row {
	return rows(sources, func(s *site.Source) template.HTML {
		return pg.fragment("source-row", s, func(pg page) any { return pg.sourceRow(s) })
	})
}

func (pg page) briefingRows(briefings []*site.Briefing) []theme.Row {
	return rows(briefings, func(b *site.Briefing) template.HTML {
		return pg.fragment("briefing-row", b, func(pg page) any { return pg.briefingRow(b) })
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
