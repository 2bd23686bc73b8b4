package site

import (
	"cmp"
	"slices"
)

const (
	maxRelated = 5   // how many related briefings a briefing names
	maxShared  = 200 // how many briefings of one topic or actor are looked at: the newest
)

// Related returns the briefings that share the most with b, the most first: two points for a topic, one for an actor, and the newer
// of equals. Only what b itself names is followed, so that the cost does not grow with the site.
func (b *Briefing) Related() []*Briefing {
	points := make(map[*Briefing]int)
	for _, t := range b.Topics {
		score(points, t.Briefings, 2)
	}
	for _, a := range b.Actors {
		score(points, a.Briefings, 1)
	}
	delete(points, b)
	best := make([]*Briefing, 0, maxRelated+1)
	for other := range points {
		i, _ := slices.BinarySearchFunc(best, other, func(x, y *Briefing) int {
			return cmp.Or(cmp.Compare(points[y], points[x]), cmp.Compare(x.rank, y.rank))
		})
		if i < maxRelated {
			best = slices.Insert(best, i, other)
			best = best[:min(len(best), maxRelated)]
		}
	}
	return best
}

func score(points map[*Briefing]int, others []*Briefing, n int) {
	for _, other := range others[:min(len(others), maxShared)] {
		points[other] += n
	}
}
