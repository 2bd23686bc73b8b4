package plan

import (
	"html/template"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"attest/generator/site"
	"attest/generator/theme"
)

// rowFolder is a page in a folder of the output, as those of objects are. The rows of objects are kept for such pages, as many of them show
// the same: links depend only on how deep a page lies. Those at the top are lists, which show each row once.
const rowFolder = 1

// row is the HTML of a row and what it was made of.
type row struct {
	html  template.HTML
	needs site.Piece
}

// rowStore has the rows of objects. There are very many, so that they share their memory.
type rowStore struct {
	at func() []atomic.Pointer[row] // by the number of the object

	mu    sync.Mutex
	rows  []row  // room for the next
	texts []byte // room for what these say
}

// How many rows and how many bytes of what they say get their memory at a time.
const (
	rowsAtOnce  = 256
	textsAtOnce = 1 << 16
)

// byNumber returns where something is kept of each object of a site, by its number.
func byNumber[T any](s *site.Site) func() []atomic.Pointer[T] {
	return sync.OnceValue(func() []atomic.Pointer[T] { return make([]atomic.Pointer[T], s.Numbers()) })
}

// worked is what was worked out of an object for all pages, and what it was taken from.
type worked[T any] struct {
	value T
	needs site.Piece
}

// once works something out of an object, unless that was done for another page; kept is where it is kept. It must not be in the page's memory.
func once[T any](pg page, kept []atomic.Pointer[worked[T]], o site.Object, work func(page) T) T {
	at := &kept[site.Number(o)]
	m := at.Load()
	if m == nil {
		apart := pg
		apart.read = pg.read.Apart()
		m = &worked[T]{value: work(apart)}
		m.needs = apart.read.Piece()
		at.Store(m)
	}
	pg.read.Add(m.needs)
	return m.value
}

// keep keeps the row of an object. Where it is there already, as two pages have asked for it at once, it is the same.
func (s *rowStore) keep(number int, html template.HTML, needs site.Piece) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at()[number].Load() != nil {
		return
	}
	if len(s.rows) == cap(s.rows) {
		s.rows = make([]row, 0, rowsAtOnce)
	}
	s.rows = append(s.rows, row{template.HTML(s.text(string(html))), site.Piece(s.text(string(needs)))}) //nolint:gosec // it is HTML
	s.at()[number].Store(&s.rows[len(s.rows)-1])
}

// text returns a text of its own memory, which nothing is written to any more.
func (s *rowStore) text(text string) string {
	if len(text) > cap(s.texts)-len(s.texts) {
		s.texts = make([]byte, 0, max(textsAtOnce, len(text)))
	}
	from := len(s.texts)
	s.texts = append(s.texts, text...)
	return unsafe.String(unsafe.SliceData(s.texts[from:]), len(text))
}

// fragment returns the row that a partial makes of an object: an object has one in all lists.
func (pg page) fragment(partial string, o site.Object, view func(page) any) template.HTML {
	depth := strings.Count(pg.address, "/")
	// The view is made as for a page that is nobody's own, so that no link is shortened to a fragment of that page.
	row := pg
	row.address = strings.Repeat("-/", depth) + "-"
	if depth != rowFolder {
		row.read = pg.read.Beside() // a row may have a text, while that of the page is open
		row.read.NeedObject(o)
		return pg.scratch.html(func(b []byte) []byte { return pg.append(b, partial, view(row)) })
	}
	if kept := pg.rows.at()[site.Number(o)].Load(); kept != nil {
		pg.read.Add(kept.needs)
		return kept.html
	}
	row.read = pg.read.Apart()
	row.read.NeedObject(o)
	html := pg.scratch.html(func(b []byte) []byte { return pg.append(b, partial, view(row)) })
	needs := row.read.Piece()
	if *pg.failed == nil {
		pg.rows.keep(site.Number(o), html, needs)
	}
	pg.read.Add(needs)
	return html
}

// append appends what a partial makes of a view. A fault is kept for the page.
func (pg page) append(b []byte, partial string, view any) []byte {
	b, err := pg.theme.Append(b, partial, view)
	if err != nil && *pg.failed == nil {
		*pg.failed = err
	}
	return b
}

func (pg page) claimRows(claims []*site.Claim) []theme.Row {
	return rows(claims, func(c *site.Claim) template.HTML { return pg.claimFragment(c) })
}

func (pg page) claimFragment(c *site.Claim) template.HTML {
	return pg.fragment("claim-row", c, func(pg page) any { return pg.claimRow(c) })
}

func (pg page) eventRows(events []*site.Event) []theme.Row {
	return rows(events, func(e *site.Event) template.HTML {
		return pg.fragment("event-row", e, func(pg page) any { return pg.event(e) })
	})
}

func (pg page) actorRows(actors []*site.Actor) []theme.Row {
	return rows(actors, func(a *site.Actor) template.HTML {
		return pg.fragment("actor-row", a, func(pg page) any { return pg.actorRow(a) })
	})
}

func (pg page) sourceRows(sources []*site.Source) []theme.Row {
	return rows(sources, func(s *site.Source) template.HTML {
		return pg.fragment("source-row", s, func(pg page) any { return pg.sourceRow(s) })
	})
}

func (pg page) briefingRows(briefings []*site.Briefing) []theme.Row {
	return rows(briefings, func(b *site.Briefing) template.HTML {
		return pg.fragment("briefing-row", b, func(pg page) any { return pg.briefingRow(b) })
	})
}

func rows[T any](objects []*T, row func(*T) template.HTML) []theme.Row {
	out := make([]theme.Row, len(objects))
	for i, o := range objects {
		out[i] = row(o)
	}
	return out
}

// all returns the objects with the ids.
func all[T any](ids []string, get func(id string) *T) []*T {
	out := make([]*T, len(ids))
	for i, id := range ids {
		out[i] = get(id)
	}
	return out
}
