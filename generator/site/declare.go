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
	"attest/generator/diag"
)

// holder is one of those that declare an id. The first holds it; for any other that is a problem.
type holder struct {
	file   string
	place  int    // in the file
	object Object // nil where the file cannot be read
	at     diag.Span
	reason string // why it is not published; empty where it is
	adds   bool   // it takes the place of an item of a library
	item   bool   // it is one
}

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
		source := &Source{Source: s, slug: Slug(s.ID), file: f}
		source.collate = d.key(source.Label())
		f.sources = append(f.sources, source)
	}
	for _, e := range doc.Events() {
		event := &Event{Event: e, Briefing: f.briefing, order: e.Date.Order(), file: f}
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

// holders returns what the file declares, each with the name it has.
func (f *file) holders(settings *brief.Settings) (names []name, held []holder) {
	add := func(o Object, h *brief.Header) {
		reason := f.reason
		if reason == "" {
			reason = level(settings, h.TLP)
		}
		names = append(names, o.named())
		held = append(held, holder{
			file: f.File, place: len(held), object: o, at: h.At, reason: reason,
			adds: f.Overlay && f.Source != nil, item: f.Sources != nil,
		})
	}
	if f.briefing != nil {
		add(f.briefing, &f.briefing.Header)
	}
	for _, a := range f.actors {
		add(a, &a.Header)
	}
	for _, s := range f.sources {
		add(s, &s.Header)
	}
	for _, e := range f.events {
		add(e, &e.Header)
	}
	if f.page != nil {
		add(f.page, &f.page.Header)
	}
	if kind, id, ok := strings.Cut(f.Unread, ":"); ok && Kind(kind).index() >= 0 {
		names, held = append(names, name{Kind(kind), id}), append(held, holder{file: f.File, reason: unread})
	}
	return names, held
}

// level says why material of a TLP level is not published, or nothing.
func level(settings *brief.Settings, tlp brief.TLP) string {
	if tlp.Above(settings.TLP) {
		return fmt.Sprintf("it is TLP:%s, above the site's level", tlp)
	}
	return ""
}

// unread is the reason of what is declared in a file that cannot be used: its own problem is told, and what refers to it is right.
const unread = "its file cannot be read"

func compareHolders(a, b holder) int {
	return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.place, b.place))
}

// first returns who holds an id. An item of a library gives way to the file that adds to it.
func first(held []holder) (holder, bool) {
	if i := slices.IndexFunc(held, func(h holder) bool { return h.adds }); i >= 0 {
		held = slices.DeleteFunc(slices.Clone(held), func(h holder) bool { return h.item })
	}
	for _, h := range held {
		if h.object != nil {
			return h, true
		}
	}
	if len(held) == 0 {
		return holder{}, false
	}
	return held[0], true // it cannot be read
}

// doubles reports all but the first holder of an id.
func doubles(n name, held []holder) []problem {
	one, _ := first(held)
	var found []problem
	for _, h := range held {
		if h.object == nil || h.file == one.file && h.place == one.place || h.item && one.adds {
			continue
		}
		found = append(found, problem{Diagnostic: diag.Diagnostic{
			Code: "duplicate-id", At: h.at, Message: fmt.Sprintf("there are two %ss with the id %q", n.kind, n.id),
			Hint: "give one of them another id", Related: []diag.Related{{At: one.at, Message: "the other stands here"}},
		}})
	}
	return found
}
