package markdown

import (
	"bytes"
	"slices"
	"sync"

	"attest/generator/diag"

	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Converter turns prose into bodies. It is immutable and may be shared by goroutines.
type Converter struct {
	parser    parser.Parser
	renderer  renderer.Renderer
	highlight *highlighter
	documents sync.Pool // of *document: their buffers serve again
}

// Input is the prose of one file and what has to be known to convert it. Nothing of it is kept by the Body.
type Input struct {
	File     string   // slash-separated, for places
	Source   []byte   // the whole file, UTF-8 without NUL; line ends may be LF, CRLF or CR
	Offset   int      // where the prose starts in Source
	Names    *Names   // the actors' names to look for; nil: none
	Briefing string   // the slug, where the text is a briefing's: it may name its own claims in full
	Self     string   // the actor whose own page this is, who is never linked there; or empty
	Unsafe   bool     // raw HTML passes through
	Reserved []string // ids that the page uses itself: headings avoid them
	Prefix   string   // put before every id of the text, so that several texts can stand on one page

	// Mark finds in a sentence what a rule speaks of, as a stretch of its bytes; nil: nothing is looked for.
	Mark func(sentence string) (start, end int, ok bool)
}

// New returns a Converter.
func New() *Converter {
	c := &Converter{highlight: newHighlighter()}
	c.parser = parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(newFootnoteBlocks(), 999),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		)...),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(codeSpans{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(footnoteLinks{extension.NewFootnoteParser()}, 101),
			util.Prioritized(brackets{}, 200),
			util.Prioritized(autoLinks{}, 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(delimiters{parser.NewEmphasisParser()}, 500),
			util.Prioritized(delimiters{extension.NewStrikethroughParser()}, 500),
			util.Prioritized(braces{}, 600),
			util.Prioritized(bareLinks{}, 999),
		),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		)...),
		parser.WithASTTransformers(
			util.Prioritized(unusedFootnotes{}, 998),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
	c.renderer = renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(html.WithUnsafe()), 1000), // what is unsafe is rendered by ours
		util.Prioritized(extension.NewTableHTMLRenderer(), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(nodeRenderer{c.highlight}, 100),
	))
	c.documents.New = func() any { return &document{} }
	return c
}

// Convert turns the prose of one file into a Body. The Body is there even when the list has errors, except where a limit was
// passed before the prose could be read: it is empty then, never nil.
func (c *Converter) Convert(in Input) (*Body, diag.List) {
	d := c.documents.Get().(*document)
	defer c.documents.Put(d)
	d.reset(in)
	defer d.forget()
	if !d.withinLimits() {
		return &Body{}, d.diags
	}
	pc := parser.NewContext()
	pc.Set(documentKey, d)
	root := c.parser.Parse(text.NewReader(d.src), parser.WithContext(pc))
	d.collect(root)
	d.linkNames()
	d.nameHeadings()
	body := &Body{Text: string(d.text), Sentences: d.sentences()}
	body.Marked = d.marked(body)
	body.Refs = d.settleRefs(root, body)
	body.Mentions = d.settleMentions(body)
	body.Headings = d.settleHeadings(body.Text)
	body.Places = d.settlePlaces()
	// The renderer's only errors are the writer's, and ours has none.
	d.out.prefix = d.in.Prefix
	if err := c.renderer.Render(&d.out, d.src, root); err != nil {
		panic("markdown: render: " + err.Error())
	}
	body.Parts = d.out.parts(len(body.Refs))
	slices.Sort(d.anchors)
	body.Anchors = slices.Clone(slices.Compact(d.anchors))
	for _, s := range d.stated { // the line feeds at the end of the text are gone
		body.Stated = append(body.Stated, Stated{s.Claim, min(s.Start, len(d.text)), min(s.End, len(d.text))})
	}
	return body, d.diags
}

var documentKey = parser.NewContextKey()

func documentOf(pc parser.Context) *document { return pc.Get(documentKey).(*document) }

// document is what is known of one file while it is converted.
type document struct {
	in      Input
	src     []byte // the prose with LF line ends: what goldmark reads
	dropped []int  // offsets in src before which a CR of the file was left out, ascending
	diags   diag.List
	block   blockState

	text      []byte    // Body.Text
	pieces    []piece   // how text lies in src, ascending
	groups    int32     // how many groups of pieces there are
	prose     []stretch // the stretches of text that have sentences
	gap       bool      // what is no text, a citation or struck words, stands at the end of text
	struck    bool      // struck words are being collected
	strikes   bool      // there are some in the block
	claimed   []span    // the stretches of text that claim spans cover
	stated    []Stated
	events    []event   // the references but for names
	found     []event   // the names
	mentions  []mention // names that did not become links
	headings  []heading
	notes     []Place // the footnotes
	anchors   []string
	coloured  int  // bytes of code that is highlighted
	links     int  // depth of links around the node that is being collected
	cell      bool // a table's cell is being collected
	matches   []match
	fold      folding
	footnotes *east.FootnoteList          // or nil
	used      map[string]parser.Reference // the definitions of addresses that links use, by label
	out       output
}

type span struct{ start, end int }

func (d *document) reset(in Input) {
	in.Offset = min(max(in.Offset, 0), len(in.Source))
	d.in = in
	d.src = in.Source[in.Offset:]
	if bytes.IndexByte(d.src, '\r') >= 0 {
		d.unifyLineEnds()
	}
}

// forget drops what belongs to one file and keeps the buffers.
func (d *document) forget() {
	clear(d.pieces)
	clear(d.events)
	clear(d.found)
	clear(d.mentions)
	clear(d.headings)
	clear(d.notes)
	clear(d.anchors)
	clear(d.stated)
	*d = document{
		dropped: d.dropped[:0], block: blockState{openers: d.block.openers[:0]}, text: d.text[:0], pieces: d.pieces[:0],
		prose: d.prose[:0], claimed: d.claimed[:0], stated: d.stated[:0], events: d.events[:0], found: d.found[:0], headings: d.headings[:0],
		mentions: d.mentions[:0], notes: d.notes[:0],
		anchors: d.anchors[:0], matches: d.matches[:0], fold: d.fold, out: d.out,
	}
	d.out.reset()
}

// unifyLineEnds makes src a copy in which every line ends with LF.
func (d *document) unifyLineEnds() {
	raw := d.src
	d.src = make([]byte, 0, len(raw))
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			d.src = append(d.src, raw...)
			return
		}
		d.src = append(append(d.src, raw[:i]...), '\n')
		raw = raw[i+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			d.dropped = append(d.dropped, len(d.src)-1)
			raw = raw[1:]
		}
	}
}

// at returns the place in the file of a stretch of src.
func (d *document) at(start, end int) diag.Span {
	return diag.At(d.in.File, d.inFile(start), d.inFile(end))
}

func (d *document) inFile(pos int) int {
	n, _ := slices.BinarySearch(d.dropped, pos)
	return d.in.Offset + pos + n
}

func (d *document) report(code string, start, end int, message, hint string) {
	d.diags = append(d.diags, diag.Diagnostic{Code: code, At: d.at(start, end), Message: message, Hint: hint})
}
