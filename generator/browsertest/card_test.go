package browsertest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestCardIsOpenWhereItsAddressLeads opens the address of a claim, follows a link to another on the same page, and skips to the text: the
// card that is meant is open and in sight, and no other opens.
func TestCardIsOpenWhereItsAddressLeads(t *testing.T) {
	t.Parallel()
	needChromium(t)
	const opened = `measure.all("article.claim").filter(c => c.querySelector("details").open).map(c => c.id)`
	for _, w := range must(t, sampleHosted).ways(t) {
		for _, width := range []int64{wide, narrow} {
			b := newTab(t, width)
			b.look(w.on("briefings/losses.html"))
			ids := eval[[]string](b, `measure.all(".body article.claim").map(c => c.id)`)
			if got := eval[[]string](b, opened); len(got) > 0 {
				t.Fatalf("from %s at %d: without being asked for, %v are open", w.name, width, got)
			}
			b.run(`document.querySelector(".skip").click()`)
			b.settle()
			if got := eval[[]string](b, opened); len(got) > 0 {
				t.Errorf("from %s at %d: the way to the text opens %v", w.name, width, got)
			}
			first, last := ids[0], ids[len(ids)-1]
			b.goTo("about:blank")
			b.look(w.on("briefings/losses.html#" + last))
			b.eventually("the card is open and in sight", `(() => { const c = document.getElementById("`+last+`"), r = c.getBoundingClientRect(); return c.querySelector("details").open && r.top >= 0 && r.top < innerHeight; })()`)
			b.run(`location.hash = "` + first + `"`)
			b.eventually("the other opens too", `document.getElementById("`+first+`").querySelector("details").open`)
			if got := eval[[]string](b, opened); len(got) != 2 {
				t.Errorf("from %s at %d: %v are open", w.name, width, got)
			}
		}
	}
}

// TestCitationIsCopied presses the button of a card, with what browsers have for it, and without, as on a host without HTTPS.
func TestCitationIsCopied(t *testing.T) {
	t.Parallel()
	needChromium(t)
	const button = `document.querySelector("article.claim button.copy")`
	for _, w := range must(t, sampleHosted).ways(t) {
		for _, clipboard := range []string{`{ writeText: text => { window.copied = text; return Promise.resolve(); } }`, `{ writeText: () => Promise.reject() }`, `undefined`} {
			b := newTab(t, wide)
			b.expect(w.prefix, "")
			b.look(w.on("briefings/losses.html"))
			b.run(`Object.defineProperty(navigator, "clipboard", { value: ` + clipboard + ` });
				addEventListener("copy", e => { window.copied = document.activeElement.value; });
				document.querySelector("article.claim details").open = true; 0`)
			label := eval[string](b, button+`.textContent`)
			b.run(button + `.focus()`)
			b.do(chromedp.KeyEvent("\r"))
			b.eventually("it is said", button+`.textContent === "Copied"`)
			cited := eval[string](b, `window.copied`)
			if want := eval[string](b, button+`.dataset.copy`); cited != want || !strings.Contains(cited, "losses.html#claim-") {
				t.Errorf("from %s with %s: %q is copied, not %q", w.name, clipboard, cited, want)
			}
			b.eventually("the button says again what it does", button+`.textContent === `+quoted(label))
			if !eval[bool](b, `document.activeElement === `+button) {
				t.Errorf("from %s with %s: the keyboard is led away", w.name, clipboard)
			}
			b.quiet()
		}
	}
}

// TestForcedColoursLoseNothing holds, where a reader's system gives the colours, that the lines under words still differ by standing, and that
// what is pointed at still shows.
func TestForcedColoursLoseNothing(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	t.Cleanup(func() { b.colours("light") })
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}}))
	b.look(must(t, sampleHosted).ways(t)[0].on("briefings/the-article-examined.html"))
	lines := eval[[]string](b, `[...new Set(measure.all(".cw").map(e => getComputedStyle(e).textDecorationStyle))]`)
	slices.Sort(lines)
	if want := []string{"dashed", "dotted", "double", "solid", "wavy"}; !slices.Equal(lines, want) {
		t.Errorf("the lines under words are %v, not %v", lines, want)
	}
	const outlined = `["article.claim", ".cw"].map(s => getComputedStyle(document.querySelector(s)).outlineStyle)`
	b.point(2, 2)
	before := eval[[]string](b, outlined)
	b.point(b.middle(`document.querySelector(".cw")`))
	if after := eval[[]string](b, outlined); slices.Contains(before, "solid") || slices.Contains(after, "none") {
		t.Errorf("words and card have outlines %v, and when they are pointed at %v", before, after)
	}
}
