package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	found := pg.read.BlastRadius(s)
	blast := &theme.Blast{}
	for _, c := range found.Claims {
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c.Claim), Before: standing(c.With), After: standing(c.Without), Lost: c.Lost, Status: notCurrent(c.Status),
		})
		if c.Lost {
			blast.Lost++
		}
	}
	for _, b := range found.Briefings {
		blast.Briefings = append(blast.Briefings, pg.to(b))
	}
	for _, e := range found.Events {
		blast.Events = append(blast.Events, pg.to(e))
	}
	for _, a := range found.Actors {
		blast.Actors = append(blast.Actors, pg.to(a))
	}
	return blast
}
