package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"slices"

	"attest/generator/diag"
)

// pages returns an empty view of each page template by its name.
func pages() map[string]any {
	return map[string]any{
		"front": FrontView{}, "briefing": BriefingView{}, "briefings": BriefingsView{}, "topic": TopicView{}, "claims": ClaimsView{},
		"actors": ActorsView{}, "actor": ActorView{}, "sources": SourcesView{}, "source": SourceView{}, "timeline": TimelineView{},
		"corrections": CorrectionsView{}, "methodology": MethodologyView{}, "search": SearchView{}, "plain": PlainView{}, "notfound": NotFoundView{},
		"redirect": RedirectView{}, "further": FurtherView{},
	}
}

// fragments returns an empty view of each partial that pages get ready-made, by its name.
func fragments() map[string]any {
	return map[string]any{
		"card": Card{}, "claim-row": ClaimRow{}, "event-row": EventRow{}, "actor-row": ActorRow{}, "source-row": SourceRow{},
		"briefing-row": BriefingRow{},
	}
}

// inspect tries a theme that has templates of the site's own, so that their faults show at once and not on the thousandth page:
// calls of templates that are not there, pages without the frame, and what goes wrong with views that are empty and full.
func (t *Theme) inspect() diag.List {
	var found diag.List
	names := slices.Sorted(maps.Keys(t.sources))
	for _, name := range names {
		if !t.sources[name].own {
			continue
		}
		for _, call := range t.calls[name] {
			if t.set.Lookup(call.Name) == nil {
				found = append(found, diag.Diagnostic{
					Code: "bad-template", At: t.place(name, call), Message: fmt.Sprintf("there is no template %q", call.Name),
					Hint: diag.DidYouMean(call.Name, names),
				})
			}
		}
		if _, isPage := pages()[name]; !isPage || name == "redirect" {
			continue
		}
		for _, block := range []string{"head", "foot"} {
			if !t.reaches(name, block, map[string]bool{}) {
				found = append(found, diag.Diagnostic{
					Code: "missing-block", At: diag.Span{File: t.sources[name].file},
					Message: fmt.Sprintf("the page is made without the block %q, which every page of the theme has", block),
					Hint:    fmt.Sprintf(`{{template %q .Page}}`, block),
				})
			}
		}
	}
	if slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == "bad-template" }) {
		return found
	}
	return append(found, t.try()...)
}

// try fills every page and fragment with an empty and with a full view. Each fault is told once.
func (t *Theme) try() diag.List {
	var found diag.List
	views := pages()
	maps.Copy(views, fragments())
	for _, name := range slices.Sorted(maps.Keys(views)) {
		empty := reflect.TypeOf(views[name])
		for _, view := range []any{views[name], sample(empty, func(string) bool { return true })} {
			var w bytes.Buffer
			err := t.Render(&w, name, view)
			var fault *Fault
			if !errors.As(err, &fault) {
				continue
			}
			if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.At == fault.Diagnostic.At }) {
				found = append(found, fault.Diagnostic)
			}
			if _, endless := t.endless.Load(name); endless {
				return found
			}
		}
	}
	return found
}

// sampleDepth bounds how deep a sample nests: a derivation tree has no bound of its own.
const sampleDepth = 9

// sample makes a value of type t with something in each field for which set says so; it is asked with "Type.Field".
func sample(t reflect.Type, set func(field string) bool) any {
	v := reflect.New(t).Elem()
	fill(v, set, sampleDepth)
	return v.Interface()
}

func fill(v reflect.Value, set func(string) bool, depth int) {
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[template.HTML]() {
			v.SetString("<p>words</p>")
		} else {
			v.SetString("words")
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(2)
	case reflect.Float64:
		v.SetFloat(2.5)
	case reflect.Interface:
		v.Set(reflect.ValueOf(map[string]string{"name": "words"}))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), set, depth-1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), set, depth-1)
		}
	case reflect.Struct:
		for f, field := range v.Fields() {
			if set(v.Type().Name() + "." + f.Name) {
				fill(field, set, depth-1)
			}
		}
	}
}
