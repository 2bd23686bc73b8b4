package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attest/generator/diag"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// claimSpan is words that state claims: [words]{claim="a b"}.
type claimSpan struct {
	ast.BaseInline
	claims []target
	refs   refRange
}

// target is what a notation names, and where in src it does.
type target struct {
	name       string
	start, end int
}

var kindClaimSpan = ast.NewNodeKind("ClaimSpan")

func (n *claimSpan) Kind() ast.NodeKind         { return kindClaimSpan }
func (n *claimSpan) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// claimAttribute is a pair of braces behind a bracket.
type claimAttribute struct {
	ours    bool // it is meant to name claims, well formed or not
	length  int  // bytes from "{" to "}", both included; of a pair without "}" only the "{"
	claims  []target
	problem string // empty: well formed
	hint    string
}

const claimHint = `write {claim=id}, for several {claim="a b"}, for another briefing's {claim=briefing#id}`

// readClaimAttribute reads the braces that begin line; at is their place. Braces that name no key like "claim" are not ours.
func readClaimAttribute(line []byte, at int) claimAttribute {
	word := firstWord(line[1:])
	end := 1 + bytes.IndexAny(line[1:], "{}\n")
	if end == 0 || line[end] != '}' {
		if likeClaim(word) {
			return claimAttribute{ours: true, length: 1, problem: "the brace has no closing one", hint: claimHint}
		}
		return claimAttribute{}
	}
	a := claimAttribute{length: end + 1}
	inside := line[1:end]
	fail := func(problem, hint string) {
		if a.problem == "" {
			a.problem, a.hint = problem, hint
		}
	}
	seen := false
	for pos := 0; pos < len(inside); {
		if util.IsSpace(inside[pos]) {
			pos++
			continue
		}
		start := pos
		for pos < len(inside) && inside[pos] != '=' && !util.IsSpace(inside[pos]) {
			pos++
		}
		key := string(inside[start:pos])
		var value []byte
		valueAt := pos
		hasValue := pos < len(inside) && inside[pos] == '='
		if hasValue {
			pos++
			value, valueAt, pos = attributeValue(inside, pos)
		}
		switch {
		case key == "claim" && hasValue:
			a.ours = true
			if seen {
				fail("the claims of one span stand in one attribute", claimHint)
			}
			seen = true
			a.claims = claimTargets(value, at+1+valueAt, fail)
		case strings.HasPrefix(key, "claim:"):
			a.ours = true
			fail("a claim is named after an equals sign", claimHint)
		case likeClaim(key):
			a.ours = true
			if key == "claim" || !hasValue {
				fail("the claim is not named", claimHint)
			} else {
				fail(fmt.Sprintf("a claim span has no attribute %q", key), "did you mean claim?")
			}
		default:
			hint := claimHint
			if seen && !hasValue && key != "" && !strings.ContainsAny(key, ".#\"'") {
				hint = fmt.Sprintf(`for several claims write {claim="%s %s"}`, joinTargets(a.claims), key)
			}
			fail(fmt.Sprintf("a claim span has no attribute %q", key), hint)
		}
	}
	if !a.ours {
		return claimAttribute{}
	}
	return a
}

// attributeValue reads a value, quoted or not, from pos; it returns the value, its place and the place after it.
func attributeValue(b []byte, pos int) (value []byte, start, after int) {
	if pos < len(b) && (b[pos] == '"' || b[pos] == '\'') {
		if end := bytes.IndexByte(b[pos+1:], b[pos]); end >= 0 {
			return b[pos+1 : pos+1+end], pos + 1, pos + end + 2
		}
	}
	start = pos
	for pos < len(b) && !util.IsSpace(b[pos]) {
		pos++
	}
	return b[start:pos], start, pos
}

// claimTargets reads the ids in a value that begins at the place at.
func claimTargets(value []byte, at int, fail func(problem, hint string)) []target {
	var claims []target
	for pos := 0; pos < len(value); {
		if util.IsSpace(value[pos]) {
			pos++
			continue
		}
		start := pos
		for pos < len(value) && !util.IsSpace(value[pos]) {
			pos++
		}
		name := string(value[start:pos])
		briefing, claim, other := strings.Cut(name, "#")
		if !isID(briefing) || other && !isID(claim) {
			fail(fmt.Sprintf("%q is not the id of a claim", name), claimHint)
			continue
		}
		if !slices.ContainsFunc(claims, func(t target) bool { return t.name == name }) {
			claims = append(claims, target{name, at + start, at + pos})
		}
	}
	if len(claims) == 0 {
		fail("the claim is not named", claimHint)
	}
	return claims
}

func joinTargets(targets []target) string {
	names := make([]string, len(targets))
	for i, t := range targets {
		names[i] = t.name
	}
	return strings.Join(names, " ")
}

// isID reports whether s has an id's form; capitals pass, so that whoever knows the ids can say which one was meant.
func isID(s string) bool {
	for _, r := range s {
		if r != '-' && r != '_' && !isWord(r) {
			return false
		}
	}
	return s != ""
}

// likeClaim reports whether a key is "claim" or a slip for it: one letter wrong, or two letters changed about.
func likeClaim(key string) bool {
	if len(key) < 4 || len(key) > 7 {
		return false
	}
	if len(diag.Near(key, []string{"claim"})) > 0 {
		return true
	}
	letters := []byte(strings.ToLower(key))
	slices.Sort(letters)
	return string(letters) == "acilm" // of "claim"
}

func firstWord(b []byte) string {
	b = bytes.TrimLeft(b, " \t")
	end := bytes.IndexFunc(b, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(b)
	}
	return string(b[:end])
}

// closeClaimSpan makes the claim span that begins at o and ends at the reader's "]"; a malformed one stays text.
func (d *document) closeClaimSpan(parent ast.Node, block text.Reader, pc parser.Context, o opener, attr claimAttribute) ast.Node {
	_, seg := block.PeekLine()
	start := o.node.segment.Stop - 1
	if attr.problem == "" && d.emptyBetween(o.node) {
		attr.problem, attr.hint = "a claim span holds no words", "put the words that state the claim between the brackets"
	}
	block.Advance(1 + attr.length)
	if attr.problem != "" {
		d.report("bad-markup", start, start+1, attr.problem, attr.hint)
		ast.MergeOrReplaceTextSegment(o.node.Parent(), o.node, o.node.segment)
		return ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+1+attr.length))
	}
	n := &claimSpan{claims: attr.claims}
	n.SetPos(start)
	if o.image { // "!" before a span is a mark of exclamation
		mark := ast.NewTextSegment(o.node.segment.WithStop(start))
		parent.InsertBefore(parent, o.node, mark)
	}
	enclose(parent, n, o, pc)
	return n
}

// emptyBetween reports whether nothing but space follows the node.
func (d *document) emptyBetween(n ast.Node) bool {
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok || !util.IsBlank(t.Segment.Value(d.src)) {
			return false
		}
	}
	return true
}

// braces reads what begins with "{" where no bracket ended: a heading's id, or a claim that lost its brackets.
type braces struct{}

func (braces) Trigger() []byte { return []byte{'{'} }

func (braces) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := documentOf(pc)
	line, seg := block.PeekLine()
	if h, ok := parent.(*ast.Heading); ok {
		if n := readHeadingID(h, d.src, line, seg); n != nil {
			block.Advance(len(line))
			return n
		}
	}
	word := firstWord(line[1:])
	if seg.Start < d.block.skipBrace || !likeClaim(word) || !bytes.HasPrefix(bytes.TrimLeft(line[1:], " \t"), []byte(word+"=")) {
		return nil
	}
	attr := readClaimAttribute(line, seg.Start)
	d.block.skipBrace = seg.Start + attr.length
	start := seg.Start
	for _, o := range slices.Backward(d.block.openers) {
		if !o.image {
			d.report("bad-markup", o.node.segment.Start, o.node.segment.Stop,
				"the words of this claim have no closing bracket before the brace", "write [words]{claim=id}")
			return nil
		}
	}
	if r, _ := utf8.DecodeLastRune(bytes.TrimRight(d.src[:start], " \t\n")); r == ']' {
		d.report("bad-markup", start, start+1, "a space stands between the words of a claim and its brace", "write [words]{claim=id}")
	} else {
		d.report("bad-markup", start, start+1, "a claim is named without words in brackets before it", "write [words]{claim=id}")
	}
	return nil
}
