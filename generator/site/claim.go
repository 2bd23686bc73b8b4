package site

import (
	"slices"

	"attest/generator/brief"
)

// Standing returns where a claim stands on its evidence.
func (r *Reader) Standing(c *Claim) brief.Standing {
	r.needDocument(onStandings, c.Briefing.file)
	return r.documents.at(c.Briefing.file.number).standings[c.Number-1]
}

// Evidence returns what is published of a claim's evidence, as written.
func (r *Reader) Evidence(c *Claim) []Evidence {
	out := make([]Evidence, 0, len(c.Claim.Evidence))
	for i, number := range r.linksOfClaim(c).sources {
		if s, ok := r.at(number).(*Source); ok {
			out = append(out, Evidence{Evidence: &c.Claim.Evidence[i], Source: s, Claim: c})
		}
	}
	return out
}

// linksOfClaim returns what a claim refers to. What it leads to is yet to be asked for.
func (r *Reader) linksOfClaim(c *Claim) *claimLinks {
	return &r.documents.at(c.Briefing.file.number).links.claims[c.Number-1]
}

// About returns the actors and events that a claim is about, each once.
func (r *Reader) About(c *Claim) []Object {
	numbers := r.linksOfClaim(c).about
	out := make([]Object, 0, len(numbers))
	for _, number := range numbers {
		if o := r.at(number); o != nil {
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
	o := r.at(r.linksOfClaim(c).claimant)
	if o == nil && c.Claim.Claimant != nil {
		r.needDocument(onLinks, c.Briefing.file) // a source of a library may come that has the text as its id
	}
	if s, ok := o.(*Source); ok && s.Withheld() {
		return nil
	}
	return o
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
	r.referring(c, func(b *Briefing, _ *document) {
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
	return append(out, naming(r, c, eventsIn, func(e *Event) bool { return e.restsOn(c.key) && !slices.Contains(out, e) })...)
}

func (e *Event) restsOn(claim string) bool {
	return slices.ContainsFunc(e.Claims, func(ref brief.Ref) bool { return claimAddress(e.Event.Briefing, ref) == claim })
}

// ClaimsAbout returns the claims about an actor.
func (r *Reader) ClaimsAbout(a *Actor) []*Claim {
	if r.object(name{KindEvent, a.ID}) != nil {
		return nil // an error elsewhere
	}
	return r.claims(a, func(c *Claim) bool { return c.isAbout(a.ID) })
}

// ClaimsBy returns the claims that an actor makes.
func (r *Reader) ClaimsBy(a *Actor) []*Claim {
	return r.claims(a, func(c *Claim) bool { return brief.Stated(c.Claim.Claimant).ID == a.ID })
}

// claims returns those for which is says so among the claims of documents that name an object, in the order of all claims.
func (r *Reader) claims(of Object, is func(*Claim) bool) []*Claim {
	var out []*Claim
	r.referring(of, func(b *Briefing, _ *document) {
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
	out := r.claims(e, func(c *Claim) bool { return c.isAbout(e.ID) && r.object(name{KindActor, e.ID}) == nil })
	for _, ref := range e.Claims {
		if c := r.Claim(claimAddress(e.Event.Briefing, ref)); c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func (c *Claim) cites(source string) bool {
	return slices.ContainsFunc(c.Claim.Evidence, func(e brief.Evidence) bool { return e.Source.ID == source })
}

// ClaimsIn returns the published claims of the briefing that a file holds.
func (s *Site) ClaimsIn(name string) []*Claim {
	if f := s.fileNamed(name); f != nil && f.briefing != nil && s.published(f.briefing) {
		return f.briefing.Claims
	}
	return nil
}
