package site

import (
	"fmt"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// linkSources resolves what sources derive from and who published them, and finds their roots.
func (l *linker) linkSources() {
	published := make([]*brief.Source, len(l.Sources))
	for i, s := range l.Sources {
		published[i] = s.Source
		if IsID(s.Source.Publisher.ID) {
			if s.Publisher = l.actors[s.Source.Publisher.ID]; s.Publisher == nil {
				l.missing(KindActor, s.Source.Publisher)
			}
		}
		for _, ref := range s.DerivedFrom {
			parent := l.sources[ref.ID]
			if parent == nil {
				l.missing(KindSource, ref)
				continue
			}
			if slices.Contains(s.Parents, parent) {
				continue
			}
			s.Parents = append(s.Parents, parent)
			parent.Children = append(parent.Children, s)
		}
		if s.Publisher != nil && s.Public() {
			s.Publisher.Published = append(s.Publisher.Published, s)
		}
	}
	l.derivation = brief.Derive(published)
	for _, s := range l.Sources {
		for _, root := range l.derivation.Roots(s.ID) {
			s.Roots = append(s.Roots, l.sources[root.ID])
		}
	}
	for _, cycle := range l.derivation.Cycles() {
		l.reportCycle(cycle)
	}
}

func (l *linker) reportCycle(cycle []*brief.Source) {
	first := cycle[0]
	d := diag.Diagnostic{Code: "derivation-cycle", At: first.Place("derived_from"), Hint: "take out the derivation that is not so"}
	if len(cycle) == 1 {
		d.Message = fmt.Sprintf("the source %q derives from itself", first.ID)
	} else {
		d.Message = fmt.Sprintf("the source %q derives from itself by way of %s", first.ID, others(cycle[1:]))
	}
	for _, s := range cycle[1:] {
		d.Related = append(d.Related, diag.Related{At: s.Place("derived_from"), Message: fmt.Sprintf("%q is part of the circle", s.ID)})
	}
	l.report(d)
}

func others(sources []*brief.Source) string {
	const most = 3
	var names []string
	for i, s := range sources {
		if i == most {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(sources)-most)
		}
		names = append(names, fmt.Sprintf("%q", s.ID))
	}
	return strings.Join(names, ", ")
}
