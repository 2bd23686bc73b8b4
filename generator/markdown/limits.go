package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The limits of one file. goldmark's time grows with the square of these; within them every file takes time in proportion to its size.
const (
	maxSize        = 16 << 20 // bytes of a file
	maxCells       = 100_000  // cells of a table, those included that goldmark adds to short rows: 17 kB of bars can be 16 MB of HTML
	maxNesting     = 1_000    // levels of block quotes and lists on a line, open brackets, or marks of emphasis in a row
	maxFootnotes   = 5_000    // footnotes and their marks in a file: each mark is looked for among the footnotes
	maxDefinitions = 4_000    // definitions of links in a paragraph, times its lines the square of it
	maxDelimiters  = 4_000    // runs of marks of emphasis in a paragraph
)

// withinLimits reports whether the prose may be parsed; where not, it has reported why.
func (d *document) withinLimits() bool {
	before := len(d.diags)
	if size := len(d.in.Source); size > maxSize {
		d.report("too-large", 0, 0, fmt.Sprintf("the file has %d MiB, the limit is %d", (size+1<<20-1)>>20, maxSize>>20), "split the file")
		return false
	}
	footnotes := 0
	var run lineRun
	for pos := 0; pos < len(d.src); {
		end := len(d.src)
		if i := bytes.IndexByte(d.src[pos:], '\n'); i >= 0 {
			end = pos + i
		}
		line := d.src[pos:end]
		if at := tooDeep(line); at >= 0 {
			d.report("too-large", pos+at, pos+at+1, fmt.Sprintf("block quotes and lists nest deeper than %d levels", maxNesting), "")
			return false
		}
		if problem, hint := run.add(line); problem != "" {
			d.report("too-large", pos, end, problem, hint)
			return false
		}
		for rest := line; ; footnotes++ {
			i := bytes.Index(rest, []byte("[^"))
			if i < 0 {
				break
			}
			if footnotes == maxFootnotes {
				at := pos + len(line) - len(rest) + i
				d.report("too-large", at, at+2, fmt.Sprintf("the file has more than %d footnotes and marks of footnotes", maxFootnotes),
					"split the file")
				return false
			}
			rest = rest[i+2:]
		}
		pos = end + 1
	}
	return len(d.diags) == before
}

// tooDeep returns where the markers of block quotes and lists at a line's beginning pass the limit, or -1.
func tooDeep(line []byte) int {
	levels := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ', '\t':
			continue
		case '>':
		case '-', '*', '+':
			if i+1 < len(line) && line[i+1] != ' ' && line[i+1] != '\t' {
				return -1
			}
		default:
			for i < len(line) && '0' <= line[i] && line[i] <= '9' {
				i++
			}
			if i+1 >= len(line) || c < '0' || c > '9' || line[i] != '.' && line[i] != ')' || line[i+1] != ' ' {
				return -1
			}
		}
		if levels++; levels > maxNesting {
			return i
		}
	}
	return -1
}

// lineRun counts what stands in lines without a blank one between: the cells of what may be a table, which begins with a row of
// hyphens, and the lines that may define a link's address.
type lineRun struct{ lines, columns, cells, definitions int }

// add counts a line and says which limit is passed by it.
func (r *lineRun) add(line []byte) (problem, hint string) {
	line = bytes.TrimLeft(line, " \t>\r")
	if len(line) == 0 {
		*r = lineRun{}
		return "", ""
	}
	r.lines++
	if line[0] == '[' && !bytes.HasPrefix(line, []byte("[^")) && (bytes.Contains(line, []byte("]:")) || bytes.IndexByte(line, ']') < 0) {
		r.definitions++
	}
	if r.definitions*r.lines > maxDefinitions*maxDefinitions {
		return fmt.Sprintf("a paragraph of %d lines has %d definitions of links; %d in as many lines is the limit",
			r.lines, r.definitions, maxDefinitions), "put blank lines between them"
	}
	if n := delimiterColumns(line); n > r.columns {
		r.columns = n
	}
	if r.cells += r.columns; r.cells > maxCells {
		return fmt.Sprintf("a table has more than %d cells", maxCells), "split the table"
	}
	return "", ""
}

// delimiterColumns returns how many columns the row of hyphens below a table's head has; 0 for any other line.
func delimiterColumns(line []byte) int {
	hyphens, bars := 0, 0
	for _, c := range line {
		switch c {
		case '-':
			hyphens++
		case '|':
			bars++
		case ':', ' ', '\t', '\r':
		default:
			return 0
		}
	}
	if hyphens == 0 || bars == 0 {
		return 0
	}
	if line[0] == '|' {
		bars--
	}
	if bytes.HasSuffix(bytes.TrimRight(line, " \t\r"), []byte("|")) {
		bars--
	}
	return bars + 1
}

// delimiters is a parser of marks of emphasis that keeps within the limits of a paragraph: beyond them, marks are text.
type delimiters struct{ parser.InlineParser }

func (p delimiters) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := documentOf(pc)
	line, seg := block.PeekLine()
	run := 1
	for run < len(line) && line[run] == line[0] {
		run++
	}
	b := &d.block
	b.delimiters++
	if b.delimiters <= maxDelimiters && run <= maxNesting {
		return p.InlineParser.Parse(parent, block, pc)
	}
	if !b.tooMany {
		b.tooMany = true
		message := fmt.Sprintf("a paragraph has more than %d marks of emphasis", maxDelimiters)
		if run > maxNesting {
			message = fmt.Sprintf("more than %d marks of emphasis stand in a row", maxNesting)
		}
		d.report("too-large", seg.Start, seg.Start+run, message, `write \`+string(line[:1])+" for a mark that is text, or code")
	}
	block.Advance(run)
	return ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+run))
}

// codeSpans is goldmark's parser of `code`. It is spared the search for backticks that are not there, which would take time with the
// square of a paragraph's length.
type codeSpans struct{ parser.InlineParser }

func (p codeSpans) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	b := &documentOf(pc).block
	if b.backticks == nil {
		b.backticks = lastBackticks(parent.Lines(), block.Source())
	}
	line, seg := block.PeekLine()
	run := 1
	for run < len(line) && line[run] == '`' {
		run++
	}
	if b.backticks[run] > seg.Start {
		return p.InlineParser.Parse(parent, block, pc)
	}
	block.Advance(run)
	return ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+run))
}

// lastBackticks returns where the last run of backticks of each length begins.
func lastBackticks(lines *text.Segments, src []byte) map[int]int {
	last := map[int]int{}
	for i := range lines.Len() {
		seg := lines.At(i)
		for pos := seg.Start; pos < seg.Stop; pos++ {
			next := bytes.IndexByte(src[pos:seg.Stop], '`')
			if next < 0 {
				break
			}
			start := pos + next
			for pos = start; pos < seg.Stop && src[pos] == '`'; pos++ {
			}
			last[pos-start] = start
		}
	}
	return last
}
