package build_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"attest/generator/build"
)

// site returns one of two versions of a site: files that change, that do not, that one version lacks, and that change places with a folder.
func site(version int) tree {
	files := tree{}
	for i := range 120 {
		files[fmt.Sprintf("changing/%d/index.html", i)] = strings.Repeat(fmt.Sprintf("version %d of page %d\n", version, i), 40)
		files[fmt.Sprintf("steady/%d.html", i)] = fmt.Sprintf("page %d\n", i)
		if i < 20 {
			files[fmt.Sprintf("only-%d/%d/index.html", version, i)] = fmt.Sprintf("page %d\n", i)
		}
	}
	files[[]string{"swap", "swap/index.html"}[version]] = "swap"
	return files
}

// TestHelperPublishesForever is no test but the process that TestKilledBuildIsRepaired kills.
func TestHelperPublishesForever(t *testing.T) {
	source := os.Getenv("ATTEST_TEST_PUBLISH")
	if source == "" {
		t.Skip("for TestKilledBuildIsRepaired")
	}
	target := build.Target{Dir: filepath.Join(source, "public"), Source: source, State: filepath.Join(source, ".attest")}
	fmt.Println("ready")
	for i := 1; ; i++ {
		if _, err := publish(t.Context(), target, site(i%2)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKilledBuildIsRepaired(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no SIGKILL")
	}
	rounds := 50
	if testing.Short() {
		rounds = 10
	}
	target := newSite(t)
	foreign := tree{"CNAME": "example.org", "changing/mine": "m"}
	killedInside := 0
	for round := range rounds {
		fresh := round%5 == 4
		if fresh { // the killed build is the first one
			if err := os.RemoveAll(target.Dir); err != nil {
				t.Fatal(err)
			}
		} else {
			mustPublish(t, target, site(0))
			put(t, target.Dir, foreign)
		}
		kill(t, target, round%2 == 1)
		if _, err := os.Stat(filepath.Join(target.State, "publishing")); err == nil {
			killedInside++
		}
		checkWhole(t, target, fresh, foreign)

		want := site(round % 2)
		want["steady/0.html"] = fmt.Sprint("the author went on editing: ", round)
		mustPublish(t, target, want)
		if fresh {
			wantTree(t, target.Dir, built(want))
		} else {
			wantTree(t, target.Dir, with(built(want), foreign))
		}
		wantIdle(t, target)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d of %d were killed while they renamed", killedInside, rounds)
	if killedInside == 0 && rounds >= 50 {
		t.Error("no build was killed while it renamed: the test shows nothing")
	}
}

// kill starts a process that publishes, and kills it some time after it began or, if so asked, after it began to rename.
func kill(t *testing.T, target build.Target, renaming bool) {
	t.Helper()
	helper := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHelperPublishesForever$")
	helper.Env = append(os.Environ(), "ATTEST_TEST_PUBLISH="+target.Source)
	out, err := helper.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := helper.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the helper says %q, %v", line, err)
	}
	wait := rand.N(80 * time.Millisecond)
	if renaming {
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			if _, err := os.Stat(filepath.Join(target.State, "publishing")); err == nil {
				break
			}
		}
		wait = rand.N(5 * time.Millisecond)
	}
	time.Sleep(wait)
	if err := helper.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := helper.Wait(); err == nil {
		t.Fatal("the helper ended by itself")
	}
}

// checkWhole fails unless each file of the output is that of the one or the other version.
func checkWhole(t *testing.T, target build.Target, fresh bool, foreign tree) {
	t.Helper()
	one, two := site(0), site(1)
	got := read(t, target.Dir)
	for name, data := range got {
		switch {
		case name == "SHA256SUMS":
			if data != sums(one) && data != sums(two) {
				t.Errorf("%s is of neither version", name)
			}
		case name == ".attest-probe" && data == "": // a build was killed between two system calls
		case strings.HasSuffix(name, "/"): // a folder that was just made
		case foreign[name] == data && !fresh:
		case one[name] != data && two[name] != data:
			t.Errorf("%s is of neither version: %.60q", name, data)
		}
	}
	if fresh {
		return
	}
	for name := range one {
		if _, ok := two[name]; ok && got[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestStateOnAnotherFileSystem(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	shm, err := os.MkdirTemp("/dev/shm", "attest-test-")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(shm) })
	target.Dir = filepath.Join(shm, "public")
	for i := range 4 {
		mustPublish(t, target, site(i%2))
		wantTree(t, target.Dir, built(site(i%2)))
		wantIdle(t, target)
	}
}

func TestFullDiskLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("needs root on Linux, for a small file system")
	}
	for _, state := range []string{"beside the output", "elsewhere"} {
		t.Run(state, func(t *testing.T) {
			small := t.TempDir()
			if err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=512k", "none", small).Run(); err != nil {
				t.Skip("no small file system: ", err)
			}
			t.Cleanup(func() {
				if err := exec.Command("umount", small).Run(); err != nil {
					t.Error(err)
				}
			})
			target := newSite(t)
			target.Dir = filepath.Join(small, "public")
			if state == "beside the output" {
				target.State = filepath.Join(small, ".attest")
			}
			old := tree{"index.html": "one", "a/b.html": "b"}
			mustPublish(t, target, old)
			next := tree{"index.html": "two", "a/b.html": "c", "d/e.html": "e"}
			for i := range 10 {
				next[fmt.Sprintf("big/%d", i)] = strings.Repeat("x", 100_000)
			}
			_, err := publish(t.Context(), target, next)
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), filepath.Join(target.Dir, "big")) {
				t.Errorf("error %v, want a full disk, and the file's name", err)
			}
			wantTree(t, target.Dir, built(old))
			wantIdle(t, target)
			mustPublish(t, target, tree{"index.html": "three"})
			wantTree(t, target.Dir, built(tree{"index.html": "three"}))
		})
	}
}

func TestReadOnlyOutputLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	old := tree{"index.html": "one", "a/b.html": "b"}
	t.Run("by its mode", func(t *testing.T) {
		t.Parallel()
		if os.Geteuid() == 0 {
			t.Skip("root writes everywhere")
		}
		target := newSite(t)
		mustPublish(t, target, old)
		for _, dir := range []string{target.Dir, filepath.Join(target.Dir, "a")} {
			if err := os.Chmod(dir, 0o555); err != nil {
				t.Fatal(err)
			}
			_, err := publish(t.Context(), target, tree{"a/b.html": "c", "a.html": "a"})
			if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), dir) {
				t.Errorf("error %v, want one that names %s", err, dir)
			}
			wantTree(t, target.Dir, built(old))
			wantIdle(t, target)
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("by its file system", func(t *testing.T) {
		t.Parallel()
		target := newSite(t)
		mustPublish(t, target, old)
		if os.Geteuid() != 0 || exec.CommandContext(t.Context(), "mount", "--bind", target.Dir, target.Dir).Run() != nil {
			t.Skip("needs root on Linux, for a read-only mount")
		}
		t.Cleanup(func() {
			if err := exec.Command("umount", target.Dir).Run(); err != nil {
				t.Error(err)
			}
		})
		if err := exec.CommandContext(t.Context(), "mount", "-o", "remount,ro,bind", target.Dir).Run(); err != nil {
			t.Skip(err)
		}
		_, err := publish(t.Context(), target, tree{"index.html": "two"})
		if !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), target.Dir) {
			t.Errorf("error %v, want a read-only file system, and its name", err)
		}
		wantTree(t, target.Dir, built(old))
		wantIdle(t, target)
	})
	t.Run("a folder above is a file", func(t *testing.T) {
		t.Parallel()
		target := newSite(t)
		put(t, target.Source, tree{".attest": "a file"})
		if _, err := publish(t.Context(), target, old); err == nil || !strings.Contains(err.Error(), ".attest") {
			t.Errorf("error %v, want one that names the file", err)
		}
		wantTree(t, target.Dir, tree{})
	})
}

// TestChangesWithinAClockTickAreSeen edits a file of the output at once after the build, to the same size.
func TestChangesWithinAClockTickAreSeen(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	for i := range 30 {
		if err := os.RemoveAll(target.Dir); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, target, tree{"index.html": "one"})
		put(t, target.Dir, tree{"index.html": "eno"})
		if _, err := publish(t.Context(), target, tree{"index.html": "one"}); len(foreignNames(err)) != 1 {
			t.Fatalf("round %d: error %v, want a changed file", i, err)
		}
	}
}

// BenchmarkPublish publishes 10,000 files of 8 kB, all or none of them changed.
func BenchmarkPublish(b *testing.B) {
	page := strings.Repeat("x", 8<<10)
	for _, tt := range []struct {
		name string
		page func(round, i int) string
	}{
		{"all changed", func(round, i int) string { return fmt.Sprint(round, i, page) }},
		{"none changed", func(_, i int) string { return fmt.Sprint(i, page) }},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			dir := b.TempDir()
			target := build.Target{Dir: filepath.Join(dir, "public"), Source: dir, State: filepath.Join(dir, ".attest")}
			for round := 0; b.Loop(); round++ {
				p, err := build.OpenPublisher(b.Context(), target)
				if err != nil {
					b.Fatal(err)
				}
				for i := range 10_000 {
					if err := p.Add(fmt.Sprintf("%d/%d/index.html", i%7, i), []byte(tt.page(round, i))); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := p.Commit(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
