package brief

import "slices"

// Blast is the blast radius of a retraction: all that leans on a source, directly or through a source that derives from it.
type Blast struct {
	Sources   []*Source // that derive from it, by any number of steps
	Claims    []Struck
	Briefings []string // slugs: those of the claims
	Events    []*Event // that rest on one of the claims, or that one of them is about
	Actors    []*Actor // that one of the claims is about, or of which a relation rests on one
}

// Struck is a claim that leans on a source.
type Struck struct {
	Claim         *Claim
	With, Without Standing // as long as the source is not retracted, and once it is
}

// Lost reports whether the claim loses standing with the source.
func (s Struck) Lost() bool {
	return s.Without.Word != s.With.Word && Weaker(s.With.Word, s.Without.Word) == s.Without.Word
}

// Model is objects among which something is looked for. A blast radius takes the objects that may lean on the source, of which there
// may be more than do: all of a site, or those that an index names.
type Model struct {
	Sources []*Source
	Claims  []*Claim // with the evidence that is counted
	Events  []*Event
	Actors  []*Actor
}

// BlastRadius finds what leans on a source, whether it is retracted or not. It keeps the order of what it is given.
func (d *Derivation) BlastRadius(source string, among Model) Blast {
	var b Blast
	leaning := descendants(source, among.Sources)
	for _, s := range among.Sources {
		if s.ID != source && leaning[s.ID] {
			b.Sources = append(b.Sources, s)
		}
	}
	struck, named, listed := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, c := range among.Claims {
		if !slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return leaning[e.Source.ID] }) {
			continue
		}
		b.Claims = append(b.Claims, Struck{
			Claim:   c,
			With:    d.StandingIf(c.Evidence, Supposed{Source: source}),
			Without: d.StandingIf(c.Evidence, Supposed{Source: source, Retracted: true}),
		})
		struck[c.Address()] = true
		if !listed[c.Briefing] {
			listed[c.Briefing], b.Briefings = true, append(b.Briefings, c.Briefing)
		}
		for _, ref := range c.About {
			named[ref.ID] = true
		}
	}
	rests := func(briefing string, claims []Ref) bool {
		return slices.ContainsFunc(claims, func(ref Ref) bool { return struck[ref.ClaimAddress(briefing)] })
	}
	for _, e := range among.Events {
		if named[e.ID] || rests(e.Briefing, e.Claims) {
			b.Events = append(b.Events, e)
		}
	}
	for _, a := range among.Actors { // what is said of two actors rests on claims too
		for i := range a.Relations {
			if relation := &a.Relations[i]; rests(a.Briefing, relation.Claims) {
				named[a.ID], named[relation.To.ID] = true, true
			}
		}
	}
	for _, a := range among.Actors {
		if named[a.ID] {
			b.Actors = append(b.Actors, a)
		}
	}
	return b
}

// descendants returns a source and all that derive from it, in a circle too.
func descendants(source string, among []*Source) map[string]bool {
	children := make(map[string][]string)
	for _, s := range among {
		for _, ref := range s.DerivedFrom {
			children[ref.ID] = append(children[ref.ID], s.ID)
		}
	}
	found := map[string]bool{source: true}
	for queue := []string{source}; len(queue) > 0; queue = queue[1:] {
		for _, child := range children[queue[0]] {
			if !found[child] {
				found[child], queue = true, append(queue, child)
			}
		}
	}
	return found
}
