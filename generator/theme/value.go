package theme

import (
	"reflect"
	"sync/atomic"
)

// An expr is what has a value in a template: a field, a variable, a pipeline. It gives the value that text/template gives, or errAside.
type expr interface {
	eval(r *run, dot reflect.Value) (reflect.Value, error)
}

// aside is an expression that programs do not know, or that is surely wrong.
type aside struct{}

func (aside) eval(*run, reflect.Value) (reflect.Value, error) { return reflect.Value{}, errAside }

// literal is a value that stands in the template. The zero literal is none, the dot of a template that is called with nothing.
type literal struct{ value reflect.Value }

func (l literal) eval(*run, reflect.Value) (reflect.Value, error) { return l.value, nil }

// dot is {{.}}.
type dot struct{}

func (dot) eval(_ *run, dot reflect.Value) (reflect.Value, error) { return dot, nil }

// variable is a place among the variables of a template; $ has place 0.
type variable int

func (v variable) eval(r *run, _ reflect.Value) (reflect.Value, error) {
	return r.vars[r.base+int(v)], nil
}

// assignment is a pipeline that sets variables.
type assignment struct {
	value expr
	to    []int
}

func (a *assignment) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := a.value.eval(r, dot)
	if err == nil {
		for _, place := range a.to {
			r.vars[r.base+place] = v
		}
	}
	return v, err
}

// command is one command of a pipeline, whose value is taken out of its interface before it goes on.
type command struct{ value expr }

func (c command) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := c.value.eval(r, dot)
	if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
		v = v.Elem()
	}
	return v, err
}

// chain is one field after the other, from the dot, a variable or a pipeline: .Date.Words.
type chain struct {
	from   expr
	fields []*field
}

func (c *chain) eval(r *run, dot reflect.Value) (reflect.Value, error) {
	v, err := c.from.eval(r, dot)
	for _, f := range c.fields {
		if err != nil {
			break
		}
		v, err = f.of(v)
	}
	return v, err
}

// field is a name in a template that stands for a field of a struct or a key of a map.
type field struct {
	name  string
	key   reflect.Value          // the name
	found atomic.Pointer[member] // where it was the last time: a template nearly always gets the same type
}

// member is where a type has a field. It holds for all values of the type.
type member struct {
	of    reflect.Type
	index int // of the field in a struct; else keyed or unknown
}

func newField(name string) *field { return &field{name: name, key: reflect.ValueOf(name)} }

func (f *field) of(v reflect.Value) (reflect.Value, error) {
	if !v.IsValid() {
		return v, nil // text/template takes it for a key that a map does not have
	}
	v, isNil := indirect(v)
	if isNil {
		return v, errAside
	}
	m := f.found.Load()
	if m == nil || m.of != v.Type() {
		m = f.in(v.Type())
		f.found.Store(m)
	}
	switch {
	case m.index >= 0:
		return v.Field(m.index), nil
	case m.index == keyed:
		return v.MapIndex(f.key), nil
	default:
		return v, errAside
	}
}

// A member that is not the field of a struct has one of these for its index.
const (
	keyed   = -1 // a key of a map
	unknown = -2 // a method, a field of an embedded struct, or nothing at all
)

func (f *field) in(t reflect.Type) *member {
	m := &member{of: t, index: unknown}
	if _, ok := reflect.PointerTo(t).MethodByName(f.name); ok {
		return m
	}
	switch t.Kind() {
	case reflect.Struct:
		if s, ok := t.FieldByName(f.name); ok && s.IsExported() && len(s.Index) == 1 {
			m.index = s.Index[0]
		}
	case reflect.Map:
		if f.key.Type().AssignableTo(t.Key()) {
			m.index = keyed
		}
	}
	return m
}

// indirect follows pointers and interfaces to their end, which is nil where isNil.
func indirect(v reflect.Value) (end reflect.Value, isNil bool) {
	for ; v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface; v = v.Elem() {
		if v.IsNil() {
			return v, true
		}
	}
	return v, false
}

// inner returns what an interface holds.
func inner(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// isTrue is what if, with, and, or and not take for true.
func isTrue(v reflect.Value) bool {
	v = inner(v)
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Struct:
		return true
	default:
		return !v.IsZero()
	}
}
