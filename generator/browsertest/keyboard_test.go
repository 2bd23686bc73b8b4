package browsertest_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is what the keyboard is on. Index is its place among all elements, in the order of the source.
type focused struct {
	Name, Text         string
	Seen, Ring, Inside bool
	Index              int
}

func (b *tab) tabTo() focused {
	b.t.Helper()
	b.do(chromedp.KeyEvent(kb.Tab))
	return eval[focused](b, `measure.focus()`)
}

// TestKeyboardReachesEverythingInOrder goes through a briefing with the tabulator: the link over the head comes first and works, each
// step goes forward in the source, and what is reached is seen and marked.
func TestKeyboardReachesEverythingInOrder(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, width := range []int64{wide, narrow} {
		for _, file := range []string{"briefings/losses.html", "index.html", "claims.html", "sources.html", "timeline.html", "actors/nis.html", "methodology.html"} {
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, width)
				b.look(must(t, sampleHosted).ways(t)[0].on(file))
				skip := b.tabTo()
				if skip.Name != "a.skip" || !skip.Seen || !skip.Inside {
					t.Fatalf("the first stop is %+v, not the link that skips the head", skip)
				}
				const steps = 30
				for i, last := 0, skip; i < steps; i++ {
					now := b.tabTo()
					if strings.HasPrefix(now.Name, "body") {
						break // past the end
					}
					if now.Index == last.Index && now.Name == last.Name && eval[bool](b, `document.activeElement.type === "date"`) {
						continue // day, month and year of one field
					}
					if now.Index <= last.Index {
						t.Errorf("after %s %q comes %s %q, which stands before it", last.Name, last.Text, now.Name, now.Text)
					}
					if !now.Seen || !now.Ring || !now.Inside {
						t.Errorf("%s %q: seen %t, marked %t, in the window %t", now.Name, now.Text, now.Seen, now.Ring, now.Inside)
					}
					last = now
				}
				b.run(`document.querySelector("a.skip").focus()`)
				b.do(chromedp.KeyEvent(kb.Enter))
				first := b.tabTo()
				if !eval[bool](b, `document.querySelector("main").contains(document.activeElement)`) {
					t.Errorf("after skipping the head, the next stop is %s %q, outside the content", first.Name, first.Text)
				}
			})
		}
	}
}

// TestKeyboardOpensACard opens a card by Enter and by the space bar.
func TestKeyboardOpensACard(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, width := range []int64{wide, narrow} {
		b := newTab(t, width)
		b.look(must(t, sampleHosted).ways(t)[0].on("briefings/losses.html"))
		const details = `document.querySelector("article.claim details")`
		b.run(details + `.querySelector("summary").focus()`)
		for i, key := range []string{kb.Enter, kb.Enter, " ", " "} {
			b.do(chromedp.KeyEvent(key))
			if open := eval[bool](b, details+`.open`); open != (i%2 == 0) {
				t.Fatalf("at %d, after %d keys the card is open: %t", width, i+1, open)
			}
		}
		b.do(chromedp.KeyEvent(kb.Enter))
		if !eval[bool](b, `measure.all("article.claim details")[0].open && measure.seen(measure.all("article.claim .ev")[0])`) {
			t.Errorf("at %d, the evidence of an open card is not seen", width)
		}
	}
}
