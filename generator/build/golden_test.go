package build_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/build"
	"attest/generator/edtf"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden are the pages that are read in review when they change: one of each kind.
var golden = []string{
	"404.html", "actors.html", "actors/orsa-line.html", "actors/port-vela.html", "briefings.html", "briefings/ferry-link.html", "claims.html",
	"corrections.atom", "corrections.html", "data/claims-1.js", "data/claims.csv", "data/claims.json", "data/search/at-0-0.js",
	"data/search/best-0-0.js", "data/search/rows-0-0.js", "data/search/shelf-0-0.js", "data/sources-1.js", "feed.atom", "feed.json", "index.html", "methodology.html",
	"news/ferry.html", "pages/about.html", "robots.txt", "search.html", "sitemap.xml", "sources.html", "sources/harbour-log.html",
	"sources/orsa-notice.html", "sources/press-release.html", "timeline.html", "topics/shipping.html",
}

func TestGoldenPages(t *testing.T) {
	t.Parallel()
	source := copySite(t, "testdata/vela")
	result, err := build.Run(t.Context(), build.Options{Source: source, Theme: attest.Theme(), Day: edtf.Day{Year: 2026, Month: 6, Day: 30}})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s: %s", d.At.File, d.Code, d.Message)
	}
	for _, name := range golden {
		got, err := os.ReadFile(filepath.Join(result.Output, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		file := filepath.Join("testdata", "golden", filepath.FromSlash(name))
		if *update {
			write(t, file, got)
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(strings.Split(unversioned(want), "\n"), strings.Split(unversioned(got), "\n")); diff != "" {
			t.Errorf("%s (-want +got; make golden rewrites it):\n%s", name, diff)
		}
	}
}

// unversioned drops the digests of assets, which change whenever the theme does and say nothing to a reader.
func unversioned(page []byte) string {
	var b strings.Builder
	for rest := string(page); ; {
		before, after, found := strings.Cut(rest, "?v=")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		rest = strings.TrimLeft(after, "0123456789abcdef")
	}
}

// copySite copies a site into a folder of its own, since a build keeps its state there.
func copySite(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil { //nolint:gosec // golden files are read by everybody
		t.Fatal(err)
	}
}

// A word that is withheld, or above the site's level, is in no byte and no name of the output.
func TestWithheldWordsAreNowhere(t *testing.T) {
	t.Parallel()
	source := copySite(t, "testdata/vela")
	result, err := build.Run(t.Context(), build.Options{Source: source, Theme: attest.Theme()})
	if err != nil || result.Diagnostics.Failed() {
		t.Fatal(err, result)
	}
	secrets := []string{"clerk", "must not be known"}
	err = fs.WalkDir(os.DirFS(result.Output), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(result.Output, name))
		for _, secret := range secrets {
			if strings.Contains(string(data), secret) || strings.Contains(name, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(result.Report.Changed, "sources/harbour-log.html") {
		t.Error("a source that is not withheld has no page")
	}
}
