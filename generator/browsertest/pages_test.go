package browsertest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// syntheticPages are pages of the synthetic site, of every kind, where kinds look different in several forms.
var syntheticPages = []string{
	"index.html", "briefings/everything.html", "briefings/отчёт-3.html", "briefings/pictured.html", "briefings/rtl.html", "briefings.html",
	"claims.html", "claims/2.html", "actors/portrait.html", "actors/배우-1.html", "actors.html", "sources/restricted.html", "sources/retracted.html",
	"sources.html", "timeline.html", "timeline/2020.html", "topics/무역.html", "corrections.html", "methodology.html", "404.html", "pages/about.html",
	"old/first/index.html",
}

// unknown is an address without a page.
const unknown = "no/such/page.html"

// samplePages are pages of the repository's own site.
var samplePages = []string{"index.html", "briefings/the-article-examined.html", "actors/nis.html", "timeline.html"}

// visited are the sites that are opened in the browser, and which of their pages.
var visited = []struct {
	site  func() (*built, error)
	files func(*built) []string
}{
	{syntheticHosted, func(b *built) []string { return b.withEveryKind(syntheticPages) }},
	{sampleHosted, func(*built) []string { return samplePages }},
}

// eachVisited runs a test for each page of each visited site; fn must be ready to run beside others.
func eachVisited(t *testing.T, fn func(t *testing.T, b *built, file string)) {
	t.Helper()
	needChromium(t)
	for _, v := range visited {
		b := must(t, v.site)
		for _, file := range v.files(b) {
			t.Run(strings.Fields(b.name)[0]+"/"+file, func(t *testing.T) {
				t.Parallel()
				if !b.has(file) {
					t.Fatalf("there is no page %s", file)
				}
				fn(t, b, file)
			})
		}
	}
}

// withEveryKind adds to the files a page of each kind that is not among them.
func (b *built) withEveryKind(files []string) []string {
	files = slices.Clone(files)
	seen := make(map[string]bool)
	for _, p := range b.crawl() {
		seen[p.kind()] = seen[p.kind()] || slices.Contains(files, p.address)
	}
	for _, p := range b.crawl() {
		if !seen[p.kind()] {
			seen[p.kind()] = true
			files = append(files, p.address)
		}
	}
	return files
}

// TestPagesAreCleanInChromium opens pages from disk and from a host: nothing fails, nothing leaves the site, nothing is logged, the
// policy holds, and both ways show the same.
func TestPagesAreCleanInChromium(t *testing.T) {
	t.Parallel()
	eachVisited(t, func(t *testing.T, b *built, file string) {
		shown := make(map[string]string)
		for _, w := range b.ways(t) {
			if file == "404.html" && w.name == "disk" {
				continue // only a host shows it, wherever an address leads nowhere
			}
			tab := newTab(t, wide)
			tab.expect(w.prefix, w.on(unknown))
			address := w.on(file)
			if file == "404.html" {
				address = w.on(unknown)
			}
			tab.goTo(address)
			if strings.HasPrefix(file, "old/") {
				tab.eventually("the redirect leads on", `document.body && !document.body.classList.contains("page-redirect") && document.readyState === "complete"`)
			}
			shown[w.name] = eval[string](tab, `document.title + "\n" + document.body.innerText`)
			if words := len(strings.Fields(shown[w.name])); words < 20 {
				t.Errorf("%s: the page has only %d words", w.name, words)
			}
			tab.run(`scrollTo(0, document.documentElement.scrollHeight)`) // pictures that wait until they are near
			tab.settle()
			tab.quiet()
		}
		if file != "404.html" {
			if diff := cmp.Diff(strings.Split(shown["disk"], "\n"), strings.Split(shown["host"], "\n")); diff != "" {
				t.Errorf("disk and host show different words (-disk +host):\n%s", diff)
			}
		}
	})
}

// later is longer than the three seconds after which Chromium speaks of a file that was loaded ahead and not used.
const later = 4 * time.Second

// TestPagesStayQuietInChromium waits for what a browser only says later, such as of a file that was loaded ahead and never used. All
// pages have the same head, so two speak for all.
func TestPagesStayQuietInChromium(t *testing.T) {
	t.Parallel()
	b := must(t, syntheticHosted)
	needChromium(t)
	for _, w := range b.ways(t) {
		for _, file := range []string{"index.html", "briefings/everything.html"} {
			t.Run(w.name+"/"+file, func(t *testing.T) {
				t.Parallel()
				tab := newTab(t, wide)
				tab.expect(w.prefix, "")
				tab.goTo(w.on(file))
				tab.do(chromedp.Sleep(later))
				tab.quiet()
			})
		}
	}
}
