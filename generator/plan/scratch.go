package plan

import (
	"html/template"
	"sync"
	"unsafe"

	"attest/generator/site"
)

// scratch is memory for the texts of one page. The next page that the same worker makes has it again.
type scratch struct {
	free []byte
	room site.Room // for the text of the object that the page is about
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// text returns what write appends. It holds until the page is done: who keeps it longer must clone it.
func (s *scratch) text(write func([]byte) []byte) string {
	b := s.free
	s.free = nil // what write asks for in turn gets memory of its own
	from := len(b)
	b = write(b)
	s.free = b
	return unsafe.String(unsafe.SliceData(b[from:]), len(b)-from)
}

// html is text of our own Markdown renderer or templates.
func (s *scratch) html(write func([]byte) []byte) template.HTML {
	return template.HTML(s.text(write)) //nolint:gosec // which escape all that authors write
}

// release gives the memory back: no text that was made of it may be looked at from now on.
func (s *scratch) release() {
	s.free = s.free[:0]
	scratches.Put(s)
}
