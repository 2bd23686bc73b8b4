package site_test

import (
	"slices"
	"testing"

	"attest/generator/site"
)

// NamedOften leaves out no object of which a Reader lists more than that many of anything.
func TestNamedOftenLeavesNoLongListOut(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, ferry)
	r := s.Reader(false)
	longest := make(map[site.Object]int)
	for _, id := range s.Actors {
		a := r.Actor(id)
		longest[a] = max(len(r.EventsWith(a)), len(r.ClaimsAbout(a)), len(r.ClaimsBy(a)), len(r.PublishedBy(a)), r.CountMentions(a))
	}
	for _, id := range s.Sources {
		o := r.Source(id)
		uses, _ := r.CountUses(o)
		longest[o] = max(uses, len(r.EventsFrom(o)), r.CountMentions(o))
	}
	long := 0
	for n := range 4 {
		often := s.NamedOften(n)
		for o, most := range longest {
			if most > n && !slices.Contains(often, o) {
				t.Errorf("%s has a list of %d and is not among those named more than %d times", o.Address(), most, n)
			}
			long += min(1, max(0, most-n))
		}
	}
	if long < 6 {
		t.Errorf("the site has %d lists that are long enough to see", long)
	}
}
