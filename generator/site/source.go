package site

import (
	"slices"

	"attest/generator/brief"
)

func (r *Reader) sourcesNaming(n name, is func(*Source) bool) []*Source {
	var out []*Source
	for _, f := range r.referrers(n) {
		for _, s := range published(r.Site, f.sources) {
			if is(s) {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, func(x, y *Source) int { return compare(x, y) })
	return out
}

func (r *Reader) PublisherOf(s *Source) *Actor {
	if !IsID(s.Publisher.ID) {
		return nil
	}
	return r.Actor(s.Publisher.ID)
}

func (r *Reader) Parents(s *Source) []*Source {
	var out []*Source
	for _, ref := range s.DerivedFrom {
		if parent := r.Source(ref.ID); parent != nil && !slices.Contains(out, parent) {
			out = append(out, parent)
		}
	}
	return out
}

func (r *Reader) Children(s *Source) []*Source {
	return r.sourcesNaming(s.named(), func(child *Source) bool {
		return slices.ContainsFunc(child.DerivedFrom, func(ref brief.Ref) bool { return ref.ID == s.ID })
	})
}

func (r *Reader) Roots(s *Source) []*Source {
	r.need(Dependency{On: onDerivation})
	var out []*Source
	for _, root := range r.derivation.Roots(s.ID) {
		out = append(out, r.Source(root.ID))
	}
	return out
}

func (r *Reader) Uses(s *Source) []Evidence {
	var out []Evidence
	for _, c := range r.claims(s.named(), func(c *Claim) bool { return c.cites(s.ID) }) {
		for i := range c.Claim.Evidence {
			if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
				out = append(out, Evidence{Evidence: e, Source: s, Claim: c})
			}
		}
	}
	return out
}

func (r *Reader) CountUses(s *Source) (evidence, claims int) {
	r.referring(s.named(), func(b *Briefing, _ *file) {
		for _, c := range b.Claims {
			n := 0
			for i := range c.Claim.Evidence {
				if e := &c.Claim.Evidence[i]; e.Source.ID == s.ID && !e.TLP.Above(r.Settings.TLP) {
					n++
				}
			}
			evidence += n
			claims += min(n, 1)
		}
	})
	return evidence, claims
}

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

func (r *Reader) Grade(s *Source) (grade brief.Reliability, basis, from string) {
	if s.Reliability != "" {
		return s.Reliability, s.GradeBasis, "its own grade"
	}
	if publisher := r.PublisherOf(s); publisher != nil && publisher.Reliability != "" {
		return publisher.Reliability, publisher.GradeBasis, "the grade of its publisher"
	}
	return brief.ReliabilityUnknown, "", "nobody has graded it"
}

func (r *Reader) GradeOf(e Evidence) (reliability brief.Reliability, credibility brief.Credibility) {
	reliability, _, _ = r.Grade(e.Source)
	credibility = e.Credibility
	if credibility == "" {
		credibility = brief.CredibilityUnknown
	}
	return reliability, credibility
}

func (r *Reader) Without(c *Claim, source *Source) brief.Standing {
	r.need(Dependency{On: onDerivation})
	return r.derivation.Standing(r.counted(c), source.ID)
}

func (r *Reader) OpenSources() []string {
	r.need(Dependency{On: onList, Kind: KindSource})
	return r.open
}

func (r *Reader) Leaning(source *Source) []*Claim {
	var claims []*Claim
	found := make(map[*Claim]bool)
	seen := map[*Source]bool{source: true}
	for queue := []*Source{source}; len(queue) > 0; queue = queue[1:] {
		for _, use := range r.Uses(queue[0]) {
			if !found[use.Claim] {
				found[use.Claim], claims = true, append(claims, use.Claim)
			}
		}
		for _, child := range r.Children(queue[0]) {
			if !seen[child] {
				seen[child], queue = true, append(queue, child)
			}
		}
	}
	return claims
}
