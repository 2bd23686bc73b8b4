package build_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"attest/generator/build"
)

// patience is how long a busy machine may take for what takes milliseconds.
const patience = 30 * time.Second

// watched is a site's folder that is watched.
type watched struct {
	dir string
	log logged

	mu    sync.Mutex
	seen  tree // what the newest call found when it began
	calls int
}

// logged is the text of a log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// watch watches a site and returns when every later change will be seen. In the end the watch ends in good time.
func watch(t *testing.T, dir string, opt build.WatchOptions) *watched {
	t.Helper()
	w := &watched{dir: dir}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- build.WatchWith(ctx, opt, dir, slog.New(slog.NewTextHandler(&w.log, nil)), func(context.Context, []string) {
			now := glance(dir)
			w.mu.Lock()
			defer w.mu.Unlock()
			w.seen = now
			w.calls++
		})
	}()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the watch ended with %v", err)
			}
		case <-time.After(patience):
			t.Error("the watch did not end")
		}
	})
	w.eventually(t, "the first call", func() bool { return w.calls > 0 })
	return w
}

// eventually waits until ok, which is called with the lock held.
func (w *watched) eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		w.mu.Lock()
		done := ok()
		w.mu.Unlock()
		if done {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v; the log: %s", what, patience, w.log.String())
		}
	}
}

// told waits until a call has found the site as it is now: then one began after the last change.
func (w *watched) told(t *testing.T, what string) {
	t.Helper()
	now := glance(w.dir)
	w.eventually(t, what, func() bool { return maps.Equal(w.seen, now) })
}

// silent fails if there was a warning.
func (w *watched) silent(t *testing.T) {
	t.Helper()
	if text := w.log.String(); text != "" {
		t.Errorf("logged: %s", text)
	}
}

// polls waits for the warning and fails if there is more than one.
func (w *watched) polls(t *testing.T, cause string) {
	t.Helper()
	w.eventually(t, "the warning", func() bool { return w.log.String() != "" })
	if text := w.log.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=WARN") || !strings.Contains(text, cause) {
		t.Errorf("logged: %s", text)
	}
}

// glance returns the files and folders of a site while they may change; links stand with their goal and its bytes.
func glance(dir string) tree {
	found := tree{}
	for _, root := range []string{"content", "static", "templates"} {
		_ = filepath.WalkDir(filepath.Join(dir, root), func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // gone meanwhile
			}
			if build.IsLitter(entry.Name()) {
				return nil
			}
			key, _ := filepath.Rel(dir, name)
			if entry.IsDir() {
				found[key+"/"] = ""
				return nil
			}
			goal, _ := os.Readlink(name)
			data, _ := os.ReadFile(name)
			found[key] = goal + "\n" + string(data)
			return nil
		})
	}
	return found
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// edits are what happens to a site whose content/ holds a.md and the folders a, ab and deep/er with a file each. They run in the site's
// folder through its root.
var edits = []struct {
	name string
	edit func(t *testing.T, site *os.Root)
}{
	{"write in place", func(t *testing.T, site *os.Root) { save(t, site, "content/a.md", "in place") }},
	{"write in two halves", func(t *testing.T, site *os.Root) {
		f, err := site.Create("content/a.md")
		must(t, err)
		_, err = f.WriteString("one half, ")
		must(t, err)
		time.Sleep(60 * time.Millisecond) // longer than a burst's quiet time: a call between the halves must not be the last
		_, err = f.WriteString("the other")
		must(t, errors.Join(err, f.Close()))
	}},
	{"append below", func(t *testing.T, site *os.Root) { save(t, site, "content/deep/er/x.md", "deeper") }},
	{"temporary file renamed", func(t *testing.T, site *os.Root) {
		save(t, site, "content/.a.md.123", "VS Code, atomically")
		must(t, site.Rename("content/.a.md.123", "content/a.md"))
	}},
	{"VS Code", func(t *testing.T, site *os.Root) { // truncates, then writes in place
		save(t, site, "content/a.md", "")
		save(t, site, "content/a.md", "VS Code")
	}},
	{"vim", func(t *testing.T, site *os.Root) {
		save(t, site, "content/.a.md.swp", "b0VIM")
		save(t, site, "content/4913", "")
		must(t, site.Remove("content/4913"))
		must(t, site.Rename("content/a.md", "content/a.md~"))
		save(t, site, "content/a.md", "vim")
		must(t, site.Remove("content/a.md~"))
		must(t, site.Remove("content/.a.md.swp"))
	}},
	{"Emacs", func(t *testing.T, site *os.Root) {
		must(t, site.Symlink("author@host.1:2", "content/.#a.md")) // the lock leads nowhere
		save(t, site, "content/#a.md#", "auto-saved")
		must(t, site.Rename("content/a.md", "content/a.md~"))
		save(t, site, "content/a.md", "Emacs")
		must(t, site.Remove("content/#a.md#"))
		must(t, site.Remove("content/.#a.md"))
	}},
	{"JetBrains", func(t *testing.T, site *os.Root) {
		save(t, site, "content/a.md___jb_tmp___", "JetBrains")
		must(t, site.Rename("content/a.md", "content/a.md___jb_old___"))
		must(t, site.Rename("content/a.md___jb_tmp___", "content/a.md"))
		must(t, site.Remove("content/a.md___jb_old___"))
	}},
	{"new file", func(t *testing.T, site *os.Root) { save(t, site, "content/deep/new.md", "new") }},
	{"file removed", func(t *testing.T, site *os.Root) { must(t, site.Remove("content/deep/er/x.md")) }},
	{"deleted and made again at once", func(t *testing.T, site *os.Root) {
		must(t, site.Remove("content/a.md"))
		save(t, site, "content/a.md", "again")
	}},
	{"folder deleted and made again at once", func(t *testing.T, site *os.Root) {
		must(t, site.RemoveAll("content/a"))
		save(t, site, "content/a/x.md", "again")
	}},
	{"folder tree at once", func(t *testing.T, site *os.Root) {
		for i := range 8 {
			save(t, site, fmt.Sprintf("content/n/e/s/t/%d/x.md", i), "nested")
		}
	}},
	{"folder renamed", func(t *testing.T, site *os.Root) { must(t, site.Rename("content/a", "content/b")) }},
	{"folder with folders renamed", func(t *testing.T, site *os.Root) { must(t, site.Rename("content/deep", "content/low")) }},
	{"folders swapped", func(t *testing.T, site *os.Root) {
		must(t, site.Rename("content/a", "content/x"))
		must(t, site.Rename("content/ab", "content/a"))
		must(t, site.Rename("content/x", "content/ab"))
	}},
	{"folder moved into a new one", func(t *testing.T, site *os.Root) {
		must(t, site.MkdirAll("content/new/one", 0o755))
		must(t, site.Rename("content/deep", "content/new/one/deep"))
	}},
	{"folder moved away", func(t *testing.T, site *os.Root) { must(t, site.Rename("content/deep", "elsewhere")) }},
	{"folder moved away and back", func(t *testing.T, site *os.Root) {
		must(t, site.Rename("content/deep", "elsewhere"))
		save(t, site, "elsewhere/er/x.md", "while away")
		must(t, site.Rename("elsewhere", "content/deep"))
	}},
	{"content deleted and restored", func(t *testing.T, site *os.Root) {
		must(t, site.RemoveAll("content"))
		save(t, site, "content/deep/er/x.md", "restored")
	}},
	{"content moved away and back", func(t *testing.T, site *os.Root) {
		must(t, site.Rename("content", "elsewhere"))
		must(t, site.Rename("elsewhere", "content"))
		save(t, site, "content/a.md", "back")
	}},
	{"static and templates made", func(t *testing.T, site *os.Root) {
		save(t, site, "static/css/x.css", "a{}")
		save(t, site, "templates/partials/x.html", "x")
	}},
	{"link to another file of the site", func(t *testing.T, site *os.Root) {
		save(t, site, "notes/n.md", "one")
		must(t, site.Symlink("../notes/n.md", "content/n.md"))
	}},
	{"mode changed", func(t *testing.T, site *os.Root) {
		must(t, site.Chmod("content/a.md", 0o600))
		save(t, site, "content/a.md", "mode")
	}},
	{"a checkout", func(t *testing.T, site *os.Root) {
		for i := range 2000 {
			save(t, site, fmt.Sprintf("content/c/%d/%d.md", i%40, i), "checked out")
		}
	}},
}

func save(t *testing.T, site *os.Root, name, data string) {
	t.Helper()
	must(t, site.MkdirAll(filepath.Dir(name), 0o755))
	must(t, site.WriteFile(name, []byte(data), 0o644))
}

// watchedSite makes the folder that edits speak of.
func watchedSite(t *testing.T) (string, *os.Root) {
	t.Helper()
	dir := t.TempDir()
	site, err := os.OpenRoot(dir)
	must(t, err)
	t.Cleanup(func() { _ = site.Close() })
	for _, name := range []string{"content/a.md", "content/a/x.md", "content/ab/x.md", "content/deep/er/x.md", "public/index.html"} {
		save(t, site, name, "first")
	}
	return dir, site
}

// TestNoChangeIsMissed makes every edit, then changes every file that is there once more, to see that all folders are watched under the
// names that they have now.
func TestNoChangeIsMissed(t *testing.T) {
	t.Parallel()
	for mode, opt := range map[string]build.WatchOptions{
		"events": {Review: time.Hour}, // no review makes good what was missed
		"polls":  {PollOnly: true, Poll: 20 * time.Millisecond},
	} {
		for _, test := range edits {
			t.Run(mode+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				dir, site := watchedSite(t)
				w := watch(t, dir, opt)
				test.edit(t, site)
				w.told(t, "the edit")
				folders := map[string]bool{}
				for name := range glance(dir) {
					folders[filepath.Dir(name)] = true
				}
				count := 0
				for folder := range folders {
					if folder == "." || strings.Contains(folder, "/c/") && count > 10 {
						continue
					}
					count++
					save(t, site, filepath.Join(folder, "last.md"), fmt.Sprint(count))
					w.told(t, "a file in "+folder)
				}
				if _, err := site.Stat("content/n.md"); err == nil {
					save(t, site, "notes/n.md", "two")
					w.told(t, "the link's goal")
				}
				if mode == "events" {
					w.silent(t)
				}
			})
		}
	}
}

// TestRestoredContentIsWatched leaves the site without content/ for longer than a burst.
func TestRestoredContentIsWatched(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	w := watch(t, dir, build.WatchOptions{Review: time.Hour})
	must(t, site.RemoveAll("content"))
	w.told(t, "the deletion")
	save(t, site, "content/deep/er/x.md", "restored")
	w.told(t, "the restoration")
	save(t, site, "content/deep/er/x.md", "edited")
	w.told(t, "the edit")
	w.silent(t)
}

// TestOutputIsNotWatched writes what a build writes, then what is the site's: the output has led to no call by then.
func TestOutputIsNotWatched(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	w := watch(t, dir, build.WatchOptions{Review: time.Hour})
	for range 10 {
		save(t, site, "public/index.html", "built")
		save(t, site, ".attest/state", "built")
		save(t, site, "content/.a.md.swp", "vim's")
		time.Sleep(50 * time.Millisecond) // longer than the quiet time: each would be a call
	}
	w.mu.Lock()
	calls := w.calls
	w.mu.Unlock()
	if calls != 1 {
		t.Errorf("%d calls for what is not the site's", calls-1)
	}
	save(t, site, "content/a.md", "edited")
	w.told(t, "the edit")
}

// TestOverflowIsAFullScan takes the watches away, as if the events of the folders had been dropped.
func TestOverflowIsAFullScan(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	var notify *fsnotify.Watcher
	w := watch(t, dir, build.WatchOptions{Review: time.Hour, Opened: func(n *fsnotify.Watcher) { notify = n }})
	for _, folder := range notify.WatchList() {
		must(t, notify.Remove(folder))
	}
	save(t, site, "content/new/x.md", "not told of")
	notify.Errors <- fsnotify.ErrEventOverflow
	w.told(t, "what was dropped")
	save(t, site, "content/new/x.md", "told of")
	w.told(t, "an edit in the new folder")
	w.silent(t)
}

// TestReachedLimitIsPolled has the system refuse watches, at the beginning and later.
func TestReachedLimitIsPolled(t *testing.T) {
	t.Parallel()
	for _, allowed := range []int{0, 3, 6} {
		t.Run(fmt.Sprint(allowed), func(t *testing.T) {
			t.Parallel()
			dir, site := watchedSite(t)
			n := 0
			w := watch(t, dir, build.WatchOptions{Review: time.Hour, Add: func(string) error {
				if n++; n > allowed {
					return syscall.ENOSPC
				}
				return nil
			}})
			save(t, site, "content/new/folder/x.md", "new")
			w.told(t, "a new folder")
			save(t, site, "content/new/folder/x.md", "edited")
			w.told(t, "an edit")
			w.polls(t, syscall.ENOSPC.Error())
		})
	}
}

// TestFolderWithoutEventsIsPolled takes the watches away, which is what a network drive looks like.
func TestFolderWithoutEventsIsPolled(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	w := watch(t, dir, build.WatchOptions{Review: 50 * time.Millisecond, Opened: func(n *fsnotify.Watcher) {
		for _, folder := range n.WatchList() {
			_ = n.Remove(folder)
		}
	}})
	save(t, site, "content/a.md", "another machine's")
	w.told(t, "the edit")
	w.polls(t, "no event told")
	save(t, site, "content/new/x.md", "another machine's")
	w.told(t, "a new folder")
}

// TestReviewFindsNothingWhereEventsTellAll edits between many reviews: there must be no false alarm.
func TestReviewFindsNothingWhereEventsTellAll(t *testing.T) {
	t.Parallel()
	dir, site := watchedSite(t)
	w := watch(t, dir, build.WatchOptions{Review: 300 * time.Millisecond})
	for i := range 10 {
		save(t, site, "content/a.md", fmt.Sprint(i))
		save(t, site, fmt.Sprintf("content/f%d/x/y.md", i), "new")
		if i%3 == 2 {
			must(t, site.Rename(fmt.Sprintf("content/f%d", i), fmt.Sprintf("content/g%d", i)))
		}
		w.told(t, "an edit")
		time.Sleep(100 * time.Millisecond)
	}
	w.silent(t)
}

// TestMovedSiteIsPolled moves the site's folder away and back.
func TestMovedSiteIsPolled(t *testing.T) {
	t.Parallel()
	outer := t.TempDir()
	dir := filepath.Join(outer, "site")
	put(t, dir, tree{"content/a.md": "first"})
	w := watch(t, dir, build.WatchOptions{Review: time.Hour})
	must(t, os.Rename(dir, filepath.Join(outer, "away")))
	w.polls(t, "the site's folder was moved or removed")
	must(t, os.Rename(filepath.Join(outer, "away"), dir))
	put(t, dir, tree{"content/a.md": "edited"})
	w.told(t, "the edit")
}

// TestWatchNeedsAFolder gives it what is none.
func TestWatchNeedsAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, tree{"file": ""})
	for _, name := range []string{"file", "absent"} {
		err := build.Watch(t.Context(), filepath.Join(dir, name), nil, func(context.Context, []string) { t.Error("called") })
		if err == nil || !strings.HasPrefix(err.Error(), "watch the site's folder: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWatchWaitsForTheLastCall ends a watch while a call runs.
func TestWatchWaitsForTheLastCall(t *testing.T) {
	t.Parallel()
	dir, _ := watchedSite(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := false
	must(t, build.Watch(ctx, dir, nil, func(ctx context.Context, _ []string) {
		stop()
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond)
		ended = true
	}))
	if !ended {
		t.Error("the watch returned while a call ran")
	}
}
