package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"attest/generator/brief"
	"attest/generator/content"
)

// declarer makes the objects of documents.
type declarer struct {
	content  *content.Content
	settings *brief.Settings
	split    bool // the timeline is a page a year
	scales   map[string]brief.Scale
	collator *collate.Collator
	buf      collate.Buffer
}

func newDeclarer(c *content.Content, split bool) *declarer {
	tag, err := language.Parse(c.Settings.Language)
	if err != nil {
		tag = language.English
	}
	scales := make(map[string]brief.Scale)
	for _, scale := range brief.Scales() {
		scales[scale.ID] = scale
	}
	return &declarer{scales: scales, content: c, settings: c.Settings, split: split, collator: collate.New(tag, collate.IgnoreCase, collate.Numeric)}
}

// key returns what sorts a text by the order of the site's language.
func (d *declarer) key(text string) string {
	d.buf.Reset()
	return string(d.collator.KeyFromString(&d.buf, text))
}

// declare makes the objects of a document.
func (d *declarer) declare(doc *content.Document) *file {
	f := &file{Document: doc, reason: d.content.Hidden(doc)}
	if doc.Briefing != nil {
		f.briefing = d.briefing(f)
	}
	for _, a := range doc.Actors() {
		f.actors = append(f.actors, &Actor{Actor: a, collate: d.key(a.Name), file: f})
	}
	for _, s := range doc.AllSources() {
		source := &Source{Source: s, slug: Slug(s.ID), byActor: IsID(s.Publisher.ID), file: f}
		source.collate = d.key(source.Label())
		f.sources = append(f.sources, source)
	}
	for i, e := range doc.Events() {
		event := &Event{Event: e, Briefing: f.briefing, order: e.Date.Order(), index: i, file: f}
		if d.split {
			event.year = timelineYear(e.Date)
		}
		f.events = append(f.events, event)
	}
	if doc.Page != nil {
		f.page = &Page{Page: doc.Page, front: doc.Front, label: cmp.Or(doc.Page.Title, d.settings.Title), file: f}
	}
	return f
}

// eachObject calls do with every object of a document and where its number is.
func (f *file) eachObject(do func(o Object, number *int32)) {
	if b := f.briefing; b != nil {
		do(b, &b.number)
		for _, c := range b.Claims {
			do(c, &c.number)
		}
	}
	for _, a := range f.actors {
		do(a, &a.number)
	}
	for _, s := range f.sources {
		do(s, &s.number)
	}
	for _, e := range f.events {
		do(e, &e.number)
	}
	if f.page != nil {
		do(f.page, &f.page.number)
	}
}

func (d *declarer) briefing(f *file) *Briefing {
	b := &Briefing{Briefing: f.Briefing, Language: f.Briefing.Language, order: f.Briefing.Date.Order(), file: f}
	var ok bool
	if b.Scale, ok = d.scales[cmp.Or(f.Briefing.Scale, d.settings.Scale)]; !ok {
		b.Scale = d.scales[brief.DefaultScale]
	}
	for _, topic := range f.Briefing.Topics {
		if slug := Slug(topic); !slices.Contains(b.topics, slug) {
			b.topics = append(b.topics, slug)
		}
	}
	stated := f.stated()
	for _, c := range f.Briefing.Claims {
		if c.TLP.Above(d.settings.TLP) {
			continue
		}
		claim := &Claim{Claim: c, Briefing: b, Number: len(b.Claims) + 1, Stated: stated[c.ID], key: c.Address()}
		if band, ok := b.Scale.Band(c.Likelihood); ok {
			claim.LikelihoodBand = band.Percent()
		}
		b.Claims = append(b.Claims, claim)
	}
	return b
}

// stated returns the claims of a briefing that some of its words state.
func (f *file) stated() map[string]bool {
	if f.Prose == nil {
		return nil
	}
	ids := make(map[string]bool, len(f.Briefing.Claims))
	for i := range f.Prose.Refs {
		if r := &f.Prose.Refs[i]; r.Kind == content.RefClaim {
			ids[r.Target] = true
		}
	}
	return ids
}

// level says why material of a TLP level is not published, or nothing.
func level(settings *brief.Settings, tlp brief.TLP) string {
	if tlp.Above(settings.TLP) {
		return fmt.Sprintf("it is TLP:%s, above the site's level", tlp)
	}
	return ""
}

// unread returns what the file declares where it cannot be used.
func (f *file) unread() (n name, ok bool) {
	kind, id, ok := strings.Cut(f.Unread, ":")
	return name{Kind(kind), id}, ok && Kind(kind).index() >= 0
}
