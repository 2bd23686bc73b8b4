//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test's program be the command itself, which starts itself to write a corpus and as the floor, and a peer.
func TestMain(m *testing.M) {
	switch {
	case filepath.Base(os.Args[0]) == "hugo":
		os.Exit(peer(os.Args[1:]))
	case len(os.Args) > 1 && (os.Args[1] == "corpus" || os.Args[1] == "floor"):
		main()
	}
	os.Exit(m.Run())
}

// peer takes the place of Hugo, which is not there in tests: it makes a page of every file of the content, if it has been given layouts.
func peer(args []string) int {
	if len(args) > 0 && args[0] == "version" {
		fmt.Println("a peer\nof another line")
		return 0
	}
	if _, err := os.Stat("layouts/single.html"); err != nil {
		return 1
	}
	err := filepath.WalkDir("content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		page := filepath.Join("public", name, "index.html")
		if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
			return err
		}
		return os.WriteFile(page, []byte("<!doctype html>"), 0o644)
	})
	if err != nil {
		return 1
	}
	return 0
}

// command runs the command and returns what it prints.
func bench(t *testing.T, in string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(in), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// mustBench is bench for what must succeed.
func mustBench(t *testing.T, in string, args ...string) (out, errOut string) {
	t.Helper()
	code, out, errOut := bench(t, in, args...)
	if code != 0 {
		t.Fatalf("bench %s: exit code %d\n%s", strings.Join(args, " "), code, errOut)
	}
	return out, errOut
}

// attestBinary builds the program that is measured.
func attestBinary(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "attest")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", name, "attest/generator/cmd/attest").CombinedOutput(); err != nil {
		t.Fatalf("build attest: %v\n%s", err, out)
	}
	return name
}

// rows returns the cells of a table by the first of each row.
func rows(table string) map[string][]string {
	out := make(map[string][]string)
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		out[cells[0]] = cells[1:]
	}
	return out
}

// TestTheTablesSayWhatWasMeasured measures small sites with the program itself.
func TestTheTablesSayWhatWasMeasured(t *testing.T) {
	t.Parallel()
	binary, work := attestBinary(t), t.TempDir()
	t.Run("attest", func(t *testing.T) {
		t.Parallel()
		out, errOut := mustBench(t, "", "attest", "--attest", binary, "--sizes", "5", "--rounds", "2", "--edits", "2", "--dir", work)
		got := rows(out)
		if diff := cmp.Diff([]string{"5"}, got["briefings"]); diff != "" {
			t.Errorf("sizes (-want +got):\n%s", diff)
		}
		for _, row := range []string{"**build from nothing**", "its processor time", "build, nothing changed", "build, a text edited", "build, a title edited", "text edited: served after (median, p95)"} {
			for _, cell := range got[row] {
				if !strings.Contains(cell, " ms") && !strings.Contains(cell, " s") || strings.HasPrefix(cell, "0 ms") {
					t.Errorf("%s: %s is no time", row, cell)
				}
			}
		}
		if cells := got["build, a text edited"]; len(cells) != 1 || !strings.HasSuffix(cells[0], ", 3 files") {
			t.Errorf("an edit of a text should write its page and two scripts of the search: %q", cells)
		}
		for _, row := range []string{"its peak memory", "server's peak memory"} {
			for _, cell := range got[row] {
				if !strings.HasSuffix(cell, " MB") || strings.HasPrefix(cell, "0 ") {
					t.Errorf("%s: %s is no size", row, cell)
				}
			}
		}
		if !strings.Contains(errOut, "0 warnings") {
			t.Errorf("there are warnings: %s", errOut)
		}
	})
	t.Run("peers", func(t *testing.T) {
		t.Parallel()
		hugo := filepath.Join(t.TempDir(), "hugo")
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(self, hugo); err != nil {
			t.Fatal(err)
		}
		out, errOut := mustBench(t, "", "peers", "--attest", binary, "--hugo", hugo, "--sizes", "1 3", "--rounds", "2", "--dir", work)
		got := rows(out)
		if diff := cmp.Diff([]string{"13 pages, 0 MB", "15 pages, 0 MB"}, got["output of Hugo"]); diff != "" { // briefings, 5 actors, 6 sources, the claims
			t.Errorf("the peer's output (-want +got):\n%s", diff)
		}
		for _, row := range []string{"**Hugo / attest**", "**attest / floor**"} {
			if cell := got[row]; len(cell) != 2 || !strings.Contains(cell[0], ".") {
				t.Errorf("%s: %q is no ratio", row, cell)
			}
		}
		if !strings.Contains(errOut, "a peer") || strings.Contains(errOut, "of another line") || strings.Count(errOut, "round") != 4 {
			t.Errorf("it says of its work:\n%s", errOut)
		}
	})
	t.Cleanup(func() {
		if left, _ := os.ReadDir(work); len(left) > 0 {
			t.Errorf("%s is left", left)
		}
	})
}

// TestFaultsAreNamed also holds that a program which fails ends a measurement.
func TestFaultsAreNamed(t *testing.T) {
	t.Parallel()
	failing := filepath.Join(t.TempDir(), "failing")
	if err := os.WriteFile(failing, []byte("#!/bin/sh\necho out of luck >&2\nexit 3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"out of luck":             {"attest", "--attest", failing, "--sizes", "1", "--dir", t.TempDir()},
		"takes numbers from 1":    {"attest", "--attest", failing, "--sizes", "0"},
		"at least 1 briefing":     {"corpus", filepath.Join(t.TempDir(), "a"), "--briefings", "0"},
		"file exists":             {"corpus", t.TempDir()},
		"no traces of a build":    {"stages"},
		"no such file":            {"floor", "nowhere", "nowhere", t.TempDir()},
		"missing flags: --attest": {"attest"},
	} {
		code, _, errOut := bench(t, "", args...)
		if code == 0 || !strings.Contains(errOut, want) {
			t.Errorf("bench %s: exit code %d, and it says %q, not %q", strings.Join(args, " "), code, errOut, want)
		}
	}
}

// TestTheFloorWritesWhatABuildWrote compares names and sizes.
func TestTheFloorWritesWhatABuildWrote(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	site, like, out := filepath.Join(dir, "site"), filepath.Join(dir, "like"), filepath.Join(dir, "out")
	mustBench(t, "", "corpus", site, "--briefings", "3")
	want := map[string]int64{"a/b/c.html": 10, "index.html": 3_000_000, "empty.txt": 0}
	for name, size := range want {
		if err := fill(filepath.Join(like, name), []byte("x"), size); err != nil {
			t.Fatal(err)
		}
	}
	mustBench(t, "", "floor", filepath.Join(site, "content"), like, out)
	got := make(map[string]int64)
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		got[name] = info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the floor wrote (-want +got):\n%s", diff)
	}
	broken := filepath.Join(site, "content", "briefings", "briefing-0.md")
	if err := os.WriteFile(broken, []byte("---\ntitle: [\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := bench(t, "", "floor", filepath.Join(site, "content"), like, out); code == 0 || !strings.Contains(errOut, "decode "+broken) {
		t.Errorf("front matter that cannot be read: exit code %d, %s", code, errOut)
	}
}

// TestThePeakOfAProcessIsSeen runs a program that takes so much memory, which is more than this test's own process ever has.
func TestThePeakOfAProcessIsSeen(t *testing.T) {
	t.Parallel()
	const size = 600 << 20
	c, _, err := command{args: []string{"dd", "if=/dev/zero", "of=/dev/null", fmt.Sprintf("bs=%d", size), "count=1"}}.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.memory < size || c.memory > size*5/4 || c.time <= 0 || c.processor <= 0 {
		t.Errorf("a process that took %d bytes is said to have taken %d, %s, and %s of the processor", size, c.memory, c.time, c.processor)
	}
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	var twenty []time.Duration
	for i := range 20 {
		twenty = append(twenty, time.Duration(i+1))
	}
	for _, c := range []struct {
		sorted []time.Duration
		p      int
		want   time.Duration
	}{{twenty, 50, 10}, {twenty, 95, 19}, {twenty, 100, 20}, {twenty[:1], 50, 1}, {twenty[:2], 95, 2}, {twenty[:3], 50, 2}} {
		if got := quantile(c.sorted, c.p); got != c.want {
			t.Errorf("the quantile %d of %d times is %d, not %d", c.p, len(c.sorted), got, c.want)
		}
	}
	all := costs{{time: 3, processor: 30, memory: 1}, {time: 1, processor: 10, memory: 5}, {time: 2, processor: 50, memory: 2}}
	if all.time() != 2 || all.processor() != 30 || all.memory() != 5 {
		t.Errorf("the medians are %d and %d, the highest peak %d", all.time(), all.processor(), all.memory())
	}
}

func TestFiguresAreWorded(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"7 ms": seconds(7_400_000), "0.25 s": seconds(250 * time.Millisecond), "12.3 s": seconds(12_345 * time.Millisecond),
		"1,234 MB": megabytes(1_234_400_000), "–": megabytes(0), "50,000": thousands(50_000), "999": thousands(999), "1,000,000": thousands(1_000_000),
		"2.50": ratio[int64](5, 2),
	} {
		if got != want {
			t.Errorf("%s should be %s", got, want)
		}
	}
}

// traces are what go tool pprof -traces prints.
const traces = `File: bench.test
Type: cpu
Duration: 1.5s, Total samples = 2.40s
-----------+-------------------------------------------------------
     600ms   runtime.memmove
             github.com/alecthomas/chroma/v2.Coalesce
             attest/generator/markdown.(*codeRenderer).render
             attest/generator/content.parallel.func1
-----------+-------------------------------------------------------
        kind: label
     300ms   runtime.mallocgc
             attest/generator/theme.(*Theme).Fragment (inline)
             attest/generator/plan.(*Plan).Make
             attest/generator/build.(*loaded).render.func2
-----------+-------------------------------------------------------
        1s   internal/runtime/syscall/linux.Syscall6
             attest/generator/build.(*Publisher).Add
             attest/generator/build.(*loaded).render.func2
-----------+-------------------------------------------------------
     100ms   runtime.scanobject
             runtime.gcBgMarkWorker
-----------+-------------------------------------------------------
     400ms   internal/runtime/syscall/linux.Syscall6
             os.RemoveAll
             testing.(*B).runN
-----------+-------------------------------------------------------
`

func TestAProfileIsPartedIntoStages(t *testing.T) {
	t.Parallel()
	picture, doc := filepath.Join(t.TempDir(), "picture.svg"), filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(doc, []byte("Before.\n<!-- figures: make profile -->\nold\n<!-- end -->\nAfter.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, _ := mustBench(t, traces, "stages", "--svg", picture, "--into", doc)
	written, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Before.\n<!-- figures: make profile -->\n" + out + "<!-- end -->\nAfter.\n"; string(written) != want {
		t.Errorf("the page is\n%s\nnot\n%s", written, want)
	}
	got := rows(out)
	for stage, want := range map[string][]string{
		"prose converted": {"30 %", "highlighting 30 %"}, "pages made": {"15 %", "memory 15 %"},
		"written, kept for the next build": {"50 %", "system calls 50 %"}, "memory cleaned": {"5 %", "memory 5 %"}, "linked": {"0 %"},
	} {
		if diff := cmp.Diff(want, got[stage]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stage, diff)
		}
	}
	if err := os.WriteFile(doc, []byte("No part.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := bench(t, traces, "stages", "--into", doc); code == 0 || !strings.Contains(errOut, "has no part for make profile") {
		t.Errorf("a page without the part: exit code %d, %s", code, errOut)
	}
	svg, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"<title>prose converted: highlighting, 30.0 %</title>", ">pages made</text>", ">50 %</text>"} {
		if !strings.Contains(string(svg), words) {
			t.Errorf("the picture lacks %s:\n%s", words, svg)
		}
	}
}
