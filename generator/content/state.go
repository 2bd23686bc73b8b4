package content

import (
	"fmt"
	"iter"
	"path"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
)

// What is kept, and what is digested as it would be kept.
var (
	states    = newCodec[state]()
	documents = newCodec[savedDocument]()
	sources   = newCodec[brief.Source]()
)

// state is all of a Content but its settings and documents, as it lasts from one run to the next.
type state struct {
	Day            edtf.Day
	Drafts, Future bool
	Base           string
	Rules          rules
	Entries        []savedEntry
	Folder         diag.List
	Skipped        diag.List
	Files          []string
	Names          []markdown.Name
	Copies         []*Copy
}

type savedEntry struct {
	Name            string
	Size, MTime     int64
	Settled, Linked bool
}

// savedDocument is a Document as it lasts from one run to the next.
type savedDocument struct {
	File     string
	Briefing *brief.Briefing
	Actor    *brief.Actor
	Source   *brief.Source
	Event    *brief.Event
	Page     *brief.Page
	Front    bool
	Sources  []*brief.Source
	Prose    *savedProse
	Unread   string
	Head     Digest
	Digest   Digest
	Problems diag.List
	Start    int
	Outdated []Outdated

	PlacesOf, Places string // see brief.Places
}

type savedProse struct {
	Refs               []Ref
	Mentions           []Mention
	Anchors            []string
	Sentences, Stating int
	Digest             Digest
	Hedged             []diag.Span
	Named, Packed      []byte
	Problems           diag.List
}

// Unchanged reports whether the folder is, by the sizes and times of its files, as it was when State returned saved, and what is published is
// chosen alike.
func (l *Listing) Unchanged(saved []byte, opt Options) bool {
	var s state
	if states.decode(saved, &s) != nil {
		return false
	}
	c := s.content()
	if !opt.sameBut(c.opt) || len(l.problems) > 0 {
		return false
	}
	look := c.compare(l.entries, nil)
	return len(look.doubtful)+len(look.gone) == 0
}

func (s *state) content() *Content {
	c := &Content{
		Files: s.Files, opt: Options{Day: s.Day, Drafts: s.Drafts, Future: s.Future, Base: s.Base}, rules: s.Rules,
		names: s.Names, folder: s.Folder, skipped: s.Skipped, Copies: s.Copies, entries: make([]entry, len(s.Entries)),
	}
	for i, e := range s.Entries {
		c.entries[i] = entry{e.Name, e.Size, e.MTime, e.Settled, e.Linked}
	}
	return c
}

// State returns all of what was read but the settings and the documents, for Restore.
func (c *Content) State() []byte {
	s := state{
		Day: c.opt.Day, Drafts: c.opt.Drafts, Future: c.opt.Future, Base: c.opt.Base, Rules: c.rules, Folder: c.folder, Skipped: c.skipped,
		Files: c.Files, Names: c.names, Copies: c.Copies, Entries: make([]savedEntry, len(c.entries)),
	}
	for i, e := range c.entries {
		s.Entries[i] = savedEntry{e.name, e.size, e.mtime, e.settled, e.linked}
	}
	return states.encode(&s)
}

// State returns what was read of a document, for Restore; nil for one that must be read again all the same: it adds to another, or could not
// even be listed.
func (doc *Document) State() []byte {
	if doc.Overlay || doc.unlisted {
		return nil
	}
	s := savedDocument{
		File: doc.File, Briefing: doc.Briefing, Actor: doc.Actor, Source: doc.Source, Event: doc.Event, Page: doc.Page, Front: doc.Front,
		Sources: doc.Sources, Unread: doc.Unread, Head: doc.Head, Digest: doc.digest,
		Problems: doc.problems, Start: doc.head, Outdated: doc.Outdated,
	}
	for places := range doc.places() {
		if s.PlacesOf, s.Places = places.Packed(); s.PlacesOf != "" {
			break
		}
	}
	if p := doc.Prose; p != nil {
		s.Prose = &savedProse{p.Refs, p.Mentions, p.Anchors, p.Sentences, p.Stating, p.Digest, p.Hedged, p.named, p.packed, p.problems}
	}
	return documents.encode(&s)
}

// RestoreDocument returns a document as State wrote it. The document keeps data, which must not be written to any more.
func RestoreDocument(data []byte) (*Document, error) {
	var s savedDocument
	if err := documents.decode(data, &s); err != nil {
		return nil, fmt.Errorf("restore a document: %w", err)
	}
	doc := &Document{
		File: s.File, Briefing: s.Briefing, Actor: s.Actor, Source: s.Source, Event: s.Event, Page: s.Page, Front: s.Front,
		Sources: s.Sources, Unread: s.Unread, Head: s.Head, digest: s.Digest,
		problems: s.Problems, head: s.Start, Outdated: s.Outdated,
	}
	if s.PlacesOf != "" {
		unpack := frontmatter.Unpack(s.PlacesOf, s.Places)
		for places := range doc.places() {
			if err := unpack(places); err != nil {
				return nil, err
			}
		}
	}
	if p := s.Prose; p != nil {
		doc.Prose = &Prose{p.Refs, p.Mentions, p.Anchors, p.Sentences, p.Stating, p.Digest, p.Hedged, p.Named, p.Packed, p.Problems}
	}
	return doc, nil
}

// Restore returns what an earlier run read, as something to begin from with Again. It has no settings. Of documents a later one takes the
// place of an earlier one of the same file, and those whose file is no longer there are passed over. The reading keeps saved.
func Restore(saved []byte, kept []*Document) (*Content, error) {
	var s state
	if err := states.decode(saved, &s); err != nil {
		return nil, fmt.Errorf("restore what was read: %w", err)
	}
	c := s.content()
	c.known, c.shared = markdown.NewNames(s.Names)
	latest := make(map[string]*Document, len(kept))
	for _, doc := range kept {
		latest[doc.File] = doc
	}
	c.entries = slices.DeleteFunc(c.entries, func(e entry) bool {
		if doc := latest[e.name]; doc != nil {
			c.Documents = append(c.Documents, doc)
			return false
		}
		_, document := classify(e.name) // one that was not kept is found anew
		return document
	})
	c.library = items(c.Documents)
	// What adds to an item of a library is not kept: a file that does so now was kept when there was no such item, and is found anew.
	c.Documents = slices.DeleteFunc(c.Documents, func(doc *Document) bool {
		adds := !doc.library() && path.Dir(doc.File) == Root+"/sources" && c.library[doc.id()] != nil
		if adds {
			c.entries = slices.DeleteFunc(c.entries, func(e entry) bool { return e.name == doc.File })
		}
		return adds
	})
	c.listTroubled(&Content{}, c.Documents)
	return c, nil
}

// places yields where the places of the document's objects are.
func (doc *Document) places() iter.Seq[*brief.Places] {
	return func(yield func(*brief.Places) bool) {
		h := doc.Header()
		if h != nil && !yield(&h.Places) {
			return
		}
		if b := doc.Briefing; b != nil {
			for _, c := range b.Claims {
				if !yield(&c.Places) {
					return
				}
				for i := range c.Evidence {
					if !yield(&c.Evidence[i].Places) {
						return
					}
				}
			}
		}
		if doc.Briefing == nil && doc.Sources == nil {
			return
		}
		for _, a := range doc.Actors() {
			if !yield(&a.Places) {
				return
			}
		}
		for _, s := range doc.AllSources() {
			if !yield(&s.Places) {
				return
			}
		}
		for _, e := range doc.Events() {
			if !yield(&e.Places) {
				return
			}
		}
	}
}
