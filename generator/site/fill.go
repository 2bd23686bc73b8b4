package site

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Ref      int    // index into the text's Refs, for the anchor; -1 for none
	Anchor   string // where there is none: that of the section or footnote; empty for the whole page
}

// Wording is how pages name objects, and what they put between sources that are cited together and before a locator.
type Wording struct {
	Name             func(Object) string
	Semicolon, Comma string
}

// Mentions returns where texts name an actor or a source, each sentence once: of all that CountMentions counts, those from one number to another.
func (r *Reader) Mentions(of Object, from, to int, as Wording) []Mention {
	var out []Mention
	n := 0 // of those before
	r.mentions(of, func(in Object, all []spot) {
		f := in.declaredIn()
		first, last := max(from-n, 0), min(to-n, len(all))
		if n += len(all); first >= last {
			return
		}
		r.needDocument(onProse, f)
		shown := make(map[int]bool)
		for _, is := range all[first:last] {
			shown[is.sentence] = true
		}
		said := r.sentences(in, r.linksOf(f).targets, func(number int) bool { return shown[number] }, as)
		for _, is := range all[first:last] {
			mention := Mention{In: in, Sentence: said[is.sentence].Text, Ref: is.ref}
			if is.ref < 0 || f.Prose.Refs[is.ref].Kind == content.RefFile { // a link that the author made has no anchor of ours either
				mention.Ref, mention.Anchor = -1, said[is.sentence].Anchor
			}
			out = append(out, mention)
		}
	})
	return out
}

// CountMentions returns how many sentences name an actor or a source.
func (r *Reader) CountMentions(of Object) int {
	n := 0
	r.mentions(of, func(_ Object, all []spot) { n += len(all) })
	return n
}

// spot is a sentence that names an object, by the first reference that does; -1 where only a name does.
type spot struct{ sentence, ref int }

// mentions calls do for each object whose text names another, in their order, with the sentences that do.
func (r *Reader) mentions(of Object, do func(in Object, all []spot)) {
	var objects []Object
	for _, number := range r.referrers(of) {
		f := r.documents.at(number).file
		if f == nil {
			continue
		}
		if in := f.object(); in != nil && in != of && proseOf(in) != nil && r.published(in) {
			objects = append(objects, in)
		}
	}
	slices.SortFunc(objects, compare)
	for _, in := range objects {
		f := in.declaredIn()
		if all := r.documents.at(f.number).links.spots(f.Prose, of.slot()); len(all) > 0 {
			do(in, all)
		}
	}
}

// spots returns the sentences of a text that name what has a number, in their order.
func (l *links) spots(p *content.Prose, of int32) []spot {
	var names []int32 // sentences
	if i := slices.Index(l.mentions, of); i >= 0 {
		names = p.Mentions[i].Sentences
	}
	var all []spot
	seen := make(map[int]bool)
	upTo := func(sentence int) {
		for ; len(names) > 0 && int(names[0]) < sentence; names = names[1:] {
			if n := int(names[0]); !seen[n] {
				seen[n] = true
				all = append(all, spot{n, -1})
			}
		}
	}
	for i := range l.targets {
		ref := &p.Refs[i]
		if t := &l.targets[i]; t.Kind != "" && t.number == of && !ref.Struck && !seen[ref.Sentence] {
			upTo(ref.Sentence)
			seen[ref.Sentence] = true
			all = append(all, spot{ref.Sentence, i})
		}
	}
	upTo(math.MaxInt)
	return all
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

// sentences returns those sentences of an object's text that are wanted, by their numbers, in words as its page shows them.
func (r *Reader) sentences(in Object, targets []Target, wanted func(number int) bool, as Wording) map[int]content.NamedSentence {
	p := proseOf(in)
	refs := make(map[int][]int) // by sentence, those that a page shows by a name
	for i := range p.Refs {
		ref := &p.Refs[i]
		named := ref.Kind == content.RefSource || ref.Kind == content.RefObject && ref.Label == ""
		if named && !ref.Struck && targets[i].Kind != "" && wanted(ref.Sentence) {
			refs[ref.Sentence] = append(refs[ref.Sentence], i)
		}
	}
	out := make(map[int]content.NamedSentence)
	for number, s := range p.Named() {
		if wanted(number) {
			s.Text = r.sentence(in, s, targets, refs[number], as)
			out[number] = s
		}
	}
	return out
}

// sentence puts names into a sentence: an object that the author did not label is called by its name, and so is a source that is cited. Where the
// page has a number for it, which says nothing elsewhere, it is named only if the sentence needs it as a word.
func (r *Reader) sentence(in Object, s content.NamedSentence, targets []Target, refs []int, as Wording) string {
	p := proseOf(in)
	place := func(i int) int { return min(max(p.Refs[i].Start-s.Start, 0), len(s.Text)) }
	var citations [][]int // references that stand at one place
	var places []int
	for _, i := range refs {
		if p.Refs[i].Kind != content.RefSource {
			continue
		}
		if last := len(places) - 1; last >= 0 && places[last] == place(i) {
			citations[last] = append(citations[last], i)
		} else {
			citations, places = append(citations, []int{i}), append(places, place(i))
		}
	}
	_, numbered := in.(*Briefing)
	words := asWords(s.Text, places)
	var b strings.Builder
	done := 0
	for _, i := range refs {
		ref, at := &p.Refs[i], max(place(i), done)
		if ref.Kind == content.RefSource {
			if len(citations) == 0 || i != citations[0][0] {
				continue
			}
			if !numbered || words[0] {
				b.WriteString(s.Text[done:at])
				done = at
				r.cite(&b, p, targets, citations[0], as)
				if next, _ := utf8.DecodeRuneInString(s.Text[at:]); isWord(next) {
					b.WriteByte(' ')
				}
			}
			citations, words = citations[1:], words[1:]
			continue
		}
		_, id, qualified := strings.Cut(ref.Target, ":")
		if !qualified {
			id = ref.Target
		}
		if strings.HasPrefix(s.Text[at:], id) {
			b.WriteString(s.Text[done:at] + as.Name(r.at(targets[i].number)))
			done = at + len(id)
		}
	}
	b.WriteString(s.Text[done:])
	return strings.Join(strings.Fields(b.String()), " ")
}

// asWords reports of each citation in a sentence, by its place, whether the sentence needs it as a word: it stands at the beginning or in
// brackets, or a single word such as "and" joins it with another. Others are notes to what stands before them.
func asWords(text string, places []int) []bool {
	words := make([]bool, len(places))
	for i := 0; i < len(places); {
		before := text[:places[i]]
		needed := strings.TrimFunc(before, notWord) == "" || strings.HasSuffix(before, "(")
		j := i + 1
		for ; j < len(places); j++ {
			between := strings.TrimFunc(text[places[j-1]:places[j]], notWord)
			if strings.Contains(between, " ") {
				break
			}
			needed = needed || between != ""
		}
		for ; i < j; i++ {
			words[i] = needed
		}
	}
	return words
}

func isWord(r rune) bool  { return unicode.In(r, unicode.L, unicode.N, unicode.M) }
func notWord(r rune) bool { return !isWord(r) }

// cite writes sources that are cited together.
func (r *Reader) cite(b *strings.Builder, p *content.Prose, targets []Target, refs []int, as Wording) {
	if said := b.String(); said != "" && !strings.HasSuffix(said, "(") {
		b.WriteByte(' ')
	}
	b.WriteByte('[')
	for n, i := range refs {
		if n > 0 {
			b.WriteString(as.Semicolon)
		}
		s := r.at(targets[i].number)
		b.WriteString(as.Name(s))
		if locator := p.Refs[i].Locator; locator != "" && public(s) {
			b.WriteString(as.Comma + locator)
		}
	}
	b.WriteByte(']')
}
