package build_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/build"
)

// TestNamesAreOfTheFilesThatChanged makes an edit and gathers the names of all calls after it; any stands for a call without names.
func TestNamesAreOfTheFilesThatChanged(t *testing.T) {
	t.Parallel()
	const anyFile = "any"
	for _, test := range []struct {
		name string
		edit func(t *testing.T, site *os.Root)
		want []string
	}{
		{"a file written", func(t *testing.T, site *os.Root) { save(t, site, "content/a.md", "x") }, []string{"content/a.md"}},
		{"a new file", func(t *testing.T, site *os.Root) { save(t, site, "content/deep/n.md", "x") }, []string{"content/deep/n.md"}},
		{"a file removed", func(t *testing.T, site *os.Root) { must(t, site.Remove("content/a/x.md")) }, []string{"content/a/x.md"}},
		{"a file renamed", func(t *testing.T, site *os.Root) {
			must(t, site.Rename("content/a.md", "content/b.md"))
		}, []string{"content/a.md", "content/b.md"}},
		{"two files", func(t *testing.T, site *os.Root) {
			save(t, site, "content/ab/x.md", "x")
			save(t, site, "content/a.md", "x")
		}, []string{"content/a.md", "content/ab/x.md"}},
		{"an editor's litter beside a file", func(t *testing.T, site *os.Root) {
			save(t, site, "content/.a.md.swp", "x")
			save(t, site, "content/a.md", "x")
			save(t, site, "content/a.md~", "x")
		}, []string{"content/a.md"}},
		{"a template", func(t *testing.T, site *os.Root) { save(t, site, "templates/x.html", "x") }, []string{"templates/x.html"}},
		{"a static file", func(t *testing.T, site *os.Root) { save(t, site, "static/x.css", "x") }, []string{"static/x.css"}},
		{"a new folder", func(t *testing.T, site *os.Root) { must(t, site.Mkdir("content/new", 0o755)) }, []string{anyFile}},
		{"a folder removed", func(t *testing.T, site *os.Root) { must(t, site.RemoveAll("content/deep/er")) }, []string{anyFile}},
		{"a folder renamed", func(t *testing.T, site *os.Root) { must(t, site.Rename("content/a", "content/b")) }, []string{anyFile}},
		{"a new link", func(t *testing.T, site *os.Root) { must(t, site.Symlink("a.md", "content/l.md")) }, []string{anyFile}},
		{"a link's goal", func(t *testing.T, site *os.Root) { save(t, site, "notes/n.md", "x") }, []string{anyFile}},
		{"content removed", func(t *testing.T, site *os.Root) { must(t, site.RemoveAll("content")) }, []string{anyFile}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir, site := watchedSite(t)
			save(t, site, "templates/x.html", "")
			save(t, site, "static/x.css", "")
			save(t, site, "notes/n.md", "")
			must(t, site.Symlink("../notes/n.md", "content/linked.md"))
			got := namesAfter(t, dir, func() { test.edit(t, site) })
			if i := slices.Index(got, anyFile); i >= 0 {
				got = got[i : i+1] // it takes in all others
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestAnyFileMayHaveChangedBehindALink has content/ be a link to another folder of the site.
func TestAnyFileMayHaveChangedBehindALink(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	must(t, site.Rename("content", "notes"))
	must(t, site.Symlink("notes", "content"))
	got := namesAfter(t, dir, func() { save(t, site, "content/a.md", "x") })
	if diff := cmp.Diff([]string{"any"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// namesAfter returns the names that the calls after an edit get, sorted, with "any" for a call that gets none.
func namesAfter(t *testing.T, dir string, edit func()) []string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	begun, called, ended := make(chan struct{}), make(chan struct{}, 1), make(chan error, 1)
	var mu sync.Mutex
	var got []string
	first := sync.OnceFunc(func() { close(begun) })
	calls := 0
	go func() {
		ended <- build.WatchWith(ctx, build.WatchOptions{Review: time.Hour}, dir, nil, func(_ context.Context, names []string) {
			mu.Lock()
			defer mu.Unlock()
			if calls++; calls == 1 {
				if names != nil {
					t.Errorf("the first call has the names %q", names)
				}
				first()
				return
			}
			if names == nil {
				names = []string{"any"}
			}
			got = append(got, names...)
			select {
			case called <- struct{}{}:
			default:
			}
		})
	}()
	select {
	case <-begun:
	case <-time.After(patience):
		t.Fatal("no first call")
	}
	edit()
	select {
	case <-called:
	case <-time.After(patience):
		t.Fatal("no call after the edit in " + filepath.Base(dir))
	}
	time.Sleep(100 * time.Millisecond) // longer than a burst's quiet time: events of the edit may still come
	stop()
	must(t, <-ended)
	slices.Sort(got)
	return slices.Compact(got)
}
