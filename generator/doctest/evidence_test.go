package doctest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/site"
)

const evidencePage = "docs/evidence.md"

// TestVocabulariesOnThePageAreThoseOfTheCode also holds the scales of likelihood.
func TestVocabulariesOnThePageAreThoseOfTheCode(t *testing.T) {
	var words, scales, standings strings.Builder
	for _, v := range brief.Vocabularies() {
		fmt.Fprintf(&words, "### %s\n\n", v.Name)
		if v.Standard != "" {
			fmt.Fprintf(&words, "From: %s.\n\n", v.Standard)
		}
		writeTerms(&words, v.Terms)
		words.WriteString("\n")
	}
	for _, s := range brief.Scales() {
		fmt.Fprintf(&scales, "### `%s`\n\n%s\n\n| term | band |\n|---|---|\n", s.ID, s.Title)
		for _, b := range s.Bands {
			fmt.Fprintf(&scales, "| %s | %s |\n", strings.Join(b.Words, " / "), b.Percent())
		}
		scales.WriteString("\n")
	}
	writeTerms(&standings, brief.Standings().Terms)
	hold(t, evidencePage, "vocabularies", words.String())
	hold(t, evidencePage, "scales", scales.String())
	hold(t, evidencePage, "standings", standings.String())
}

func writeTerms(b *strings.Builder, terms []brief.Term) {
	b.WriteString("| word | meaning |\n|---|---|\n")
	for _, term := range terms {
		fmt.Fprintf(b, "| `%s` | %s |\n", term.Word, escaped(term.Meaning))
	}
}

var result = regexp.MustCompile(`^\*\*(.+)\*\*: “(.+)”`)

// TestStandingsOfTheExamplesAreAsThePageSays computes each example of the page: its YAML is the front matter of a briefing, and the
// line after it says the standing and the count.
func TestStandingsOfTheExamplesAreAsThePageSays(t *testing.T) {
	p := read(t, evidencePage)
	examples := 0
	for _, b := range p.blocks {
		if b.lang != "yaml" || !strings.HasPrefix(b.text, "claims:") {
			continue
		}
		examples++
		at := fmt.Sprintf("%s:%d", evidencePage, b.line)
		text := "---\ntitle: An example\ndate: 2026-05-20\n" + b.text + "---\n\n[Words]{claim=" + b.text[len("claims:\n  "):strings.Index(b.text, ":\n    ")] + "}\n"
		read, problems, err := content.Read(t.Context(), fstest.MapFS{"content/briefings/example.md": {Data: []byte(text)}}, content.Options{})
		if err != nil {
			t.Fatal(err)
		}
		linked, _ := site.Link(nil, read)
		if problems = append(problems, linked.Problems()...).Resolve(nil); problems.Failed() {
			t.Errorf("%s: %v", at, problems)
			continue
		}
		line := ""
		for i := b.end + 1; line == "" && i < len(p.lines); i++ {
			line = p.lines[i]
		}
		m := result.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("%s: no standing follows the example, but %q", at, line)
			continue
		}
		r := linked.Reader(false)
		got := r.Standing(r.Claim(linked.Claims[0]))
		if m[1] != got.Word.Label() || m[2] != got.Words() {
			t.Errorf("%s: the page says %q, “%s”; it is %q, “%s”", at, m[1], m[2], got.Word.Label(), got.Words())
		}
	}
	if examples < 6 {
		t.Errorf("%s has only %d worked examples", evidencePage, examples)
	}
}
