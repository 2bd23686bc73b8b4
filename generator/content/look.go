package content

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"attest/generator/diag"
)

// entry is a file of the content and what is known of it without opening it.
type entry struct {
	name    string
	size    int64
	mtime   int64 // in nanoseconds since 1970
	settled bool  // it was read so long after mtime that a change since must show in size or mtime
	linked  bool  // a symbolic link
}

// unsettled is how long after its last change a file may change again without another time: two seconds, as on the coarsest of file
// systems.
const unsettled = 2 * time.Second

// look is what of the folder has to be read.
type look struct {
	entries  []entry   // every file, sorted by name
	doubtful []string  // files that may have changed, sorted
	gone     []string  // files that are no longer there, sorted
	files    bool      // files have come or gone
	settings bool      // site.yaml may have changed
	problems diag.List // of the folder: what cannot be read, or is passed over
}

// newEntry describes a file as it is found.
func newEntry(name string, info fs.FileInfo, linked bool, began time.Time) entry {
	at := info.ModTime()
	return entry{name: name, size: info.Size(), mtime: at.UnixNano(), linked: linked, settled: began.Sub(at) > unsettled}
}

// compare finds what has changed since c in a folder that was listed anew.
func (c *Content) compare(entries []entry, problems diag.List) look {
	l := look{entries: entries, problems: problems}
	old := c.entries
	for i := range entries {
		e := &entries[i]
		for len(old) > 0 && old[0].name < e.name {
			l.lose(old[0].name)
			old = old[1:]
		}
		switch {
		case len(old) == 0 || old[0].name != e.name:
			l.files = true
			l.doubt(e.name)
			continue
		case !old[0].settled || old[0].linked || e.linked || old[0].size != e.size || old[0].mtime != e.mtime:
			l.doubt(e.name)
		}
		old = old[1:]
	}
	for i := range old {
		l.lose(old[i].name)
	}
	return l
}

func (l *look) doubt(name string) {
	l.doubtful = append(l.doubtful, name)
	l.settings = l.settings || name == SettingsFile
}

func (l *look) lose(name string) {
	l.gone, l.files = append(l.gone, name), true
	l.settings = l.settings || name == SettingsFile
}

// lookAt finds what has changed among named files; ok is false where only the whole folder can tell: names are not given, or one of them
// is, or was, no plain file.
func (c *Content) lookAt(fsys fs.FS, changed []string, began time.Time) (l look, ok bool) {
	if changed == nil || c.entries == nil || len(c.folder) > 0 || slices.ContainsFunc(c.entries, func(e entry) bool { return e.linked }) {
		return look{}, false
	}
	l.entries = slices.Clone(c.entries)
	for _, name := range slices.Compact(slices.Sorted(slices.Values(changed))) {
		if !strings.HasPrefix(name, Root+"/") {
			if name == Root {
				return look{}, false
			}
			continue
		}
		i, known := slices.BinarySearchFunc(l.entries, name, func(e entry, name string) int { return strings.Compare(e.name, name) })
		info, err := fs.Lstat(fsys, name)
		switch {
		case isNotExist(err) && known:
			l.entries = slices.Delete(l.entries, i, i+1)
			l.lose(name)
		case !known && folderOf(l.entries, i, name):
			return look{}, false
		case isNotExist(err):
		case err != nil || !info.Mode().IsRegular():
			return look{}, false
		case known:
			l.entries[i] = newEntry(name, info, false, began)
			l.doubt(name)
		case !passedOver(name):
			l.entries = slices.Insert(l.entries, i, newEntry(name, info, false, began))
			l.files = true
			l.doubt(name)
		}
	}
	return l, true
}

// folderOf reports whether the name is that of a folder of the entries, of which the first that can lie in it is the i-th.
func folderOf(entries []entry, i int, name string) bool {
	for ; i < len(entries) && strings.HasPrefix(entries[i].name, name); i++ {
		if strings.HasPrefix(entries[i].name[len(name):], "/") {
			return true
		}
	}
	return false
}

// FileIndex returns the place of a file among all files of the folder; ok is false where there is none of that name.
func (c *Content) FileIndex(name string) (i int, ok bool) {
	return slices.BinarySearchFunc(c.entries, name, func(e entry, name string) int { return strings.Compare(e.name, name) })
}

// FileAt returns the name of the file at a place among all files.
func (c *Content) FileAt(i int) string { return c.entries[i].name }

// FileDigest tells versions of a file that is no document from each other by its size and time; it is zero where these may not show a
// change.
func (c *Content) FileDigest(name string) Digest {
	i, ok := c.FileIndex(name)
	if !ok || !c.entries[i].settled || c.entries[i].linked {
		return Digest{}
	}
	return digestOf(fmt.Appendf(nil, "%d %d", c.entries[i].size, c.entries[i].mtime))
}
