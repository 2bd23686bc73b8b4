package serve_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"attest/generator/serve"
)

// tab opens a tab of a Chromium of its own. Without one the test is skipped, or fails where REQUIRE_BROWSER=1.
func tab(t *testing.T) context.Context {
	t.Helper()
	program := ""
	browsers := []string{"chromium", "chromium-browser", "google-chrome"}
	for _, name := range browsers {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		if os.Getenv("REQUIRE_BROWSER") == "1" {
			t.Fatalf("REQUIRE_BROWSER=1, but there is none of %s in PATH", strings.Join(browsers, ", "))
		}
		t.Skip("no browser")
	}
	profile, err := os.MkdirTemp("", "attest-serve-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 50 { // the browser's last processes may still write
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.UserDataDir(profile), chromedp.WindowSize(1000, 500), chromedp.WSURLReadTimeout(patience),
		chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	}
	allocator, freed := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(freed)
	ctx, closed := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(closed)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	ctx, late := context.WithTimeout(ctx, 3*patience)
	t.Cleanup(late)
	return ctx
}

// is waits until an expression is true on the page, which may be loaded anew meanwhile.
func is(ctx context.Context, t *testing.T, what, expression string) {
	t.Helper()
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if last = err; ok && err == nil {
			return
		}
	}
	state, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.outerHTML.slice(0, 3000)`))
	t.Fatalf("%s: not so: %s (%v)\n%s", what, expression, last, state)
}

func do(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("("+expression+", true)")); err != nil {
		t.Fatal(err)
	}
}

const (
	// overlay is the text of the list of problems, empty where there is none.
	overlay = `((document.querySelector("attest-live") || {shadowRoot: null}).shadowRoot || {querySelector: () => ({innerText: ""})}).querySelector(".box").innerText`
	loads   = `Number(sessionStorage.getItem("loads") || 0)`
)

func TestABrowserSeesEdits(t *testing.T) {
	t.Parallel()
	ctx := tab(t)
	s := openVela(t)
	// A script of the site counts how often the page is loaded, and what the policy of the page forbids.
	s.write("static/attest.js", `sessionStorage.setItem("loads", 1 + Number(sessionStorage.getItem("loads") || 0));
addEventListener("securitypolicyviolation", function (e) { sessionStorage.setItem("violation", e.violatedDirective + " " + e.blockedURI); });`)
	s.write("static/style.css", "h1 { color: rgb(1, 2, 3) } body { padding-bottom: 5000px }\n")
	s.appendTo(aboutRaw, "\nA first paragraph.\n")
	s.rebuild()
	r := s.run(serve.Options{Watch: s.watch})
	if err := chromedp.Do(ctx, chromedp.Navigate(r.address+"pages/about.html")); err != nil {
		t.Fatal(err)
	}
	is(ctx, t, "the page", `document.body.innerText.includes("A first paragraph.")`)
	is(ctx, t, "the style", `getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)"`)
	heard(ctx, t, s)

	// An edit loads the page again, once, where the reader was.
	do(ctx, t, `scrollTo(0, 700), sessionStorage.setItem("loads", 0)`)
	is(ctx, t, "scrolled", `scrollY === 700`)
	s.replace(aboutRaw, "A first paragraph.", "A second paragraph.")
	is(ctx, t, "an edit", `document.body.innerText.includes("A second paragraph.") && `+loads+` === 1`)
	is(ctx, t, "the place after an edit", `scrollY === 700`)

	// The style sheet is changed under the page.
	s.write("static/style.css", "h1 { color: rgb(4, 5, 6) } body { padding-bottom: 5000px }\n")
	is(ctx, t, "a new style", `getComputedStyle(document.querySelector("h1")).color === "rgb(4, 5, 6)"`)
	is(ctx, t, "no load for a new style", loads+` === 1 && scrollY === 700 && document.querySelectorAll('link[rel=stylesheet]').length === 1`)

	// A problem is laid over the last good page, and goes when it is mended.
	s.replace(aboutRaw, "---\n", "---\n\"<img src=x>\": x\n")
	is(ctx, t, "a problem", overlay+`.includes("`+aboutRaw+`:2:") && `+overlay+`.includes("<img src=x>") && `+overlay+`.includes("^^^")`)
	is(ctx, t, "the last good page", `document.body.innerText.includes("A second paragraph.") && !document.querySelector('attest-live').shadowRoot.querySelector("img")`)
	do(ctx, t, `location.reload()`)
	is(ctx, t, "a problem on a page that is loaded now", loads+` === 2 && `+overlay+`.includes("unknown-key")`)
	s.replace(aboutRaw, "\"<img src=x>\": x\n", "")
	is(ctx, t, "mended", `!document.querySelector("attest-live")`)

	is(ctx, t, "what the policy forbids", `sessionStorage.getItem("violation") === null`)

	// A server that comes back finds its readers again.
	port := r.port(t)
	r.stop()
	r.ended <- <-r.ended
	s.replace(aboutRaw, "A second paragraph.", "A third paragraph.")
	s.run(serve.Options{Port: port, Watch: s.watch})
	is(ctx, t, "after a restart", `document.body.innerText.includes("A third paragraph.")`)
}

func TestOpenCardsStayOpen(t *testing.T) {
	t.Parallel()
	ctx := tab(t)
	s := openVela(t)
	r := s.run(serve.Options{Watch: s.watch})
	const page = "content/briefings/ferry-link.md"
	if err := chromedp.Do(ctx, chromedp.Navigate(r.address+"briefings/ferry-link.html")); err != nil {
		t.Fatal(err)
	}
	is(ctx, t, "cards", `document.querySelector("details")`)
	heard(ctx, t, s)
	open := `[...document.querySelectorAll("details")].map(d => +d.open).join("")`
	do(ctx, t, `document.querySelectorAll("details").forEach((d, i) => { d.open = i % 2 === 0; }), sessionStorage.setItem("open", `+open+`)`)
	s.appendTo(page, "\nA new paragraph.\n")
	is(ctx, t, "an edit", `document.body.innerText.includes("A new paragraph.")`)
	is(ctx, t, "the cards", fmt.Sprintf(`%s === sessionStorage.getItem("open")`, open))
}

func TestTenTabsHearOfAnEdit(t *testing.T) {
	t.Parallel()
	ctx := tab(t)
	s := openVela(t)
	r := s.run(serve.Options{Watch: s.watch})
	tabs := []context.Context{ctx}
	for range 9 {
		next, closed := chromedp.NewContext(ctx)
		t.Cleanup(closed)
		tabs = append(tabs, next)
	}
	for _, tab := range tabs {
		if err := chromedp.Do(tab, chromedp.Navigate(r.address+"pages/about.html")); err != nil {
			t.Fatal(err)
		}
	}
	heard(ctx, t, s)
	s.appendTo(aboutRaw, "\nA new paragraph.\n")
	for i, tab := range tabs {
		is(tab, t, fmt.Sprintf("tab %d", i+1), `document.body.innerText.includes("A new paragraph.")`)
	}
}

// heard returns when the page has its stream: it hears of a problem, and that it was mended.
func heard(ctx context.Context, t *testing.T, s *velaSite) {
	t.Helper()
	s.replace("content/site.yaml", "title:", "nonsense: x\ntitle:")
	is(ctx, t, "the stream", `document.querySelector("attest-live")`)
	s.replace("content/site.yaml", "nonsense: x\n", "")
	is(ctx, t, "the stream", `!document.querySelector("attest-live")`)
}
