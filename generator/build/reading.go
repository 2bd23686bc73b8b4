package build

import (
	"bytes"
	"os"
	"slices"

	"attest/generator/content"
)

// reading is what an earlier run has read the content to. The zero value is none.
type reading struct {
	content   *content.Content
	documents map[*content.Document]keptDocument
	sum       []byte // of keptDocuments
	state     []byte // as State returned it
}

// keptDocument is a document as it is kept.
type keptDocument struct {
	bytes []byte
	older bool // it is in keptDocuments, not in keptReading
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
	fresh, _ := readKept(state, keptReading)
	if len(fresh) < 2 {
		return r
	}
	older, sum := readKept(state, keptDocuments)
	if older == nil || !bytes.Equal(fresh[0], sum) {
		return r
	}
	pieces := append(slices.Clip(older), fresh[2:]...)
	c, used, err := content.Restore(fresh[1], pieces)
	if err != nil {
		return r
	}
	r = reading{content: c, documents: make(map[*content.Document]keptDocument, len(c.Documents)), sum: sum, state: fresh[1]}
	for i, doc := range c.Documents {
		r.documents[doc] = keptDocument{pieces[used[i]], used[i] < len(older)}
	}
	return r
}

// keepReading keeps what was read; before is what was kept at the beginning. Documents that were read since are put beside the others, until
// they become too many.
func (p *Publisher) keepReading(before *reading, c *content.Content) {
	var all, fresh [][]byte
	same := len(before.documents) == len(c.Documents)
	for _, doc := range c.Documents {
		kept, ok := before.documents[doc]
		if !ok {
			kept.bytes, same = doc.State(), false
		}
		if kept.bytes == nil {
			continue
		}
		all = append(all, kept.bytes)
		if !kept.older {
			fresh = append(fresh, kept.bytes)
		}
	}
	state := c.State()
	if same && bytes.Equal(state, before.state) {
		return
	}
	sum := before.sum
	if sum == nil || len(fresh)*freshShare > len(all) {
		if sum, fresh = p.keep(keptDocuments, all), nil; sum == nil {
			return
		}
	}
	p.keep(keptReading, append([][]byte{sum, state}, fresh...))
}
