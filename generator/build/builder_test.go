package build_test

import (
	"os"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/build"
)

// smallDocuments is how many documents smallSite has.
const smallDocuments = 4

// smallSite makes a site to be built.
func smallSite(t *testing.T) (build.Options, *os.Root) {
	t.Helper()
	dir := t.TempDir()
	site, err := os.OpenRoot(dir)
	must(t, err)
	t.Cleanup(func() { _ = site.Close() })
	save(t, site, "content/site.yaml", "base_url: https://example.org/\n")
	save(t, site, "content/briefings/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\nOf the Orsa Line.\n")
	save(t, site, "content/briefings/b.md", "---\ntitle: B\ndate: 2026-01-02\n---\nAlone.\n")
	save(t, site, "content/actors/orsa.md", "---\nname: Orsa Line\n---\n")
	save(t, site, "content/pages/about.md", "---\ntitle: About\n---\nAbout us.\n")
	return build.Options{Source: dir, Theme: attest.Theme()}, site
}

func mustBuild(t *testing.T, opt build.Options) build.Report {
	t.Helper()
	result, err := build.Run(t.Context(), opt)
	if err != nil || result.Diagnostics.Failed() {
		t.Fatalf("build: %v, error %v", result, err)
	}
	return result.Report
}

// edit is something that is done to smallSite, of the files that are named, and which files of the output that writes.
type edit struct {
	name    string
	do      func(t *testing.T, site *os.Root)
	changed []string
	written []string
}

var builderEdits = []edit{
	{"nothing", func(*testing.T, *os.Root) {}, []string{}, nil},
	{"a body", func(t *testing.T, site *os.Root) {
		save(t, site, "content/briefings/b.md", "---\ntitle: B\ndate: 2026-01-02\n---\nNot alone.\n")
	}, []string{"content/briefings/b.md"}, []string{"briefings/b.html", "data/search/at-0-0.js", "data/search/best-0-0.js"}},
	{"a body of a page", func(t *testing.T, site *os.Root) {
		save(t, site, "content/pages/about.md", "---\ntitle: About\n---\nAbout them.\n")
	}, []string{"content/pages/about.md"}, []string{"pages/about.html"}},
	{"a file of the site's own", func(t *testing.T, site *os.Root) {
		save(t, site, "static/own.txt", "own")
	}, []string{"static/own.txt"}, []string{"own.txt"}},
	{"an error", func(t *testing.T, site *os.Root) {
		save(t, site, "content/briefings/b.md", "---\ntitle: [\n---\n")
	}, []string{"content/briefings/b.md"}, nil},
	{"the error mended", func(t *testing.T, site *os.Root) {
		save(t, site, "content/briefings/b.md", "---\ntitle: B\ndate: 2026-01-02\n---\nMended.\n")
	}, []string{"content/briefings/b.md"}, []string{"briefings/b.html", "data/search/at-0-0.js", "data/search/best-0-0.js"}},
}

// TestOnlyWhatAnEditChangesIsMade makes one edit after the other in front of one builder, and of builds one after the other.
func TestOnlyWhatAnEditChangesIsMade(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{false, true} {
		opt, site := smallSite(t)
		var made atomic.Int64
		opt.Progress = func(int, int) { made.Add(1) }
		b := build.NewBuilder(opt)
		for _, e := range slices.Concat([]edit{{"the beginning", func(*testing.T, *os.Root) {}, nil, nil}}, builderEdits) {
			e.do(t, site)
			made.Store(0)
			if kept {
				must(t, b.Close())
				b = build.NewBuilder(opt)
			}
			result, err := b.Build(t.Context(), e.changed)
			must(t, err)
			if e.changed == nil {
				continue
			}
			written := slices.DeleteFunc(slices.Clone(result.Report.Changed), func(name string) bool { return name == build.SumsName })
			if diff := cmp.Diff(e.written, written); diff != "" && len(e.written)+len(written) > 0 {
				t.Errorf("%s, kept %v: written (-want +got):\n%s", e.name, kept, diff)
			}
			if n := made.Load(); e.written == nil && n > 0 {
				t.Errorf("%s, kept %v: %d files were made", e.name, kept, n)
			}
		}
		must(t, b.Close())
	}
}

// TestAFileThatIsGoneHasNoProblems takes a file away that the rules find fault with, together with a change that has everything linked anew.
func TestAFileThatIsGoneHasNoProblems(t *testing.T) {
	t.Parallel()
	opt, site := smallSite(t)
	save(t, site, "content/briefings/c.md", "---\ntitle: C\ndate: 2026-01-03\nclaims: {c: {text: C}}\n---\n")
	b := build.NewBuilder(opt)
	first, err := b.Build(t.Context(), nil)
	must(t, err)
	if len(first.Diagnostics) == 0 {
		t.Fatal("the rules find no fault")
	}
	must(t, site.Remove("content/briefings/c.md"))
	save(t, site, "content/site.yaml", "base_url: https://example.org/\ntitle: T\n")
	second, err := b.Build(t.Context(), []string{"content/briefings/c.md", "content/site.yaml"})
	must(t, err)
	if len(second.Diagnostics) > 0 {
		t.Errorf("problems are left: %v", second.Diagnostics)
	}
	must(t, b.Close())
}
