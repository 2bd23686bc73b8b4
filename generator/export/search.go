package export

import (
	"bytes"
	"encoding/json"
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
		r := s.Reader(false)
		x, _ := s.searching.indexers.Get().(*indexer)
		if x == nil {
			x = newIndexer()
		}
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
	add := func(tier string, scripts int, make func(s *Site, r *site.Reader, shelf, script int) (any, error)) {
		for script := range scripts {
			for shelf := range s.CountShelves() {
				name := fmt.Sprintf("data/search/%s-%d-%d.js", tier, script, shelf)
				files = append(files, File{name, func(to *bytes.Buffer, s *Site, r *site.Reader) error {
					return searchScript(to, tier, shelf, script, func() (any, error) { return make(s, r, shelf, script) })
				}})
			}
		}
	}
	words := func(of func(*index) *tier) func(*Site, *site.Reader, int, int) (any, error) {
		return func(s *Site, r *site.Reader, shelf, script int) (any, error) {
			r.ShelfWords(shelf)
			return of(s.index(shelf)).parts[script], nil
		}
	}
	add("shelf", 1, func(s *Site, r *site.Reader, shelf, _ int) (any, error) {
		return s.shelfFacts(r.ShelfWords(shelf), shelf), nil
	})
	add("best", n.best, words(func(x *index) *tier { return &x.best }))
	add("more", n.more, words(func(x *index) *tier { return &x.more }))
	add("at", n.at, words(func(x *index) *tier { return &x.at }))
	add("rows", n.rows, func(s *Site, r *site.Reader, shelf, script int) (any, error) {
		return searchRows(s.Reader(false), r.Shelf(shelf), script, n.rows), nil
	})
	return files
}

// searchScript writes a script. Terms and numbers stand in a string as they are, everything else as JSON, which is also JavaScript as Go
// writes it.
func searchScript(to *bytes.Buffer, tier string, shelf, script int, make func() (any, error)) error {
	what, err := make()
	if err != nil {
		return err
	}
	fmt.Fprintf(to, "attestSearch(%q,%d,%d,", tier, shelf, script)
	switch what := what.(type) {
	case []byte:
		to.WriteByte('"')
		to.Write(what)
		to.WriteByte('"')
	case json.RawMessage:
		to.Write(what)
	default:
		data, err := json.Marshal(what)
		if err != nil {
			return err
		}
		to.Write(data)
	}
	to.WriteString(");\n")
	return nil
}

// shelfFacts is what a search has to know of a shelf first.
type shelfFacts struct {
	Best string `json:"best"` // where each script of the tier begins: parts of terms, each followed by a space but the last
	More string `json:"more"`
	At   string `json:"at"`
	Rows string `json:"rows"` // how many objects lie before each script of rows that has any, each less the one before
}

func (s *Site) shelfFacts(shelf *site.Shelf, k int) shelfFacts {
	x := s.index(k)
	rows, last := []byte{}, 0
	for _, first := range rowsStarts(shelf, s.searchScripts().rows) {
		if first == len(shelf.Objects) {
			break
		}
		rows, last = appendNumber(rows, first-last), first
	}
	return shelfFacts{
		Best: strings.Join(x.best.firsts, " "), More: strings.Join(x.more.firsts, " "), At: strings.Join(x.at.firsts, " "), Rows: string(rows),
	}
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

// searchRows is what a search shows of the objects of a script: kind, address, text, and words about it. The address of a claim is its
// fragment on the page of the briefing before it; the others are relative to the site's root.
func searchRows(r *site.Reader, shelf *site.Shelf, script, scripts int) json.RawMessage {
	starts := rowsStarts(shelf, scripts)
	buf := []byte{'['}
	for i, o := range shelf.Objects[starts[script]:starts[script+1]] {
		if i > 0 {
			buf = append(buf, ',', '\n')
		}
		buf = appendRow(buf, r, o)
	}
	return append(buf, ']')
}

func appendRow(buf []byte, r *site.Reader, o site.Object) []byte {
	address, about, more := site.Relative("", o.Address()), "", ""
	switch o := o.(type) {
	case *site.Briefing:
		about, more = o.Date.Words(), o.Summary
	case *site.Claim:
		address, about = site.Relative(o.Briefing.Address(), o.Address()), string(r.Standing(o).Word)
	case *site.Actor:
		about, more = facts(strings.ReplaceAll(string(o.Type), "_", " "), o.Country), o.Summary
	case *site.Source:
		about = facts(publisher(r, o), o.Published.Words())
	case *site.Event:
		about, more = o.Date.Words(), o.Text
		if place := brief.Stated(o.Place).Name; place != "" {
			about = facts(about, place)
		}
	}
	buf = append(buf, '[', '0'+byte(slices.Index(searched[:], o.Kind())))
	texts := [...]string{address, o.Label(), about, more}
	n := len(texts)
	for n > 2 && texts[n-1] == "" {
		n--
	}
	for _, text := range texts[:n] {
		buf = AppendJSON(append(buf, ','), text)
	}
	return append(buf, ']')
}
