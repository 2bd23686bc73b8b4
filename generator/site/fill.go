package site

import (
	"cmp"
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

// Text returns the text of an object. Where the reader has a room, it holds until the next is asked for.
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
	body, source := p.Open(cmp.Or(r.room, new(Room)))
	return Prose{Body: body, Targets: r.linksOf(f).targets, Markdown: source, reader: r}
}

// Object returns what a target leads to; nil for a file, and where it is broken.
func (p *Prose) Object(target int) Object {
	t := &p.Targets[target]
	if t.Kind == "" {
		return nil
	}
	return p.reader.at(t.number)
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

// Mentions returns where texts name an actor or a source, each sentence once: of all that CountMentions counts, those from one number to another.
func (r *Reader) Mentions(of Object, from, to int) []Mention {
	var out []Mention
	n := 0 // of those before
	r.mentions(of, func(in Object, refs []int) {
		f := in.declaredIn()
		first, last := max(from-n, 0), min(to-n, len(refs))
		if n += len(refs); first >= last {
			return
		}
		r.needDocument(onProse, f)
		targets := r.linksOf(f).targets
		for _, i := range refs[first:last] {
			mention := Mention{In: in, Sentence: r.sentence(f.Prose, targets, i), Ref: i}
			if f.Prose.Refs[i].Kind == content.RefFile {
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
	for _, number := range r.referrers(of) {
		f := r.documents.at(number).file
		if f == nil {
			continue
		}
		if in := f.object(); in != nil && in != of && proseOf(in) != nil && r.published(in) {
			naming = append(naming, in)
		}
	}
	slices.SortFunc(naming, compare)
	for _, in := range naming {
		f := in.declaredIn()
		l := r.documents.at(f.number).links
		var refs []int
		seen := make(map[int]bool)
		for i, t := range l.targets {
			if ref := &f.Prose.Refs[i]; t.Kind != "" && t.number == of.slot() && !ref.Struck && !seen[ref.Sentence] {
				seen[ref.Sentence] = true
				refs = append(refs, i)
			}
		}
		if len(refs) > 0 {
			do(in, refs)
		}
	}
}

// Holes fills the holes of a text: each function appends what goes into one kind. The numbers are indexes into Refs and Targets.
type Holes struct {
	Href       func(b []byte, ref int) []byte
	NameLink   func(b []byte, ref int) []byte
	ClaimStart func(b []byte, refs []int) []byte
	ClaimEnd   func(b []byte, refs []int, linked bool) []byte // linked: within a link, where no other may stand
	Citation   func(b []byte, refs []int) []byte
	Cards      func(b []byte, refs []int) []byte
}

// Fill appends the text as HTML with its holes filled; nothing for an object without a text.
func (p *Prose) Fill(b []byte, fill Holes) []byte {
	if p.Body == nil {
		return b
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		b = append(b, part.HTML...)
		switch refs := part.Hole.Refs; part.Hole.Kind {
		case content.HoleHref:
			b = fill.Href(b, refs[0])
		case content.HoleNameLink:
			b = fill.NameLink(b, refs[0])
		case content.HoleClaimStart:
			b = fill.ClaimStart(b, refs)
		case content.HoleClaimEnd:
			b = fill.ClaimEnd(b, refs, part.Hole.Linked)
		case content.HoleCitation:
			b = fill.Citation(b, refs)
		case content.HoleCards:
			b = fill.Cards(b, refs)
		}
	}
	return b
}

// Citations calls do for every citation of a source in the text of an object, in its order; ref is its index in Refs.
func (r *Reader) Citations(o Object, do func(s *Source, ref int)) {
	f := o.declaredIn()
	r.needDocument(onProse, f)
	p := proseOf(o)
	if p == nil {
		return
	}
	for i, t := range r.linksOf(f).targets {
		if t.Kind == KindSource && p.Refs[i].Kind == content.RefSource {
			if s, ok := r.at(t.number).(*Source); ok {
				do(s, i)
			}
		}
	}
}

// sentence returns the words of the sentence in which a reference stands; empty for none. An object that the author did not label
// is called by its name, as on the page.
func (r *Reader) sentence(p *content.Prose, targets []Target, ref int) string {
	number := p.Refs[ref].Sentence
	text, start := p.Sentence(number)
	first := ref
	for first > 0 && p.Refs[first-1].Sentence == number {
		first--
	}
	var b strings.Builder
	done := 0
	for k := first; k < len(p.Refs) && p.Refs[k].Sentence == number; k++ {
		named, at := &p.Refs[k], p.Refs[k].Start-start
		if named.Kind != content.RefObject || named.Struck || named.Label != "" || targets[k].Kind == "" || at < done {
			continue
		}
		_, id, qualified := strings.Cut(named.Target, ":")
		if !qualified {
			id = named.Target
		}
		if strings.HasPrefix(text[min(at, len(text)):], id) {
			b.WriteString(text[done:at] + r.at(targets[k].number).Label())
			done = at + len(id)
		}
	}
	b.WriteString(text[done:])
	return strings.Join(strings.Fields(b.String()), " ")
}
