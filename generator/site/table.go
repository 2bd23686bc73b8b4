package site

import (
	"maps"
	"slices"
)

// parts is how many parts a table has: a change copies one of them.
const parts = 256

// table maps ids to values. Versions of a table share all parts in which they are the same. The zero value is empty.
type table[V any] struct {
	parts *[parts]map[string]V
	n     int
}

// part is where an id lies (FNV-1a of its end, in which ids differ most).
func part(id string) int {
	const end = 8
	h := uint32(2166136261)
	for i := max(0, len(id)-end); i < len(id); i++ {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return int(h % parts)
}

func (t table[V]) get(id string) (V, bool) {
	if t.parts == nil {
		var none V
		return none, false
	}
	v, ok := t.parts[part(id)][id]
	return v, ok
}

func (t table[V]) len() int { return t.n }

// keys returns the ids, sorted.
func (t table[V]) keys() []string {
	ids := make([]string, 0, t.n)
	if t.parts != nil {
		for _, part := range t.parts {
			ids = slices.AppendSeq(ids, maps.Keys(part))
		}
	}
	slices.Sort(ids)
	return ids
}

// editor makes the next version of a table; the one before stays as it is.
type editor[V any] struct {
	table[V]
	own  [parts]bool
	size int // about how large a new part becomes
}

// edit begins the next version of a table, which will have about n values if it is new.
func edit[V any](t table[V], n int) *editor[V] {
	e := &editor[V]{table: t, size: n / parts}
	e.parts = new([parts]map[string]V)
	if t.parts != nil {
		*e.parts = *t.parts
	}
	return e
}

func (e *editor[V]) open(id string) map[string]V {
	i := part(id)
	if !e.own[i] {
		e.own[i] = true
		if e.parts[i] = maps.Clone(e.parts[i]); e.parts[i] == nil {
			e.parts[i] = make(map[string]V, e.size)
		}
	}
	return e.parts[i]
}

func (e *editor[V]) set(id string, v V) {
	part := e.open(id)
	before := len(part)
	part[id] = v
	e.n += len(part) - before
}

func (e *editor[V]) delete(id string) {
	if _, ok := e.get(id); ok {
		delete(e.open(id), id)
		e.n--
	}
}
