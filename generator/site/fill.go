package site

import (
	"strings"

	"attest/generator/content"
)

// Prose is the text of an object with its references resolved.
type Prose struct {
	*content.Body
	Targets []Target // one for each of Body.Refs
}

// Target is what a reference of a text leads to: an object, or a file of the content; neither where it is broken.
type Target struct {
	Object   Object
	File     string // address of a file, relative to the site's root
	Fragment string // as an anchor; only for links to a place in a page
	Picture  bool   // File is shown in the text, not led to
}

// Holes fills the holes of a text: each function writes what goes into one kind. The numbers are indexes into Refs and Targets.
type Holes struct {
	Href       func(b *strings.Builder, ref int)
	NameLink   func(b *strings.Builder, ref int)
	ClaimStart func(b *strings.Builder, refs []int)
	ClaimEnd   func(b *strings.Builder, refs []int, linked bool) // linked: within a link, where no other may stand
	Citation   func(b *strings.Builder, refs []int)
	Cards      func(b *strings.Builder, refs []int)
}

// Fill returns the text as HTML with its holes filled; empty for an object without a text.
func (p *Prose) Fill(fill Holes) string {
	if p.Body == nil {
		return ""
	}
	var b strings.Builder
	for i := range p.Parts {
		part := &p.Parts[i]
		b.WriteString(part.HTML)
		switch refs := part.Hole.Refs; part.Hole.Kind {
		case content.HoleHref:
			fill.Href(&b, refs[0])
		case content.HoleNameLink:
			fill.NameLink(&b, refs[0])
		case content.HoleClaimStart:
			fill.ClaimStart(&b, refs)
		case content.HoleClaimEnd:
			fill.ClaimEnd(&b, refs, part.Hole.Linked)
		case content.HoleCitation:
			fill.Citation(&b, refs)
		case content.HoleCards:
			fill.Cards(&b, refs)
		}
	}
	return b.String()
}

// Citations calls do for every citation of a source in the text, in its order; ref is its index in Refs.
func (p *Prose) Citations(do func(s *Source, ref int)) {
	for i, t := range p.Targets {
		if s, ok := t.Object.(*Source); ok && p.Refs[i].Kind == content.RefSource {
			do(s, i)
		}
	}
}

// sentence returns the words of the sentence in which a reference stands; empty for none. An object that the author did not label
// is called by its name, as on the page.
func (p *Prose) sentence(ref int) string {
	i := p.Refs[ref].Sentence
	if i < 0 || i >= len(p.Sentences) {
		return ""
	}
	first := ref
	for first > 0 && p.Refs[first-1].Sentence == i {
		first--
	}
	var b strings.Builder
	from, end := p.Sentences[i].Start, p.Sentences[i].End
	for k := first; k < len(p.Refs) && p.Refs[k].Sentence == i; k++ {
		r := &p.Refs[k]
		if r.Kind != content.RefObject || r.Label != "" || p.Targets[k].Object == nil || r.Start < from {
			continue
		}
		_, id, named := strings.Cut(r.Target, ":")
		if !named {
			id = r.Target
		}
		if after := r.Start + len(id); after <= end && p.Text[r.Start:after] == id {
			b.WriteString(p.Text[from:r.Start] + p.Targets[k].Object.Label())
			from = after
		}
	}
	b.WriteString(p.Text[from:end])
	return strings.Join(strings.Fields(b.String()), " ")
}
