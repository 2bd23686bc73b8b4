package plan

import (
	"slices"

	"attest/generator/site"
	"attest/generator/theme"
)

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	blast := &theme.Blast{}
	leaning := pg.site.Leaning(s)
	seen := make(map[site.Object]bool)
	add := func(list *[]theme.Link, o site.Object) {
		if !seen[o] {
			seen[o] = true
			*list = append(*list, pg.to(o))
		}
	}
	for _, c := range leaning {
		seen[c] = true
		before := pg.site.Without(c, s)
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c), Before: standing(before), After: standing(c.Standing),
			Lost: before.Word != c.Standing.Word && weaker(before.Word, c.Standing.Word) == c.Standing.Word,
		})
		add(&blast.Briefings, c.Briefing)
		for _, e := range c.Events {
			add(&blast.Events, e)
		}
		for _, o := range c.About {
			if a, ok := o.(*site.Actor); ok {
				add(&blast.Actors, a)
			}
		}
	}
	for _, a := range pg.site.Actors { // what is said of two actors rests on claims too
		for _, r := range a.Relations {
			if slices.ContainsFunc(r.Claims, func(c *site.Claim) bool { return seen[c] }) {
				add(&blast.Actors, a)
			}
		}
	}
	return blast
}
