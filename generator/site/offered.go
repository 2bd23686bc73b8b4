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

// newOffered weighs everything in one pass over what names it.
func (s *Site) newOffered() *Offered {
	weights := make([]int, s.count)
	weigh := func(numbers ...int32) {
		for i, number := range numbers {
			if number != nowhere && !slices.Contains(numbers[:i], number) {
				weights[number]++
			}
		}
	}
	for _, doc := range s.content.Documents {
		f := s.fileNamed(doc.File)
		links := s.documents.at(f.number).links
		if b := f.briefing; b != nil && s.published(b) {
			for i, c := range b.Claims {
				named := &links.claims[i]
				for _, number := range named.about {
					weigh(number)
				}
				if _, ok := s.objects.at(named.claimant).(*Actor); ok {
					weigh(named.claimant)
				}
				for k, source := range named.sources {
					if !c.Claim.Evidence[k].TLP.Above(s.Settings.TLP) {
						weigh(source)
					}
				}
			}
		}
		for i, e := range f.events {
			if s.published(e) {
				weigh(links.actors[i]...)
			}
		}
	}
	r := s.Reader(false)
	return &Offered{
		Actors:  most(found(s.Actors, r.Actor), func(a *Actor) int { return weights[a.number] }),
		Sources: most(found(r.OpenSources(), r.Source), func(source *Source) int { return weights[source.number] }),
		Topics:  most(s.Topics, func(t *Topic) int { return len(t.Briefings) }),
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

// CountClaims counts the claims of the site.
func (r *Reader) CountClaims() brief.Counts {
	r.need(onCounts, 0)
	return r.counts()
}

func (s *Site) newCounts() (n brief.Counts) {
	for _, slug := range s.Briefings {
		b := s.briefing(slug)
		standings := s.documents.at(b.file.number).standings
		for i, c := range b.Claims {
			n.Add(c.Status, standings[i].Word)
		}
	}
	return n
}
