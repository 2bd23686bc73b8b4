package build

import (
	"bytes"
	"iter"
	"os"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"attest/generator/content"
)

// reading is what an earlier run has read the content to. The zero value is none.
type reading struct {
	content *content.Content
	older   map[*content.Document]bool // those that are in keptDocuments; the others are in keptReading
	sum     []byte                     // of keptDocuments
	state   []byte                     // as State returned it
	quotes  []byte                     // what was found of quotes, as site.Quotes returned it; also where all else is none
}

// freshShare is the share of the documents, as its inverse, that may lie outside keptDocuments before that is written anew.
const freshShare = 8

// restoreReading returns what an earlier run has kept in the state's folder.
func restoreReading(folder string) (r reading) {
	state, err := os.OpenRoot(folder)
	if err != nil {
		return r // there is none yet
	}
	defer state.Close()
	if pieces, _ := readKept(state, keptQuotes); len(pieces) == 1 {
		r.quotes = pieces[0]
	}
	fresh, _ := readKept(state, keptReading)
	if len(fresh) < 2 {
		return r
	}
	older, sum, ok := restoreDocuments(state)
	if !ok || !bytes.Equal(fresh[0], sum) {
		return r
	}
	documents := older
	for _, piece := range fresh[2:] {
		doc, err := content.RestoreDocument(piece)
		if err != nil {
			return r
		}
		documents = append(documents, doc)
	}
	c, err := content.Restore(fresh[1], documents)
	if err != nil {
		return r
	}
	r = reading{content: c, quotes: r.quotes, older: make(map[*content.Document]bool, len(older)), sum: sum, state: fresh[1]}
	for _, doc := range older {
		r.older[doc] = true
	}
	return r
}

// restoreDocuments reads keptDocuments, and restores what it reads on all processors.
func restoreDocuments(state *os.Root) (documents []*content.Document, sum []byte, ok bool) {
	type job struct {
		number int
		piece  []byte
	}
	const waiting = 256 // enough that no worker waits
	jobs := make(chan job, waiting)
	var mu sync.Mutex
	var fault error
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for j := range jobs {
				doc, err := content.RestoreDocument(j.piece)
				mu.Lock()
				if err != nil {
					fault = err
				}
				for len(documents) <= j.number {
					documents = append(documents, nil)
				}
				documents[j.number] = doc
				mu.Unlock()
			}
		})
	}
	n := 0
	sum, ok = eachKept(state, keptDocuments, func(piece []byte) {
		jobs <- job{n, piece}
		n++
	})
	close(jobs)
	workers.Wait()
	return documents, sum, ok && fault == nil
}

// keepReading keeps what was read; before is what was kept at the beginning. Documents that were read since are put beside the others, until
// they become too many.
func (p *Publisher) keepReading(before *reading, c *content.Content) {
	var fresh []*content.Document
	for _, doc := range c.Documents {
		if !before.older[doc] {
			fresh = append(fresh, doc)
		}
	}
	state := c.State()
	if before.content != nil && len(c.Documents) == len(before.content.Documents) && bytes.Equal(state, before.state) &&
		!before.lacks(fresh) {
		return
	}
	sum := before.sum
	if sum == nil || len(fresh)*freshShare > len(c.Documents) {
		if sum, fresh = p.keep(keptDocuments, states(c.Documents)), nil; sum == nil {
			return
		}
	}
	p.keep(keptReading, func(yield func([]byte) bool) {
		if !yield(sum) || !yield(state) {
			return
		}
		states(fresh)(yield)
	})
}

// keepQuotes keeps what was found of quotes; before is what was kept at the beginning.
func (p *Publisher) keepQuotes(before *reading, quotes []byte) {
	switch {
	case bytes.Equal(before.quotes, quotes):
	case quotes == nil:
		_ = p.state.Remove(keptQuotes)
	default:
		p.keep(keptQuotes, slices.Values([][]byte{quotes}))
	}
}

// lacks reports whether one of the documents was not kept.
func (r *reading) lacks(fresh []*content.Document) bool {
	kept := make(map[*content.Document]bool, len(fresh))
	for _, doc := range r.content.Documents {
		if !r.older[doc] {
			kept[doc] = true
		}
	}
	for _, doc := range fresh {
		if !kept[doc] {
			return true
		}
	}
	return false
}

// states yields what is kept of documents, which is made on all processors.
func states(documents []*content.Document) iter.Seq[[]byte] {
	const batch = 256 // enough for all processors, and few enough to be small
	return func(yield func([]byte) bool) {
		for some := range slices.Chunk(documents, batch) {
			out := make([][]byte, len(some))
			var g errgroup.Group
			workers := runtime.GOMAXPROCS(0)
			for w := range workers {
				g.Go(func() error {
					for i := w; i < len(some); i += workers {
						out[i] = some[i].State()
					}
					return nil
				})
			}
			_ = g.Wait()
			for _, state := range out {
				if state != nil && !yield(state) {
					return
				}
			}
		}
	}
}
