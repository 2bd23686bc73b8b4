package browsertest_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"attest"

	_ "embed"
)

//go:embed testdata/styles.js
var styles string

// written is the built-in stylesheet as it stands in static.
func written(t *testing.T) string {
	t.Helper()
	var css strings.Builder
	for _, name := range []string{"static/style.css", "static/chroma.css"} {
		data, err := fs.ReadFile(attest.Theme(), name)
		if err != nil {
			t.Fatal(err)
		}
		css.Write(data)
		css.WriteByte('\n')
	}
	return css.String()
}

// TestEveryLineOfTheStylesIsTaken asks the browser for each selector, each declaration and each rule whether it takes it.
func TestEveryLineOfTheStylesIsTaken(t *testing.T) {
	t.Parallel()
	b := newTab(t, wide)
	b.goTo("about:blank")
	b.run(styles)
	for _, line := range eval[[]string](b, fmt.Sprintf(`styles.refused(%s)`, quoted(written(t)))) {
		t.Errorf("not taken: %s", line)
	}
	// A line that no browser takes is found.
	for _, bad := range []string{"a { colour: red }", "a { color: rde }", "a:hoover { color: red }", "@supports (a: b) { a { color: red } }", "@font-face { font-family: x; font-dispaly: swap }", "a { @medai print { color: red } }"} {
		if found := eval[[]string](b, fmt.Sprintf(`styles.refused(%s)`, quoted(bad))); len(found) == 0 {
			t.Errorf("%s is taken", bad)
		}
	}
}

// TestStylesArePublishedAsTheyWereWritten holds the published stylesheet, which has no comments and fewer spaces, against the one that
// was written.
func TestStylesArePublishedAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	b := newTab(t, wide)
	b.goTo("about:blank")
	b.run(styles)
	rules := func(css string) []string { return eval[[]string](b, fmt.Sprintf(`styles.rules(%s)`, quoted(css))) }
	want, got := rules(written(t)), rules(string(must(t, sampleHosted).read(t, "style.css")))
	if len(got) != len(want) {
		t.Errorf("%d rules of %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("published: %s\nwritten:   %s", got[i], want[i])
		}
	}
}
