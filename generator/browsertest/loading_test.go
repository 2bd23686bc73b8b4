package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestNothingMovesWhileLoading opens briefings from disk, and from a host on which fonts and pictures come late.
func TestNothingMovesWhileLoading(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, group := range briefings {
		site := must(t, group.site)
		slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if ext := path.Ext(r.URL.Path); ext == ".woff2" || ext == ".png" {
				time.Sleep(300 * time.Millisecond)
			}
			site.ServeHTTP(w, r)
		}))
		t.Cleanup(slow.Close)
		for _, w := range []way{site.ways(t)[0], {"slow host", slow.URL + "/repo/"}} {
			for _, file := range group.files[:2] {
				for _, width := range []int64{wide, narrow} {
					t.Run(fmt.Sprint(w.name, " ", file, " at ", width), func(t *testing.T) {
						t.Parallel()
						b := newTab(t, width)
						b.look(w.on(file))
						b.run(`new Promise(r => { scrollTo(0, document.documentElement.scrollHeight); setTimeout(() => { scrollTo(0, 0); r(0); }, 50); })`)
						moved := eval[struct {
							Sum   float64
							Moved []string
						}](b, `measure.shifts()`)
						if moved.Sum != 0 {
							t.Errorf("the layout shifts by %.4f: %v", moved.Sum, moved.Moved)
						}
					})
				}
			}
		}
	}
}

// TestRedirectKeepsTheFragment follows an earlier address to a claim, with scripts and without.
func TestRedirectKeepsTheFragment(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, syntheticHosted).ways(t) {
		for _, old := range []string{"old/first/index.html", "옛-주소.html", "earlier/name.html"} {
			t.Run(w.name+"/"+old, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, wide)
				b.expect(w.prefix, "")
				b.goTo(w.on(old + "#claim-second"))
				b.eventually("the redirect keeps its fragment", fmt.Sprintf(`location.href === %q`, w.on("briefings/briefing-0.html#claim-second")))
				b.quiet()
				b.goTo("about:blank")
				b.scripts(false)
				b.do(chromedp.Navigate(w.on(old)))
				b.eventually("without scripts the redirect leads on", fmt.Sprintf(`location.href === %q`, w.on("briefings/briefing-0.html")))
			})
		}
	}
}
