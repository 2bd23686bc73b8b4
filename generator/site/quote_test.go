package site_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"attest/generator/content"
	"attest/generator/site"
)

// watched is a folder that counts how often a file is opened.
type watched struct {
	fstest.MapFS
	mu     sync.Mutex // of opened
	opened map[string]int
}

func (w *watched) Open(name string) (fs.File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened[name]++
	return w.MapFS.Open(name)
}

// TestWhatWasFoundOfQuotesServesAgain counts how often the text of a copy is read: it is not in memory, so only to look up what is not known.
func TestWhatWasFoundOfQuotesServesAgain(t *testing.T) {
	t.Parallel()
	const text = "content/snapshots/ledger/copy.txt"
	w := &watched{MapFS: fstest.MapFS{}, opened: map[string]int{}}
	put := func(name, data string) { w.MapFS[name] = &fstest.MapFile{Data: []byte(data)} }
	briefing := func(name string, quotes ...string) {
		data := "---\ntitle: A\ndate: 2026\nclaims:\n  c:\n    text: C\n    evidence:\n"
		for _, q := range quotes {
			data += "      - {source: ledger, stance: supports, quote: " + q + "}\n"
		}
		put("content/briefings/"+name+".md", data+"---\n[x]{claim=c}\n")
	}
	put("content/sources/ledger.md", "---\ntitle: Ledger\n---\n")
	put("content/snapshots/ledger/snapshot.yaml", "path: copy.txt\n")
	put(text, "no arrivals recorded")
	briefing("a", "no arrivals", "missing")
	briefing("b", "recorded")

	var read *content.Content
	var linked *site.Site
	// look links the site anew and returns the tiers of a briefing's quotes, and how often the text was read beside taking its digest.
	look := func(changed ...string) (tiers string, reads int) {
		t.Helper()
		w.opened[text] = 0
		var err error
		if read, _, err = read.Again(t.Context(), w, content.Options{}, changed); err != nil {
			t.Fatal(err)
		}
		digested := w.opened[text]
		linked, _ = site.Link(linked, read)
		r := linked.Reader(false)
		for _, id := range []string{"a#c", "b#c"} {
			for _, e := range r.Evidence(r.Claim(id)) {
				if q := r.Quote(e); q != nil {
					tiers += q.Tier.String() + " "
				} else {
					tiers += "unchecked "
				}
			}
		}
		return tiers, w.opened[text] - digested
	}
	is := func(when, want string, most int, changed ...string) {
		t.Helper()
		if got, reads := look(changed...); strings.TrimSpace(got) != want || reads != most {
			t.Errorf("%s: %q with the text read %d times, not %q and %d", when, got, reads, want, most)
		}
	}
	is("at first", "exact missing exact", 1)
	briefing("a", "no arrivals", "missing", "arrivals")
	is("another quote", "exact missing exact exact", 1, "content/briefings/a.md")
	briefing("a", "arrivals", "missing")
	is("one fewer", "exact missing exact", 0, "content/briefings/a.md")
	put("content/site.yaml", "title: Other\n")
	is("other settings", "exact missing exact", 0)
	saved := linked.Quotes()
	linked, read = site.Restore(saved), nil
	is("another run", "exact missing exact", 0)
	put(text, "no arrivals recorded, nothing missing")
	is("another text", "exact exact exact", 1, text)
	delete(w.MapFS, "content/snapshots/ledger/snapshot.yaml")
	is("no record", "unchecked unchecked unchecked", 0, "content/snapshots/ledger/snapshot.yaml")
	put("content/sources/ledger.md", "---\ntitle: Ledger\nsnapshot: {path: copy.txt}\n---\n")
	is("the source itself names it", "exact exact exact", 1, "content/sources/ledger.md")
	delete(w.MapFS, text)
	is("the copy is gone", "unchecked unchecked unchecked", 0, text)
	if site.Restore([]byte("damaged")) != nil || site.Restore(nil) != nil {
		t.Error("what is damaged is restored")
	}
}
