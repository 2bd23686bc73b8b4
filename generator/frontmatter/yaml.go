package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
	"unsafe"

	"go.yaml.in/yaml/v3"

	"attest/generator/diag"
)

// parse reads the YAML of src[start:end] into nodes; root is nil where there is none. Where it is not the YAML that attest reads, the
// problems are reported and ok is false. A problem of the whole stands at opening.
func (r *reader) parse(start, end int, opening diag.Span) (root *node, ok bool) {
	if n := end - start; n > maxFront {
		r.report(diag.Diagnostic{
			Code: "too-large", At: opening, Message: fmt.Sprintf("%d bytes of YAML are over the limit of %d", n, maxFront),
			Hint: "move sources, actors and events to files of their own",
		})
		return nil, false
	}
	// Front matter begins after its opening line, site.yaml at the start of the file.
	if d, found := r.marker(start, end, start > int(opening.Start)+len("---")); found {
		r.report(d)
		return nil, false
	}
	// The text is the file's own memory: what is kept of it is copied, and nothing writes to it.
	if root, size, ok := readSubset(unsafe.String(unsafe.SliceData(r.src[start:end]), end-start), start, r.nodes); ok {
		r.shared, r.left = true, size
		return root, true
	}
	return r.library(start, end)
}

// library reads the YAML of src[start:end] into nodes with the library.
func (r *reader) library(start, end int) (root *node, ok bool) {
	text, restore := standIn(r.src[start:end])
	var doc yaml.Node
	switch err := load(text, &doc); {
	case errors.Is(err, io.EOF):
		return nil, true
	case err != nil:
		r.report(r.syntax(text, start, err))
		return nil, false
	}
	c := &converter{r: r, text: text, base: start, restore: restore, lines: lineStarts(text)}
	before := len(r.problems)
	root = c.node(doc.Content[0], -1, 0)
	if root.isEmpty() {
		root = nil
	}
	return root, len(r.problems) == before
}

// marker finds what ends a YAML document or comes before it: lines with --- or ..., which nothing in YAML can quote. A first --- with
// nothing but comments before it is allowed unless the document began before, as front matter did with its opening line.
func (r *reader) marker(start, end int, began bool) (diag.Diagnostic, bool) {
	for at := start; at < end; {
		next := min(lineEnd(r.src, at), end)
		line := bytes.TrimRight(r.src[at:next], " \t\r\n")
		word := line
		if i := bytes.IndexAny(line, " \t"); i >= 0 {
			word = line[:i]
		}
		switch {
		case string(word) == "..." || string(word) == "---" && began:
			return diag.Diagnostic{
				Code: "bad-yaml", At: diag.At(r.file, at, at+3),
				Message: fmt.Sprintf("%s begins a second YAML document, and only one is read", word), Hint: "remove the line",
			}, true
		case !began && len(line) > 0 && line[0] == '%':
			return diag.Diagnostic{
				Code: "bad-yaml", At: diag.At(r.file, at, at+len(line)),
				Message: "YAML directives are not read", Hint: "remove the line",
			}, true
		case len(line) > 0 && line[0] != '#':
			began = true
		}
		at = next
	}
	return diag.Diagnostic{}, false
}

// standIn returns text with the line separators that YAML 1.1 knows besides LF and CR replaced by characters of equal length, so that
// they are text, as YAML 1.2 has it, and lines are counted as everywhere else. restore undoes it; it is nil where nothing was replaced.
func standIn(text []byte) (replaced []byte, restore *strings.Replacer) {
	var back []string
	for i, separator := range []string{"\u2028", "\u2029"} {
		if !bytes.Contains(text, []byte(separator)) {
			continue
		}
		const most = 256 // a text that holds so many characters of private use in a row keeps its separators, and places may be amiss
		stand := '\uE000' + rune(i*most)
		last := stand + most
		for stand < last && bytes.ContainsRune(text, stand) {
			stand++
		}
		if stand == last {
			continue
		}
		text = bytes.ReplaceAll(text, []byte(separator), []byte(string(stand)))
		back = append(back, string(stand), separator)
	}
	if back == nil {
		return text, nil
	}
	return text, strings.NewReplacer(back...)
}

// lineStarts returns the offset of each line of text.
func lineStarts(text []byte) []int {
	starts := make([]int, 1, 1+bytes.Count(text, []byte("\n")))
	for at := lineEnd(text, 0); at < len(text); at = lineEnd(text, at) {
		starts = append(starts, at)
	}
	return append(starts, len(text))
}

// converter makes our nodes of the library's: with places in bytes, and without what attest does not read.
type converter struct {
	r        *reader
	text     []byte
	base     int // of text in the file
	restore  *strings.Replacer
	lines    []int
	line     int // with column and offset: the place found last, as nodes come in order
	column   int
	offset   int
	refused  int // end of the last place at which something was refused
	refusals int
	referred bool // an anchor or alias was refused: those that belong to it are the same problem
	deep     bool // so was what is nested too deeply
}

// place turns the library's line and column, which count characters from 1, into an offset into text.
func (c *converter) place(line, column int) int {
	line, column = min(max(line, 1), len(c.lines)), max(column, 1)
	if line != c.line || column < c.column {
		c.line, c.column, c.offset = line, 1, c.lines[line-1]
	}
	for ; c.column < column && c.offset < len(c.text); c.column++ {
		if c.text[c.offset] < utf8.RuneSelf {
			c.offset++
			continue
		}
		_, size := utf8.DecodeRune(c.text[c.offset:])
		c.offset += size
	}
	return c.offset
}

// node converts y, which stands in a collection of that indentation (-1 for none) and at that depth.
func (c *converter) node(y *yaml.Node, indent, depth int) *node {
	n := c.r.nodes.take()
	at := c.place(y.Line, y.Column)
	n.start, n.end = c.base+at, c.base+at
	if depth > maxDepth {
		if c.deep {
			return n
		}
		c.deep = true
		c.refuse(at, at+1, fmt.Sprintf("this is nested more than %d levels deep", maxDepth), "")
		return n
	}
	c.check(y, at)
	switch y.Kind {
	case yaml.ScalarNode:
		c.scalar(n, y, at, indent)
	case yaml.MappingNode, yaml.SequenceNode:
		n.kind, n.style = sequence, block
		if y.Kind == yaml.MappingNode {
			n.kind = mapping
		}
		if y.Style&yaml.FlowStyle != 0 {
			n.style = flow
		} else {
			indent = y.Column - 1
		}
		n.children = make([]*node, len(y.Content))
		for i, child := range y.Content {
			n.children[i] = c.node(child, indent, depth+1)
			if n.kind == mapping && i%2 == 0 {
				c.key(child, n.children[i])
			}
			n.end = max(n.end, n.children[i].end)
		}
		if n.style == flow && at < len(c.text) && (c.text[at] == '[' || c.text[at] == '{') { // not a pair within a list
			n.end = c.base + flowEnd(c.text, max(n.end-c.base, at+1))
		}
	}
	return n
}

// scalar fills in the text, style and end of a scalar.
func (c *converter) scalar(n *node, y *yaml.Node, at, indent int) {
	n.kind, n.text = scalar, y.Value
	switch {
	case y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		n.style, n.end = quoted, c.base+quotedEnd(c.text, at)
		if y.Style&yaml.DoubleQuotedStyle != 0 && bytes.IndexByte(c.text[at:n.end-c.base], '\\') >= 0 {
			c.r.escapes(n)
		}
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.style, n.end = block, c.base+blockEnd(c.text, at, indent)
		n.text = strings.TrimRight(n.text, "\n") // nobody means the break before the next key
	default:
		n.style, n.end = plain, c.base+plainEnd(c.text, at, n.text)
	}
	if c.restore != nil {
		n.text = c.restore.Replace(n.text)
	}
}

// escapes refuses characters that are no text also where they are written with a backslash, and takes them out.
func (r *reader) escapes(n *node) {
	wrong := func(char rune) bool { return faultOf(char, utf8.RuneLen(char), 1) != textual }
	i := strings.IndexFunc(n.text, wrong)
	if i < 0 {
		return
	}
	char, size := utf8.DecodeRuneInString(n.text[i:])
	f := faultOf(char, size, 1)
	r.report(diag.Diagnostic{Code: "bad-encoding", At: r.span(n), Message: f.message(0, char), Hint: f.hint()})
	n.text = strings.Map(func(char rune) rune {
		if wrong(char) {
			return -1
		}
		return char
	}, n.text)
}

// check refuses anchors, aliases and tags: of anchors and aliases the first, as one cannot be mended without the others.
func (c *converter) check(y *yaml.Node, at int) {
	first := byte(0)
	if at < len(c.text) && y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 {
		first = c.text[at]
	}
	switch {
	case (y.Kind == yaml.AliasNode || y.Anchor != "") && c.referred:
	case y.Kind == yaml.AliasNode:
		c.refuse(at, wordEnd(c.text, at), "YAML aliases are not read", "write the value out, or put it in quotes")
		c.referred = true
	case y.Anchor != "":
		c.refuse(at, wordEnd(c.text, at), "YAML anchors are not read", "remove it and its aliases, or put the value in quotes")
		c.referred = true
	case y.Style&yaml.TaggedStyle != 0 || first == '!':
		c.refuse(at, wordEnd(c.text, at), "YAML tags are not read", "remove it, or put the value in quotes")
	}
}

// key refuses what cannot be a key.
func (c *converter) key(y *yaml.Node, n *node) {
	switch {
	case y.Kind == yaml.AliasNode:
	case n.kind != scalar:
		c.refuse(n.start-c.base, n.start-c.base+1, "a key is a word, not a list or a mapping", "put it in quotes if it is text")
	case y.Tag == "!!merge":
		c.refuse(n.start-c.base, n.end-c.base, "YAML merge keys are not read", "write the keys out")
	}
}

// refuse reports YAML that attest does not read; what lies within the place refused last, such as the key of an anchored mapping, is
// the same problem.
func (c *converter) refuse(from, to int, message, hint string) {
	if c.refusals++; from < c.refused || c.refusals > maxRefusals {
		return
	}
	to = min(max(to, from), len(c.text))
	c.refused = max(to, from+1)
	c.r.report(diag.Diagnostic{
		Code: "bad-yaml", At: diag.At(c.r.file, c.base+from, c.base+to),
		Message: message, Hint: hint,
	})
}
