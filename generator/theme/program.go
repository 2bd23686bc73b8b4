package theme

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"sync"
)

// html/template escapes a template when it is first executed: into each action of the parse tree it puts a call of the escaper that is
// right at that place. It then walks the tree by reflection, which takes many times as long as the text itself. A program is the
// same tree, escapers included, made into steps that find fields by their index and call escapers as functions. What a program does
// not know, and whatever goes wrong in it, is left to html/template, which makes the whole page: so the bytes, and the words and the
// place of a fault, are always those of html/template.

var (
	errAside    = errors.New("left to html/template")
	errBreak    = errors.New("{{break}}")
	errContinue = errors.New("{{continue}}")
)

// program is a template that has been escaped and made into steps. Its steps are shared: they keep nothing of a run.
type program struct {
	body steps
	vars int // the most variables that are in scope at once, $ included
}

// run is one filling of a program.
type run struct {
	out   []byte
	vars  []reflect.Value // those of each template that is being filled, the innermost last
	base  int             // where those of the innermost begin
	depth int             // templates that are being filled within another
}

var runs = sync.Pool{New: func() any { return new(run) }}

// release gives r back, without what it knows of a view.
func (r *run) release() {
	clear(r.vars[:cap(r.vars)])
	*r = run{vars: r.vars[:0]}
	runs.Put(r)
}

// call fills a program with dot, as a page or within another.
func (r *run) call(p *program, dot reflect.Value) error {
	if r.depth++; r.depth > maxDepth { // html/template counts only calls that can come back, and decides
		return errAside
	}
	base := r.base
	r.base = len(r.vars)
	r.vars = slices.Grow(r.vars, p.vars)[:r.base+p.vars]
	r.vars[r.base] = dot
	err := p.body.do(r, dot)
	r.vars = r.vars[:r.base]
	r.base = base
	r.depth--
	return err
}

// A step is what stands in a template beside another: a text, an action, a branch. An error other than errBreak and errContinue ends
// the run.
type step interface {
	do(r *run, dot reflect.Value) error
}

type steps []step

func (s steps) do(r *run, dot reflect.Value) error {
	for _, step := range s {
		if err := step.do(r, dot); err != nil {
			return err
		}
	}
	if len(r.out) > maxPage {
		return errAside
	}
	return nil
}

// text is written as it is.
type text string

func (t text) do(r *run, _ reflect.Value) error {
	r.out = append(r.out, t...)
	return nil
}

// show writes a value as its place asks for.
type show struct {
	value expr
	as    *escaper
}

func (s *show) do(r *run, dot reflect.Value) error {
	v, err := s.value.eval(r, dot)
	if err != nil {
		return err
	}
	start := len(r.out)
	if r.out, err = s.as.append(r.out, v); err != nil {
		return err
	}
	if isMark(r.out[start:]) { // which the writer of html/template would take out
		return errAside
	}
	return nil
}

// set evaluates a pipeline for the variables that it sets.
type set struct{ value expr }

func (s set) do(r *run, dot reflect.Value) error {
	_, err := s.value.eval(r, dot)
	return err
}

// branch is if or with.
type branch struct {
	on         expr
	with       bool // then has the value as its dot
	then, none steps
}

func (b *branch) do(r *run, dot reflect.Value) error {
	v, err := b.on.eval(r, dot)
	switch {
	case err != nil:
		return err
	case !isTrue(v):
		return b.none.do(r, dot)
	case b.with:
		return b.then.do(r, v)
	default:
		return b.then.do(r, dot)
	}
}

// loop is range over an array, a slice or a map whose keys are strings.
type loop struct {
	over         expr
	key, element int // places of the variables; -1 where there is none
	body, none   steps
}

func (l *loop) do(r *run, dot reflect.Value) error {
	v, err := l.over.eval(r, dot)
	if err != nil {
		return err
	}
	v, _ = indirect(v)
	switch v.Kind() {
	case reflect.Invalid:
		return l.none.do(r, dot)
	case reflect.Array, reflect.Slice:
		if v.Len() == 0 {
			return l.none.do(r, dot)
		}
		for i := range v.Len() {
			if l.key >= 0 {
				r.vars[r.base+l.key] = reflect.ValueOf(i)
			}
			if more, err := l.once(r, v.Index(i)); !more {
				return err
			}
		}
		return nil
	case reflect.Map:
		return l.overMap(r, dot, v)
	}
	return errAside
}

func (l *loop) overMap(r *run, dot, v reflect.Value) error {
	if v.Type().Key().Kind() != reflect.String {
		return errAside
	}
	if v.Len() == 0 {
		return l.none.do(r, dot)
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if l.key >= 0 {
			r.vars[r.base+l.key] = key
		}
		if more, err := l.once(r, v.MapIndex(key)); !more {
			return err
		}
	}
	return nil
}

// once runs the body for an element and reports whether the loop goes on.
func (l *loop) once(r *run, element reflect.Value) (more bool, err error) {
	if l.element >= 0 {
		r.vars[r.base+l.element] = element
	}
	switch err := l.body.do(r, element); {
	case err == nil || errors.Is(err, errContinue):
		return true, nil
	case errors.Is(err, errBreak):
		return false, nil
	default:
		return false, err
	}
}

// include is a call of another template.
type include struct {
	program *program
	dot     expr
}

func (c *include) do(r *run, dot reflect.Value) error {
	dot, err := c.dot.eval(r, dot)
	if err != nil {
		return err
	}
	return r.call(c.program, dot)
}

// leap ends a turn of a loop, a loop, or the whole run.
type leap struct{ err error }

func (l leap) do(*run, reflect.Value) error { return l.err }
