package site

import "attest/generator/brief"

// Blast is the blast radius of a source's retraction. Lists are in the order in which what leans on the source is found.
type Blast struct {
	Sources   []*Source
	Claims    []Struck
	Briefings []*Briefing
	Events    []*Event
	Actors    []*Actor
}

// Struck is a claim that leans on a source, with its standing as long as that is not retracted and once it is.
type Struck struct {
	*Claim
	With, Without brief.Standing
	Lost          bool // it loses standing
}

// BlastRadius returns what leans on a source, directly or through others, whether it is retracted or not. Only that is visited.
func (r *Reader) BlastRadius(s *Source) Blast {
	r.need(onDerivation, 0)
	sources, claims := r.leaning(s)
	model := brief.Model{}
	byClaim, byEvent, byActor := make(map[string]*Claim), make(map[*brief.Event]*Event), make(map[*brief.Actor]*Actor)
	actor := func(a *Actor) {
		if byActor[a.Actor] == nil {
			byActor[a.Actor] = a
			model.Actors = append(model.Actors, a.Actor)
		}
	}
	for _, source := range sources {
		model.Sources = append(model.Sources, source.Source)
	}
	for _, c := range claims {
		counted := *c.Claim
		counted.Evidence = r.counted(c)
		byClaim[c.key] = c
		model.Claims = append(model.Claims, &counted)
		for _, e := range r.EventsOf(c) {
			if byEvent[e.Event] == nil {
				byEvent[e.Event] = e
				model.Events = append(model.Events, e.Event)
			}
		}
		for _, o := range r.About(c) {
			if a, ok := o.(*Actor); ok {
				actor(a)
			}
		}
	}
	for _, a := range r.ActorsRestingOn(claims) {
		actor(a)
	}
	found := r.derivation.BlastRadius(s.ID, model)
	var b Blast
	for _, source := range found.Sources {
		b.Sources = append(b.Sources, r.Source(source.ID))
	}
	for _, c := range found.Claims {
		b.Claims = append(b.Claims, Struck{byClaim[c.Claim.Address()], c.With, c.Without, c.Lost()})
	}
	for _, slug := range found.Briefings {
		b.Briefings = append(b.Briefings, r.Briefing(slug))
	}
	for _, e := range found.Events {
		b.Events = append(b.Events, byEvent[e])
	}
	for _, a := range found.Actors {
		b.Actors = append(b.Actors, byActor[a])
	}
	return b
}

// leaning returns the source and those that derive from it, and the claims that lean on one of them, each once and in a fixed order.
func (r *Reader) leaning(source *Source) (sources []*Source, claims []*Claim) {
	found := make(map[*Claim]bool)
	sources = []*Source{source}
	seen := map[*Source]bool{source: true}
	for i := 0; i < len(sources); i++ {
		for _, use := range r.Uses(sources[i]) {
			if !found[use.Claim] {
				found[use.Claim], claims = true, append(claims, use.Claim)
			}
		}
		for _, child := range r.Children(sources[i]) {
			if !seen[child] {
				seen[child], sources = true, append(sources, child)
			}
		}
	}
	return sources, claims
}
