package browsertest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// fontsOf returns the PostScript names of the fonts in which the text of an element is painted. What it is to know of the DOM is left switched
// on, since clicks need it too.
func (b *tab) fontsOf(selector string) []string {
	b.t.Helper()
	var names []string
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, cssErr := cdp.Call(ctx, target, css.Enable, cdp.Empty{})
		page, pageErr := cdp.Call(ctx, target, dom.GetDocument, dom.GetDocumentParams{})
		if err := errors.Join(cssErr, pageErr); err != nil {
			return err
		}
		element, err := cdp.Call(ctx, target, dom.QuerySelector, dom.QuerySelectorParams{NodeID: page.Root.NodeID, Selector: selector})
		if err != nil {
			return err
		}
		fonts, err := cdp.Call(ctx, target, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: element.NodeID})
		for _, f := range fonts.Fonts {
			names = append(names, f.PostScriptName)
		}
		_, cssErr = cdp.Call(ctx, target, css.Disable, cdp.Empty{})
		return errors.Join(err, cssErr)
	}))
	return names
}

// TestEmphasisIsOfTheFontOfTheText opens a briefing from disk, and from a host for the first time: emphasised words are never of another font
// than the words about them, and from disk in its true italics, not slanted.
func TestEmphasisIsOfTheFontOfTheText(t *testing.T) {
	t.Parallel()
	needChromium(t)
	const words = ".body > p > em"
	for _, w := range must(t, sampleHosted).ways(t) {
		b := newTab(t, wide)
		b.look(w.on("briefings/how-many-troops.html"))
		if fonts := b.fontsOf(words); len(fonts) != 1 || fonts[0] != "AttestSerif" {
			t.Errorf("from %s emphasis is of %v", w.name, fonts)
		}
		italic := eval[bool](b, `(() => {
			const em = document.querySelector("`+words+`"), slanted = em.cloneNode(true);
			em.after(slanted);
			for (const e of [em, slanted]) e.style.cssText = "position: absolute; white-space: nowrap";
			slanted.style.fontFamily = getComputedStyle(em.parentElement).fontFamily;
			slanted.style.fontStyle = "normal"; // as wide as it is slanted
			return em.offsetWidth !== slanted.offsetWidth;
		})()`)
		if !italic && w.name == "disk" {
			t.Error("from disk emphasis is slanted")
		}
	}
}
