package brief

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"attest/generator/diag"
)

// Text is a text that an author wrote into a field.
type Text struct {
	Field string    // the field's name as it is written, such as "grade_basis"
	At    diag.Span // of its value where that has a place of its own, else of what it is a part of
	Words string
	Ref   bool   // it names another object, or may do so
	In    any    // the claim, evidence, source, actor, event, briefing or page in whose field it stands: a pointer
	Claim *Claim // of which In is evidence, as far as that is known
}

// unspoken are fields whose texts are words of the program or of a standard, not of an author.
var unspoken = []string{"Code", "Digest", "Language", "MediaType", "Publish", "Scale", "Tool", "Briefing"}

// Texts yields every text that an author wrote into an object and its parts, its id and references included. It looks at all fields there
// are, so that none is forgotten. A part for which without says so is passed over, with all that it holds; parts are given as pointers.
func Texts(object any, without func(part any) bool) iter.Seq[Text] {
	return func(yield func(Text) bool) {
		w := walker{yield: yield, without: without}
		w.walk(reflect.ValueOf(object), Text{}, nil, "")
	}
}

// walker goes through an object.
type walker struct {
	yield   func(Text) bool
	without func(any) bool
	stopped bool
}

var (
	refType      = reflect.TypeFor[Ref]()
	snapshotType = reflect.TypeFor[Snapshot]()
	spanType     = reflect.TypeFor[diag.Span]()
	placesType   = reflect.TypeFor[Places]()
)

// walk goes through a value in the field of in; declared says where fields of that stand, by their path.
func (w *walker) walk(v reflect.Value, in Text, declared *Declared, path string) {
	if w.stopped {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem(), in, declared, path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i), in, declared, path)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			w.walk(v.MapIndex(key), in, declared, path)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() { // all others are words of a vocabulary
			w.text(v.String(), in, declared, path)
		}
	case reflect.Struct:
		w.object(v, in, declared, path)
	}
}

func (w *walker) text(words string, in Text, declared *Declared, path string) {
	if words == "" {
		return
	}
	in.Words = words
	if in.At.IsZero() && declared != nil {
		in.At = placeWithin(declared, path)
	}
	w.stopped = !w.yield(in)
}

// placeWithin returns where a field stands, or that which it is a part of.
func placeWithin(declared *Declared, path string) diag.Span {
	for path != "" {
		if at := declared.Places.Of(path); !at.IsZero() {
			return at
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return declared.At
}

// object goes through the fields of a struct.
func (w *walker) object(v reflect.Value, in Text, declared *Declared, path string) {
	switch v.Type() {
	case spanType, placesType:
		return
	case refType:
		ref := v.Interface().(Ref)
		in.At, in.Ref = ref.At, true
		w.text(ref.ID, in, declared, path)
		return
	case snapshotType: // all else are names of files, and how they were made
		in.Field = "url"
		w.text(v.Interface().(Snapshot).URL, in, declared, path+".url")
		return
	}
	if v.CanAddr() {
		part := v.Addr().Interface()
		if w.without != nil && w.without(part) {
			return
		}
		if d := declaredOf(v); d != nil {
			declared, path, in.In = d, "", part
			if claim, ok := part.(*Claim); ok {
				in.Claim = claim
			}
		}
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch {
		case !field.IsExported() || slices.Contains(unspoken, field.Name):
		case field.Anonymous:
			w.object(v.Field(i), in, declared, path)
		default:
			at := in
			at.Field = snake(field.Name)
			inner := at.Field
			if path != "" {
				inner = path + "." + inner
			}
			w.walk(v.Field(i), at, declared, inner)
		}
	}
}

// declaredOf returns where an object that is declared itself says so; nil for one that is not.
func declaredOf(v reflect.Value) *Declared {
	if f := v.FieldByName("Declared"); f.IsValid() && f.CanAddr() {
		d, _ := f.Addr().Interface().(*Declared)
		if v.Type() == reflect.TypeFor[Header]() {
			return nil // it is part of the object
		}
		return d
	}
	return nil
}

// snake writes the name of a field as authors write it: grade_basis for GradeBasis, url for URL.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Owner says in whose field a text stands, such as: the source "log".
func (t Text) Owner() string {
	switch in := t.In.(type) {
	case *Briefing:
		return fmt.Sprintf("the briefing %q", in.ID)
	case *Claim:
		return fmt.Sprintf("the claim %q", in.Address())
	case *Evidence:
		if t.Claim != nil {
			return fmt.Sprintf("evidence of the claim %q", t.Claim.Address())
		}
		return fmt.Sprintf("evidence from %q", in.Source.ID)
	case *Source:
		return fmt.Sprintf("the source %q", in.ID)
	case *Actor:
		return fmt.Sprintf("the actor %q", in.ID)
	case *Event:
		return fmt.Sprintf("the event %q", in.ID)
	case *Page:
		return fmt.Sprintf("the page %q", in.ID)
	}
	return "the site"
}
