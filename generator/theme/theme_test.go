package theme_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attest"
	"attest/generator/theme"
)

func builtIn(t testing.TB) *theme.Theme {
	t.Helper()
	th, found, err := theme.New(attest.Theme(), nil)
	if err != nil || len(found) != 0 {
		t.Fatalf("the built-in theme: %v %v", found, err)
	}
	return th
}

// everything is an empty view of each page and fragment by its template's name.
func everything() map[string]any {
	views := theme.Pages()
	maps.Copy(views, theme.Fragments())
	return views
}

// variants returns views of one kind: empty, full, and many with a random half of their fields.
func variants(view any) []any {
	out := []any{view, theme.Sample(view, func(string) bool { return true })}
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := []float64{.5, .8, .95}[seed%3]
		out = append(out, theme.Sample(view, func(string) bool { return r.Float64() < p }))
	}
	return out
}

func TestEveryTemplateGivesWholeHTML(t *testing.T) {
	t.Parallel()
	th := builtIn(t)
	for name, view := range everything() {
		for i, v := range variants(view) {
			var w bytes.Buffer
			if err := th.Render(&w, name, v); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(w.String(), "ZgotmplZ") {
				t.Errorf("%s %d holds a blocked address", name, i)
			}
			if err := whole(w.Bytes()); err != nil {
				t.Fatalf("%s %d: %v\n%s", name, i, err, w.String())
			}
		}
	}
}

// branchStart is the action that begins a branch of a template.
var branchStart = regexp.MustCompile(`\{\{-? ?(if|with|range|else)\b[^}]*\}\}`)

func TestEveryBranchOfEveryTemplateIsTaken(t *testing.T) {
	t.Parallel()
	marked, n := fstest.MapFS{}, 0
	err := fs.WalkDir(attest.Theme(), "templates", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(attest.Theme(), file)
		b = branchStart.ReplaceAllFunc(b, func(m []byte) []byte {
			n++
			return fmt.Appendf(bytes.Clone(m), "{{/**/}} m%dm ", n)
		})
		marked[file] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	marked["static/style.css"] = &fstest.MapFile{}
	th, _, err := theme.New(marked, nil)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := th.In("de")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	mark := regexp.MustCompile(`m\d+m`)
	for name, view := range everything() {
		for _, v := range append(variants(view), special(view)...) {
			var w bytes.Buffer
			if err := th.Render(&w, name, v); err != nil {
				t.Fatal(err)
			}
			if err := foreign.Render(&w, name, v); err != nil {
				t.Fatal(err)
			}
			for _, m := range mark.FindAllString(w.String(), -1) {
				seen[m] = true
			}
		}
	}
	for i := 1; i <= n; i++ {
		if m := fmt.Sprintf("m%dm", i); !seen[m] {
			for file, f := range marked {
				if at := bytes.Index(f.Data, []byte(m)); at >= 0 {
					t.Errorf("%s: never taken: %s", file, f.Data[max(0, at-40):at])
				}
			}
		}
	}
}

// special returns views that a random choice of fields does not give: numbers and words that templates compare.
func special(view any) []any {
	full := theme.Sample(view, func(string) bool { return true })
	var out []any
	kinds := []string{"front", "briefing", "briefings", "claims", "actors", "sources", "timeline", "search"}
	switch v := full.(type) {
	case theme.PlainView:
		for _, kind := range kinds {
			v.Page.Kind, v.Page.Site.Language, v.Language = kind, "ar", "fa"
			out = append(out, v)
		}
	case theme.RedirectView:
		v.Page.Site.Language = "he"
		out = append(out, v)
	case theme.BriefingView:
		v.Language = "fa"
		v.Strip.Claims = 1
		out = append(out, v)
	case theme.ActorRow:
		v.Claims, v.Mentions = 1, 1
		out = append(out, v)
	case theme.SourceRow:
		v.Claims = 1
		out = append(out, v)
	case theme.TimelineView:
		v.Total, v.Overview.Omitted = 1, 1
		v.Legend = []theme.Word{{Class: "contested"}, {Class: "refuted"}, {Class: "withdrawn"}}
		out = append(out, v)
	case theme.Card:
		v.WouldChange = v.WouldChange[:1]
		out = append(out, v)
	}
	return out
}

func TestTextsAreShownAsText(t *testing.T) {
	t.Parallel()
	th := builtIn(t)
	hostile := `</script><script>alert(1)</script><!-- ]]> "'\ ` + "\u2028"
	page := theme.Page{Title: hostile, Description: hostile, JSONLD: map[string]string{"name": hostile}, Site: theme.Site{Title: hostile, Language: "en"}}
	evidence := []theme.Evidence{{Source: theme.Link{Href: "javascript:alert(1)", Text: hostile}, Quote: hostile, QuoteURL: "javascript:alert(1)", QuoteLanguage: hostile}}
	card, err := th.Fragment("card", theme.Card{Text: hostile, CitationText: hostile, For: evidence, Against: evidence})
	if err != nil {
		t.Fatal(err)
	}
	var w bytes.Buffer
	if err := th.Render(&w, "briefing", theme.BriefingView{Page: page, Title: hostile, Body: card, Markdown: hostile}); err != nil {
		t.Fatal(err)
	}
	if err := whole(w.Bytes()); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"<script>alert", "javascript:", hostile} {
		if strings.Contains(w.String(), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// whole reports an element that is not closed, is closed twice, or stands where a browser would move it.
func whole(page []byte) error {
	void := map[string]bool{"meta": true, "link": true, "img": true, "input": true, "br": true, "hr": true, "stop": true, "path": true, "line": true, "rect": true}
	var open []string
	count := map[string]int{}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return fmt.Errorf("not closed: %v", open)
			}
			return moved(page, count)
		case html.StartTagToken:
			name, _ := z.TagName()
			count[strings.ToLower(string(name))]++
			if !void[string(name)] {
				open = append(open, string(name))
			}
		case html.SelfClosingTagToken:
			name, _ := z.TagName()
			count[strings.ToLower(string(name))]++
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return fmt.Errorf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// moved compares the elements as written with those that a parser makes.
func moved(page []byte, written map[string]int) error {
	parse := func() ([]*html.Node, error) {
		if bytes.HasPrefix(page, []byte("<!doctype")) {
			n, err := html.ParseWithOptions(bytes.NewReader(page), html.ParseOptionEnableScripting(true))
			return []*html.Node{n}, err
		}
		body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
		return html.ParseFragment(bytes.NewReader(page), body)
	}
	nodes, err := parse()
	if err != nil {
		return err
	}
	got := map[string]int{}
	for _, root := range nodes {
		for n := range all(root) {
			if n.Type == html.ElementNode {
				got[strings.ToLower(n.Data)]++
			}
		}
	}
	if diff := cmp.Diff(written, got); diff != "" {
		return errors.New("a browser would make other elements of it: " + diff)
	}
	return nil
}

func all(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if !yield(n) {
			return
		}
		for d := range n.Descendants() {
			if !yield(d) {
				return
			}
		}
	}
}

func TestOwnFiles(t *testing.T) {
	t.Parallel()
	frame := func(s string) string { return `{{template "head" .Page}}` + s + `{{template "foot" .Page}}` }
	tests := map[string]struct {
		files map[string]string
		want  []string // code file:start-end message; hint
	}{
		"a template replaces the built-in one": {
			files: map[string]string{"templates/plain.html": frame("<b>mine</b>"), "static/style.css": "x", "static/img/a.png": "a"},
		},
		"syntax error": {
			files: map[string]string{"templates/plain.html": frame("\n{{if .Title}}<p>")},
			want:  []string{`bad-template templates/plain.html:26-67 unexpected EOF; `},
		},
		"missing field": {
			files: map[string]string{"templates/plain.html": frame("\n<p>{{.Titel}}</p>")},
			want:  []string{`bad-template templates/plain.html:31-37 PlainView has no field "Titel"; did you mean Title?`},
		},
		"missing field on a branch in a partial": {
			files: map[string]string{"templates/partials/evidence.html": "<p>{{with .Quote}}{{$.Note.X}}{{end}}</p>"},
			want:  []string{`bad-template templates/partials/evidence.html:20-28 string has no field "X"; `},
		},
		"call with the wrong type": {
			files: map[string]string{"templates/plain.html": frame(`<ul>{{template "claim-row" .Page}}</ul>`)},
			want:  []string{`bad-template templates/plain.html:40-51 the template "claim-row" cannot show what it is given here: Page has no field "Standing"; it has Site, Title, Description, Kind, Root, Canonical, Image, Crumbs, JSONLD, Noindex`},
		},
		"wrong number of arguments": {
			files: map[string]string{"templates/plain.html": frame(`{{eq}}`)},
			want:  []string{`bad-template templates/plain.html:27-29 wrong number of args for eq: want at least 1 got 0; `},
		},
		"unknown function": {
			files: map[string]string{"templates/plain.html": frame("\n\n{{markdown .Title}}")},
			want:  []string{`bad-template templates/plain.html:27-71 there is no function "markdown"; `},
		},
		"endless recursion": {
			files: map[string]string{"templates/plain.html": frame(`{{template "plain" .}}`)},
			want:  []string{`bad-template templates/plain.html:36-43 the template calls itself without end; `},
		},
		"unclosed attribute": {
			files: map[string]string{"templates/plain.html": frame(`<a href="{{.Title}}>`)},
			want:  []string{`bad-template templates/plain.html:0-0 "\"" in attribute name: "colophon\">\n<nav aria-label=\""; `},
		},
		"unknown block": {
			files: map[string]string{"templates/plain.html": frame(`{{template "cards" .}}`)},
			want:  []string{`bad-template templates/plain.html:36-43 there is no template "cards"; did you mean card?`},
		},
		"unknown template": {
			files: map[string]string{"templates/breifing.html": "x", "templates/README.md": "x"},
			want: []string{
				`unknown-template templates/README.md:0-0 no page uses a template "README.md"; `,
				`unknown-template templates/breifing.html:0-0 no page uses a template "breifing.html"; did you mean briefing or briefings?`,
			},
		},
		"missing block": {
			files: map[string]string{"templates/plain.html": `{{template "head" .Page}}`},
			want:  []string{`missing-block templates/plain.html:0-0 the page is made without the block "foot", which every page of the theme has; {{template "foot" .Page}}`},
		},
		"not text": {
			files: map[string]string{"templates/plain.html": "\xff"},
			want:  []string{`bad-encoding templates/plain.html:0-0 the template is not UTF-8 text; `},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := fstest.MapFS{}
			for file, text := range test.files {
				own[file] = &fstest.MapFile{Data: []byte(text)}
			}
			th, found, err := theme.New(attest.Theme(), own)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range found {
				got = append(got, fmt.Sprintf("%s %s:%d-%d %s; %s", d.Code, d.At.File, d.At.Start, d.At.End, d.Message, d.Hint))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if th.Digest() == builtIn(t).Digest() && test.want == nil {
				t.Error("own files do not change the digest")
			}
		})
	}
}

func TestOwnTemplateIsUsedAndItsFaultHasAPlace(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"templates/plain.html": {Data: []byte("{{.Title}}\n{{with .Page.Canonical}}{{.Nope}}{{end}}")}}
	th, _, err := theme.New(attest.Theme(), own)
	if err != nil {
		t.Fatal(err)
	}
	var w bytes.Buffer
	if err := th.Render(&w, "plain", theme.PlainView{Title: "a < b"}); err != nil || w.String() != "a &lt; b\n" {
		t.Errorf("%q %v", w.String(), err)
	}
	err = th.Render(&w, "plain", theme.PlainView{Page: theme.Page{Canonical: "x"}})
	fault, ok := errors.AsType[*theme.Fault](err)
	if !ok || fault.Diagnostic.At.File != "templates/plain.html" || fault.Diagnostic.At.Start != 37 {
		t.Errorf("%#v", err)
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{
		"templates/plain.html": {Data: []byte("x")}, "static/style.css": {Data: []byte("a{src:url(f/a.woff2)}")},
		"static/chroma.css": {Data: []byte("b{}")}, "static/f/a.woff2": {Data: []byte("font")},
	}
	own := fstest.MapFS{"static/f/a.woff2": {Data: []byte("other")}, "static/z.txt": {Data: []byte("z")}}
	th, found, err := theme.New(base, own)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	var got []string
	for _, a := range th.Assets() {
		got = append(got, a.Name+" "+string(a.Bytes))
	}
	font := th.Version("f/a.woff2")
	if diff := cmp.Diff([]string{"f/a.woff2 other", "style.css a{src:url(" + font + ")}\nb{}", "z.txt z"}, got); diff != "" {
		t.Error(diff)
	}
	if !regexp.MustCompile(`^f/a\.woff2\?v=[0-9a-f]{12}$`).MatchString(font) || th.Version("none") != "none" {
		t.Error(font, th.Version("none"))
	}
}

func TestThemeServesManyAtOnce(t *testing.T) {
	t.Parallel()
	th := builtIn(t)
	want, _ := builtIn(t).Fragment("card", sampleCard(1))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for name, view := range everything() { // in another order each time
				var w bytes.Buffer
				if err := th.Render(&w, name, view); err != nil {
					t.Errorf("%v", err)
				}
			}
			for range 50 {
				if got, err := th.Fragment("card", sampleCard(1)); err != nil || got != want {
					t.Errorf("%v", err)
				}
			}
		})
	}
	wg.Wait()
}

func sampleCard(n int) theme.Card {
	evidence := theme.Evidence{
		Source: theme.Link{Href: "../sources/yonhap-kctv.html", Text: "Yonhap on the Korean Central Television broadcast"}, Number: 3, Publisher: "Yonhap",
		Published: theme.Date{Words: "30 June 2025", From: "2025-06-30"}, Stance: "supports", Grade: "B2", GradeMeaning: "usually reliable; probably true",
		Basis: "witnessed", Locator: "para. 3", Quote: "Kim was seen draping the national flag over the coffins", QuoteURL: "https://example.org/a",
		Check: "found word for word in the archived copy", Derivation: "derived from KCTV; origin: KCTV",
	}
	return theme.Card{
		Anchor: fmt.Sprintf("claim-c%d", n), Number: n, Text: "State television showed Kim Jong-un draping flags over at least six coffins.", Kind: "fact",
		Standing: theme.Standing{Class: "corroborated", Word: "corroborated", Tally: "2 reports, 2 independent lines; disputed by 1", Lines: 2}, Confidence: "high",
		When: theme.Date{Words: "30 June 2025", From: "2025-06-30"}, For: []theme.Evidence{evidence, evidence}, Against: []theme.Evidence{evidence},
		About: []theme.Link{{Href: "../actors/kim-jong-un.html", Text: "Kim Jong-un"}}, Permalink: "gala.html#claim-c1", CitationText: "words",
	}
}

func BenchmarkCard(b *testing.B) {
	th, card := builtIn(b), sampleCard(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := th.Fragment("card", card); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBriefingPage is a page of eight claims with three evidence items each and everything else twice; the cards are made too.
func BenchmarkBriefingPage(b *testing.B) {
	th := builtIn(b)
	view := theme.Sample(theme.BriefingView{}, func(string) bool { return true }).(theme.BriefingView)
	b.ReportAllocs()
	for b.Loop() {
		var body bytes.Buffer
		for n := range 8 {
			card, err := th.Fragment("card", sampleCard(n+1))
			if err != nil {
				b.Fatal(err)
			}
			body.WriteString(string(card))
		}
		view.Body = template.HTML(body.String())
		var w bytes.Buffer
		if err := th.Render(&w, "briefing", view); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEveryPageTemplateHasAView(t *testing.T) {
	t.Parallel()
	entries, err := fs.Glob(attest.Theme(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range slices.Sorted(maps.Keys(theme.Pages())) {
		want = append(want, "templates/"+name+".html")
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Error(diff)
	}
}
