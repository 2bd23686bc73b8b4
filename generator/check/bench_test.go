package check_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"attest/generator/check"
	"attest/generator/content"
	"attest/generator/site"
)

// BenchmarkDocuments applies every rule to sites of the shape of the benchmark's: eight claims a briefing, each with three pieces of evidence,
// two sources and four events a briefing.
func BenchmarkDocuments(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			read, _, err := content.Read(b.Context(), large(n), content.Options{Day: day})
			if err != nil {
				b.Fatal(err)
			}
			linked, files := site.Link(nil, read)
			b.ReportAllocs()
			for b.Loop() {
				check.Documents(linked, files, day)
			}
		})
	}
}

// large returns a site of n briefings.
func large(n int) fstest.MapFS {
	fsys := fstest.MapFS{}
	add := func(name, text string) { fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)} }
	grades, credibilities, stances := "ABCDEF", "23456", []string{"supports", "supports", "disputes", "qualifies"}
	for i := range 2 * n {
		from := ""
		if i > 10 && i%5 == 0 {
			from = fmt.Sprintf("derived_from: [source-%d]\n", i/2)
		}
		add(fmt.Sprintf("sources/source-%d.md", i), fmt.Sprintf("---\ntitle: Ledger %d\nurl: https://example.org/%d\npublished: 2025-%02d-11\n"+
			"publisher: actor-%d\nreliability: %c\ngrade_basis: It counts.\n%s---\n", i, i, 1+i%12, i%(n/5+1), grades[i%6], from))
	}
	for i := range n/5 + 1 {
		add(fmt.Sprintf("actors/actor-%d.md", i), fmt.Sprintf("---\nname: Port %d\n---\n", i))
	}
	for i := range n {
		text := fmt.Sprintf("---\ntitle: Ferry %d\ndate: 2025-%02d-20\nclaims:\n", i, 1+i%12)
		prose := ""
		for c := range 8 {
			text += fmt.Sprintf("  claim-%d:\n    text: Ship %d of line %d came in.\n    kind: fact\n    likelihood: likely\n    confidence: %s\n"+
				"    about: actor-%d\n    evidence:\n", c, c, i, []string{"low", "moderate", "high"}[c%3], i%(n/5+1))
			for e := range 3 {
				k := i*8 + c*3 + e
				text += fmt.Sprintf("      - {source: source-%d, stance: %s, credibility: %c, quote: no arrivals, answer: So it is.}\n",
					k%(2*n), stances[k%4], credibilities[k%5])
			}
			prose += fmt.Sprintf("[Ship %d came in]{claim=claim-%d}, as the ledger says. It is not known why.\n\n", c, c)
		}
		add(fmt.Sprintf("briefings/ferry-%d.md", i), text+"---\n\n"+prose)
	}
	return fsys
}
