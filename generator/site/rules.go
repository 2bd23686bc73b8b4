package site

import (
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// What package check asks for beside what pages show.

// Declared is what a file declares of what is published.
type Declared struct {
	Briefing *Briefing // that the file is; nil where it is none
	Actors   []*Actor
	Sources  []*Source
	Library  bool // the file is CSL-JSON
}

// DeclaredIn returns what a file declares.
func (s *Site) DeclaredIn(name string) Declared {
	f := s.fileNamed(name)
	if f == nil {
		return Declared{}
	}
	d := Declared{Actors: published(s, f.actors), Sources: published(s, f.sources), Library: f.Sources != nil}
	if f.briefing != nil && s.published(f.briefing) {
		d.Briefing = f.briefing
	}
	return d
}

// published returns those of the objects to which their id leads. Nearly always these are all.
func published[T Object](s *Site, all []T) []T {
	hidden := func(o T) bool { return !s.published(o) }
	if !slices.ContainsFunc(all, hidden) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), hidden)
}

// Hedged returns where one sentence of a briefing states a likelihood and a confidence.
func (s *Site) Hedged(b *Briefing) []diag.Span {
	if b.file.Prose == nil {
		return nil
	}
	return b.file.Prose.Hedged
}

// English reports whether the briefing is in English.
func (s *Site) English(b *Briefing) bool {
	language := b.Language
	if language == "" {
		language = s.Settings.Language
	}
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	return primary == "en"
}

// Referred reports whether anything that is published refers to an object, but for its own file.
func (s *Site) Referred(o Object) bool {
	own := nowhere
	if f := o.declaredIn(); f.object() == o {
		own = f.number
	}
	return slices.ContainsFunc(s.wanted.at(o.slot()), func(document int32) bool { return document != own })
}

// Withdrawn returns the retracted source for which a source counts for nothing: the source itself or, where all of its roots are retracted,
// the first of these; nil where it counts.
func (s *Site) Withdrawn(source *Source) *Source {
	if source.Retracted.Stated {
		return source
	}
	roots := s.derivation.Roots(source.ID)
	if len(roots) == 0 || slices.ContainsFunc(roots, func(r *brief.Source) bool { return !r.Retracted.Stated }) {
		return nil
	}
	root, _ := s.object(name{KindSource, roots[0].ID}).(*Source)
	return root
}

// Recheck returns the files of the documents of which a rule may find something else than of those before: the linked ones and, sorted, those
// that a change in one of these reaches. A rule looks at what its document declares, at the standing of its claims, at whether anything refers
// to what it declares, at the corrections of its claims, and at what its evidence's sources say of where they are, when they were published,
// which rules they set aside, and how they are graded, by themselves or by their publishers.
func (s *Site) Recheck(before *Site, linked []string) []string {
	if before == nil || before.content == nil || before.Settings != s.Settings || before.split != s.split {
		return linked
	}
	c := change{before: before, now: s, files: make(map[string]bool)}
	for _, file := range linked {
		c.references(file)
		for _, site := range []*Site{before, s} {
			if f := site.fileNamed(file); f != nil {
				c.declared(f)
				c.corrected(f)
			}
		}
	}
	for _, file := range linked {
		delete(c.files, file)
	}
	more := make([]string, 0, len(c.files))
	for file := range c.files {
		more = append(more, file)
	}
	slices.Sort(more)
	return slices.Concat(linked, more)
}

// change finds the files that a change between two versions of a site reaches.
type change struct {
	before, now *Site
	files       map[string]bool
}

// references adds the files of actors and sources to which a document begins or ceases to refer.
func (c *change) references(file string) {
	wants := func(s *Site) []int32 {
		if l := s.documents.at(s.number(name{kindDocument, file})).links; l != nil {
			return l.wants
		}
		return nil
	}
	was, is := wants(c.before), wants(c.now)
	turned := func(these, those []int32) {
		for _, n := range these {
			if _, in := slices.BinarySearch(those, n); in {
				continue
			}
			switch o := c.now.objects.at(n).(type) {
			case *Actor, *Source:
				c.files[o.declaredIn().File] = true
			}
		}
	}
	turned(was, is)
	turned(is, was)
}

// declared adds the files that lean on what a document says of sources, by themselves or as their publisher.
func (c *change) declared(f *file) {
	for _, s := range f.sources {
		was, _ := c.before.object(s.named()).(*Source)
		is, _ := c.now.object(s.named()).(*Source)
		if was == nil || is == nil || was.Publisher.ID != is.Publisher.ID || was.Reliability != is.Reliability || was.URL != is.URL ||
			!was.Published.Equal(is.Published) || !slices.EqualFunc(was.Ignore, is.Ignore, sameCode) {
			c.leaning(s.named())
		}
	}
	for _, a := range f.actors {
		was, _ := c.before.object(a.named()).(*Actor)
		is, _ := c.now.object(a.named()).(*Actor)
		if was != nil && is != nil && was.Reliability == is.Reliability {
			continue
		}
		for _, file := range c.leaning(a.named()) {
			for _, s := range c.now.fileNamed(file).sources {
				if s.Publisher.ID == a.ID && s.Reliability == "" {
					c.leaning(s.named())
				}
			}
		}
	}
}

func sameCode(a, b brief.Ignore) bool { return a.Code == b.Code }

// corrected adds the files of the claims of which a document has corrections.
func (c *change) corrected(f *file) {
	if f.briefing == nil {
		return
	}
	for i := range f.briefing.Corrections {
		if claim, ok := c.now.object(name{KindClaim, claimAddress(f.briefing.ID, f.briefing.Corrections[i].Claim)}).(*Claim); ok {
			c.files[claim.declaredIn().File] = true
		}
	}
}

// leaning adds the files that refer to an object now, and returns them.
func (c *change) leaning(n name) []string {
	var files []string
	for _, number := range c.now.wanted.at(c.now.number(n)) {
		if f := c.now.documents.at(number).file; f != nil {
			files = append(files, f.File)
			c.files[f.File] = true
		}
	}
	return files
}
