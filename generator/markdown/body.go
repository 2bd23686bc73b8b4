// Package markdown turns the prose of one file into a Body: HTML with holes where another object's address, name or standing
// goes, the references those holes stand for, and the plain text with its sentences. It knows CommonMark with the extensions of
// the content format, the three notations of attest (claim spans, wiki links, citations), actors' names and highlighting.
//
// It knows nothing of other files: what a reference leads to is decided by whoever fills the holes. It follows CommonMark 0.31.2
// and, for its notations, Pandoc's bracketed spans and citations. What it hands out is read-only.
package markdown

import "attest/generator/diag"

// Body is the prose of one file, ready for its holes to be filled.
type Body struct {
	Parts     []Part     // the HTML in order
	Refs      []Ref      // every reference, in the order of the text
	Mentions  []Mention  // names of actors beside those that are references, in the order of their first
	Headings  []Heading  // in the order of the text
	Places    []Place    // where headings and footnotes begin, in the order of the text
	Sentences []Sentence // of Text, in order
	Text      string     // what a reader reads, without markup and what is struck out; blocks are separated by one line feed
	Anchors   []string   // every id the HTML declares (headings, footnotes), sorted
	Stated    []Stated   // the words that state claims, in the order in which they begin

	Marked []diag.Span // what Input.Mark finds, in the order of the text
}

// Stated is a stretch of Body.Text, in bytes, End not included, and the claim that its words state. Words that state several claims have
// one for each.
type Stated struct {
	Claim      string // "id", or "briefing#id" for another briefing's
	Start, End int
}

// Part is a stretch of finished HTML and the hole that follows it. The last part of a body has no hole.
type Part struct {
	HTML string
	Hole Hole
}

// Hole is a place in the HTML that only somebody who knows the whole site can fill.
type Hole struct {
	Kind   HoleKind
	Refs   []int // indexes into Body.Refs; several for a claim span of several claims, a citation of several sources, or cards
	Linked bool  // the hole lies within a link, where no other link may stand
}

// HoleKind says what goes into a hole. The zero value is no hole.
type HoleKind uint8

// The kinds of holes.
const (
	NoHole     HoleKind = iota
	Href                // the address of the one reference, as an attribute's value: stands inside href="…" or src="…"
	NameLink            // a whole link to the one reference, shown by Ref.Label or, where that is empty, by the object's name
	ClaimStart          // the opening tag of the words that state the claims
	ClaimEnd            // the closing tag of the same
	Citation            // a citation of the sources, each with its locator
	Cards               // after a top-level block: the cards of the claims that this block is the first to state
)

// Ref is a reference as the author wrote it, or a name that was found.
type Ref struct {
	Kind     RefKind
	Struck   bool      // it is struck out, so that it does not say that its sentence names the target
	Ends     int32     // source: in the file, the byte after its locator; 0 without one
	Target   string    // claim: "id" or "briefing#id"; object: "id" or "kind:id"; source and actor: the id; file, image: the path as written
	Fragment string    // file: what follows "#", decoded; may be empty
	Label    string    // object: the author's label, plain text; actor: the words as written; else empty
	Locator  string    // source: what follows the comma, such as "p. 3"
	At       diag.Span // the target as written
	Sentence int       // index into Body.Sentences; -1 outside any sentence
	Start    int       // of its words in Body.Text, in bytes; of an object without a label these are its id
}

// RefKind says which notation made a reference.
type RefKind uint8

// The kinds of references.
const (
	RefClaim  RefKind = iota + 1 // [words]{claim=id}
	RefObject                    // [[id]], [[kind:id|label]]
	RefSource                    // [@id, p. 3]
	RefActor                     // an actor's name in the prose, found and not marked
	RefFile                      // a relative link to a file of the content, or "#fragment" in the same file (Target is then empty)
	RefImage                     // an image at a relative path
)

// Mention is an actor whose name stands in sentences that have no reference to it: as names become links once in a section, there can be very many.
type Mention struct {
	Actor     string
	Sentences []int32 // indexes into Body.Sentences, ascending
}

// Place is where in Body.Text begins what has an anchor.
type Place struct {
	ID    string
	Start int
}

// Heading is a heading of the prose. Level is 1 to 6; ID is its anchor.
type Heading struct {
	Level int
	ID    string
	Text  string
}

// Sentence is a stretch of Body.Text, in bytes, End not included.
type Sentence struct {
	Start, End int
	Claim      bool // a claim span stands in it or covers it
	Apart      bool // it is a cell of a table or the description of a picture, and so no sentence of the running text
}
