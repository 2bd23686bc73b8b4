package plan

import (
	"fmt"

	"attest/generator/site"
	"attest/generator/theme"
)

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	found := pg.read.BlastRadius(s)
	blast, lost := &theme.Blast{}, 0
	for _, c := range found.Claims {
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c.Claim), Before: standing(c.With), After: standing(c.Without), Lost: c.Lost, Status: notCurrent(c.Status),
		})
		if c.Lost {
			lost++
		}
	}
	blast.Words = blastWords(len(found.Claims), lost)
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
func blastWords(claims, lost int) string {
	if claims == 0 {
		return "No claim leaned on it."
	}
	text := fmt.Sprintf("%d claims leaned on it, directly or through sources that derive from it", claims)
	if claims == 1 {
		text = "One claim leaned on it, directly or through sources that derive from it"
	}
	if lost == 0 {
		return text + "; none lost standing."
	}
	return fmt.Sprintf("%s; %d lost standing.", text, lost)
}
