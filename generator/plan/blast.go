package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	blast := &theme.Blast{}
	leaning := pg.read.Leaning(s)
	seen := make(map[site.Object]bool)
	add := func(list *[]theme.Link, o site.Object) {
		if !seen[o] {
			seen[o] = true
			*list = append(*list, pg.to(o))
		}
	}
	for _, c := range leaning {
		seen[c] = true
		before, now := pg.read.Without(c, s), pg.read.Standing(c)
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c), Before: standing(before), After: standing(now),
			Lost: before.Word != now.Word && weaker(before.Word, now.Word) == now.Word,
		})
		add(&blast.Briefings, c.Briefing)
		for _, e := range pg.read.EventsOf(c) {
			add(&blast.Events, e)
		}
		for _, o := range pg.read.About(c) {
			if a, ok := o.(*site.Actor); ok {
				add(&blast.Actors, a)
			}
		}
	}
	for _, a := range pg.read.ActorsRestingOn(leaning) { // what is said of two actors rests on claims too
		add(&blast.Actors, a)
	}
	return blast
}
