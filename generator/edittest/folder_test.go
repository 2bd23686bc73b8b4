package edittest_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"attest/generator/build"
)

// folder is a site's files as a test has written them.
type folder struct {
	dir   string
	files map[string][]byte
}

// sync writes, replaces and removes files until the folder has exactly those, and returns the names of what it changed, sorted.
func (f *folder) sync(files map[string][]byte) ([]string, error) {
	var changed []string
	for _, name := range sortedNames(f.files, files) {
		old, had := f.files[name]
		data, has := files[name]
		switch {
		case had && has && bytes.Equal(old, data):
			continue
		case has:
			if err := f.write(name, data); err != nil {
				return nil, err
			}
		default:
			if err := f.remove(name); err != nil {
				return nil, err
			}
		}
		changed = append(changed, name)
	}
	f.files = files
	return changed, nil
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o755); err != nil {
		return err
	}
	return os.WriteFile(f.path(name), data, 0o644)
}

// remove removes a file and the folders that it leaves empty.
func (f *folder) remove(name string) error {
	at := f.path(name)
	if err := os.Remove(at); err != nil {
		return err
	}
	for at = filepath.Dir(at); at != f.dir && os.Remove(at) == nil; {
		at = filepath.Dir(at)
	}
	return nil
}

// read returns the files below a folder by their slash-separated names. A folder that is not there is empty.
func read(dir string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return files, nil
	}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(root, name)
		return err
	})
	return files, err
}

// scratch returns a folder for a test, in memory where the system has one.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "attest-edits-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// difference tells the first difference between two sets of files, in the order of their names, and how many there are; it is empty where
// there is none. The list of digests comes last, as it differs whenever anything does.
func difference(want, got map[string][]byte) string {
	first, more := "", 0
	names := sortedNames(want, got)
	if i := slices.Index(names, build.SumsName); i >= 0 {
		names = append(slices.Delete(names, i, i+1), build.SumsName)
	}
	for _, name := range names {
		a, wanted := want[name]
		b, there := got[name]
		switch {
		case wanted && there && bytes.Equal(a, b):
		case first != "":
			more++
		case !there:
			first = name + " is missing"
		case !wanted:
			first = name + " should not be there"
		default:
			first = name + " differs " + around(a, b)
		}
	}
	if more > 0 {
		first += fmt.Sprintf("\n(and %d other files)", more)
	}
	return first
}

func sortedNames(sets ...map[string][]byte) []string {
	all := make(map[string]bool)
	for _, files := range sets {
		for name := range files {
			all[name] = true
		}
	}
	return sortedKeys(all)
}

// around shows what stands around the first byte in which a and b differ.
func around(a, b []byte) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	cut := func(data []byte) string { return string(data[max(0, at-120):min(len(data), at+120)]) }
	return fmt.Sprintf("at byte %d (want %d bytes, got %d):\n want …%s…\n got  …%s…", at, len(a), len(b), cut(a), cut(b))
}
