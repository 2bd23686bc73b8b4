package export

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/site"
)

// searched are the kinds of objects that a search finds, in the order in which it shows them.
var searched = [...]site.Kind{site.KindBriefing, site.KindClaim, site.KindActor, site.KindSource, site.KindEvent}

// usual is of how many words an object of each kind is neither long nor short. A number for all sites, and not the mean of one, so that an
// edit changes nothing but what it edits.
var usual = [len(searched)]int{500, 20, 60, 12, 12}

// bestOfKind is of how many objects of a kind a term says at once that they have it: those that have most of it.
const bestOfKind = 200

// bestOfShelf is how many of these a shelf says. Of several shelves each has more than its share, so that all of the best are among them however
// they lie: of eight, one would have to hold 63 of the best 200, where it has 25, give or take five.
func bestOfShelf(shelves int) int { return min(bestOfKind, (bestOfKind*5/2+shelves-1)/shelves) }

// weight says how much a word counts by where it stands.
type weight uint32

const (
	inText weight = iota
	inStatement
	inTitle
	betweenTexts // no word: what stands before and after it is no phrase
)

// counts are what the weights are worth.
var counts = [...]int{inText: 1, inStatement: 2, inTitle: 4}

// index is the terms of a shelf, each with the objects that have it, in three tiers; a tier is written to several scripts by their order.
//
// An object is named by its place on the shelf. In best a term has, for each kind, how many objects have it and the best of these, with how
// well each answers to it; in more, where there are more than these, all; in at, where in each of these objects it stands.
type index struct {
	best     tier
	more, at tier
}

// indexer makes an index. Its tokens are the words of all objects, one after the other: first the term, then, in two bits, the weight.
type indexer struct {
	splitter
	lexicon
	tokens  []uint32
	starts  []int // of each object, its first token
	lengths []int // of each object, its words
	kinds   []uint8

	room           site.Room
	sorted         []occurrence
	best, more, at tierWriter
}

const weightBits = 2

func newIndexer() *indexer { return &indexer{splitter: splitter{folder: make(folder)}} }

// index reads the objects of a shelf. What it needs for that it keeps for the next shelf.
func (x *indexer) index(r *site.Reader, shelf *site.Shelf, scripts searchScripts) *index {
	x.clear()
	x.tokens, x.starts, x.lengths, x.kinds = x.tokens[:0], x.starts[:0], x.lengths[:0], x.kinds[:0]
	for _, o := range shelf.Objects {
		x.begin(o)
		x.read(r, o)
	}
	x.starts = append(x.starts, len(x.tokens))
	return x.finish(scripts)
}

func (x *indexer) begin(o site.Object) {
	x.starts, x.lengths = append(x.starts, len(x.tokens)), append(x.lengths, 0)
	x.kinds = append(x.kinds, uint8(slices.Index(searched[:], o.Kind())))
}

// say adds a text to the object that is being read.
func (x *indexer) say(text string, w weight) {
	if text == "" {
		return
	}
	x.tokens = append(x.tokens, uint32(betweenTexts))
	x.join(text, w)
}

// join is say for a text that goes on with the one before.
func (x *indexer) join(text string, w weight) {
	before := len(x.tokens)
	x.split(text, func(term []byte) {
		x.tokens = append(x.tokens, x.number(term)<<weightBits|uint32(w))
	})
	x.lengths[len(x.lengths)-1] += len(x.tokens) - before
}

// read adds all of an object that can be searched.
func (x *indexer) read(r *site.Reader, o site.Object) {
	switch o := o.(type) {
	case *site.Briefing:
		x.say(o.Title, inTitle)
		x.say(o.Summary, inStatement)
		for _, list := range [][]string{o.Topics, o.Authors, o.Gaps, o.Alternatives} {
			for _, text := range list {
				x.say(text, inText)
			}
		}
	case *site.Claim:
		x.say(o.Text, inText)
	case *site.Actor:
		x.say(o.Name, inTitle)
		for _, list := range [][]string{o.Aliases, o.PreviousNames, o.WeakAliases} {
			for _, name := range list {
				x.say(name, inTitle)
			}
		}
		for i := range o.Roles {
			x.say(o.Roles[i].Title, inStatement)
		}
		x.say(o.Summary, inStatement)
		x.caption(o.Image)
	case *site.Source:
		x.say(o.Title, inTitle)
		for _, name := range o.Authors {
			x.say(name, inStatement)
		}
		x.say(r.PublisherName(o), inStatement)
		x.say(o.Note, inText)
	case *site.Event:
		x.say(o.Title, inTitle)
		x.say(o.Text, inStatement)
		if o.Place != nil {
			x.say(o.Place.Name, inStatement)
		}
		x.caption(o.Image)
	}
	x.tokens = append(x.tokens, uint32(betweenTexts))
	r.Stretches(o, func(words string, stating bool) {
		w := inText
		if stating {
			w = inStatement
		}
		x.join(words, w)
	})
}

// caption adds what is shown below a picture; nothing where there is none.
func (x *indexer) caption(image *brief.Image) {
	if image != nil {
		x.say(image.Caption, inText)
		x.say(image.Credit, inText)
	}
}

// occurrence is a word of an object, by its place among the object's tokens.
type occurrence struct{ object, place uint32 }

// entry is an object that has a term: how well it answers to it, and where in the occurrences its own end.
type entry struct {
	object, score, end int
}

// finish sorts the words by their terms and writes them.
func (x *indexer) finish(scripts searchScripts) *index {
	ends := x.sort()
	order := make([]uint32, len(x.terms))
	for n := range order {
		order[n] = uint32(n)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if x.terms[a] < x.terms[b] {
			return -1
		}
		return 1 // no two terms are one
	})
	out := &index{}
	for _, w := range []*tierWriter{&x.best, &x.more, &x.at} {
		w.begin(x.terms)
	}
	var having [len(searched)][]entry
	for _, n := range order {
		start := 0
		if n > 0 {
			start = ends[n-1]
		}
		all := x.sorted[start:ends[n]]
		x.group(all, &having)
		x.best.write(n, func(b []byte) []byte { return appendEntries(b, &having, scripts.kept) })
		if slices.ContainsFunc(having[:], func(kind []entry) bool { return len(kind) > scripts.kept }) {
			x.more.write(n, func(b []byte) []byte { return appendEntries(b, &having, len(all)) })
		}
		x.at.write(n, func(b []byte) []byte { return appendPlaces(b, &having, all) })
	}
	out.best, out.more, out.at = x.best.finish(scripts.best), x.more.finish(scripts.more), x.at.finish(scripts.at)
	return out
}

// sort gathers the occurrences of each term, those of an object together in the order of the text, and returns where those of each term end.
func (x *indexer) sort() (ends []int) {
	ends = make([]int, len(x.terms))
	for _, token := range x.tokens {
		if weight(token&(1<<weightBits-1)) != betweenTexts {
			ends[token>>weightBits]++
		}
	}
	total := 0
	for n, size := range ends {
		ends[n] = total // where it begins, until all of it is there
		total += size
	}
	x.sorted = slices.Grow(x.sorted[:0], total)[:total]
	for object := range len(x.starts) - 1 {
		start := x.starts[object]
		for place, token := range x.tokens[start:x.starts[object+1]] {
			w := weight(token & (1<<weightBits - 1))
			if w == betweenTexts {
				continue
			}
			n := token >> weightBits
			x.sorted[ends[n]] = occurrence{uint32(object), uint32(place)<<weightBits | uint32(w)}
			ends[n]++
		}
	}
	return ends
}

// group gathers the objects that have a term, by their kind.
func (x *indexer) group(all []occurrence, having *[len(searched)][]entry) {
	for kind := range having {
		having[kind] = having[kind][:0]
	}
	for i := 0; i < len(all); {
		object, n := all[i].object, 0
		for ; i < len(all) && all[i].object == object; i++ {
			n += counts[all[i].place&(1<<weightBits-1)]
		}
		kind := x.kinds[object]
		having[kind] = append(having[kind], entry{int(object), score(n, x.lengths[object], usual[kind]), i})
	}
}

// score is how well an object answers to a term that it has n times, by BM25 with its usual constants (k1 = 1.2, b = 0.75), as a share of
// the best that there is: from 1 to the largest digit. How rare the term is, is for all objects the same, and is added by who searches. It is
// worked out in whole numbers, which are the same on all machines.
func score(n, length, usual int) int {
	whole := 10*n*usual + 3*usual + 9*length
	return max(1, (10*n*usual*(len(digits)-1)+whole/2)/whole)
}

// appendEntries writes the objects that have a term: which kinds there are, and for each how many, and the best of these in their order.
func appendEntries(b []byte, having *[len(searched)][]entry, most int) []byte {
	b = appendKinds(b, having, most)
	for _, entries := range having {
		if len(entries) == 0 {
			continue
		}
		b = appendNumber(b, len(entries))
		least, last := leastOf(entries, most), 0
		left := most // of those that are as good as the least
		for _, e := range entries {
			if e.score > least {
				left--
			}
		}
		for _, e := range entries {
			if e.score < least || e.score == least && left <= 0 {
				continue
			}
			if e.score == least {
				left--
			}
			b = appendNumber(b, e.object-last)
			b = append(b, digits[e.score])
			last = e.object
		}
	}
	return b
}

// appendKinds writes which kinds there are, as bits; and, as the next bit, whether of one there are more than are written.
func appendKinds(b []byte, having *[len(searched)][]entry, most int) []byte {
	kinds := 0
	for kind, entries := range having {
		if len(entries) > 0 {
			kinds |= 1 << kind
		}
		if len(entries) > most {
			kinds |= 1 << len(having)
		}
	}
	return append(b, digits[kinds])
}

// leastOf returns the score of the last of the best.
func leastOf(entries []entry, most int) int {
	if len(entries) <= most {
		return 0
	}
	var with [len(digits)]int
	for _, e := range entries {
		with[e.score]++
	}
	least := len(digits) - 1
	for n := with[least]; n < most; n += with[least] {
		least--
	}
	return least
}

// appendPlaces writes where in each object a term stands.
func appendPlaces(b []byte, having *[len(searched)][]entry, all []occurrence) []byte {
	for _, entries := range having {
		for _, e := range entries {
			first := e.end
			for first > 0 && all[first-1].object == uint32(e.object) {
				first--
			}
			b = appendNumber(b, e.end-first)
			last := 0
			for _, o := range all[first:e.end] {
				place := int(o.place >> weightBits)
				b = appendNumber(b, place-last)
				last = place
			}
		}
	}
	return b
}

// tier is a list of terms with what is said of each, cut into parts of about one size.
type tier struct {
	parts  [][]byte
	firsts []string // of each part that has terms or is followed by one that has: a text above all terms before it, and not above its first
}

// tierWriter writes a tier: a term, a space, what is said of it, and a space before the next.
type tierWriter struct {
	terms   []string // by their number
	data    []byte
	written []uint32 // the numbers of those that were written
	at      []int    // where each begins
}

func (w *tierWriter) begin(terms []string) {
	w.terms, w.data, w.written, w.at = terms, w.data[:0], w.written[:0], w.at[:0]
}

func (w *tierWriter) write(term uint32, what func([]byte) []byte) {
	if len(w.data) > 0 {
		w.data = append(w.data, ' ')
	}
	w.written, w.at = append(w.written, term), append(w.at, len(w.data))
	w.data = append(append(w.data, w.terms[term]...), ' ')
	w.data = what(w.data)
}

// finish cuts what was written into n parts.
func (w *tierWriter) finish(n int) tier {
	t := tier{parts: make([][]byte, n)}
	data := bytes.Clone(w.data)
	from := 0 // the first term of the part
	for k := range n {
		to := len(w.at)
		if k+1 < n {
			to, _ = slices.BinarySearch(w.at, (k+1)*len(data)/n)
		}
		if from < len(w.at) {
			t.firsts = append(t.firsts, w.first(from))
		}
		if from < to {
			end := len(data)
			if to < len(w.at) {
				end = w.at[to] - 1
			}
			t.parts[k] = data[w.at[from]:end:end]
		}
		from = to
	}
	return t
}

// first returns as much of a term as tells it from the one before it.
func (w *tierWriter) first(i int) string {
	if i == 0 {
		return ""
	}
	before, term := w.terms[w.written[i-1]], w.terms[w.written[i]]
	for n, r := range term {
		if end := n + utf8.RuneLen(r); !strings.HasPrefix(before, term[:end]) {
			return term[:end]
		}
	}
	return term
}
