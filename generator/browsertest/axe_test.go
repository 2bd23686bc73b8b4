package browsertest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	_ "embed"
)

//go:embed testdata/axe-core/axe.min.js
var axe string

// violation is a rule of axe-core that a page breaks.
type violation struct {
	ID, Impact string
	Nodes      []struct {
		HTML    string
		Summary string `json:"failureSummary"`
	}
}

// The rules that a page is held against: all of WCAG 2.0 to 2.2, A and AA, and of good practice; and those that colours can break.
const (
	allRules    = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	colourRules = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
)

// TestAxeFindsNothing holds every kind of page against axe-core, in light and in dark colours, wide, and narrow with all cards open.
func TestAxeFindsNothing(t *testing.T) {
	t.Parallel()
	eachVisited(t, func(t *testing.T, b *built, file string) {
		if strings.HasPrefix(file, "old/") {
			return // it is left at once
		}
		if file == "404.html" {
			file = unknown
		}
		tab := newTab(t, wide)
		tab.goTo(b.ways(t)[1].on(file))
		tab.run(axe)
		found := make(map[string][]string) // by complaint, the states of the page that give rise to it
		tab.violations(found, "light", allRules)
		tab.colours("dark")
		tab.settle()
		tab.violations(found, "dark", colourRules)
		tab.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		tab.do(chromedp.EmulateViewport(narrow, 900))
		tab.settle()
		tab.violations(found, "dark, open, narrow", allRules)
		tab.colours("light")
		tab.settle()
		tab.violations(found, "light, open, narrow", colourRules)
		for _, complaint := range slices.Sorted(maps.Keys(found)) {
			t.Errorf("%s: %s", strings.Join(found[complaint], ", "), complaint)
		}
	})
}

// violations adds what axe-core says of the page as it is now: of each rule the first places.
func (b *tab) violations(found map[string][]string, state, rules string) {
	b.t.Helper()
	const shown = 3
	for _, v := range eval[[]violation](b, `axe.run(document, {resultTypes: ["violations"], runOnly: `+rules+`}).then(r => r.violations)`) {
		for _, n := range v.Nodes[:min(shown, len(v.Nodes))] {
			complaint := fmt.Sprintf("%s (%s), %d times: %s: %s", v.ID, v.Impact, len(v.Nodes), clip(n.HTML), strings.Join(strings.Fields(n.Summary), " "))
			found[complaint] = append(found[complaint], state)
		}
	}
}
