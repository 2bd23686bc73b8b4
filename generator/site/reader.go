package site

import (
	"slices"
)

// Reader finds what ids lead to, and what leads to an object. It remembers what it was asked for, so that it can be told whether the
// answers would be the same of another Site. It is for one goroutine.
type Reader struct {
	*Site
	needs *Needs // nil: nothing is remembered
}

// Reader returns a reader of the site; one that records remembers what it is asked for.
func (s *Site) Reader(record bool) *Reader {
	r := &Reader{Site: s}
	if record {
		r.needs = new(Needs)
	}
	return r
}

// object returns what has the name, or nil.
func (s *Site) object(n name) Object {
	i := n.kind.index()
	if i < 0 {
		return nil
	}
	if n.kind == kindDocument {
		return s.documentOf(n.id)
	}
	o, _ := s.objects[i].get(n.id)
	return o
}

func (s *Site) briefing(slug string) *Briefing {
	b, _ := s.object(name{KindBriefing, slug}).(*Briefing)
	return b
}

// Page returns the author's own page with the id, or nil.
func (s *Site) Page(id string) *Page {
	p, _ := s.object(name{KindPage, id}).(*Page)
	return p
}

// get returns what has the name, and remembers the document that declares it.
func (r *Reader) get(n name) Object {
	o := r.object(n)
	if o != nil {
		r.needDocument(onHead, o.declaredIn())
	}
	return o
}

// Get returns the object of a kind with the id, or nil.
func (r *Reader) Get(kind Kind, id string) Object { return r.get(name{kind, id}) }

// Briefing returns the briefing with the slug, or nil.
func (r *Reader) Briefing(slug string) *Briefing {
	b, _ := r.get(name{KindBriefing, slug}).(*Briefing)
	return b
}

// Claim returns the claim with the address "briefing#claim", or nil.
func (r *Reader) Claim(address string) *Claim {
	c, _ := r.get(name{KindClaim, address}).(*Claim)
	return c
}

// Actor returns the actor with the id, or nil.
func (r *Reader) Actor(id string) *Actor {
	a, _ := r.get(name{KindActor, id}).(*Actor)
	return a
}

// Source returns the source with the id, or nil.
func (r *Reader) Source(id string) *Source {
	s, _ := r.get(name{KindSource, id}).(*Source)
	return s
}

// Event returns the event with the id, or nil.
func (r *Reader) Event(id string) *Event {
	e, _ := r.get(name{KindEvent, id}).(*Event)
	return e
}

// Page returns the author's own page with the id, or nil; the text of the front page has an empty id.
func (r *Reader) Page(id string) *Page {
	p, _ := r.get(name{KindPage, id}).(*Page)
	return p
}

// List returns the ids of all objects of a kind, in their order.
func (r *Reader) List(kind Kind) []string {
	r.need(Dependency{On: onList, Kind: kind})
	switch kind {
	case KindBriefing:
		return r.Briefings
	case KindClaim:
		return r.Claims
	case KindActor:
		return r.Actors
	case KindSource:
		return r.Sources
	case KindEvent:
		return r.Events
	case KindPage:
		return r.Pages
	}
	return nil
}

// referrers returns the documents that name an object, sorted by file, and remembers all that they declare.
func (r *Reader) referrers(n name) []*file {
	if c, ok := r.object(n).(*Claim); ok {
		r.needDocument(onNamedClaims, c.Briefing.file)
		r.needDocument(onHead, c.Briefing.file)
		r.needDocument(onLinks, c.Briefing.file)
	} else {
		r.need(Dependency{onReferrers, n.kind, n.id})
	}
	names, _ := r.wanted[n.kind.index()].get(n.id)
	files := make([]*file, 0, len(names))
	for _, f := range names {
		if found, ok := r.files.get(f); ok {
			files = append(files, found)
		}
	}
	return files
}

// naming returns the objects, published, that documents which name another declare and of which is says so, in the order of all of the kind.
func naming[T Object](r *Reader, n name, declared func(*file) []T, is func(T) bool) []T {
	var out []T
	for _, f := range r.referrers(n) {
		for _, o := range declared(f) {
			if r.object(o.named()) == Object(o) && is(o) {
				out = append(out, o)
			}
		}
	}
	slices.SortFunc(out, func(x, y T) int { return compare(x, y) })
	return out
}

func actorsIn(f *file) []*Actor   { return f.actors }
func sourcesIn(f *file) []*Source { return f.sources }
func eventsIn(f *file) []*Event   { return f.events }

// referring calls do for each briefing among the documents that name an object.
func (r *Reader) referring(n name, do func(*Briefing, *file)) {
	for _, f := range r.referrers(n) {
		if f.briefing != nil && r.object(f.briefing.named()) == Object(f.briefing) {
			do(f.briefing, f)
		}
	}
}
