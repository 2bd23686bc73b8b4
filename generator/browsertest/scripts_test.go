package browsertest_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// plain opens an address while scripts do not run, so that nothing can be waited for but the load.
func (b *tab) plain(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
	b.run(measure)
}

// TestWithoutScriptsNothingIsLost opens briefings and lists with scripts switched off: all that stands in the HTML can be seen or opened,
// and what would need scripts is not offered.
func TestWithoutScriptsNothingIsLost(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, file := range []string{"briefings/everything.html", "briefings/rtl.html", "claims.html", "timeline/2020.html", "index.html", "sources/retracted.html"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			site := must(t, syntheticHosted)
			want := make(map[string]int)
			for _, p := range site.crawl() {
				if p.address == file {
					want["article.claim"], want["blockquote"], want["a[href]"] = counted(p)
				}
			}
			b := newTab(t, wide)
			b.goTo(site.ways(t)[0].on(file))
			scripted := eval[string](b, `document.querySelector("main").textContent`)
			b.scripts(false)
			for _, width := range []int64{wide, narrow} {
				b.do(chromedp.EmulateViewport(width, 900))
				b.plain(site.ways(t)[0].on(file))
				for selector, n := range want {
					if got := eval[int](b, `document.querySelectorAll("`+selector+`").length`); got != n {
						t.Errorf("at %d: %d of %d %s", width, got, n, selector)
					}
				}
				if left := eval[[]string](b, `measure.all("button, select, input:not([type=checkbox])").filter(measure.seen).map(measure.name)`); len(left) > 0 {
					t.Errorf("at %d: offered, though it needs scripts: %v", width, left)
				}
				if without := eval[string](b, `document.querySelector("main").textContent`); without != scripted {
					t.Errorf("at %d: scripts change the words of the page", width)
				}
				if lost := eval[[]string](b, `measure.lost()`); len(lost) > 0 {
					t.Errorf("at %d: %d cannot be seen or opened, such as %s", width, len(lost), strings.Join(lost[:min(5, len(lost))], ", "))
				}
			}
			if want["article.claim"] > 0 {
				b.plain(site.ways(t)[0].on(file))
				b.do(chromedp.ScrollIntoView(chromedp.CSS("article.claim summary")), chromedp.Click(chromedp.CSS("article.claim summary")))
				if !eval[bool](b, `document.querySelector("article.claim details").open`) {
					t.Error("a card does not open by a click")
				}
			}
		})
	}
}

// counted counts cards, quotes and links of a page as it was written.
func counted(p *page) (cards, quotes, links int) {
	for e := range p.elements() {
		switch {
		case e.Data == "article" && strings.Contains(" "+value(e, "class")+" ", " claim "):
			cards++
		case e.Data == "blockquote":
			quotes++
		case e.Data == "a" && hasAttribute(e, "href"):
			links++
		}
	}
	return cards, quotes, links
}

func hasAttribute(e *html.Node, name string) bool {
	_, ok := attribute(e, name)
	return ok
}
