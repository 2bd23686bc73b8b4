package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"attest/generator/markdown"
)

// BenchmarkConvert converts a briefing of 6 kB, with 5,000 names to look for.
func BenchmarkConvert(b *testing.B) {
	var names []markdown.Name
	for i := range 5_000 {
		names = append(names, markdown.Name{fmt.Sprintf("Actor %d", i), fmt.Sprint("a", i)}, markdown.Name{fmt.Sprintf("기관 %d", i), fmt.Sprint("a", i)})
	}
	set, _ := markdown.NewNames(names)
	var src strings.Builder
	for i := 0; src.Len() < 6_000; i++ {
		fmt.Fprintf(&src, "## Section %d\n\n[Line Orsa stopped *all* sailings]{claim=c%d} in May [@log, p. %d]. The port of Actor %d, see [[port]], has kept its ledger "+
			"since 1983; 기관 %d은 [a page](../actors/a.md#b) had said so.\n\nAnother paragraph that only says words, and more of them, so that it is of some length.\n\n- one\n- two\n\n", i, i, i, i, i)
	}
	src.WriteString("```go\nfunc main() { println(1) }\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
	in := markdown.Input{File: "a.md", Source: []byte(src.String()), Names: set}
	b.SetBytes(int64(src.Len()))
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			converter.Convert(in)
		}
	})
}

func BenchmarkNewNames(b *testing.B) {
	var names []markdown.Name
	for i := range 20_000 {
		names = append(names, markdown.Name{fmt.Sprintf("Some Actor of Number %d", i), fmt.Sprint("a", i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		markdown.NewNames(names)
	}
}
