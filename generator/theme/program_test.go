package theme_test

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/content"
	"attest/generator/plan"
	"attest/generator/site"
	"attest/generator/theme"
)

// both fills a template twice, by its program and by html/template, and compares. quick reports whether the program could.
func both(t *testing.T, th *theme.Theme, name string, view any) (page string, quick bool) {
	t.Helper()
	var w bytes.Buffer
	if err := th.ByHTMLTemplate(&w, name, view); err != nil {
		t.Fatal(err)
	}
	got, quick := th.ByProgram(name, view)
	if diff := cmp.Diff(w.String(), got); quick && diff != "" {
		t.Fatalf("%s: the program's page is another than html/template's: %s", name, diff)
	}
	return w.String(), quick
}

// disturb puts hostile words into about a third of a view's texts, and data of all kinds into what can be anything.
func disturb(v reflect.Value, r *rand.Rand, words []string) {
	switch v.Kind() {
	case reflect.String:
		if r.IntN(3) == 0 {
			v.SetString(words[r.IntN(len(words))])
		}
	case reflect.Int:
		v.SetInt(int64(r.IntN(2000) - 1000))
	case reflect.Float64:
		v.SetFloat(r.NormFloat64() * 1e6)
	case reflect.Slice:
		for i := range v.Len() {
			disturb(v.Index(i), r, words)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			disturb(v.Elem(), r, words)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf(typed(words[r.IntN(len(words))])[r.IntN(18)]))
	case reflect.Struct:
		for _, field := range v.Fields() {
			disturb(field, r, words)
		}
	}
}

func TestProgramsMakeThePagesOfHTMLTemplate(t *testing.T) {
	t.Parallel()
	th, words := builtIn(t), hostile()
	for name, view := range everything() {
		for i, v := range append(variants(view), special(view)...) {
			if _, quick := both(t, th, name, v); !quick {
				t.Errorf("the program cannot make %s %d", name, i)
			}
			disturbed := reflect.New(reflect.TypeOf(v)).Elem()
			disturbed.Set(reflect.ValueOf(v))
			disturb(disturbed, rand.New(rand.NewPCG(uint64(i), 2)), words)
			both(t, th, name, disturbed.Interface())
		}
	}
}

// unhurried is the built-in theme with something in each template that programs do not know, and that writes nothing.
func unhurried(t *testing.T) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(attest.Theme(), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(attest.Theme(), file)
		if strings.HasSuffix(file, ".html") {
			b = append([]byte(`{{with slice "" 0 0}}{{end}}`), b...)
		}
		out[file] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestProgramsMakeTheSampleSiteOfHTMLTemplate(t *testing.T) {
	t.Parallel()
	fsys := os.DirFS("../..")
	documents, _, err := content.Read(context.Background(), fsys, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	linked, _ := site.Link(nil, documents)
	files := func(look fs.FS) map[string]string {
		th, _, err := theme.New(look, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := plan.New(nil, linked, th, fsys)
		out := make(map[string]string)
		for i := range p.Files {
			var w bytes.Buffer
			if _, err := p.Make(&p.Files[i], &w, false); err != nil {
				t.Fatal(err)
			}
			out[p.Files[i].Address] = w.String()
		}
		return out
	}
	if diff := cmp.Diff(files(unhurried(t)), files(attest.Theme())); diff != "" {
		t.Error(diff)
	}
}

// extra is data as YAML gives it to own templates, and more.
func extra() map[string]any {
	var none *theme.Link
	return map[string]any{
		"text": "a & b", "n": 3, "big": 3000, "neg": -2, "f": 2.5, "yes": true, "no": false, "nil": nil,
		"html": template.HTML("<i>x</i>"), "url": template.URL("javascript:x"),
		"list": []any{"a", 2, nil, []any{"deep"}, map[string]any{"k": "v"}}, "words": []string{"x", "y<", "z"}, "none": []any{},
		"day": time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
		"map": map[string]any{"b": 1, "a": "<", "c": map[string]any{"d": "e"}}, "ints": map[int]string{1: "one"}, "any": map[any]any{"k": "v", 1: 2},
		"link": &theme.Link{Href: "x?a=b&c", Text: "t"}, "links": []*theme.Link{{Text: "p"}, {Text: "q"}}, "nothing": none, "array": [2]string{"g", "h"},
	}
}

func TestProgramsUnderstandOwnTemplates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		quick bool
	}{
		{`{{.Title}} {{.Page.Site.Title}} {{$.Title}}{{/* no words */}}`, true},
		{`{{.Extra.text}} {{.Extra.n}} {{.Extra.f}} {{.Extra.yes}} {{.Extra.html}} {{.Extra.missing}} {{.Extra.nil}} {{.Extra.map.c.d}} {{.Extra.missing.deep}}`, true},
		{`{{.Extra.list}} {{.Extra.map}} {{.Extra.day}} {{.Extra.link}} {{.Extra.words}} {{.Extra.url}} {{.Extra.nothing}}`, true},
		{`<a href="{{.Extra.url}}" title="{{.Extra.html}}" class={{.Extra.text}} {{.Extra.text}}>x</a><a href="/a?b={{.Extra.text}}&amp;c={{.Extra.n}}#{{.Extra.map}}">`, true},
		{`<a href={{.Extra.text}}><a href=/{{.Title}}?{{.Title}}><img srcset="{{.Extra.text}}, {{.Extra.text}}"><!-- {{.Title}} --><p style="color: {{.Title}}">`, true},
		{`<script>var a = {{.Extra.map}}, b = "{{.Extra.text}}"</script><textarea>{{.Extra.html}}{{.Extra.text}}</textarea><p onclick="f({{.Extra.list}})">`, true},
		{`<style>p { color: {{.Title}} }</style>`, false},
		{"<script>var a = `{{.Title}}`, b = /{{.Title}}/</script>", false},
		{`{{range .Extra.list}}[{{.}}]{{end}}{{range .Extra.none}}x{{else}}none{{end}}{{range .Extra.nil}}x{{else}}nil{{end}}{{range .Extra.array}}{{.}}{{end}}`, true},
		{`{{range $i, $x := .Extra.words}}{{$i}}={{$x}}{{$.Title}},{{else}}{{$i}}{{end}}{{range $k, $v := .Extra.map}}{{$k}}:{{$v}};{{end}}{{range $v := .Extra.map}}{{$v}}{{end}}`, true},
		{`{{range $i, $x := .Extra.none}}{{else}}{{$i}}{{$x}}{{end}}{{range .Extra.links}}{{.Text}}{{end}}{{range .Extra.map.c}}{{.}}{{end}}`, true},
		{`{{range $i, $x := .Extra.words}}{{if eq $i 0}}{{continue}}{{end}}{{$x}}{{if $i}}{{break}}{{end}}after{{end}}end`, true},
		{`{{$x := 1}}{{if .Title}}{{$x = 2}}{{$y := 3}}{{$x}}{{$y}}{{end}}{{$x}}{{$x := "new"}}{{$x}}{{range .Extra.words}}{{$x = .}}{{end}}{{$x}}`, true},
		{`{{$y := "out"}}{{if .Extra.no}}{{$y := 1}}{{else}}{{$y}}{{end}}{{with $w := .Title}}{{$w}}{{.}}{{end}}{{with .Extra.no}}x{{else with .Extra.n}}{{.}}{{else}}y{{end}}`, true},
		{`{{$i := 0}}{{$e := ""}}{{range $i, $e = .Extra.words}}{{end}}{{$i}}{{$e}}`, true},
		{`{{with .Extra.link}}{{.Text}} {{.Href}}{{end}}{{with .Extra.nothing}}x{{else}}y{{end}}{{(index .Extra.words 1)}}{{(index .Extra.links 0).Text}}{{(.Extra.map).b}}`, true},
		{`{{if and .Title .Extra.yes}}a{{end}}{{if or .Extra.no .Extra.nil}}b{{else}}c{{end}}{{or .Extra.no "d"}}{{and .Extra.n .Extra.no}}{{if not .Extra.none}}e{{end}}{{not .}}`, true},
		{`{{if eq .Extra.text "x" "a & b"}}a{{end}}{{if eq .Extra.n 3}}b{{end}}{{if ne .Extra.n 4}}c{{end}}{{if lt .Extra.n 4}}d{{end}}{{gt .Extra.f .Extra.f}}{{ge .Extra.n 3}}{{le "a" "b"}}`, true},
		{`{{eq .Extra.html "<i>x</i>"}}{{lt .Extra.neg 0}}{{len .Extra.words}}{{len .Title}}{{len .Extra.map}}{{.Extra.words | len}}{{.Title | printf "%s-%q" .Extra.text}}`, true},
		{`{{index .Extra "text"}}{{index .Extra.map "c" "d"}}{{index .Extra.map "none"}}{{index .Extra.list 3 0}}{{index .Extra.words 0}}{{index .Extra.ints 1}}`, true},
		{`{{print .Title 1 2 .Extra.nil}}{{println "x" .Extra.list}}{{printf "%d %v %T" .Extra.n .Extra.map .Extra.nil}}{{js .Title}}{{html .Title "<"}}{{print}}`, false},
		{`{{.Title | html}}<a title="{{.Title | html}}" href="?q={{.Title | urlquery}}">{{html .Title}}`, false},
		{`{{.Title | html}}{{.Title | urlquery}}{{print .Title 1 2 .Extra.nil}}{{printf "%5.2f" .Extra.f}}`, true},
		{`{{.Title | html}}{{.Extra.list | html}}<p title="{{.Title | html}}">`, true},
		{`{{define "mine"}}({{.}}{{with $}}{{.}}{{end}}){{end}}{{template "mine" .Title}}{{template "mine"}}{{template "mine" $x := .Extra.n}}{{$x}}`, true},
		{`{{define "node"}}<{{.k}}{{with .next}}{{template "node" .}}{{end}}>{{end}}{{template "node" .Extra.tree}}{{block "b" .Extra.n}}[{{.}}]{{end}}`, true},
		{`{{define "in"}}{{.Title}}{{end}}<p title="{{template "in" .}}">`, false},
		{`{{asset "style.css"}} {{asset .Title}} {{dir "ar"}}{{dir .Page.Site.Language}}<a href="{{asset "style.css"}}">{{"<"}}{{1}}{{true}}{{1.5}}{{'a'}}`, false},
		{`{{asset "style.css"}} {{asset .Title}} {{dir "ar"}}{{dir .Page.Site.Language}}<a href="{{asset "style.css"}}">{{"<"}}{{1}}{{true}}{{"x" | printf "%s"}}`, true},
		{`{{range 3}}{{.}}{{end}}`, false},
		{`{{slice .Title 1}}`, false},
		{`{{.Extra.day.Year}}`, false},
		{`{{eq .Extra.yes true}}`, false},
		{`{{1 | or .Extra.no}}`, false},
		{`{{index .Title 0}}`, false},
		{`{{range $i, $x := .Extra.ints}}{{$i}}{{$x}}{{end}}`, false},
		{`{{eq .Extra.nil nil}}`, false},
		{`{{.Extra.any.k}}`, true},
	}
	for _, test := range tests {
		own := fstest.MapFS{"templates/plain.html": {Data: []byte(test.text)}}
		th, _, err := theme.New(attest.Theme(), own)
		if err != nil {
			t.Fatal(err)
		}
		data := extra()
		data["tree"] = map[string]any{"k": 1, "next": map[string]any{"k": 2, "next": map[string]any{"k": 3}}}
		view := theme.PlainView{Title: `title "<&`, Extra: data, Page: theme.Page{Site: theme.Site{Title: "s", Language: "he"}}}
		if page, quick := both(t, th, "plain", view); quick != test.quick {
			t.Errorf("%s\nby its program: %v, want %v; the page: %s", test.text, quick, test.quick, page)
		}
	}
}

func TestWhatFailsInAProgramIsAFaultOfHTMLTemplate(t *testing.T) {
	t.Parallel()
	endless := map[string]any{}
	endless["next"] = endless
	tests := []struct {
		text string
		bad  any // what .Extra.x is when it fails
		want string
	}{
		{`<p>{{with .Extra.x}}{{.Nope}}{{end}}`, "text", `string has no field "Nope"`},
		{`<p>{{with .Extra.x}}{{.Nope}}{{end}}`, theme.Link{}, `Link has no field "Nope"`},
		{`{{with .Extra.x}}{{index . 7}}{{end}}`, []string{"a"}, `error calling index: index out of range: 7`},
		{`{{with .Extra.x}}{{range .}}{{.}}{{end}}{{end}}`, "text", `range can't iterate over text`},
		{`{{with .Extra.x}}{{range .}}{{.}}{{eq . 1}}{{end}}{{end}}`, []any{1, "a"}, `error calling eq: incompatible types for comparison: string and int`},
		{`{{with .Extra.x}}{{asset .}}{{end}}`, 5, `wrong type for value; expected string; got int`},
		{`{{define "r"}}{{with .next}}{{template "r" .}}{{end}}{{end}}{{with .Extra.x}}{{template "r" .}}{{end}}`, endless, `the template calls itself without end`},
	}
	for _, test := range tests {
		th, found, err := theme.New(attest.Theme(), fstest.MapFS{"templates/plain.html": {Data: []byte(test.text)}})
		if err != nil {
			t.Fatal(found, err)
		}
		if _, quick := both(t, th, "plain", theme.PlainView{}); !quick {
			t.Errorf("%s is not made by its program", test.text)
		}
		view := theme.PlainView{Extra: map[string]any{"x": test.bad}}
		var w, v bytes.Buffer
		got, want := th.Render(&w, "plain", view), th.ByHTMLTemplate(&v, "plain", view)
		if diff := cmp.Diff(want, got); diff != "" || got == nil || w.String() != v.String() {
			t.Errorf("%s: %v, want %v: %s", test.text, got, want, diff)
		}
		if fault, ok := errors.AsType[*theme.Fault](got); !ok || fault.Diagnostic.Message != test.want || fault.Diagnostic.At.File != "templates/plain.html" {
			t.Errorf("%s: %v, want %s", test.text, got, test.want)
		}
	}
}
