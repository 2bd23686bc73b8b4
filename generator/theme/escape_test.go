package theme_test

import (
	"errors"
	"html/template"
	"io"
	"math"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"attest/generator/theme"
)

// hostile are texts that mean something in one of the languages of a page, or that are not text.
func hostile() []string {
	out := []string{
		"", "words", "a & b &amp; c", `"'<>+`, "</script><!-- ]]>", "<b title='x'>y</b>", "\x00(", "\x00", "a\x00b", "\xff\xc3",
		"\ufffd\ufdd0\uffff", "한국어 ümlaut \u2028",
		"javascript:alert(1)", "JavaScript:x", "http://e.org/?a=b&c=d#e", "HTTPS://e.org", "httpſ:x", "mailto:a@b", "data:x", "a/b:c",
		":x", "//e.org/ä b",
		"100%", "%", "%4", "%41%zz%4g%C3%a4", "#:~:text=a%20b,-c", "../x y.html", "a,b 2x, javascript:c", "expression(1)", "red",
		"onclick", "href", "title", "1e+3 -2",
		strings.Repeat("é<", 300),
	}
	for c := range 256 {
		out = append(out, string([]byte{'a', byte(c), 'b'}), string(rune(c)))
	}
	return out
}

// worded has words of its own.
type worded struct{ s string }

func (w worded) String() string { return w.s }

// typed are the values that a text can be given as.
func typed(s string) []any {
	type named string
	m := named(s)
	return []any{
		s, &s, m, &m, template.HTML(s), template.CSS(s), template.HTMLAttr(s), template.JS(s), template.JSStr(s), template.URL(s),
		template.Srcset(s),
		worded{s},
		&worded{s}, errors.New(s),
		[]string{s},
		map[string]any{s: s},
		struct{ S string }{s},
		[]byte(s),
	}
}

func TestEscapersAgreeWithHTMLTemplate(t *testing.T) {
	t.Parallel()
	values := []any{
		nil, 0, -1, 123456, math.MinInt, int8(-5), uint(7), 1.5, 1e21, 1e-7, -2.0, math.Inf(1), math.NaN(), float32(.1), true, false, time.Second,
		(*string)(nil),
		[]any{nil, 1},
		2i,
	}
	for _, s := range hostile() {
		values = append(values, typed(s)...)
	}
	for _, calls := range theme.Escapers() {
		for _, v := range values {
			if got, want, err := theme.Escape(calls, v); err != nil || got != want {
				t.Errorf("%s of %T %q: %q, html/template has %q %v", calls, v, v, got, want, err)
			}
		}
	}
}

func FuzzEscapersAgreeWithHTMLTemplate(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, calls := range theme.Escapers() {
			for _, v := range []any{s, template.HTML(s)} {
				if got, want, err := theme.Escape(calls, v); err != nil || got != want {
					t.Errorf("%s of %T %q: %q, html/template has %q %v", calls, v, v, got, want, err)
				}
			}
		}
	})
}

func TestEscapersAskWhereTheirCallsStand(t *testing.T) {
	t.Parallel()
	for _, calls := range theme.Escapers() {
		place := theme.Place(calls)
		if err := place.Execute(io.Discard, "x"); err != nil {
			t.Fatal(err)
		}
		nodes := place.Tree.Root.Nodes
		if len(nodes) != 3 {
			t.Fatalf("%s: %v", calls, nodes)
		}
		var got []string
		for _, cmd := range nodes[1].(*parse.ActionNode).Pipe.Cmds[1:] {
			got = append(got, strings.TrimPrefix(cmd.String(), "_html_template_"))
		}
		if got := strings.Join(got, "|"); got != calls {
			t.Errorf("html/template calls %s where %s is asked for", got, calls)
		}
	}
}
