package build

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// unsettled is how old a change must be for the next one to have another time, on file systems with a coarse clock.
const unsettled = 50 * time.Millisecond

// poll looks for changes at every turn until ctx ends. It calls ready when it knows what the site was like.
func (w *watcher) poll(ctx context.Context, ready func()) {
	last := w.look(ctx)
	ready()
	turn := time.NewTicker(w.pollEvery)
	defer turn.Stop()
	var young bool
	for {
		select {
		case <-ctx.Done():
			return
		case <-turn.C:
		}
		now := time.Now() //nolint:forbidigo // compared with the times of files, to tell a change that could hide another; no output
		next := w.look(ctx)
		changed := next.since(last)
		if len(changed) > 0 || young {
			w.signal("")
		}
		young = false
		for _, name := range changed {
			if info := next[name]; info != nil && now.Sub(info.ModTime()).Abs() < unsettled {
				young = true // written again in the same moment, it would look the same: the next turn counts as a change
			}
		}
		last = next
	}
}

// stats is what is known of a site's files and folders without reading them, by path.
type stats map[string]fs.FileInfo

// look lists the site's files. What vanishes meanwhile or cannot be read is left out. It uses nothing of w that ever changes.
func (w *watcher) look(ctx context.Context) stats {
	found := make(stats)
	for _, name := range watchedFolders {
		if root, ok := w.root(name); ok {
			w.lookBelow(ctx, root, found)
		}
	}
	return found
}

func (w *watcher) lookBelow(ctx context.Context, dir string, found stats) {
	entries, _ := os.ReadDir(dir) // what cannot be read is not there
	for _, entry := range entries {
		if ctx.Err() != nil {
			return
		}
		name := filepath.Join(dir, entry.Name())
		if isLitter(entry.Name()) {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		found[name] = info
		switch {
		case entry.IsDir():
			w.lookBelow(ctx, name, found)
		case entry.Type()&fs.ModeSymlink != 0:
			if goal, ok := w.goal(name); ok {
				if info, err := os.Stat(goal); err == nil {
					found[goal] = info
				}
			}
		}
	}
}

// since returns the names of what was made, changed or removed, in no order.
func (s stats) since(old stats) []string {
	var names []string
	for name, info := range s {
		if before := old[name]; before == nil || differ(before, info) {
			names = append(names, name)
		}
	}
	for name := range old {
		if s[name] == nil {
			names = append(names, name)
		}
	}
	return names
}

// differ reports whether a name may have other bytes than before. Of folders only the mode counts, as what is in them is looked at itself.
func differ(a, b fs.FileInfo) bool {
	if a.Mode() != b.Mode() {
		return true
	}
	return !a.IsDir() && (a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()) || !os.SameFile(a, b))
}
