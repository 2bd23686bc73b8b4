package corpus_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"attest"
	"attest/generator/build"
	"attest/generator/corpus"
	"attest/generator/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files from what the corpus is now")

// files returns a corpus by name.
func files(c corpus.Corpus, format corpus.Format) map[string]string {
	out := make(map[string]string)
	for f := range c.Files(format) {
		out[f.Name] = string(f.Data)
	}
	return out
}

// TestACorpusIsWhatItWas holds the smallest corpus to a copy of it: figures of before and after can only be compared for one corpus.
func TestACorpusIsWhatItWas(t *testing.T) {
	t.Parallel()
	for name, format := range map[string]corpus.Format{"attest.txt": corpus.Attest, "hugo.txt": corpus.Hugo} {
		var got bytes.Buffer
		for f := range (corpus.Corpus{Briefings: 1, Seed: 1}).Files(format) {
			fmt.Fprintf(&got, "== %s\n%s", f.Name, f.Data)
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("%s (-want +got), or run go test ./generator/corpus -update:\n%s", name, diff)
		}
	}
}

func TestTheSeedDecidesTheBytes(t *testing.T) {
	t.Parallel()
	of := func(seed uint64) map[string]string {
		return files(corpus.Corpus{Briefings: 20, Seed: seed}, corpus.Attest)
	}
	if diff := cmp.Diff(of(1), of(1)); diff != "" {
		t.Errorf("one seed gives two corpora:\n%s", diff)
	}
	one, other := of(1), of(2)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(one)), slices.Sorted(maps.Keys(other))); diff != "" {
		t.Errorf("two seeds give other files:\n%s", diff)
	}
	texts := make(map[string]string)
	for _, files := range []map[string]string{one, other} {
		for name, text := range files {
			if strings.Contains(name, "site.yaml") {
				continue
			}
			if twin, ok := texts[text]; ok {
				t.Errorf("%s and %s are the same", twin, name)
			}
			texts[text] = name
		}
	}
}

// TestABuildOfACorpusFindsNothingWrong also finds sources and actors that nothing refers to.
func TestABuildOfACorpusFindsNothingWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []corpus.Corpus{{Briefings: 1, Seed: 1}, {Briefings: 2, Seed: 2}, {Briefings: 4, Seed: 3}, {Briefings: 31, Seed: 4}, {Briefings: 60, Seed: 5}} {
		t.Run(fmt.Sprint(c.Briefings), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var briefings strings.Builder
			for name, text := range files(c, corpus.Attest) {
				if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(name, "content/briefings/") {
					briefings.WriteString(text)
				}
			}
			result, err := build.Check(t.Context(), build.Options{Source: dir, Theme: attest.Theme()})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range result.Diagnostics {
				if d.Level >= diag.LevelWarning {
					t.Errorf("%s: %s: %s", d.At.File, d.Code, d.Message)
				}
			}
			for i := range c.Sources() {
				if !strings.Contains(briefings.String(), fmt.Sprintf("source: source-%d\n", i)) {
					t.Errorf("source-%d is no evidence", i)
				}
			}
			for i := range c.Actors() {
				if id := fmt.Sprintf("actor-%d", i); !strings.Contains(briefings.String(), id+",") && !strings.Contains(briefings.String(), id+"]") {
					t.Errorf("%s does nothing", id)
				}
			}
		})
	}
}

// said is what both formats say of a briefing.
type said struct {
	Head   `yaml:",inline"`
	Claims []saidClaim
	Events []saidEvent
}

type Head struct {
	Title, Date, Summary string
	Topics               []string
}

type saidClaim struct {
	ID, Text, Confidence, Likelihood, Why string
	About                                 []string
	Evidence                              []struct {
		Source, Stance, Quote, Answer string
		Credibility                   int
	}
}

type saidEvent struct {
	ID, Date, Title string
	Actors          []string
}

// TestBothFormatsSayTheSame compares the front matter of briefings, and counts the words of their texts.
func TestBothFormatsSayTheSame(t *testing.T) {
	t.Parallel()
	c := corpus.Corpus{Briefings: 30, Seed: 7}
	ours, theirs := files(c, corpus.Attest), files(c, corpus.Hugo)
	for i := range c.Briefings {
		name := corpus.Briefing(i)
		_, head, text := parts(t, name, ours[name])
		_, theirHead, theirText := parts(t, name, theirs[name])
		var keyed struct {
			Head   `yaml:",inline"`
			Claims map[string]saidClaim
			Events map[string]saidEvent
		}
		var want said
		if err := yaml.Unmarshal([]byte(theirHead), &want); err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal([]byte(head), &keyed); err != nil {
			t.Fatal(err)
		}
		got := said{Head: keyed.Head}
		for _, id := range slices.Sorted(maps.Keys(keyed.Claims)) {
			claim := keyed.Claims[id]
			claim.ID = id
			got.Claims = append(got.Claims, claim)
		}
		for _, id := range slices.Sorted(maps.Keys(keyed.Events)) {
			event := keyed.Events[id]
			event.ID = id
			got.Events = append(got.Events, event)
		}
		if len(got.Claims) != 8 || len(got.Events) != 4 {
			t.Errorf("%s has %d claims and %d events", name, len(got.Claims), len(got.Events))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-hugo +attest):\n%s", name, diff)
		}
		if a, b := len(strings.Fields(text)), len(strings.Fields(theirText)); a != b {
			t.Errorf("the text of %s has %d words for attest, %d for Hugo", name, a, b)
		}
		for _, claim := range got.Claims {
			if !strings.Contains(text, "{claim="+claim.ID+"}") || !strings.Contains(theirText, "(#claim-"+claim.ID+")") {
				t.Errorf("no words of %s state %s", name, claim.ID)
			}
		}
	}
	if len(ours) != len(theirs) {
		t.Errorf("there are %d files for attest, %d for Hugo", len(ours), len(theirs))
	}
}

// parts returns what is before, in and after the front matter.
func parts(t *testing.T, name, file string) (before, head, text string) {
	t.Helper()
	all := strings.SplitN(file, "---\n", 3)
	if len(all) < 3 {
		t.Fatalf("%s has no front matter:\n%s", name, file)
	}
	return all[0], all[1], all[2]
}
