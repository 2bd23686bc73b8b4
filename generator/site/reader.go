package site

import (
	"slices"

	"attest/generator/content"
)

// Reader finds what ids lead to, and what leads to an object. It remembers what it was asked for, so that it can be told whether the
// answers would be the same of another Site. It is for one goroutine.
type Reader struct {
	*Site
	needs *Needs // nil: nothing is remembered
	room  *Room  // nil: each text has its own
}

// Room is memory in which texts are opened, one at a time.
type Room = content.Room

// Reader returns a reader of the site; one that records remembers what it is asked for.
func (s *Site) Reader(record bool) *Reader {
	r := &Reader{Site: s}
	if record {
		r.needs = new(Needs)
	}
	return r
}

// In makes the reader open texts in a room, and returns it.
func (r *Reader) In(room *Room) *Reader {
	r.room = room
	return r
}

// object returns what has the name, or nil.
func (s *Site) object(n name) Object {
	if n.kind == kindDocument {
		return s.documentOf(n.id)
	}
	return s.objects.at(s.number(n))
}

// number returns the number of a name; nowhere for one that nothing has and nothing refers to.
func (s *Site) number(n name) int32 {
	if i := n.kind.index(); i >= 0 {
		if number, ok := s.numbers[i].get(n.id); ok {
			return number
		}
	}
	return nowhere
}

// ids returns those of all published objects of a kind, sorted.
func (s *Site) ids(kind Kind) []string {
	return slices.DeleteFunc(s.numbers[kind.index()].keys(), func(id string) bool { return s.object(name{kind, id}) == nil })
}

// Number returns the number of an object, by which what is known of objects can be kept.
func Number(o Object) int { return int(o.slot()) }

// Numbers returns how many numbers there are: an object's is lower.
func (s *Site) Numbers() int { return int(s.count) }

// published reports whether an object is what its id leads to.
func (s *Site) published(o Object) bool { return s.objects.at(o.slot()) == o }

// fileNamed returns a document by the name of its file, or nil.
func (s *Site) fileNamed(file string) *file {
	return s.documents.at(s.number(name{kindDocument, file})).file
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
func (r *Reader) get(n name) Object { return r.asked(r.object(n)) }

// at returns what has the number, and remembers the document that declares it.
func (r *Reader) at(number int32) Object { return r.asked(r.objects.at(number)) }

func (r *Reader) asked(o Object) Object {
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
	switch {
	case p != nil:
	case id == "":
		r.NeedAll() // it may come
	default:
		r.List(KindPage)
	}
	return p
}

// List returns the ids of all objects of a kind, in their order.
func (r *Reader) List(kind Kind) []string {
	r.need(onList, int32(kind.index()))
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

// Count returns how many objects of a kind there are.
func (r *Reader) Count(kind Kind) int {
	r.need(onCount, int32(kind.index()))
	return len(r.Site.Reader(false).List(kind))
}

// referrers returns the numbers of the documents that name an object, sorted by file, and remembers all that they declare.
func (r *Reader) referrers(o Object) []int32 {
	r.needReferrers(o)
	return r.wanted.at(o.slot())
}

// needReferrers remembers which documents name an object, and all that they declare.
func (r *Reader) needReferrers(o Object) {
	if r.needs == nil {
		return
	}
	c, ok := o.(*Claim)
	if !ok {
		r.need(onReferrers, o.slot())
		return
	}
	r.needDocument(onNamedClaims, c.Briefing.file)
	r.needDocument(onHead, c.Briefing.file)
	r.needDocument(onLinks, c.Briefing.file)
}

// naming returns the objects, published, that documents which name another declare and of which is says so, in the order of all of the kind.
func naming[T Object](r *Reader, of Object, declared func(*file) []T, is func(T) bool) []T {
	var out []T
	for _, number := range r.referrers(of) {
		if f := r.documents.at(number).file; f != nil {
			for _, o := range declared(f) {
				if is(o) && r.published(o) {
					out = append(out, o)
				}
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
func (r *Reader) referring(of Object, do func(*Briefing, *document)) {
	for _, number := range r.referrers(of) {
		if d := r.documents.at(number); d.file != nil && d.file.briefing != nil && r.published(d.file.briefing) {
			do(d.file.briefing, &d)
		}
	}
}
