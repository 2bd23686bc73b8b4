package markdown_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attest/generator/markdown"
)

// fuzz checks that whatever the source, the holes are whole, balanced and nested, and the references point at their targets.
func fuzz(f *testing.F, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	names, _ := markdown.NewNames(actors)
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) || strings.Contains(src, "\x00") || len(src) > 4000 {
			t.Skip()
		}
		b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(src), Names: names})
		checkBody(t, src, b, list)
	})
}

func FuzzClaimSpan(f *testing.F) {
	fuzz(f, "[a]{claim=b}", "[a [b]{claim=\"c d\"} *e]{claim=f}*", "![a]{claim=b}\n\n| [x]{claim=y} |\n|--|\n", "[a\nb]{claim=x}", "[a]{cliam=",
		"# [Kim]{claim=a} {#id}\n> - [x](y)[z]{claim=w}[^1]\n\n[^1]: [n]{claim=n}", "a\r\n[b\r\n]{claim=c}", "[a][b]{claim=c}\n\n[b]: d")
}

func FuzzWikiLink(f *testing.F) {
	fuzz(f, "[[a]]", "[[a|b\nc]]", "[[[a]]]{claim=b}", "[[a](b)](c)", "> [[a|\n> b]] Kim\n> Jong Un", "| [[a\\|b]] |\n|--|\n", "[a [[b]]](c)", "[[ actor:x ]]\t")
}

func FuzzCitation(f *testing.F) {
	fuzz(f, "[@a]", "x [@a, p. 3]. [@b; @c,\nArt. 4] y", "[[@a]]{claim=b}", "[@a](b)", "[@a, &amp; \\;]", "- [@a,\n  p]\n\t- [@b]", "*[@a*]", "<b>[@a]</b>")
}
