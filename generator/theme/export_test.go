package theme

import (
	"bytes"
	"html/template"
	"maps"
	"reflect"
	"slices"
)

// Pages returns an empty view of each page template by its name.
func Pages() map[string]any { return pages() }

// Fragments returns an empty view of each partial that is rendered by itself, by its name.
func Fragments() map[string]any { return fragments() }

// Sample makes a view of the same type with something in each field for which set says so.
func Sample(view any, set func(field string) bool) any { return sample(reflect.TypeOf(view), set) }

// ByHTMLTemplate fills a template as Render does, but without its program.
func (t *Theme) ByHTMLTemplate(w *bytes.Buffer, name string, view any) error {
	return t.execute(w, name, view)
}

// ByProgram fills a template by its program and reports whether the program could.
func (t *Theme) ByProgram(name string, view any) (string, bool) {
	out, ok := t.fill(nil, name, view)
	return string(out), ok
}

// Fragment returns what Append appends.
func (t *Theme) Fragment(name string, view any) (template.HTML, error) {
	b, err := t.Append(nil, name, view)
	return template.HTML(b), err
}

// Escapers returns the calls that each escaper stands for.
func Escapers() []string { return slices.Sorted(maps.Keys(escapers)) }

// Place returns the template in which an escaper asks html/template.
func Place(calls string) *template.Template { return escapers[calls].place }

// Escape returns what an escaper makes of a value, and what html/template makes of it there.
func Escape(calls string, v any) (got, want string, err error) {
	e := escapers[calls]
	a, err := e.append(nil, reflect.ValueOf(v))
	if err != nil {
		return "", "", err
	}
	b, err := e.ask(nil, reflect.ValueOf(v))
	return string(a), string(b), err
}
