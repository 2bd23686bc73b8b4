// Package corpus makes up sites of annotated briefings of any size, for benchmarks: the same model and prose in the format of attest and in
// that of Hugo, the generator that attest is compared with.
//
// It does no input or output, and makes each file from the seed and the file's number alone, so that a corpus of any size takes the memory
// of one file. What it makes up means nothing, but breaks no rule of evidence: a build finds no error and no warning in it.
package corpus

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
)

// Corpus is a made-up site. Equal corpora have the same bytes, on every machine.
type Corpus struct {
	Briefings int // at least 1
	Seed      uint64
}

// Format says for which generator a corpus is written.
type Format uint8

// The formats. The zero value is that of attest.
const (
	Attest Format = iota
	Hugo          // what our layouts for Hugo read
)

// File is one file of a corpus. Its name is slash-separated, in the site's folder.
type File struct {
	Name string
	Data []byte
}

// Actors is how many actors the corpus has: one to five briefings.
func (c Corpus) Actors() int { return max(actorCount, c.Briefings/5) }

// Sources is how many sources it has: two to a briefing. Every one is evidence somewhere.
func (c Corpus) Sources() int { return max(sourceCount, 2*c.Briefings) }

// Files yields the files of the corpus one after the other, the settings first.
func (c Corpus) Files(format Format) iter.Seq[File] {
	return func(yield func(File) bool) {
		w := writer{hugo: format == Hugo}
		if !yield(w.first()) {
			return
		}
		for i := range c.Briefings {
			if !yield(w.briefing(c.briefing(i))) {
				return
			}
		}
		for i := range c.Actors() {
			if !yield(w.actor(c.actor(i))) {
				return
			}
		}
		for i := range c.Sources() {
			if !yield(w.source(c.source(i))) {
				return
			}
		}
	}
}

// Briefing returns the name of the file of the i-th briefing of any corpus, in both formats. Its id is that of BriefingID.
func Briefing(i int) string { return "content/briefings/" + BriefingID(i) + ".md" }

// BriefingID returns the id of the i-th briefing.
func BriefingID(i int) string { return fmt.Sprintf("briefing-%d", i) }

// Names of the other objects.
func actorID(i int) string  { return fmt.Sprintf("actor-%d", i) }
func sourceID(i int) string { return fmt.Sprintf("source-%d", i) }

// maker makes the choices of one object.
type maker struct{ *rand.Rand }

// maker returns what makes the i-th object of a kind, which is a letter.
func (c Corpus) maker(kind byte, i int) maker {
	const spread = 0x9e3779b97f4a7c15 // takes the seeds of neighbours far apart
	return maker{rand.New(rand.NewPCG(c.Seed, spread*(uint64(i)<<8|uint64(kind))))}
}

// chance is true in p of 100 cases.
func (m maker) chance(p int) bool { return m.IntN(100) < p }

// between returns a number from low to high, both included.
func (m maker) between(low, high int) int { return low + m.IntN(high-low+1) }

// some returns k different numbers below n, the first of which is that given. n is at least k.
func (m maker) some(k, n, first int) []int {
	out := make([]int, 1, k)
	out[0] = first
next:
	for len(out) < k {
		one := m.IntN(n)
		for _, other := range out {
			if other == one {
				continue next
			}
		}
		out = append(out, one)
	}
	return out
}

// pick returns one of the values, which are not none.
func pick[T any](m maker, values []T) T { return values[m.IntN(len(values))] }

// weighed returns an index, each as often as its weight says.
func (m maker) weighed(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := m.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	panic("weights that sum to more than they are")
}

// writer writes objects in one of the formats.
type writer struct {
	hugo bool
	buf  bytes.Buffer
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.buf, format+"\n", args...) }

// file ends a file.
func (w *writer) file(name string) File {
	data := bytes.Clone(w.buf.Bytes())
	w.buf.Reset()
	return File{Name: name, Data: data}
}

// either returns the word for attest or that for Hugo.
func (w *writer) either(attest, hugo string) string {
	if w.hugo {
		return hugo
	}
	return attest
}
