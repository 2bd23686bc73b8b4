package browsertest_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// lightness is that of the paper and of the ink, from 0 to 1.
type lightness struct{ Paper, Ink float64 }

func (l lightness) dark() bool { return l.Paper < 0.2 && l.Ink > 0.6 }

func (l lightness) light() bool { return l.Paper > 0.8 && l.Ink < 0.4 }

// TestColoursFollowTheSystemAndTheSwitch goes through both systems and both positions of the switch, which lasts over pages.
func TestColoursFollowTheSystemAndTheSwitch(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, sampleHosted).ways(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.expect(w.prefix, "")
			is := func(when string, dark bool) {
				t.Helper()
				if l := eval[lightness](b, `measure.light()`); dark && !l.dark() || !dark && !l.light() {
					t.Errorf("%s: paper %.2f, ink %.2f; dark is %t", when, l.Paper, l.Ink, dark)
				}
			}
			front, briefing := w.on("index.html"), w.on("briefings/losses.html")
			b.look(front)
			defer b.run(`localStorage.clear()`)
			is("a light system", false)
			b.colours("dark")
			b.look(front)
			is("a dark system", true)
			name := eval[string](b, `document.querySelector("button.switch").getAttribute("aria-label") || document.querySelector("button.switch").textContent`)
			b.do(chromedp.Click(chromedp.CSS("button.switch")))
			is("switched to light in a dark system", false)
			if after := eval[string](b, `document.querySelector("button.switch").getAttribute("aria-label") || document.querySelector("button.switch").textContent`); after == name &&
				!eval[bool](b, `document.querySelector("button.switch").hasAttribute("aria-pressed")`) {
				t.Errorf("the switch is called %q in both positions, and says no position", name)
			}
			b.look(front)
			is("light, after loading again", false)
			b.look(briefing)
			is("light, on another page", false)
			b.colours("light")
			b.do(chromedp.Click(chromedp.CSS("button.switch")))
			is("switched to dark in a light system", true)
			b.look(front)
			is("dark, on another page", true)
			b.quiet()
		})
	}
}
