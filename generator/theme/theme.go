package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"sync"
	"text/template/parse"

	"attest/generator/diag"
	"attest/generator/wording"
)

// Theme is the templates and assets of a site: the built-in ones, each replaced by the site's own of the same name. It is safe for
// concurrent use.
type Theme struct {
	set              *template.Template
	sources          map[string]source // by template name
	calls            map[string][]*parse.TemplateNode
	trees            map[string]*parse.Tree
	assets           []Asset           // sorted by name
	static, replaced map[string][]byte // static files as they are: the built-in ones, and the site's own
	digest           string
	words            *words
	language         string   // in lower case
	own              bool     // the site has templates of its own
	endless          sync.Map // template name → *Fault: a template found to have no end is not started again

	programs  sync.Map // template name → *program, of each template that html/template has executed once
	compiling sync.Mutex
	compiled  map[string]*program // by template name; guarded by compiling
}

// New reads a theme. builtIn is the built-in one, own the site's own folder, whose templates and static folders may replace or add
// files; own may be nil. The diagnostics are about own files only: bad-template, unknown-template, missing-block, and too-large,
// bad-file, outside-site or skipped-file where one cannot be read. The built-in template takes the place of an own one that cannot
// be parsed.
func New(builtIn, own fs.FS) (*Theme, diag.List, error) {
	t := &Theme{compiled: make(map[string]*program)}
	sources, err := readTemplates(builtIn)
	if err != nil {
		return nil, nil, err
	}
	static, err := readStatic(builtIn)
	if err != nil {
		return nil, nil, err
	}
	t.sources = sources
	var found diag.List
	if t.words, found, err = readWords(builtIn, own); err != nil {
		return nil, nil, err
	}
	t.language = wording.English
	t.static, t.replaced = static, make(map[string][]byte)
	if own != nil {
		mine, problems := readOwnTemplates(own, slices.Sorted(maps.Keys(sources)))
		found = append(found, problems...)
		for _, name := range slices.Sorted(maps.Keys(mine)) {
			if _, err := template.New(name).Funcs(t.funcs()).Parse(mine[name].text); err != nil {
				found = append(found, explain(mine, err))
				continue
			}
			t.sources[name], t.own = mine[name], true
		}
		assets, problems := readOwnStatic(own)
		found = append(found, problems...)
		maps.Copy(t.replaced, assets)
	}
	if err := t.equip(); err != nil {
		return nil, nil, err
	}
	if err := t.parse(); err != nil {
		return nil, nil, err
	}
	t.digest = t.sum()
	if t.own {
		found = append(found, t.inspect()...)
	}
	return t, found, nil
}

// equip makes the assets, in the theme's language.
func (t *Theme) equip() error {
	files, err := minified(t.spoken(t.static), t.spoken(t.replaced))
	if err != nil {
		return err
	}
	t.assets = finish(files)
	return nil
}

// funcs are what a template can call beside Go's own: asset gives a file of the theme its address with digest, relative to the
// site's root; dir is "rtl" for a language that is written from right to left, else empty; word and part give the interface's words.
func (t *Theme) funcs() template.FuncMap {
	return template.FuncMap{"asset": t.Version, "dir": direction, "word": t.word, "part": t.part, "term": t.term}
}

// parse makes the one set of templates; the site's own come last, so that what they define wins.
func (t *Theme) parse() error {
	t.set = template.New("").Funcs(t.funcs())
	names := slices.Sorted(maps.Keys(t.sources))
	for _, own := range []bool{false, true} {
		for _, name := range names {
			if s := t.sources[name]; s.own == own {
				if _, err := t.set.New(name).Parse(s.text); err != nil {
					return fmt.Errorf("parse template %s: %w", s.file, err)
				}
			}
		}
	}
	// Taken now, since the trees change when they are first filled.
	t.calls, t.trees = make(map[string][]*parse.TemplateNode), make(map[string]*parse.Tree)
	for _, part := range t.set.Templates() {
		t.calls[part.Name()], t.trees[part.Name()] = calls(part), part.Tree
	}
	for _, part := range t.set.Templates() {
		markRecursion(part, func(call *parse.TemplateNode) bool {
			return call.Name == part.Name() || t.reaches(call.Name, part.Name(), map[string]bool{})
		})
	}
	return nil
}

// sum is the digest of all that a page's look depends on.
func (t *Theme) sum() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(t.sources)) {
		fmt.Fprintf(h, "%q %q\n", name, t.sources[name].text)
	}
	for _, a := range t.assets {
		fmt.Fprintf(h, "%q %s\n", a.Name, a.Digest)
	}
	h.Write(t.words.digest[:])
	return hex.EncodeToString(h.Sum(nil))
}

// Digest names the state of all templates, assets and words of all languages: where it is equal, equal views give equal bytes in the same
// language.
func (t *Theme) Digest() string { return t.digest }

// Render appends the page that the template makes of the view to w. The name is that of a file in templates without its ending,
// such as "briefing", and the view the struct of the same name, such as BriefingView. Where the site's own template is at fault the
// error is a *Fault, which holds the diagnostic; w then holds an incomplete page.
func (t *Theme) Render(w *bytes.Buffer, name string, view any) error {
	if out, ok := t.fill(w.AvailableBuffer(), name, view); ok {
		w.Write(out)
		return nil
	}
	return t.execute(w, name, view)
}

// Append appends to b what a partial template, such as "card" with a Card, makes of the view. Errors are those of Render; b is then as it was.
func (t *Theme) Append(b []byte, name string, view any) ([]byte, error) {
	if out, ok := t.fill(b, name, view); ok {
		return out, nil
	}
	w := bytes.NewBuffer(b)
	if err := t.execute(w, name, view); err != nil {
		return b, err
	}
	return w.Bytes(), nil
}

// fill appends to b what a template makes of the view by its program. False means that html/template has to.
func (t *Theme) fill(b []byte, name string, view any) ([]byte, bool) {
	p, ok := t.programs.Load(name)
	if !ok {
		return b, false
	}
	r := runs.Get().(*run)
	defer r.release()
	r.out = b
	if r.call(p.(*program), reflect.ValueOf(view)) != nil {
		return b, false
	}
	return r.out, true
}

// execute fills a template by html/template. Where that goes well, the next page is filled by a program.
func (t *Theme) execute(w *bytes.Buffer, name string, view any) error {
	if f, ok := t.endless.Load(name); ok {
		return f.(*Fault)
	}
	err := t.set.ExecuteTemplate(&limited{to: w, left: maxPage}, name, view)
	switch {
	case err == nil:
		t.learn(name)
		return nil
	case !t.own:
		return fmt.Errorf("fill template %s: %w", name, err)
	}
	f := &Fault{Diagnostic: t.explain(name, err)}
	if isEndless(err) {
		t.endless.Store(name, f)
		t.programs.Delete(name)
	}
	return f
}
