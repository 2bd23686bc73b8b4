package content

import (
	"bytes"
	"encoding/binary"

	"github.com/klauspost/compress/s2"

	"attest/generator/diag"
	"attest/generator/markdown"
)

// Prose is the text of a document. What it refers to is at hand; the words themselves are kept packed, since a site has many more texts
// than are shown at one time.
type Prose struct {
	Refs      []Ref    // every reference, in the order of the text
	Anchors   []string // every id that the text declares, sorted
	Sentences int      // how many it has
	Stating   int      // how many of these state a claim
	Digest    Digest   // of all that a page can show of it

	Hedged []diag.Span // of a briefing, where one sentence states a likelihood and a confidence, if it is English

	words    []byte // packed: the plain text and its sentences
	page     []byte // packed: what a page shows beside
	problems diag.List
}

// pack makes the prose of a body; nil where there is nothing to read. source is the Markdown as a page shows it.
func pack(body *Body, source string, problems diag.List) *Prose {
	var words, page packer
	words.text(body.Text)
	words.number(len(body.Sentences))
	p := &Prose{Refs: body.Refs, Anchors: body.Anchors, Sentences: len(body.Sentences), Hedged: body.Marked, problems: problems}
	for _, s := range body.Sentences {
		words.number(s.Start)
		words.number(s.End - s.Start)
		words.flag(s.Claim)
		if s.Claim {
			p.Stating++
		}
	}
	empty := body.Text == "" && source == "" && len(body.Refs)+len(problems) == 0
	page.number(len(body.Parts))
	for i := range body.Parts {
		part := &body.Parts[i]
		empty = empty && part.HTML == ""
		page.text(part.HTML)
		page.number(int(part.Hole.Kind))
		page.flag(part.Hole.Linked)
		page.number(len(part.Hole.Refs))
		for _, ref := range part.Hole.Refs {
			page.number(ref)
		}
	}
	if empty {
		return nil
	}
	page.number(len(body.Headings))
	for _, h := range body.Headings {
		page.number(h.Level)
		page.text(h.ID)
		page.text(h.Text)
	}
	page.text(source)
	p.words, p.page = words.pack(), page.pack()
	p.Digest = digestOf(words.data, page.data, encode(saveRefs(p.Refs)))
	return p
}

// Open returns the text in full, and the Markdown it was made from, without comments.
func (p *Prose) Open() (body *Body, source string) {
	body = p.Words()
	page := unpack(p.page)
	body.Parts = make([]markdown.Part, page.number())
	for i := range body.Parts {
		part := &body.Parts[i]
		part.HTML = page.text()
		part.Hole.Kind, part.Hole.Linked = HoleKind(page.number()), page.flag()
		if n := page.number(); n > 0 {
			part.Hole.Refs = make([]int, n)
			for k := range part.Hole.Refs {
				part.Hole.Refs[k] = page.number()
			}
		}
	}
	if n := page.number(); n > 0 {
		body.Headings = make([]markdown.Heading, n)
		for i := range body.Headings {
			body.Headings[i] = markdown.Heading{Level: page.number(), ID: page.text(), Text: page.text()}
		}
	}
	return body, page.text()
}

// Words returns the text without what only its own page shows: the HTML and the headings.
func (p *Prose) Words() *Body {
	words := unpack(p.words)
	body := &Body{Refs: p.Refs, Anchors: p.Anchors, Text: words.text()}
	if n := words.number(); n > 0 {
		body.Sentences = make([]markdown.Sentence, n)
		for i := range body.Sentences {
			start := words.number()
			body.Sentences[i] = markdown.Sentence{Start: start, End: start + words.number(), Claim: words.flag()}
		}
	}
	return body
}

// packer writes texts and numbers one after the other, and packs them.
type packer struct{ data []byte }

func (p *packer) number(n int) { p.data = binary.AppendUvarint(p.data, uint64(n)) }

func (p *packer) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	p.number(n)
}

func (p *packer) text(s string) {
	p.number(len(s))
	p.data = append(p.data, s...)
}

func (p *packer) pack() []byte { return bytes.Clone(s2.Encode(nil, p.data)) } // what Encode returns is cut from something much longer

// unpacker reads what a packer has written, in the same order.
type unpacker struct{ data string }

func unpack(packed []byte) *unpacker {
	data, err := s2.Decode(nil, packed)
	if err != nil {
		panic("content: what was packed cannot be unpacked: " + err.Error())
	}
	return &unpacker{string(data)}
}

func (u *unpacker) number() int {
	n, shift := uint64(0), 0
	for i := range len(u.data) {
		n |= uint64(u.data[i]&0x7f) << shift
		if u.data[i] < 0x80 {
			u.data = u.data[i+1:]
			return int(n)
		}
		shift += 7
	}
	panic("content: what was packed is cut off")
}

func (u *unpacker) flag() bool { return u.number() != 0 }

// text returns a text that shares the memory of all others.
func (u *unpacker) text() string {
	n := u.number()
	text := u.data[:n]
	u.data = u.data[n:]
	return text
}
