package export

import (
	"attest/generator/brief"
	"attest/generator/site"
)

// sourceLine is what the filter of sources knows of one: href, title, grade, for how many claims it is held for or against, "retracted"
// where it is; then, of one that is public, type, publisher, the date it was published in words, the earliest and latest day of that date,
// tier, origin, and its language in words where that is not the site's. The address is relative to the site's root.
func (s *Site) sourceLine(r *site.Reader, id string, to *row) {
	source := r.Source(id)
	grade, _, _ := r.Grade(source)
	_, claims := r.CountUses(source)
	to.text(site.Relative("", source.Address()), Name(s.lang, source), string(grade))
	to.number(claims)
	retracted := ""
	if source.Retracted.Stated {
		retracted = s.lang.Say("retracted")
	}
	to.text(retracted)
	if source.Access == brief.AccessRestricted {
		return
	}
	foreign := ""
	if source.Language != r.Settings.Language {
		foreign = s.lang.LanguageName(source.Language)
	}
	first, last, hasFirst, hasLast := source.Published.Bounds()
	to.text(
		source.Type, r.PublisherName(source), s.lang.Date(source.Published), dayText(first, hasFirst), dayText(last, hasLast), string(source.Tier), string(source.Origin), foreign,
	)
}
