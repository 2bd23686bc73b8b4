package doctest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// write makes a site's folder of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// checked returns what attest check says of a site, and the same as it is printed.
func checked(t *testing.T, files map[string]string) (diag.List, string) {
	t.Helper()
	dir := write(t, files)
	result, err := build.Check(t.Context(), build.Options{Source: dir, Theme: attest.Theme(), Day: edtf.Day{Year: 2026, Month: 7, Day: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	readFile := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))) }
	if err := diag.WriteText(&out, result.Diagnostics, readFile, diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return result.Diagnostics, out.String()
}

// serious returns the warnings and errors of a list.
func serious(l diag.List) diag.List {
	var out diag.List
	for _, d := range l {
		if d.Level >= diag.LevelWarning {
			out = append(out, d)
		}
	}
	return out
}
