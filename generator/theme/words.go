package theme

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"attest/generator/diag"
	"attest/generator/wording"
)

// The folder of language files, and their ending.
const (
	wordsDir    = "templates/words"
	wordsEnding = ".yaml"
)

func isWords(file string) bool {
	return path.Dir(file) == wordsDir && strings.HasSuffix(file, wordsEnding)
}

// words are the language files of a theme and of a site, by their languages in lower case. A built-in one is read when it is first
// needed: a build of what has not changed needs none.
type words struct {
	builtIn   map[string]source
	own       map[string]*wording.File
	digest    [sha256.Size]byte
	files     sync.Map // a language → *wording.File, of the built-in ones that were read
	languages sync.Map // a language → *wording.Language, made when first asked for
}

// readWords reads all language files. The diagnostics are about own ones; what is wrong with one is left out of it.
func readWords(builtIn, own fs.FS) (*words, diag.List, error) {
	w := &words{builtIn: make(map[string]source), own: make(map[string]*wording.File)}
	h := sha256.New()
	names, err := fs.Glob(builtIn, wordsDir+"/*"+wordsEnding)
	if err != nil {
		return nil, nil, fmt.Errorf("list the built-in words: %w", err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(builtIn, name)
		if err != nil {
			return nil, nil, fmt.Errorf("read the built-in words: %w", err)
		}
		w.builtIn[strings.ToLower(languageOf(name))] = source{file: name, text: string(b)}
		fmt.Fprintf(h, "%q %d\n", name, len(b))
		h.Write(b)
	}
	var found diag.List
	if own != nil {
		unread := walkOwn(own, wordsDir, func(name string, b []byte) *diag.Diagnostic {
			switch {
			case !isWords(name):
				return nil // which readOwnTemplates reports
			case len(b) > maxTemplate:
				return &diag.Diagnostic{Code: "too-large", At: diag.Span{File: name}, Message: "a language file has at most 1 MiB"}
			}
			file, problems := wording.Read(name, languageOf(name), b)
			found = slices.Concat(found, problems, file.Against(w.file(wording.English)))
			w.own[strings.ToLower(file.Language)] = file
			fmt.Fprintf(h, "own %q %d\n", name, len(b))
			h.Write(b)
			return nil
		})
		for _, d := range unread {
			if d.Code == "too-large" { // all else is told of the folder of templates, which this one is in
				found = append(found, d)
			}
		}
	}
	h.Sum(w.digest[:0])
	return w, found, nil
}

func languageOf(file string) string { return strings.TrimSuffix(path.Base(file), wordsEnding) }

// file reads a built-in language file; nil if there is none, but an empty one for English.
func (w *words) file(tag string) *wording.File {
	if file, ok := w.files.Load(tag); ok {
		return file.(*wording.File)
	}
	src, ok := w.builtIn[tag]
	if !ok && tag != wording.English {
		return nil
	}
	file, found := wording.Read(src.file, tag, []byte(src.text))
	if len(found) > 0 {
		panic("theme: built-in words " + src.file + ": " + found[0].Message)
	}
	w.files.Store(tag, file)
	return file
}

// in returns what pages of a site in a language say.
func (w *words) in(tag string) *wording.Language {
	if l, ok := w.languages.Load(tag); ok {
		return l.(*wording.Language)
	}
	var files []*wording.File
	dates := false
	for _, tag := range wording.Tags(tag) {
		own, builtIn := w.own[tag], w.file(tag)
		if own != nil {
			files = append(files, own)
		}
		if builtIn != nil {
			files = append(files, builtIn)
		}
		dates = dates || own != nil && own.WordsDates() || builtIn != nil && tag != wording.English
	}
	l, _ := w.languages.LoadOrStore(tag, wording.New(files, dates))
	return l.(*wording.Language)
}

// In returns the theme in a language, a BCP 47 tag: t itself where that is its language already. What the language lacks is in English.
func (t *Theme) In(language string) (*Theme, error) {
	language = strings.ToLower(language)
	if language == t.language {
		return t, nil
	}
	other := &Theme{
		sources: t.sources, static: t.static, replaced: t.replaced, digest: t.digest, words: t.words, language: language, own: t.own, compiled: make(map[string]*program),
	}
	if err := errors.Join(other.equip(), other.parse()); err != nil {
		return nil, err
	}
	return other, nil
}

// Words returns what pages say in the theme's language.
func (t *Theme) Words() *wording.Language { return t.words.in(t.language) }

// word is a text of the language file, with arguments in its places: {{word "claims" .N}}.
func (t *Theme) word(key string, args ...any) (string, error) {
	if !t.Words().Has(key) {
		return "", fmt.Errorf("there are no words %q", key)
	}
	return t.Words().Say(key, args...), nil
}

// part is what a text says before its n-th place, from 0: {{part "in" 0}}<a href="…">…</a>{{part "in" 1}}.
func (t *Theme) part(key string, n int) (string, error) {
	if !t.Words().Has(key) {
		return "", fmt.Errorf("there are no words %q", key)
	}
	return t.Words().Part(key, n), nil
}

// term is a word of a vocabulary as readers see it: {{term "stance" .Stance}}.
func (t *Theme) term(vocabulary, word string) string { return t.Words().Term(vocabulary, word) }

// scriptText is a text in a script that stands for one of the language file: "script.found" for the whole, "script.more/0" and "script.more/1"
// for what is before and after its first place.
var scriptText = regexp.MustCompile(`"script\.([a-z.-]+)(?:/([0-9]))?"`)

// spoken returns static files in which the scripts that the theme has say what the language file says, so that it costs no page a byte.
func (t *Theme) spoken(files map[string][]byte) map[string][]byte {
	out := maps.Clone(files)
	for name, data := range files {
		if _, ok := t.static[name]; ok && path.Ext(name) == ".js" {
			out[name] = scriptText.ReplaceAllFunc(data, t.scriptWords)
		}
	}
	return out
}

func (t *Theme) scriptWords(written []byte) []byte {
	m := scriptText.FindSubmatch(written)
	key, words := "script."+string(m[1]), ""
	switch {
	case !t.Words().Has(key):
		return written
	case len(m[2]) > 0:
		words = t.Words().Part(key, int(m[2][0]-'0'))
	default:
		words = t.Words().Text(key)
	}
	b, err := json.Marshal(words)
	if err != nil {
		panic("theme: words of scripts: " + err.Error()) // they are texts
	}
	return b
}

// phrase is a call of word.
type phrase struct {
	theme *Theme
	key   expr
	args  []expr
}

func (p *phrase) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	key, err := p.key.eval(r, dot)
	if key = inner(key); err != nil || !isText(key) || !p.theme.Words().Has(key.String()) {
		return key, errAside
	}
	args := make([]any, len(p.args))
	for i, arg := range p.args {
		v, err := arg.eval(r, dot)
		if v = inner(v); err != nil || !isText(v) && v.Kind() != reflect.Int {
			return v, errAside
		}
		args[i] = v.Interface()
	}
	return reflect.ValueOf(p.theme.Words().Say(key.String(), args...)), nil
}

// stretch is a call of part.
type stretch struct {
	theme  *Theme
	key, n expr
}

func (s *stretch) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	key, err := s.key.eval(r, dot)
	if key = inner(key); err != nil || !isText(key) || !s.theme.Words().Has(key.String()) {
		return key, errAside
	}
	n, err := s.n.eval(r, dot)
	if n = inner(n); err != nil || n.Kind() != reflect.Int {
		return n, errAside
	}
	return reflect.ValueOf(s.theme.Words().Part(key.String(), int(n.Int()))), nil
}

// settled evaluates a call now if all it is made of stands in the template, so that words cost a page no more than text.
func settled(call expr, of ...expr) expr {
	for _, e := range of {
		if _, ok := e.(literal); !ok {
			return call
		}
	}
	if v, err := call.eval(nil, reflect.Value{}); err == nil {
		return literal{v}
	}
	return call
}

// term is a call of term.
type term struct {
	theme            *Theme
	vocabulary, word expr
}

func (t *term) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	vocabulary, err := t.vocabulary.eval(r, dot)
	if vocabulary = inner(vocabulary); err != nil || !isText(vocabulary) {
		return vocabulary, errAside
	}
	word, err := t.word.eval(r, dot)
	if word = inner(word); err != nil || !isText(word) {
		return word, errAside
	}
	return reflect.ValueOf(t.theme.Words().Term(vocabulary.String(), word.String())), nil
}
