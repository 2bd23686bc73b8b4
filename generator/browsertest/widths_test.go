package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingLiesOnACardAtAnyWidth measures the boxes of all cards and of all lines of text, from the narrowest telephone to the widest
// screen, with all cards closed and with all of them open.
func TestNothingLiesOnACardAtAnyWidth(t *testing.T) {
	t.Parallel()
	needChromium(t)
	widths := []int64{320, 480, 768, 959, 960, 1024, 1440, 1920, 2560}
	for _, page := range []struct {
		site func() (*built, error)
		file string
	}{
		{sampleHosted, "briefings/the-article-examined.html"},
		{sampleHosted, "briefings/gala-and-repatriation.html"},
		{syntheticHosted, "briefings/everything.html"},
		{syntheticHosted, "briefings/rtl.html"},
	} {
		t.Run(page.file, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.look(must(t, page.site).ways(t)[0].on(page.file))
			for _, open := range []bool{false, true} {
				b.run(fmt.Sprintf(`measure.all("details").forEach(d => d.open = %t)`, open))
				for _, width := range widths {
					b.do(chromedp.EmulateViewport(width, 900))
					b.settle()
					for _, line := range append(eval[[]string](b, `measure.collisions()`), eval[[]string](b, `measure.sideways()`)...) {
						t.Errorf("at %d, open: %t: %s", width, open, line)
					}
				}
			}
		})
	}
}
