package site

import (
	"cmp"
	"slices"

	"attest/generator/brief"
)

// maxOffered is how many objects of a kind are offered at most.
const maxOffered = 200

// Offered is what the filters of claims and events offer: what has any of them behind it, in the order in which all of it is listed; of very many,
// those with the most.
type Offered struct {
	Actors  []*Actor
	Sources []*Source
	Topics  []*Topic
}

// Offered returns what filters offer.
func (r *Reader) Offered() *Offered {
	r.need(onOffered, 0)
	return r.offered()
}

func (s *Site) newOffered() *Offered {
	r := s.Reader(false)
	return &Offered{
		Actors: most(found(r.Site.Actors, r.Actor), func(a *Actor) int { return len(r.ClaimsAbout(a)) + len(r.ClaimsBy(a)) + len(r.EventsWith(a)) }),
		Sources: most(found(r.OpenSources(), r.Source), func(source *Source) int {
			evidence, _ := r.CountUses(source)
			return evidence
		}),
		Topics: most(r.Topics, func(t *Topic) int { return len(t.Briefings) }),
	}
}

// found returns the objects with the ids.
func found[T any](ids []string, get func(string) *T) []*T {
	out := make([]*T, len(ids))
	for i, id := range ids {
		out[i] = get(id)
	}
	return out
}

// most returns those of which weigh says more than nothing, in their order: of very many, the heaviest.
func most[T any](objects []T, weigh func(T) int) []T {
	type weighed struct{ place, weight int }
	var heavy []weighed
	for i, o := range objects {
		if n := weigh(o); n > 0 {
			heavy = append(heavy, weighed{i, n})
		}
	}
	slices.SortFunc(heavy, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place)) })
	heavy = heavy[:min(len(heavy), maxOffered)]
	slices.SortFunc(heavy, func(a, b weighed) int { return cmp.Compare(a.place, b.place) })
	out := make([]T, len(heavy))
	for i, w := range heavy {
		out[i] = objects[w.place]
	}
	return out
}

// CountStandings returns how many claims of the site have each standing.
func (r *Reader) CountStandings() map[brief.StandingWord]int {
	r.need(onCounts, 0)
	return r.counts()
}

func (s *Site) newCounts() map[brief.StandingWord]int {
	r := s.Reader(false)
	n := make(map[brief.StandingWord]int)
	for _, address := range s.Claims {
		n[r.Standing(r.Claim(address)).Word]++
	}
	return n
}
