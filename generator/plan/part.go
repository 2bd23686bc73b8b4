package plan

import (
	"maps"
	"slices"
	"strings"

	"attest/generator/site"
	"attest/generator/theme"
)

// part is a list within the page of an object. The page shows as many entries as a page of a list does; further pages show the rest.
type part[O site.Object] struct {
	name    string // its id on the object's page, and in the addresses of further pages
	heading func(page, O) string
	entries func(page, O) (n int, show window)
}

// window shows the entries of a list from one number to another.
type window func(from, to int) theme.Part

// The parts of the page of an actor.
var (
	actorEvents = &part[*site.Actor]{
		"timeline", worded[*site.Actor]("page.timeline"),
		func(pg page, a *site.Actor) (int, window) { return rowsOf(pg.read.EventsWith(a), pg.eventRows) },
	}
	claimsAbout = &part[*site.Actor]{
		"claims", func(pg page, a *site.Actor) string { return pg.lang.Say("actor.about", a.Name) },
		func(pg page, a *site.Actor) (int, window) { return rowsOf(pg.read.ClaimsAbout(a), pg.claimRows) },
	}
	claimsBy = &part[*site.Actor]{
		"claims-by", func(pg page, a *site.Actor) string { return pg.lang.Say("actor.by", a.Name) },
		func(pg page, a *site.Actor) (int, window) { return rowsOf(pg.read.ClaimsBy(a), pg.claimRows) },
	}
	publishedBy = &part[*site.Actor]{
		"published", worded[*site.Actor]("actor.published"),
		func(pg page, a *site.Actor) (int, window) { return rowsOf(pg.read.PublishedBy(a), pg.sourceRows) },
	}
	actorMentions = &part[*site.Actor]{
		"mentions", worded[*site.Actor]("actor.named"),
		func(pg page, a *site.Actor) (int, window) { return pg.read.CountMentions(a), pg.mentions(a) },
	}
	actorParts = []*part[*site.Actor]{actorEvents, claimsAbout, claimsBy, publishedBy, actorMentions}
)

// The parts of the page of a source.
var (
	leanings = &part[*site.Source]{
		"evidence", worded[*site.Source]("source.leaning"),
		func(pg page, s *site.Source) (int, window) {
			n, _ := pg.read.CountUses(s)
			return n, func(from, to int) (view theme.Part) {
				for _, use := range pg.read.Uses(s)[from:to] {
					view.Evidence = append(view.Evidence, theme.Leaning{Claim: pg.claimFragment(use.Claim), Evidence: pg.evidence(use, nil)})
				}
				return view
			}
		},
	}
	sourceEvents = &part[*site.Source]{
		"timeline", worded[*site.Source]("source.events"),
		func(pg page, s *site.Source) (int, window) { return rowsOf(pg.read.EventsFrom(s), pg.eventRows) },
	}
	sourceMentions = &part[*site.Source]{
		"mentions", worded[*site.Source]("source.cited"),
		func(pg page, s *site.Source) (int, window) {
			if !s.Public() {
				return 0, nil
			}
			return pg.read.CountMentions(s), pg.mentions(s)
		},
	}
	sourceParts = []*part[*site.Source]{leanings, sourceEvents, sourceMentions}
)

func worded[O site.Object](key string) func(page, O) string {
	return func(pg page, _ O) string { return pg.lang.Say(key) }
}

func rowsOf[T any](all []T, rows func([]T) []theme.Row) (int, window) {
	return len(all), func(from, to int) theme.Part { return theme.Part{Rows: rows(all[from:to])} }
}

// pages returns the address of the k-th page of a part: the first is the object's own. No id has a full stop, so no other object's is the same.
func (t *part[O]) pages(o O) func(k int) string {
	return listAddress(o.Address(), strings.TrimSuffix(o.Address(), ".html")+"."+t.name+"-")
}

// show is what the k-th page of a part shows of it; nothing where the part has no entries.
func (t *part[O]) show(pg page, o O, k int) theme.Part {
	n, show := t.entries(pg, o)
	if n == 0 {
		return theme.Part{}
	}
	pages := t.pages(o)
	pager, from, to := pg.pager(n, k, func(k int) string {
		if k == 1 {
			return pages(k) + "#" + t.name
		}
		return pages(k)
	})
	pager.Label = pg.lang.Say("part.title", pager.Label, t.heading(pg, o))
	view := show(from, to)
	view.Pager = pager
	return view
}

// further is the k-th page of a part, from the second.
func (t *part[O]) further(pg page, o O, k int, crumbs []theme.Link) any {
	heading := t.heading(pg, o)
	return theme.FurtherView{
		Page: pg.head("further", pg.numbered(pg.lang.Say("part.title", pg.name(o), heading), k), "", append(crumbs, pg.to(o))...),
		Of:   pg.to(o), Heading: heading, Part: t.show(pg, o, k),
	}
}

// extents says how many pages the parts of objects take, by the objects' numbers. Objects of which each part takes one are left out.
type extents map[int][]int

// measure finds how many pages the parts of objects take, and reports whether they are as many as before.
func (p *Plan) measure(before *Plan) (same bool) {
	if before != nil {
		if named, shared := p.site.NamedAnew(before.site); shared {
			p.extents, same = before.extents, true
			for _, o := range concerned(p.site.Reader(false), named) {
				is := p.extent(o)
				if slices.Equal(is, p.extents[site.Number(o)]) {
					continue
				}
				if same {
					p.extents, same = maps.Clone(p.extents), false
				}
				p.extents[site.Number(o)] = is
			}
			return same
		}
	}
	p.extents = make(extents)
	for _, o := range p.site.NamedOften(PageSize) {
		if is := p.extent(o); is != nil {
			p.extents[site.Number(o)] = is
		}
	}
	return false
}

// concerned returns the objects with parts that show something of objects which documents name: these themselves, and the sources of claims, as
// a source shows the events of the claims that lean on it.
func concerned(r *site.Reader, named []site.Object) []site.Object {
	found := slices.Clone(named)
	for _, o := range named {
		if c, ok := o.(*site.Claim); ok {
			for _, e := range r.Evidence(c) {
				found = append(found, e.Source)
			}
		}
	}
	return found
}

// extent returns how many pages each part of an object takes; nil where each takes one.
func (p *Plan) extent(o site.Object) []int {
	pg := page{Plan: p, read: p.site.Reader(false)}
	switch o := o.(type) {
	case *site.Actor:
		return extentOf(pg, actorParts, o)
	case *site.Source:
		return extentOf(pg, sourceParts, o)
	}
	return nil
}

func extentOf[O site.Object](pg page, parts []*part[O], o O) []int {
	extent := make([]int, len(parts))
	for i, t := range parts {
		n, _ := t.entries(pg, o)
		extent[i] = pagesOf(n)
	}
	if slices.Max(extent) == 1 {
		return nil
	}
	return extent
}

// addParts adds the further pages of the parts of an object.
func addParts[O site.Object](p *Plan, parts []*part[O], o O, id string, get func(page) O, crumbs func(page) []theme.Link) {
	for i, pages := range p.extents[site.Number(o)] {
		for k := 2; k <= pages; k++ {
			p.add(File{
				Address: parts[i].pages(o)(k), Page: true, kind: o.Kind(), id: id, template: "further",
				view: func(pg page) any { return parts[i].further(pg, get(pg), k, crumbs(pg)) },
			})
		}
	}
}
