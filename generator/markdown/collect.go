package markdown

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// piece is a stretch of text that lies in one stretch of src.
type piece struct {
	at, n  int       // in text
	src, m int       // in src
	node   *ast.Text // which renders it; nil: its words cannot become a name's link, only a mention
	group  int32     // adjacent text nodes of one parent have one group
	opaque bool      // an escape or an entity: it has no inside
}

// refRange is the references of one node, which are neighbours in Body.Refs.
type refRange struct{ first, n int }

func (r *refRange) add(i int) {
	if r.n == 0 {
		r.first = i
	}
	r.n++
}

// event is a reference whose number is not known yet, because names come between.
type event struct {
	ref  Ref
	pos  int       // in text
	to   *refRange // of the node that needs the number
	top  int       // the top-level block
	past bool      // it says something of the words before pos
}

// collect walks the tree once: it gathers the plain text and the references, and checks every address.
func (d *document) collect(root ast.Node) {
	top := 0
	for n := root.FirstChild(); n != nil; {
		next := n.NextSibling()
		d.collectBlock(n, top)
		n = next
		top++
	}
	d.text = bytes.TrimRight(d.text, "\n")
	for i := len(d.headings) - 1; i >= 0 && d.headings[i].end > len(d.text); i-- { // empty ones at the end
		h := &d.headings[i]
		h.start, h.end = min(h.start, len(d.text)), len(d.text)
	}
}

func (d *document) collectBlock(n ast.Node, top int) {
	start := len(d.text)
	switch n := n.(type) {
	case *ast.Heading:
		d.collectInlines(n, top, unnamed)
		h := heading{node: n, start: start, end: len(d.text)}
		if d.strikes {
			h.words = d.altOf(nil, n)
		}
		d.headings = append(d.headings, h)
		d.endBlock(start, running)
	case *ast.Paragraph, *ast.TextBlock, *east.TableCell, *east.DefinitionTerm:
		_, d.cell = n.(*east.TableCell)
		d.collectInlines(n, top, linked)
		image, as := captioned(n), running
		if d.cell || image != nil {
			as = apart
		}
		d.cell = false
		d.endBlock(start, as)
		if image != nil {
			start = len(d.text)
			d.addWords(bytes.Join(bytes.Fields(plain(image.title)), []byte{' '}))
			d.endBlock(start, verbatim)
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		lines := n.Lines()
		for i := range lines.Len() {
			line := lines.At(i)
			d.text = append(d.text, line.Value(d.src)...)
		}
		d.checkCode(n, d.text[start:])
		d.text = d.text[:start+len(bytes.TrimRight(d.text[start:], "\n"))]
		d.endBlock(start, verbatim)
	case *ast.HTMLBlock:
		d.collectHTML(n)
		d.endBlock(start, verbatim)
	case *ast.LinkReferenceDefinition:
		d.checkDefinition(n)
	default:
		switch n := n.(type) {
		case *east.Footnote:
			id := footnoteID(d.in.Prefix, n.Index)
			d.anchors, d.notes = append(d.anchors, id), append(d.notes, Place{id, start})
		case *east.TableRow:
			d.lostCells(n)
		}
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			if c.Type() == ast.TypeBlock {
				d.collectBlock(c, top)
			}
			c = next
		}
	}
}

// reading says how the text of a block is read.
type reading uint8

const (
	verbatim reading = iota // it has no sentences, as code
	apart                   // it has, but none of the running text: a cell of a table, the description of a picture
	running
)

// stretch is a piece of prose.
type stretch struct {
	span
	apart bool
}

// endBlock ends a block that began at start with a line feed.
func (d *document) endBlock(start int, as reading) {
	d.gap, d.struck, d.strikes = false, false, false
	if len(d.text) == start {
		return
	}
	if as != verbatim {
		d.prose = append(d.prose, stretch{span{start, len(d.text)}, as == apart})
	}
	d.text = append(d.text, '\n')
}

// naming says what a name in a text may become. A greater value allows what a lesser one does.
type naming uint8

const (
	unnamed   naming = iota // nothing, as in a heading
	mentioned               // a mention, as in a link's words
	linked                  // a link
)

// collectInlines walks the inline children of a node.
func (d *document) collectInlines(parent ast.Node, top int, names naming) {
	d.groups++
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		if t, ok := n.(*ast.Text); ok {
			d.collectText(t, names)
		} else {
			d.collectInline(n, top, names)
			d.groups++
		}
		n = next
	}
}

func (d *document) collectInline(n ast.Node, top int, names naming) {
	switch n := n.(type) {
	case *claimSpan:
		start := len(d.text)
		for _, c := range n.claims {
			target := c.name
			if slug, id, ok := strings.Cut(target, "#"); ok && slug == d.in.Briefing {
				target = id
			}
			d.refer(Ref{Kind: RefClaim, Target: target, At: d.at(c.start, c.end)}, &n.refs, top, false)
			d.stated = append(d.stated, Stated{Claim: target, Start: start})
		}
		first := len(d.stated) - len(n.claims)
		d.collectInlines(n, top, names)
		for i := first; i < first+len(n.claims); i++ {
			d.stated[i].End = len(d.text)
		}
		if !d.struck {
			d.claimed = append(d.claimed, span{min(start, len(d.text)), len(d.text)})
		}
	case *wikiLink:
		d.refer(Ref{Kind: RefObject, Target: n.to.name, Label: n.label, At: d.at(n.to.start, n.to.end)}, &n.refs, top, false)
		words := n.label
		if words == "" {
			_, id, ok := strings.Cut(n.to.name, ":")
			if !ok {
				id = n.to.name
			}
			words = id
		}
		d.addWords([]byte(words))
	case *citation:
		for _, c := range n.sources {
			ref := Ref{Kind: RefSource, Target: c.key.name, Locator: c.locator, At: d.at(c.key.start, c.key.end)}
			if c.locator != "" {
				ref.Ends = int32(d.inFile(c.end))
			}
			d.refer(ref, &n.refs, top, true)
		}
		d.gap = true
	case *link:
		d.collectLink(n, top, names)
	case *autoLink:
		kind, problem := classify(n.address.to)
		if kind == badAddress || kind == relativeAddress {
			if problem == "" {
				problem = "the address names no host"
			}
			d.report("bad-link", n.address.start, n.address.end, problem, linkHint())
			n.plain = true
		}
		n.plain = n.plain || d.links > 0
		d.addWords(n.label.Value(d.src))
	case *ast.CodeSpan:
		if d.cell {
			d.unescapeBars(n)
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				d.addWords(bytes.ReplaceAll(t.Segment.Value(d.src), []byte("\n"), []byte(" ")))
			}
		}
	case *ast.RawHTML:
		d.collectRawHTML(n)
	case *east.FootnoteLink:
		d.anchors = append(d.anchors, footnoteRefID(d.in.Prefix, n.Index, n.RefIndex))
	case *headingID, *east.FootnoteBacklink, *east.TaskCheckBox:
	case *east.Strikethrough:
		outer := d.struck
		d.struck, d.strikes = true, true
		d.collectInlines(n, top, unnamed)
		d.struck, d.gap = outer, true
	default:
		d.collectInlines(n, top, names)
	}
}

// collectText adds the words of a text node, resolving escapes and entities as goldmark's renderer will.
func (d *document) collectText(t *ast.Text, names naming) {
	seg := t.Segment
	if t.IsRaw() || seg.Padding > 0 {
		names = min(names, mentioned)
	}
	raw := d.src[seg.Start:seg.Stop]
	if t.IsRaw() {
		d.addPiece(raw, seg.Start, len(raw), t, names, false)
		raw = nil
	}
	for pos := seg.Start; len(raw) > 0; {
		i := 0
		for i < len(raw) && raw[i] != '\\' && raw[i] != '&' {
			i++
		}
		if i > 0 {
			d.addPiece(raw[:i], pos, i, t, names, false)
		}
		if i < len(raw) {
			s, n := unescape(raw[i:])
			d.addPiece(s, pos+i, n, t, names, n > 1)
			i += n
		}
		raw = raw[i:]
		pos += i
	}
	if t.SoftLineBreak() || t.HardLineBreak() {
		d.addPiece([]byte{' '}, seg.Stop, 0, t, names, true)
	}
}

// What is struck out is none of the text: it must not come back as valid where nothing strikes it out.
func (d *document) addPiece(s []byte, src, m int, node *ast.Text, names naming, opaque bool) {
	if d.struck {
		return
	}
	d.mendSpace(s)
	if names < linked {
		node = nil
	}
	if names > unnamed {
		d.pieces = append(d.pieces, piece{len(d.text), len(s), src, m, node, d.groups, opaque})
	}
	d.text = append(d.text, s...)
}

// addWords adds words that are never linked.
func (d *document) addWords(s []byte) {
	if d.struck {
		return
	}
	d.mendSpace(s)
	d.text = append(d.text, s...)
}

// mendSpace takes away the space before a citation or struck words, which are no text, where no word follows them.
func (d *document) mendSpace(next []byte) {
	if !d.gap || len(next) == 0 {
		return
	}
	d.gap = false
	end := len(d.text) - 1
	if end < 0 || d.text[end] != ' ' || !strings.ContainsRune(" .,;:!?)", rune(next[0])) {
		return
	}
	d.text = d.text[:end]
	if k := len(d.pieces) - 1; k >= 0 && d.pieces[k].at+d.pieces[k].n > end {
		if p := &d.pieces[k]; p.opaque || p.n == 1 {
			d.pieces = d.pieces[:k]
		} else {
			p.n--
			p.m--
		}
	}
	for k := len(d.events) - 1; k >= 0 && d.events[k].pos > end; k-- {
		d.events[k].pos = end
	}
	for k := len(d.stated) - 1; k >= 0 && (d.stated[k].End == 0 || d.stated[k].End > end); k-- { // one that is open has no end yet
		d.stated[k].Start, d.stated[k].End = min(d.stated[k].Start, end), min(d.stated[k].End, end)
	}
}

func (d *document) refer(r Ref, to *refRange, top int, past bool) {
	r.Struck = d.struck
	d.events = append(d.events, event{r, len(d.text), to, top, past})
}

// collectLink checks a link's or an image's address; one that is not allowed leaves only its words.
func (d *document) collectLink(n *link, top int, names naming) {
	kind, problem := classify(n.address.to)
	hint := linkHint()
	if n.image && kind != badAddress && kind != relativeAddress {
		kind, problem = badAddress, "an image of another host would be fetched from there by every reader"
		hint = "put the image beside the file and write its relative path"
	}
	switch {
	case kind == badAddress:
		d.report("bad-link", n.address.start, n.address.end, problem, hint)
	case kind == relativeAddress:
		path, fragment, _ := strings.Cut(n.address.to, "#")
		if decoded, err := url.PathUnescape(fragment); err == nil {
			fragment = decoded
		}
		ref := Ref{Kind: RefFile, Target: path, Fragment: fragment, At: d.at(n.address.start, n.address.end)}
		if n.image {
			ref.Kind = RefImage
		}
		d.refer(ref, &n.refs, top, false)
	}
	if n.image {
		alt := d.altOf(nil, n)
		d.addWords(alt)
		n.alt = string(alt)
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			n.RemoveChild(n, c)
		}
	} else {
		d.links++
		d.collectInlines(n, top, min(names, mentioned))
		d.links--
	}
	if kind == badAddress {
		d.unwrap(n)
	}
}

// unwrap puts a link's words in its place; an image's words are its description.
func (d *document) unwrap(n *link) {
	parent := n.Parent()
	if n.image {
		s := ast.NewString([]byte(n.alt))
		s.SetRaw(true)
		parent.ReplaceChild(parent, n, s)
		return
	}
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
}

// altOf appends the plain words of an image's description, in which nothing is a reference.
func (d *document) altOf(b []byte, parent ast.Node) []byte {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			words := n.Segment.Value(d.src)
			if !n.IsRaw() {
				words = plain(words)
			}
			b = append(b, words...)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b = append(b, ' ')
			}
		case *autoLink:
			b = append(b, n.label.Value(d.src)...)
		case *wikiLink:
			b = append(b, n.label...)
		case *link:
			if n.image && n.FirstChild() == nil {
				b = append(b, n.alt...)
			}
			b = d.altOf(b, n)
		default:
			b = d.altOf(b, n)
		}
	}
	return b
}

// settleRefs puts references and names in the order of the text, gives every node the numbers of its own, and sets a node for
// cards behind each top-level block that is the first to state a claim.
func (d *document) settleRefs(root ast.Node, body *Body) []Ref {
	if len(d.events)+len(d.found) == 0 {
		d.markClaims(body)
		return nil
	}
	refs := make([]Ref, 0, len(d.events)+len(d.found))
	cards := map[int][]int{} // by top-level block
	var tops []int
	stated := map[string]bool{}
	names := d.found
	add := func(e event) {
		e.to.add(len(refs))
		e.ref.Sentence, e.ref.Start = sentenceAt(body, e.pos, e.past), e.pos
		refs = append(refs, e.ref)
	}
	for _, e := range d.events {
		for len(names) > 0 && names[0].pos < e.pos {
			add(names[0])
			names = names[1:]
		}
		if e.ref.Kind == RefClaim && !strings.Contains(e.ref.Target, "#") && !stated[e.ref.Target] {
			stated[e.ref.Target] = true
			if cards[e.top] == nil {
				tops = append(tops, e.top)
			}
			cards[e.top] = append(cards[e.top], len(refs))
		}
		add(e)
	}
	for _, e := range names {
		add(e)
	}
	d.markClaims(body)
	n, i := root.FirstChild(), 0
	for _, top := range tops {
		for ; i < top; i++ {
			n = n.NextSibling()
		}
		c := &cardsNode{refs: cards[top]}
		root.InsertAfter(root, n, c)
		n = c // the nodes behind keep their distance
	}
	return refs
}

// markClaims marks the sentences in which claim spans stand.
func (d *document) markClaims(body *Body) {
	for _, c := range d.claimed {
		for i := sentenceFrom(body.Sentences, c.start); i < len(body.Sentences) && body.Sentences[i].Start < c.end; i++ {
			body.Sentences[i].Claim = true
		}
	}
}
