package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Target says where a site is published to.
type Target struct {
	Dir    string // the output, usually public/ of the source; need not be there yet
	Source string // the site's folder
	State  string // the folder of what is kept between runs, usually .attest/ of the source; made when absent
}

// sourceFolders are the folders of a site that an output may neither be, lie in nor hold.
var sourceFolders = []string{"content", "static", "templates", ".git"}

// place is a Target that was found fit to publish to, free of symbolic links.
type place struct {
	dir   string
	state string
	key   string // names the output in the state: relative where the source holds it, so that a site can be moved
}

// check refuses an output that could cost somebody files: the site's own folders or those above them, what is no folder, and what a
// link leads to outside the site.
func (t Target) check() (place, error) {
	refuse := func(reason string, args ...any) (place, error) {
		return place{}, fmt.Errorf("%s cannot be the output: it %s", t.Dir, fmt.Sprintf(reason, args...))
	}
	if t.Dir == "" || t.Source == "" || t.State == "" {
		return place{}, errors.New("the output, the site and the folder for what is kept must all be named")
	}
	dir, err := filepath.Abs(t.Dir)
	if err != nil {
		return place{}, fmt.Errorf("look at %s: %w", t.Dir, err)
	}
	source, err := filepath.Abs(t.Source)
	if err != nil {
		return place{}, fmt.Errorf("look at %s: %w", t.Source, err)
	}
	state, err := filepath.Abs(t.State)
	if err != nil {
		return place{}, fmt.Errorf("look at %s: %w", t.State, err)
	}
	realSource, err := filepath.EvalSymlinks(source)
	if err != nil {
		return place{}, fmt.Errorf("look at the site's folder: %w", err)
	}
	realDir, err := resolve(dir)
	if err != nil {
		return place{}, fmt.Errorf("look at %s: %w", t.Dir, err)
	}

	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return place{}, fmt.Errorf("look at %s: %w", t.Dir, err)
	case info.Mode()&fs.ModeSymlink != 0 && !within(realDir, realSource):
		return refuse("is a link that leads out of the site, to %s; name that folder itself if you mean it", realDir)
	case info.Mode()&fs.ModeSymlink != 0 && realDir == dir:
		return refuse("is a link that leads nowhere")
	case info.Mode()&fs.ModeSymlink == 0 && !info.IsDir():
		return refuse("is not a folder")
	}
	if filepath.Dir(realDir) == realDir {
		return refuse("is the root of the file system")
	}
	if within(realSource, realDir) {
		return refuse("is the site's own folder, or holds it")
	}
	if within(dir, source) && !within(realDir, realSource) {
		return refuse("leads out of the site by a link, to %s", realDir)
	}
	for _, name := range sourceFolders {
		folder, err := resolve(filepath.Join(realSource, name))
		if err != nil {
			return place{}, fmt.Errorf("look at %s: %w", name, err)
		}
		if within(realDir, folder) || within(folder, realDir) {
			return refuse("is %s of the site, lies in it or holds it", name)
		}
	}
	realState, err := resolve(state)
	if err != nil {
		return place{}, fmt.Errorf("look at %s: %w", t.State, err)
	}
	if within(realDir, realState) || within(realState, realDir) {
		return refuse("is %s, lies in it or holds it", t.State)
	}
	if within(realSource, realState) {
		return place{}, fmt.Errorf("%s cannot hold what is kept between runs: it is the site's folder, or holds it", t.State)
	}
	for _, name := range sourceFolders {
		if within(realState, filepath.Join(realSource, name)) {
			return place{}, fmt.Errorf("%s cannot hold what is kept between runs: it is %s of the site, or lies in it", t.State, name)
		}
	}
	key := realDir
	if within(realDir, realSource) {
		if rel, err := filepath.Rel(realSource, realDir); err == nil {
			key = filepath.ToSlash(rel)
		}
	}
	return place{dir: realDir, state: realState, key: key}, nil
}

// resolve returns the path without symbolic links, as far as it exists.
func resolve(path string) (string, error) {
	rest := ""
	for p := path; ; p = filepath.Dir(p) {
		real, err := filepath.EvalSymlinks(p)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(p) == p {
			return "", err
		}
		rest = filepath.Join(filepath.Base(p), rest)
	}
}

// within reports whether the path is the folder or lies below it, also where the file system tells no upper case from lower.
func within(path, folder string) bool {
	info, err := os.Stat(folder)
	known := err == nil
	for p := path; ; p = filepath.Dir(p) {
		if p == folder {
			return true
		}
		if known {
			if other, err := os.Stat(p); err == nil && os.SameFile(info, other) {
				return true
			}
		}
		if filepath.Dir(p) == p {
			return false
		}
	}
}
