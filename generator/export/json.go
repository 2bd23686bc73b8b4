package export

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendJSON appends a text as JSON, as package json writes it: <, >, &, U+2028 and U+2029 are escaped, so that it can also stand in a script.
func AppendJSON(b []byte, text string) []byte {
	if !standsForItself(text) {
		quoted, err := json.Marshal(text)
		if err != nil {
			panic("export: a text has no JSON: " + err.Error()) // every text has
		}
		return append(b, quoted...)
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// standsForItself reports whether nothing of a text has to be escaped in JSON.
func standsForItself(text string) bool {
	ascii := true
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(text) && !strings.ContainsAny(text, "\u2028\u2029")
}

// row is a line of a table: texts, numbers, truths and lists of texts. Its memory is used for one row after the other.
type row struct {
	cells []cell
	items []string // those of all lists
}

// cell is one value of a row.
type cell struct {
	kind     cellKind
	text     string
	number   int
	from, to int // of a list: its items
}

type cellKind uint8

const (
	textCell cellKind = iota
	numberCell
	truthCell // true where number is not 0
	listCell
)

// begin empties the row.
func (r *row) begin() { r.cells, r.items = r.cells[:0], r.items[:0] }

func (r *row) text(texts ...string) {
	for _, text := range texts {
		r.cells = append(r.cells, cell{text: text})
	}
}

func (r *row) number(numbers ...int) {
	for _, n := range numbers {
		r.cells = append(r.cells, cell{kind: numberCell, number: n})
	}
}

func (r *row) truth(b bool) {
	c := cell{kind: truthCell}
	if b {
		c.number = 1
	}
	r.cells = append(r.cells, c)
}

// list adds a list, to which item adds.
func (r *row) list(items ...string) {
	r.cells = append(r.cells, cell{kind: listCell, from: len(r.items), to: len(r.items)})
	for _, item := range items {
		r.item(item)
	}
}

func (r *row) item(text string) {
	r.items = append(r.items, text)
	r.cells[len(r.cells)-1].to++
}

// sorted puts the list that was added last in order, each item once.
func (r *row) sorted() {
	c := &r.cells[len(r.cells)-1]
	c.to = c.from + len(unique(r.items[c.from:c.to]))
	r.items = r.items[:c.to]
}

// appendJSON appends a value as JSON.
func (r *row) appendJSON(b []byte, c *cell) []byte {
	switch c.kind {
	case numberCell:
		return strconv.AppendInt(b, int64(c.number), 10)
	case truthCell:
		return strconv.AppendBool(b, c.number != 0)
	case listCell:
		b = append(b, '[')
		for i, item := range r.items[c.from:c.to] {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendJSON(b, item)
		}
		return append(b, ']')
	default:
		return AppendJSON(b, c.text)
	}
}
