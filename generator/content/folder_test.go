package content_test

import (
	"io/fs"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// folder is a site's folder in memory that remembers which of its files were opened. Every change has a time of its own.
type folder struct {
	fstest.MapFS
	clock  time.Time
	sealed map[string]bool // files that must not be read

	mu     sync.Mutex
	opened []string
}

// newFolder returns a folder with the files, named below content/.
func newFolder(files map[string]string) *folder {
	f := &folder{MapFS: fstest.MapFS{}, clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), sealed: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f.write(name, files[name])
	}
	return f
}

func (f *folder) write(name, text string) {
	f.clock = f.clock.Add(time.Minute)
	f.MapFS["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644, ModTime: f.clock}
}

func (f *folder) link(name, goal string) {
	f.MapFS["content/"+name] = &fstest.MapFile{Data: []byte(goal), Mode: fs.ModeSymlink | 0o777, ModTime: f.clock}
}

func (f *folder) remove(name string) { delete(f.MapFS, "content/"+name) }

func (f *folder) text(name string) string { return string(f.MapFS["content/"+name].Data) }

func (f *folder) note(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.MapFS[name] != nil {
		f.opened = append(f.opened, name)
	}
	if f.sealed[name] {
		return &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return nil
}

// Open opens a file.
func (f *folder) Open(name string) (fs.File, error) {
	if err := f.note(name); err != nil {
		return nil, err
	}
	return f.MapFS.Open(name)
}

// ReadFile reads a file.
func (f *folder) ReadFile(name string) ([]byte, error) {
	if err := f.note(name); err != nil {
		return nil, err
	}
	return f.MapFS.ReadFile(name)
}

// again reads the folder long after its last change, and returns also the files that were opened for that, sorted.
func (f *folder) again(t *testing.T, before *content.Content, changed []string) (*content.Content, []string) {
	t.Helper()
	return f.againAt(t, before, changed, f.clock.Add(time.Minute))
}

func (f *folder) againAt(t *testing.T, before *content.Content, changed []string, began time.Time) (*content.Content, []string) {
	t.Helper()
	f.opened = nil
	c, _, err := before.Again(t.Context(), f, content.Options{Began: began}, changed)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(f.opened)
	return c, slices.Compact(f.opened)
}

// shown is how readings are compared: by all that they hand out.
var shown = cmp.Options{
	cmpopts.IgnoreUnexported(content.Content{}, content.Document{}),
	cmpopts.EquateEmpty(),
	cmp.Comparer(edtf.Date.Equal),
	cmp.Transformer("places", func(p brief.Places) []place {
		var all []place
		for field, at := range p.All() {
			all = append(all, place{field, at})
		}
		return all
	}),
	cmp.Transformer("prose", func(p *content.Prose) *openProse {
		if p == nil {
			return nil
		}
		body, source := p.Open(new(content.Room))
		return &openProse{body, source, p.Sentences, p.Stating, p.Digest}
	}),
}

type place struct {
	Field string
	At    diag.Span
}

type openProse struct {
	Body               *content.Body
	Source             string
	Sentences, Stating int
	Digest             content.Digest
}

// sameAsRead fails unless the reading is what one from nothing gives.
func (f *folder) sameAsRead(t *testing.T, got *content.Content) {
	t.Helper()
	want, _ := f.again(t, nil, nil)
	if want == nil || got == nil {
		if want != got {
			t.Errorf("read %v, want %v", got, want)
		}
		return
	}
	if diff := cmp.Diff(want, got, shown); diff != "" {
		t.Errorf("read (-from nothing +again):\n%s", diff)
	}
	if diff := cmp.Diff(want.Problems().Resolve(nil), got.Problems().Resolve(nil)); diff != "" {
		t.Errorf("problems (-from nothing +again):\n%s", diff)
	}
	if want.Partial() != got.Partial() {
		t.Errorf("partial is %v, want %v", got.Partial(), want.Partial())
	}
	for _, doc := range got.Documents {
		i := slices.IndexFunc(want.Documents, func(d *content.Document) bool { return d.File == doc.File })
		if i >= 0 && want.Hidden(want.Documents[i]) != got.Hidden(doc) {
			t.Errorf("%s is hidden as %q, want %q", doc.File, got.Hidden(doc), want.Hidden(want.Documents[i]))
		}
	}
}

func below(names ...string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = "content/" + name
	}
	return out
}
