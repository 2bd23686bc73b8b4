package export

import (
	"bytes"

	"attest/generator/brief"
	"attest/generator/site"
)

// SourceChunks returns the addresses of the scripts with the rows of all sources that have a page.
func (s *Site) SourceChunks() []string {
	return chunkNames("sources", len(s.Reader(false).OpenSources()))
}

func (s *Site) sourceRowFiles() []File {
	var files []File
	for k, name := range s.SourceChunks() {
		files = append(files, File{name, func(to *bytes.Buffer, s *Site, r *site.Reader) error {
			r = s.whole(r)
			chunk(to, "sources", r.OpenSources(), k, r, s.sourceLine)
			return nil
		}})
	}
	return files
}

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
