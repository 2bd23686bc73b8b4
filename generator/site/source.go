package site

import (
	"slices"

	"attest/generator/brief"
)

// PublisherOf returns the actor who published a source; nil for plain text.
func (r *Reader) PublisherOf(s *Source) *Actor {
	if !s.byActor {
		return nil
	}
	return r.Actor(s.Publisher.ID)
}

// PublisherName returns who published a source: the actor's name, or the author's own words.
func (r *Reader) PublisherName(s *Source) string {
	if a := r.PublisherOf(s); a != nil {
		return a.Name
	}
	return s.Publisher.ID
}

// Parents returns the sources that a source derives from, each once.
func (r *Reader) Parents(s *Source) []*Source {
	var out []*Source
	for _, ref := range s.DerivedFrom {
		if parent := r.Source(ref.ID); parent != nil && !slices.Contains(out, parent) {
			out = append(out, parent)
		}
	}
	return out
}

// Children returns the sources that derive from a source.
func (r *Reader) Children(s *Source) []*Source {
	return naming(r, s, sourcesIn, func(child *Source) bool {
		return slices.ContainsFunc(child.DerivedFrom, func(ref brief.Ref) bool { return ref.ID == s.ID })
	})
}

// Roots returns the sources that a source comes from in the end, sorted by id.
func (r *Reader) Roots(s *Source) []*Source {
	r.need(onDerivation, 0)
	var out []*Source
	for _, root := range r.derivation.Roots(s.ID) {
		out = append(out, r.Source(root.ID))
	}
	return out
}

// Uses returns the evidence that a source gives, in the order of the claims.
func (r *Reader) Uses(s *Source) []Evidence {
	var out []Evidence
	for _, c := range r.claims(s, func(c *Claim) bool { return c.cites(s.ID) }) {
		for i := range c.Claim.Evidence {
			if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
				out = append(out, Evidence{Evidence: e, Source: s, Claim: c})
			}
		}
	}
	return out
}

// uses is how many pieces of evidence a source gives, and for how many claims.
type uses struct{ evidence, claims int }

// CountUses returns how many pieces of evidence a source gives, and for how many claims.
func (r *Reader) CountUses(s *Source) (evidence, claims int) {
	r.needReferrers(s)
	known := &r.uses()[s.number]
	if n := known.Load(); n != nil {
		return n.evidence, n.claims
	}
	var sum uses
	r.referring(s, func(b *Briefing, _ *document) {
		for _, c := range b.Claims {
			n := 0
			for i := range c.Claim.Evidence {
				if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
					n++
				}
			}
			sum.evidence += n
			sum.claims += min(n, 1)
		}
	})
	known.Store(&sum)
	return sum.evidence, sum.claims
}

// EventsFrom returns the events of the claims that lean on a source.
func (r *Reader) EventsFrom(s *Source) []*Event {
	seen := make(map[*Event]bool)
	var out []*Event
	for _, use := range r.Uses(s) {
		for _, e := range r.EventsOf(use.Claim) {
			if !seen[e] {
				seen[e], out = true, append(out, e)
			}
		}
	}
	slices.SortFunc(out, compareEvents)
	return out
}

// Grade returns a source's reliability and where it comes from: its own, its publisher's, or F where nobody judged it.
func (r *Reader) Grade(s *Source) (grade brief.Reliability, basis, from string) {
	if s.Reliability != "" {
		return s.Reliability, s.GradeBasis, "its own grade"
	}
	if publisher := r.PublisherOf(s); publisher != nil && publisher.Reliability != "" {
		return publisher.Reliability, publisher.GradeBasis, "the grade of its publisher"
	}
	return brief.ReliabilityUnknown, "", "nobody has graded it"
}

// GradeOf returns the Admiralty grade of a piece of evidence, such as B2: the effective reliability of its source and its credibility.
// What was not judged is F and 6.
func (r *Reader) GradeOf(e Evidence) (reliability brief.Reliability, credibility brief.Credibility) {
	reliability, _, _ = r.Grade(e.Source)
	credibility = e.Credibility
	if credibility == "" {
		credibility = brief.CredibilityUnknown
	}
	return reliability, credibility
}

// OpenSources returns the sources that have a page: all but those withheld by the authors.
func (r *Reader) OpenSources() []string {
	r.need(onList, int32(KindSource.index()))
	return r.open
}
