package build_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attest/generator/build"
	"attest/generator/edtf"
)

func TestAReviewKeepsTheFileWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder := filepath.Join(dir, "content", "briefings")
	file := filepath.Join(folder, "a.md")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	text := "---\ntitle: A\ndate: 2026\nclaims: {c: {text: X}}\n---\n[x]{claim=c}"
	write(file, text, 0o640)
	day := edtf.Day{Year: 2026, Month: 1, Day: 5}
	done, problems, err := build.Review(dir, []string{"a#c", "a"}, day, "desk")
	if err != nil || len(problems) > 0 || len(done) != 1 || len(done[0].Claims) != 1 {
		t.Fatalf("it gives %v, %v, %v", done, problems, err)
	}
	after, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(after), ", reviewed: {")
	_, rest, _ = strings.Cut(rest, "}")
	if before+rest != text {
		t.Errorf("the file is now\n%s", after)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}

	write(filepath.Join(dir, "elsewhere.md"), text, 0o644)
	if err := os.Symlink("../../elsewhere.md", filepath.Join(folder, "link.md")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := build.Review(dir, []string{"link"}, day, "desk"); err == nil || !strings.Contains(err.Error(), "no plain file") {
		t.Errorf("a review through a link gives %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
	if os.Geteuid() == 0 {
		return // who may write anywhere
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Chmod(folder, 0o755) }() // so that it can be removed
	if _, _, err := build.Review(dir, []string{"a"}, day, "someone else"); err == nil {
		t.Error("a review in a folder that cannot be written to gives no error")
	}
	if now, _ := os.ReadFile(file); string(now) != string(after) {
		t.Errorf("the file is now\n%s", now)
	}
}
