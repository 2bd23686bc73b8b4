package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
)

// linker builds a Site. It is gone when Link returns.
type linker struct {
	*Site
	problems diag.List
	places   map[string]diag.Span // kind:id to where it is declared
	ids      map[Kind][]string    // sorted; for suggestions, made when first needed
	partial  bool                 // a file is unread that may declare objects of any kind: what has no id may be there
	hints    int                  // suggestions worked out so far
}

func (l *linker) report(d diag.Diagnostic) { l.problems = append(l.problems, d) }

// declare gives every published object its place in the site and finds ids that stand twice.
func (l *linker) declare(docs []*content.Document) {
	l.places = make(map[string]diag.Span)
	l.ids = make(map[Kind][]string)
	for _, doc := range docs {
		switch {
		case doc.Briefing != nil:
			l.declareBriefing(doc)
		case doc.Page != nil:
			l.declarePage(doc)
		}
		reason := doc.Hidden
		for _, a := range doc.Actors() {
			if l.claimID(KindActor, &a.Header, reason) {
				actor := &Actor{Actor: a}
				l.actors[a.ID], l.Actors = actor, append(l.Actors, actor)
				if doc.Actor != nil {
					actor.Body, l.documents[doc.File] = doc.Body, actor
				}
			}
		}
		for _, s := range doc.AllSources() {
			if doc.Sources != nil && l.overlaid(docs, s.ID) {
				continue
			}
			if l.claimID(KindSource, &s.Header, reason) {
				source := &Source{Source: s, slug: Slug(s.ID)}
				l.sources[s.ID], l.Sources = source, append(l.Sources, source)
				if doc.Source != nil {
					l.documents[doc.File] = source
				}
				if doc.Source != nil && source.Public() {
					source.Body = doc.Body // of others the words are shown nowhere, so nothing follows from them
				}
			}
		}
		for _, e := range doc.Events() {
			if l.claimID(KindEvent, &e.Header, reason) {
				event := &Event{Event: e}
				if doc.Briefing != nil {
					event.Briefing = l.briefings[doc.Briefing.ID]
				} else {
					event.Body, l.documents[doc.File] = doc.Body, event
				}
				l.events[e.ID], l.Events = event, append(l.Events, event)
			}
		}
	}
}

// overlaid reports whether a file of a source takes the place of the item of CSL-JSON.
func (l *linker) overlaid(docs []*content.Document, id string) bool {
	name := content.Root + "/sources/" + id + ".md"
	i, found := slices.BinarySearchFunc(docs, name, func(doc *content.Document, name string) int {
		switch {
		case doc.File < name:
			return -1
		case doc.File > name:
			return 1
		}
		return 0
	})
	return found && docs[i].Overlay
}

func (l *linker) declareBriefing(doc *content.Document) {
	b := doc.Briefing
	if !l.claimID(KindBriefing, &b.Header, doc.Hidden) {
		for _, c := range b.Claims {
			l.hidden["claim:"+c.Address()] = cmp.Or(doc.Hidden, unread) // of a second briefing of one name the problem is told
		}
		return
	}
	briefing := &Briefing{Briefing: b, Doc: doc, Language: b.Language, Prose: Prose{Body: doc.Body}}
	scale := b.Scale
	if scale == "" {
		scale = l.Settings.Scale
	}
	briefing.Scale, _ = brief.ScaleByID(scale)
	if briefing.Scale.ID == "" {
		briefing.Scale, _ = brief.ScaleByID(brief.DefaultScale)
	}
	l.briefings[b.ID], l.Briefings = briefing, append(l.Briefings, briefing)
	l.documents[doc.File] = briefing
	for _, c := range b.Claims {
		if reason := l.level(c.TLP); reason != "" {
			l.hidden["claim:"+c.Address()] = reason
			continue
		}
		claim := &Claim{Claim: c, Briefing: briefing, Number: len(briefing.Claims) + 1}
		briefing.Claims = append(briefing.Claims, claim)
		l.claims[c.Address()] = claim
	}
	for i := range b.Aliases {
		l.Aliases = append(l.Aliases, Alias{Address: b.Aliases[i].ID, At: b.Aliases[i].At, To: briefing})
	}
}

func (l *linker) declarePage(doc *content.Document) {
	page := &Page{Page: doc.Page, Prose: Prose{Body: doc.Body}, front: doc.Front, label: cmp.Or(doc.Page.Title, l.Settings.Title)}
	if doc.Front {
		if doc.Hidden == "" {
			l.Front, l.documents[doc.File] = page, page
		}
		return
	}
	if !l.claimID(KindPage, &doc.Page.Header, doc.Hidden) {
		return
	}
	l.pages[page.ID], l.Pages = page, append(l.Pages, page)
	l.documents[doc.File] = page
	for i := range page.Aliases {
		l.Aliases = append(l.Aliases, Alias{Address: page.Aliases[i].ID, At: page.Aliases[i].At, To: page})
	}
}

// claimID gives the object its id within its kind; false where it is not published or the id is another's.
func (l *linker) claimID(kind Kind, h *brief.Header, reason string) bool {
	key := string(kind) + ":" + h.ID
	if first, taken := l.places[key]; taken {
		l.report(diag.Diagnostic{
			Code: "duplicate-id", At: h.At, Message: fmt.Sprintf("there are two %ss with the id %q", kind, h.ID),
			Hint: "give one of them another id", Related: []diag.Related{{At: first, Message: "the other stands here"}},
		})
		return false
	}
	l.places[key] = h.At
	if reason == "" {
		reason = l.level(h.TLP)
	}
	if reason != "" {
		l.hidden[key] = reason
		return false
	}
	return true
}

// level says why material of a TLP level is not published, or nothing.
func (l *linker) level(tlp brief.TLP) string {
	if tlp.Above(l.Settings.TLP) {
		return fmt.Sprintf("it is TLP:%s, above the site's level", tlp)
	}
	return ""
}

// unread is the reason of what is declared in a file that cannot be used: its own problem is told, and what refers to it is right.
const unread = "its file cannot be read"

// What suggestions also come from: the names of files.
const (
	kindDocument Kind = "document" // of an object
	kindFile     Kind = "file"     // of any other sort
)

// maxHints is how many suggestions a run works out. Each is held against all ids, so that many errors on a large site would take long.
const maxHints = 200

// near returns a hint that names the ids of the kinds that are nearest to what was written.
func (l *linker) near(got string, kinds ...Kind) string {
	if l.hints++; l.hints > maxHints {
		return ""
	}
	var ids []string
	for _, kind := range kinds {
		ids = append(ids, l.known(kind)...)
	}
	return diag.DidYouMean(got, ids)
}

// known returns the ids of a kind, for suggestions.
func (l *linker) known(kind Kind) []string {
	if ids, ok := l.ids[kind]; ok {
		return ids
	}
	var ids []string
	switch kind {
	case KindBriefing:
		ids = sortedKeys(l.briefings)
	case KindClaim:
		ids = sortedKeys(l.claims)
	case KindActor:
		ids = sortedKeys(l.actors)
	case KindSource:
		ids = sortedKeys(l.sources)
	case KindEvent:
		ids = sortedKeys(l.events)
	case KindPage:
		ids = sortedKeys(l.pages)
	case kindDocument:
		ids = sortedKeys(l.documents)
	case kindFile:
		ids = sortedKeys(l.files)
	}
	l.ids[kind] = ids
	return ids
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// missing reports a reference that leads to nothing that is published.
func (l *linker) missing(kind Kind, ref brief.Ref) {
	if kind == KindClaim {
		if slug, _, _ := strings.Cut(ref.ID, "#"); l.hidden["briefing:"+slug] == unread {
			return
		}
	}
	if reason, ok := l.hidden[string(kind)+":"+ref.ID]; ok {
		if reason == unread {
			return
		}
		l.report(diag.Diagnostic{
			Code: "unpublished-reference", At: ref.At,
			Message: fmt.Sprintf("the %s %q is not published: %s", kind, ref.ID, reason),
			Hint:    "take the reference out, or publish what it names",
		})
		return
	}
	if l.partial && (kind == KindActor || kind == KindSource || kind == KindEvent) {
		return
	}
	l.report(diag.Diagnostic{
		Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("there is no %s %q", kind, ref.ID),
		Hint: l.near(ref.ID, kind),
	})
}

// missingEither reports a reference to an object of one of two kinds that leads to nothing that is published.
func (l *linker) missingEither(one, other Kind, ref brief.Ref) {
	for _, kind := range []Kind{one, other} {
		if _, hidden := l.hidden[string(kind)+":"+ref.ID]; hidden {
			l.missing(kind, ref)
			return
		}
	}
	if l.partial {
		return
	}
	l.report(diag.Diagnostic{
		Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("there is no %s or %s %q", one, other, ref.ID),
		Hint: l.near(ref.ID, one, other),
	})
}
