package brief

import (
	"cmp"
	"maps"
	"slices"
)

// Derivation is where the sources of a site come from: each source's roots, found by following derived_from.
type Derivation struct {
	sources map[string]*Source
	roots   map[string][]*Source // sorted by id; empty only for sources that derive from nothing but a cycle
	cycles  [][]*Source
}

// Derive follows derived_from of all sources. A source that derives from nothing that exists is its own root; one that is original
// besides is a root beside those it derives from. Sources that derive from each other in a circle are returned by Cycles.
func Derive(sources []*Source) *Derivation {
	d := &Derivation{
		sources: make(map[string]*Source, len(sources)),
		roots:   make(map[string][]*Source, len(sources)),
	}
	for _, s := range sources {
		d.sources[s.ID] = s
	}
	for _, component := range d.components(sources) {
		d.settle(component)
	}
	slices.SortFunc(d.cycles, func(a, b []*Source) int { return compareIDs(a[0], b[0]) })
	return d
}

// Roots returns the sources that a source comes from in the end, sorted by id. The slice is read-only.
func (d *Derivation) Roots(id string) []*Source { return d.roots[id] }

// Cycles returns the groups of sources that derive from each other, each sorted by id.
func (d *Derivation) Cycles() [][]*Source { return d.cycles }

// parents returns the existing sources that s derives from.
func (d *Derivation) parents(s *Source) []*Source {
	var out []*Source
	for _, ref := range s.DerivedFrom {
		if p, ok := d.sources[ref.ID]; ok {
			out = append(out, p)
		}
	}
	return out
}

// settle finds the roots of a strongly connected component; those of all it derives from are found already.
func (d *Derivation) settle(component []*Source) {
	inside := make(map[string]bool, len(component))
	for _, s := range component {
		inside[s.ID] = true
	}
	cyclic := len(component) > 1
	found := make(map[string]*Source)
	for _, s := range component {
		parents := d.parents(s)
		if len(parents) == 0 || s.Origin == OriginOriginal {
			found[s.ID] = s
		}
		for _, p := range parents {
			if inside[p.ID] {
				cyclic = true
				continue
			}
			for _, root := range d.roots[p.ID] {
				found[root.ID] = root
			}
		}
	}
	roots := make([]*Source, 0, len(found))
	for _, id := range slices.Sorted(maps.Keys(found)) {
		roots = append(roots, found[id])
	}
	for _, s := range component {
		d.roots[s.ID] = roots
	}
	if cyclic {
		slices.SortFunc(component, compareIDs)
		d.cycles = append(d.cycles, component)
	}
}

// components returns the strongly connected components of "derives from", each after those it derives from (Tarjan, 1972). It
// keeps its own stack, so that a chain of any length is followed.
func (d *Derivation) components(sources []*Source) [][]*Source {
	type frame struct {
		source  *Source
		parents []*Source
		next    int
	}
	var (
		out     [][]*Source
		stack   []*Source
		index   = make(map[string]int, len(sources)) // from 1, in order of discovery
		low     = make(map[string]int, len(sources))
		onStack = make(map[string]bool, len(sources))
		frames  []frame
	)
	enter := func(s *Source) {
		index[s.ID] = len(index) + 1
		low[s.ID] = index[s.ID]
		stack, onStack[s.ID] = append(stack, s), true
		frames = append(frames, frame{source: s, parents: d.parents(s)})
	}
	for _, start := range sources {
		if index[start.ID] != 0 {
			continue
		}
		enter(d.sources[start.ID])
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			id := f.source.ID
			if f.next < len(f.parents) {
				p := f.parents[f.next]
				f.next++
				switch {
				case index[p.ID] == 0:
					enter(p)
				case onStack[p.ID]:
					low[id] = min(low[id], index[p.ID])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				above := frames[len(frames)-1].source.ID
				low[above] = min(low[above], low[id])
			}
			if low[id] != index[id] {
				continue
			}
			var component []*Source
			for {
				s := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				onStack[s.ID] = false
				component = append(component, s)
				if s.ID == id {
					break
				}
			}
			out = append(out, component)
		}
	}
	return out
}

func compareIDs(a, b *Source) int { return cmp.Compare(a.ID, b.ID) }
