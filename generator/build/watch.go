package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	quietTime  = 20 * time.Millisecond  // after the last event of a burst: an editor's steps are a few ms apart
	burstTime  = 200 * time.Millisecond // the longest wait under a steady stream of events
	pollTime   = 500 * time.Millisecond // between two looks, where the system does not tell of changes
	reviewTime = 5 * time.Second        // between two looks at whether it tells of all; one takes about 30 ms for 10,000 files, beside all else
)

// watchedFolders are the folders of a site that a build reads. An output cannot lie in them.
var watchedFolders = []string{"content", "static", "templates"}

// Watch calls changed after each burst of changes to the site's files, which are those below content/, static/ and templates/ in source,
// until ctx ends; it then returns nil. It calls it once at the beginning, when every later change will be seen, since what was read before
// may be old. A call ends before the next begins, and Watch returns after the last has ended. A call does not mean that a byte changed. It
// gets the names of the files that may have changed, sorted, slash-separated and relative to source, or nil where any may have: at the
// beginning, when folders have come or gone, and when events were missed.
//
// Where the system does not tell of changes (a limit is reached, or the file system has no events), Watch says so once in the log, as a
// warning, and looks for them at short intervals. log may be nil. The error is for a source that is no folder at the beginning.
func Watch(ctx context.Context, source string, log *slog.Logger, changed func(ctx context.Context, names []string)) error {
	w := &watcher{log: log, pollEvery: pollTime, reviewEvery: reviewTime}
	return w.run(ctx, source, changed)
}

// watcher is what one call of Watch knows. Only its own goroutine uses it, but for look.
type watcher struct {
	source                 string // absolute, without symbolic links
	log                    *slog.Logger
	pollEvery, reviewEvery time.Duration

	// for tests
	pollOnly bool
	add      func(folder string) error // an error stands for one of the system
	opened   func(*fsnotify.Watcher)   // called when the watches stand

	signal  func(path string) // tells of a change to a file, or of any change where the path is empty; never waits
	notify  *fsnotify.Watcher
	roots   []string        // where watchedFolders are, as far as they are there
	moved   bool            // one of them is a link to another place
	folders map[string]bool // watched, by path
	goals   map[string]bool // files that symbolic links lead to, by path
	known   stats           // what the site was like at the last review
	reviews int             // how many have begun, or been made needless by watching everything anew
	named   map[string]int  // paths of the events that reviews are not done with, each with what reviews was at the last one
	missed  []string        // changes that no event had named when it ended
}

func (w *watcher) run(ctx context.Context, source string, changed func(ctx context.Context, names []string)) error {
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	abs, err := filepath.Abs(source)
	if err == nil {
		w.source, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return fmt.Errorf("watch the site's folder: %w", err)
	}
	if info, err := os.Stat(w.source); err != nil {
		return fmt.Errorf("watch the site's folder: %w", err)
	} else if !info.IsDir() {
		return fmt.Errorf("watch the site's folder: %s is not a folder", source)
	}
	in := make(chan struct{}, 1)
	var since changes
	w.signal = func(path string) {
		since.add(w.name(path))
		select {
		case in <- struct{}{}:
		default:
		}
	}
	var caller sync.WaitGroup
	defer caller.Wait()
	begin := sync.OnceFunc(func() {
		caller.Go(func() { batch(ctx, in, quietTime, burstTime, func() { changed(ctx, since.take()) }) })
	})
	ready := func() {
		w.signal("")
		begin()
	}
	if !w.pollOnly {
		err := w.listen(ctx, ready)
		if ctx.Err() != nil {
			return nil
		}
		w.log.Warn("the system does not tell of all changes: looking for them instead", "every", w.pollEvery, "cause", err)
	}
	w.poll(ctx, ready)
	return nil
}

// listen follows the events of the system until ctx ends, or an error shows that they do not tell of every change. It calls ready when the
// watches stand.
func (w *watcher) listen(ctx context.Context, ready func()) (err error) {
	w.notify, err = fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.notify.Close()) }()
	w.folders, w.named = make(map[string]bool), make(map[string]int)
	if err := w.rescan(ctx); err != nil {
		return err
	}
	if w.opened != nil {
		w.opened(w.notify)
	}
	ready()
	review := time.NewTicker(w.reviewEvery)
	defer review.Stop()
	type view struct {
		stats
		review int // w.reviews when it began
	}
	var viewer sync.WaitGroup
	defer viewer.Wait()
	views := make(chan view, 1) // a large site takes long to look at: events are followed meanwhile
	viewing := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.notify.Events:
			if !ok {
				return errors.New("the watch was closed")
			}
			err = w.handle(ctx, event)
		case fault, ok := <-w.notify.Errors:
			switch {
			case !ok:
				return errors.New("the watch was closed")
			case errors.Is(fault, fsnotify.ErrEventOverflow):
				err = w.rescan(ctx)
				w.signal("")
			default:
				err = fault
			}
		case <-review.C:
			if !viewing {
				viewing = true
				w.reviews++
				began := w.reviews
				viewer.Go(func() { views <- view{w.look(ctx), began} })
			}
		case v := <-views:
			viewing = false
			if v.review == w.reviews { // else all has been watched anew since
				err = w.review(v.stats)
			}
		}
		if err != nil {
			return err
		}
	}
}

// handle follows folders that come and go, and tells of a change to the site.
func (w *watcher) handle(ctx context.Context, event fsnotify.Event) error {
	name := event.Name
	made, gone := event.Has(fsnotify.Create), event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename)
	w.named[name] = w.reviews
	switch {
	case name == w.source && gone:
		return errors.New("the site's folder was moved or removed")
	case filepath.Dir(name) == w.source && slices.Contains(watchedFolders, filepath.Base(name)):
		if made || gone {
			if err := w.rescan(ctx); err != nil {
				return err
			}
		}
		w.signal("")
		return nil
	case !w.concerns(name):
		return nil
	}
	file := name // or nothing, where more may have changed than a file
	if w.folders[name] || w.goals[name] {
		file = ""
	}
	switch {
	case !gone || !w.folders[name]:
	case event.Has(fsnotify.Rename):
		// Where the folder is now it may have been found and watched already; the system has one watch for both names.
		if err := w.rescan(ctx); err != nil {
			return err
		}
	default:
		w.forget(name)
	}
	if made {
		info, err := os.Lstat(name)
		switch {
		case err != nil: // gone again, of which another event tells
		case info.IsDir():
			file = ""
			// A folder may stand here in the place of another, or be watched under the name that it had before.
			w.forget(name)
			if err := w.follow(ctx, name); err != nil {
				return err
			}
		case info.Mode()&fs.ModeSymlink != 0:
			file = ""
			if err := w.followLink(name); err != nil {
				return err
			}
		}
	}
	w.signal(file)
	return nil
}

// concerns reports whether an event of that name can change the site.
func (w *watcher) concerns(name string) bool {
	if w.folders[name] && name != w.source || w.goals[name] {
		return true
	}
	if isLitter(filepath.Base(name)) {
		return false
	}
	return slices.ContainsFunc(w.roots, func(root string) bool { return below(name, root) })
}

// rescan watches everything anew. Who calls it tells of a change.
func (w *watcher) rescan(ctx context.Context) error {
	w.forget(w.source)
	w.roots, w.moved, w.goals = nil, false, make(map[string]bool)
	if err := w.watch(w.source); err != nil {
		return err
	}
	if !w.folders[w.source] {
		return errors.New("the site's folder was moved or removed")
	}
	for _, name := range watchedFolders {
		if root, ok := w.root(name); ok {
			w.roots, w.moved = append(w.roots, root), w.moved || root != filepath.Join(w.source, name)
			if err := w.follow(ctx, root); err != nil {
				return err
			}
		}
	}
	w.reviews++
	w.known, w.missed = w.look(ctx), nil
	clear(w.named)
	return nil
}

// follow watches a folder and all below. The watch comes first: what is made later has an event, what was there before is found here.
func (w *watcher) follow(ctx context.Context, dir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.watch(dir); err != nil {
		return err
	}
	entries, _ := os.ReadDir(dir) // one that has vanished has an event, and one that cannot be read could not be watched
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		var err error
		switch {
		case isLitter(entry.Name()):
		case entry.IsDir():
			err = w.follow(ctx, name)
		case entry.Type()&fs.ModeSymlink != 0:
			err = w.followLink(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// followLink watches the folder of the file that a link leads to.
func (w *watcher) followLink(name string) error {
	goal, ok := w.goal(name)
	if !ok {
		return nil
	}
	w.goals[goal] = true
	if dir := filepath.Dir(goal); !w.folders[dir] {
		return w.watch(dir)
	}
	return nil
}

// watch has the system tell of what happens in a folder. One that is no longer there is not an error: an event of its parent tells of it.
func (w *watcher) watch(dir string) error {
	var err error
	if w.add != nil {
		err = w.add(dir)
	}
	if err == nil {
		err = w.notify.Add(dir)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	w.folders[dir] = true
	return nil
}

// forget ends the watches of a folder and all below. It is also for those that have moved: their events would have the old names.
func (w *watcher) forget(dir string) {
	for folder := range w.folders {
		if below(folder, dir) {
			delete(w.folders, folder)
			_ = w.notify.Remove(folder) // the system may have ended it already
		}
	}
}

// review looks at whether events have told of every change since the last one. A change that they have not told of is told of here; when
// its event has not come by the next review either, they cannot be relied on, which is the error. Network and shared folders are like that:
// their events tell only of what this machine does. It gets what the site was like after it began; events since then count for the next too.
func (w *watcher) review(now stats) error {
	for _, name := range w.missed {
		if !w.wasNamed(name) {
			return fmt.Errorf("no event told of a change to %s", name)
		}
	}
	changed := now.since(w.known)
	w.known, w.missed = now, nil
	for _, name := range changed {
		if !w.wasNamed(name) {
			w.missed = append(w.missed, name)
			w.signal("")
		}
	}
	maps.DeleteFunc(w.named, func(_ string, at int) bool { return at < w.reviews })
	return nil
}

// wasNamed reports whether there was an event for the path or a folder above it.
func (w *watcher) wasNamed(name string) bool {
	for p := name; p != w.source; p = filepath.Dir(p) {
		if _, ok := w.named[p]; ok {
			return true
		}
		if p == filepath.Dir(p) {
			break
		}
	}
	return false
}

// name returns the name of a file in the site; empty for one that is, or may be, reached there by way of a link.
func (w *watcher) name(path string) string {
	if w.moved {
		return ""
	}
	rel, ok := strings.CutPrefix(path, w.source+string(filepath.Separator))
	if first, _, _ := strings.Cut(rel, string(filepath.Separator)); !ok || !slices.Contains(w.roots, filepath.Join(w.source, first)) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// root returns where one of watchedFolders is, which may be a link to another place of the site; ok is false where it is not.
func (w *watcher) root(name string) (string, bool) { return w.goal(filepath.Join(w.source, name)) }

// goal returns where a path leads to; ok is false where that is outside the site or nowhere.
func (w *watcher) goal(name string) (string, bool) {
	real, err := filepath.EvalSymlinks(name)
	return real, err == nil && real != w.source && below(real, w.source)
}

// below reports whether the path is the folder or lies in it.
func below(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}

// isLitter reports whether no build reads a file or folder of that name, as it is what an editor leaves behind: vim writes its swap file
// every few seconds.
func isLitter(base string) bool {
	for _, end := range []string{"~", ".swp", ".tmp", "___jb_tmp___", "___jb_old___"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	return strings.HasPrefix(base, ".#") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") ||
		strings.HasPrefix(base, ".") && (strings.HasSuffix(base, ".swo") || strings.HasSuffix(base, ".swx"))
}
