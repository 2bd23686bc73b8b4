package doctest_test

import (
	"errors"
	"go/build"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "attest"

var (
	roomRow = regexp.MustCompile("^\\| `([\\w./]+)` \\|.*\\| ([^|]*) \\|$")
	inCode  = regexp.MustCompile("`([^`]+)`")
)

// TestRoomsImportWhatTheTableSays holds the table of rooms in ARCHITECTURE.md against the imports of each package.
func TestRoomsImportWhatTheTableSays(t *testing.T) {
	table := make(map[string][]string)
	for _, line := range strings.Split(read(t, "ARCHITECTURE.md").section(t, "Table of rooms"), "\n") {
		m := roomRow.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		table[m[1]] = []string{}
		for _, name := range inCode.FindAllStringSubmatch(m[2], -1) {
			table[m[1]] = append(table[m[1]], name[1])
		}
		slices.Sort(table[m[1]])
	}
	if diff := cmp.Diff(rooms(t), table); diff != "" {
		t.Errorf("the packages import (-) what the table of rooms does not say (+):\n%s", diff)
	}
}

// rooms returns the packages of the module, but those that hold nothing but tests, with what they import of each other. They are read
// in this process, so that the test's cached result falls when one of them changes.
func rooms(t *testing.T) map[string][]string {
	t.Helper()
	out := make(map[string][]string)
	add := func(dir string) {
		pkg, err := build.ImportDir(filepath.Join(root, dir), 0)
		if err != nil {
			var none *build.NoGoError
			if !errors.As(err, &none) {
				t.Error(err)
			}
			return
		}
		if slices.Equal(pkg.GoFiles, []string{"doc.go"}) {
			return
		}
		imports := []string{}
		for _, name := range pkg.Imports {
			if name == module || strings.HasPrefix(name, module+"/") {
				imports = append(imports, room(name))
			}
		}
		slices.Sort(imports)
		out[room(path.Join(module, dir))] = imports
	}
	add(".")
	err := fs.WalkDir(repo(), "generator", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "testdata" || d.Name() == "node_modules" {
			return fs.SkipDir
		}
		add(name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// room is the name of a package in the table.
func room(importPath string) string {
	if importPath == module {
		return "theme.go"
	}
	return strings.TrimPrefix(importPath, module+"/generator/")
}
