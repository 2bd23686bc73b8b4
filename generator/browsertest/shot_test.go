package browsertest_test

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestShot(t *testing.T) {
	if os.Getenv("SHOT") == "" {
		t.Skip()
	}
	b := newTab(t, wide)
	b.look(must(t, syntheticHosted).ways(t)[0].on(os.Getenv("SHOT")))
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(80))
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile("/tmp/shot.jpg", data, 0o644)
	t.Log(eval[[]card](b, `measure.cards()`))
	d, _ := os.ReadFile(must(t, syntheticHosted).dir + "/data/claims-1.js")
	t.Logf("%.1500s", d)
}
