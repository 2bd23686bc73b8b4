package browsertest_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNumberOfASourceDoesNotBeginALine looks, in windows of several widths, for numbers of sources that were parted from the words before them.
func TestNumberOfASourceDoesNotBeginALine(t *testing.T) {
	t.Parallel()
	needChromium(t)
	const parted = `[...document.querySelectorAll(".cite")].filter(cite => {
		const before = cite.previousSibling, range = document.createRange();
		if (before?.nodeType !== Node.TEXT_NODE || !before.data.trim()) return false;
		const end = before.data.trimEnd().length;
		range.setStart(before, end - 1);
		range.setEnd(before, end);
		return cite.getClientRects()[0].top > range.getBoundingClientRect().bottom;
	}).map(cite => cite.previousSibling.data.slice(-20) + cite.textContent)`
	for _, file := range []string{"briefings/how-many-troops.html", "briefings/losses.html"} {
		b := newTab(t, wide)
		b.look(must(t, sampleHosted).ways(t)[0].on(file))
		if n := eval[int](b, `document.querySelectorAll(".cite").length`); n == 0 {
			t.Errorf("%s cites nothing", file)
		}
		for _, width := range []int64{320, narrow, 420, 600, 960, wide} {
			b.do(chromedp.EmulateViewport(width, 900))
			b.settle()
			for _, words := range eval[[]string](b, parted) {
				t.Errorf("%s at %d: %q is parted", file, width, words)
			}
		}
	}
}

// TestFieldsOfAFilterStandInRows holds that the labels of a row begin at one height, and that nothing of what is chosen is cut.
func TestFieldsOfAFilterStandInRows(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, file := range []string{"claims.html", "sources.html"} {
		b := newTab(t, wide)
		b.look(must(t, sampleHosted).ways(t)[0].on(file))
		for _, width := range []int64{wide, narrow} {
			b.do(chromedp.EmulateViewport(width, 900))
			b.settle()
			for _, row := range eval[[]string](b, `Object.values(Object.groupBy(document.querySelectorAll(".facet:has(label)"), f => Math.round(f.getBoundingClientRect().bottom)))
				.filter(row => new Set(row.map(f => f.querySelector("label").getBoundingClientRect().top)).size > 1).map(row => row.map(f => f.textContent.trim().slice(0, 12)).join(", "))`) {
				t.Errorf("%s at %d: the labels of %s do not stand in a row", file, width, row)
			}
			if need := eval[float64](b, `(() => {
				const field = document.querySelector("[name=sort]"), copy = field.cloneNode(true);
				copy.style.inlineSize = "auto";
				field.after(copy);
				const need = copy.offsetWidth - field.offsetWidth;
				copy.remove();
				return need;
			})()`); need > 0 {
				t.Errorf("%s at %d: the field of the order is %.0f too narrow for its words", file, width, need)
			}
		}
	}
}

// TestTitlesKeepKoreanWordsWhole looks at a title in Korean, on a page in English, in windows of many widths: lines end between words.
func TestTitlesKeepKoreanWordsWhole(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	b.look(must(t, sampleHosted).ways(t)[0].on("sources/kookmin-shoigu-6000.html"))
	for width := int64(320); width <= 440; width += 20 {
		b.do(chromedp.EmulateViewport(width, 900))
		b.settle()
		for _, word := range eval[[]string](b, `[...document.querySelector("h1").firstChild.data.matchAll(/[^\s·]+/g)].filter(m => {
			const range = document.createRange(), text = document.querySelector("h1").firstChild;
			range.setStart(text, m.index);
			range.setEnd(text, m.index + m[0].length);
			return range.getClientRects().length > 1;
		}).map(m => m[0])`) {
			t.Errorf("at %d: %s is parted", width, word)
		}
	}
}
