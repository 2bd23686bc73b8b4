package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"attest/generator/diag"
	"attest/generator/markdown"

	"github.com/google/go-cmp/cmp"
)

var holeNames = map[markdown.HoleKind]string{
	markdown.Href: "href", markdown.NameLink: "name", markdown.ClaimStart: "claim",
	markdown.ClaimEnd: "/claim", markdown.Citation: "cite", markdown.Cards: "cards",
}

// show writes a body's HTML with its holes as {kind target}.
func show(b *markdown.Body) string {
	var out strings.Builder
	for _, p := range b.Parts {
		out.WriteString(p.HTML)
		if p.Hole.Kind == markdown.NoHole {
			continue
		}
		out.WriteString("{" + holeNames[p.Hole.Kind])
		for _, i := range p.Hole.Refs {
			r := b.Refs[i]
			out.WriteString(" " + r.Target)
			if r.Fragment != "" {
				out.WriteString("#" + r.Fragment)
			}
			if r.Label != "" {
				fmt.Fprintf(&out, "|%s", r.Label)
			}
			if r.Locator != "" {
				fmt.Fprintf(&out, "(%s)", r.Locator)
			}
		}
		out.WriteString("}")
	}
	return out.String()
}

// showList writes diagnostics as code, the text at their place, message and hint.
func showList(src string, list diag.List) string {
	var out strings.Builder
	for _, d := range list.Resolve(nil) {
		fmt.Fprintf(&out, "%s %q: %s", d.Code, src[d.At.Start:d.At.End], d.Message)
		if d.Hint != "" {
			fmt.Fprintf(&out, " [%s]", d.Hint)
		}
		out.WriteString("\n")
	}
	return out.String()
}

var converter = markdown.New()

func convert(src string) (*markdown.Body, diag.List) {
	return converter.Convert(markdown.Input{File: "a.md", Source: []byte(src)})
}

// checkBody fails for whatever no body may be, whatever the source is.
func checkBody(t *testing.T, src string, b *markdown.Body, list diag.List) {
	t.Helper()
	for _, d := range list {
		if d.At.File != "a.md" || d.At.Start < 0 || d.At.End < d.At.Start || int(d.At.End) > len(src) {
			t.Errorf("%s lies outside the source: %+v", d.Code, d.At)
		}
		if !slices.ContainsFunc(diag.Codes(), func(c diag.Code) bool { return c.Name == d.Code }) {
			t.Errorf("no code %q", d.Code)
		}
		if d.Message == "" {
			t.Errorf("%s has no message", d.Code)
		}
	}
	for _, st := range b.Stated {
		if st.Start < 0 || st.End < st.Start || st.End > len(b.Text) || !utf8.ValidString(b.Text[st.Start:st.End]) {
			t.Errorf("the words of %q lie outside the text: %d to %d of %d", st.Claim, st.Start, st.End, len(b.Text))
		}
	}
	for i, r := range b.Refs {
		at := r.At
		if at.Start < 0 || at.End < at.Start || int(at.End) > len(src) {
			t.Fatalf("ref %d lies outside the source: %+v", i, at)
		}
		switch r.Kind {
		case markdown.RefClaim, markdown.RefObject, markdown.RefSource:
			if got := src[at.Start:at.End]; got != r.Target {
				t.Errorf("ref %d points at %q, not at %q", i, got, r.Target)
			}
		}
		if r.Sentence < -1 || r.Sentence >= len(b.Sentences) {
			t.Errorf("ref %d has sentence %d of %d", i, r.Sentence, len(b.Sentences))
		}
	}
	for _, m := range b.Mentions {
		if len(m.Sentences) == 0 || !slices.IsSorted(m.Sentences) || int(m.Sentences[len(m.Sentences)-1]) >= len(b.Sentences) {
			t.Errorf("%s is mentioned in sentences %v of %d", m.Actor, m.Sentences, len(b.Sentences))
		}
	}
	for i, p := range b.Places {
		if !slices.Contains(b.Anchors, p.ID) || p.Start < 0 || p.Start > len(b.Text) || i > 0 && p.Start < b.Places[i-1].Start {
			t.Errorf("place %d is %+v", i, p)
		}
	}
	end := 0
	for i, s := range b.Sentences {
		if s.Start < end || s.End <= s.Start || s.End > len(b.Text) || strings.Contains(b.Text[s.Start:s.End], "\n") {
			t.Errorf("sentence %d is %d to %d of %d", i, s.Start, s.End, len(b.Text))
		}
		end = s.End
	}
	if len(b.Parts) > 0 && b.Parts[len(b.Parts)-1].Hole.Kind != markdown.NoHole {
		t.Error("the last part has a hole")
	}
	checkHoles(t, b)
}

// void elements have no end tag.
var void = []string{"br", "hr", "img", "input"}

// checkHoles walks tags and claim holes together: both are balanced, and they nest.
func checkHoles(t *testing.T, b *markdown.Body) {
	t.Helper()
	var open []string
	used := make([]bool, len(b.Refs))
	closed := func(name string) {
		if len(open) == 0 || open[len(open)-1] != name {
			t.Fatalf("%s closes in %v\n%s", name, open, show(b))
		}
		open = open[:len(open)-1]
	}
	inTag := ""
	for _, p := range b.Parts {
		s := p.HTML
		for s != "" {
			if inTag != "" {
				i := strings.IndexByte(s, '>')
				if i < 0 {
					s = ""
					break
				}
				s, inTag = s[i+1:], ""
				continue
			}
			i := strings.IndexByte(s, '<')
			if i < 0 {
				break
			}
			s = s[i+1:]
			name := s
			if j := strings.IndexAny(s, " >\n"); j >= 0 {
				name = s[:j]
			}
			inTag = name
			if strings.HasPrefix(name, "/") {
				closed(name[1:])
			} else if !slices.Contains(void, name) {
				open = append(open, name)
			}
		}
		h := p.Hole
		if (h.Kind == markdown.Href) != (inTag == "a" || inTag == "img") && h.Kind != markdown.NoHole {
			t.Fatalf("hole %s stands in tag %q\n%s", holeNames[h.Kind], inTag, show(b))
		}
		for _, i := range h.Refs {
			used[i] = true
		}
		switch h.Kind {
		case markdown.NoHole:
		case markdown.ClaimStart:
			open = append(open, fmt.Sprint(h.Refs))
		case markdown.ClaimEnd:
			closed(fmt.Sprint(h.Refs))
		case markdown.Cards:
			if len(open) > 0 {
				t.Fatalf("cards stand within %v\n%s", open, show(b))
			}
		case markdown.Href, markdown.NameLink:
			if len(h.Refs) != 1 {
				t.Fatalf("hole %s has refs %v", holeNames[h.Kind], h.Refs)
			}
		}
		if h.Kind != markdown.NoHole && len(h.Refs) == 0 {
			t.Fatalf("hole %s has no refs", holeNames[h.Kind])
		}
	}
	if len(open) > 0 || inTag != "" {
		t.Fatalf("not closed: %v %q\n%s", open, inTag, show(b))
	}
	for i, ok := range used {
		if !ok {
			t.Fatalf("no hole has ref %d (%+v)\n%s", i, b.Refs[i], show(b))
		}
	}
}

func TestTheWordsThatStateAClaim(t *testing.T) {
	t.Parallel()
	tests := []struct{ src, want string }{
		{"[Line Orsa stopped]{claim=halt} in May.", "halt=Line Orsa stopped"},
		{"[Line\n*Orsa* `stopped`]{claim=halt}", "halt=Line Orsa stopped"},
		{"[a [b]{claim=in} c]{claim=\"out both\"} d", "out=a b c|both=a b c|in=b"},
		{"x [one]{claim=c}\n\n- [two &amp; [[port|the port]]]{claim=c}\n", "c=one|c=two & the port"},
		{"[it sank [@log, p. 3]]{claim=c}. Then", "c=it sank"},
		{"[it sank]{claim=other#c} [@log].", "other#c=it sank"},
		{"# [Kim]{claim=c}\n\n| [cell]{claim=d} |\n|--|\n", "c=Kim|d=cell"},
		{"no words", ""},
	}
	for _, test := range tests {
		b, _ := convert(test.src)
		var got []string
		for _, s := range b.Stated {
			got = append(got, s.Claim+"="+b.Text[s.Start:s.End])
		}
		if got := strings.Join(got, "|"); got != test.want {
			t.Errorf("%q states %q, want %q", test.src, got, test.want)
		}
	}
}

func TestTheTextHoldsCaptionsAsBlocksOfTheirOwn(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"one\n\n![alt](a.png \"The quay &amp;\n\\*pier\\*\")\n\ntwo": "one\nalt\nThe quay & *pier*\ntwo",
		"one ![alt](a.png \"a title\")":                              "one alt",
		"![](a.png \"Quay.\")":                                       "Quay.",
	} {
		b, _ := convert(src)
		if b.Text != want {
			t.Errorf("%q has the text %q, want %q", src, b.Text, want)
		}
		for _, s := range b.Sentences {
			if strings.Contains(b.Text[s.Start:s.End], "uay") {
				t.Errorf("%q: the caption is a sentence of the text", src)
			}
		}
	}
}

func TestWhatIsStruckOutIsNotInTheText(t *testing.T) {
	t.Parallel()
	names, _ := markdown.NewNames(actors)
	for _, test := range []struct{ src, text, html string }{
		{"~~Kim has left the port.~~ This was wrong.", " This was wrong.", "<p><del>Kim has left the port.</del> This was wrong.</p>"},
		{"It sank ~~on Monday~~ on Tuesday ~~at noon~~.", "It sank on Tuesday.", "<p>It sank <del>on Monday</del> on Tuesday <del>at noon</del>.</p>"},
		{"~~[[kim]]~~ Kim", " Kim", "<p><del>{name kim}</del> {name kim|Kim}</p>"},
		{
			"~~[It sank [@log].]{claim=sank}~~ No.", " No.",
			"<p><del>{claim sank}It sank {cite log}.{/claim sank}</del> No.</p>\n{cards sank}",
		},
		{"[It ~~never~~ sank]{claim=sank}.", "It sank.", "<p>{claim sank}It <del>never</del> sank{/claim sank}.</p>\n{cards sank}"},
		{"~~`a` ![b](b.png) [c](c.md) <x@y.z>~~.", ".", "<p><del><code>a</code> <img src=\"{href b.png}\" alt=\"b\"> <a href=\"{href c.md}\">c</a> <a href=\"mailto:x@y.z\">x@y.z</a></del>.</p>"},
		{"## New ~~Old~~\n\n## ~~Old~~", "New ", ""},
		{"a <del>Kim <b>was</b></del> b <s>c\n\nKim", "a b \nKim", ""},
		{"<div><del>a</del> b</div>", "b", ""},
	} {
		b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(test.src), Names: names, Unsafe: true})
		if test.html != "" {
			checkBody(t, test.src, b, list)
		}
		if b.Text != test.text {
			t.Errorf("%q has the text %q, want %q", test.src, b.Text, test.text)
		}
		if got := strings.TrimSpace(show(b)); test.html != "" && got != test.html {
			t.Errorf("%q\ngot  %s\nwant %s", test.src, got, test.html)
		}
		for _, r := range b.Refs {
			if struck := strings.Contains(test.src, "~~["); r.Kind != markdown.RefActor && r.Struck != struck && r.Kind != markdown.RefImage && r.Kind != markdown.RefFile {
				t.Errorf("%q: the reference to %s is struck out: %t", test.src, r.Target, r.Struck)
			}
		}
		for _, s := range b.Sentences {
			if s.Claim != strings.HasPrefix(test.src, "[It") {
				t.Errorf("%q: %q states a claim: %t", test.src, b.Text[s.Start:s.End], s.Claim)
			}
		}
	}
}

func TestHeadingsKeepTheirIDsWhenWordsAreStruckOut(t *testing.T) {
	t.Parallel()
	b, _ := convert("## The old ~~name~~\n\n## ~~Gone~~\n")
	want := []markdown.Heading{{Level: 2, ID: "the-old-name", Text: "The old"}, {Level: 2, ID: "gone"}}
	if diff := cmp.Diff(want, b.Headings); diff != "" {
		t.Error(diff)
	}
}
