package site

import (
	"maps"
	"slices"

	"attest/generator/brief"
)

// ActorsOf returns who took part in an event, each once.
func (r *Reader) ActorsOf(e *Event) []*Actor {
	var out []*Actor
	for _, number := range r.documents.at(e.file.number).links.actors[e.index] {
		if a, ok := r.at(number).(*Actor); ok && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// EventsWith returns the events in which an actor took part.
func (r *Reader) EventsWith(a *Actor) []*Event {
	return naming(r, a, eventsIn, func(e *Event) bool {
		return slices.ContainsFunc(e.Actors, func(ref brief.Ref) bool { return ref.ID == a.ID })
	})
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
	claims := func(of *Actor, relation *brief.ActorRelation) []*Claim {
		var claims []*Claim
		for _, ref := range relation.Claims {
			if c := r.Claim(claimAddress(of.Actor.Briefing, ref)); c != nil && !slices.Contains(claims, c) {
				claims = append(claims, c)
			}
		}
		return claims
	}
	for i := range a.Relations {
		relation := &a.Relations[i]
		if other := r.Actor(relation.To.ID); other != nil {
			out = append(out, ActorRelation{ActorRelation: relation, Other: other, Claims: claims(a, relation)})
		}
	}
	for _, other := range naming(r, a, actorsIn, func(*Actor) bool { return true }) {
		for i := range other.Relations {
			if relation := &other.Relations[i]; relation.To.ID == a.ID {
				out = append(out, ActorRelation{ActorRelation: relation, Other: other, Claims: claims(other, relation), Inverse: true})
			}
		}
	}
	return out
}

// PublishedBy returns the sources that an actor published, as far as they may be known to be.
func (r *Reader) PublishedBy(a *Actor) []*Source {
	return naming(r, a, sourcesIn, func(s *Source) bool { return s.Public() && s.Publisher.ID == a.ID })
}

// ActorsRestingOn returns the actors between whom a relation rests on one of the claims, by name.
func (r *Reader) ActorsRestingOn(claims []*Claim) []*Actor {
	found := make(map[*Actor]bool)
	for _, c := range claims {
		for _, a := range naming(r, c, actorsIn, func(*Actor) bool { return true }) {
			for i := range a.Relations {
				if relation := &a.Relations[i]; restsOn(a, relation, c) {
					if other := r.Actor(relation.To.ID); other != nil {
						found[a], found[other] = true, true
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
