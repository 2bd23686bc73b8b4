package site

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"attest/generator/content"
)

// Shelf is a part of all that is published, for files that say a little of very many objects: an edit touches one shelf. Objects that
// stand in one file of a briefing lie side by side, the briefing first; all others lie alone.
type Shelf struct {
	Objects []Object
	First   []int // of each group that lies side by side, where in Objects it begins
}

// shelfSize is about how many objects a shelf holds at most.
const shelfSize = 24576

// shelving is how a site lies on shelves, worked out when it is first asked for.
type shelving struct {
	once    sync.Once
	shelves []Shelf
}

// CountObjects returns how many objects there are but for pages: those that lie on shelves, and the few sources that are not public.
func (s *Site) CountObjects() int {
	return len(s.Briefings) + len(s.Claims) + len(s.Actors) + len(s.Sources) + len(s.Events)
}

// CountShelves returns how many shelves a site takes. It is a power of two, so that it changes seldom as a site grows.
func (s *Site) CountShelves() int {
	n := 1
	for n*shelfSize < s.CountObjects() {
		n *= 2
	}
	return n
}

// ShelfSize returns about how many objects lie on each shelf, rounded up to few binary digits, so that it changes seldom too. Into how many files
// a shelf is written may depend on it.
func (s *Site) ShelfSize() int {
	n, step := (s.CountObjects()+s.CountShelves()-1)/s.CountShelves(), 1
	for n > 16*step {
		step *= 2
	}
	return (n + step - 1) / step * step
}

// Shelf returns the k-th shelf, and remembers what its documents declare, and where their claims stand.
func (r *Reader) Shelf(k int) *Shelf {
	r.need(onShelf, int32(k))
	return r.shelf(k)
}

// ShelfWords returns the k-th shelf, and remembers what its documents declare, and their texts.
func (r *Reader) ShelfWords(k int) *Shelf {
	r.need(onShelfWords, int32(k))
	return r.shelf(k)
}

// shelfName tells the shelves of sites from each other that have not as many, or not of the same size.
func (s *Site) shelfName(k int) string {
	return fmt.Sprintf("%d/%d/%d", k, s.CountShelves(), s.ShelfSize())
}

func (s *Site) shelf(k int) *Shelf {
	s.shelving.once.Do(func() { s.shelving.shelves = s.layOut(s.CountShelves()) })
	return &s.shelving.shelves[k]
}

// shelfNamed returns the shelf of a dependency, or nil where the site has none of that name.
func (s *Site) shelfNamed(id string) *Shelf {
	number, _, _ := strings.Cut(id, "/")
	if k, err := strconv.Atoi(number); err == nil && k >= 0 && k < s.CountShelves() && id == s.shelfName(k) {
		return s.shelf(k)
	}
	return nil
}

// layOut puts the objects on n shelves: each by its name, so that what comes or goes moves nothing else to another. On each, newer briefings lie
// before older ones, and what no briefing declares after them, by its file.
func (s *Site) layOut(n int) []Shelf {
	shelves := make([]Shelf, n)
	begin := func(o Object) *Shelf {
		shelf := &shelves[shelfOf(o, len(shelves))]
		shelf.First = append(shelf.First, len(shelf.Objects))
		shelf.Objects = append(shelf.Objects, o)
		return shelf
	}
	for _, slug := range s.Briefings {
		b := s.briefing(slug)
		shelf := begin(b)
		for _, c := range b.Claims {
			shelf.Objects = append(shelf.Objects, c)
		}
		s.shown(b.file, func(o Object) { shelf.Objects = append(shelf.Objects, o) })
	}
	for _, doc := range s.content.Documents {
		if doc.Briefing != nil || doc.Page != nil {
			continue
		}
		if f := s.fileNamed(doc.File); f != nil {
			s.shown(f, func(o Object) { begin(o) })
		}
	}
	return shelves
}

// shown calls do with each actor, source and event that a file declares, if all of it may be shown.
func (s *Site) shown(f *file, do func(Object)) {
	each := func(o Object) {
		if s.published(o) && public(o) {
			do(o)
		}
	}
	for _, e := range f.events {
		each(e)
	}
	for _, a := range f.actors {
		each(a)
	}
	for _, source := range f.sources {
		each(source)
	}
}

// public reports whether all of an object may be shown.
func public(o Object) bool {
	s, ok := o.(*Source)
	return !ok || s.Public()
}

// shelfOf is the shelf of an object (FNV-1a of its kind and id).
func shelfOf(o Object, n int) int {
	named := o.named()
	h := uint32(2166136261)
	for _, s := range [...]string{string(named.kind), named.id} {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return int((h ^ h>>16) % uint32(n))
}

// digestShelf adds all that a file can show of a shelf: what its objects' documents declare and who published its sources; and either
// their texts, with the names by which these call other objects, or the standing of their claims.
func (s *Digester) digestShelf(h *sum, shelf *Shelf, texts bool) {
	var last *file
	for _, o := range shelf.Objects {
		if f := o.declaredIn(); f != last { // what else the file declares, its digest stands for
			last = f
			named := o.named()
			h.text(string(named.kind))
			h.text(named.id)
			s.digestDocument(h, onHead, f)
			if texts {
				s.digestDocument(h, onProse, f)
				s.digestCalled(h, f)
			} else {
				s.digestDocument(h, onStandings, f)
			}
		}
		switch o := o.(type) {
		case *Source:
			if a := s.object(name{KindActor, o.Publisher.ID}); a != nil && o.byActor {
				h.text(a.Label())
			}
		case *Claim:
			s.digestClaimant(h, o)
		}
	}
}

// digestClaimant adds what whose claim it is is called.
func (s *Digester) digestClaimant(h *sum, c *Claim) {
	l := s.documents.at(c.Briefing.file.number).links
	if l == nil || c.Claim.Claimant == nil {
		return
	}
	switch o := s.objects.at(l.claims[c.Number-1].claimant).(type) {
	case *Actor:
		h.text(o.Label())
	case *Source:
		s.digestDocument(h, onHead, o.file)
	}
}

// digestCalled adds the names of the objects to which a text leads without words of its own.
func (s *Digester) digestCalled(h *sum, f *file) {
	if f.Prose == nil {
		return
	}
	l := s.documents.at(f.number).links
	if l == nil {
		return
	}
	for i := range f.Prose.Refs {
		if r := &f.Prose.Refs[i]; r.Kind == content.RefObject && r.Label == "" && i < len(l.targets) {
			if o := s.objects.at(l.targets[i].number); l.targets[i].Kind != "" && o != nil {
				h.text(o.Label())
			}
		}
	}
}

// Stretches calls do for the words of an object's text, in their order and without gaps, as a reader reads them; stating says that they
// belong to a sentence that states a claim.
func (r *Reader) Stretches(o Object, do func(words string, stating bool)) {
	f := o.declaredIn()
	if f.object() != o || proseOf(o) == nil {
		return
	}
	p := r.Text(o)
	k, at := 0, 0
	upTo := func(end int, stating bool) {
		for ; k < len(p.Refs) && p.Refs[k].Start < end; k++ {
			if name, after, ok := p.called(k); ok && p.Refs[k].Start >= at && after <= end {
				do(p.Text[at:p.Refs[k].Start], stating)
				do(name, stating)
				at = after
			}
		}
		if at < end {
			do(p.Text[at:end], stating)
			at = end
		}
	}
	for _, s := range p.Body.Sentences {
		upTo(s.Start, false)
		upTo(s.End, s.Claim)
	}
	upTo(len(p.Text), false)
}

// called returns the name that the page shows for a reference to an object without words of its own, and where in the text its id, which
// stands there, ends.
func (p *Prose) called(ref int) (label string, after int, ok bool) {
	r := &p.Refs[ref]
	if r.Kind != content.RefObject || r.Struck || r.Label != "" || p.Targets[ref].Kind == "" {
		return "", 0, false
	}
	_, id, named := strings.Cut(r.Target, ":")
	if !named {
		id = r.Target
	}
	after = r.Start + len(id)
	if after > len(p.Text) || p.Text[r.Start:after] != id {
		return "", 0, false
	}
	return p.Object(ref).Label(), after, true
}
