package frontmatter_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
)

func mustDate(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// withoutPlaces compares what was read and not where it stood.
var withoutPlaces = cmp.Options{cmpopts.IgnoreTypes(diag.Span{}, brief.Places{}), cmpopts.EquateEmpty()}

func TestBriefingOfTheFormatsDescriptionIsReadWhole(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/ferry.md")
	if err != nil {
		t.Fatal(err)
	}
	got, body, problems := frontmatter.Briefing("ferry.md", "ferry", src)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	if !strings.HasPrefix(string(src[body:]), "\n[Line Orsa") {
		t.Errorf("the body begins with %.20q", src[body:])
	}
	want := &brief.Briefing{
		Header:       brief.Header{ID: "ferry"},
		Title:        "Ferry link to Port Vela suspended",
		Date:         mustDate(t, "2026-05-20"),
		Updated:      mustDate(t, "2026-06-02"),
		Summary:      "One operator stopped sailing in early May; two independent records agree.",
		Authors:      []string{"desk"},
		Topics:       []string{"shipping"},
		Scale:        "icd203",
		KeyJudgments: []brief.Ref{{ID: "vela-halt"}},
		Claims: []*brief.Claim{{
			Header:     brief.Header{ID: "vela-halt"},
			Briefing:   "ferry",
			Text:       "Line Orsa stopped all sailings to Port Vela in early May 2026.",
			Kind:       brief.Fact,
			When:       mustDate(t, "2026-05-0X"),
			About:      []brief.Ref{{ID: "orsa-line"}, {ID: "port-vela"}},
			Confidence: "moderate",
			ReviewBy:   mustDate(t, "2026-12-01"),
			Evidence: []brief.Evidence{{
				Source: brief.Ref{ID: "harbour-log"}, Stance: brief.Supports, Credibility: "1", Locator: "p. 3",
				Quote: "no arrivals recorded after 2 May",
			}, {
				Source: brief.Ref{ID: "orsa-notice"}, Stance: brief.Disputes, Credibility: "4",
				Quote:  "services continue at a reduced frequency",
				Answer: "The notice speaks of reduced service; the port's ledger shows none.",
			}},
		}},
		Sources: []*brief.Source{{
			Header: brief.Header{ID: "harbour-log"}, Briefing: "ferry", Type: "document", Title: "Arrivals ledger",
			Publisher: brief.Ref{ID: "port-vela"}, Published: mustDate(t, "2026-05-19"), Reliability: "B",
		}},
		Events: []*brief.Event{{
			Header: brief.Header{ID: "last-arrival"}, Briefing: "ferry", Date: mustDate(t, "2026-05-02"),
			Title: "Last recorded arrival from Orsa", Actors: []brief.Ref{{ID: "orsa-line"}}, Claims: []brief.Ref{{ID: "vela-halt"}},
		}},
	}
	if d := cmp.Diff(want, got, withoutPlaces); d != "" {
		t.Errorf("briefing (-want +got):\n%s", d)
	}
	written := func(at diag.Span) string { return string(src[at.Start:at.End]) }
	claim := got.Claims[0]
	for what, text := range map[string]string{
		written(got.At):                         "---",
		written(got.Places.Of("date")):          "2026-05-20",
		written(got.Places.Of("authors")):       "[desk]",
		written(claim.At):                       "vela-halt",
		written(claim.Places.Of("text")):        "Line Orsa stopped all sailings to Port Vela in early May 2026.",
		written(claim.About[1].At):              "port-vela",
		written(claim.Evidence[0].At):           "source",
		written(claim.Evidence[0].Source.At):    "harbour-log",
		written(claim.Evidence[1].Place("tlp")): "source",
		written(claim.Place("evidence"))[:9]:    "- source:",
	} {
		if what != text {
			t.Errorf("place of %q: got %q", text, what)
		}
	}
}

func TestEveryFieldIsRead(t *testing.T) {
	t.Parallel()
	actor, _, problems := frontmatter.Actor("a.md", "kpa", []byte(`---
name: Korean People's Army
type: organization
aliases: KPA
weak_aliases: [army]
previous_names: [a, b]
country: KP
roles: [{title: Minister, of: russia, when: 2020-01/..}]
reliability: E
grade_basis: why
identifiers: {wikidata: Q1, lei: 010}
relations: [{to: kpa, type: commands, role: chief, start: 2011, end: 2012, claims: a#b}]
summary: |
  Two
  lines
image: {src: a.jpg, alt: A, caption: B, credit: C, source: s}
autolink: false
tlp: green
ignore: {code: bad-link, why: because}
extra: {a: [1, {b: ~}], c: }
---
`))
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	want := &brief.Actor{
		Header: brief.Header{ID: "kpa", TLP: "green", Ignore: []brief.Ignore{{Code: "bad-link", Why: "because"}}},
		Name:   "Korean People's Army", Type: "organization", Aliases: []string{"KPA"}, WeakAliases: []string{"army"},
		PreviousNames: []string{"a", "b"}, Country: "KP",
		Roles:       []brief.Role{{Title: "Minister", Of: brief.Ref{ID: "russia"}, When: mustDate(t, "2020-01/..")}},
		Reliability: "E", GradeBasis: "why", Identifiers: []brief.Named{{Name: "wikidata", Value: "Q1"}, {Name: "lei", Value: "010"}},
		Relations: []brief.ActorRelation{{
			To: brief.Ref{ID: "kpa"}, Type: "commands", Role: "chief", Start: mustDate(t, "2011"), End: mustDate(t, "2012"),
			Claims: []brief.Ref{{ID: "a#b"}},
		}},
		Summary: "Two\nlines", Image: &brief.Image{Src: brief.Ref{ID: "a.jpg"}, Alt: "A", Caption: "B", Credit: "C", Source: brief.Ref{ID: "s"}},
		Autolink: brief.Off, Extra: map[string]any{"a": []any{"1", map[string]any{"b": "~"}}, "c": ""},
	}
	if d := cmp.Diff(want, actor, withoutPlaces); d != "" {
		t.Errorf("actor (-want +got):\n%s", d)
	}
}

func TestSettingsHaveDefaults(t *testing.T) {
	t.Parallel()
	want := &brief.Settings{Title: "Briefings", Language: "en", YearsFrom: 400, FeedLimit: 50}
	for _, src := range [][]byte{nil, {}, []byte("# nothing\n"), []byte("\uFEFF---\n")} {
		got, problems := frontmatter.Settings("site.yaml", src)
		if d := cmp.Diff(want, got, withoutPlaces); d != "" || len(problems) > 0 {
			t.Errorf("%q: %v (-want +got):\n%s", src, problems, d)
		}
	}
}

func TestSettingsAreRead(t *testing.T) {
	t.Parallel()
	got, problems := frontmatter.Settings("site.yaml", []byte(`title: A
language: de-CH
base_url: https://example.org/docs
menu: [{title: About, page: about}]
social: {mastodon: "https://social.example/@a"}
checks: {bad-link: warning, raw-html: off}
timeline: {years_from: 10}
feeds: {limit: 5}
policies: {funding: money}
cname: example.org
autolink: true
`))
	want := &brief.Settings{
		Title: "A", Language: "de-CH", BaseURL: "https://example.org/docs/", YearsFrom: 10, FeedLimit: 5, CNAME: "example.org", Autolink: brief.On,
		Menu:     []brief.MenuEntry{{Title: "About", Page: brief.Ref{ID: "about"}}},
		Social:   []brief.Named{{Name: "mastodon", Value: "https://social.example/@a"}},
		Checks:   map[string]diag.Level{"bad-link": diag.LevelWarning, "raw-html": diag.LevelOff},
		Policies: []brief.Policy{{Name: "funding", Page: brief.Ref{ID: "money"}}},
	}
	if d := cmp.Diff(want, got, withoutPlaces); d != "" || len(problems) > 0 {
		t.Errorf("%v (-want +got):\n%s", problems, d)
	}
	if at := got.Places.Of("feeds.limit"); at.End-at.Start != 1 {
		t.Errorf("feeds.limit stands at %v", at)
	}
}

func TestOverrideTakesTheFilesFieldsFirst(t *testing.T) {
	t.Parallel()
	items, problems := frontmatter.CSL("a.json", []byte(`[{"id": "doe/B", "title": "Old", "author": [{"given": "J", "family": "Doe"}], "issued": {"date-parts": [[-44, 3]]}}]`))
	if len(items) != 1 || len(problems) > 0 {
		t.Fatalf("%v %v", items, problems)
	}
	got, body, problems := frontmatter.Override(items[0], "doe-b.md", []byte("---\ntitle: New\norigin: original\n---\nText"))
	want := &brief.Source{
		Header: brief.Header{ID: "doe/B"}, Title: "New", Authors: []string{"J Doe"}, Published: mustDate(t, "-0043-03"), Origin: brief.OriginOriginal,
	}
	if d := cmp.Diff(want, got, withoutPlaces); d != "" || len(problems) > 0 || body != 36 {
		t.Errorf("body %d, %v (-want +got):\n%s", body, problems, d)
	}
	if items[0].Title != "Old" || got.Place("title").File != "doe-b.md" || got.Place("authors").File != "a.json" {
		t.Errorf("places: %v; the item: %q", got.Places, items[0].Title)
	}
	untitled := &brief.Source{Header: brief.Header{ID: "a"}}
	if _, _, problems := frontmatter.Override(untitled, "a.md", nil); len(problems) != 1 || problems[0].Code != "missing-key" {
		t.Errorf("without a title: %v", problems)
	}
}

func TestLineEndsAndByteOrderMarksAreReadAsMeant(t *testing.T) {
	t.Parallel()
	const text = "---\ntitle: Ä\n# ö\ndate: 2024\nsummary: >\n  a\n  b\nclaims:\n  Bad: {text: A}\n---\nBody\n"
	want, _, problems := frontmatter.Briefing("a.md", "a", []byte(text))
	if len(problems) != 1 || want.Summary != "a b" {
		t.Fatalf("%v %v", problems, want)
	}
	for _, end := range []string{"\n", "\r\n", "\r"} {
		for _, bom := range []string{"", "\uFEFF"} {
			src := []byte(bom + strings.ReplaceAll(text, "\n", end))
			got, body, problems := frontmatter.Briefing("a.md", "a", src)
			if d := cmp.Diff(want, got, withoutPlaces); d != "" {
				t.Errorf("%q (-want +got):\n%s", src, d)
			}
			if len(problems) != 1 || string(src[problems[0].At.Start:problems[0].At.End]) != "Bad" || string(src[body:]) != "Body"+end {
				t.Errorf("%q: body at %d, %v", src, body, problems)
			}
		}
	}
}

func TestSeparatorsOfUnicodeStayText(t *testing.T) {
	t.Parallel()
	src := []byte("---\ntitle: \"a\u2028b\uE000\"\ndate: 2024\nsummary: a\u2029b\ntopics: [a\u2028, Ü, x: y]\n---\n")
	got, _, problems := frontmatter.Briefing("a.md", "a", src)
	if got.Title != "a\u2028b\uE000" || got.Summary != "a\u2029b" {
		t.Errorf("title %q, summary %q", got.Title, got.Summary)
	}
	if len(problems) != 1 || string(src[problems[0].At.Start:problems[0].At.End]) != "x" {
		t.Errorf("problems: %v", problems)
	}
}

func TestPlacesCoverValuesAsWritten(t *testing.T) {
	t.Parallel()
	src := []byte(`---
title: plain words   # comment
date: "2024"
summary: one
  two
  three
gaps: [a, 'it''s', "b \" c" , ]   # comment
alternatives: |2
    x

   y

# comment
topics: >-  # comment
  folded

  text

extra: { a: [1, 2], b: {c: d} , }
authors:
- x
-  y # z
---
`)
	got, _, problems := frontmatter.Briefing("a.md", "a", src)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for field, want := range map[string]string{
		"title": "plain words", "date": `"2024"`, "summary": "one\n  two\n  three", "gaps": `[a, 'it''s', "b \" c" , ]`,
		"alternatives": "|2\n    x\n\n   y", "topics": ">-  # comment\n  folded\n\n  text", "extra": "{ a: [1, 2], b: {c: d} , }",
		"authors": "- x\n-  y",
	} {
		at := got.Places.Of(field)
		if written := string(src[at.Start:at.End]); written != want {
			t.Errorf("%s stands at %q, want %q", field, written, want)
		}
	}
}

func TestHugeFrontMatterIsReadOrRefusedInTime(t *testing.T) {
	const limit = 20 * time.Second // none takes a second by itself; the race detector and a busy machine take twenty times that
	fill := func(s string) string { return strings.Repeat(s, (1<<20-64)/len(s)) }
	var keys, bombs strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&keys, "k%d:\n", i)
	}
	for i := range 1000 {
		fmt.Fprintf(&bombs, "b%d: &b%d [*b%d, *b%d, *b%d]\n", i+1, i+1, i, i, i)
	}
	for name, text := range map[string]string{
		"lists":            "a: " + strings.Repeat("[", 10_000),
		"closed lists":     "a: " + strings.Repeat("[", 9_990) + strings.Repeat("]", 9_990),
		"mappings":         "a: " + fill("{a: "),
		"dashes":           "a:\n" + strings.Repeat("- ", 10_000),
		"questions":        fill("? "),
		"comments":         "a:\n" + fill("  - #\n"),
		"aliases":          "b0: &b0 [x]\n" + bombs.String(),
		"keys":             keys.String(),
		"too large":        fill("a") + strings.Repeat("b", 100),
		"an error at last": fill("a: b\n") + "x: [\n",
		"error in 128 kB":  strings.Repeat("a: b\n", 128<<10/5-10) + "x: [\n",
		"unclosed quote":   "a: \"" + fill("\n"),
		"unknown keys":     strings.Repeat("titla: x\n", 100_000),
		"one line":         "extra: {a: [" + fill("é, ")[:500_000] + "]}",
	} {
		src := []byte("---\n" + text + "\n---\n")
		start := time.Now()
		_, _, problems := frontmatter.Briefing("a.md", "a", src)
		took := time.Since(start)
		t.Logf("%s: %v", name, took)
		if took > limit {
			t.Errorf("%s: took %v", name, took)
		}
		if len(problems) == 0 {
			t.Errorf("%s: no problems", name)
		}
	}
}

func TestNestingTakesLittleMemory(t *testing.T) {
	src := []byte("---\na: " + strings.Repeat("[", 9_990) + strings.Repeat("]", 9_990) + "\n---\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	frontmatter.Briefing("a.md", "a", src)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
		t.Errorf("%d bytes", used)
	}
}

// FuzzBriefing checks that reading never panics, reports places within the file only, and says the same twice.
func FuzzBriefing(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		_, files, err := readArchive(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			f.Add(file.Data)
		}
	}
	f.Add([]byte("---\r\ntitle: |2-\r\n   a\r\rdate: [..2024]\r\n---\r\n"))
	f.Add([]byte("\xEF\xBB\xBF---\ntitle: \"\u2028\\\n\"\n? a\n: &b\n---\n"))
	samePlaces := cmp.Comparer(func(a, b brief.Places) bool { return maps.Equal(maps.Collect(a.All()), maps.Collect(b.All())) })
	f.Fuzz(func(t *testing.T, src []byte) {
		b, body, problems := frontmatter.Briefing("a.md", "a", src)
		b2, body2, problems2 := frontmatter.Briefing("a.md", "a", src)
		if d := cmp.Diff(b, b2, samePlaces); d != "" || body != body2 {
			t.Errorf("read twice: %s", d)
		}
		if d := cmp.Diff(problems, problems2); d != "" {
			t.Errorf("problems read twice: %s", d)
		}
		if body < 0 || body > len(src) {
			t.Errorf("the body begins at %d of %d", body, len(src))
		}
		_, settings := frontmatter.Settings("a.md", src)
		_, items := frontmatter.CSL("a.md", src)
		for _, d := range append(append(problems, settings...), items...) {
			within(t, src, d.At)
			for _, other := range d.Related {
				within(t, src, other.At)
			}
			if d.Code == "" || d.Message == "" {
				t.Errorf("no code or message: %v", d)
			}
		}
		for _, at := range b.Places.All() {
			within(t, src, at)
		}
		for _, c := range b.Claims {
			within(t, src, c.At)
			for _, at := range c.Places.All() {
				within(t, src, at)
			}
		}
	})
}

func within(t *testing.T, src []byte, at diag.Span) {
	t.Helper()
	if at.File != "a.md" || at.Start < 0 || at.Start > at.End || int(at.End) > len(src) {
		t.Errorf("%v is not within the file of %d bytes", at, len(src))
	}
}

func BenchmarkBriefing(b *testing.B) {
	src, err := os.ReadFile("testdata/ferry.md")
	if err != nil {
		b.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(src), "claims:\n")
	claims, tail, _ := strings.Cut(rest, "\nsources:\n")
	var text strings.Builder
	text.WriteString(head + "claims:\n")
	for i := range 14 { // about the 12 kB of front matter that a long briefing has
		text.WriteString(strings.Replace(claims, "vela-halt", fmt.Sprintf("claim-%d", i), 1))
	}
	text.WriteString("\nsources:\n" + tail)
	long := []byte(text.String())
	b.SetBytes(int64(frontmatter.Split(long).End))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, problems := frontmatter.Briefing("a.md", "a", long); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func TestKeysHaveALimit(t *testing.T) {
	t.Parallel()
	var src strings.Builder
	src.WriteString("---\ntitle: A\ndate: 2024\nextra:\n")
	for i := range 10_001 {
		fmt.Fprintf(&src, "  k%d: x\n", i)
	}
	src.WriteString("---\n")
	b, _, problems := frontmatter.Briefing("a.md", "a", []byte(src.String()))
	if len(problems) != 1 || problems[0].Code != "too-large" || len(b.Extra) != 10_000 {
		t.Errorf("%d keys, %v", len(b.Extra), problems)
	}
}

// typical returns a briefing of eight claims, with evidence, sources and events, and text as the value of its summary.
func typical(summary string) []byte {
	var b strings.Builder
	b.WriteString("---\ntitle: \"Harbour and ferry traffic in May\"\ndate: 2026-05-20\ntopics: [shipping, ports]\nsummary: " + summary + "\nclaims:\n")
	for i := range 8 {
		fmt.Fprintf(&b, "  claim-%d:\n    text: \"The operator stopped all sailings to the port in the first days of the month.\"\n    kind: judgment\n", i)
		fmt.Fprintf(&b, "    about: [actor-%d, port]\n    confidence: low\n    likelihood: very likely\n    evidence:\n", i)
		for j := range 2 {
			fmt.Fprintf(&b, "      - source: source-%d\n        stance: supports\n", i*j)
			b.WriteString("        quote: \"The ledger of arrivals has no entry after the second of May, and the berth was let to others.\"\n        credibility: 2\n")
		}
	}
	b.WriteString("events:\n")
	for i := range 4 {
		fmt.Fprintf(&b, "  event-%d:\n    date: 2026-05-%02d\n    title: \"Last arrival at the pier\"\n    actors: [actor-%d]\n    claims: [claim-%d]\n", i, i+1, i, i)
	}
	b.WriteString("---\n")
	return []byte(b.String())
}

func BenchmarkTypicalBriefing(b *testing.B) {
	for name, summary := range map[string]string{
		"subset":  `"One operator stopped sailing."`,
		"library": `"One operator \"stopped\" sailing."`,
	} {
		b.Run(name, func(b *testing.B) {
			src := typical(summary)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, problems := frontmatter.Briefing("a.md", "a", src); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}
