package snapshot_test

import (
	"strings"
	"testing"

	"attest/generator/snapshot"
)

// around shows a passage with what was looked for in brackets.
func around(runs []snapshot.Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Quoted {
			b.WriteString("[" + r.Text + "]")
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestAQuoteIsShownWithTheSentencesAroundIt(t *testing.T) {
	t.Parallel()
	const ledger = "The port is old. The ledger shows no arrivals\nrecorded after 2 May. Staff left.\n\nA new head. It was shut. All went home."
	long := strings.Repeat("word ", 300)
	for _, c := range []struct{ text, quote, want string }{
		{ledger, "no arrivals recorded", "The port is old. The ledger shows [no arrivals recorded] after 2 May. Staff left."},
		{ledger, "The ledger shows no arrivals recorded after 2 May.", "The port is old. [The ledger shows no arrivals recorded after 2 May.] Staff left."},
		{ledger, "The port", "[The port] is old. The ledger shows no arrivals recorded after 2 May."},
		{ledger, "All went home.", "It was shut. [All went home.]"},
		{ledger, "Staff left", "The ledger shows no arrivals recorded after 2 May. [Staff left]. A new head."},
		{ledger, "The port […] no arrivals […] Staff", "[The port] is old. The ledger shows [no arrivals] recorded after 2 May. [Staff] left. A new head."},
		{ledger, "not there", ""},
		{"One.", "One.", "[One.]"},
		{long + "here. Then. Next.", "here", "…" + strings.Repeat(" word", 79) + " [here]. Then."},
		{"One here " + long + "and there.", "One […] there", "[One] here" + strings.Repeat(" word", 38) + " …" + strings.Repeat(" word", 39) + " and [there]."},
	} {
		text := snapshot.NewText(c.text)
		if got := around(text.Around(text.Find(c.quote).Places)); got != c.want {
			t.Errorf("%q is shown as\n\t%s\nnot\n\t%s", c.quote, got, c.want)
		}
	}
}

func TestFragmentsOfAQuoteAlone(t *testing.T) {
	t.Parallel()
	for quote, want := range map[string]string{
		"":                           "",
		"…":                          "",
		"—":                          "",
		"ten ships - a, b & c":       "text=ten%20ships%20%2D%20a%2C%20b%20%26%20c",
		"one […] two [our word] six": "text=one&text=two&text=six",
		"북한":                         "text=%EB%B6%81%ED%95%9C",
		"a b c d e f g h i j k l m":  "text=a%20b%20c%20d%20e,i%20j%20k%20l%20m",
		"a head\n\nand its text":     "text=a%20head,and%20its%20text",
		"a line\nbreak":              "text=a%20line%20break",
		"港口已关闭了港口已关闭了港口":   "text=%E6%B8%AF%E5%8F%A3%E5%B7%B2%E5%85%B3%E9%97%AD,%E5%85%B3%E9%97%AD%E4%BA%86%E6%B8%AF%E5%8F%A3",
		"\"it\", he said.": "text=%22it%22%2C%20he%20said.",
	} {
		if got := snapshot.Fragment(quote); got != want {
			t.Errorf("%q gives %q, want %q", quote, got, want)
		}
	}
}

// TestFragmentsOfAText holds them to what a browser finds first.
func TestFragmentsOfAText(t *testing.T) {
	t.Parallel()
	const text = "A head\n\nHe said “we left” - twice. The port was shut.\n\nLater the Port was shut again; all of the men and women of the port went home by the road that day. " +
		"In May the port was open. All of the men and women stayed."
	for _, c := range []struct{ quote, want string }{
		{"he", ""},
		{`said "we left" - twice`, "text=said%20%E2%80%9Cwe%20left%E2%80%9D%20%2D%20twice"},
		{"port was shut", "text=twice.%20The-,port%20was%20shut"}, // a browser finds “the Port was shut” too
		{"The port was shut", "text=twice.-,The%20port%20was%20shut"},
		{"Port was shut", "text=Later%20the-,Port%20was%20shut"},
		{"A head […] port was open", "text=A%20head&text=port%20was%20open"},
		{"A head\n\nHe said", "text=A%20head,He%20said"},
		{"all of the men and women of the port went home by the road", "text=again%3B-,all%20of%20the%20men%20and,went%20home%20by%20the%20road"},
	} {
		ready := snapshot.NewText(text)
		if got := ready.Fragment(ready.Find(c.quote).Places); got != c.want {
			t.Errorf("%q gives %q, want %q", c.quote, got, c.want)
		}
	}
	const twice = "the men. all. the men. all"
	ready := snapshot.NewText(twice)
	if got := ready.Fragment(ready.Find("the men").Places); got != "text=the%20men,-.%20all.%20the" {
		t.Errorf("a quote that only what follows tells from another gives %q", got)
	}
}
