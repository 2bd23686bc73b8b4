package frontmatter

import (
	"fmt"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// kind is a sort of value: what an author writes, and how it becomes a V. The function read reports what is wrong and says whether
// there is a value to keep.
type kind[V any] struct {
	shape shape
	read  func(r *reader, n *node) (V, bool)
}

// field is one key of an object of type T. The function read reads its value into the object.
type field[T any] struct {
	name     string
	shape    shape
	required bool
	holds    bool // it keeps something from readers
	read     func(r *reader, n *node, into *T)
}

// key makes a field of a kind of value and the place in the object where it goes.
func key[T, V any](name string, k kind[V], place func(*T) *V) field[T] {
	return field[T]{name: name, shape: k.shape, read: func(r *reader, n *node, into *T) {
		if v, ok := k.read(r, n); ok {
			*place(into) = v
		}
	}}
}

// needed makes a field without which a reader could do nothing with the object.
func needed[T, V any](name string, k kind[V], place func(*T) *V) field[T] {
	f := key(name, k, place)
	f.required = true
	return f
}

// hold makes a field that keeps something from readers. One with nothing behind it is an error: it was meant to, and would keep nothing.
func hold[T, V any](name string, k kind[V], place func(*T) *V) field[T] {
	f := key(name, k, place)
	f.holds = true
	return f
}

// object is the table of an object's keys. From it values are read, suggestions made and JSON Schemas written.
type object[T any] struct {
	name   string // with its article, for messages: "a claim"
	fields []field[T]
	header func(*T) *brief.Header   // nil for what has no id
	place  func(*T) *brief.Declared // nil for what has a header, or is part of another object and has its places there
	check  func(r *reader, n *node, v *T)
}

// declared returns where an object is declared, or nil where that is part of another's places.
func (o *object[T]) declared(v *T) *brief.Declared {
	switch {
	case o.header != nil:
		return &o.header(v).Declared
	case o.place != nil:
		return o.place(v)
	}
	return nil
}

// maxFields is the highest number of fields of an object.
const maxFields = 32

// names returns the keys of the object in the order of the table.
func (o *object[T]) names() []string {
	names := make([]string, len(o.fields))
	for i := range o.fields {
		names[i] = o.fields[i].name
	}
	return names
}

// example returns the keys that the object needs, as an author would write them.
func (o *object[T]) example() string {
	var needs []string
	for i := range o.fields {
		if o.fields[i].required {
			needs = append(needs, o.fields[i].name+": …")
		}
	}
	if len(needs) == 0 {
		return o.fields[0].name + ": …"
	}
	return strings.Join(needs, ", ")
}

func (o *object[T]) index(name string) int {
	for i := range o.fields {
		if o.fields[i].name == name {
			return i
		}
	}
	return -1
}

// read reads the mapping n into an object. Problems of the object as a whole stand at the place at.
func (o *object[T]) read(r *reader, n *node, into *T, at diag.Span) {
	placed, prefix, current := r.placed, r.prefix, r.field
	defer func() { r.placed, r.prefix, r.field = placed, prefix, current }()
	if d := o.declared(into); d != nil {
		r.placed, r.prefix = true, ""
		begin := r.places.Begin()
		defer func() { d.Places = r.places.End(begin) }()
	}
	var seen [maxFields]*node
	for k, v := range r.pairs(n) {
		i := o.index(k.text)
		switch {
		case i < 0:
			r.unknownKey(k, o.name, o.names())
			continue
		case seen[i] != nil:
			r.twice("duplicate-key", fmt.Sprintf("the key %q", k.text), k, seen[i])
			r.firm(len(r.problems)-1, o.fields[i].holds)
			continue
		}
		seen[i] = k
		f, found := &o.fields[i], len(r.problems)
		if v.isBlank() {
			if r.field = f.name; f.shape.what == textShape.what && v.kind == scalar && v.style == plain {
				r.cut(min(k.end+1, len(r.src)))
			}
			switch {
			case f.required:
				r.report(diag.Diagnostic{Code: "missing-key", At: r.span(k), Message: fmt.Sprintf("%s needs a value for %q", o.name, f.name)})
			case f.holds:
				r.wrong(k, fmt.Sprintf("write %s, or take the key out", f.shape.what), "%s has no value, and would hold nothing back", f.name)
				r.firm(found, true)
			}
			continue
		}
		if r.placed {
			r.places.Record(r.prefix+f.name, v.start, v.end)
		}
		r.field = f.name
		f.read(r, v, into)
		r.firm(found, f.holds)
	}
	for i := range o.fields {
		if o.fields[i].required && seen[i] == nil {
			r.report(missing(o, o.fields[i].name, at))
		}
	}
	if o.check != nil {
		o.check(r, n, into)
	}
}

// firm makes the problems from a number on errors that no site can lower, where the field that they are of keeps something from readers.
func (r *reader) firm(from int, holds bool) {
	for i := from; holds && i < len(r.problems); i++ {
		r.problems[i].Level = diag.LevelFirm
	}
}

// missing is the problem of an object without a key that it needs.
func missing[T any](o *object[T], name string, at diag.Span) diag.Diagnostic {
	return diag.Diagnostic{Code: "missing-key", At: at, Message: fmt.Sprintf("%s needs the key %q", o.name, name), Hint: name + ": …"}
}

// pairs yields the keys and values of a mapping, up to the limit.
func (r *reader) pairs(n *node) func(yield func(k, v *node) bool) {
	return func(yield func(k, v *node) bool) {
		for i := 0; i+1 < len(n.children); i += 2 {
			if i/2 >= maxKeys {
				r.report(diag.Diagnostic{
					Code: "too-large", At: r.span(n.children[i]),
					Message: fmt.Sprintf("%d keys in one place are over the limit of %d", len(n.children)/2, maxKeys),
				})
				return
			}
			if !yield(n.children[i], n.children[i+1]) {
				return
			}
		}
	}
}

// unknownKey reports a key that an object does not have. Beyond the limit nearest keys are no longer looked for.
func (r *reader) unknownKey(k *node, object string, known []string) {
	d := diag.Diagnostic{Code: "unknown-key", At: r.span(k), Message: fmt.Sprintf("%s has no key %s", object, short(k.text))}
	if r.unknown++; r.unknown <= maxHints {
		d.Hint = diag.DidYouMean(k.text, known)
	}
	r.report(d)
}

// twice reports that what stands at the key k stood at first already.
func (r *reader) twice(code, what string, k, first *node) {
	r.report(diag.Diagnostic{
		Code: code, At: r.span(k), Message: what + " stands twice",
		Related: []diag.Related{{At: r.span(first), Message: "it stands here first"}},
	})
}

// wrong reports a value that is not what its field takes.
func (r *reader) wrong(n *node, hint, format string, args ...any) {
	r.report(diag.Diagnostic{Code: "bad-value", At: r.head(n), Message: fmt.Sprintf(format, args...), Hint: hint})
}

// expected reports a value of another shape than its field takes.
func (r *reader) expected(n *node, what, hint string) {
	if n.isNull() {
		r.wrong(n, fmt.Sprintf("write %q if it is text, else leave the key out", n.text), "YAML reads %s as no value", n.text)
		return
	}
	r.wrong(n, hint, "%s takes %s, not %s", short(r.field), what, n.describe())
}

// short quotes a text for a message, without its end where it is long.
func short(text string) string {
	const most = 60
	if runes := []rune(text[:min(len(text), 4*most+1)]); len(runes) > most {
		return fmt.Sprintf("%q", string(runes[:most])+"…")
	}
	return fmt.Sprintf("%q", text)
}
