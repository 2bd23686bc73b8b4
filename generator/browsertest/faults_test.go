package browsertest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The tests of this file hold the tests of the others to account: each fault that those look for is found where it is.

// TestCrawlFindsFaults crawls pages that have one fault each.
func TestCrawlFindsFaults(t *testing.T) {
	t.Parallel()
	const sound = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'">` +
		`<meta name="viewport" content="width=device-width"><title>T</title></head><body class="page-plain"><h1 id="top">T</h1>` +
		`<p><a href="#top">up</a> <img src="a.png" alt="" width="1" height="1"></p></body></html>`
	for _, c := range []struct{ check, old, fault string }{
		{"", "", ""},
		{"addresses lead somewhere", "#top", "#bottom"},
		{"addresses lead somewhere", "#top", "missing.html"},
		{"addresses lead somewhere", "#top", "../a.html"},
		{"addresses lead somewhere", "#top", "/a.html"},
		{"addresses lead somewhere", "#top", "//example.org/"},
		{"addresses lead somewhere", "#top", "ftp://example.org/"},
		{"addresses lead somewhere", "#top", base + "missing.html"},
		{"resources are relative", `"a.png"`, `"https://example.org/a.png"`},
		{"resources are relative", `"a.png"`, `"/repo/a.png"`},
		{"resources are relative", `"a.png"`, `"a.png" srcset="a.png 1x, //example.org/a.png 2x"`},
		{"ids are unique and references to them hold", "<p>", `<p id="top">`},
		{"ids are unique and references to them hold", "<p>", `<p aria-labelledby="nobody">`},
		{"one h1 and no level skipped", "<p>", "<h3>deep</h3><p>"},
		{"one h1 and no level skipped", "<p>", "<h1>again</h1><p>"},
		{"the head comes in order", ` lang="en"`, ""},
		{"the head comes in order", "<title>T", "<title>"},
		{"the head comes in order", `<meta charset="utf-8">`, `<link rel="icon" href="a.png">`},
		{"the head comes in order", "default-src 'none'", "default-src *"},
		{"nothing is inline", "<p>", `<p style="color:red">`},
		{"nothing is inline", "<p>", `<p onclick="x()">`},
		{"nothing is inline", "<p>", "<script>x()</script><p>"},
		{"tags are nested strictly", "</p>", ""},
		{"tags are nested strictly", "<p>", "<p><b><i></b></i>"},
		{"tags are nested strictly", "<p>", "<p><div></div>"},
		{"tags are nested strictly", "<p>", "<table><tr><td></td></tr></table><p>"},
		{"tags are nested strictly", "<p>", `<p class="a" class="b">`},
		{"pictures keep their room", ` width="1"`, ""},
		{"pictures keep their room", ` alt=""`, ""},
		{"JSON-LD leads somewhere", "</head>", `<script type="application/ld+json">{"url":"` + base + `missing.html"}</script></head>`},
		{"nothing was blocked or left unfilled", "#top", "#ZgotmplZ"},
	} {
		b := &built{base: base, files: []string{"a.html", "a.png"}}
		p := parsed(strings.Replace(sound, c.old, c.fault, 1))
		p.address, p.raw = "a.html", []byte(strings.Replace(sound, c.old, c.fault, 1))
		p.ids = make(map[string]int)
		for e := range p.elements() {
			if hasAttribute(e, "id") {
				p.ids[value(e, "id")]++
			}
		}
		b.crawl = func() []*page { return []*page{p} }
		found := c.check == ""
		for _, check := range pageChecks {
			check.check(b, p, func(format string, args ...any) {
				found = found || check.name == c.check
				if c.check == "" {
					t.Errorf("a sound page: %s: %s", check.name, fmt.Sprintf(format, args...))
				}
			})
		}
		if !found {
			t.Errorf("%s: nothing is found in a page with %s", c.check, c.fault)
		}
	}
}

// TestTabHearsFaults opens a page on which all goes wrong.
func TestTabHearsFaults(t *testing.T) {
	t.Parallel()
	needChromium(t)
	const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; img-src *">
<title>Faults</title><script src="faults.js"></script></head>
<body><p style="color: red">Styled</p><img src="missing.png" alt=""><img src="http://elsewhere.example/a.png" alt=""><img src="/outside.png" alt=""></body></html>`
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := ""
		switch r.URL.Path {
		case "/repo/":
			w.Header().Set("Content-Type", "text/html")
			body = page
		case "/repo/faults.js":
			w.Header().Set("Content-Type", "text/javascript")
			body = `console.log("a word"); throw new Error("thrown")`
		default:
			w.WriteHeader(http.StatusNotFound)
		}
		if _, err := io.WriteString(w, body); err != nil {
			return // the browser has gone
		}
	}))
	t.Cleanup(host.Close)
	b := newTab(t, wide)
	b.expect(host.URL+"/repo/", "")
	b.goTo(host.URL + "/repo/")
	heard := strings.Join(b.wrongs(), "\n")
	for _, want := range []string{
		"console.log: \"a word\"", "uncaught: Uncaught", "the policy was violated: style-src", "issue: ContentSecurityPolicyIssue",
		"status 404: " + host.URL + "/repo/missing.png", "a request leaves the site: http://elsewhere.example/a.png",
		"a request leaves the site: " + host.URL + "/outside.png", "failed to load http://elsewhere.example/a.png", "log, error",
	} {
		if !strings.Contains(heard, want) {
			t.Errorf("not heard: %s", want)
		}
	}
	if t.Failed() {
		t.Log(heard)
	}
}
