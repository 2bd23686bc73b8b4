package theme_test

import (
	"bytes"
	"io/fs"
	"path"
	"testing"
	"testing/fstest"

	"attest"
	"attest/generator/theme"
)

// TestScriptsAreSmall holds the scripts of the theme, as they are published, to their budget.
func TestScriptsAreSmall(t *testing.T) {
	t.Parallel()
	const budget = 15 << 10
	size := 0
	for _, a := range builtIn(t).Assets() {
		if path.Ext(a.Name) == ".js" {
			size += len(a.Bytes)
		}
	}
	if size == 0 || size > budget {
		t.Errorf("the scripts have %d bytes in all; there are %d for them", size, budget)
	}
}

// TestOwnScriptsArePublishedAsTheyAre replaces one script, adds another, and ejects a third without a change.
func TestOwnScriptsArePublishedAsTheyAre(t *testing.T) {
	t.Parallel()
	const own = "// Mine.\nvar longName = 1;\n"
	ejected, err := fs.ReadFile(attest.Theme(), "static/attest.js")
	if err != nil {
		t.Fatal(err)
	}
	th, found, err := theme.New(attest.Theme(), fstest.MapFS{
		"static/theme.js": {Data: []byte(own)}, "static/mine.js": {Data: []byte(own)}, "static/attest.js": {Data: ejected},
	})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for _, a := range th.Assets() {
		switch a.Name {
		case "theme.js", "mine.js":
			if string(a.Bytes) != own {
				t.Errorf("%s is published as %q", a.Name, a.Bytes)
			}
		case "attest.js":
			if bytes.Equal(a.Bytes, ejected) {
				t.Error("a script that was ejected and not changed is larger than the built-in one")
			}
		}
	}
}
