package edittest_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestHeapDoesNotGrowWithEdits edits texts, titles and evidence in one session: what is kept of former states must not add up.
//
// It is not parallel, so that nothing else takes memory meanwhile.
func TestHeapDoesNotGrowWithEdits(t *testing.T) {
	const first, last = 100 / slower, 1000 / slower
	w := open(t, *flagSeed, small)
	among := slices.DeleteFunc(slices.Clone(edits), func(e edit) bool {
		return e.name != "prose: change a sentence" && e.name != "briefing: title" && !strings.HasPrefix(e.name, "evidence: ")
	})
	var before uint64
	for n := 1; n <= last; n++ {
		w.steps++
		w.note("%s", w.model.edit(among))
		w.must(w.session.Rebuild(t.Context(), w.sync()))
		state := w.session.Latest()
		if state.Diagnostics.Failed() {
			w.fail("there is an error in the content: %v", state.Diagnostics)
		}
		b, _ := w.model.someBriefing()
		w.serve(state, []string{"index.html", "claims.html", "briefings/" + b.id + ".html", "timeline.html"})
		if n == first {
			before = liveHeap()
		}
	}
	if after := liveHeap(); after > before+before/10 {
		t.Errorf("after %d edits the heap holds %d KiB, after %d it held %d (-seed %d)", last, after>>10, first, before>>10, w.seed)
	} else {
		t.Logf("%d KiB after %d edits, %d after %d", before>>10, first, after>>10, last)
	}
	runtime.KeepAlive(w)
}

// liveHeap returns the bytes of what can still be reached. What pools keep is gone after the second collection.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
