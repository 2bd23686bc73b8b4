package frontmatter

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// shape is what an author writes as a value.
type shape struct {
	what  string   // in a message: "a date"
	enum  []string // of a closed vocabulary
	form  form
	items *shape          // of a list or a map
	keys  func() []member // of an object
}

// form is a shape's outermost form.
type form uint8

const (
	formText form = iota
	formNumber
	formSwitch // true or false
	formList   // of items; one may stand alone
	formMap    // from names to items
	formObject // with keys
	formAny
)

// member is a key of an object in its shape.
type member struct {
	name     string
	shape    shape
	required bool
}

// text is a text of any length.
var text = kind[string]{textShape, func(r *reader, n *node) (string, bool) {
	s, ok := readText(r, n)
	if ok && n.style == plain {
		r.cut(n.end)
	}
	return s, ok
}}

var textShape = shape{what: "text"}

// cut reports words that follow a text on its line and that YAML takes for a comment, as the number in: Berth #3 at Port Vela. A comment has a space
// behind its sign.
func (r *reader) cut(end int) {
	line, _, _ := bytes.Cut(r.src[end:], []byte{'\n'})
	words := bytes.TrimLeft(line, " \t")
	if len(words) == len(line) || len(words) < 2 || words[0] != '#' || bytes.IndexByte([]byte(" \t\r#!"), words[1]) >= 0 {
		return
	}
	start := end + len(line) - len(words)
	r.report(diag.Diagnostic{
		Code: "cut-text", At: diag.At(r.file, start, start+len(bytes.TrimRight(words, " \t\r"))), Message: fmt.Sprintf("this is a comment, and no part of %s", r.field),
		Hint: "put the text in quotes; a comment has a space behind its #",
	})
}

func readText(r *reader, n *node) (string, bool) {
	if n.kind != scalar || n.isNull() {
		r.expected(n, "text", r.inQuotes(n))
		return "", false
	}
	return r.keep(n.text), true
}

// inQuotes returns a hint that shows n as a text, such as a sentence with a colon that YAML reads as a key and its value.
func (r *reader) inQuotes(n *node) string {
	written := r.written(n)
	if len(written) == 0 || len(written) > 200 || strings.ContainsAny(written, "\r\n") {
		return ""
	}
	return "if it is text, write " + quote(written)
}

// quote returns a text as YAML that reads it as it is.
func quote(text string) string {
	if strings.Contains(text, `"`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + strings.ReplaceAll(text, `\`, `\\`) + `"`
}

// ref is the id of another object, or a text that may be one.
var ref = kind[brief.Ref]{shape{what: "an id"}, func(r *reader, n *node) (brief.Ref, bool) {
	id, ok := readText(r, n)
	return brief.Ref{ID: id, At: r.span(n)}, ok
}}

// textOr is a text with a rule: wrong says what is wrong with a value, if anything, and what to write.
func textOr(what string, wrong func(string) (message, hint string)) kind[string] {
	return kind[string]{shape{what: what}, func(r *reader, n *node) (string, bool) {
		s, ok := readText(r, n)
		if !ok {
			return "", false
		}
		if message, hint := wrong(s); message != "" {
			r.wrong(n, hint, "%s", message)
			return "", false
		}
		return s, true
	}}
}

// list is a list of values, of which one may stand alone.
func list[V any](k kind[V]) kind[[]V] {
	items := k.shape
	s := shape{what: items.what + " or a list of such", form: formList, items: &items}
	return kind[[]V]{s, func(r *reader, n *node) ([]V, bool) {
		if n.kind != sequence {
			v, ok := k.read(r, n)
			if !ok || n.isBlank() {
				return nil, false
			}
			return []V{v}, true
		}
		values := make([]V, 0, len(n.children))
		for _, child := range n.children {
			if child.isBlank() {
				r.wrong(child, "remove it", "an item of %s is empty", r.field)
				continue
			}
			if v, ok := k.read(r, child); ok {
				values = append(values, v)
			}
		}
		return values, true
	}}
}

// word is a word of a closed vocabulary.
func word[W ~string](v brief.Vocabulary) kind[W] { return wordOf[W](v.Words()) }

func wordOf[W ~string](words []string) kind[W] {
	return kind[W]{shape{what: "one of " + strings.Join(words, ", "), enum: words}, func(r *reader, n *node) (W, bool) {
		if n.kind != scalar || n.isNull() {
			r.expected(n, "one word", "one of: "+strings.Join(words, ", "))
			return "", false
		}
		for _, w := range words {
			if w == n.text {
				r.left -= len(w) // nothing of it is kept
				return W(w), true
			}
		}
		r.wrong(n, oneOf(n.text, words), "%s cannot be %s", r.field, short(n.text))
		return "", false
	}}
}

// oneOf is a hint for a closed vocabulary. Between words of one character none is nearer than another, but for its case.
func oneOf(got string, words []string) string {
	for _, w := range words {
		if strings.EqualFold(w, got) {
			return fmt.Sprintf("did you mean %s?", w)
		}
	}
	if len(words[0]) == 1 || len(got) > 100 {
		return "one of: " + strings.Join(words, ", ")
	}
	return diag.OneOf(got, words)
}

// flag is true or false.
var flag = kind[bool]{shape{what: "true or false", form: formSwitch}, func(r *reader, n *node) (bool, bool) {
	if n.kind == scalar && n.style == plain && (n.text == "true" || n.text == "false") {
		return n.text == "true", true
	}
	hint := "write true or false"
	switch strings.ToLower(n.text) {
	case "true", "yes", "on", "y", "1":
		hint = "write true"
	case "false", "no", "off", "n", "0":
		hint = "write false"
	}
	if n.kind != scalar {
		r.expected(n, "true or false", "")
		return false, false
	}
	r.wrong(n, hint, "%s is true or false, not %s", r.field, short(n.text))
	return false, false
}}

// toggle is true or false, or left to the level above.
var toggle = kind[brief.Switch]{flag.shape, func(r *reader, n *node) (brief.Switch, bool) {
	on, ok := flag.read(r, n)
	if on {
		return brief.On, ok
	}
	return brief.Off, ok
}}

// whole is a whole number from low to high.
func whole(low, high int) kind[int] {
	what := fmt.Sprintf("a whole number from %d to %d", low, high)
	return kind[int]{shape{what: what, form: formNumber}, func(r *reader, n *node) (int, bool) {
		if n.kind != scalar {
			r.expected(n, what, "")
			return 0, false
		}
		i, err := strconv.Atoi(n.text)
		if err != nil || i < low || i > high {
			r.wrong(n, "", "%s is %s, not %s", r.field, what, short(n.text))
			return 0, false
		}
		return i, true
	}}
}

// number is a decimal number from low to high.
func number(low, high float64) kind[float64] {
	what := fmt.Sprintf("a number from %v to %v", low, high)
	return kind[float64]{shape{what: what, form: formNumber}, func(r *reader, n *node) (float64, bool) {
		if n.kind != scalar {
			r.expected(n, what, "")
			return 0, false
		}
		f, ok := decimal(n.text)
		if !ok || f < low || f > high {
			r.wrong(n, "", "%s is %s, not %s", r.field, what, short(n.text))
			return 0, false
		}
		return f, true
	}}
}

// decimal reads digits with at most one point and sign; not the exponents, infinities and underscores of Go.
func decimal(s string) (f float64, ok bool) {
	if strings.Trim(s, "+-.0123456789") != "" || len(s) > 40 {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// part is an object that is part of another: its header, if it has one, gets the place.
func part[T any](o *object[T]) kind[T] {
	return kind[T]{shapeOf(o), func(r *reader, n *node) (v T, ok bool) {
		if n.kind != mapping {
			r.expected(n, o.name+" with keys", o.example())
			return v, false
		}
		at := r.head(n)
		if d := o.declared(&v); d != nil {
			d.At = at
		}
		prefix := r.prefix
		r.prefix += r.field + "."
		o.read(r, n, &v, at)
		r.prefix = prefix
		return v, true
	}}
}

// rare is a value that few objects have: it lies outside them.
func rare[V any](k kind[V]) kind[*V] {
	return kind[*V]{k.shape, func(r *reader, n *node) (*V, bool) {
		v, ok := k.read(r, n)
		if !ok {
			return nil, false
		}
		return &v, true
	}}
}

// parts is a list of objects whose fields have no places of their own in the object around them, unless they are
// declared themselves.
func parts[T any](o *object[T]) kind[[]T] {
	k := list(part(o))
	return kind[[]T]{k.shape, func(r *reader, n *node) ([]T, bool) {
		placed := r.placed
		r.placed = false
		v, ok := k.read(r, n)
		r.placed = placed
		return v, ok
	}}
}

// byID is a mapping of ids to objects.
func byID[T any](o *object[T]) kind[[]*T] {
	items := shapeOf(o)
	s := shape{what: "a mapping of ids", form: formMap, items: &items}
	return kind[[]*T]{s, func(r *reader, n *node) ([]*T, bool) {
		if n.kind == sequence && len(n.children) == 0 {
			return nil, true
		}
		if n.kind != mapping {
			r.expected(n, "a mapping of ids, each with its own keys", "some-id: {"+o.example()+"}")
			return nil, false
		}
		name := r.field
		values := make([]*T, 0, len(n.children)/2)
		seen := make(map[string]*node, len(n.children)/2)
		for k, v := range r.pairs(n) {
			r.field = name
			if first := seen[k.text]; first != nil {
				r.twice("duplicate-id", fmt.Sprintf("the id %s", short(k.text)), k, first)
				continue
			}
			seen[k.text] = k
			if d, ok := CheckID(k.text, r.span(k)); !ok {
				r.report(d)
			}
			if v.isEmpty() {
				v = &node{kind: mapping, start: k.end, end: k.end}
			}
			if v.kind != mapping {
				r.field = k.text
				r.expected(v, o.name+" with keys", o.example())
				continue
			}
			value := new(T)
			h := o.header(value)
			h.ID, h.At = r.keep(k.text), r.span(k)
			o.read(r, v, value, h.At)
			values = append(values, value)
		}
		return values, true
	}}
}

// shapeOf returns the shape of an object. Its keys are found when they are asked for, as tables stand in any order.
func shapeOf[T any](o *object[T]) shape {
	return shape{what: o.name, form: formObject, keys: func() []member {
		members := make([]member, len(o.fields))
		for i, f := range o.fields {
			members[i] = member{f.name, f.shape, f.required}
		}
		return members
	}}
}

// named is a mapping of names to values.
func named(k kind[string]) kind[[]brief.Named] {
	items := k.shape
	s := shape{what: "a mapping of names", form: formMap, items: &items}
	return kind[[]brief.Named]{s, func(r *reader, n *node) ([]brief.Named, bool) {
		var values []brief.Named
		ok := r.eachName(n, func(name *node, value *node) {
			if v, ok := k.read(r, value); ok {
				values = append(values, brief.Named{Name: r.keep(name.text), Value: v})
			}
		})
		return values, ok
	}}
}

// eachName calls do for each name of a mapping and its value, if it has one.
func (r *reader) eachName(n *node, do func(name, value *node)) bool {
	if n.kind != mapping {
		r.expected(n, "a mapping of names to values", "name: value")
		return false
	}
	seen := make(map[string]*node, len(n.children)/2)
	for k, v := range r.pairs(n) {
		if first := seen[k.text]; first != nil {
			r.twice("duplicate-key", fmt.Sprintf("the key %s", short(k.text)), k, first)
			continue
		}
		seen[k.text] = k
		if !v.isEmpty() {
			do(k, v)
		}
	}
	return true
}

// anything is YAML of the author's own, as strings, lists and maps; values stay the text that was written.
var anything = kind[map[string]any]{shape{what: "a mapping", form: formAny}, func(r *reader, n *node) (map[string]any, bool) {
	if n.kind != mapping {
		r.expected(n, "a mapping of names to values", "name: value")
		return nil, false
	}
	m, ok := r.free(n).(map[string]any)
	return m, ok
}}

// free returns a node as strings, lists and maps.
func (r *reader) free(n *node) any {
	switch n.kind {
	case sequence:
		values := make([]any, len(n.children))
		for i, child := range n.children {
			values[i] = r.free(child)
		}
		return values
	case mapping:
		values := make(map[string]any, len(n.children)/2)
		seen := make(map[string]*node, len(n.children)/2)
		for k, v := range r.pairs(n) {
			if first := seen[k.text]; first != nil {
				r.twice("duplicate-key", fmt.Sprintf("the key %s", short(k.text)), k, first)
				continue
			}
			seen[k.text] = k
			values[r.keep(k.text)] = r.free(v)
		}
		return values
	}
	return r.keep(n.text)
}
