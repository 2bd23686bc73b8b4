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

// TestAnotherPictureIsAnotherContent replaces a picture, whose pages must be shown anew, and saves one without a change.
func TestAnotherPictureIsAnotherContent(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	old := began.Add(-time.Hour)
	fsys := fstest.MapFS{
		"content/briefings/a.md":  {Data: []byte("---\ntitle: A\ndate: 2026\n---\n![p](p.png)\n"), ModTime: old},
		"content/briefings/p.png": {Data: []byte("one"), ModTime: old},
	}
	now, _, err := content.Read(t.Context(), fsys, content.Options{Began: began})
	for _, step := range []struct {
		name, bytes string
		names       []string // that are told of; nil for none
		another     bool
	}{
		{"another, named", "two", []string{"content/briefings/p.png"}, true},
		{"saved without a change", "two", []string{"content/briefings/p.png"}, false},
		{"another of the same length, found by its time", "six", nil, true},
		{"only touched", "six", nil, false},
	} {
		before := now
		began = began.Add(time.Hour)
		fsys["content/briefings/p.png"] = &fstest.MapFile{Data: []byte(step.bytes), ModTime: began.Add(-time.Minute)}
		if err == nil {
			now, _, err = before.Again(t.Context(), fsys, content.Options{Began: began}, step.names)
		}
		if err != nil {
			t.Fatal(err)
		}
		if (now != before) != step.another {
			t.Errorf("%s: another content: %t, want %t", step.name, now != before, step.another)
		}
	}
}

// TestAFileWhoseNameIsNotUTF8IsNamed reads a folder with names as old archives bring them: an error at the name, and the rest is read.
func TestAFileWhoseNameIsNotUTF8IsNamed(t *testing.T) {
	t.Parallel()
	f := newFolder(map[string]string{
		"briefings/a.md":       "---\ntitle: A\ndate: 2026\n---\n",
		"briefings/caf\xe9.md": "---\ntitle: B\ndate: 2026\n---\n",
		"\xe9t\xe9/b.md":       "---\ntitle: C\ndate: 2026\n---\n",
	})
	c, problems, err := content.Read(t.Context(), f, content.Options{Began: f.clock.Add(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	if c.Documents[0].File != "content/briefings/a.md" {
		t.Errorf("first is %s", c.Documents[0].File)
	}
	var named []string
	for _, p := range problems {
		named = append(named, p.At.File+": "+p.Code)
	}
	if want := []string{"content/briefings/caf\xe9.md: bad-file", "content/\xe9t\xe9: bad-file"}; !slices.Equal(named, want) {
		t.Errorf("problems %q, want %q", named, want)
	}
}

func TestALibraryMayBeLargerThanAText(t *testing.T) {
	t.Parallel()
	padding := strings.Repeat(" ", content.MaxFile)
	read, problems, err := content.Read(t.Context(), fstest.MapFS{
		"content/sources/all.json":   {Data: []byte("[" + padding + `{"id": "a", "title": "A"}]`)},
		"content/briefings/large.md": {Data: []byte("---\ntitle: L\ndate: 2026\n---\n" + padding)},
	}, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var large []string
	for _, d := range problems {
		if d.Code == "too-large" {
			large = append(large, d.At.File)
		}
	}
	if diff := cmp.Diff([]string{"content/briefings/large.md"}, large); diff != "" {
		t.Errorf("what is too large: %s", diff)
	}
	for _, doc := range read.Documents {
		if doc.File == "content/sources/all.json" && len(doc.Sources) != 1 {
			t.Errorf("the library has %d items", len(doc.Sources))
		}
	}
}
