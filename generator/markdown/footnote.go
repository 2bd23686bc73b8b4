package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Footnotes are goldmark's. Ours are the ids, the words for screen readers, and the reports of those that lead nowhere.

// footnoteLinks is goldmark's parser of [^label]; a footnote's mark is a link, so that no link may hold it.
type footnoteLinks struct{ parser.InlineParser }

func (p footnoteLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	n := p.InlineParser.Parse(parent, block, pc)
	if n != nil {
		d := documentOf(pc)
		d.block.unlinkable = len(d.block.openers)
	}
	return n
}

// reportFootnote reports [^label] where no footnote has the label.
func (d *document) reportFootnote(o opener, end int) {
	start := o.node.segment.Stop
	if d.src[start] != '^' || end <= start+1 || strings.ContainsAny(string(d.src[start:end]), " \t\n") {
		return
	}
	label := string(d.src[start+1 : end])
	d.report("bad-markup", start-1, end+1, fmt.Sprintf("there is no footnote %q", label),
		fmt.Sprintf("add a line [^%s]: with its words; for brackets that are text, \\[", label))
}

// footnoteBlocks is goldmark's parser of [^label]: words; it notes the list that the footnotes are gathered in.
type footnoteBlocks struct{ parser.BlockParser }

func newFootnoteBlocks() parser.BlockParser {
	return footnoteBlocks{extension.NewFootnoteBlockParser()}
}

func (p footnoteBlocks) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	documentOf(pc).footnotes, _ = node.Parent().(*east.FootnoteList)
}

// unusedFootnotes reports the footnotes that nothing refers to, which goldmark takes away.
type unusedFootnotes struct{}

func (unusedFootnotes) Transform(_ *ast.Document, _ text.Reader, pc parser.Context) {
	d := documentOf(pc)
	if d.footnotes == nil {
		return
	}
	for n := d.footnotes.FirstChild(); n != nil; n = n.NextSibling() {
		f := n.(*east.Footnote)
		if f.Index >= 0 {
			continue
		}
		start := max(0, n.Pos())
		d.report("bad-markup", start, min(len(d.src), start+len(f.Ref)+3), fmt.Sprintf("nothing refers to the footnote %q", f.Ref),
			fmt.Sprintf("write [^%s] where it belongs, or take it away", f.Ref))
	}
}

func footnoteID(prefix string, index int) string { return prefix + "fn:" + strconv.Itoa(index) }

// footnoteRefID is the id of the nth mark, from 0, of a footnote.
func footnoteRefID(prefix string, index, nth int) string {
	if nth == 0 {
		return prefix + "fnref:" + strconv.Itoa(index)
	}
	return prefix + "fnref" + strconv.Itoa(nth) + ":" + strconv.Itoa(index)
}

func renderFootnoteLink(o *output, _ []byte, n *east.FootnoteLink) {
	_, _ = o.WriteString(`<sup id="` + footnoteRefID(o.prefix, n.Index, n.RefIndex) + `"><a class="footnote-ref" href="#` + footnoteID(o.prefix, n.Index) +
		`" role="doc-noteref">` + strconv.Itoa(n.Index) + `</a></sup>`)
}

func renderFootnoteBacklink(o *output, _ []byte, n *east.FootnoteBacklink) {
	_, _ = o.WriteString(` <a class="footnote-backref" href="#` + footnoteRefID(o.prefix, n.Index, n.RefIndex) +
		`" role="doc-backlink" aria-label="Back to the text">&#x21a9;&#xfe0e;</a>`)
}

func renderFootnote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<li id="` + footnoteID(w.(*output).prefix, node.(*east.Footnote).Index) + "\">\n")
	} else {
		_, _ = w.WriteString("</li>\n")
	}
	return ast.WalkContinue, nil
}

func renderFootnoteList(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n")
	} else {
		_, _ = w.WriteString("</ol>\n</section>\n")
	}
	return ast.WalkContinue, nil
}
