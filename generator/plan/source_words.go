package plan

import (
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"attest/generator/site"
)

// languageName names a language in English; a tag that is not known is shown as written.
func languageName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.English.Tags().Name(parsed); name != "" {
		return name
	}
	return tag
}

// authors returns a source's authors without one that is named as its publisher besides.
func (pg page) authors(s *site.Source) []string {
	name := pg.publisher(s)
	return slices.DeleteFunc(slices.Clone(s.Authors), func(author string) bool { return author == name })
}
