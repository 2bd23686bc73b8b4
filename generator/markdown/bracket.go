package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// brackets reads everything that begins with "[": links and images of CommonMark, claim spans, wiki links and citations. It takes
// the place of goldmark's link parser, because a claim span must know the brackets that links know.
type brackets struct{}

// blockState is what the inline parsers know of the block they read. It is empty between blocks.
type blockState struct {
	openers    []opener    // the brackets that are still open
	unlinkable int         // how many of openers hold a link already, and so can only become claim spans
	tooDeep    bool        // reported that brackets nest too deeply
	delimiters int         // how many runs of emphasis marks were seen
	tooMany    bool        // reported that they are too many
	backticks  map[int]int // the last place of each length of a run of backticks; nil before the first
	skipBrace  int         // the place after a brace that was reported already
}

type opener struct {
	node   *openBracket
	bottom *parser.Delimiter // the last emphasis mark before the bracket, or nil
	line   int               // of the block
	after  text.Segment      // the reader's place behind the bracket
	image  bool
	nested bool // another bracket stands inside, so that the words are no label of a reference
}

// openBracket stands for a bracket whose meaning is not known yet.
type openBracket struct {
	ast.BaseInline
	segment text.Segment
}

var kindOpenBracket = ast.NewNodeKind("OpenBracket")

func (n *openBracket) Kind() ast.NodeKind         { return kindOpenBracket }
func (n *openBracket) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (brackets) Trigger() []byte { return []byte{'!', '[', ']'} }

func (brackets) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := documentOf(pc)
	line, seg := block.PeekLine()
	switch {
	case line[0] == '!':
		if len(line) > 1 && line[1] == '[' {
			return d.openBracket(block, pc, seg.Start, 2)
		}
		return nil
	case line[0] == ']':
		return d.closeBracket(parent, block, pc)
	}
	if len(line) > 1 {
		switch line[1] {
		case '[':
			if n := d.wikiLink(block, seg.Start); n != nil {
				return n
			}
		case '@':
			if n := d.citation(block, seg.Start); n != nil {
				return n
			}
		}
	}
	return d.openBracket(block, pc, seg.Start, 1)
}

// openBracket notes an open bracket of n bytes, "[" or "![". Beyond the limit of nesting it is text.
func (d *document) openBracket(block text.Reader, pc parser.Context, start, n int) ast.Node {
	b := &d.block
	block.Advance(n)
	if len(b.openers) >= maxNesting {
		if !b.tooDeep {
			b.tooDeep = true
			d.report("too-large", d.clip(start), start+n, fmt.Sprintf("more than %d brackets are open in one paragraph", maxNesting), "")
		}
		return ast.NewTextSegment(text.NewSegment(start, start+n))
	}
	node := &openBracket{segment: text.NewSegment(start, start+n)}
	node.SetPos(start)
	line, after := block.Position()
	b.openers = append(b.openers, opener{node: node, bottom: pc.LastDelimiter(), line: line, after: after, image: n == 2})
	return node
}

// closeBracket reads what a "]" ends. It returns nil where it ends nothing.
func (d *document) closeBracket(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	b := &d.block
	line, seg := block.PeekLine()
	var attr claimAttribute
	if len(line) > 1 && line[1] == '{' {
		attr = readClaimAttribute(line[1:], seg.Start+1)
	}
	if len(b.openers) == 0 {
		if attr.ours {
			if !b.tooDeep {
				d.report("bad-markup", seg.Start, seg.Start+1, "the words of this claim have no opening bracket in their paragraph",
					"write [ where the words begin; a claim span begins and ends in one paragraph")
			}
			block.Advance(1 + attr.length)
			return ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+1+attr.length))
		}
		return nil
	}
	top := len(b.openers) - 1
	o := b.openers[top]
	b.openers = b.openers[:top]
	linkable := o.image || top >= b.unlinkable
	b.unlinkable = min(b.unlinkable, top)
	if top > 0 {
		b.openers[top-1].nested = true
	}
	if attr.ours {
		return d.closeClaimSpan(parent, block, pc, o, attr)
	}
	if linkable {
		block.Advance(1)
		if n := d.closeLink(parent, block, pc, o, seg.Start); n != nil {
			if !o.image {
				b.unlinkable = top
			}
			return n
		}
	}
	if !o.image {
		d.reportFootnote(o, seg.Start)
	}
	ast.MergeOrReplaceTextSegment(o.node.Parent(), o.node, o.node.segment)
	return nil
}

// enclose moves the nodes behind the opener into n, after giving emphasis within them its form, and takes the opener away.
func enclose(parent ast.Node, n ast.Node, o opener, pc parser.Context) {
	if o.bottom == nil {
		parser.ProcessDelimiters(nil, pc)
	} else {
		parser.ProcessDelimiters(o.bottom, pc)
	}
	for c := o.node.NextSibling(); c != nil; {
		next := c.NextSibling()
		n.AppendChild(n, c)
		c = next
	}
	parent.RemoveChild(parent, o.node)
}

// CloseBlock turns the brackets that are still open into text and forgets the block.
func (brackets) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	d := documentOf(pc)
	reported := false
	for _, o := range d.block.openers {
		start := o.node.segment.Start
		if !reported && !o.image && !d.block.tooDeep && bytes.HasPrefix(d.src[start:], []byte("[[")) {
			reported = true
			d.report("bad-markup", start, start+2, "a wiki link has no closing brackets",
				`write [[id]] or [[id|words]] (in a table [[id\|words]]); for brackets that are text, \[[`)
		}
		ast.MergeOrReplaceTextSegment(o.node.Parent(), o.node, o.node.segment)
	}
	d.block = blockState{openers: d.block.openers[:0]}
}

// notation is the inside of a pair of brackets that is not Markdown: text with line ends as spaces, and how it lies in src.
type notation struct {
	text  []byte
	lines []notationLine
}

type notationLine struct{ at, src int } // offset in text, offset in src

// src returns the place in the source of an offset in the text.
func (n notation) src(at int) int {
	i := len(n.lines) - 1
	for i > 0 && n.lines[i].at > at {
		i--
	}
	return n.lines[i].src + at - n.lines[i].at
}

// readNotation reads from skip bytes behind the reader's place up to the first "]", which it leaves to be read. It fails where a
// "[" or the end of the block comes first, and leaves the reader anywhere then.
func readNotation(block text.Reader, skip int) (notation, bool) {
	block.Advance(skip)
	var n notation
	for {
		line, seg := block.PeekLine()
		if line == nil {
			return n, false
		}
		src := seg.Start
		if len(n.lines) > 0 {
			trimmed := util.TrimLeftSpace(line)
			src = seg.Stop - len(trimmed)
			line = trimmed
		}
		end := indexBracket(line)
		part := line
		if end >= 0 {
			part = line[:end]
		} else {
			part = bytes.TrimRight(part, "\n")
		}
		if len(n.lines) == 0 {
			n.text = part[:len(part):len(part)]
		} else {
			n.text = append(append(n.text, ' '), part...)
		}
		n.lines = append(n.lines, notationLine{len(n.text) - len(part), src})
		if end >= 0 {
			if line[end] == '[' {
				return n, false
			}
			block.SetPosition(positionAt(block, src+end))
			return n, true
		}
		block.AdvanceLine()
	}
}

// indexBracket returns where the first bracket stands that has no backslash before it, or -1.
func indexBracket(line []byte) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '[', ']':
			return i
		case '\\':
			i++
		}
	}
	return -1
}

// positionAt returns the reader's place moved forward to an offset of its line.
func positionAt(block text.Reader, start int) (int, text.Segment) {
	line, seg := block.Position()
	seg.Start, seg.Padding = start, 0
	return line, seg
}

// clip exists for places that lie at the end of the source.
func (d *document) clip(pos int) int { return min(pos, len(d.src)) }
