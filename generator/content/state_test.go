package content_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/content"
)

// restore returns what another run would have of a reading.
func restore(t testing.TB, c *content.Content) *content.Content {
	t.Helper()
	var docs []*content.Document
	for _, doc := range c.Documents {
		state := doc.State()
		if state == nil {
			continue
		}
		restored, err := content.RestoreDocument(state)
		if err != nil {
			t.Fatalf("%s: %v", doc.File, err)
		}
		docs = append(docs, restored)
	}
	restored, err := content.Restore(c.State(), docs)
	if err != nil {
		t.Fatal(err)
	}
	return restored
}

// troubled is harbour with something wrong in every way.
func troubled() *folder {
	f := newFolder(harbour)
	f.write("briefings/broken.md", "---\ntitle: [\n---\n")
	f.write("briefings/bytes.md", "---\ntitle: \xff\n---\n")
	f.write("briefings/wrong.md", "---\ntitel: Wrong\ndate: 2026-13\ndraft: true\n---\n[x]{claim=} and [[\n\n# Main\n\n[^1]\n")
	f.write("briefings/sealed.md", "---\ntitle: S\ndate: 2026\n---\n")
	f.write("briefings/Upper Case.md", "---\ntitle: U\ndate: 2026\n---\n")
	f.write("actors/two.md", "---\nname: Orsa Line\n---\n")
	f.write("sources/broken.json", "[")
	f.write("sources/empty.json", "[]")
	f.write("sources/untitled.json", `[{"id": "bare", "type": "book"}]`)
	f.write("notes.md", "Mine.\n")
	f.link("pages/away.md", "../../../outside.md")
	f.link("pages/again.md", "about.md")
	f.sealed["content/briefings/sealed.md"] = true
	return f
}

func TestWhatIsKeptIsWhatWasRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		folder *folder
		opened []string // what must be read again all the same
	}{
		"whole":   {newFolder(harbour), below("site.yaml", "sources/log.md")},
		"trouble": {troubled(), below("pages/again.md", "site.yaml", "sources/log.md")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first, _ := test.folder.again(t, nil, nil)
			second, opened := test.folder.again(t, restore(t, first), nil)
			if diff := cmp.Diff(test.opened, opened); diff != "" {
				t.Errorf("opened (-want +got):\n%s", diff)
			}
			test.folder.sameAsRead(t, second)
			for _, doc := range second.Documents {
				i := slices.IndexFunc(first.Documents, func(d *content.Document) bool { return d.File == doc.File })
				if diff := cmp.Diff(first.Documents[i].State(), doc.State()); diff != "" {
					t.Errorf("%s is kept otherwise the second time:\n%s", doc.File, diff)
				}
			}
		})
	}
}

// TestALaterDocumentTakesThePlaceOfAnEarlier keeps two versions of a file, and one of a file that is gone.
func TestALaterDocumentTakesThePlaceOfAnEarlier(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	first, _ := f.again(t, nil, nil)
	docs := slices.Clone(first.Documents)
	f.write("briefings/c.md", "---\ntitle: Later\ndate: 2026\n---\n")
	f.remove("pages/about.md")
	second, _ := f.again(t, first, nil)
	restored, err := content.Restore(second.State(), append(docs, second.Documents...))
	if err != nil {
		t.Fatal(err)
	}
	now, _ := f.again(t, restored, nil)
	f.sameAsRead(t, now)
}

// TestAFileThatHasComeToAddToALibraryIsReadAgain keeps a source as it was before a library had an item of its id: from then on it is kept no more,
// and what was kept of it is of another time.
func TestAFileThatHasComeToAddToALibraryIsReadAgain(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	f.write("sources/ledger.md", "---\ntitle: Ledger\n---\n")
	first, _ := f.again(t, nil, nil)
	i := slices.IndexFunc(first.Documents, func(d *content.Document) bool { return d.File == "content/sources/ledger.md" })
	early, err := content.RestoreDocument(first.Documents[i].State())
	if err != nil {
		t.Fatal(err)
	}
	f.write("sources/lib.json", `[{"id": "ledger", "title": "A ledger", "type": "book"}]`)
	second, _ := f.again(t, first, nil)
	kept := []*content.Document{early}
	for _, doc := range second.Documents {
		if state := doc.State(); state != nil {
			late, err := content.RestoreDocument(state)
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, late)
		}
	}
	restored, err := content.Restore(second.State(), kept)
	if err != nil {
		t.Fatal(err)
	}
	now, _ := f.again(t, restored, nil)
	f.sameAsRead(t, now)
}

func TestAListingSaysWhetherTheFolderIsAsItWas(t *testing.T) {
	t.Parallel()
	opt := content.Options{}
	for name, test := range map[string]struct {
		edit func(f *folder)
		opt  content.Options
		want bool
	}{
		"nothing":        {func(*folder) {}, opt, true},
		"later":          {func(*folder) {}, content.Options{Began: time.Now()}, true},
		"drafts":         {func(*folder) {}, content.Options{Drafts: true}, false},
		"base":           {func(*folder) {}, content.Options{Base: "https://example.net/"}, false},
		"a file written": {func(f *folder) { f.write("briefings/a.md", f.text("briefings/a.md")) }, opt, false},
		"a new file":     {func(f *folder) { f.write("briefings/z.png", "") }, opt, false},
		"a file gone":    {func(f *folder) { f.remove("briefings/p.png") }, opt, false},
		"a link":         {func(f *folder) { f.link("pages/l.md", "about.md") }, opt, false},
		"trouble":        {func(f *folder) { f.link("pages/l.md", "absent") }, opt, false},
		"litter":         {func(f *folder) { f.write("briefings/a.md~", "") }, opt, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(harbour)
			first, _ := f.again(t, nil, nil)
			test.edit(f)
			listed, err := content.List(f, f.clock.Add(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			if got := listed.Unchanged(first.State(), test.opt); got != test.want {
				t.Errorf("unchanged is %v, want %v", got, test.want)
			}
			if listed.Unchanged(nil, test.opt) || listed.Unchanged([]byte("garbage"), test.opt) {
				t.Error("unchanged since nothing")
			}
		})
	}
}

// TestWhatIsCutOffIsRefused cuts what is kept at every byte.
func TestWhatIsCutOffIsRefused(t *testing.T) {
	t.Parallel()
	c, _ := troubled().again(t, nil, nil)
	state := c.State()
	for i := range state {
		if _, err := content.Restore(state[:i], c.Documents); err == nil {
			t.Errorf("%d bytes of %d are restored", i, len(state))
		}
	}
	state = c.Documents[0].State()
	for i := range state {
		if _, err := content.RestoreDocument(state[:i]); err == nil {
			t.Errorf("%d bytes of %d of a document are restored", i, len(state))
		}
	}
}

// TestWhatIsTooLongOrTooManyIsRefused puts something behind what is kept, and says that there is more than there is.
func TestWhatIsTooLongOrTooManyIsRefused(t *testing.T) {
	t.Parallel()
	c, _ := newFolder(harbour).again(t, nil, nil)
	state := c.Documents[0].State()
	if _, err := content.RestoreDocument(append(slices.Clone(state), 0)); err == nil {
		t.Error("what follows is passed over")
	}
	const most = "\xff\xff\xff\xff\xff\xff\xff\xff\x7f"
	for i := range state {
		data := slices.Concat(state[:i], []byte(most), state[i:])
		if doc, err := content.RestoreDocument(data); err == nil {
			t.Errorf("a number at byte %d that is not there gives %v", i, doc)
		}
	}
}

func FuzzRestoreDocument(f *testing.F) {
	folder := newFolder(harbour)
	c, _, err := content.Read(f.Context(), folder, content.Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, doc := range c.Documents {
		if state := doc.State(); state != nil {
			f.Add(state)
			f.Add(state[:len(state)/2])
		}
	}
	f.Add([]byte(strings.Repeat("\x9a", 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := content.RestoreDocument(data)
		if err != nil {
			return
		}
		again, err := content.RestoreDocument(doc.State())
		if !doc.Overlay && (err != nil || again.File != doc.File || again.Head != doc.Head) {
			t.Errorf("kept again, %q is %v, error %v", doc.File, again, err)
		}
	})
}

func TestWhereASentenceHedgesTwiceIsKept(t *testing.T) {
	t.Parallel()
	const text = "---\ntitle: H\ndate: 2026\n---\nIt is likely, with high confidence.\n"
	f := newFolder(harbour)
	f.write("briefings/hedged.md", text)
	f.write("pages/words.md", text)
	first, _ := f.again(t, nil, nil)
	for _, c := range []*content.Content{first, restore(t, first)} {
		for _, doc := range c.Documents {
			want := []string(nil)
			if doc.File == "content/briefings/hedged.md" {
				want = []string{"likely, with high confidence"}
			}
			var got []string
			if doc.Prose != nil {
				for _, at := range doc.Prose.Hedged {
					got = append(got, text[at.Start:at.End])
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", doc.File, diff)
			}
		}
	}
}
