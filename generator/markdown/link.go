package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// link is a link or an image with words of its own.
type link struct {
	ast.BaseInline
	image   bool
	address address
	title   []byte // as written, or nil
	alt     string // of an image, plain text
	refs    refRange
}

// autoLink is an address that stands in the text and leads where it says.
type autoLink struct {
	ast.BaseInline
	label   text.Segment
	address address
	plain   bool // it stands within a link, so that it is text
}

// address is where a link leads.
type address struct {
	to         string // unescaped
	start, end int    // in src
}

var (
	kindLink     = ast.NewNodeKind("AttestLink")
	kindAutoLink = ast.NewNodeKind("AttestAutoLink")
)

func (n *link) Kind() ast.NodeKind             { return kindLink }
func (n *link) Dump(src []byte, level int)     { ast.DumpHelper(n, src, level, nil, nil) }
func (n *autoLink) Kind() ast.NodeKind         { return kindAutoLink }
func (n *autoLink) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

const (
	maxLabel  = 999 // characters of a reference's label (CommonMark)
	maxParens = 32  // pairs of parentheses nested in an address (CommonMark asks for at least three)
)

// closeLink makes the link or image that begins at o and whose "]", at end, was just read; nil if there is none.
func (d *document) closeLink(parent ast.Node, block text.Reader, pc parser.Context, o opener, end int) ast.Node {
	line, pos := block.Position()
	n := &link{image: o.image}
	ok := false
	switch block.Peek() {
	case '(':
		ok = n.readInline(block)
	case '[':
		var labelled bool
		if ok, labelled = d.readReference(n, block, pc, o, end); labelled && !ok {
			return nil
		}
	}
	if !ok {
		block.SetPosition(line, pos)
		if o.nested || !n.resolve(d.between(block, o, end), pc) {
			return nil
		}
		block.SetPosition(line, pos)
	}
	if n.address.end == 0 { // a reference: the address stands elsewhere
		n.address.start, n.address.end = o.node.segment.Start, end+1
	}
	n.SetPos(o.node.segment.Start)
	enclose(parent, n, o, pc)
	return n
}

// between returns the text from the opener to the "]" at end, or nil where it is too long to be a label. It moves the reader.
func (d *document) between(block text.Reader, o opener, end int) []byte {
	if end-o.after.Start > 2*maxLabel || end <= o.after.Start {
		return nil
	}
	if end <= o.after.Stop {
		return d.src[o.after.Start:end]
	}
	var label []byte
	block.SetPosition(o.line, o.after)
	for {
		line, seg := block.PeekLine()
		if line == nil || seg.Stop >= end {
			return append(label, line[:max(0, min(len(line), end-seg.Start))]...)
		}
		label = append(label, line...)
		block.AdvanceLine()
	}
}

// resolve gives n the address that a label stands for.
func (n *link) resolve(label []byte, pc parser.Context) bool {
	if len(label) > maxLabel || util.IsBlank(label) {
		return false
	}
	name := util.ToLinkReference(label)
	ref, ok := pc.Reference(name)
	if ok {
		n.address.to, n.title = string(plain(ref.Destination())), ref.Title()
		d := documentOf(pc)
		if d.used == nil {
			d.used = make(map[string]parser.Reference)
		}
		d.used[name] = ref
	}
	return ok
}

// checkDefinition reports a definition that no link uses: the text does not show it, and it may have been meant as words.
func (d *document) checkDefinition(n *ast.LinkReferenceDefinition) {
	message, hint := "no link uses this definition, and the text does not show it", `write \[ for a bracket that is text; or take the line away`
	if used, ok := d.used[util.ToLinkReference(n.Label)]; ok {
		if bytes.Equal(used.Destination(), n.Destination) && bytes.Equal(used.Title(), n.Title) {
			return
		}
		message, hint = "the links of this label use an earlier definition", "give one of the two another label, or take it away"
	}
	line := n.Lines().At(0)
	line = line.TrimRightSpace(d.src)
	d.report("unused-definition", line.Start, line.Stop, message, hint)
}

// readReference reads "[label]" or "[]" behind a bracket; labelled says that there is a label, known or not.
func (d *document) readReference(n *link, block text.Reader, pc parser.Context, o opener, end int) (ok, labelled bool) {
	inside, ok := readNotation(block, 1)
	if !ok || len(inside.text) > maxLabel {
		return false, false
	}
	block.Advance(1)
	if !util.IsBlank(inside.text) {
		return n.resolve(inside.text, pc), true
	}
	line, pos := block.Position()
	ok = !o.nested && n.resolve(d.between(block, o, end), pc)
	block.SetPosition(line, pos)
	return ok, true
}

// readInline reads "(address "title")".
func (n *link) readInline(block text.Reader) bool {
	block.Advance(1)
	block.SkipSpaces()
	if block.Peek() == ')' {
		_, seg := block.Position()
		n.address = address{"", seg.Start, seg.Start + 1}
		block.Advance(1)
		return true
	}
	if !n.readAddress(block) {
		return false
	}
	_, spaces, _ := block.SkipSpaces()
	if c := block.Peek(); c != ')' {
		if spaces == 0 || !n.readTitle(block, c) {
			return false
		}
		block.SkipSpaces()
	}
	if block.Peek() != ')' {
		return false
	}
	block.Advance(1)
	return true
}

func (n *link) readAddress(block text.Reader) bool {
	line, seg := block.PeekLine()
	if line == nil {
		return false
	}
	start := 0
	angled := line[0] == '<'
	if angled {
		start = 1
	}
	i, depth := start, 0
scan:
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]):
			i++
		case angled:
			if c == '>' {
				break scan
			}
			if c == '<' || c == '\n' {
				return false
			}
		case c == '(':
			if depth++; depth > maxParens {
				return false
			}
		case c == ')':
			if depth == 0 {
				break scan
			}
			depth--
		case util.IsSpace(c) || c < 0x20:
			break scan
		}
	}
	if i > len(line) || angled && i >= len(line) || !angled && (i == start || depth != 0) {
		return false
	}
	n.address = address{string(plain(line[start:i])), seg.Start + start, seg.Start + i}
	if angled {
		i++
	}
	block.Advance(i)
	return true
}

func (n *link) readTitle(block text.Reader, opener byte) bool {
	closer := opener
	switch opener {
	case '"', '\'':
	case '(':
		closer = ')'
	default:
		return false
	}
	block.Advance(1)
	segments, ok := block.FindClosure(opener, closer, text.FindClosureOptions{Newline: true, Advance: true})
	if !ok {
		return false
	}
	n.title = []byte{}
	for i := range segments.Len() {
		seg := segments.At(i)
		n.title = append(n.title, seg.Value(block.Source())...)
	}
	return true
}

// schemes are those that a link may have. A page of ours must be safe to click on.
var schemes = []string{"http", "https", "mailto"}

// addressKind says what an address is.
type addressKind uint8

const (
	badAddress addressKind = iota
	externalAddress
	mailAddress
	relativeAddress
)

// classify says what an address is, and for a bad one why in words.
func classify(to string) (kind addressKind, problem string) {
	if to == "" {
		return badAddress, "the link has no address"
	}
	for _, r := range to {
		switch {
		case r < 0x20 || 0x7f <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
			return badAddress, "the address holds a control character"
		case r == '\\':
			return badAddress, "the address holds a backslash"
		}
	}
	trimmed := strings.TrimSpace(to)
	if strings.HasPrefix(trimmed, "//") {
		return badAddress, `the address begins with "//", which leads to another host`
	}
	i := strings.IndexAny(trimmed, ":/?#")
	if i < 0 || trimmed[i] != ':' {
		return relativeAddress, ""
	}
	scheme := strings.ToLower(trimmed[:i])
	rest := trimmed[i+1:]
	switch {
	case trimmed != to:
		return badAddress, "the address begins or ends with a space"
	case scheme == "mailto":
		return mailAddress, ""
	case scheme != "http" && scheme != "https":
		return badAddress, fmt.Sprintf("the address begins with %q, which is not allowed", trimmed[:i+1])
	case !strings.HasPrefix(rest, "//") || len(strings.TrimLeft(rest, "/")) != len(rest)-2 || len(rest) == 2:
		return badAddress, "the address names no host"
	}
	return externalAddress, ""
}

func linkHint() string { return "one of: " + strings.Join(schemes, ", ") + ", or a relative path" }

// autoLinks reads addresses between angle brackets.
type autoLinks struct{}

func (autoLinks) Trigger() []byte { return []byte{'<'} }

func (autoLinks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	prefix := "mailto:"
	stop := util.FindEmailIndex(line[1:])
	if stop < 0 {
		prefix = ""
		stop = util.FindURLIndex(line[1:])
	}
	if stop < 0 || stop+1 >= len(line) || line[stop+1] != '>' {
		return nil
	}
	start, end := seg.Start+1, seg.Start+stop+1
	n := &autoLink{label: text.NewSegment(start, end), address: address{prefix + string(line[1:stop+1]), start, end}}
	n.SetPos(seg.Start)
	block.Advance(stop + 2)
	return n
}

// bareLinks reads web addresses that stand in the text without marks, as GitHub does.
type bareLinks struct{}

// Trigger: goldmark also calls for a space where a line begins and behind every inline node.
func (bareLinks) Trigger() []byte { return []byte{' ', '('} }

func (bareLinks) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	skip := 0
	if line[0] == ' ' || line[0] == '(' {
		skip = 1
	}
	url := bareURL(line[skip:])
	if url == 0 {
		return nil
	}
	if skip == 1 {
		ast.MergeOrAppendTextSegment(parent, text.NewSegment(seg.Start, seg.Start+1))
	}
	start := seg.Start + skip
	n := &autoLink{label: text.NewSegment(start, start+url), address: address{string(line[skip : skip+url]), start, start + url}}
	n.SetPos(start)
	block.Advance(skip + url)
	return n
}

// bareURL returns the length of the web address that begins line, or 0.
func bareURL(line []byte) int {
	if len(line) == 0 || line[0] != 'h' {
		return 0
	}
	host := 0
	switch {
	case bytes.HasPrefix(line, []byte("https://")):
		host = len("https://")
	case bytes.HasPrefix(line, []byte("http://")):
		host = len("http://")
	default:
		return 0
	}
	end := host
	for end < len(line) && line[end] > ' ' && line[end] != 0x7f && !bytes.ContainsRune([]byte("<>[]{}|`\"\\^*"), rune(line[end])) {
		end++
	}
	surplus := bytes.Count(line[:end], []byte(")")) - bytes.Count(line[:end], []byte("("))
	for end > host {
		c := line[end-1]
		if c == ')' && surplus > 0 {
			surplus--
		} else if bytes.IndexByte([]byte("?!.,:;_~'&"), c) < 0 {
			break
		}
		end--
	}
	if end == host || !(isWord(rune(line[host])) || line[host] >= 0x80) {
		return 0
	}
	return end
}

// plain resolves the escapes and entities of Markdown text. The result may share memory with b.
func plain(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 && bytes.IndexByte(b, '&') < 0 {
		return b
	}
	var out []byte
	for len(b) > 0 {
		i := bytes.IndexAny(b, `\&`)
		if i < 0 {
			break
		}
		out = append(out, b[:i]...)
		s, n := unescape(b[i:])
		out = append(out, s...)
		b = b[i+n:]
	}
	return append(out, b...)
}

// maxEntity is longer than any entity of HTML (&CounterClockwiseContourIntegral;).
const maxEntity = 40

// unescape reads the escape or entity that begins b, which begins with a backslash or an ampersand; where there is none, it reads
// that one byte.
func unescape(b []byte) (out []byte, length int) {
	if b[0] == '\\' {
		if len(b) > 1 && util.IsPunct(b[1]) {
			return b[1:2], 2
		}
		return b[:1], 1
	}
	end := bytes.IndexByte(b[:min(len(b), maxEntity)], ';')
	if end < 2 {
		return b[:1], 1
	}
	raw := b[:end+1]
	if raw[1] == '#' {
		out = util.ResolveNumericReferences(raw)
	} else {
		out = util.ResolveEntityNames(raw)
	}
	if bytes.Equal(out, raw) {
		return b[:1], 1
	}
	return out, end + 1
}
