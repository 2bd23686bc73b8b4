package markdown

import (
	"bytes"
	"fmt"

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

// lostCells reports the cells of a row that stand beyond the table's last column and hold something: goldmark, as GFM has it, leaves them out.
func (d *document) lostCells(row *east.TableRow) {
	start := max(0, row.Pos())
	line, _, _ := bytes.Cut(d.src[start:], []byte{'\n'})
	columns := len(row.Parent().(*east.Table).Alignments)
	cells := splitRow(line)
	for _, c := range cells[min(columns, len(cells)):] {
		if c.start == c.end {
			continue
		}
		room := "one column"
		if columns > 1 {
			room = fmt.Sprintf("%d columns", columns)
		}
		d.report("lost-cell", start+c.start, start+c.end,
			fmt.Sprintf("the row has %d cells and the table %s: what stands here would be lost", len(cells), room),
			`write \| for a bar that parts no cells, also in code; or give the table's head another column`)
		return
	}
}

// splitRow returns where the cells of a table's row stand, as goldmark parts them: at every bar without a backslash before it.
func splitRow(line []byte) (cells []span) {
	pos := len(line) - len(bytes.TrimPrefix(bytes.TrimLeft(line, " \t"), []byte{'|'}))
	end := len(bytes.TrimRight(line, " \t\r"))
	if end > pos && line[end-1] == '|' {
		end--
	}
	for pos < end {
		stop := pos
		for stop < end && (line[stop] != '|' || stop > 0 && line[stop-1] == '\\') {
			stop++
		}
		from, to := pos, stop
		for from < to && util.IsSpace(line[from]) {
			from++
		}
		for from < to && util.IsSpace(line[to-1]) {
			to--
		}
		cells = append(cells, span{from, to})
		pos = stop + 1
	}
	return cells
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
