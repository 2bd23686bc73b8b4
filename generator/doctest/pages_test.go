package doctest_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"attest"
	"attest/generator/build"
	"attest/generator/edtf"
)

// documents are all pages of the documentation.
func documents(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(repo(), "docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "README.md", "ARCHITECTURE.md", "CHANGELOG.md")
}

// TestSitesOfThePagesBuildWithoutAWarning builds the tour of README.md, and the files that docs/content.md shows, as they stand there.
func TestSitesOfThePagesBuildWithoutAWarning(t *testing.T) {
	for _, name := range []string{"README.md", "docs/content.md"} {
		files := make(map[string]string)
		for file, text := range read(t, name).files("") {
			if i := strings.Index(file, "content/"); i >= 0 {
				files[file[i:]] = text
			}
		}
		if len(files) < 3 {
			t.Errorf("%s shows only %d files", name, len(files))
		}
		if found, printed := checked(t, files); len(serious(found)) > 0 {
			t.Errorf("the site that %s shows has problems:\n%s", name, printed)
		}
	}
}

// TestTourPrintsWhatThePageSays compares what a build of the tour prints with the page.
func TestTourPrintsWhatThePageSays(t *testing.T) {
	p := read(t, "README.md")
	i := slices.IndexFunc(p.blocks, func(b block) bool { return b.lang == "console" && strings.Contains(b.text, "build -s harbour") })
	if i < 0 {
		t.Fatal("README.md does not show what a build prints")
	}
	files := make(map[string]string)
	for name, text := range p.files("") {
		if rest, ok := strings.CutPrefix(name, "harbour/"); ok {
			files[rest] = text
		}
	}
	dir := write(t, files)
	result, err := build.Run(t.Context(), build.Options{Source: dir, Theme: attest.Theme(), Day: edtf.Day{Year: 2026, Month: 7, Day: 1}})
	if err != nil {
		t.Fatal(err)
	}
	_, printed := checked(t, files)
	want := fmt.Sprintf("$ bin/attest build -s harbour\n%s%d pages: %d files written, 0 unchanged, 0 removed\nopen harbour/public/index.html\n",
		printed, result.Pages, result.Report.Written)
	switch {
	case p.blocks[i].text == want:
	case *update:
		p.lines = slices.Replace(p.lines, p.blocks[i].line, p.blocks[i].end, strings.Split(strings.TrimSuffix(want, "\n"), "\n")...)
		if err := os.WriteFile(filepath.Join(root, p.name), []byte(strings.Join(p.lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md: a build of the tour prints (or run go test ./generator/doctest -update):\n%s", want)
	}
	page, err := os.ReadFile(filepath.Join(dir, "public/briefings/ferry-halt.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"1 report, 1 independent line; disputed by 1", ">B2<", ">D4<", "The notice speaks of reduced service", `href="../actors/port-vela.html">port authority</a>`} {
		if !strings.Contains(string(page), words) {
			t.Errorf("the page that the tour builds does not show %s", words)
		}
	}
}

var (
	mdLink  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	notSlug = regexp.MustCompile(`[^\p{L}\p{N}\p{M} _-]`)
)

// TestLinksOfTheDocumentationLeadSomewhere checks relative links and their fragments.
func TestLinksOfTheDocumentationLeadSomewhere(t *testing.T) {
	for _, name := range documents(t) {
		for i, line := range outsideFences(read(t, name).lines) {
			for _, m := range mdLink.FindAllStringSubmatch(inCode.ReplaceAllString(line, ""), -1) {
				target, fragment, _ := strings.Cut(m[1], "#")
				if strings.Contains(target, ":") {
					continue
				}
				file := name
				if target != "" {
					file = path.Join(path.Dir(name), target)
				}
				if _, err := fs.Stat(repo(), file); err != nil {
					t.Errorf("%s:%d: %s is not there", name, i+1, file)
				} else if fragment != "" && !slices.Contains(anchors(t, file), fragment) {
					t.Errorf("%s:%d: %s has no heading #%s", name, i+1, file, fragment)
				}
			}
		}
	}
}

// anchors are the fragments of a page's headings, made as GitHub makes them.
func anchors(t *testing.T, name string) []string {
	t.Helper()
	var out []string
	for _, line := range outsideFences(read(t, name).lines) {
		if m := heading.FindStringSubmatch(line); m != nil {
			out = append(out, strings.ReplaceAll(strings.Map(unicode.ToLower, notSlug.ReplaceAllString(m[1], "")), " ", "-"))
		}
	}
	return out
}

// outsideFences returns the lines of a page, those of code blocks empty.
func outsideFences(lines []string) []string {
	out := make([]string, len(lines))
	fence := ""
	for i, line := range lines {
		mark := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(mark) >= 3:
			fence = mark
		case fence != "" && line == fence:
			fence = ""
		case fence == "":
			out[i] = line
		}
	}
	return out
}
