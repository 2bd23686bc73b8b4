package markdown_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"attest/generator/diag"
	"attest/generator/markdown"
)

// hostile are inputs that take a naive reader time or memory with the square of their size. Those with a code must be refused with it.
var hostile = []struct {
	name string
	code string
	src  func() string
}{
	{"nested brackets", "too-large", func() string { return strings.Repeat("[", 100_000) }},
	{"nested brackets, closed", "too-large", func() string { return strings.Repeat("[", 100_000) + "x" + strings.Repeat("]", 100_000) }},
	{"nested claim spans", "too-large", func() string { return strings.Repeat("[", 100_000) + "x" + strings.Repeat("]{claim=a}", 100_000) }},
	{"many brackets", "", func() string { return strings.Repeat("[a] ", 250_000) }},
	{"many brackets on lines", "", func() string { return strings.Repeat("[a]\n", 250_000) }},
	{"brackets over lines", "", func() string { return strings.Repeat("[a\nb] ", 160_000) }},
	{"many links", "", func() string { return strings.Repeat("[a](b) ", 150_000) }},
	{"many links with emphasis", "", func() string { return strings.Repeat("[*a*](b) ", 1_900) }},
	{"links in brackets", "", func() string { return strings.Repeat("[", 900) + strings.Repeat("[a](b) ", 100_000) }},
	{"open titles", "", func() string { return strings.Repeat(`[a](b "`, 100_000) }},
	{"open titles of three kinds", "", func() string { return strings.Repeat("[a](b \"[a](b '[a](b (", 40_000) }},
	{"open addresses", "", func() string { return strings.Repeat("[a](<b", 150_000) }},
	{"parentheses", "", func() string { return "[a]" + strings.Repeat("(", 500_000) }},
	{"open wiki links", "", func() string { return strings.Repeat("[[a ", 450) + strings.Repeat("]] ", 100_000) }},
	{"open citations", "bad-markup", func() string { return strings.Repeat("[@a ", 900) }},
	{"citations", "", func() string { return strings.Repeat("[@a, p. 3] ", 90_000) }},
	{"claims", "", func() string { return strings.Repeat("[a]{claim=b} ", 80_000) }},
	{"braces", "", func() string { return strings.Repeat("{claim ", 150_000) }},
	{"closed braces", "", func() string { return strings.Repeat("]{claim=a} ", 30_000) }},
	{"stars", "too-large", func() string { return strings.Repeat("*", 100_000) + "a" + strings.Repeat("*", 100_000) }},
	{"stars that open", "too-large", func() string { return strings.Repeat("*a ", 100_000) }},
	{"stars and underscores", "too-large", func() string { return strings.Repeat("*a ", 50_000) + strings.Repeat("b_ ", 50_000) }},
	{"stars within the limit", "", func() string { return strings.Repeat("*a ", 2000) + strings.Repeat("b_ ", 2000) }},
	{"emphasis in paragraphs", "", func() string { return strings.Repeat("*a* **b** _c_ ~~d~~\n\n", 50_000) }},
	{"strikes", "too-large", func() string { return strings.Repeat("~a ", 100_000) }},
	{"quotes", "too-large", func() string { return strings.Repeat(">", 100_000) }},
	{"200,000 quotes", "too-large", func() string { return strings.Repeat("> ", 200_000) + "a" }},
	{"quotes within the limit", "", func() string { return strings.Repeat(strings.Repeat(">", 1000)+"\n", 300) }},
	{"lists", "too-large", func() string { return strings.Repeat("- ", 100_000) + "a" }},
	{"lists within the limit", "", func() string { return strings.Repeat(strings.Repeat("- ", 1000)+"a\n", 20) }},
	{"lists by indentation", "", func() string {
		var b strings.Builder
		for i := range 700 {
			b.WriteString(strings.Repeat("  ", i) + "- a\n")
		}
		return b.String()
	}},
	{"footnotes", "too-large", func() string {
		var b strings.Builder
		for i := range 50_000 {
			fmt.Fprintf(&b, "a[^%d]\n\n[^%d]: b\n\n", i, i)
		}
		return b.String()
	}},
	{"footnotes within the limit", "", func() string {
		var b strings.Builder
		for i := range 2_500 {
			fmt.Fprintf(&b, "a[^%d]\n\n[^%d]: b\n\n", i, i)
		}
		return b.String()
	}},
	{"definitions of footnotes", "bad-markup", func() string {
		var b strings.Builder
		for i := range 5_000 {
			fmt.Fprintf(&b, "[^%d]: b\n", i)
		}
		return b.String()
	}},
	{"1 MB line", "", func() string { return strings.Repeat("word ", 200_000) }},
	{"1 MB word", "", func() string { return strings.Repeat("a", 1_000_000) }},
	{"1 MB word with a name at its end", "", func() string { return strings.Repeat("김", 300_000) + " Kim" }},
	{"1 MB of backslashes", "", func() string { return strings.Repeat(`\`, 1_000_000) }},
	{"1 MB of ampersands", "", func() string { return strings.Repeat("&", 1_000_000) }},
	{"1 MB of entities", "", func() string { return strings.Repeat("&amp;", 200_000) }},
	{"1 MB of short lines", "", func() string { return strings.Repeat("a\n", 500_000) }},
	{"1 MB of blank lines", "", func() string { return strings.Repeat("\n", 1_000_000) }},
	{"1 MB of carriage returns", "", func() string { return strings.Repeat("a\r\n", 300_000) }},
	{"1 MB of headings", "", func() string { return strings.Repeat("# a b c\n", 125_000) }},
	{"1 MB of items", "", func() string { return strings.Repeat("- a\n", 250_000) }},
	{"1 MB of bars", "", func() string { return strings.Repeat("|", 1_000_000) }},
	{"1 MB of spaces", "", func() string { return "a" + strings.Repeat(" ", 1_000_000) + "b" }},
	{"1 MB of tabs", "", func() string { return "- a\n" + strings.Repeat("\t", 1_000_000) + "b" }},
	{"backticks", "", func() string { return strings.Repeat("`a``b```c", 100_000) }},
	{"backticks of all lengths", "", func() string {
		var b strings.Builder
		for i := range 1_400 {
			b.WriteString(strings.Repeat("`", i+1) + " ")
		}
		return b.String()
	}},
	{"less-than signs", "", func() string { return strings.Repeat("<", 1_000_000) }},
	{"open tags", "", func() string { return strings.Repeat("<a ", 300_000) }},
	{"open attributes", "", func() string { return strings.Repeat(`<a b="`, 150_000) }},
	{"open attributes of two kinds", "", func() string { return strings.Repeat(`<a b="<a c='`, 80_000) }},
	{"open comments", "", func() string { return "a " + strings.Repeat("<!-- ", 200_000) }},
	{"open instructions", "", func() string { return "a " + strings.Repeat("<? ", 300_000) }},
	{"open declarations", "", func() string { return "a " + strings.Repeat("<!A ", 250_000) }},
	{"open character data", "too-large", func() string { return "a " + strings.Repeat("<![CDATA[ ", 100_000) }},
	{"tags", "", func() string { return "a " + strings.Repeat("<b>x</b> ", 100_000) }},
	{"mail addresses", "", func() string { return strings.Repeat("<a.b", 250_000) }},
	{"bare addresses", "", func() string { return strings.Repeat(" https://x.org/a", 60_000) }},
	{"bare address with parentheses", "", func() string { return "https://x.org/" + strings.Repeat(")", 500_000) }},
	{"definitions", "too-large", func() string {
		var b strings.Builder
		for i := range 50_000 {
			fmt.Fprintf(&b, "[a%d]: b\n", i)
		}
		return b.String()
	}},
	{"open definitions", "too-large", func() string { return strings.Repeat("[a]: b \"\n", 100_000) }},
	{"definitions within the limit", "", func() string { return strings.Repeat("[a]: b\n", 3_999) }},
	{"definitions in paragraphs", "", func() string { return strings.Repeat("[a]: b\n\n", 100_000) }},
	{"definitions and many lines", "", func() string { return strings.Repeat("[a]: b\n", 50) + strings.Repeat("a\n", 300_000) }},
	{"definition lists", "", func() string { return strings.Repeat("a\n: b\n\n", 100_000) }},
	{"terms of one definition", "", func() string { return strings.Repeat("a\n", 200_000) + ": b\n" }},
	{"wide table", "too-large", func() string {
		return strings.Repeat("|a", 20_000) + "|\n" + strings.Repeat("|-", 20_000) + "|\n" + strings.Repeat("|b\n", 2_000)
	}},
	{"wide table in a quote", "too-large", func() string {
		return "> " + strings.Repeat("|a", 20_000) + "|\n> " + strings.Repeat("|-", 20_000) + "|\n" + strings.Repeat("> |b\n", 2_000)
	}},
	{"table within the limit", "", func() string {
		return "|a|b|c|\n|-|-|-|\n" + strings.Repeat("|`a\\|b`|c|d|\n", 24_000)
	}},
	{"delimiter rows", "", func() string { return strings.Repeat("|-|-|\n", 30_000) }},
	{"20,000 blank lines in C", "plain-code", func() string { return "```c\n" + strings.Repeat("\n", 20_000) + "```\n" }},
	{"1,999 lines of C", "", func() string { return "```c\n" + strings.Repeat("int a;\n\n\n", 660) + "```\n" }},
	{"200 kB of < in a code block", "plain-code", func() string { return "```html\n" + strings.Repeat("<", 200_000) + "\n```\n" }},
	{"60 kB of < in a code block", "", func() string { return "```html\n" + strings.Repeat(strings.Repeat("<", 900)+"\n", 60) + "```\n" }},
	{"60 kB of < in a line of code", "plain-code", func() string { return "```html\n" + strings.Repeat("<", 60_000) + "\n```\n" }},
	{"many code blocks", "plain-code", func() string { return strings.Repeat("```go\nvar x = 1\n```\n\n", 30_000) }},
	{"200 kB of < in plain code", "", func() string { return "```\n" + strings.Repeat("<", 200_000) + "\n```\n" }},
	{"17 MiB", "too-large", func() string { return strings.Repeat("word word\n\n", 17<<20/11) }},
	{"50 MB", "too-large", func() string { return strings.Repeat("word word\n\n", 50_000_000/11) }},
}

// ceiling is generous: what is in proportion to the size takes a tenth of it.
const ceiling = 6 * time.Second

func TestHostileInputTakesLinearTimeOrIsRefused(t *testing.T) {
	names, _ := markdown.NewNames([]markdown.Name{{"Kim", "kim"}, {"김", "kim"}, {"a", "a"}, {"김김김김김김김김", "k"}})
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			src := c.src()
			var b *markdown.Body
			var list diag.List
			took := 2 * ceiling
			for range 3 { // the best of three, for other work may hold the machine
				start := time.Now()
				b, list = converter.Convert(markdown.Input{File: "a.md", Source: []byte(src), Names: names})
				if took = min(took, time.Since(start)); took < ceiling {
					break
				}
			}
			if took > ceiling {
				t.Errorf("took %v", took)
			}
			t.Logf("%v for %d kB, %d diagnostics", took.Round(time.Millisecond), len(src)/1000, len(list))
			found := map[string]bool{}
			for _, d := range list {
				found[d.Code] = true
			}
			if c.code != "" && !found[c.code] || c.code != "too-large" && found["too-large"] {
				t.Errorf("want %q, got %v", c.code, found)
			}
			if len(src) < 2_000_000 {
				checkBody(t, src, b, list)
			}
		})
	}
}

func TestLimitsSayWhereAndHowMuch(t *testing.T) {
	src := "fine\n\n" + strings.Repeat("> ", 1001) + "x"
	_, list := convert(src)
	want := "too-large \">\": block quotes and lists nest deeper than 1000 levels\n"
	if got := showList(src, list); got != want {
		t.Errorf("got %s want %s", got, want)
	}
	if at := list[0].At.Start; at != 6+2000 {
		t.Errorf("at %d", at)
	}
}
