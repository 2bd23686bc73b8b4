package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// renderTable puts a table into a box that scrolls by itself, and that the keyboard can reach, so that a wide one does not widen the page.
func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<div class="table-scroll" role="group" aria-label="Table" tabindex="0"><table>` + "\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// alignments are the classes of aligned cells. The pages' policy blocks inline styles, which goldmark would write.
var alignments = map[east.Alignment]string{
	east.AlignLeft:   ` class="align-left"`,
	east.AlignRight:  ` class="align-right"`,
	east.AlignCenter: ` class="align-center"`,
}

func renderTableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.TableCell)
	tag := "td"
	if n.Parent().Kind() == east.KindTableHeader {
		tag = "th"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + tag)
	if tag == "th" {
		_, _ = w.WriteString(` scope="col"`)
	}
	_, _ = w.WriteString(alignments[n.Alignment])
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// unescapeBars takes away the backslash of \| in the code of a table's cell (GFM). goldmark's own transformer does it in time with the
// square of the cells.
func (d *document) unescapeBars(code *ast.CodeSpan) {
	for n := code.FirstChild(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			continue
		}
		i := bytes.Index(d.src[t.Segment.Start:t.Segment.Stop], []byte(`\|`))
		if i < 0 {
			continue
		}
		at := t.Segment.Start + i
		code.InsertAfter(code, t, ast.NewRawTextSegment(text.NewSegment(at+1, t.Segment.Stop)))
		t.Segment = t.Segment.WithStop(at)
	}
}
