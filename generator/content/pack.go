package content

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/s2"

	"attest/generator/diag"
	"attest/generator/markdown"
)

// Prose is the text of a document. What it refers to is at hand; the words themselves are kept packed, since a site has many more texts
// than are shown at one time.
type Prose struct {
	Refs      []Ref     // every reference, in the order of the text
	Mentions  []Mention // what else it names
	Anchors   []string  // every id that the text declares, sorted
	Sentences int       // how many it has, but for what stands apart from the running text and states no claim
	Stating   int       // how many of these state a claim
	Digest    Digest    // of all that a page can show of it

	Hedged []diag.Span // of a briefing, where one sentence states a likelihood and a confidence, if it is English

	named    []byte // the sentences that name something, as Named reads them
	packed   []byte // the plain text and what a page shows, which have the same words
	problems diag.List
}

// pack makes the prose of a body; nil where there is nothing to read. source is the Markdown as a page shows it.
func pack(body *Body, source []byte, problems diag.List) *Prose {
	w := packers.Get().(*packer)
	defer packers.Put(w)
	p := &Prose{Refs: body.Refs, Mentions: body.Mentions, Anchors: body.Anchors, Hedged: body.Marked, problems: problems}
	for _, s := range body.Sentences {
		if s.Claim {
			p.Stating++
		}
		if s.Claim || !s.Apart {
			p.Sentences++
		}
	}
	w.data = w.data[:0]
	w.text(body.Text)
	w.number(len(body.Sentences))
	for _, s := range body.Sentences {
		w.number(s.Start)
		w.number(s.End - s.Start)
		w.flag(s.Claim)
	}
	empty := body.Text == "" && len(source) == 0 && len(body.Refs)+len(problems) == 0
	w.number(len(body.Parts))
	for i := range body.Parts {
		part := &body.Parts[i]
		empty = empty && part.HTML == ""
		w.text(part.HTML)
		w.number(int(part.Hole.Kind))
		w.flag(part.Hole.Linked)
		w.number(len(part.Hole.Refs))
		for _, ref := range part.Hole.Refs {
			w.number(ref)
		}
	}
	if empty {
		return nil
	}
	w.number(len(body.Headings))
	for _, h := range body.Headings {
		w.number(h.Level)
		w.text(h.ID)
		w.text(h.Text)
	}
	w.bytes(source)
	p.packed = w.packed()

	// What is left to digest goes behind, and is cut off again where it is kept by itself.
	from := len(w.data)
	w.named(body)
	p.named = bytes.Clone(w.data[from:])
	for i := range p.Refs {
		w.ref(&p.Refs[i])
	}
	for _, m := range p.Mentions {
		w.text(m.Actor)
		w.number(len(m.Sentences))
		for _, n := range m.Sentences {
			w.number(int(n))
		}
	}
	w.number(p.Sentences)
	w.number(p.Stating)
	p.Digest = digestOf(w.data)
	return p
}

// named writes the sentences that Named yields, by number.
func (w *packer) named(body *Body) {
	there := make([]bool, len(body.Sentences))
	for i := range body.Refs {
		if r := &body.Refs[i]; r.Kind != RefClaim && r.Kind != RefImage && !r.Struck && r.Sentence >= 0 {
			there[r.Sentence] = true
		}
	}
	for _, m := range body.Mentions {
		for _, n := range m.Sentences {
			there[n] = true
		}
	}
	places, last := body.Places, -1 // of the section, in the anchors
	for n, s := range body.Sentences {
		for len(places) > 0 && places[0].Start <= s.Start {
			last, _ = slices.BinarySearch(body.Anchors, places[0].ID)
			places = places[1:]
		}
		if there[n] {
			w.number(n)
			w.number(s.Start)
			w.text(body.Text[s.Start:s.End])
			w.number(last + 1)
		}
	}
}

// ref writes what a page or a list shows of a reference.
func (w *packer) ref(r *Ref) {
	w.number(int(r.Kind))
	w.flag(r.Struck)
	w.text(r.Target)
	w.text(r.Fragment)
	w.text(r.Label)
	w.text(r.Locator)
	w.number(int(r.Ends))
	w.number(int(r.At.Start))
	w.number(int(r.At.End))
	w.number(r.Sentence + 1)
	w.number(r.Start)
}

// NamedSentence is a sentence of which other pages tell, as it names something; where it begins in the text, and the anchor of its section or
// footnote; empty where it stands before all of these.
type NamedSentence struct {
	Start  int
	Text   string
	Anchor string
}

// Named yields the sentences that name something, with their numbers, which ascend.
func (p *Prose) Named() iter.Seq2[int, NamedSentence] {
	return func(yield func(int, NamedSentence) bool) {
		for u := (unpacker{data: p.named}); len(u.data) > 0; {
			number, s := u.number(), NamedSentence{Start: u.number(), Text: u.text()}
			if i := u.number(); i > 0 {
				s.Anchor = p.Anchors[i-1]
			}
			if !yield(number, s) {
				return
			}
		}
	}
}

// Room is memory in which texts are opened, one at a time: the one before is gone then. The zero value is empty.
type Room struct {
	text      []byte
	sentences []markdown.Sentence
	parts     []markdown.Part
	refs      []int // of all parts
}

// Open returns the text in full, and the Markdown it was made from, without comments. Both are in the room.
func (p *Prose) Open(room *Room) (body *Body, source string) {
	page := unpack(room.text, p.packed)
	room.text = page.data
	body = &Body{Refs: p.Refs, Anchors: p.Anchors, Text: page.text()}
	room.sentences = room.sentences[:0]
	for range page.number() {
		start := page.number()
		room.sentences = append(room.sentences, markdown.Sentence{Start: start, End: start + page.number(), Claim: page.flag()})
	}
	room.parts, room.refs = room.parts[:0], room.refs[:0]
	for range page.number() {
		part := markdown.Part{HTML: page.text()}
		part.Hole.Kind, part.Hole.Linked = HoleKind(page.number()), page.flag()
		from := len(room.refs)
		for range page.number() {
			room.refs = append(room.refs, page.number())
		}
		part.Hole.Refs = room.refs[from:len(room.refs):len(room.refs)]
		room.parts = append(room.parts, part)
	}
	body.Sentences, body.Parts = room.sentences, room.parts
	if n := page.number(); n > 0 {
		body.Headings = make([]markdown.Heading, n)
		for i := range body.Headings {
			body.Headings[i] = markdown.Heading{Level: page.number(), ID: page.text(), Text: page.text()}
		}
	}
	return body, page.text()
}

// Words returns the plain text.
func (p *Prose) Words() string { return unpack(nil, p.packed).text() }

// packer writes texts and numbers one after the other, and packs them.
type packer struct {
	data  []byte
	small []byte // what packed makes, before it is cut to its length
	file  string // of the last place that was written
}

var packers = sync.Pool{New: func() any { return new(packer) }}

func (w *packer) number(n int) { w.data = binary.AppendUvarint(w.data, uint64(n)) }

func (w *packer) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	w.number(n)
}

func (w *packer) text(s string) {
	w.number(len(s))
	w.data = append(w.data, s...)
}

func (w *packer) bytes(b []byte) {
	w.number(len(b))
	w.data = append(w.data, b...)
}

// packed returns all that was written, packed.
func (w *packer) packed() []byte {
	w.small = slices.Grow(w.small[:0], s2.MaxEncodedLen(len(w.data)))
	return bytes.Clone(s2.Encode(w.small[:cap(w.small)], w.data))
}

// unpacker reads what a packer has written, in the same order. It panics with damage where that cannot be.
type unpacker struct {
	data []byte // which nothing writes to until the room is used again
	file string // of the last place that was read
}

// unpack unpacks into room, if that is large enough.
func unpack(room, packed []byte) *unpacker {
	data, err := s2.Decode(room[:cap(room)], packed)
	if err != nil {
		panic("content: what was packed cannot be unpacked: " + err.Error())
	}
	return &unpacker{data: data}
}

func (u *unpacker) number() int {
	n, size := binary.Uvarint(u.data)
	if size <= 0 {
		panic(cutOff)
	}
	u.data = u.data[size:]
	return int(n)
}

func (u *unpacker) flag() bool { return u.number() != 0 }

// bytes returns bytes that share the memory of all others.
func (u *unpacker) bytes() []byte {
	n := u.number()
	if n < 0 || n > len(u.data) {
		panic(cutOff)
	}
	b := u.data[:n:n]
	u.data = u.data[n:]
	return b
}

// text returns a text that shares the memory of all others.
func (u *unpacker) text() string {
	b := u.bytes()
	return unsafe.String(unsafe.SliceData(b), len(b))
}
