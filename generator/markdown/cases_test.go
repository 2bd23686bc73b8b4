package markdown_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attest/generator/markdown"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the results of the cases into their files")

// TestCases reads testdata/*.txt. A case is "=== name", the source, "--- html" and the HTML with its holes in braces, then, where there
// are any, "--- problems" with the text at each place.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, part := range strings.Split("\n"+string(data), "\n=== ")[1:] {
			name, rest, _ := strings.Cut(part, "\n")
			src, want, _ := strings.Cut(rest, "\n--- html\n")
			src = strings.NewReplacer("␍", "\r", "␉", "\t").Replace(strings.TrimSuffix(src, "\n")) + "\n"
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+name, func(t *testing.T) {
				b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(src), Unsafe: strings.HasSuffix(name, "(unsafe)")})
				checkBody(t, src, b, list)
				got := strings.TrimSpace(show(b)) + "\n"
				if problems := showList(src, list); problems != "" {
					got += "--- problems\n" + problems
				}
				if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" && !*update {
					t.Errorf("-want +got\n%s", diff)
				}
				source, _, _ := strings.Cut(rest, "\n--- html\n")
				out.WriteString("=== " + name + "\n" + strings.TrimSuffix(source, "\n") + "\n--- html\n" + got + "\n")
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
