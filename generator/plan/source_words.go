package plan

import (
	"slices"

	"attest/generator/site"
)

// authors returns a source's authors without one that is named as its publisher besides.
func (pg page) authors(s *site.Source) []string {
	name := pg.publisher(s)
	return slices.DeleteFunc(slices.Clone(s.Authors), func(author string) bool { return author == name })
}
