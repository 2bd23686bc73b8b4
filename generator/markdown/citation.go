package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// citation is sources that are cited: [@a], [@a, p. 3], [@a; @b, Art. 4].
type citation struct {
	ast.BaseInline
	sources []cited
	refs    refRange
}

type cited struct {
	key     target
	locator string
	end     int // of the locator, in src
}

var kindCitation = ast.NewNodeKind("Citation")

func (n *citation) Kind() ast.NodeKind         { return kindCitation }
func (n *citation) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

const citationHint = "write [@source], [@source, p. 3] or [@a; @b]"

// citation reads a citation at the reader's "[@". It returns nil where the brackets are those of a link, or where the citation is
// malformed, which is reported.
func (d *document) citation(block text.Reader, start int) ast.Node {
	line, pos := block.Position()
	n := d.readCitation(block, start)
	if n == nil {
		block.SetPosition(line, pos)
		return nil
	}
	d.block.unlinkable = len(d.block.openers)
	n.SetPos(start)
	return n
}

func (d *document) readCitation(block text.Reader, start int) *citation {
	inside, ok := readNotation(block, 1)
	if !ok {
		d.report("bad-markup", start, start+2, "a citation has no closing bracket", citationHint+`; for a bracket that is text, \[`)
		return nil
	}
	rest, seg := block.PeekLine()
	block.Advance(1)
	if len(rest) > 1 && rest[1] == '(' { // a link whose text begins with @
		return nil
	}
	if len(rest) > 1 && rest[1] == '{' {
		if attr := readClaimAttribute(rest[1:], seg.Start+1); attr.ours {
			d.report("bad-markup", start, start+1, "a citation does not state a claim", "write [words [@source]]{claim=id}")
			d.block.skipBrace = seg.Start + 1 + attr.length
		}
	}
	n := &citation{}
	for at := 0; at <= len(inside.text); {
		item := firstCited(inside.text[at:])
		c, problem := readCited(item, at, inside)
		if problem != "" {
			d.report("bad-markup", start, seg.Start+1, problem, citationHint)
			return nil
		}
		n.sources = append(n.sources, c)
		at += len(item) + 1
	}
	return n
}

// firstCited returns what stands before the first semicolon that does not end an entity.
func firstCited(b []byte) []byte {
	for pos := 0; ; pos++ {
		i := bytes.IndexAny(b[pos:], ";&")
		if i < 0 {
			return b
		}
		if pos += i; b[pos] == ';' {
			return b[:pos]
		}
		_, n := unescape(b[pos:])
		pos += n - 1
	}
}

// readCited reads one source of a citation; item begins at the offset at of the citation's inside.
func readCited(item []byte, at int, inside notation) (c cited, problem string) {
	trimmed := bytes.TrimLeft(item, " ")
	at += len(item) - len(trimmed)
	trimmed = bytes.TrimRight(trimmed, " ")
	if len(trimmed) == 0 {
		return c, "a citation has a semicolon too many"
	}
	if trimmed[0] != '@' {
		return c, fmt.Sprintf("%q begins without @", trimmed)
	}
	end := 1
	for end < len(trimmed) {
		r, size := utf8.DecodeRune(trimmed[end:])
		if !isKeyRune(r) {
			break
		}
		end += size
	}
	if end == 1 {
		return c, "a citation names no source"
	}
	c.key = target{string(trimmed[1:end]), inside.src(at + 1), inside.src(at + end)}
	rest := bytes.TrimLeft(trimmed[end:], " ")
	if len(rest) == 0 {
		return c, ""
	}
	if rest[0] != ',' {
		return c, fmt.Sprintf("%q follows the source without a comma", rest)
	}
	c.locator = strings.Join(strings.Fields(string(plain(rest[1:]))), " ")
	if c.locator == "" {
		return c, "nothing follows the comma of a citation"
	}
	if _, other, found := strings.Cut(" "+c.locator, " @"); found {
		other, _, _ = strings.Cut(other, " ")
		return c, fmt.Sprintf("@%s stands in a locator; if it is another source, a semicolon stands before it", strings.TrimRight(other, ","))
	}
	c.end = inside.src(at+len(trimmed)-1) + 1
	return c, ""
}
