package frontmatter

import (
	"strings"
	"sync"

	"attest/generator/brief"
	"attest/generator/diag"
)

// nodeKind is what a node is.
type nodeKind uint8

const (
	scalar nodeKind = iota
	sequence
	mapping
)

// style is how a node is written.
type style uint8

const (
	plain  style = iota // a scalar without quotes
	quoted              // a scalar in double or single quotes
	block               // a scalar after | or >; a collection by its indentation
	flow                // a collection in brackets or braces
)

// node is a value as an author wrote it, in YAML or JSON, with its place.
type node struct {
	kind       nodeKind
	style      style
	text       string  // of a scalar
	start, end int     // in bytes from the beginning of the file; equal where nothing is written
	children   []*node // of a mapping: keys and values by turns
}

// nodes is memory for the nodes of one file. The next file has it again.
type nodes struct{ taken []node }

var nodePool = sync.Pool{New: func() any { return new(nodes) }}

// take returns a new node.
func (m *nodes) take() *node {
	if len(m.taken) == cap(m.taken) {
		m.taken = make([]node, 0, max(128, 2*cap(m.taken))) // those that were taken stay where they are
	}
	m.taken = append(m.taken, node{})
	return &m.taken[len(m.taken)-1]
}

// isEmpty reports whether nothing stands where n would be: a key without a value.
func (n *node) isEmpty() bool { return n.kind == scalar && n.style == plain && n.text == "" }

// isBlank reports whether n is a text that says nothing, with quotes or without.
func (n *node) isBlank() bool { return n.kind == scalar && strings.TrimSpace(n.text) == "" }

// isNull reports whether n is one of the words that YAML reads as no value.
func (n *node) isNull() bool {
	if n.kind != scalar || n.style != plain {
		return false
	}
	switch n.text {
	case "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// describe says what n is, for a message that expected something else.
func (n *node) describe() string {
	switch {
	case n.kind == sequence:
		return "a list"
	case n.kind == mapping:
		return "keys and values"
	case n.isEmpty():
		return "nothing"
	}
	return "a text"
}

// reader reads one file.
type reader struct {
	file     string
	src      []byte
	problems diag.List
	nodes    *nodes
	places   *brief.Recorder
	placed   bool   // whether the fields of the object being read are recorded there
	prefix   string // of the paths recorded, such as "image."
	field    string // the key whose value is being read, for messages
	unknown  int    // unknown keys so far
	shared   bool   // whether texts of nodes are parts of one with much else in it
	kept     strings.Builder
	left     int // bytes of values that may still be kept
}

// newReader returns a reader of a file.
func newReader(file string, src []byte) *reader {
	return &reader{file: file, src: src, nodes: nodePool.Get().(*nodes), places: brief.NewRecorder(file, fields)}
}

// close ends the reading: from now on places can be asked for, and nodes are gone.
func (r *reader) close() {
	r.places.Close()
	r.nodes.taken = r.nodes.taken[:0]
	nodePool.Put(r.nodes)
}

// keep returns a text for the model: a copy, beside the others, where it is part of one with much else in it.
func (r *reader) keep(text string) string {
	const most = 2048 // bytes that are asked for at once: of more, what is not used would be more
	if !r.shared {
		return text
	}
	if r.kept.Cap()-r.kept.Len() < len(text) {
		r.kept = strings.Builder{}
		r.kept.Grow(max(min(r.left, most), len(text)))
	}
	at := r.kept.Len()
	r.kept.WriteString(text)
	r.left -= len(text)
	return r.kept.String()[at:]
}

// report adds a problem.
func (r *reader) report(d diag.Diagnostic) { r.problems = append(r.problems, d) }

// span returns the place of a node.
func (r *reader) span(n *node) diag.Span { return diag.At(r.file, n.start, n.end) }

// head returns the place at which a node is best pointed to: of a collection its first key or bracket, for it may be long.
func (r *reader) head(n *node) diag.Span {
	end := n.end
	switch {
	case n.kind == scalar:
	case n.style == flow:
		end = min(n.start+1, n.end)
	case n.kind == mapping && len(n.children) > 0:
		end = n.children[0].end
	case n.kind == sequence:
		end = min(n.start+1, n.end)
	}
	return diag.At(r.file, n.start, end)
}

// written returns a node as it stands in the file.
func (r *reader) written(n *node) string { return string(r.src[n.start:n.end]) }
