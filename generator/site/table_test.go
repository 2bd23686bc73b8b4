package site_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"attest/generator/site"
)

// TestNoVersionOfATableSeesLaterChanges makes many versions, each from one of those before, and holds each to a plain map in the end.
func TestNoVersionOfATableSeesLaterChanges(t *testing.T) {
	t.Parallel()
	const ids = 700 // more than a table has parts
	random := rand.New(rand.NewPCG(1, 2))
	type version struct {
		table site.Table
		want  map[string]int
	}
	versions := []version{{want: map[string]int{}}}
	for range 200 {
		before := versions[random.IntN(len(versions))]
		next := version{want: maps.Clone(before.want)}
		next.table = before.table.Edit(func(set func(string, int), remove func(string)) {
			for range random.IntN(100) {
				if id := fmt.Sprint(random.IntN(ids)); random.IntN(3) == 0 {
					remove(id)
					delete(next.want, id)
				} else {
					next.want[id] = random.Int()
					set(id, next.want[id])
				}
			}
		})
		versions = append(versions, next)
	}
	for i, v := range versions {
		if !maps.Equal(v.want, v.table.All()) || v.table.Len() != len(v.want) {
			t.Fatalf("version %d has %d values, want %d, or other ones", i, v.table.Len(), len(v.want))
		}
		for id := range ids {
			got, ok := v.table.Get(fmt.Sprint(id))
			if want, there := v.want[fmt.Sprint(id)]; got != want || ok != there {
				t.Fatalf("version %d has %d for %d, want %d", i, got, id, want)
			}
		}
	}
}
