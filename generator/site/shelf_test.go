package site_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/site"
)

// TestEveryPublicObjectLiesOnOneShelf lays a site out on one shelf and on several: each public object lies on one of them, beside its briefing if it
// has one, and does not move when another comes.
func TestEveryPublicObjectLiesOnOneShelf(t *testing.T) {
	t.Parallel()
	hidden := map[string]string{
		"sources/withheld.md": "---\ntitle: W\naccess: withheld\n---\n", "sources/guarded.md": "---\ntitle: R\naccess: restricted\n---\n",
		"actors/red.md": "---\nname: Red\ntlp: red\n---\n", "briefings/draft.md": "---\ntitle: D\ndate: 2026\ndraft: true\nevents: {x: {title: X, date: 2026}}\n---\n",
	}
	one := linkWhole(t, with(ferry, hidden))
	two := linkWhole(t, with(ferry, map[string]string{"briefings/n.md": "---\ntitle: N\ndate: 2026\nclaims: {c: {text: NC}}\n---\n"}))
	all := []string{
		"actors/orsa.html", "actors/port.html", "briefings/a.html", "briefings/a.html#claim-c", "briefings/a.html#claim-d", "briefings/b.html",
		"briefings/b.html#claim-c", "sources/copy.html", "sources/item.html", "sources/log.html", "timeline.html#event-e", "timeline.html#event-f",
	}
	for _, n := range []int{1, 2, 8} {
		place := map[string]int{}
		var found []string
		for k, shelf := range one.LayOut(n) {
			shelf.Groups(func(objects []site.Object) {
				beside := 0
				for _, o := range objects {
					found, place[o.Address()] = append(found, o.Address()), k
					if o.Kind() == site.KindClaim {
						beside++
					}
				}
				if b, ok := objects[0].(*site.Briefing); ok && beside != len(b.Claims) || !ok && len(objects) != 1 {
					t.Errorf("with %s lie %d others", objects[0].Address(), len(objects)-1)
				}
			})
		}
		slices.Sort(found)
		if diff := cmp.Diff(all, found); diff != "" {
			t.Errorf("on %d shelves (-want +got):\n%s", n, diff)
		}
		for k, shelf := range two.LayOut(n) {
			for _, o := range shelf.Objects {
				if was, ok := place[o.Address()]; ok && was != k {
					t.Errorf("%s moves from shelf %d of %d to %d", o.Address(), was, n, k)
				}
			}
		}
	}
}
