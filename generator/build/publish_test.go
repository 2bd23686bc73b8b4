package build_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"attest/generator/build"
)

// tree is files by slash-separated name.
type tree map[string]string

// newSite makes a site's folder and returns what its output would be.
func newSite(t *testing.T) build.Target {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"content", "static", "templates"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return build.Target{Dir: filepath.Join(dir, "public"), Source: dir, State: filepath.Join(dir, ".attest")}
}

func publish(ctx context.Context, target build.Target, files tree) (build.Report, error) {
	p, err := build.OpenPublisher(ctx, target)
	if err != nil {
		return build.Report{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := p.Add(name, []byte(files[name])); err != nil {
			return build.Report{}, errors.Join(err, p.Abort())
		}
	}
	return p.Commit(ctx)
}

func mustPublish(t *testing.T, target build.Target, files tree) build.Report {
	t.Helper()
	report, err := publish(t.Context(), target, files)
	if err != nil {
		t.Fatalf("publish: %v", err)
	}
	return report
}

func put(t *testing.T, dir string, files tree) {
	t.Helper()
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns the files below dir; folders that hold nothing end in a slash, links name their goal.
func read(t *testing.T, dir string) tree {
	t.Helper()
	files := tree{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			return nil
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case entry.IsDir():
			inside, err := os.ReadDir(name)
			if err == nil && len(inside) == 0 && name != dir {
				files[rel+"/"] = ""
			}
			return err
		case entry.Type()&fs.ModeSymlink != 0:
			goal, err := os.Readlink(name)
			files[rel] = "-> " + goal
			return err
		}
		data, err := os.ReadFile(name)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sums returns the SHA256SUMS of the files.
func sums(files tree) string {
	var b strings.Builder
	b.WriteString("# attest 1\n")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256([]byte(files[name])), name)
	}
	return b.String()
}

// with returns the trees joined; the last one counts.
func with(trees ...tree) tree {
	all := tree{}
	for _, one := range trees {
		maps.Copy(all, one)
	}
	return all
}

// built returns what a build of the files leaves in the output.
func built(files tree) tree { return with(files, tree{"SHA256SUMS": sums(files)}) }

func wantTree(t *testing.T, dir string, want tree) {
	t.Helper()
	if diff := cmp.Diff(want, read(t, dir)); diff != "" {
		t.Errorf("files of %s (-want +got):\n%s", dir, diff)
	}
}

// wantIdle fails if the state's folder holds traces of a publication.
func wantIdle(t *testing.T, target build.Target) {
	t.Helper()
	for name := range read(t, target.State) {
		if strings.HasPrefix(name, "staging") || strings.HasPrefix(name, "publishing") {
			t.Errorf("%s is left in the state's folder", name)
		}
	}
}

func TestPublishWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	first := tree{"index.html": "one", "a/index.html": "a", "gone/deep/index.html": "x", "gone.css": "y"}
	report := mustPublish(t, target, first)
	if report.Written != 4 || report.Unchanged != 0 || report.Removed != 0 || len(report.Sums) != 4 {
		t.Errorf("first build: %+v", report)
	}
	wantTree(t, target.Dir, built(first))
	wantIdle(t, target)
	before, err := os.Stat(filepath.Join(target.Dir, "a", "index.html"))
	if err != nil {
		t.Fatal(err)
	}

	second := tree{"index.html": "two", "a/index.html": "a", "b/index.html": "b"}
	report = mustPublish(t, target, second)
	if diff := cmp.Diff([]string{"b/index.html", "index.html"}, report.Changed); diff != "" || report.Unchanged != 1 || report.Removed != 2 {
		t.Errorf("second build: %+v\n%s", report, diff)
	}
	wantTree(t, target.Dir, built(second))
	after, err := os.Stat(filepath.Join(target.Dir, "a", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("an unchanged file was written again")
	}

	report = mustPublish(t, target, second)
	if report.Written != 0 || report.Unchanged != 3 || report.Removed != 0 {
		t.Errorf("third build: %+v", report)
	}
}

func TestPublishWorksInAFreshClone(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	mustPublish(t, target, tree{"index.html": "one", "old.html": "old"})
	if err := os.RemoveAll(target.State); err != nil {
		t.Fatal(err)
	}
	next := tree{"index.html": "two"}
	mustPublish(t, target, next)
	wantTree(t, target.Dir, built(next))
}

func TestSumsAreThoseOfSha256sum(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("no sha256sum here")
	}
	target := newSite(t)
	mustPublish(t, target, tree{"index.html": "one", "ein Name/ä b.html": "two"})
	check := exec.CommandContext(t.Context(), tool, "-c", "--strict", "SHA256SUMS")
	check.Dir = target.Dir
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

func TestForeignFilesAreKept(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	foreign := tree{".git/config": "git", "CNAME": "example.org", "google123.html": "g", "gone/mine.txt": "m"}
	mustPublish(t, target, tree{"index.html": "one", "gone/index.html": "x", "edited.html": "x"})
	put(t, target.Dir, foreign)
	put(t, target.Dir, tree{"edited.html": "by hand"})
	report := mustPublish(t, target, tree{"index.html": "one"})
	if diff := cmp.Diff([]string{"edited.html"}, report.Kept); diff != "" {
		t.Errorf("kept:\n%s", diff)
	}
	wantTree(t, target.Dir, with(built(tree{"index.html": "one"}), foreign, tree{"edited.html": "by hand"}))
}

func TestForeignFilesInTheWayAreNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		foreign tree
		next    tree
		want    []string // nil: no error
	}{
		{"another's file", tree{"b.html": "mine"}, tree{"index.html": "two", "b.html": "b"}, []string{"b.html"}},
		{"of the same size", tree{"b.html": "m"}, tree{"index.html": "two", "b.html": "b"}, []string{"b.html"}},
		{"with the right bytes", tree{"b.html": "b"}, tree{"index.html": "two", "b.html": "b"}, nil},
		{"a changed file of ours", tree{"index.html": "by hand"}, tree{"index.html": "two"}, []string{"index.html"}},
		{"a changed file that is mended", tree{"index.html": "two"}, tree{"index.html": "two"}, nil},
		{"two of them", tree{"b.html": "m", "c/d.html": "m"}, tree{"b.html": "b", "c/d.html": "d"}, []string{"b.html", "c/d.html"}},
		{"a file where a folder must be", tree{"b": "m"}, tree{"b/c.html": "c", "b/d.html": "d"}, []string{"b"}},
		{"a folder where a file must be", tree{"b/m": "m", "b/n": "n"}, tree{"b": "b"}, []string{"b/m", "b/n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := newSite(t)
			mustPublish(t, target, tree{"index.html": "one"})
			put(t, target.Dir, tt.foreign)
			before := read(t, target.Dir)
			_, err := publish(t.Context(), target, tt.next)
			if diff := cmp.Diff(tt.want, foreignNames(err)); diff != "" {
				t.Fatalf("error %v:\n%s", err, diff)
			}
			if tt.want == nil {
				wantTree(t, target.Dir, built(tt.next))
			} else {
				wantTree(t, target.Dir, before)
			}
			wantIdle(t, target)
		})
	}
}

func foreignNames(err error) []string {
	var one *build.ForeignFileError
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var names []string
		for _, err := range many.Unwrap() {
			names = append(names, foreignNames(err)...)
		}
		return names
	}
	if errors.As(err, &one) {
		return []string{one.Name}
	}
	return nil
}

func TestFilesAndFoldersChangePlaces(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	one := tree{"a": "file", "b/c/d": "deep", "b/e": "e", "index.html": "1"}
	two := tree{"a/x": "deep", "b": "file", "index.html": "2"}
	for _, files := range []tree{one, two, one, two} {
		mustPublish(t, target, files)
		wantTree(t, target.Dir, built(files))
	}
}

func TestOutputIsRefused(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	put(t, outside, tree{"precious": "p"})
	tests := []struct {
		name string
		dir  func(t *testing.T, target build.Target) string
		want string
	}{
		{"the root", func(*testing.T, build.Target) string { return "/" }, "root of the file system"},
		{"the source", func(_ *testing.T, s build.Target) string { return s.Source }, "own folder"},
		{"above the source", func(_ *testing.T, s build.Target) string { return filepath.Dir(s.Source) }, "own folder"},
		{"content", func(_ *testing.T, s build.Target) string { return filepath.Join(s.Source, "content") }, "content"},
		{"in static", func(_ *testing.T, s build.Target) string { return filepath.Join(s.Source, "static", "x", "y") }, "static"},
		{"the state", func(_ *testing.T, s build.Target) string { return s.State }, ".attest"},
		{"content by dots", func(_ *testing.T, s build.Target) string { return s.Source + "/public/../content" }, "content"},
		{"a file", func(t *testing.T, s build.Target) string {
			put(t, s.Source, tree{"out": "x"})
			return filepath.Join(s.Source, "out")
		}, "not a folder"},
		{"below a file", func(t *testing.T, s build.Target) string {
			put(t, s.Source, tree{"out": "x"})
			return filepath.Join(s.Source, "out", "public")
		}, "not a directory"},
		{"another's folder", func(t *testing.T, s build.Target) string {
			put(t, s.Source, tree{"out/letter.txt": "x"})
			return filepath.Join(s.Source, "out")
		}, "letter.txt"},
		{"another's sums", func(t *testing.T, s build.Target) string {
			put(t, s.Source, tree{"out/SHA256SUMS": "# other\n"})
			return filepath.Join(s.Source, "out")
		}, "SHA256SUMS"},
		{"a link to the outside", func(t *testing.T, s build.Target) string { return linked(t, outside, s.Dir) }, "link"},
		{"a link to content", func(t *testing.T, s build.Target) string {
			return linked(t, filepath.Join(s.Source, "content"), s.Dir)
		}, "content"},
		{"a link to nowhere", func(t *testing.T, s build.Target) string { return linked(t, "nowhere", s.Dir) }, "nowhere"},
		{"a loop of links", func(t *testing.T, s build.Target) string { return linked(t, "public", s.Dir) }, "look at"},
		{"through a link to the outside", func(t *testing.T, s build.Target) string {
			return filepath.Join(linked(t, outside, filepath.Join(s.Source, "out")), "public")
		}, "link"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := newSite(t)
			target.Dir = tt.dir(t, target)
			put(t, target.Source, tree{"content/a.md": "a"})
			before := read(t, target.Source)
			_, err := publish(t.Context(), target, tree{"index.html": "one"})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if _, err := build.Clean(t.Context(), target); err == nil {
				t.Error("clean takes it")
			}
			after := read(t, target.Source)
			maps.DeleteFunc(after, func(name, _ string) bool { return strings.HasPrefix(name, ".attest/") })
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the site was touched:\n%s", diff)
			}
		})
	}
	t.Cleanup(func() { wantTree(t, outside, tree{"precious": "p"}) })
}

func linked(t *testing.T, goal, name string) string {
	t.Helper()
	if err := os.Symlink(goal, name); err != nil {
		t.Skip(err)
	}
	return name
}

func TestOutputMayBeElsewhere(t *testing.T) {
	t.Parallel()
	files := tree{"index.html": "one", "a/b.html": "b"}
	for _, tt := range []struct{ name, dir string }{
		{"absent, with folders above", filepath.Join(t.TempDir(), "a", "b", "site")},
		{"empty", t.TempDir()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := newSite(t)
			target.Dir = tt.dir
			mustPublish(t, target, files)
			wantTree(t, target.Dir, built(files))
			mustPublish(t, target, tree{"index.html": "two"})
			wantTree(t, target.Dir, built(tree{"index.html": "two"}))
		})
	}
}

func TestLinksAreNotWrittenThrough(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	put(t, outside, tree{"index.html": "precious", "b.html": "precious"})
	tests := []struct {
		name string
		link func(t *testing.T, public string)
	}{
		{"a page is a link to the outside", func(t *testing.T, public string) {
			linked(t, filepath.Join(outside, "b.html"), filepath.Join(public, "b.html"))
		}},
		{"a folder is a link to the outside", func(t *testing.T, public string) { linked(t, outside, filepath.Join(public, "b")) }},
		{"a deep folder is a link to the outside", func(t *testing.T, public string) {
			put(t, public, tree{"c/x": "x"})
			linked(t, outside, filepath.Join(public, "c", "d"))
		}},
		{"a folder is a link inside", func(t *testing.T, public string) {
			put(t, public, tree{"real/x": "x"})
			linked(t, "real", filepath.Join(public, "b"))
		}},
		{"the sums are a link", func(t *testing.T, public string) {
			if err := os.Rename(filepath.Join(public, "SHA256SUMS"), filepath.Join(public, "sums")); err != nil {
				t.Fatal(err)
			}
			linked(t, "sums", filepath.Join(public, "SHA256SUMS"))
		}},
		{"a link to the outside that nothing needs", func(t *testing.T, public string) { linked(t, outside, filepath.Join(public, "mine")) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := newSite(t)
			mustPublish(t, target, tree{"index.html": "one"})
			tt.link(t, target.Dir)
			before := read(t, target.Dir)
			_, err := publish(t.Context(), target, tree{"index.html": "two", "b.html": "b", "b/index.html": "b", "c/d/index.html": "d"})
			if err == nil || !strings.Contains(err.Error(), "link") {
				t.Errorf("error %v, want one that speaks of a link", err)
			}
			wantTree(t, target.Dir, before)
			wantTree(t, outside, tree{"index.html": "precious", "b.html": "precious"})
		})
	}
}

func TestEditedSumsAreRefused(t *testing.T) {
	t.Parallel()
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte("precious")))
	tests := []struct{ name, line, want string }{
		{"leads out", digest + "  ../precious\n", "line 3"},
		{"leads out in the middle", digest + "  a/../../precious\n", "line 3"},
		{"absolute", digest + "  /etc/passwd\n", "line 3"},
		{"a backslash", digest + `  ..\precious` + "\n", "line 3"},
		{"a folder", digest + "  folder\n", "folder"},
		{"a folder with a slash", digest + "  folder/\n", "line 3"},
		{"the folder itself", digest + "  .\n", "line 3"},
		{"twice", digest + "  index.html\n", "line 3"},
		{"no digest", "precious\n", "line 3"},
		{"capitals", strings.ToUpper(digest) + "  x\n", "line 3"},
		{"an empty line", "\n", "line 3"},
		{"cut off", digest + "  precio", "line 3"},
		{"itself", digest + "  SHA256SUMS\n", "line 3"},
		{"Git's", digest + "  .git/config\n", "line 3"},
		{"an escape", digest + "  \x1b[31m\n", `\x1b`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := newSite(t)
			mustPublish(t, target, tree{"index.html": "one"})
			put(t, target.Source, tree{"precious": "precious", "public/folder/x": "precious", "public/.git/config": "precious"})
			put(t, target.Dir, tree{"SHA256SUMS": sums(tree{"index.html": "one"}) + tt.line})
			before := read(t, target.Source)
			_, err := publish(t.Context(), target, tree{"index.html": "two"})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "SHA256SUMS") {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if diff := cmp.Diff(before, read(t, target.Source)); diff != "" {
				t.Errorf("something was touched:\n%s", diff)
			}
		})
	}
}

func TestNamesAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", ".", "..", "../x", "a/../../x", "/x", "a//b", "a/", "./a", `a\b`, "a\nb", "SHA256SUMS", "sha256sums", ".git/config", "a/.GIT/x",
		"a\xff", ".attest-tmp/x",
	} {
		target := newSite(t)
		if _, err := publish(t.Context(), target, tree{name: "x"}); err == nil {
			t.Errorf("%q is taken", name)
		}
		wantTree(t, target.Dir, tree{})
	}
	for _, files := range []tree{
		{"a.html": "", "a.html/b": ""},
		{"A.html": "", "a.html": ""},
		{"caf\u00e9.html": "", "cafe\u0301.html": ""},
	} {
		target := newSite(t)
		if _, err := publish(t.Context(), target, files); err == nil {
			t.Errorf("%q are taken", slices.Sorted(maps.Keys(files)))
		}
		wantTree(t, target.Dir, tree{})
	}
	p, err := build.OpenPublisher(t.Context(), newSite(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Add("a", nil); err != nil {
		t.Error(err)
	}
	if p.Add("a", nil) == nil {
		t.Error("a file is taken twice")
	}
	if _, err := p.Commit(t.Context()); err == nil {
		t.Error("commit after an error")
	}
}

func TestAbortLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	mustPublish(t, target, tree{"index.html": "one"})
	p, err := build.OpenPublisher(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Add("index.html", []byte("two")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.Abort(), p.Abort()); err != nil {
		t.Fatal(err)
	}
	if err := p.Add("x", nil); err == nil {
		t.Error("Add after Abort")
	}
	wantTree(t, target.Dir, built(tree{"index.html": "one"}))
	wantIdle(t, target)
}

func TestCancelledCommitLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	mustPublish(t, target, tree{"index.html": "one"})
	ctx, cancel := context.WithCancel(t.Context())
	p, err := build.OpenPublisher(ctx, target)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Add("index.html", []byte("two")); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := p.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	wantTree(t, target.Dir, built(tree{"index.html": "one"}))
	wantIdle(t, target)
}

func TestFaultWhileRenamingIsUndone(t *testing.T) {
	t.Parallel()
	for _, first := range []tree{nil, {"a": "old", "b/c": "old", "gone/x": "old", "m": "old"}} {
		target := newSite(t)
		before := tree{}
		if first != nil {
			mustPublish(t, target, first)
			before = built(first)
		} else if err := os.Mkdir(target.Dir, 0o755); err != nil {
			t.Fatal(err)
		}
		p, err := build.OpenPublisher(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "b/c", "gone", "m/n/o", "z.html"} {
			if err := p.Add(name, []byte("new")); err != nil {
				t.Fatal(err)
			}
		}
		trap := tree{"z.html/trap": "made after it was looked for"}
		put(t, target.Dir, trap)
		if _, err = p.Commit(t.Context()); err == nil || !strings.Contains(err.Error(), filepath.Join(target.Dir, "z.html")) {
			t.Errorf("error %v, want one that names the file", err)
		}
		wantTree(t, target.Dir, with(before, trap))
		wantIdle(t, target)
	}
}

func TestKeepTakesOnlyWhatIsThereAndOurs(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	digest := func(s string) build.Digest { return build.DigestOf([]byte(s)) }
	mustPublish(t, target, tree{"index.html": "one", "edited.html": "one", "gone.html": "one"})
	put(t, target.Dir, tree{"edited.html": "two", "mine.html": "one"})
	if err := os.Remove(filepath.Join(target.Dir, "gone.html")); err != nil {
		t.Fatal(err)
	}
	p, err := build.OpenPublisher(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		bytes string
		want  bool
	}{
		{"index.html", "two", false},
		{"edited.html", "one", false},
		{"edited.html", "two", false},
		{"gone.html", "one", false},
		{"mine.html", "one", false},
		{"../x", "one", false},
		{"index.html", "one", true},
	} {
		if got, err := p.Keep(tt.name, digest(tt.bytes)); err != nil || got != tt.want {
			t.Errorf("Keep(%s, %q) = %v, %v", tt.name, tt.bytes, got, err)
		}
	}
	report, err := p.Commit(t.Context())
	if err != nil || report.Unchanged != 1 || !slices.Equal(report.Kept, []string{"edited.html"}) {
		t.Errorf("report %+v, error %v", report, err)
	}
	wantTree(t, target.Dir, with(built(tree{"index.html": "one"}), tree{"edited.html": "two", "mine.html": "one"}))
}

func TestAddIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	files := site(0)
	for range 2 {
		p, err := build.OpenPublisher(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for name, data := range files {
			wait.Go(func() {
				if err := p.Add(name, []byte(data)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if _, err := p.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantTree(t, target.Dir, built(files))
	}
}

func TestSecondBuildWaitsAndThenRefuses(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	synctest.Test(t, func(t *testing.T) {
		p, err := build.OpenPublisher(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := publish(t.Context(), target, tree{"index.html": "second"}); !errors.Is(err, build.ErrBusy) {
			t.Errorf("error %v, want ErrBusy", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := publish(ctx, target, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the context", err)
		}
		if err := p.Add("index.html", []byte("first")); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	wantTree(t, target.Dir, built(tree{"index.html": "first"}))
}

func TestBuildsAtOnceNeverMix(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	var wait sync.WaitGroup
	for version := range 2 {
		wait.Go(func() {
			for i := range 8 {
				// On a very busy machine a build may not come to its turn in time: then it refuses, which is as right as waiting.
				if _, err := publish(t.Context(), target, site(version)); err != nil && !errors.Is(err, build.ErrBusy) {
					t.Error(err)
				}
				if version == 1 && i == 4 {
					if _, err := build.Clean(t.Context(), target); err != nil && !errors.Is(err, build.ErrBusy) {
						t.Error(err)
					}
				}
			}
		})
	}
	wait.Wait()
	got := read(t, target.Dir)
	if !cmp.Equal(got, built(site(0))) && !cmp.Equal(got, built(site(1))) {
		t.Error("the site is a mixture")
	}
}

func TestDamagedStateIsIgnored(t *testing.T) {
	t.Parallel()
	for _, junk := range []string{
		"", "junk", "# attest 1 publishing\n", "# attest 1 publishing\n\"public\"\nx\n# end\n", "# attest 1 published\n1 2 3\n",
		"# attest 9 published\n\x00",
	} {
		target := newSite(t)
		mustPublish(t, target, tree{"index.html": "one"})
		put(t, target.State, tree{"publishing": junk, "published": junk, "staging": junk})
		mustPublish(t, target, tree{"index.html": "two"})
		wantTree(t, target.Dir, built(tree{"index.html": "two"}))
		wantIdle(t, target)
	}
}

func TestCleanRemovesWhatABuildWrote(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	if _, err := build.Clean(t.Context(), target); err != nil {
		t.Errorf("clean before any build: %v", err)
	}
	files := tree{"index.html": "one", "a/b/c.html": "c", "edited.html": "x"}
	mustPublish(t, target, files)
	report, err := build.Clean(t.Context(), target)
	if err != nil || report.Removed != 3 {
		t.Errorf("report %+v, error %v", report, err)
	}
	wantTree(t, target.Source, tree{"content/": "", "static/": "", "templates/": ""})

	mustPublish(t, target, files)
	foreign := tree{"CNAME": "example.org", "a/mine": "m", "edited.html": "by hand"}
	put(t, target.Dir, foreign)
	report, err = build.Clean(t.Context(), target)
	if err != nil || report.Removed != 2 || !slices.Equal(report.Kept, []string{"edited.html"}) {
		t.Errorf("report %+v, error %v", report, err)
	}
	wantTree(t, target.Dir, foreign)
	if _, err := os.Stat(target.State); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the state's folder is there: %v", err)
	}
}
