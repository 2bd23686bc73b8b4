package plan

import (
	"slices"

	"attest/generator/site"
)

// authors returns a source's authors without one that is named as its publisher besides.
func (pg page) authors(s *site.Source) []string {
	name := pg.read.PublisherName(s)
	return slices.DeleteFunc(slices.Clone(s.Authors), func(author string) bool { return author == name })
}

// gradeFrom says whose grade a source's is.
func (pg page) gradeFrom(s *site.Source) string {
	if s.Reliability != "" {
		return pg.lang.Say("grade.own")
	}
	if publisher := pg.read.PublisherOf(s); publisher != nil && publisher.Reliability != "" {
		return pg.lang.Say("grade.publisher")
	}
	return pg.lang.Say("grade.none")
}
