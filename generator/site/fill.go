package site

import (
	"slices"
	"strings"

	"attest/generator/content"
)

// Prose is the text of an object with its references resolved.
type Prose struct {
	*content.Body          // nil for an object without a text
	Targets       []Target // one for each of Body.Refs
	Markdown      string   // of a briefing, as its author wrote it, without comments

	reader *Reader
}

// Text returns the text of an object.
func (r *Reader) Text(o Object) Prose {
	f := o.declaredIn()
	if f.object() != o {
		return Prose{} // it stands in the front matter of something else
	}
	r.needDocument(onProse, f) // also where it has none yet
	p := proseOf(o)
	if p == nil {
		return Prose{}
	}
	body, source := p.Open()
	return Prose{Body: body, Targets: r.linksOf(f).targets, Markdown: source, reader: r}
}

// words returns the text of an object that has one, without what only its own page shows.
func (r *Reader) words(o Object) Prose {
	f := o.declaredIn()
	r.needDocument(onProse, f)
	return Prose{Body: proseOf(o).Words(), Targets: r.linksOf(f).targets, reader: r}
}

// Object returns what a target leads to; nil for a file, and where it is broken.
func (p *Prose) Object(target int) Object {
	t := &p.Targets[target]
	if t.Kind == "" {
		return nil
	}
	return p.reader.Get(t.Kind, t.ID)
}

// Sentences returns how many sentences a briefing has, and how many of these state a claim.
func (r *Reader) Sentences(b *Briefing) (all, stating int) {
	r.needDocument(onProse, b.file)
	if b.file.Prose == nil {
		return 0, 0
	}
	return b.file.Prose.Sentences, b.file.Prose.Stating
}

// Mention is a sentence in which an object is named.
type Mention struct {
	In       Object
	Sentence string
	Ref      int // index into the text's Refs, for the anchor; -1 for none
}

// Mentions returns where texts name an actor or a source, each sentence once.
func (r *Reader) Mentions(of Object) []Mention {
	var out []Mention
	r.mentions(of, func(in Object, refs []int) {
		text := r.words(in)
		for _, i := range refs {
			mention := Mention{In: in, Sentence: text.sentence(i), Ref: i}
			if text.Refs[i].Kind == content.RefFile {
				mention.Ref = -1 // a link that the author made has no anchor of ours
			}
			out = append(out, mention)
		}
	})
	return out
}

// CountMentions returns how many sentences name an actor or a source.
func (r *Reader) CountMentions(of Object) int {
	n := 0
	r.mentions(of, func(_ Object, refs []int) { n += len(refs) })
	return n
}

// mentions calls do for each object whose text names another, in their order, with the first reference of each sentence that does.
func (r *Reader) mentions(of Object, do func(in Object, refs []int)) {
	var naming []Object
	for _, f := range r.referrers(of.named()) {
		if in := f.object(); in != nil && in != of && proseOf(in) != nil && r.object(in.named()) == in {
			naming = append(naming, in)
		}
	}
	slices.SortFunc(naming, compare)
	n := of.named()
	for _, in := range naming {
		f := in.declaredIn()
		l, _ := r.links.get(f.File)
		var refs []int
		seen := make(map[int]bool)
		for i, t := range l.targets {
			if t.Kind == n.kind && t.ID == n.id && !seen[f.Prose.Refs[i].Sentence] {
				seen[f.Prose.Refs[i].Sentence] = true
				refs = append(refs, i)
			}
		}
		if len(refs) > 0 {
			do(in, refs)
		}
	}
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
		if t.Kind == KindSource && p.Refs[i].Kind == content.RefSource {
			if s, ok := p.Object(i).(*Source); ok {
				do(s, i)
			}
		}
	}
}

// sentence returns the words of the sentence in which a reference stands; empty for none. An object that the author did not label
// is called by its name, as on the page.
func (p *Prose) sentence(ref int) string {
	i := p.Refs[ref].Sentence
	if i < 0 || i >= len(p.Body.Sentences) {
		return ""
	}
	first := ref
	for first > 0 && p.Refs[first-1].Sentence == i {
		first--
	}
	var b strings.Builder
	from, end := p.Body.Sentences[i].Start, p.Body.Sentences[i].End
	for k := first; k < len(p.Refs) && p.Refs[k].Sentence == i; k++ {
		if name, after, ok := p.called(k); ok && p.Refs[k].Start >= from && after <= end {
			b.WriteString(p.Text[from:p.Refs[k].Start] + name)
			from = after
		}
	}
	b.WriteString(p.Text[from:end])
	return strings.Join(strings.Fields(b.String()), " ")
}
