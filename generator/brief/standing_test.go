package brief_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"attest/generator/brief"
	"attest/generator/edtf"
)

type standingCase struct {
	Name    string
	Sources map[string]struct {
		Origin      string
		DerivedFrom []string `yaml:"derived_from"`
		Retracted   map[string]string
	}
	Evidence []struct{ Source, Stance string }
	Want     struct {
		Standing                         string
		Reports, Lines, Unknown, Against int
	}
	Error string
}

func TestStandingCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/standing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []standingCase
	if err := yaml.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 18 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, test := range cases {
		t.Run(test.Name, func(t *testing.T) {
			t.Parallel()
			var sources []*brief.Source
			for _, id := range slices.Sorted(maps.Keys(test.Sources)) {
				written := test.Sources[id]
				s := &brief.Source{Header: brief.Header{ID: id}, Origin: brief.Origin(written.Origin)}
				for _, parent := range written.DerivedFrom {
					s.DerivedFrom = append(s.DerivedFrom, brief.Ref{ID: parent})
				}
				if written.Retracted != nil {
					s.Retracted = brief.Retraction{Stated: true, Date: mustDate(t, written.Retracted["date"])}
				}
				sources = append(sources, s)
			}
			derivation := brief.Derive(sources)
			if cycles := derivation.Cycles(); (len(cycles) > 0) != (test.Error == "derivation-cycle") {
				t.Fatalf("cycles = %v, want error %q", cycles, test.Error)
			}
			if test.Error != "" {
				return
			}
			var evidence []brief.Evidence
			for _, e := range test.Evidence {
				evidence = append(evidence, brief.Evidence{Source: brief.Ref{ID: e.Source}, Stance: brief.Stance(e.Stance)})
			}
			got := derivation.Standing(evidence)
			text := func(word string, reports, lines, unknown, against int) string {
				return fmt.Sprintf("%s: %d reports, %d lines, %d unknown, %d against", word, reports, lines, unknown, against)
			}
			want := text(test.Want.Standing, test.Want.Reports, test.Want.Lines, test.Want.Unknown, test.Want.Against)
			if got := text(string(got.Word), got.For.Reports, got.For.Lines, got.For.Unknown, got.Against.Reports); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func mustDate(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func original(id string, from ...string) *brief.Source {
	return derived(brief.OriginOriginal, id, from...)
}

func derived(origin brief.Origin, id string, from ...string) *brief.Source {
	s := &brief.Source{Header: brief.Header{ID: id}, Origin: origin}
	for _, parent := range from {
		s.DerivedFrom = append(s.DerivedFrom, brief.Ref{ID: parent})
	}
	return s
}

func evidence(stance brief.Stance, ids ...string) []brief.Evidence {
	var out []brief.Evidence
	for _, id := range ids {
		out = append(out, brief.Evidence{Source: brief.Ref{ID: id}, Stance: stance})
	}
	return out
}

// A greedy matching gives the first report the origin that the second needs.
func TestLinesAreAMaximumMatching(t *testing.T) {
	t.Parallel()
	d := brief.Derive([]*brief.Source{
		original("x"), original("y"), original("z"),
		derived("", "a", "x", "y"), derived("", "b", "x"), derived("", "c", "x", "y", "z"),
	})
	for _, ids := range [][]string{{"a", "b", "c"}, {"c", "a", "b"}, {"b", "c", "a"}} {
		if got := d.Standing(evidence(brief.Supports, ids...)).For.Lines; got != 3 {
			t.Errorf("%v: %d lines, want 3", ids, got)
		}
	}
}

func TestWordsSayRefutedOnlyOfWhatRefutes(t *testing.T) {
	t.Parallel()
	d := brief.Derive([]*brief.Source{original("a"), original("b"), original("c"), derived("", "n")})
	for want, e := range map[string][]brief.Evidence{
		"no reports":                                                    nil,
		"0 reports; refuted by 1, disputed by 2":                        slices.Concat(evidence(brief.Refutes, "a"), evidence(brief.Disputes, "b", "c", "a")),
		"1 report, 1 independent line; disputed by 1":                   slices.Concat(evidence(brief.Supports, "a"), evidence(brief.Disputes, "b")),
		"3 reports, 2 independent lines, 1 origin unknown":              evidence(brief.Supports, "a", "b", "n"),
		"1 report, 0 independent lines, 1 origin unknown; refuted by 1": slices.Concat(evidence(brief.Supports, "n"), evidence(brief.Refutes, "c")),
	} {
		if got := d.Standing(e).Words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestDerivationFollowsAChainOfAThousand(t *testing.T) {
	t.Parallel()
	const length = 1000
	sources := []*brief.Source{original("s0")}
	for i := 1; i <= length; i++ {
		sources = append(sources, derived("", fmt.Sprintf("s%d", i), fmt.Sprintf("s%d", i-1)))
	}
	slices.Reverse(sources)
	start := time.Now()
	d := brief.Derive(sources)
	if roots := d.Roots(fmt.Sprintf("s%d", length)); len(roots) != 1 || roots[0].ID != "s0" {
		t.Errorf("roots = %v", roots)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestCyclesAreFoundWhole(t *testing.T) {
	t.Parallel()
	d := brief.Derive([]*brief.Source{
		derived("", "self", "self"), derived("", "a", "b"), derived("", "b", "c"), derived("", "c", "a"), derived("", "outside", "a"), original("fine"),
	})
	var got []string
	for _, cycle := range d.Cycles() {
		ids := ""
		for _, s := range cycle {
			ids += s.ID + " "
		}
		got = append(got, ids)
	}
	if want := []string{"a b c ", "self "}; !slices.Equal(got, want) {
		t.Errorf("cycles = %q, want %q", got, want)
	}
}

// The blast radius of a retraction: the standing with the source taken as not retracted.
func TestRetractedSourceCountsForNothingButInTheBlastRadius(t *testing.T) {
	t.Parallel()
	wire := original("wire")
	wire.Retracted.Stated = true
	d := brief.Derive([]*brief.Source{wire, derived("", "rewrite", "wire"), original("own")})
	e := evidence(brief.Supports, "rewrite", "own")
	if got := d.Standing(e).Word; got != brief.SingleSource {
		t.Errorf("standing = %s", got)
	}
	if got := d.StandingIf(e, brief.Supposed{Source: "wire"}).Word; got != brief.Corroborated {
		t.Errorf("standing before = %s", got)
	}
}

func TestBands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		scale, term string
		p           float64
		want        bool
	}{
		{"icd203", "likely", 0.55, true},
		{"icd203", "likely", 0.8, false},
		{"icd203", "very likely", 0.8, true},
		{"icd203", "nearly certain", 0.99, true},
		{"icd203", "nearly certain", 1, false},
		{"icd203", "remote", 0, false},
		{"phia", "remote chance", 0, false},
		{"phia", "realistic possibility", 0.5, false},
		{"phia", "unlikely", 0.22, false},
		{"phia", "almost certain", 1, false},
		{"ipcc", "more likely than not", 0.5, false},
		{"ipcc", "very likely", 1, true},
		{"ipcc", "unlikely", 0.33, true},
		{"icd203", "very unlikely", 0.07, true},
	} {
		scale := scaleOf(t, test.scale)
		band, ok := scale.Band(test.term)
		if !ok || band.Holds(test.p) != test.want {
			t.Errorf("%s: %q holds %v = %v, want %v", test.scale, test.term, test.p, !test.want, test.want)
		}
	}
}

func scaleOf(t *testing.T, id string) brief.Scale {
	t.Helper()
	scales := brief.Scales()
	i := slices.IndexFunc(scales, func(s brief.Scale) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no scale %q", id)
	}
	return scales[i]
}

func TestVocabulariesAreWhole(t *testing.T) {
	t.Parallel()
	for _, v := range append(brief.Vocabularies(), brief.Standings()) {
		if v.Name == "" || len(v.Terms) == 0 {
			t.Errorf("%+v is not whole", v)
		}
		for _, term := range v.Terms {
			if term.Meaning == "" || v.Meaning(term.Word) != term.Meaning || !v.Has(term.Word) {
				t.Errorf("%s: %q has no meaning", v.Name, term.Word)
			}
		}
	}
	if !brief.TLP("red").Above("amber+strict") || brief.TLP("").Above(brief.TLPClear) || brief.TLP("amber").Above("amber") {
		t.Error("the levels of TLP are out of order")
	}
}

func TestWeakerPromisesLess(t *testing.T) {
	t.Parallel()
	order := []brief.StandingWord{"", brief.Corroborated, brief.SingleSource, brief.Contested, brief.Unsourced, brief.Refuted}
	for i, stronger := range order {
		for _, weaker := range order[i:] {
			if a, b := brief.Weaker(stronger, weaker), brief.Weaker(weaker, stronger); a != weaker || b != weaker {
				t.Errorf("of %q and %q, %q or %q is the weaker", stronger, weaker, a, b)
			}
		}
	}
}
