package browsertest_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/ledongthuc/pdf"
)

// printed returns the pages of what the open page prints, each as far as it can be read in a PDF, without spaces: the text of variable fonts
// is drawn, but numbers of pages have a plain font.
func (b *tab) printed() []string {
	b.t.Helper()
	var data []byte
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		yes := true
		result, err := cdp.Call(ctx, target, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &yes})
		data = result.Data
		return err
	}))
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.t.Fatal(err)
	}
	var pages []string
	for i := range r.NumPage() {
		text, err := r.Page(i + 1).GetPlainText(nil)
		if err != nil {
			b.t.Fatal(err)
		}
		pages = append(pages, unspaced(text))
	}
	return pages
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// paper shows the page as it is printed.
func (b *tab) paper(scheme string) {
	b.t.Helper()
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
	b.do(chromedp.EmulateViewport(700, 900))
	b.settle()
}

// TestBriefingPrintsWithNotes prints a briefing whose cards are closed: the cards follow the text as numbered notes with all that they
// hold, addresses are written out, nothing is dark, and each page has its number.
func TestBriefingPrintsWithNotes(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	t.Cleanup(func() { b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"})) })
	b.look(must(t, sampleHosted).ways(t)[0].on("briefings/losses.html"))
	pages := b.printed()
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, text := range pages {
		if !strings.Contains(text, fmt.Sprintf("%d/%d", i+1, len(pages))) {
			t.Errorf("page %d has no number", i+1)
		}
	}
	b.paper("dark")
	for _, chosen := range []string{"", "dark"} {
		b.run(`document.documentElement.dataset.theme = "` + chosen + `"`)
		if light := eval[struct{ Ink float64 }](b, `measure.light()`); light.Ink > 0.2 {
			t.Errorf("the ink is light: %.2f, the reader has chosen %q", light.Ink, chosen)
		}
	}
	if title := eval[string](b, `getComputedStyle(document.querySelector(".body > .cards"), "::before").content`); !strings.HasPrefix(title, `"Notes`) {
		t.Errorf("above the notes stands %s", title)
	}
	const notes = `measure.all(".body article.claim").map(c => ({
		id: c.id, number: measure.painted(c.querySelector(".num")), top: c.getBoundingClientRect().top,
		lost: measure.all(".claim-text, .ev-source, .ev-grade, blockquote, .answer, .facts dd", c).filter(e => !measure.painted(e)).map(measure.name),
		cites: measure.all("blockquote[cite]", c).map(q => getComputedStyle(q, "::after").content.includes(q.getAttribute("cite"))),
	}))`
	end := eval[float64](b, `Math.max(...measure.all(".body > :not(.cards)").map(e => e.getBoundingClientRect().bottom))`)
	for _, n := range eval[[]struct {
		ID     string
		Number bool
		Top    float64
		Lost   []string
		Cites  []bool
	}](b, notes) {
		if n.Top < end || !n.Number || len(n.Lost) > 0 || slices.Contains(n.Cites, false) {
			t.Errorf("%s: %.0f below the text, numbered: %t, not shown: %v, addresses written out: %v", n.ID, n.Top-end, n.Number, n.Lost, n.Cites)
		}
	}
	if links := eval[[]string](b, `measure.all(".prose a[href^=http]").filter(a => !getComputedStyle(a, "::after").content.includes(a.getAttribute("href"))).map(a => a.href)`); len(links) > 0 {
		t.Errorf("addresses that are not written out: %v", links)
	}
	if left := eval[[]string](b, `measure.all("button, select, summary, nav").filter(measure.painted).map(measure.name)`); len(left) > 0 {
		t.Errorf("printed, though it is to be pressed: %v", left)
	}
}
