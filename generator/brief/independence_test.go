package brief_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"attest/generator/brief"
)

// TestIndependenceEqualsTryingEveryMatching holds origins, independent lines and standing against a second way to find them, which reads like
// the definition and takes far too long for a site: 10,000 random derivations of up to eight sources.
func TestIndependenceEqualsTryingEveryMatching(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	stances := []brief.Stance{brief.Supports, brief.Supports, brief.Supports, brief.Qualifies, brief.Disputes, brief.Refutes}
	seen := make(map[int]int) // how many graphs have so many lines
	for range 10_000 {
		g := randomGraph(rng)
		var e []brief.Evidence
		for range rng.IntN(9) {
			e = append(e, evidence(stances[rng.IntN(len(stances))], fmt.Sprint("s", rng.IntN(len(g.sources)+1)))...) // the last is not there
		}
		got, want := brief.Derive(g.sources).Standing(e), g.standing(e)
		if got != want {
			t.Fatalf("of %s\non %v\ngot  %+v\nwant %+v", g, e, got, want)
		}
		seen[got.For.Lines]++
	}
	for lines := range 4 {
		if seen[lines] < 20 {
			t.Errorf("only %d graphs have %d lines, so that little was tried: %v", seen[lines], lines, seen)
		}
	}
}

// graph is sources that derive from each other, in no circle.
type graph struct {
	sources []*brief.Source
	byID    map[string]*brief.Source
}

func randomGraph(rng *rand.Rand) graph {
	g := graph{byID: make(map[string]*brief.Source)}
	origins := []brief.Origin{"", brief.OriginOriginal, brief.OriginOriginal, brief.OriginUnknown, brief.OriginDerived}
	for i := range 2 + rng.IntN(7) {
		var from []string
		for range rng.IntN(4) {
			if i > 0 {
				from = append(from, fmt.Sprint("s", rng.IntN(i)))
			}
		}
		s := derived(origins[rng.IntN(len(origins))], fmt.Sprint("s", i), from...)
		s.Retracted.Stated = rng.IntN(7) == 0
		g.sources, g.byID[s.ID] = append(g.sources, s), s
	}
	rng.Shuffle(len(g.sources), func(i, k int) { g.sources[i], g.sources[k] = g.sources[k], g.sources[i] })
	return g
}

func (g graph) String() string {
	var b strings.Builder
	for _, s := range g.sources {
		fmt.Fprintf(&b, "\n  %s origin %q, retracted %v, from", s.ID, s.Origin, s.Retracted.Stated)
		for _, ref := range s.DerivedFrom {
			b.WriteString(" " + ref.ID)
		}
	}
	return b.String()
}

// roots follows a source to where its information comes from.
func (g graph) roots(id string) []*brief.Source {
	s := g.byID[id]
	var out []*brief.Source
	if len(s.DerivedFrom) == 0 || s.Origin == brief.OriginOriginal {
		out = append(out, s)
	}
	for _, ref := range s.DerivedFrom {
		for _, root := range g.roots(ref.ID) {
			if !slices.Contains(out, root) {
				out = append(out, root)
			}
		}
	}
	return out
}

// standing computes where a claim stands, as the definition says it.
func (g graph) standing(e []brief.Evidence) brief.Standing {
	side := func(stances ...brief.Stance) brief.Tally {
		var t brief.Tally
		var known [][]string
		seen := make(map[string]bool)
		for i := range e {
			s := g.byID[e[i].Source.ID]
			if s == nil || seen[s.ID] || !slices.Contains(stances, e[i].Stance) {
				continue
			}
			seen[s.ID] = true
			roots := slices.DeleteFunc(g.roots(s.ID), func(r *brief.Source) bool { return r.Retracted.Stated })
			if s.Retracted.Stated || len(roots) == 0 {
				continue
			}
			t.Reports++
			var origins []string
			for _, root := range roots {
				if root.Origin == brief.OriginOriginal {
					origins = append(origins, root.ID)
				}
			}
			if len(origins) == 0 {
				t.Unknown++
			}
			known = append(known, origins)
		}
		t.Lines = mostPairs(known, nil)
		return t
	}
	s := brief.Standing{
		For: side(brief.Supports), Against: side(brief.Disputes, brief.Refutes), Refuting: side(brief.Refutes).Reports,
	}
	s.Word = brief.SingleSource
	switch {
	case s.For.Reports == 0 && s.Refuting > 0:
		s.Word = brief.Refuted
	case s.For.Reports == 0:
		s.Word = brief.Unsourced
	case s.Against.Reports > 0:
		s.Word = brief.Contested
	case s.For.Lines > 1:
		s.Word = brief.Corroborated
	}
	return s
}

// mostPairs tries every way to give each report one of its origins, or none, of which each is given once, and returns the most that got one.
func mostPairs(reports [][]string, given []string) int {
	if len(reports) == 0 {
		return len(given)
	}
	most := mostPairs(reports[1:], given)
	for _, origin := range reports[0] {
		if !slices.Contains(given, origin) {
			most = max(most, mostPairs(reports[1:], append(slices.Clone(given), origin)))
		}
	}
	return most
}
