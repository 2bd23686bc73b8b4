package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// output gathers the HTML of a body and where its holes are. It is the writer that goldmark's renderer is given.
type output struct {
	buf   []byte
	cuts  []cut
	cards [][]int // of the holes for cards, in order

	prefix string // of every id
	links  int    // how many links are open: one or none
}

// cut is a hole at a place of the HTML.
type cut struct {
	at   int
	kind HoleKind
	refs refRange

	linked bool
}

var _ util.BufWriter = (*output)(nil)

func (o *output) Write(p []byte) (int, error) { o.buf = append(o.buf, p...); return len(p), nil }

func (o *output) WriteString(s string) (int, error) { o.buf = append(o.buf, s...); return len(s), nil }
func (o *output) WriteByte(c byte) error            { o.buf = append(o.buf, c); return nil }
func (o *output) WriteRune(r rune) (int, error) {
	before := len(o.buf)
	o.buf = utf8.AppendRune(o.buf, r)
	return len(o.buf) - before, nil
}
func (o *output) Available() int { return cap(o.buf) - len(o.buf) }
func (o *output) Buffered() int  { return 0 }
func (o *output) Flush() error   { return nil }

func (o *output) reset() {
	clear(o.cards)
	o.links = 0
	o.buf, o.cuts, o.cards = o.buf[:0], o.cuts[:0], o.cards[:0]
}

func (o *output) hole(kind HoleKind, refs refRange) {
	o.cuts = append(o.cuts, cut{len(o.buf), kind, refs, o.links > 0})
}

// escape writes text or an attribute's value.
func (o *output) escape(s []byte) { html.DefaultWriter.RawWrite(o, s) }

func (o *output) escapeString(s string) { o.escape(util.StringToReadOnlyBytes(s)) }

// parts cuts the HTML at its holes. The parts share one string, and the holes' references one slice.
func (o *output) parts(refs int) []Part {
	all := string(o.buf)
	numbers := make([]int, refs)
	for i := range numbers {
		numbers[i] = i
	}
	parts := make([]Part, 0, len(o.cuts)+1)
	pos, cards := 0, 0
	for _, c := range o.cuts {
		hole := Hole{Kind: c.kind, Linked: c.linked}
		if c.kind == Cards {
			hole.Refs = o.cards[cards]
			cards++
		} else {
			end := c.refs.first + c.refs.n
			hole.Refs = numbers[c.refs.first:end:end]
		}
		parts = append(parts, Part{all[pos:c.at], hole})
		pos = c.at
	}
	return append(parts, Part{HTML: all[pos:]})
}

// cardsNode stands behind the top-level block that is the first to state its claims.
type cardsNode struct {
	ast.BaseBlock
	refs []int
}

var kindCards = ast.NewNodeKind("Cards")

func (n *cardsNode) Kind() ast.NodeKind         { return kindCards }
func (n *cardsNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// nodeRenderer renders our own nodes, and those of goldmark whose HTML our pages cannot use as it is.
type nodeRenderer struct{ highlight *highlighter }

func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindClaimSpan, renderClaimSpan)
	reg.Register(kindWikiLink, leaf(func(o *output, _ []byte, n *wikiLink) { o.hole(NameLink, n.refs) }))
	reg.Register(kindNameLink, leaf(func(o *output, _ []byte, n *nameLink) { o.hole(NameLink, n.refs) }))
	reg.Register(kindCitation, leaf(func(o *output, _ []byte, n *citation) { o.hole(Citation, n.refs) }))
	reg.Register(kindCards, leaf(func(o *output, _ []byte, n *cardsNode) {
		o.cards = append(o.cards, n.refs)
		o.hole(Cards, refRange{})
	}))
	reg.Register(kindLink, renderLink)
	reg.Register(kindAutoLink, leaf(renderAutoLink))
	reg.Register(ast.KindParagraph, renderParagraph)
	reg.Register(ast.KindHeading, renderHeading)
	reg.Register(ast.KindRawHTML, leaf(renderRawHTML))
	reg.Register(ast.KindHTMLBlock, leaf(renderHTMLBlock))
	reg.Register(ast.KindCodeBlock, r.renderCode)
	reg.Register(ast.KindFencedCodeBlock, r.renderCode)
	reg.Register(east.KindTable, renderTable)
	reg.Register(east.KindTableCell, renderTableCell)
	reg.Register(east.KindTaskCheckBox, leaf(renderTaskCheckBox))
	reg.Register(east.KindFootnoteLink, leaf(renderFootnoteLink))
	reg.Register(east.KindFootnoteBacklink, leaf(renderFootnoteBacklink))
	reg.Register(east.KindFootnote, renderFootnote)
	reg.Register(east.KindFootnoteList, renderFootnoteList)
}

// leaf makes a renderer of a function that writes a whole node.
func leaf[N ast.Node](write func(o *output, src []byte, n N)) renderer.NodeRendererFunc {
	return func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			write(w.(*output), src, n.(N))
		}
		return ast.WalkSkipChildren, nil
	}
}

func renderClaimSpan(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind := ClaimEnd
	if entering {
		kind = ClaimStart
	}
	w.(*output).hole(kind, n.(*claimSpan).refs)
	return ast.WalkContinue, nil
}

func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	o, n := w.(*output), node.(*link)
	if !entering {
		if !n.image {
			_, _ = o.WriteString("</a>")
			o.links--
		}
		return ast.WalkContinue, nil
	}
	if n.image {
		_, _ = o.WriteString(`<img src="`)
	} else {
		_, _ = o.WriteString(`<a href="`)
	}
	if n.refs.n > 0 {
		o.hole(Href, n.refs)
	} else {
		o.href(n.address.to)
	}
	_ = o.WriteByte('"')
	if n.image {
		_, _ = o.WriteString(` alt="`)
		o.escapeString(n.alt)
		_ = o.WriteByte('"')
	} else if n.refs.n == 0 {
		o.rel(n.address.to)
	}
	if len(n.title) > 0 && captioned(n.Parent()) == nil {
		_, _ = o.WriteString(` title="`)
		html.DefaultWriter.Write(o, n.title)
		_ = o.WriteByte('"')
	}
	_ = o.WriteByte('>')
	if n.image {
		return ast.WalkSkipChildren, nil
	}
	o.links++
	return ast.WalkContinue, nil
}

// captioned returns the image that stands alone in a paragraph and has a title, which is its caption; nil where there is none.
func captioned(paragraph ast.Node) *link {
	n, ok := paragraph.FirstChild().(*link)
	if !ok || !n.image || len(n.title) == 0 || n.NextSibling() != nil || paragraph.Kind() != ast.KindParagraph {
		return nil
	}
	return n
}

func renderParagraph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	image := captioned(node)
	switch {
	case image == nil && entering:
		_, _ = w.WriteString("<p>")
	case image == nil:
		_, _ = w.WriteString("</p>\n")
	case entering:
		_, _ = w.WriteString("<figure>")
	default:
		_, _ = w.WriteString("<figcaption>")
		html.DefaultWriter.Write(w, image.title)
		_, _ = w.WriteString("</figcaption></figure>\n")
	}
	return ast.WalkContinue, nil
}

// href writes an address as an attribute's value.
func (o *output) href(to string) {
	_, _ = o.Write(util.EscapeHTML(util.URLEscape([]byte(to), false)))
}

// rel writes what a link out of the site says of its target.
func (o *output) rel(to string) {
	if kind, _ := classify(to); kind == externalAddress {
		_, _ = o.WriteString(` rel="noopener noreferrer"`)
	}
}

func renderAutoLink(o *output, src []byte, n *autoLink) {
	if n.plain {
		o.escape(n.label.Value(src))
		return
	}
	_, _ = o.WriteString(`<a href="`)
	o.href(n.address.to)
	_ = o.WriteByte('"')
	o.rel(n.address.to)
	_ = o.WriteByte('>')
	o.escape(n.label.Value(src))
	_, _ = o.WriteString("</a>")
}

func renderHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	o, n := w.(*output), node.(*ast.Heading)
	level := "0123456"[n.Level]
	value, _ := n.AttributeString("id")
	id, _ := value.(string)
	if entering {
		_, _ = o.WriteString("<h")
		_ = o.WriteByte(level)
		_, _ = o.WriteString(` id="`)
		o.escapeString(id)
		_, _ = o.WriteString(`">`)
		return ast.WalkContinue, nil
	}
	_, _ = o.WriteString(` <a class="anchor" href="#`)
	o.escapeString(id)
	_, _ = o.WriteString(`" aria-label="Link to this section">#</a></h`)
	_ = o.WriteByte(level)
	_, _ = o.WriteString(">\n")
	return ast.WalkContinue, nil
}

func renderTaskCheckBox(o *output, _ []byte, n *east.TaskCheckBox) {
	if n.IsChecked {
		_, _ = o.WriteString(`<input type="checkbox" disabled checked aria-label="done"> `)
	} else {
		_, _ = o.WriteString(`<input type="checkbox" disabled aria-label="to do"> `)
	}
}

// rawHTML marks nodes whose HTML passes through; it is set when the text is collected.
var rawHTML = []byte("attest-raw")

func passesThrough(n ast.Node) bool {
	_, ok := n.Attribute(rawHTML)
	return ok
}

func renderRawHTML(o *output, src []byte, n *ast.RawHTML) {
	raw := rawInline(src, n)
	switch {
	case isComment(raw):
	case passesThrough(n):
		_, _ = o.Write(raw)
	default:
		o.escape(raw)
	}
}

func renderHTMLBlock(o *output, src []byte, n *ast.HTMLBlock) {
	raw := rawBlock(src, n)
	if passesThrough(n) {
		_, _ = o.Write(passing(raw))
		return
	}
	if raw = bytes.TrimSpace(withoutComments(raw)); len(raw) > 0 {
		_, _ = o.WriteString("<p>")
		o.escape(raw)
		_, _ = o.WriteString("</p>\n")
	}
}
