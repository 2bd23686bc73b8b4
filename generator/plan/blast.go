package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	found := pg.read.BlastRadius(s)
	blast, lost := &theme.Blast{}, 0
	for _, c := range found.Claims {
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c.Claim), Before: pg.standing(c.With), After: pg.standing(c.Without), Lost: c.Lost, Status: pg.lang.Status(c.Status),
		})
		if c.Lost {
			lost++
		}
	}
	blast.Words = pg.blastWords(len(found.Claims), lost)
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

// blastWords says how many claims leaned on a retracted source, and how many of them lost standing with it.
func (pg page) blastWords(claims, lost int) string {
	switch {
	case claims == 0:
		return pg.lang.Say("blast.none")
	case lost == 0:
		return pg.lang.Say("blast.unharmed", pg.lang.Say("blast.leaned", claims))
	}
	return pg.lang.Say("blast.harmed", pg.lang.Say("blast.leaned", claims), lost)
}
