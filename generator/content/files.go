package content

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"attest/generator/diag"
)

// Listing is a folder as it was listed.
type Listing struct {
	entries  []entry // nil where there is no folder
	problems diag.List
}

// List lists the folder at the time began.
func List(fsys fs.FS, began time.Time) (*Listing, error) {
	entries, problems, err := list(fsys, began)
	return &Listing{entries, problems}, err
}

// list returns the regular files below content/, sorted, without what editors and systems leave there. Links are followed only to
// regular files inside the site. Without a folder there are no entries, and a diagnostic says why.
func list(fsys fs.FS, began time.Time) ([]entry, diag.List, error) {
	if problem, err := checkRoot(fsys); problem != nil || err != nil {
		if problem == nil {
			return nil, nil, err
		}
		return nil, diag.List{*problem}, nil
	}
	var names []string
	var all []fs.DirEntry
	var problems diag.List
	err := fs.WalkDir(fsys, Root, func(name string, found fs.DirEntry, err error) error {
		at := diag.Span{File: name}
		switch {
		case err != nil:
			problems = append(problems, diag.Diagnostic{Code: "bad-file", At: at, Message: "cannot be read: " + cause(err)})
			return nil
		case passedOver(name):
			if found.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !utf8.ValidString(name):
			problems = append(problems, diag.Diagnostic{Code: "bad-file", At: at, Message: "has a name that is not UTF-8", Hint: "give it another name"})
			if found.IsDir() {
				return fs.SkipDir
			}
			return nil
		case found.IsDir():
			return nil
		case found.Type()&fs.ModeSymlink != 0:
			problem, ok := checkLink(fsys, name)
			if !ok {
				problems = append(problems, problem)
				return nil
			}
		case !found.Type().IsRegular():
			problems = append(problems, diag.Diagnostic{
				Code: "bad-file", At: at,
				Message: "is neither a file nor a folder (" + sort(found.Type()) + ")", Hint: "move it out of content/",
			})
			return nil
		}
		names, all = append(names, name), append(all, found)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("list %s: %w", Root, err)
	}
	entries, unread := describe(fsys, names, all, began)
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries, append(problems, unread...), nil
}

// describe looks at the files that were found, on all processors.
func describe(fsys fs.FS, names []string, found []fs.DirEntry, began time.Time) (entries []entry, problems diag.List) {
	entries = make([]entry, len(names))
	faults := make([]error, len(names))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(names); i += workers {
				linked := found[i].Type()&fs.ModeSymlink != 0
				info, err := found[i].Info()
				if linked {
					info, err = fs.Stat(fsys, names[i])
				}
				if faults[i] = err; err == nil {
					entries[i] = newEntry(names[i], info, linked, began)
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	for i, err := range faults {
		if err != nil && !isNotExist(err) { // else it has just gone
			problems = append(problems, diag.Diagnostic{Code: "bad-file", At: diag.Span{File: names[i]}, Message: "cannot be read: " + cause(err)})
		}
	}
	return slices.DeleteFunc(entries, func(e entry) bool { return e.name == "" }), problems
}

// checkRoot reports what is wrong with the folder content/ itself.
func checkRoot(fsys fs.FS) (*diag.Diagnostic, error) {
	at := diag.Span{File: Root}
	info, err := fs.Stat(fsys, Root)
	switch {
	case isNotExist(err):
		return &diag.Diagnostic{
			Code: "bad-file", At: at,
			Message: "there is no folder content/ here", Hint: "mkdir -p content/briefings makes one; -s names another folder",
		}, nil
	case err != nil:
		if link, lerr := fs.Lstat(fsys, Root); lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			return &diag.Diagnostic{
				Code: "outside-site", At: at,
				Message: "content is a symbolic link that leads out of the site", Hint: "put the folder itself here, or name its site with -s",
			}, nil
		}
		return nil, fmt.Errorf("read %s: %w", Root, err)
	case !info.IsDir():
		return &diag.Diagnostic{
			Code: "bad-file", At: at,
			Message: "content is a file, not a folder", Hint: "move it away; mkdir -p content/briefings makes the folder",
		}, nil
	}
	return nil, nil
}

// checkLink reports whether a symbolic link leads to a regular file inside the site.
func checkLink(fsys fs.FS, name string) (diag.Diagnostic, bool) {
	at := diag.Span{File: name}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return diag.Diagnostic{
			Code: "outside-site", At: at,
			Message: "is a symbolic link that leads out of the site or nowhere", Hint: "put a copy of the file here",
		}, false
	case info.IsDir():
		return diag.Diagnostic{
			Code: "skipped-file", At: at,
			Message: "is a symbolic link to a folder, which is not followed", Hint: "put the folder itself here",
		}, false
	case !info.Mode().IsRegular():
		return diag.Diagnostic{
			Code: "bad-file", At: at,
			Message: "is a symbolic link to what is no file (" + sort(info.Mode().Type()) + ")",
		}, false
	}
	return diag.Diagnostic{}, true
}

func sort(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "of an unknown sort"
}

// passedOver reports whether no build reads a file or folder of that name, as it is litter or lies in litter.
func passedOver(name string) bool {
	for part := range strings.SplitSeq(strings.TrimPrefix(name, Root+"/"), "/") {
		if litter(part) {
			return true
		}
	}
	return false
}

// litter reports whether a file or folder is what editors, systems and version control leave behind.
func litter(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") ||
		strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, ".tmp") || strings.HasSuffix(base, "___jb_tmp___") ||
		strings.HasSuffix(base, "___jb_old___") || base == "4913" || base == "Thumbs.db" || base == "desktop.ini"
}

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// cause returns the innermost words of a file error, without the path, which the diagnostic's place gives.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
