package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"attest/generator/diag"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// wikiLink is a link to an object: [[id]], [[kind:id]], [[id|label]].
type wikiLink struct {
	ast.BaseInline
	to    target
	label string
	refs  refRange
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (n *wikiLink) Kind() ast.NodeKind         { return kindWikiLink }
func (n *wikiLink) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// kinds are the kinds of objects that a wiki link may name.
var kinds = []string{"briefing", "claim", "source", "actor", "event"}

// wikiLink reads a wiki link at the reader's "[[". It returns nil where the brackets are something else, such as the first two of
// nested spans, or where they are malformed, which is reported.
func (d *document) wikiLink(block text.Reader, start int) ast.Node {
	line, pos := block.Position()
	n := d.readWikiLink(block, start)
	if n == nil {
		block.SetPosition(line, pos)
		return nil
	}
	return n
}

func (d *document) readWikiLink(block text.Reader, start int) ast.Node {
	inside, ok := readNotation(block, 2)
	if !ok {
		return nil
	}
	rest, seg := block.PeekLine()
	if len(rest) < 2 || rest[1] != ']' || bytes.HasPrefix(inside.text, []byte("@")) || bytes.HasPrefix(inside.text, []byte("^")) {
		return nil
	}
	if len(rest) > 2 && rest[2] == '(' { // a link whose text stands in brackets
		return nil
	}
	fail := func(message, hint string) ast.Node {
		d.report("bad-markup", start, seg.Start+2, message, hint)
		return nil
	}
	if len(rest) > 2 && rest[2] == '{' {
		if attr := readClaimAttribute(rest[2:], seg.Start+2); attr.ours {
			d.block.skipBrace = seg.Start + 2 + attr.length
			fail("the words of a claim stand in brackets of their own", "write [[[id]]]{claim=id}, or [words [[id]]]{claim=id}")
		}
	}
	name, label, labelled := bytes.Cut(inside.text, []byte("|"))
	name = bytes.TrimSuffix(name, []byte(`\`)) // in a table the bar is escaped
	from := len(name) - len(bytes.TrimLeft(name, " "))
	name = bytes.TrimSpace(name)
	n := &wikiLink{to: target{string(name), inside.src(from), inside.src(from + len(name))}}
	if labelled {
		n.label = strings.Join(strings.Fields(string(plain(label))), " ")
		if n.label == "" {
			return fail("the words of a wiki link are empty", "write [["+n.to.name+"]]")
		}
	}
	if n.to.name == "" {
		return fail("a wiki link names nothing", "write [[id]], [[kind:id]] or [[id|words]]")
	}
	if strings.ContainsFunc(n.to.name, func(r rune) bool { return !isKeyRune(r) }) {
		return fail(fmt.Sprintf("%q is not an id", n.to.name), fmt.Sprintf("write [[%s|%s]] if that is its id", slug(n.to.name), n.to.name))
	}
	if kind, _, ok := strings.Cut(n.to.name, ":"); ok && kind != "" {
		if near := diag.Near(kind, kinds); len(near) > 0 && near[0] != kind {
			return fail(fmt.Sprintf("there is no kind of object %q", kind), "did you mean "+near[0]+"?")
		}
	}
	n.SetPos(start)
	d.block.unlinkable = len(d.block.openers)
	block.Advance(2)
	return n
}

// isKeyRune reports whether r may stand in an id or in the key of a citation.
func isKeyRune(r rune) bool {
	return isWord(r) || r < 0x80 && strings.ContainsRune(":.#$%&-+?<>~/_", r)
}

// isWord reports whether r belongs to a word: a letter, digit or mark of any script.
func isWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}
