package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vmihailenco/msgpack/v5"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
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
	Library  bool // Sources is set, if empty
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
	Refs               savedRefs
	Anchors            []string
	Sentences, Stating int
	Digest             Digest
	Hedged             []diag.Span
	Named              string
	Packed             []byte
	Problems           diag.List
}

// savedRefs are references, of which a site has more than of anything else, by columns. Numbers are the kind, where the target begins in
// the file and how long it is, the sentence plus one, and the start, as varints; texts are the target, fragment, label and locator.
type savedRefs struct {
	N       int
	Numbers []byte
	Texts   []string
}

func saveRefs(refs []Ref) savedRefs {
	s := savedRefs{N: len(refs), Texts: make([]string, 0, 4*len(refs))}
	for i := range refs {
		r := &refs[i]
		for _, n := range []int{int(r.Kind), int(r.At.Start), int(r.At.End - r.At.Start), r.Sentence + 1, r.Start} {
			s.Numbers = binary.AppendVarint(s.Numbers, int64(n))
		}
		s.Texts = append(s.Texts, r.Target, r.Fragment, r.Label, r.Locator)
	}
	return s
}

var errCutOff = errors.New("references are cut off")

func (s savedRefs) restore(file string) ([]Ref, error) {
	if len(s.Texts)%4 != 0 || len(s.Texts)/4 != s.N {
		return nil, errCutOff
	}
	refs := make([]Ref, s.N)
	numbers := s.Numbers
	for i := range refs {
		var v [5]int
		for k := range v {
			x, n := binary.Varint(numbers)
			if n <= 0 {
				return nil, errCutOff
			}
			v[k], numbers = int(x), numbers[n:]
		}
		texts := s.Texts[4*i:]
		refs[i] = Ref{
			Kind: markdown.RefKind(v[0]), At: diag.At(file, v[1], v[1]+v[2]), Sentence: v[3] - 1, Start: v[4],
			Target: texts[0], Fragment: texts[1], Label: texts[2], Locator: texts[3],
		}
	}
	return refs, nil
}

// Unchanged reports whether the folder is, by the sizes and times of its files, as it was when State returned saved, and what is published is
// chosen alike.
func (l *Listing) Unchanged(saved []byte, opt Options) bool {
	var s state
	if decode(saved, &s) != nil {
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
	return encode(&s)
}

// State returns what was read of a document, for Restore; nil for one that must be read again all the same: it adds to another, or could not
// even be listed.
func (doc *Document) State() []byte {
	if doc.Overlay || doc.unlisted {
		return nil
	}
	s := savedDocument{
		File: doc.File, Briefing: doc.Briefing, Actor: doc.Actor, Source: doc.Source, Event: doc.Event, Page: doc.Page, Front: doc.Front,
		Sources: doc.Sources, Library: doc.Sources != nil, Unread: doc.Unread, Head: doc.Head, Digest: doc.digest,
		Problems: doc.problems, Start: doc.head, Outdated: doc.Outdated,
	}
	for places := range doc.places() {
		if s.PlacesOf, s.Places = places.Packed(); s.PlacesOf != "" {
			break
		}
	}
	if p := doc.Prose; p != nil {
		s.Prose = &savedProse{saveRefs(p.Refs), p.Anchors, p.Sentences, p.Stating, p.Digest, p.Hedged, p.named, p.packed, p.problems}
	}
	return encode(&s)
}

// RestoreDocument returns a document as State wrote it.
func RestoreDocument(data []byte) (*Document, error) {
	var s savedDocument
	if err := decode(data, &s); err != nil {
		return nil, fmt.Errorf("restore a document: %w", err)
	}
	doc := &Document{
		File: s.File, Briefing: s.Briefing, Actor: s.Actor, Source: s.Source, Event: s.Event, Page: s.Page, Front: s.Front,
		Sources: s.Sources, Unread: s.Unread, Head: s.Head, digest: s.Digest,
		problems: s.Problems, head: s.Start, Outdated: s.Outdated,
	}
	if s.Library && doc.Sources == nil {
		doc.Sources = []*brief.Source{}
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
		refs, err := p.Refs.restore(doc.File)
		if err != nil {
			return nil, err
		}
		doc.Prose = &Prose{refs, p.Anchors, p.Sentences, p.Stating, p.Digest, p.Hedged, p.Named, p.Packed, p.Problems}
	}
	return doc, nil
}

// Restore returns what an earlier run read, as something to begin from with Again. It has no settings. Of documents a later one takes the
// place of an earlier one of the same file, and those whose file is no longer there are passed over.
func Restore(saved []byte, documents []*Document) (*Content, error) {
	var s state
	if err := decode(saved, &s); err != nil {
		return nil, fmt.Errorf("restore what was read: %w", err)
	}
	c := s.content()
	c.known, c.shared = markdown.NewNames(s.Names)
	latest := make(map[string]*Document, len(documents))
	for _, doc := range documents {
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

func decode(data []byte, into any) error {
	dec := msgpack.GetDecoder()
	defer msgpack.PutDecoder(dec)
	dec.Reset(bytes.NewReader(data))
	return dec.Decode(into)
}
