package browsertest_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	_ "embed"
)

//go:embed testdata/axe-core/axe.min.js
var axe string

// violation is a rule of axe-core that a page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML    string
		Summary string `json:"failureSummary"`
	}
}

// runAxe holds the page against all rules of WCAG 2.0 to 2.2, A and AA, and those of good practice.
const runAxe = `axe.run(document, {
	resultTypes: ["violations"],
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => ({html: n.html, failureSummary: n.failureSummary}))})))`

// TestAxeFindsNothing holds every kind of page against axe-core, in light and in dark colours. Briefings are looked at with their cards
// open too, and in a narrow window.
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
		for _, colours := range []string{"light", "dark"} {
			tab.colours(colours)
			tab.settle()
			tab.violations(colours)
		}
		if strings.HasPrefix(file, "briefings/") {
			tab.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			tab.violations("dark, open")
			tab.do(chromedp.EmulateViewport(narrow, 900))
			tab.settle()
			tab.violations("dark, open, narrow")
		}
	})
}

func (b *tab) violations(state string) {
	b.t.Helper()
	for _, v := range eval[[]violation](b, runAxe) {
		const shown = 3
		for i, n := range v.Nodes {
			if i < shown {
				b.t.Errorf("%s: %s (%s), %d times: %s: %s: %s", state, v.ID, v.Impact, len(v.Nodes), v.Help, clip(n.HTML), strings.Join(strings.Fields(n.Summary), " "))
			}
		}
	}
}
