package browsertest_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// base is the base_url of the sites that have one. Its path is where the test's host serves them.
const base = "https://reader.example/repo/"

// built is the output of one site.
type built struct {
	name  string // for the names of tests
	dir   string
	base  string   // empty for none
	files []string // slash-separated, sorted
	crawl func() []*page
}

// The sites, each built when it is first asked for.
var (
	sampleHosted    = site("sample with base_url", base, sample)
	sampleBare      = site("sample without base_url", "", sample)
	syntheticHosted = site("synthetic with base_url", base, synthetic)
	syntheticBare   = site("synthetic without base_url", "", synthetic)
)

var sites = []func() (*built, error){sampleHosted, sampleBare, syntheticHosted, syntheticBare}

// scratch holds the sites and the browser's profile. It is removed at the end.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "browsertest-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		scratch = dir
		defer remove(dir)
		defer stopChromium()
		return m.Run()
	}())
}

// site returns what builds a site from the files that content gives.
func site(name, base string, content func() (map[string][]byte, error)) func() (*built, error) {
	return sync.OnceValues(func() (*built, error) {
		source, err := os.MkdirTemp(scratch, "site-")
		if err != nil {
			return nil, err
		}
		files, err := content()
		if err != nil {
			return nil, err
		}
		for file, data := range files {
			at := filepath.Join(source, filepath.FromSlash(file))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(at, data, 0o644); err != nil {
				return nil, err
			}
		}
		result, err := build.Run(context.Background(), build.Options{
			Source: source, Base: base, Day: edtf.Day{Year: 2026, Month: 6, Day: 1}, Theme: attest.Theme(),
		})
		if err != nil {
			return nil, fmt.Errorf("build the %s: %w", name, err)
		}
		if result.Diagnostics.Failed() {
			return nil, fmt.Errorf("the %s has problems:\n%s", name, problems(result.Diagnostics))
		}
		b := &built{name: name, dir: result.Output, base: base}
		if b.files, err = listed(b.dir); err != nil {
			return nil, err
		}
		b.crawl = sync.OnceValue(b.readPages)
		return b, nil
	})
}

// problems are the messages of the errors among a build's diagnostics.
func problems(list diag.List) string {
	var lines []string
	for _, d := range list {
		if line := fmt.Sprintf("%s: %s: %s", d.At.File, d.Code, d.Message); !slices.Contains(lines, line) && len(lines) < 40 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// sample is the content of the repository, with neither base_url nor cname of its own.
func sample() (map[string][]byte, error) {
	const root = "../.."
	files := make(map[string][]byte)
	err := fs.WalkDir(os.DirFS(root), "content", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if name == "content/site.yaml" {
			data = withoutKeys(data, "base_url:", "cname:")
		}
		files[name] = data
		return err
	})
	return files, err
}

// withoutKeys leaves out the lines that begin with one of the keys.
func withoutKeys(yaml []byte, keys ...string) []byte {
	var kept []string
	for line := range strings.Lines(string(yaml)) {
		if !slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(line, key) }) {
			kept = append(kept, line)
		}
	}
	return []byte(strings.Join(kept, ""))
}

// listed returns the names of all files below dir, slash-separated and sorted.
func listed(dir string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// must returns the site, which it builds if need be.
func must(t *testing.T, site func() (*built, error)) *built {
	t.Helper()
	b, err := site()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// has reports whether the output has the file.
func (b *built) has(name string) bool {
	_, found := slices.BinarySearch(b.files, name)
	return found
}

// read returns the bytes of a file of the output.
func (b *built) read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
