package browsertest_test

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// touch puts a finger down on the window, or lifts it.
func (b *tab) touch(kind input.DispatchTouchEventType, at ...float64) {
	b.t.Helper()
	params := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
	if len(at) == 2 {
		params.TouchPoints = append(params.TouchPoints, &input.TouchPoint{X: at[0], Y: at[1]})
	}
	b.do(call(input.DispatchTouchEvent, params))
}

// TestFingerThatRestsSeesPreview holds a finger on a link, from disk and from a host: a preview appears and the link is not followed. A
// tap follows it, also while its preview is shown.
func TestFingerThatRestsSeesPreview(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, syntheticHosted).ways(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, narrow)
			b.expect(w.prefix, "")
			b.look(w.on("briefings/briefing-1.html"))
			const link = `document.querySelector("main .body a[href*='actors/']")`
			x, y := b.middle(link)
			here := eval[string](b, `location.href`)
			b.touch("touchStart", x, y)
			b.eventually("a preview", `measure.all(".preview").some(p => measure.seen(p) && p.textContent.trim().length > 10)`)
			b.touch("touchEnd")
			time.Sleep(300 * time.Millisecond)
			if now := eval[string](b, `location.href`); now != here {
				t.Fatalf("the link was followed to %s", now)
			}
			if !eval[bool](b, link+`.getAttribute("aria-describedby") === document.querySelector(".preview").id`) {
				t.Error("the link does not say what describes it")
			}
			b.touch("touchStart", x, y)
			b.touch("touchEnd")
			b.eventually("a tap follows the link", `location.href !== "`+here+`"`)
			b.quiet()
		})
	}
}

// TestPreviewCanBePointedAt leads the pointer from a link onto its preview, which stays, and away from both, which ends it (WCAG 1.4.13).
func TestPreviewCanBePointedAt(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	b.look(must(t, syntheticHosted).ways(t)[0].on("briefings/briefing-1.html"))
	const shown = `measure.all(".preview").some(measure.seen)`
	b.point(2, 2)
	b.point(b.middle(`document.querySelector("main .body a[href*='actors/']")`))
	b.eventually("a preview", shown)
	at := eval[[]float64](b, `(() => { const r = document.querySelector(".preview").getBoundingClientRect(); return [r.left + 20, r.top + 10]; })()`)
	b.point(at[0], at[1])
	time.Sleep(600 * time.Millisecond)
	if !eval[bool](b, shown) {
		t.Error("the preview goes when it is pointed at")
	}
	if stops := eval[int](b, `document.querySelectorAll(".preview :is(a[href], button, summary, [tabindex])").length`); stops > 0 {
		t.Errorf("the keyboard stops %d times in a preview", stops)
	}
	b.point(2, 2)
	b.eventually("the preview goes", `!`+shown)
	b.do(chromedp.EmulateViewport(wide, 900))
}
