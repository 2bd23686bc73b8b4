package wording

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"attest/generator/diag"
)

// File is a language file: YAML, a key and its text a line. In place of a text stand its plural forms ({one: …, other: …}) or, for a
// word of a vocabulary, {word: …, means: …}.
type File struct {
	Language string // the name of the file without its ending: a BCP 47 tag
	texts    map[string]*text
	terms    map[termKey]*Term
	places   map[string]diag.Span // of each key
}

// formNames are the plural forms as CLDR names them.
var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// Read reads a language file. name is the file's, for places; what cannot be read is reported and left out.
func Read(name, tag string, data []byte) (*File, diag.List) {
	r := &reader{name: name, data: data, file: &File{
		Language: tag, texts: make(map[string]*text), terms: make(map[termKey]*Term), places: make(map[string]diag.Span),
	}}
	if _, err := language.Parse(tag); err != nil {
		r.found = append(r.found, diag.Diagnostic{
			Code: "bad-value", At: diag.Span{File: name}, Message: fmt.Sprintf("a language file is named by a language tag (BCP 47), which %q is not", tag),
		})
		return r.file, r.found
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		r.found = append(r.found, diag.Diagnostic{
			Code: "bad-yaml", At: diag.Span{File: name}, Message: strings.TrimPrefix(err.Error(), "yaml: "),
		})
		return r.file, r.found
	}
	if len(doc.Content) > 0 {
		r.all(doc.Content[0])
	}
	return r.file, r.found
}

// reader reads one file.
type reader struct {
	name  string
	data  []byte
	file  *File
	found diag.List
}

func (r *reader) report(at *yaml.Node, message string) {
	r.found = append(r.found, diag.Diagnostic{Code: "bad-value", At: r.place(at), Message: message})
}

// place returns where a value begins, to the end of its line.
func (r *reader) place(n *yaml.Node) diag.Span {
	start := 0
	for range n.Line - 1 {
		start += bytes.IndexByte(r.data[start:], '\n') + 1
	}
	end := len(r.data)
	if i := bytes.IndexByte(r.data[start:], '\n'); i >= 0 {
		end = start + i
	}
	// A column counts code points.
	for range n.Column - 1 {
		if start < end {
			start += len(string([]rune(string(r.data[start:min(start+4, end)]))[:1]))
		}
	}
	return diag.At(r.name, start, max(start, end))
}

func (r *reader) all(top *yaml.Node) {
	if top.Kind != yaml.MappingNode {
		r.report(top, "a language file has a key and its text on each line")
		return
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if _, twice := r.file.places[key.Value]; twice {
			r.found = append(r.found, diag.Diagnostic{Code: "duplicate-key", At: r.place(key), Message: fmt.Sprintf("%q stands here twice", key.Value)})
			continue
		}
		r.file.places[key.Value] = r.place(key)
		r.entry(key.Value, value)
	}
}

// entry reads what stands at a key.
func (r *reader) entry(key string, value *yaml.Node) {
	switch value.Kind {
	case yaml.ScalarNode:
		t := &text{}
		t.forms[plural.Other] = cut(value.Value)
		r.add(key, t)
		return
	case yaml.MappingNode:
	default:
		r.report(value, fmt.Sprintf("%q is a text, or its plural forms", key))
		return
	}
	var forms text
	var term Term
	plurals := false
	for i := 0; i+1 < len(value.Content); i += 2 {
		name, v := value.Content[i], value.Content[i+1]
		form, isForm := formNames[name.Value]
		switch {
		case v.Kind != yaml.ScalarNode:
			r.report(v, fmt.Sprintf("%q is a text", name.Value))
		case isForm:
			forms.forms[form], plurals = cut(v.Value), true
		case name.Value == "word":
			term.Word = v.Value
		case name.Value == "means":
			term.Meaning = v.Value
		default:
			r.found = append(r.found, diag.Diagnostic{
				Code: "unknown-key", At: r.place(name), Message: fmt.Sprintf("a text has no form %q", name.Value),
				Hint: diag.DidYouMean(name.Value, []string{"zero", "one", "two", "few", "many", "other", "word", "means"}),
			})
		}
	}
	switch {
	case !plurals:
		vocabulary, word, _ := strings.Cut(key, ".")
		r.file.terms[termKey{vocabulary, word}] = &term
	case !forms.forms[plural.Other].set:
		r.report(value, fmt.Sprintf("%q lacks the form %q, which all languages have", key, "other"))
		delete(r.file.places, key)
	default:
		r.add(key, &forms)
	}
}

func (r *reader) add(key string, t *text) {
	for _, form := range t.forms {
		for _, place := range form.places {
			t.count = max(t.count, place+1)
		}
	}
	r.file.texts[key] = t
}

// Against reports what of a file English does not have: keys that nothing asks for, and places that get nothing.
func (f *File) Against(english *File) diag.List {
	var found diag.List
	keys := slices.Sorted(maps.Keys(english.places))
	for _, key := range slices.Sorted(maps.Keys(f.places)) {
		if _, ok := english.places[key]; !ok {
			found = append(found, diag.Diagnostic{
				Code: "unknown-key", At: f.places[key], Message: fmt.Sprintf("no page asks for the words %q", key), Hint: diag.DidYouMean(key, keys),
			})
			continue
		}
		t, theirs := f.texts[key], english.texts[key]
		if (t == nil) != (theirs == nil) {
			found = append(found, diag.Diagnostic{Code: "bad-value", At: f.places[key], Message: fmt.Sprintf("%q is of another form in English", key)})
			continue
		}
		if t != nil && t.count > theirs.count {
			found = append(found, diag.Diagnostic{
				Code: "bad-value", At: f.places[key], Message: fmt.Sprintf("%q gets no {%d}", key, t.count),
				Hint: fmt.Sprintf("in English it is %q", theirs.forms[plural.Other]),
			})
		}
	}
	return found
}

// WordsDates reports whether a file words dates.
func (f *File) WordsDates() bool {
	for key := range f.places {
		if strings.HasPrefix(key, datePrefix) {
			return true
		}
	}
	return false
}

// Lacks returns, by their keys, texts that have plural forms but not all of those wanted, with the name of one that is not there.
func (f *File) Lacks(want []plural.Form) map[string]string {
	lacking := make(map[string]string)
	for key, t := range f.texts {
		several := false
		for form := range t.forms {
			several = several || plural.Form(form) != plural.Other && t.forms[form].set
		}
		for name, form := range formNames {
			if several && slices.Contains(want, form) && !t.forms[form].set {
				lacking[key] = name
			}
		}
	}
	return lacking
}

// Keys returns the keys of a file, sorted.
func (f *File) Keys() []string { return slices.Sorted(maps.Keys(f.places)) }

// Tags returns the languages that are asked for a text on a site in a language, the nearest first: de-AT, de, en.
func Tags(tag string) []string {
	var tags []string
	for tag != "" && !strings.EqualFold(tag, English) {
		tags = append(tags, tag)
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
	return append(tags, English)
}

// New makes a language of its files, the nearest first and English last; the own ones of a site stand before the built-in one of
// the same language. dates says that dates are worded by their texts, which English needs only where a site words them itself.
func New(files []*File, dates bool) *Language {
	l := &Language{texts: make(map[string]*text), terms: make(map[termKey]*Term), dates: dates, tag: language.English}
	for _, f := range slices.Backward(files) {
		if tag, err := language.Parse(f.Language); err == nil {
			l.tag = tag
		}
		maps.Copy(l.texts, f.texts)
		for key, term := range f.terms {
			if before := l.terms[key]; before != nil { // a file may say what a word means and leave the word
				both := *before
				if term.Word != "" {
					both.Word = term.Word
				}
				if term.Meaning != "" {
					both.Meaning = term.Meaning
				}
				term = &both
			}
			l.terms[key] = term
		}
	}
	return l
}
