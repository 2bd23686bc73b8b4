package site

import (
	"maps"
	"slices"

	"attest/generator/brief"
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
		r.needs = newNeeds()
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

// published returns the objects of those that are, each by its own name.
func published[T Object](s *Site, objects []T) []T {
	return slices.DeleteFunc(slices.Clone(objects), func(o T) bool { return s.object(o.named()) != Object(o) })
}

// referring calls do for each briefing among the documents that name an object.
func (r *Reader) referring(n name, do func(*Briefing, *file)) {
	for _, f := range r.referrers(n) {
		if f.briefing != nil && r.object(f.briefing.named()) == Object(f.briefing) {
			do(f.briefing, f)
		}
	}
}

// Standing returns where a claim stands on its evidence.
func (r *Reader) Standing(c *Claim) brief.Standing {
	r.needDocument(onStandings, c.Briefing.file)
	all, _ := r.standings.get(c.Briefing.file.File)
	return all[c.Number-1]
}

// Evidence returns what is published of a claim's evidence, as written.
func (r *Reader) Evidence(c *Claim) []Evidence {
	out := make([]Evidence, 0, len(c.Claim.Evidence))
	for i := range c.Claim.Evidence {
		e := &c.Claim.Evidence[i]
		if e.TLP.Above(r.Settings.TLP) {
			continue
		}
		if s := r.Source(e.Source.ID); s != nil {
			out = append(out, Evidence{Evidence: e, Source: s, Claim: c})
		}
	}
	return out
}

// About returns the actors and events that a claim is about, each once.
func (r *Reader) About(c *Claim) []Object {
	var out []Object
	for _, ref := range c.Claim.About {
		var o Object
		if a := r.Actor(ref.ID); a != nil {
			o = a
		} else if e := r.Event(ref.ID); e != nil {
			o = e
		}
		if o != nil && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// isAbout reports whether a claim says that it is about the object.
func (c *Claim) isAbout(id string) bool {
	return slices.ContainsFunc(c.Claim.About, func(ref brief.Ref) bool { return ref.ID == id })
}

// Claimant returns whose claim it is: an actor or a source; nil for plain text or nobody.
func (r *Reader) Claimant(c *Claim) Object {
	id := brief.Stated(c.Claim.Claimant).ID
	if id == "" {
		return nil
	}
	if a := r.Actor(id); a != nil {
		return a
	}
	if s := r.Source(id); s != nil && !s.Withheld() {
		return s
	}
	return nil
}

// Relations returns how other claims stand to a claim: those it states itself, then those that they state.
func (r *Reader) Relations(c *Claim) []Relation {
	var out []Relation
	for _, rel := range c.Claim.Relations {
		if other := r.Claim(claimAddress(c.Claim.Briefing, rel.To)); other != nil && other != c {
			out = append(out, Relation{Type: rel.Type, Claim: other})
		}
	}
	var inverse []Relation
	r.referring(c.named(), func(b *Briefing, _ *file) {
		for _, other := range b.Claims {
			for _, rel := range other.Claim.Relations {
				if other != c && claimAddress(b.ID, rel.To) == c.key {
					inverse = append(inverse, Relation{Type: rel.Type, Claim: other, Inverse: true})
				}
			}
		}
	})
	slices.SortStableFunc(inverse, func(a, b Relation) int { return compareClaims(a.Claim, b.Claim) })
	return append(out, inverse...)
}

// Successor returns the claim that took the place of another, or nil.
func (r *Reader) Successor(c *Claim) *Claim {
	if c.SupersededBy == nil {
		return nil
	}
	return r.Claim(claimAddress(c.Claim.Briefing, *c.SupersededBy))
}

// EventsOf returns the events of a claim: those it is about, then those that rest on it.
func (r *Reader) EventsOf(c *Claim) []*Event {
	var out []*Event
	for _, o := range r.About(c) {
		if e, ok := o.(*Event); ok {
			out = append(out, e)
		}
	}
	var resting []*Event
	for _, f := range r.referrers(c.named()) {
		for _, e := range published(r.Site, f.events) {
			if e.restsOn(c.key) && !slices.Contains(out, e) {
				resting = append(resting, e)
			}
		}
	}
	slices.SortFunc(resting, compareEvents)
	return append(out, resting...)
}

func (e *Event) restsOn(claim string) bool {
	return slices.ContainsFunc(e.Claims, func(ref brief.Ref) bool { return claimAddress(e.Event.Briefing, ref) == claim })
}

// ClaimsAbout returns the claims about an actor.
func (r *Reader) ClaimsAbout(a *Actor) []*Claim {
	if r.object(name{KindEvent, a.ID}) != nil {
		return nil // an error elsewhere
	}
	return r.claims(a.named(), func(c *Claim) bool { return c.isAbout(a.ID) })
}

// ClaimsBy returns the claims that an actor makes.
func (r *Reader) ClaimsBy(a *Actor) []*Claim {
	return r.claims(a.named(), func(c *Claim) bool { return brief.Stated(c.Claim.Claimant).ID == a.ID })
}

// claims returns those for which is says so among the claims of documents that name an object, in the order of all claims.
func (r *Reader) claims(n name, is func(*Claim) bool) []*Claim {
	var out []*Claim
	r.referring(n, func(b *Briefing, _ *file) {
		for _, c := range b.Claims {
			if is(c) {
				out = append(out, c)
			}
		}
	})
	slices.SortStableFunc(out, compareClaims)
	return out
}

// ClaimsBehind returns the claims about an event, then those it rests on, each once.
func (r *Reader) ClaimsBehind(e *Event) []*Claim {
	out := r.claims(e.named(), func(c *Claim) bool { return c.isAbout(e.ID) && r.object(name{KindActor, e.ID}) == nil })
	for _, ref := range e.Claims {
		if c := r.Claim(claimAddress(e.Event.Briefing, ref)); c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// ActorsOf returns who took part in an event, each once.
func (r *Reader) ActorsOf(e *Event) []*Actor {
	var out []*Actor
	for _, ref := range e.Actors {
		if a := r.Actor(ref.ID); a != nil && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// EventsWith returns the events in which an actor took part.
func (r *Reader) EventsWith(a *Actor) []*Event {
	var out []*Event
	for _, f := range r.referrers(a.named()) {
		for _, e := range published(r.Site, f.events) {
			if slices.ContainsFunc(e.Actors, func(ref brief.Ref) bool { return ref.ID == a.ID }) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, compareEvents)
	return out
}

// RolesOf returns the offices of an actor.
func (r *Reader) RolesOf(a *Actor) []Role {
	out := make([]Role, len(a.Roles))
	for i := range a.Roles {
		out[i].Role = &a.Roles[i]
		if id := a.Roles[i].Of.ID; IsID(id) {
			out[i].Of = r.Actor(id)
		}
	}
	return out
}

// RelationsOf returns the relations of an actor: its own, then those that other actors state.
func (r *Reader) RelationsOf(a *Actor) []ActorRelation {
	var out []ActorRelation
	own := func(of *Actor, each func(relation *brief.ActorRelation)) {
		for i := range of.Relations {
			each(&of.Relations[i])
		}
	}
	claims := func(of *Actor, relation *brief.ActorRelation) []*Claim {
		var claims []*Claim
		for _, ref := range relation.Claims {
			if c := r.Claim(claimAddress(of.Actor.Briefing, ref)); c != nil && !slices.Contains(claims, c) {
				claims = append(claims, c)
			}
		}
		return claims
	}
	own(a, func(relation *brief.ActorRelation) {
		if other := r.Actor(relation.To.ID); other != nil {
			out = append(out, ActorRelation{ActorRelation: relation, Other: other, Claims: claims(a, relation)})
		}
	})
	var others []*Actor
	for _, f := range r.referrers(a.named()) {
		others = append(others, published(r.Site, f.actors)...)
	}
	slices.SortFunc(others, func(x, y *Actor) int { return compare(x, y) })
	for _, other := range others {
		own(other, func(relation *brief.ActorRelation) {
			if relation.To.ID == a.ID {
				out = append(out, ActorRelation{ActorRelation: relation, Other: other, Claims: claims(other, relation), Inverse: true})
			}
		})
	}
	return out
}

// PublishedBy returns the sources that an actor published, as far as they may be known to be.
func (r *Reader) PublishedBy(a *Actor) []*Source {
	return r.sourcesNaming(a.named(), func(s *Source) bool { return s.Public() && s.Publisher.ID == a.ID })
}

// sourcesNaming returns those for which is says so among the sources of documents that name an object, in the order of all sources.
func (r *Reader) sourcesNaming(n name, is func(*Source) bool) []*Source {
	var out []*Source
	for _, f := range r.referrers(n) {
		for _, s := range published(r.Site, f.sources) {
			if is(s) {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, func(x, y *Source) int { return compare(x, y) })
	return out
}

// PublisherOf returns the actor who published a source; nil for plain text.
func (r *Reader) PublisherOf(s *Source) *Actor {
	if !IsID(s.Publisher.ID) {
		return nil
	}
	return r.Actor(s.Publisher.ID)
}

// Parents returns the sources that a source derives from, each once.
func (r *Reader) Parents(s *Source) []*Source {
	var out []*Source
	for _, ref := range s.DerivedFrom {
		if parent := r.Source(ref.ID); parent != nil && !slices.Contains(out, parent) {
			out = append(out, parent)
		}
	}
	return out
}

// Children returns the sources that derive from a source.
func (r *Reader) Children(s *Source) []*Source {
	return r.sourcesNaming(s.named(), func(child *Source) bool {
		return slices.ContainsFunc(child.DerivedFrom, func(ref brief.Ref) bool { return ref.ID == s.ID })
	})
}

// Roots returns the sources that a source comes from in the end, sorted by id.
func (r *Reader) Roots(s *Source) []*Source {
	r.need(Dependency{On: onDerivation})
	var out []*Source
	for _, root := range r.derivation.Roots(s.ID) {
		out = append(out, r.Source(root.ID))
	}
	return out
}

// Uses returns the evidence that a source gives, in the order of the claims.
func (r *Reader) Uses(s *Source) []Evidence {
	var out []Evidence
	for _, c := range r.claims(s.named(), func(c *Claim) bool { return c.cites(s.ID) }) {
		for i := range c.Claim.Evidence {
			if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
				out = append(out, Evidence{Evidence: e, Source: s, Claim: c})
			}
		}
	}
	return out
}

func (c *Claim) cites(source string) bool {
	return slices.ContainsFunc(c.Claim.Evidence, func(e brief.Evidence) bool { return e.Source.ID == source })
}

// CountUses returns how many pieces of evidence a source gives, and for how many claims.
func (r *Reader) CountUses(s *Source) (evidence, claims int) {
	r.referring(s.named(), func(b *Briefing, _ *file) {
		for _, c := range b.Claims {
			n := 0
			for i := range c.Claim.Evidence {
				if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
					n++
				}
			}
			evidence += n
			claims += min(n, 1)
		}
	})
	return evidence, claims
}

// EventsFrom returns the events of the claims that lean on a source.
func (r *Reader) EventsFrom(s *Source) []*Event {
	seen := make(map[*Event]bool)
	var out []*Event
	for _, use := range r.Uses(s) {
		for _, e := range r.EventsOf(use.Claim) {
			if !seen[e] {
				seen[e], out = true, append(out, e)
			}
		}
	}
	slices.SortFunc(out, compareEvents)
	return out
}

// Grade returns a source's reliability and where it comes from: its own, its publisher's, or F where nobody judged it.
func (r *Reader) Grade(s *Source) (grade brief.Reliability, basis, from string) {
	if s.Reliability != "" {
		return s.Reliability, s.GradeBasis, "its own grade"
	}
	if publisher := r.PublisherOf(s); publisher != nil && publisher.Reliability != "" {
		return publisher.Reliability, publisher.GradeBasis, "the grade of its publisher"
	}
	return brief.ReliabilityUnknown, "", "nobody has graded it"
}

// GradeOf returns the Admiralty grade of a piece of evidence, such as B2: the effective reliability of its source and its credibility.
// What was not judged is F and 6.
func (r *Reader) GradeOf(e Evidence) (reliability brief.Reliability, credibility brief.Credibility) {
	reliability, _, _ = r.Grade(e.Source)
	credibility = e.Credibility
	if credibility == "" {
		credibility = brief.CredibilityUnknown
	}
	return reliability, credibility
}

// Without returns the standing that a claim would have were the retracted source not retracted.
func (r *Reader) Without(c *Claim, source *Source) brief.Standing {
	r.need(Dependency{On: onDerivation})
	return r.derivation.Standing(r.counted(c), source.ID)
}

// OpenSources returns the sources that have a page: all but those withheld by the authors.
func (r *Reader) OpenSources() []string {
	r.need(Dependency{On: onList, Kind: KindSource})
	return r.open
}

// Leaning returns the claims that lean on a source or on one that derives from it, each once and in a fixed order.
func (r *Reader) Leaning(source *Source) []*Claim {
	var claims []*Claim
	found := make(map[*Claim]bool)
	seen := map[*Source]bool{source: true}
	for queue := []*Source{source}; len(queue) > 0; queue = queue[1:] {
		for _, use := range r.Uses(queue[0]) {
			if !found[use.Claim] {
				found[use.Claim], claims = true, append(claims, use.Claim)
			}
		}
		for _, child := range r.Children(queue[0]) {
			if !seen[child] {
				seen[child], queue = true, append(queue, child)
			}
		}
	}
	return claims
}

// ActorsRestingOn returns the actors between whom a relation rests on one of the claims, by name.
func (r *Reader) ActorsRestingOn(claims []*Claim) []*Actor {
	found := make(map[*Actor]bool)
	for _, c := range claims {
		for _, f := range r.referrers(c.named()) {
			for _, a := range published(r.Site, f.actors) {
				for i := range a.Relations {
					if relation := &a.Relations[i]; restsOn(a, relation, c) {
						if other := r.Actor(relation.To.ID); other != nil {
							found[a], found[other] = true, true
						}
					}
				}
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(x, y *Actor) int { return compare(x, y) })
}

func restsOn(a *Actor, relation *brief.ActorRelation, c *Claim) bool {
	return slices.ContainsFunc(relation.Claims, func(ref brief.Ref) bool { return claimAddress(a.Actor.Briefing, ref) == c.key })
}

// Picture returns the image of an object as it is published.
func (r *Reader) Picture(of *brief.Image) Picture {
	if of == nil || of.Src.ID == "" {
		return Picture{}
	}
	picture := Picture{Address: r.fileBeside(of.Src.At.File, of.Src.ID)}
	if of.Source.ID != "" {
		picture.Source = r.Source(of.Source.ID)
	}
	return picture
}

// ClaimsIn returns the published claims of the briefing that a file holds.
func (s *Site) ClaimsIn(name string) []*Claim {
	if f, ok := s.files.get(name); ok && f.briefing != nil && s.object(f.briefing.named()) == Object(f.briefing) {
		return f.briefing.Claims
	}
	return nil
}
