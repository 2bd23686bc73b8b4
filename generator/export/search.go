package export

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"attest/generator/brief"
	"attest/generator/site"
)

// How many objects of a shelf there are to a script of search data. One word of a search reads a script of best from each shelf, and one of
// rows for each object that it shows, so these are small; the others are read for several words, or for words in quotes.
const (
	objectsPerBest = 160
	objectsPerMore = 640
	objectsPerAt   = 640
	objectsPerRows = 40
)

// searchScripts is how many scripts each shelf of a site has, and of how many objects of a kind a term says there at once that they have it. It
// follows from the number of shelves and their size alone.
type searchScripts struct{ best, more, at, rows, kept int }

// BestOfShelf is how many objects of a kind the data of a shelf names at once for each term: the best.
func (s *Site) BestOfShelf() int { return bestOfShelf(s.CountShelves()) }

func (s *Site) searchScripts() searchScripts {
	scripts := func(each int) int { return max(1, (s.ShelfSize()+each-1)/each) }
	n := searchScripts{scripts(objectsPerBest), scripts(objectsPerMore), scripts(objectsPerAt), scripts(objectsPerRows), s.BestOfShelf()}
	if s.ShelfSize() <= n.kept {
		n.more = 0 // no term has more
	}
	return n
}

// shelfIndex is the index of a shelf, made when it is first asked for: by a build for all scripts of the shelf.
type shelfIndex struct {
	once  sync.Once
	index *index
}

// searching is the indexes of a site.
type searching struct {
	once     sync.Once
	shelves  []shelfIndex
	indexers sync.Pool
}

func (s *Site) index(k int) *index {
	s.searching.once.Do(func() { s.searching.shelves = make([]shelfIndex, s.CountShelves()) })
	shelf := &s.searching.shelves[k]
	shelf.once.Do(func() {
		x, _ := s.searching.indexers.Get().(*indexer)
		if x == nil {
			x = newIndexer()
		}
		r := s.Reader(false).In(&x.room)
		shelf.index = x.index(r, r.ShelfWords(k), s.searchScripts())
		s.searching.indexers.Put(x)
	})
	return shelf.index
}

// searchFiles are the scripts with which a search finds, in a browser and without a server, what has a word. Each calls attestSearch with the
// tier, the shelf, the number of the script, and its data.
//
// The scripts of one number come together, so that a build makes the indexes of several shelves at a time.
func (s *Site) searchFiles() []File {
	n := s.searchScripts()
	var files []File
	add := func(tier string, scripts int, write func(b []byte, s *Site, r *site.Reader, shelf, script int) []byte) {
		for script := range scripts {
			for shelf := range s.CountShelves() {
				name := fmt.Sprintf("data/search/%s-%d-%d.js", tier, script, shelf)
				files = append(files, File{name, func(to *bytes.Buffer, s *Site, r *site.Reader) error {
					b := fmt.Appendf(to.AvailableBuffer(), "attestSearch(%q,%d,%d,", tier, shelf, script)
					to.Write(append(write(b, s, r, shelf, script), ");\n"...))
					return nil
				}})
			}
		}
	}
	words := func(of func(*index) *tier) func([]byte, *Site, *site.Reader, int, int) []byte {
		return func(b []byte, s *Site, r *site.Reader, shelf, script int) []byte {
			r.ShelfWords(shelf)
			return append(append(append(b, '"'), of(s.index(shelf)).parts[script]...), '"') // all of it stands in a string as it is
		}
	}
	add("shelf", 1, func(b []byte, s *Site, r *site.Reader, shelf, _ int) []byte {
		return s.appendFacts(b, r.ShelfWords(shelf), shelf)
	})
	add("best", n.best, words(func(x *index) *tier { return &x.best }))
	add("more", n.more, words(func(x *index) *tier { return &x.more }))
	add("at", n.at, words(func(x *index) *tier { return &x.at }))
	add("rows", n.rows, func(b []byte, s *Site, r *site.Reader, shelf, script int) []byte {
		return s.appendRows(b, s.Reader(false), r.Shelf(shelf), script, n.rows)
	})
	return files
}

// appendFacts writes what a search has to know of a shelf first: where each script of a tier begins, as parts of terms, each followed by a space
// but the last; and how many objects lie before each script of rows that has any, each less the one before.
func (s *Site) appendFacts(b []byte, shelf *site.Shelf, k int) []byte {
	x := s.index(k)
	rows, last := []byte{}, 0
	for _, first := range rowsStarts(shelf, s.searchScripts().rows) {
		if first == len(shelf.Objects) {
			break
		}
		rows, last = appendNumber(rows, first-last), first
	}
	for i, fact := range [...][2]string{
		{"best", strings.Join(x.best.firsts, " ")}, {"more", strings.Join(x.more.firsts, " ")}, {"at", strings.Join(x.at.firsts, " ")}, {"rows", string(rows)},
	} {
		b = append(AppendJSON(append(b, "{,"[min(i, 1)]), fact[0]), ':')
		b = AppendJSON(b, fact[1])
	}
	return append(b, '}')
}

// rowsStarts returns the first object of each script of rows, and the end of the last. What lies side by side is in one script.
func rowsStarts(shelf *site.Shelf, scripts int) []int {
	starts := make([]int, scripts+1)
	for k := range starts {
		i, _ := slices.BinarySearch(shelf.First, k*len(shelf.Objects)/scripts)
		starts[k] = len(shelf.Objects)
		if i < len(shelf.First) {
			starts[k] = shelf.First[i]
		}
	}
	return starts
}

// appendRows writes what a search shows of the objects of a script: kind, address, text, and words about it. The address of a claim is its
// fragment on the page of the briefing before it; the others are relative to the site's root.
func (s *Site) appendRows(b []byte, r *site.Reader, shelf *site.Shelf, script, scripts int) []byte {
	starts := rowsStarts(shelf, scripts)
	b = append(b, '[')
	for i, o := range shelf.Objects[starts[script]:starts[script+1]] {
		if i > 0 {
			b = append(b, ',', '\n')
		}
		b = s.appendRow(b, r, o)
	}
	return append(b, ']')
}

func (s *Site) appendRow(buf []byte, r *site.Reader, o site.Object) []byte {
	address, about, more := site.Relative("", o.Address()), "", ""
	switch o := o.(type) {
	case *site.Briefing:
		about, more = facts(s.lang.Term("correction", string(o.Notice())), s.lang.Date(o.Date)), o.Summary
	case *site.Claim:
		address, about = site.Relative(o.Briefing.Address(), o.Address()), Class(r, o)
		more = facts(s.held(r, o)[1:]...)
	case *site.Actor:
		about, more = facts(s.lang.Term("actor", string(o.Type)), o.Country), o.Summary
	case *site.Source:
		about = facts(s.retracted(o), r.PublisherName(o), s.lang.Date(o.Published))
	case *site.Event:
		about, more = s.lang.Date(o.Date), o.Text
		if place := brief.Stated(o.Place).Name; place != "" {
			about = facts(about, place)
		}
	}
	buf = append(buf, '[', '0'+byte(slices.Index(searched[:], o.Kind())))
	texts := [...]string{address, Name(s.lang, o), about, more}
	n := len(texts)
	for n > 2 && texts[n-1] == "" {
		n--
	}
	for _, text := range texts[:n] {
		buf = AppendJSON(append(buf, ','), text)
	}
	return append(buf, ']')
}
