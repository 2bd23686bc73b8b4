package diag_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"attest/generator/diag"
)

func TestCodesAreSortedAndTold(t *testing.T) {
	t.Parallel()
	codes := diag.Codes()
	if !slices.IsSortedFunc(codes, func(a, b diag.Code) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("codes are not sorted by name")
	}
	for _, c := range codes {
		if c.Title == "" || c.Level == diag.LevelUnset || diag.DefaultLevel(c.Name) != c.Level {
			t.Errorf("code %q is not whole: %+v", c.Name, c)
		}
	}
	if diag.DefaultLevel("no-such-code") != diag.LevelError {
		t.Error("an unknown code must not be hidden")
	}
}

func TestPlaceCountsCodePointsInEveryKindOfLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, src string
		offset    int
		want      diag.Place
	}{
		{"start", "abc", 0, diag.Place{Line: 1, Column: 1}},
		{"end", "abc", 3, diag.Place{Line: 1, Column: 4}},
		{"beyond the end", "abc", 9, diag.Place{Line: 1, Column: 4}},
		{"second line", "a\nbc", 3, diag.Place{Line: 2, Column: 2}},
		{"start of a line", "a\nbc", 2, diag.Place{Line: 2, Column: 1}},
		{"CRLF", "a\r\nbc", 3, diag.Place{Line: 2, Column: 1}},
		{"lone CR", "a\rb\rc", 4, diag.Place{Line: 3, Column: 1}},
		{"mark at the start", "\uFEFFabc", 3, diag.Place{Line: 1, Column: 1}},
		{"after the mark", "\uFEFFabc", 4, diag.Place{Line: 1, Column: 2}},
		{"combining mark", "e\u0301x", 3, diag.Place{Line: 1, Column: 3}},
		{"tab", "\tx", 1, diag.Place{Line: 1, Column: 2}},
		{"at the final line feed", "a\n", 1, diag.Place{Line: 1, Column: 2}},
		{"after the final line feed", "a\n", 2, diag.Place{Line: 2, Column: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := diag.PlaceAt([]byte(test.src), test.offset); got != test.want {
				t.Errorf("PlaceAt(%q, %d) = %v, want %v", test.src, test.offset, got, test.want)
			}
		})
	}
}

func TestResolveSetsLevelsSortsAndDropsDoubles(t *testing.T) {
	t.Parallel()
	at := func(file string, start int) diag.Span { return diag.At(file, start, start+1) }
	list := diag.List{
		{Code: "unused-claim", At: at("b.md", 4), Message: "b"},
		{Code: "unknown-key", At: at("a.md", 9), Message: "late"},
		{Code: "unknown-key", At: at("a.md", 2), Message: "early"},
		{Code: "unknown-key", At: at("a.md", 2), Message: "early"},
		{Code: "no-base-url", Message: "off"},
	}
	got := list.Resolve(map[string]diag.Level{"no-base-url": diag.LevelOff, "unused-claim": diag.LevelError})
	want := diag.List{
		{Code: "unknown-key", At: at("a.md", 2), Message: "early", Level: diag.LevelError},
		{Code: "unknown-key", At: at("a.md", 9), Message: "late", Level: diag.LevelError},
		{Code: "unused-claim", At: at("b.md", 4), Message: "b", Level: diag.LevelError},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Resolve (-want +got):\n%s", diff)
	}
}

func TestNearNamesWhatTheAuthorMayHaveMeant(t *testing.T) {
	t.Parallel()
	words := []string{"supports", "qualifies", "disputes", "refutes"}
	for got, want := range map[string]string{
		"suports":  "did you mean supports?",
		"Refutes":  "did you mean refutes?",
		"suppotrs": "did you mean supports?",
		"nonsense": "",
	} {
		if hint := diag.DidYouMean(got, words); hint != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", got, hint, want)
		}
	}
	if hint := diag.OneOf("nonsense", words); hint != "one of: supports, qualifies, disputes, refutes" {
		t.Errorf("OneOf = %q", hint)
	}
}

func TestTextPointsAtTheWords(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"content/a.md": "---\r\n\ttitle: 북한 \x1b[31m군 confidance\r\n---\r\n",
		"content/b.md": strings.Repeat("x", 300) + "HERE" + strings.Repeat("y", 300),
	}
	find := func(file, words string) diag.Span {
		start := strings.Index(files[file], words)
		return diag.At(file, start, start+len(words))
	}
	list := diag.List{
		{
			Code: "unknown-key", At: find("content/a.md", "confidance"), Message: "a claim has no key \"confidance\"",
			Hint: "did you mean confidence?", Related: []diag.Related{{At: find("content/b.md", "HERE"), Message: "the other stands here"}},
		},
		{Code: "unused-claim", At: find("content/b.md", "HERE"), Message: "turned \u202e around"},
		{Code: "no-base-url", Message: "a problem without a place"},
	}.Resolve(nil)
	var out strings.Builder
	read := func(file string) ([]byte, error) { return []byte(files[file]), nil }
	if err := diag.WriteText(&out, list, read, diag.TextOptions{Width: 60}); err != nil {
		t.Fatal(err)
	}
	want := `info[no-base-url]: a problem without a place
content/a.md:2:19: error[unknown-key]: a claim has no key "confidance"
  2 |     title: 북한 \x1b[31m군 confidance
    |                            ^^^^^^^^^^
  hint: did you mean confidence?
  content/b.md:1:301: the other stands here
content/b.md:1:301: warning[unused-claim]: turned \u202e around
  1 | …xxxxxxxxxxxxxxxxxxxxxxxHEREyyyyyyyyyyyyyyyyyyyyyyyy…
    |                         ^^^^
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// TestExcerptsOfLongLinesAreNoWiderThanAskedFor cuts a line around what is marked, however much of it that is.
func TestExcerptsOfLongLinesAreNoWiderThanAskedFor(t *testing.T) {
	t.Parallel()
	const width = 60
	for before := range 70 {
		for marked := 1; marked < 70; marked++ {
			for _, after := range []int{0, 1, 2, 30, 90} {
				line := strings.Repeat("b", before) + strings.Repeat("m", marked) + strings.Repeat("a", after)
				list := diag.List{{Code: "unknown-key", At: diag.At("a.md", before+1, before+1+marked)}}
				var out strings.Builder
				read := func(string) ([]byte, error) { return []byte("\n" + line), nil }
				if err := diag.WriteText(&out, list.Resolve(nil), read, diag.TextOptions{Width: width}); err != nil {
					t.Fatal(err)
				}
				excerpt := strings.Split(out.String(), "\n")[1]
				if n := utf8.RuneCountInString(excerpt); n > width || strings.Contains(excerpt, "……") || !strings.Contains(excerpt, "m") {
					t.Fatalf("%d characters before, %d marked, %d after: %d columns: %s", before, marked, after, n, excerpt)
				}
			}
		}
	}
}

// TestListsAreMergedAndSplicedAsIfResolvedTogether holds what an edit does to a list against resolving all of it.
func TestListsAreMergedAndSplicedAsIfResolvedTogether(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	random := func(n int, files ...string) diag.List {
		var list diag.List
		for range n {
			list = append(list, diag.Diagnostic{
				Code: "unknown-key", At: diag.At(files[rng.IntN(len(files))], rng.IntN(5), 9), Message: fmt.Sprint(rng.Uint32()),
			})
		}
		return list
	}
	for range 500 {
		a, b := random(rng.IntN(12), "a", "b", "c", "", "d"), random(rng.IntN(4), "b", "c", "e")
		if diff := cmp.Diff(slices.Concat(a, b).Resolve(nil), diag.Merge(a.Resolve(nil), b.Resolve(nil))); diff != "" {
			t.Fatalf("merged (-want +got):\n%s", diff)
		}
		files := []string{"e", "b", "c", "b"}
		kept := slices.DeleteFunc(slices.Clone(a), func(d diag.Diagnostic) bool { return slices.Contains(files, d.At.File) })
		before := a.Resolve(nil)
		got := before.Splice(files, b.Resolve(nil))
		if diff := cmp.Diff(slices.Concat(kept, b).Resolve(nil), got); diff != "" {
			t.Fatalf("spliced (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(a.Resolve(nil), before); diff != "" {
			t.Fatalf("splicing changes what it is made from:\n%s", diff)
		}
	}
}
