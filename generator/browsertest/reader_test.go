package browsertest_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	_ "embed"
)

//go:embed testdata/measure.js
var measure string

// look opens an address and readies it for measuring.
func (b *tab) look(address string) {
	b.t.Helper()
	b.goTo(address)
	b.run(measure)
}

// briefings are the pages on which cards are looked at.
var briefings = []struct {
	site  func() (*built, error)
	files []string
}{
	{sampleHosted, []string{
		"briefings/losses.html", "briefings/the-article-examined.html", "briefings/how-many-troops.html", "briefings/gala-and-repatriation.html",
		"briefings/shells-and-missiles.html", "briefings/treaty-2024-and-1961.html", "briefings/what-pyongyang-gets.html",
	}},
	{syntheticHosted, []string{"briefings/everything.html", "briefings/pictured.html", "briefings/rtl.html"}},
}

// box is a rectangle in CSS pixels from the page's corner.
type box struct{ Left, Right, Top, Bottom float64 }

// card is a claim's card on the page. Words and Paragraph are where its claim is stated; Next follows its paragraph's cards.
type card struct {
	ID                     string
	Seen                   bool
	Box                    box
	Words, Paragraph, Next *box
}

// The distances, in CSS pixels, within which a card counts as level with its words, and as close below what stands above it.
const (
	level = 24
	below = 48
)

// TestCardsStandWhereTheyBelong opens each briefing once and looks at it in windows of three widths: wide, as narrow as two columns go,
// and narrow; with all cards closed, and with all of them open.
func TestCardsStandWhereTheyBelong(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, group := range briefings {
		site := must(t, group.site)
		for _, file := range group.files {
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, wide)
				b.look(site.ways(t)[0].on(file))
				for _, width := range []int64{wide, 960, narrow} {
					b.do(chromedp.EmulateViewport(width, 900))
					for _, open := range []bool{false, true} {
						b.run(fmt.Sprintf(`measure.all("details").forEach(d => d.open = %t)`, open))
						b.settle()
						state := fmt.Sprintf("at %d, open: %t", width, open)
						b.placed(state, width == narrow)
						if !open {
							b.bothSides(state, width != narrow)
						}
					}
				}
			})
		}
	}
}

// placed checks that no card lies on another or on text, and that each stands beside or below its words.
func (b *tab) placed(state string, narrow bool) {
	b.t.Helper()
	for _, line := range eval[[]string](b, `measure.collisions().concat(measure.sideways())`) {
		b.t.Errorf("%s: %s", state, line)
	}
	cards := eval[[]card](b, `measure.cards()`)
	if len(cards) == 0 {
		b.t.Errorf("%s: there is no card", state)
	}
	end := math.Inf(-1) // of the card before
	for _, c := range cards {
		switch {
		case !c.Seen || c.Words == nil || c.Paragraph == nil:
			b.t.Errorf("%s: %s is not seen, or has no words or no paragraph", state, c.ID)
		case narrow:
			belowParagraph(b.t, state, c, end)
		default:
			besideWords(b.t, state, c, cards)
		}
		end = c.Box.Bottom
	}
}

func besideWords(t *testing.T, state string, c card, all []card) {
	t.Helper()
	switch {
	case c.Box.Left < c.Paragraph.Right && c.Box.Right > c.Paragraph.Left:
		t.Errorf("%s: %s stands at %.0f to %.0f, not beside its paragraph at %.0f to %.0f", state, c.ID, c.Box.Left, c.Box.Right, c.Paragraph.Left, c.Paragraph.Right)
	case c.Box.Top < c.Words.Top-level:
		t.Errorf("%s: %s stands %.0f above its words", state, c.ID, c.Words.Top-c.Box.Top)
	case c.Box.Top > c.Words.Top+level && !slices.ContainsFunc(all, func(o card) bool {
		return o.ID != c.ID && o.Box.Bottom <= c.Box.Top+1 && c.Box.Top-o.Box.Bottom <= below
	}):
		t.Errorf("%s: %s stands %.0f below its words, under no other card", state, c.ID, c.Box.Top-c.Words.Top)
	}
}

// belowParagraph checks a card of a narrow window; end is where the card before it ends.
func belowParagraph(t *testing.T, state string, c card, end float64) {
	t.Helper()
	switch above := max(end, c.Paragraph.Bottom); {
	case c.Box.Top < above-1:
		t.Errorf("%s: %s begins at %.0f, before the end of its paragraph or of the card before it at %.0f", state, c.ID, c.Box.Top, above)
	case c.Box.Top > above+below:
		t.Errorf("%s: %s begins %.0f below its paragraph and the card before it", state, c.ID, c.Box.Top-above)
	case c.Next != nil && c.Next.Top < c.Box.Bottom-1:
		t.Errorf("%s: what follows %s begins before its end", state, c.ID)
	}
}

// bothSides checks closed cards: evidence for and against is seen, or neither; both look the same, and the count speaks of both.
func (b *tab) bothSides(state string, all bool) {
	b.t.Helper()
	for _, c := range eval[[]struct {
		ID               string
		Has, Sees, Sizes []string
		Tally            string
		Talks            bool
	}](b, `measure.sides()`) {
		against := slices.Contains(c.Has, "against")
		if !c.Talks || c.Tally == "" {
			b.t.Errorf("%s: %s does not count its evidence", state, c.ID)
		}
		if all && len(c.Has) != len(c.Sees) {
			b.t.Errorf("%s: %s shows %v of %v", state, c.ID, c.Sees, c.Has)
		}
		if against && slices.Contains(c.Sees, "for") && !slices.Contains(c.Sees, "against") {
			b.t.Errorf("%s: %s shows the evidence for it and not the evidence against it", state, c.ID)
		}
		if against && !strings.Contains(c.Tally, "disputed") && !strings.Contains(c.Tally, "refuted") {
			b.t.Errorf("%s: %s is silent on the evidence against: %q", state, c.ID, c.Tally)
		}
		if len(c.Sizes) == 2 && c.Sizes[0] != c.Sizes[1] {
			b.t.Errorf("%s: the two sides of %s look different: %v", state, c.ID, c.Sizes)
		}
	}
}

// TestPagesDoNotScrollSideways holds for every kind of page, at 360 and at the 320 pixels of WCAG 1.4.10.
func TestPagesDoNotScrollSideways(t *testing.T) {
	t.Parallel()
	eachVisited(t, func(t *testing.T, b *built, file string) {
		if file == "404.html" {
			return // as any plain page, but from disk without its styles
		}
		tab := newTab(t, narrow)
		tab.look(b.ways(t)[0].on(file))
		for _, width := range []int64{narrow, 320, wide} {
			tab.do(chromedp.EmulateViewport(width, 900))
			tab.settle()
			for _, line := range eval[[]string](tab, `window.measure ? measure.sideways() : []`) {
				t.Errorf("at %d: %s", width, line)
			}
		}
	})
}

// point moves the mouse to a place in the window.
func (b *tab) point(x, y float64) {
	b.t.Helper()
	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
}

// middle is where the mouse points at the element of an expression, which is brought into the window.
func (b *tab) middle(element string) (x, y float64) {
	b.t.Helper()
	at := eval[[]float64](b, `(() => { const e = `+element+`; e.scrollIntoView({block: "center"}); const r = e.getClientRects()[0]; return [r.left + Math.min(r.width / 2, 30), r.top + Math.min(r.height / 2, 12)]; })()`)
	return at[0], at[1]
}

// TestWordsAndCardLightUpEachOther points at the words of a claim, and then at its card.
func TestWordsAndCardLightUpEachOther(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, file := range []string{"briefings/losses.html", "briefings/how-many-troops.html"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.look(must(t, sampleHosted).ways(t)[0].on(file))
			const (
				theCard  = `measure.all(".body article.claim")[1]`
				theWords = `measure.wordsOf(` + theCard + `)[0]`
				looks    = `[` + theCard + `, ` + theWords + `, measure.all(".body article.claim")[0]].map(e => { const c = getComputedStyle(e); return c.backgroundColor + c.boxShadow + c.outline; })`
			)
			b.point(2, 2)
			plain := eval[[]string](b, looks)
			for _, at := range []string{theWords, theCard} {
				b.point(b.middle(at))
				lit := eval[[]string](b, looks)
				if lit[0] == plain[0] || lit[1] == plain[1] {
					t.Errorf("pointing at %s: card lit: %t, words lit: %t", at, lit[0] != plain[0], lit[1] != plain[1])
				}
				if lit[2] != plain[2] {
					t.Errorf("pointing at %s lights up another card", at)
				}
				b.point(2, 2)
				if after := eval[[]string](b, looks); !slices.Equal(after, plain) {
					t.Errorf("pointing away from %s leaves something lit", at)
				}
			}
		})
	}
}

// TestLinkShowsPreview points at a link to an actor, a source and a claim: words about it appear, and Escape takes them away.
func TestLinkShowsPreview(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, syntheticHosted).ways(t) {
		for _, link := range []struct{ file, selector string }{
			{"briefings/briefing-1.html", "a[href*='actors/']"},
			{"briefings/briefing-1.html", "a[href*='sources/']"},
			{"index.html", "a[href*='#claim-']"},
			{"actors/portrait.html", "a[href*='#claim-']"},
			{"briefings/briefing-1.html", ".cite a"},
		} {
			t.Run(w.name+"/"+link.file+" "+link.selector, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, wide)
				b.expect(w.prefix, "")
				b.look(w.on(link.file))
				element := `document.querySelector("main ` + link.selector + `")`
				if !eval[bool](b, `!!`+element) {
					t.Fatalf("there is no %s", link.selector)
				}
				b.point(2, 2)
				b.point(b.middle(element))
				if b.eventually("a preview", `measure.all(".preview, [role=tooltip]").some(p => measure.seen(p) && p.textContent.trim().length > 10)`) {
					if back := eval[string](b, `document.querySelector(".preview .back")?.textContent || ""`); back != "" {
						t.Errorf("the preview shows ways back: %q", back)
					}
					b.do(chromedp.KeyEvent(kb.Escape))
					b.eventually("Escape closes the preview", `!measure.all(".preview, [role=tooltip]").some(measure.seen)`)
				}
				b.quiet()
			})
		}
	}
}
