package site

import (
	"fmt"
	"html"
	"iter"
	"maps"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
)

// Secret is a text that must not be found in the output.
type Secret struct {
	At   diag.Span
	What string // `the title of the source "log", which is withheld`
	Text string
	HTML bool // Text is a stretch of HTML, of which the words count
	TLP  bool // it is over the site's level
}

// WithheldIn yields the secrets that a document holds in itself: all of one that is not published, and in others what is over the site's
// level, and of sources that are not public all that is not shown. What evidence says of such sources is told by WithheldBy.
func (s *Site) WithheldIn(name string) iter.Seq[Secret] {
	return func(yield func(Secret) bool) {
		f := s.fileNamed(name)
		if f == nil || f.Unread != "" {
			return
		}
		if h := f.Header(); f.reason != "" && h != nil {
			because := secrecy{site: s, why: "which is not published: " + f.reason, tlp: h.TLP.Above(s.Settings.TLP)}
			_ = because.texts(f.declaration(), nil, yield) && because.prose(f, yield) && because.records(f.sources, yield)
			return
		}
		over := secrecy{site: s, why: "which is over the site's TLP level", tlp: true}
		if b := f.Briefing; b != nil {
			for _, c := range b.Claims {
				if c.TLP.Above(s.Settings.TLP) {
					if !over.texts(c, nil, yield) {
						return
					}
					continue
				}
				for i := range c.Evidence {
					because := over
					because.claim = c
					if c.Evidence[i].TLP.Above(s.Settings.TLP) && !because.texts(&c.Evidence[i], nil, yield) {
						return
					}
				}
			}
		}
		for _, a := range f.actors {
			if a.TLP.Above(s.Settings.TLP) && !over.texts(a.Actor, nil, yield) {
				return
			}
		}
		for _, e := range f.events {
			if e.TLP.Above(s.Settings.TLP) && !over.texts(e.Event, nil, yield) {
				return
			}
		}
		for _, source := range f.sources {
			switch {
			case source.TLP.Above(s.Settings.TLP):
				if !over.texts(source.Source, nil, yield) || !over.records([]*Source{source}, yield) {
					return
				}
			case !source.Public():
				because := secrecy{site: s, why: "which is " + string(source.Access)}
				if !because.texts(source.Source, source.shown, yield) || !because.records([]*Source{source}, yield) ||
					f.Source == source.Source && !because.prose(f, yield) {
					return
				}
			}
		}
	}
}

// Closed reports whether a document declares sources that are not public.
func (s *Site) Closed(name string) (ids []string) {
	f := s.fileNamed(name)
	if f == nil || f.reason != "" {
		return nil
	}
	for _, source := range f.sources {
		if !source.Public() && s.published(source) {
			ids = append(ids, source.ID)
		}
	}
	return ids
}

// WithheldBy yields what the evidence of published claims says of a source that is not public.
func (s *Site) WithheldBy(source string) iter.Seq[Secret] {
	return func(yield func(Secret) bool) {
		r := s.Reader(false)
		o := r.Source(source)
		if o == nil || o.Public() {
			return
		}
		because := secrecy{site: s, why: "from a source that is " + string(o.Access)}
		for _, use := range r.Uses(o) {
			because.claim = use.Claim.Claim
			for text := range brief.Texts(use.Evidence, nil) {
				if text.Field == "source" {
					continue // which is a secret of the source's own, if it is one
				}
				if !yield(because.secret(text)) {
					return
				}
			}
		}
	}
}

// shown reports whether a text of a source that is not public may be shown.
func (s *Source) shown(t brief.Text) bool {
	if s.Withheld() {
		return false
	}
	switch t.Field {
	case "id", "access", "record", "bias", "completeness", "currency": // its page has its id as address; the others describe it
		return true
	}
	return false
}

// declaration returns what a document declares.
func (f *file) declaration() any {
	switch {
	case f.Briefing != nil:
		return f.Briefing
	case f.Actor != nil:
		return f.Actor
	case f.Source != nil:
		return f.Source
	case f.Event != nil:
		return f.Event
	case f.Sources != nil:
		return f.Sources
	}
	return f.Page
}

// secrecy is why something is not published.
type secrecy struct {
	site  *Site
	why   string
	tlp   bool
	claim *brief.Claim // of evidence
}

func (because secrecy) secret(t brief.Text) Secret {
	if because.claim != nil {
		t.Claim = because.claim
	}
	return Secret{
		At: t.At, What: fmt.Sprintf("the %s of %s, %s", strings.ReplaceAll(t.Field, "_", " "), t.Owner(), because.why), Text: t.Words, TLP: because.tlp,
	}
}

// texts yields the texts of an object but those that are shown all the same; it returns false when it was stopped.
func (because secrecy) texts(object any, shown func(brief.Text) bool, yield func(Secret) bool) bool {
	for text := range brief.Texts(object, nil) {
		if shown != nil && shown(text) || because.site.publishes(text.Words) {
			continue
		}
		if !yield(because.secret(text)) {
			return false
		}
	}
	return true
}

// records yields what the files beside the copies of sources say where they were found.
func (because secrecy) records(sources []*Source, yield func(Secret) bool) bool {
	for _, source := range sources {
		record := because.site.content.RecordOf(source.slug)
		if record == nil || record.URL == "" {
			continue
		}
		what := fmt.Sprintf("the url of the copy of %s, %s", brief.Text{In: source.Source}.Owner(), because.why)
		if !yield(Secret{At: record.At.URL, What: what, Text: record.URL, TLP: because.tlp}) {
			return false
		}
	}
	return true
}

// publishes reports whether something that is published has the id.
func (s *Site) publishes(id string) bool {
	if strings.Contains(id, "#") {
		return s.object(name{KindClaim, id}) != nil
	}
	if !IsID(id) {
		return false
	}
	for _, kind := range []Kind{KindBriefing, KindActor, KindSource, KindEvent, KindPage} {
		o := s.object(name{kind, id})
		if source, ok := o.(*Source); o != nil && (!ok || !source.Withheld()) {
			return true
		}
	}
	return false
}

// prose yields the sentences of a document's text, and the words between the marks of its HTML, as a page would show them.
func (because secrecy) prose(f *file, yield func(Secret) bool) bool {
	if f.Prose == nil {
		return true
	}
	h := f.Header()
	secret := Secret{At: h.At, What: fmt.Sprintf("the text of %s, %s", brief.Text{In: f.declaration()}.Owner(), because.why), TLP: because.tlp}
	body, _ := f.Prose.Open(new(Room))
	for _, text := range sentencesOf(body) {
		secret.Text = text
		if !yield(secret) {
			return false
		}
	}
	secret.HTML = true
	for i := range body.Parts {
		secret.Text = body.Parts[i].HTML
		if secret.Text != "" && !yield(secret) {
			return false
		}
	}
	return true
}

// sentencesOf returns the sentences of a text; what is none, such as code, by its lines.
func sentencesOf(body *content.Body) []string {
	var texts []string
	last := 0
	for _, s := range body.Sentences {
		texts = append(texts, strings.Split(body.Text[last:s.Start], "\n")...)
		texts = append(texts, body.Text[s.Start:s.End])
		last = s.End
	}
	return append(texts, strings.Split(body.Text[last:], "\n")...)
}

// Published yields every text that is published, document by document: what objects say but their secrets, and what is written about them.
// Documents come in the order of their files; those that are not published are passed over.
func (s *Site) Published() iter.Seq2[string, iter.Seq[string]] {
	return func(yield func(string, iter.Seq[string]) bool) {
		for _, doc := range s.content.Documents {
			if texts := s.PublishedIn(doc.File); texts != nil && !yield(doc.File, texts) {
				return
			}
		}
	}
}

// PublishedIn yields every text that is published of a document; nil where nothing is.
func (s *Site) PublishedIn(document string) iter.Seq[string] {
	f := s.fileNamed(document)
	if f == nil || f.reason != "" || f.Unread != "" {
		return nil
	}
	hidden := func(part any) bool {
		switch part := part.(type) {
		case *brief.Claim:
			return part.TLP.Above(s.Settings.TLP)
		case *brief.Actor:
			return part.TLP.Above(s.Settings.TLP)
		case *brief.Event:
			return part.TLP.Above(s.Settings.TLP)
		case *brief.Source:
			return part.TLP.Above(s.Settings.TLP) || part.Access != "" && part.Access != brief.AccessPublic
		case *brief.Evidence:
			source, _ := s.object(name{KindSource, part.Source.ID}).(*Source)
			return part.TLP.Above(s.Settings.TLP) || source == nil || !source.Public()
		}
		return false
	}
	return func(yield func(string) bool) {
		each := func(object any) bool {
			for text := range brief.Texts(object, hidden) {
				if !yield(text.Words) {
					return false
				}
			}
			return true
		}
		if !each(f.declaration()) {
			return
		}
		for _, c := range s.ClaimsIn(document) {
			if !yield(c.key) {
				return
			}
		}
		for text := range s.copied(f) {
			if !yield(text) {
				return
			}
		}
		for _, source := range f.sources { // of one that is restricted this much is shown
			if source.Access == brief.AccessRestricted && !(yield(source.ID) && yield(source.Descriptor.Words())) {
				return
			}
		}
		if o := f.object(); o != nil && proseOf(o) != nil {
			s.publishedProse(o, yield)
		}
	}
}

// publishedProse yields the text of an object: as it is read, as it is written, as HTML has it, with addresses and titles, and each sentence in
// which an object or a source is called by its name.
func (s *Site) publishedProse(o Object, yield func(string) bool) {
	r := s.Reader(false)
	prose := r.Text(o)
	if !yield(prose.Text) || !yield(prose.Markdown) {
		return
	}
	for i := range prose.Parts {
		if !yield(html.UnescapeString(prose.Parts[i].HTML)) {
			return
		}
	}
	for i := range prose.Refs {
		if !yield(prose.Refs[i].Target) {
			return
		}
	}
	all := func(int) bool { return true }
	said := r.sentences(o, prose.Targets, all, Wording{Object.Label, "; ", ", "})
	for _, number := range slices.Sorted(maps.Keys(said)) {
		if !yield(said[number].Text) {
			return
		}
	}
}

// OwnWords returns what attest itself or the settings may say on any page.
func (s *Site) OwnWords() []string {
	var texts []string
	for text := range brief.Texts(s.Settings, nil) {
		texts = append(texts, text.Words)
	}
	vocabularies := append(brief.Vocabularies(), brief.Standings())
	for _, v := range vocabularies {
		texts = append(texts, v.Name, v.Standard)
		for _, term := range v.Terms {
			texts = append(texts, term.Word, term.Meaning)
		}
	}
	for _, scale := range brief.Scales() {
		texts = append(texts, scale.Title)
		for _, band := range scale.Bands {
			texts = append(texts, strings.Join(band.Words, " / "), band.Percent())
		}
	}
	for _, code := range diag.Codes() {
		texts = append(texts, code.Name, code.Title)
	}
	return texts
}
