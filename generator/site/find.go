package site

import (
	"cmp"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// Found is something that has an id, published or not.
type Found struct {
	Kind     Kind
	ID       string // briefing#claim for a claim
	Object   Object // nil where it is not published
	Declared any    // as it was written: a pointer to one of package brief's objects; nil where its file cannot be read
	Reason   string // why it is not published; empty where it is
	At       diag.Span
}

// Find returns everything that an id may mean: kind:id, briefing#claim, or an id alone; where nothing else has that, it may be that of a claim
// of any briefing. It is in the order of the kinds.
func (s *Site) Find(id string) []Found {
	kinds := []Kind{KindBriefing, KindActor, KindSource, KindEvent, KindPage, KindClaim}
	if kind, rest, ok := strings.Cut(id, ":"); ok && slices.Contains(kinds, Kind(kind)) {
		kinds, id = []Kind{Kind(kind)}, rest
	}
	var all []Found
	for _, kind := range kinds {
		if kind == KindClaim {
			if len(all) == 0 {
				all = s.findClaims(id)
			}
		} else if held := s.holding(name{kind, id}); len(held) > 0 && id != "" {
			all = append(all, s.foundOf(kind, id, winner(held)))
		}
	}
	return all
}

// findClaims returns the claims with the address, or with the id in any briefing.
func (s *Site) findClaims(id string) []Found {
	slug, claim, whole := strings.Cut(id, "#")
	if !whole {
		slug, claim = "", id
	}
	var all []Found
	for _, doc := range s.content.Documents {
		if doc.Briefing == nil || slug != "" && doc.Briefing.ID != slug {
			continue
		}
		for _, c := range doc.Briefing.Claims {
			if c.ID != claim {
				continue
			}
			n := name{KindClaim, c.Address()}
			f := Found{Kind: KindClaim, ID: n.id, Declared: c, At: c.At, Reason: s.reason(n)}
			if o, ok := s.object(n).(*Claim); ok && o.Claim == c {
				f.Object = o
			} else if f.Reason == "" {
				f.Reason = "another has its id"
			}
			all = append(all, f)
		}
	}
	return all
}

func (s *Site) foundOf(kind Kind, id string, h holder) Found {
	f := Found{Kind: kind, ID: id, Reason: h.reason, At: diag.Span{File: h.file.File}}
	if h.object != nil {
		f.At, f.Declared = place(h.object), declarationOf(h.object)
		if h.reason == "" {
			f.Object = h.object
		}
	}
	return f
}

// declarationOf returns an object as it was written.
func declarationOf(o Object) any {
	switch o := o.(type) {
	case *Briefing:
		return o.Briefing
	case *Claim:
		return o.Claim
	case *Actor:
		return o.Actor
	case *Source:
		return o.Source
	case *Event:
		return o.Event
	case *Page:
		return o.Page
	}
	return nil
}

// IDs returns everything that Find finds by its whole name, sorted.
func (s *Site) IDs() []string {
	var ids []string
	for _, kind := range []Kind{KindBriefing, KindActor, KindSource, KindEvent, KindPage} {
		ids = append(ids, s.ids(kind)...)
		ids = append(ids, s.holders[kind.index()].keys()...)
	}
	for _, doc := range s.content.Documents {
		if doc.Briefing != nil {
			for _, c := range doc.Briefing.Claims {
				ids = append(ids, c.ID, c.Address())
			}
		}
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// Naming is a place at which an object is named.
type Naming struct {
	At    diag.Span
	Field string // such as "source" or "derived_from"; empty in a text
	Owner string // in whose field or text: `the claim "ferry#halt"`
}

// NamedBy returns where an object is named, also one that is not published: in fields and in texts, by file and place.
func (s *Site) NamedBy(kind Kind, id string) []Naming {
	var out []Naming
	for _, number := range s.wanted.at(s.number(name{kind, id})) {
		d := s.documents.at(number)
		f, links := d.file, d.links
		if f == nil || f.Unread != "" {
			continue
		}
		for text := range brief.Texts(f.declaration(), nil) {
			if text.Ref && refersTo(text, kind, id) {
				out = append(out, Naming{text.At, text.Field, text.Owner()})
			}
		}
		if f.Prose == nil || links == nil {
			continue
		}
		owner := brief.Text{In: f.declaration()}.Owner()
		for i := range links.targets {
			if t := &links.targets[i]; t.Kind == kind && t.ID == id {
				out = append(out, Naming{f.Prose.Refs[i].At, "", owner})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Naming) int {
		return cmp.Or(cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Start, b.At.Start))
	})
	return out
}

// fieldKinds returns the kinds that a field names.
func fieldKinds(field string) []Kind {
	switch field {
	case "key_judgments", "claims", "claim", "superseded_by":
		return []Kind{KindClaim}
	case "about":
		return []Kind{KindActor, KindEvent}
	case "claimant":
		return []Kind{KindActor, KindSource}
	case "source", "derived_from":
		return []Kind{KindSource}
	case "publisher", "of", "actors", "to":
		return []Kind{KindActor}
	case "page":
		return []Kind{KindPage}
	}
	return nil
}

// refersTo reports whether a reference in a field names the object.
func refersTo(t brief.Text, kind Kind, id string) bool {
	kinds := fieldKinds(t.Field)
	briefing := ""
	switch in := t.In.(type) {
	case *brief.Briefing:
		briefing = in.ID
	case *brief.Claim:
		briefing = in.Briefing
		if t.Field == "to" { // a relation of claims
			kinds = []Kind{KindClaim}
		}
	case *brief.Actor:
		briefing = in.Briefing
	case *brief.Event:
		briefing = in.Briefing
	}
	if !slices.Contains(kinds, kind) {
		return false
	}
	if kind == KindClaim {
		return brief.Ref{ID: t.Words}.ClaimAddress(briefing) == id
	}
	return t.Words == id
}
