package theme

import (
	"fmt"
	"html/template"
	"reflect"
)

// function makes the call of a function. args includes what comes from the pipeline, as the last one.
func (t *Theme) function(name string, args []expr) expr {
	switch n := len(args); {
	case name == "asset" && n == 1:
		return constant(&worded{t.Version, args[0]})
	case name == "dir" && n == 1:
		return constant(&worded{direction, args[0]})
	case name == "word" && n >= 1:
		return settled(&phrase{t, args[0], args[1:]}, args...)
	case name == "part" && n == 2:
		return settled(&stretch{t, args[0], args[1]}, args...)
	case name == "term" && n == 2:
		return settled(&term{t, args[0], args[1]}, args...)
	case name == "eq" && n >= 2:
		return &equality{args[0], args[1:], true}
	case name == "ne" && n == 2:
		return &equality{args[0], args[1:], false}
	case orders[name] != nil && n == 2:
		return &order{orders[name], args[0], args[1]}
	case name == "and" && n >= 1:
		return &choice{args, false}
	case name == "or" && n >= 1:
		return &choice{args, true}
	case name == "not" && n == 1:
		return &negation{args[0]}
	case name == "len" && n == 1:
		return &length{args[0]}
	case name == "index" && n >= 1:
		return &element{args[0], args[1:]}
	case formats[name] != nil:
		return &format{formats[name], args}
	case name == "printf" && n >= 1:
		return &printf{args[0], args[1:]}
	}
	return aside{}
}

// worded is a function from one text to another, as those of the theme are.
type worded struct {
	word func(string) string
	arg  expr
}

func (w *worded) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := w.arg.eval(r, dot)
	if v = inner(v); err != nil || !isText(v) {
		return v, errAside
	}
	return reflect.ValueOf(w.word(v.String())), nil
}

// constant evaluates the function now if its argument stands in the template: it gives the same for the same always.
func constant(w *worded) expr {
	if _, ok := w.arg.(literal); ok {
		if v, err := w.eval(nil, reflect.Value{}); err == nil {
			return literal{v}
		}
	}
	return w
}

// equality is eq, true if one of the others is equal, or ne.
type equality struct {
	first  expr
	others []expr
	want   bool
}

func (e *equality) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	a, err := e.first.eval(r, dot)
	if err != nil {
		return a, err
	}
	equal := false
	for _, other := range e.others {
		b, err := other.eval(r, dot)
		if err != nil {
			return b, err
		}
		_, same, ok := compare(inner(a), inner(b))
		if !ok {
			return b, errAside
		}
		equal = equal || same
	}
	return reflect.ValueOf(equal == e.want), nil
}

// compare compares two values of the kinds that text/template takes for one, and knows the commonest of them.
func compare(a, b reflect.Value) (less, equal, ok bool) {
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() < b.String(), a.String() == b.String(), true
	case a.CanInt() && b.CanInt():
		return a.Int() < b.Int(), a.Int() == b.Int(), true
	case a.CanFloat() && b.CanFloat():
		return a.Float() < b.Float(), a.Float() == b.Float(), true
	}
	return false, false, false
}

// orders are the comparisons, each made of less and equal as text/template makes it, on which NaN depends.
var orders = map[string]func(less, equal bool) bool{
	"lt": func(less, _ bool) bool { return less },
	"le": func(less, equal bool) bool { return less || equal },
	"gt": func(less, equal bool) bool { return !less && !equal },
	"ge": func(less, _ bool) bool { return !less },
}

type order struct {
	holds         func(less, equal bool) bool
	first, second expr
}

func (o *order) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	a, err := o.first.eval(r, dot)
	if err != nil {
		return a, err
	}
	b, err := o.second.eval(r, dot)
	if err != nil {
		return b, err
	}
	less, equal, ok := compare(inner(a), inner(b))
	if !ok {
		return b, errAside
	}
	return reflect.ValueOf(o.holds(less, equal)), nil
}

// choice is or and and: the first value whose truth is end, or the last; those after it are not asked for.
type choice struct {
	values []expr
	end    bool
}

func (c *choice) eval(r *run, dot reflect.Value) (v reflect.Value, err error) {
	for _, value := range c.values {
		if v, err = value.eval(r, dot); err != nil || isTrue(v) == c.end {
			break
		}
	}
	return v, err
}

type negation struct{ value expr }

func (n *negation) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := n.value.eval(r, dot)
	if err != nil {
		return v, err
	}
	return reflect.ValueOf(!isTrue(v)), nil
}

type length struct{ value expr }

func (l *length) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := l.value.eval(r, dot)
	if err != nil {
		return v, err
	}
	v, _ = indirect(v)
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return reflect.ValueOf(v.Len()), nil
	}
	return v, errAside
}

// element is index: of slices by number, of maps by a key of just their type.
type element struct {
	of expr
	at []expr
}

func (e *element) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := e.of.eval(r, dot)
	if err != nil {
		return v, err
	}
	v = inner(v)
	for _, at := range e.at {
		key, err := at.eval(r, dot)
		if err != nil {
			return key, err
		}
		key = inner(key)
		v, _ = indirect(v)
		switch {
		case v.Kind() == reflect.Slice && key.CanInt() && 0 <= key.Int() && key.Int() < int64(v.Len()):
			v = v.Index(int(key.Int()))
		case v.Kind() == reflect.Map && key.IsValid() && key.Type() == v.Type().Key():
			found := v.MapIndex(key)
			if !found.IsValid() {
				found = reflect.Zero(v.Type().Elem())
			}
			v = found
		default:
			return v, errAside
		}
	}
	if !v.IsValid() {
		return v, errAside
	}
	return v, nil
}

// formats are the functions that make a text of anything.
var formats = map[string]func(...any) string{
	"print": fmt.Sprint, "println": fmt.Sprintln, "html": template.HTMLEscaper, "urlquery": template.URLQueryEscaper, "js": template.JSEscaper,
}

type format struct {
	text func(...any) string
	args []expr
}

func (f *format) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	args, err := anything(r, dot, f.args)
	if err != nil {
		return reflect.Value{}, err
	}
	return reflect.ValueOf(f.text(args...)), nil
}

type printf struct {
	form expr
	args []expr
}

func (p *printf) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	form, err := p.form.eval(r, dot)
	if form = inner(form); err != nil || !isText(form) {
		return form, errAside
	}
	args, err := anything(r, dot, p.args)
	if err != nil {
		return reflect.Value{}, err
	}
	return reflect.ValueOf(fmt.Sprintf(form.String(), args...)), nil
}

// anything evaluates the arguments of a function that takes any.
func anything(r *run, dot reflect.Value, args []expr) ([]any, error) {
	out := make([]any, len(args))
	for i, arg := range args {
		v, err := arg.eval(r, dot)
		if err != nil {
			return nil, err
		}
		if v.IsValid() {
			out[i] = v.Interface()
		}
	}
	return out, nil
}

// isText reports whether v is a string and not one of the types that are made of strings.
func isText(v reflect.Value) bool { return v.Kind() == reflect.String && v.Type() == textType }
