package content_test

import (
	"testing"
	"testing/fstest"
	"time"

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
