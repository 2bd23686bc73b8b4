package content_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/content"
)

// harbour is a small site with a document of every sort.
var harbour = map[string]string{
	"site.yaml":       "base_url: https://example.org/\n",
	"index.md":        "What is kept here.\n",
	"briefings/a.md":  "---\ntitle: A\ndate: 2026-05-0X\nclaims: {c: {text: C, when: 2024~, evidence: [{source: log, stance: supports}]}}\n---\n[Orsa Line]{claim=c} sails. See [@log].\n",
	"briefings/b.md":  "---\ntitle: B\ndate: 2026\nautolink: false\n---\nOrsa Line and the Ferry Company.\n",
	"briefings/c.md":  "---\ntitle: C\ndate: 2026\n---\nThe Ferry Company waits.\n",
	"briefings/p.png": "png",
	"actors/orsa.md":  "---\nname: Orsa Line\n---\nIt sails.\n",
	"sources/lib.json": `[{"id": "log", "title": "Log", "type": "book", "issued": {"date-parts": [[2024, 5]]}},
		{"id": "other", "title": "Other", "type": "book"}]`,
	"sources/log.md": "---\nreliability: B\n---\nOf the log.\n",
	"sources/own.md": "---\ntitle: Own\npublished: 2020/..\n---\n",
	"events/e.md":    "---\ntitle: E\ndate: \"[..2030]\"\n---\nIt happened.\n",
	"pages/about.md": "---\ntitle: About\n---\nAbout us.\n",
}

// texts are the files of harbour in which prose stands.
var texts = below("actors/orsa.md", "briefings/a.md", "briefings/b.md", "briefings/c.md", "events/e.md", "index.md", "pages/about.md", "sources/log.md")

func TestNothingIsOpenedWhereNothingHasChanged(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	first, _ := f.again(t, nil, nil)
	for _, changed := range [][]string{nil, {}, below("absent.md"), {"static/style.css"}, below("briefings/.a.md.swp")} {
		if again, opened := f.again(t, first, changed); again != first || len(opened) > 0 {
			t.Errorf("changed %q: %q were opened, and the reading is the same: %v", changed, opened, again == first)
		}
	}
}

// TestOnlyWhatHasChangedIsOpened makes an edit, and reads after it by listing the folder, by the names of the files, and from what was kept.
func TestOnlyWhatHasChangedIsOpened(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		edit    func(f *folder)
		changed []string // files that the edit is of
		opened  []string
	}{
		{"a body", func(f *folder) {
			f.write("briefings/c.md", f.text("briefings/c.md")+"More.\n")
		}, below("briefings/c.md"), below("briefings/c.md")},
		{"front matter", func(f *folder) {
			f.write("sources/own.md", "---\ntitle: Our own\n---\n")
		}, below("sources/own.md"), below("sources/own.md")},
		{"a new briefing", func(f *folder) {
			f.write("briefings/d/index.md", f.text("briefings/a.md"))
		}, below("briefings/d/index.md"), below("briefings/d/index.md")},
		{"a briefing removed", func(f *folder) { f.remove("briefings/a.md") }, below("briefings/a.md"), nil},
		{"a briefing renamed", func(f *folder) {
			f.write("briefings/z.md", f.text("briefings/a.md"))
			f.remove("briefings/a.md")
		}, below("briefings/a.md", "briefings/z.md"), below("briefings/z.md")},
		{"front matter breaks", func(f *folder) {
			f.write("briefings/a.md", "---\ntitle: [\n---\n")
		}, below("briefings/a.md"), below("briefings/a.md")},
		{"a picture", func(f *folder) { f.write("briefings/q.png", "png") }, below("briefings/q.png"), nil},
		{"a picture removed", func(f *folder) { f.remove("briefings/p.png") }, below("briefings/p.png"), nil},
		{"a file of no sort", func(f *folder) { f.write("notes.md", "Mine.\n") }, below("notes.md"), nil},
		{"another alias of an actor", func(f *folder) {
			f.write("actors/orsa.md", "---\nname: Orsa Line\naliases: [Ferry Company]\n---\nIt sails.\n")
		}, below("actors/orsa.md"), below("actors/orsa.md", "briefings/c.md")},
		{"another name of an actor", func(f *folder) {
			f.write("actors/orsa.md", "---\nname: Ferry Company\n---\nIt sails.\n")
		}, below("actors/orsa.md"), below("actors/orsa.md", "briefings/a.md", "briefings/c.md")},
		{"a new actor of the same name", func(f *folder) {
			f.write("actors/two.md", "---\nname: Orsa Line\n---\n")
		}, below("actors/two.md"), below("actors/two.md", "briefings/a.md")},
		{"an actor of another id", func(f *folder) {
			f.remove("actors/orsa.md")
			f.write("actors/line.md", "---\nname: Orsa Line\n---\nIt sails.\n")
		}, below("actors/orsa.md", "actors/line.md"), below("actors/line.md", "briefings/a.md")},
		{"the site's title", func(f *folder) {
			f.write("site.yaml", "title: T\n")
		}, below("site.yaml"), below("site.yaml")},
		{"autolink", func(f *folder) {
			f.write("site.yaml", "autolink: false\n")
		}, below("site.yaml"), append(below("site.yaml"), texts...)},
		{"unsafe_html", func(f *folder) {
			f.write("site.yaml", "unsafe_html: true\n")
		}, below("site.yaml"), append(below("site.yaml"), texts...)},
		{"no settings", func(f *folder) { f.remove("site.yaml") }, below("site.yaml"), below()},
		{"an item of a library", func(f *folder) {
			f.write("sources/lib.json", strings.Replace(f.text("sources/lib.json"), "Log", "Ledger", 1))
		}, below("sources/lib.json"), below("sources/lib.json", "sources/log.md")},
		{"an item gone from a library", func(f *folder) {
			f.write("sources/lib.json", `[{"id": "other", "title": "Other", "type": "book"}]`)
		}, below("sources/lib.json"), below("sources/lib.json", "sources/log.md")},
		{"a library removed", func(f *folder) {
			f.remove("sources/lib.json")
		}, below("sources/lib.json"), below("sources/log.md")},
		{"a library broken", func(f *folder) {
			f.write("sources/lib.json", "[")
		}, below("sources/lib.json"), below("sources/lib.json", "sources/log.md")},
		{"a second library", func(f *folder) {
			f.write("sources/more.json", `[{"id": "own", "title": "Item", "type": "book"}]`)
		}, below("sources/more.json"), below("sources/more.json", "sources/own.md")},
		{"a file adds to an item", func(f *folder) {
			f.write("sources/other.md", "---\nreliability: C\n---\n")
		}, below("sources/other.md"), below("sources/other.md")},
		{"a file adds more to an item", func(f *folder) {
			f.write("sources/log.md", "---\nreliability: C\n---\nOf the log.\n")
		}, below("sources/log.md"), below("sources/log.md")},
		{"a file adds no longer", func(f *folder) { f.remove("sources/log.md") }, below("sources/log.md"), nil},
		{"the content removed", func(f *folder) { clear(f.MapFS) }, []string{"content"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(harbour)
			first, _ := f.again(t, nil, nil)
			kept := restore(t, first)
			test.edit(f)
			slices.Sort(test.opened)
			for how, changed := range map[string][]string{"listed": nil, "named": test.changed} {
				now, opened := f.again(t, first, changed)
				if diff := cmp.Diff(test.opened, opened, shown); diff != "" {
					t.Errorf("opened, %s (-want +got):\n%s", how, diff)
				}
				f.sameAsRead(t, now)
			}
			now, _ := f.again(t, kept, nil)
			f.sameAsRead(t, now)
			if now != nil {
				again, opened := f.again(t, now, nil)
				if again != now || len(opened) > 0 {
					t.Errorf("read once more: %q were opened, and the reading is the same: %v", opened, again == now)
				}
			}
		})
	}
}

func TestUnchangedDocumentsAreShared(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	first, _ := f.again(t, nil, nil)
	f.write("briefings/c.md", f.text("briefings/c.md")+"More.\n")
	f.write("briefings/b.md", f.text("briefings/b.md")) // the same bytes at another time
	second, _ := f.again(t, first, nil)
	if first.Settings != second.Settings {
		t.Error("the settings are not shared")
	}
	for i, doc := range second.Documents {
		if shared := doc == first.Documents[i]; shared != (doc.File != "content/briefings/c.md") {
			t.Errorf("%s is shared: %v", doc.File, shared)
		}
	}
	f.write("pages/about.md", f.text("pages/about.md"))
	if third, opened := f.again(t, second, nil); third != second || !slices.Equal(opened, below("pages/about.md")) {
		t.Errorf("after a file was only touched, %q were opened, and the reading is the same: %v", opened, third == second)
	}
}

// TestAFileThatHasJustChangedIsReadAgain reads so soon after a change that another could hide behind it.
func TestAFileThatHasJustChangedIsReadAgain(t *testing.T) {
	t.Parallel()
	f := newFolder(map[string]string{"briefings/a.md": "---\ntitle: A\ndate: 2026\n---\nOne.\n", "briefings/b.md": "---\ntitle: B\ndate: 2026\n---\n"})
	first, _ := f.againAt(t, nil, nil, f.clock.Add(time.Second))
	again, opened := f.againAt(t, first, nil, f.clock.Add(time.Second))
	if again != first || !slices.Equal(opened, below("briefings/b.md")) {
		t.Errorf("%q were opened, and the reading is the same: %v", opened, again == first)
	}
	f.MapFS["content/briefings/b.md"].Data = []byte("---\ntitle: C\ndate: 2026\n---\n") // of one size, at one time
	second, _ := f.againAt(t, again, nil, f.clock.Add(time.Minute))
	f.sameAsRead(t, second)
	if third, opened := f.again(t, second, nil); third != second || len(opened) > 0 {
		t.Errorf("once settled, %q were opened, and the reading is the same: %v", opened, third == second)
	}
}

// TestTheFolderIsListedWhereNamesDoNotTell names what is, or was, no plain file.
func TestTheFolderIsListedWhereNamesDoNotTell(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		edit    func(f *folder)
		changed []string
	}{
		{"a new folder", func(f *folder) { f.write("briefings/new/index.md", "---\ntitle: N\ndate: 2026\n---\n") }, below("briefings/new")},
		{"a folder gone", func(f *folder) { f.remove("events/e.md") }, below("events")},
		{"a file in the place of a folder", func(f *folder) {
			f.remove("pages/about.md")
			f.write("pages", "")
		}, below("pages")},
		{"a folder in the place of a file", func(f *folder) {
			f.remove("pages/about.md")
			f.write("pages/about.md/x.png", "")
		}, below("pages/about.md")},
		{"a link to a file", func(f *folder) {
			f.MapFS["elsewhere.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Linked\n---\n"), ModTime: f.clock}
			f.link("pages/linked.md", "../../elsewhere.md")
		}, below("pages/linked.md")},
		{"a link that leads nowhere", func(f *folder) { f.link("pages/linked.md", "absent") }, below("pages/linked.md")},
		{"a link to a folder", func(f *folder) { f.link("more", "briefings") }, below("more")},
		{"the content gone", func(f *folder) { clear(f.MapFS) }, []string{"content"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(harbour)
			first, _ := f.again(t, nil, nil)
			test.edit(f)
			second, _ := f.again(t, first, test.changed)
			f.sameAsRead(t, second)
		})
	}
}

// TestTheGoalOfALinkIsReadEachTime changes a file that is reached by a link, of which only the goal's time would tell.
func TestTheGoalOfALinkIsReadEachTime(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	f.MapFS["elsewhere.md"] = &fstest.MapFile{Data: []byte("---\ntitle: One\n---\n"), ModTime: f.clock}
	f.link("pages/linked.md", "../../elsewhere.md")
	first, _ := f.again(t, nil, nil)
	again, opened := f.again(t, first, []string{})
	if again != first || !slices.Equal(opened, below("pages/linked.md")) {
		t.Errorf("%q were opened, and the reading is the same: %v", opened, again == first)
	}
	f.MapFS["elsewhere.md"].Data = []byte("---\ntitle: Two\n---\n")
	second, _ := f.again(t, again, []string{})
	f.sameAsRead(t, second)
	if second == again {
		t.Error("the change was missed")
	}
}

// TestALinkThatComesOrGoesAloneIsTold changes no file that a page could be made of.
func TestALinkThatComesOrGoesAloneIsTold(t *testing.T) {
	t.Parallel()
	for _, goal := range []string{"briefings", "absent"} {
		f := newFolder(harbour)
		first, _ := f.again(t, nil, nil)
		f.link("more", goal)
		second, _ := f.again(t, first, nil)
		f.sameAsRead(t, second)
		f.remove("more")
		third, _ := f.again(t, second, nil)
		f.sameAsRead(t, third)
	}
}

func TestAFileThatCannotBeReadIsReadWhenItCan(t *testing.T) {
	t.Parallel()
	f := newFolder(harbour)
	f.sealed["content/briefings/a.md"] = true
	first, _ := f.again(t, nil, nil)
	if !first.Partial() {
		t.Error("nothing is missing")
	}
	f.sealed["content/briefings/a.md"] = false
	second, _ := f.again(t, first, below("briefings/a.md"))
	f.sameAsRead(t, second)
}

func TestOptionsDecideWhatIsHiddenWithoutAFileOpened(t *testing.T) {
	t.Parallel()
	f := newFolder(map[string]string{"briefings/a.md": "---\ntitle: A\ndate: 2026\ndraft: true\n---\n"})
	first, _ := f.again(t, nil, nil)
	f.opened = nil
	second, _, err := first.Again(t.Context(), f, content.Options{Began: f.clock.Add(time.Minute), Drafts: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if doc := second.Documents[0]; doc != first.Documents[0] || len(f.opened) > 0 || first.Hidden(doc) == "" || second.Hidden(doc) != "" {
		t.Errorf("%q were opened; hidden before: %q, and now: %q", f.opened, first.Hidden(doc), second.Hidden(doc))
	}
}
