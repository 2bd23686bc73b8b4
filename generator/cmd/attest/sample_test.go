//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMistakeInTheSampleIsAnnotatedAtItsLine makes mistakes in the project's own site, and looks for the annotation of each.
func TestMistakeInTheSampleIsAnnotatedAtItsLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	check := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		env := func(name string) (string, bool) {
			if name == "GITHUB_WORKSPACE" {
				return filepath.Dir(dir), true
			}
			return "", false
		}
		code := run(context.Background(), append([]string{"check", "-s", dir, "--as-of", "2026-07-01"}, args...), env, &out, &errs)
		if errs.Len() > 0 {
			t.Errorf("check %v printed: %s", args, &errs)
		}
		return out.String(), code
	}
	if out, code := check("-q", "--strict", "--format", "github"); code != exitFine || out != "" {
		t.Fatalf("the sample has errors or warnings (%d):\n%s", code, out)
	}
	file := filepath.Join(dir, "content/briefings/losses.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range []struct{ line, from, to, level, code string }{
		{"        credibility: 2", "2", "1", "error", "unearned-one"},
		{"        stance: supports", "supports", "suports", "error", "bad-value"},
		{"      - source: ", "source: ", "source: un", "error", "unknown-id"},
		{"        answer: ", "answer: ", "note: ", "warning", "unanswered-dispute"},
	} {
		lines := strings.Split(string(src), "\n")
		found := false
		for i := range lines {
			if !strings.HasPrefix(lines[i], mistake.line) {
				continue
			}
			right := lines[i]
			lines[i] = strings.Replace(right, mistake.from, mistake.to, 1)
			if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
				t.Fatal(err)
			}
			out, _ := check("-q", "--format", "github")
			at := i + 1
			if mistake.code == "unanswered-dispute" { // it stands at the stance, above the answer
				for at = i; !strings.HasPrefix(lines[at-1], "        stance: "); at-- {
				}
			}
			column := strings.Index(lines[at-1], ": ") + len(": ") + 1
			want := fmt.Sprintf("::%s file=%s/content/briefings/losses.md,line=%d,col=%d,endLine=%[3]d,", mistake.level, filepath.Base(dir), at, column)
			for line := range strings.Lines(out) {
				found = found || strings.HasPrefix(line, want) && strings.Contains(line, "title="+mistake.code+"::")
			}
			lines[i] = right
			if found {
				break
			}
			if mistake.code != "unearned-one" && mistake.code != "unanswered-dispute" { // which not every such line brings about
				t.Errorf("%s: no annotation %s… among:\n%s", mistake.code, want, out)
				break
			}
		}
		if !found {
			t.Errorf("%s: no line of the sample could be spoiled", mistake.code)
		}
	}
}
