package content

import (
	"bytes"
	"context"
	"io/fs"

	"attest/generator/brief"
	"attest/generator/markdown"
)

// The prose of a document as package markdown hands it out, under the names by which those above it know it: they work with
// documents and need not know how Markdown is read.
type (
	Body     = markdown.Body
	Ref      = markdown.Ref
	Mention  = markdown.Mention
	HoleKind = markdown.HoleKind
)

// The kinds of references and of holes that a body has.
const (
	RefClaim  = markdown.RefClaim
	RefObject = markdown.RefObject
	RefSource = markdown.RefSource
	RefActor  = markdown.RefActor
	RefFile   = markdown.RefFile
	RefImage  = markdown.RefImage

	HoleHref       = markdown.Href
	HoleNameLink   = markdown.NameLink
	HoleClaimStart = markdown.ClaimStart
	HoleClaimEnd   = markdown.ClaimEnd
	HoleCitation   = markdown.Citation
	HoleCards      = markdown.Cards
)

// rules are the settings that decide what a text becomes.
type rules struct {
	Unsafe   bool
	Autolink brief.Switch
}

// readProse reads the text of the fresh documents, and anew of those in which other names are to be found now. It returns both.
func (c *Content) readProse(ctx context.Context, fsys fs.FS, before *Content, fresh []*Document) ([]*Document, error) {
	anew, err := c.relink(ctx, fsys, before)
	if err != nil {
		return nil, err
	}
	fresh = append(fresh, anew...)
	var jobs []*Document
	for _, doc := range fresh {
		if doc.source != nil {
			jobs = append(jobs, doc)
		}
	}
	if len(jobs) == 0 {
		return fresh, nil
	}
	converter := markdown.New()
	return fresh, parallel(ctx, jobs, func(doc *Document) error {
		doc.readProse(converter, c.known, c.Settings)
		return nil
	})
}

// relink puts documents, whose text is yet to be read, in the place of those that other settings or other names of actors change, and returns
// them. A text in which no name stands that has come, gone or changed hands is as it was.
func (c *Content) relink(ctx context.Context, fsys fs.FS, before *Content) ([]*Document, error) {
	if before.known == nil {
		return nil, nil
	}
	all := c.rules != before.rules
	if !all && c.known == before.known {
		return nil, nil
	}
	changed := markdown.Changed(before.known, c.known)
	replaced := make([]*Document, len(c.Documents))
	err := parallel(ctx, c.Documents, func(doc *Document) error {
		if doc.Prose == nil || doc.source != nil {
			return nil
		}
		if !all {
			if !doc.autolink(c.Settings) {
				return nil
			}
			if !changed.Occur(doc.Prose.Words()) {
				return nil
			}
		}
		other, _ := classify(doc.File)
		if err := other.readHead(fsys, map[string]*brief.Source{doc.id(): doc.base}); err != nil {
			return err
		}
		if other.digest != doc.digest { // it has changed meanwhile, of which the next reading is told
			return nil
		}
		i, _ := find(c.Documents, doc.File)
		replaced[i] = other
		return nil
	})
	var anew []*Document
	for i, other := range replaced {
		if other != nil {
			c.Documents[i], anew = other, append(anew, other)
		}
	}
	return anew, err
}

// readProse turns the prose into HTML with holes.
func (doc *Document) readProse(converter *markdown.Converter, names *markdown.Names, settings *brief.Settings) {
	in := markdown.Input{File: doc.File, Source: doc.source, Offset: doc.head, Unsafe: settings.UnsafeHTML, Reserved: doc.reserved()}
	if doc.autolink(settings) {
		in.Names = names
	}
	var source []byte
	if doc.Briefing != nil {
		in.Briefing, in.Mark = doc.Briefing.ID, brief.Hedged
		source = withoutComments(doc.source[doc.head:])
	}
	if doc.Actor != nil {
		in.Self = doc.Actor.ID
	}
	if doc.Event != nil {
		in.Prefix = "event-" + doc.Event.ID + "." // it stands among the others on the timeline
	}
	body, problems := converter.Convert(in)
	doc.Prose = pack(body, source, problems)
	doc.compareReviews(body)
	doc.source = nil
}

// withoutComments returns the prose without HTML comments, which authors write for themselves.
func withoutComments(text []byte) []byte {
	before, rest, found := bytes.Cut(text, []byte("<!--"))
	if !found {
		return bytes.Trim(text, "\r\n")
	}
	kept := bytes.Clone(before)
	for found {
		if _, rest, found = bytes.Cut(rest, []byte("-->")); found {
			before, rest, found = bytes.Cut(rest, []byte("<!--"))
			kept = append(kept, before...)
		}
	}
	return bytes.Trim(kept, "\r\n")
}
