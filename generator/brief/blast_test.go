package brief_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/brief"
)

// ferry is a model in which all but one claim lean on an agency: directly, through a newspaper, and through a circle of copies.
func ferry() brief.Model {
	source := func(id string, origin brief.Origin, from ...string) *brief.Source {
		s := &brief.Source{Header: brief.Header{ID: id}, Origin: origin}
		for _, id := range from {
			s.DerivedFrom = append(s.DerivedFrom, brief.Ref{ID: id})
		}
		return s
	}
	claim := func(briefing, id string, about []string, evidence ...brief.Evidence) *brief.Claim {
		c := &brief.Claim{Header: brief.Header{ID: id}, Briefing: briefing, Evidence: evidence}
		for _, id := range about {
			c.About = append(c.About, brief.Ref{ID: id})
		}
		return c
	}
	held := func(source string, stance brief.Stance) brief.Evidence {
		return brief.Evidence{Source: brief.Ref{ID: source}, Stance: stance}
	}
	refs := func(ids ...string) (out []brief.Ref) {
		for _, id := range ids {
			out = append(out, brief.Ref{ID: id})
		}
		return out
	}
	return brief.Model{
		Sources: []*brief.Source{
			source("agency", "original"), source("paper", "", "agency"), source("one", "", "paper", "two"), source("two", "", "one"),
			source("log", "original"), source("reporter", "original", "agency"),
		},
		Claims: []*brief.Claim{
			claim("a", "halt", []string{"orsa"}, held("paper", "supports"), held("log", "supports")),
			claim("a", "kept", nil, held("log", "supports"), held("reporter", "supports")),
			claim("b", "copied", []string{"storm"}, held("two", "supports")),
			claim("b", "denied", nil, held("agency", "refutes"), held("log", "supports")),
			claim("b", "freed", nil, held("agency", "refutes")),
			claim("b", "apart", []string{"port"}, held("log", "supports")),
		},
		Events: []*brief.Event{
			{Header: brief.Header{ID: "storm"}},
			{Header: brief.Header{ID: "last"}, Briefing: "a", Claims: refs("halt")},
			{Header: brief.Header{ID: "other"}, Briefing: "b", Claims: refs("apart")},
			{Header: brief.Header{ID: "far"}, Claims: refs("a#kept")},
		},
		Actors: []*brief.Actor{
			{Header: brief.Header{ID: "orsa"}},
			{Header: brief.Header{ID: "port"}},
			{Header: brief.Header{ID: "owner"}, Relations: []brief.ActorRelation{{To: brief.Ref{ID: "fleet"}, Claims: refs("b#denied")}}},
			{Header: brief.Header{ID: "fleet"}},
			{Header: brief.Header{ID: "stranger"}, Relations: []brief.ActorRelation{{To: brief.Ref{ID: "port"}, Claims: refs("b#apart")}}},
		},
	}
}

func TestBlastRadiusFollowsDerivation(t *testing.T) {
	t.Parallel()
	model := ferry()
	got := brief.Derive(model.Sources).BlastRadius("agency", model)
	type struck struct {
		Claim         string
		With, Without brief.StandingWord
		Lost, Shaken  bool
	}
	var claims []struck
	for _, s := range got.Claims {
		claims = append(claims, struck{s.Claim.Address(), s.With.Word, s.Without.Word, s.Lost(), s.With != s.Without})
	}
	want := []struck{
		{"a#halt", brief.Corroborated, brief.SingleSource, true, true},
		{"a#kept", brief.Corroborated, brief.Corroborated, false, false}, // the reporter is a root besides
		{"b#copied", brief.SingleSource, brief.Unsourced, true, true},
		{"b#denied", brief.Contested, brief.SingleSource, false, true}, // to lose what is against it is no loss
		{"b#freed", brief.Refuted, brief.Unsourced, false, true},       // nor is it to be refuted no more
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Errorf("the claims (-want +got):\n%s", diff)
	}
	same := func(what string, want, got []string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the %s (-want +got):\n%s", what, diff)
		}
	}
	same("sources", []string{"paper", "one", "two", "reporter"}, idsOf(got.Sources, func(s *brief.Source) string { return s.ID }))
	same("briefings", []string{"a", "b"}, got.Briefings)
	same("events", []string{"storm", "last", "far"}, idsOf(got.Events, func(e *brief.Event) string { return e.ID }))
	same("actors", []string{"orsa", "owner", "fleet"}, idsOf(got.Actors, func(a *brief.Actor) string { return a.ID }))
}

func TestNothingLeansOnASourceThatNothingNames(t *testing.T) {
	t.Parallel()
	model := ferry()
	if got := brief.Derive(model.Sources).BlastRadius("nobody", model); !cmp.Equal(got, brief.Blast{}) {
		t.Errorf("the blast radius of an unknown source has %v", got)
	}
}

// TestWhatIsSupposedIsWhatWouldBe holds the standings with and without a source against those of a model in which the source says so
// itself, in random derivations.
func TestWhatIsSupposedIsWhatWouldBe(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var model brief.Model
		n := 2 + rng.IntN(6)
		for i := range n {
			s := &brief.Source{Header: brief.Header{ID: fmt.Sprint("s", i)}, Origin: []brief.Origin{"", "original"}[rng.IntN(2)]}
			s.Retracted.Stated = rng.IntN(4) == 0
			for j := range i {
				if rng.IntN(3) == 0 {
					s.DerivedFrom = append(s.DerivedFrom, brief.Ref{ID: fmt.Sprint("s", j)})
				}
			}
			model.Sources = append(model.Sources, s)
		}
		for i := range 4 {
			c := &brief.Claim{Header: brief.Header{ID: fmt.Sprint("c", i)}, Briefing: "b"}
			for range rng.IntN(5) {
				stance := []brief.Stance{"supports", "supports", "qualifies", "disputes", "refutes"}[rng.IntN(5)]
				c.Evidence = append(c.Evidence, brief.Evidence{Source: brief.Ref{ID: fmt.Sprint("s", rng.IntN(n))}, Stance: stance})
			}
			model.Claims = append(model.Claims, c)
		}
		source := model.Sources[rng.IntN(n)]
		found := brief.Derive(model.Sources).BlastRadius(source.ID, model)
		standings := func(retracted bool) map[string]brief.Standing {
			source.Retracted.Stated = retracted
			d, out := brief.Derive(model.Sources), make(map[string]brief.Standing)
			for _, c := range model.Claims {
				out[c.ID] = d.Standing(c.Evidence)
			}
			return out
		}
		with, without := standings(false), standings(true)
		for _, c := range model.Claims {
			i := slices.IndexFunc(found.Claims, func(s brief.Struck) bool { return s.Claim == c })
			switch {
			case i < 0 && with[c.ID] != without[c.ID]:
				t.Fatalf("seed %d: %s stands otherwise without %s and is not in its blast radius", seed, c.ID, source.ID)
			case i >= 0 && (found.Claims[i].With != with[c.ID] || found.Claims[i].Without != without[c.ID]):
				t.Fatalf("seed %d: %s stands %+v with %s and %+v without, want %+v and %+v", seed, c.ID, found.Claims[i].With, source.ID,
					found.Claims[i].Without, with[c.ID], without[c.ID])
			}
		}
	}
}

func idsOf[T any](objects []T, id func(T) string) []string {
	var out []string
	for _, o := range objects {
		out = append(out, id(o))
	}
	return out
}
