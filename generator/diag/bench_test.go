package diag_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"attest/generator/diag"
)

// BenchmarkText prints what a large site that has just begun to be checked brings: a few problems in each of many files.
func BenchmarkText(b *testing.B) {
	src := []byte(strings.Repeat("a line of the front matter: which has a value\n", 300))
	var list diag.List
	for i := range 2000 {
		for k := range 3 {
			list = append(list, diag.Diagnostic{
				Level: diag.LevelWarning, Code: "high-confidence", At: diag.At(fmt.Sprintf("content/briefings/%d.md", i), 4000*k+3, 4000*k+9),
				Message: "high confidence is stated without saying why", Hint: "say why in confidence_basis",
			})
		}
	}
	for b.Loop() {
		if err := diag.WriteText(io.Discard, list, func(string) ([]byte, error) { return src, nil }, diag.TextOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
