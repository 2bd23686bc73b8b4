package serve_test

import (
	"bufio"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"attest/generator/build"
)

func TestPagesAreThoseOfABuildButForTheScript(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	opt := s.options()
	opt.Destination = t.TempDir()
	if result, err := build.Run(t.Context(), opt); err != nil || result.Diagnostics.Failed() {
		t.Fatal(err, result)
	}
	pages := 0
	err := fs.WalkDir(os.DirFS(opt.Destination), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "SHA256SUMS" {
			return err
		}
		want, err := fs.ReadFile(os.DirFS(opt.Destination), name)
		if err != nil {
			return err
		}
		answer, got := s.ask(get("/vela/" + name))
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", name, answer.StatusCode)
		}
		if strings.HasSuffix(name, ".html") {
			pages++
			element := `<script src="` + strings.Repeat("../", strings.Count(name, "/")) + `__attest/live.js" defer></script>`
			if n := strings.Count(got, element); n != 1 {
				t.Errorf("%s has %d elements %s", name, n, element)
			}
			got = strings.Replace(got, element, "", 1)
		}
		if got != string(want) {
			t.Errorf("%s is not as a build makes it", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 10 {
		t.Errorf("only %d pages were compared", pages)
	}
}

func TestOnlyTheSiteIsServed(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	s.write("secret.txt", "secret")
	for _, test := range []struct {
		path   string
		status int
	}{
		{"/vela/", 200},
		{"/vela/index.html", 200},
		{"/vela/__attest/live.js", 200},
		{"/vela/__attest/live.css", 200},
		{"/__attest/live.js", 200},
		{"/vela/__attest/live", 426},
		{"/vela/__attest/", 404},
		{"/vela/__attest/serve.go", 404},
		{"/", 302},
		{"/vela", 302},
		{"/index.html", 404},
		{"/vela/nothing.html", 404},
		{"/vela/briefings/", 404},
		{"/vela/briefings", 404},
		{"/vela/secret.txt", 404},
		{"/vela/content/site.yaml", 404},
		{"/vela/.git/config", 404},
		{"/vela/%2e%2e/secret.txt", 404}, // decoded once already, as of %252e
		{"/../../etc/passwd", 400},
		{"/vela/../secret.txt", 400},
		{"/vela/./index.html", 400},
		{"/vela/..", 400},
		{"//vela/index.html", 400},
		{"/vela/a\x00.html", 400},
		{"/vela/..\\secret.txt", 400},
		{"/vela/\xff", 400},
		{"vela/", 400},
		{"*", 400},
		{"", 400},
		{"/vela/" + strings.Repeat("a", 100_000), 414},
	} {
		answer, body := s.ask(get(test.path))
		name := fmt.Sprintf("%.40q", test.path)
		if answer.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, test.status)
		}
		if strings.Contains(body, "secret") || strings.Contains(body, "root:") {
			t.Errorf("%s: something outside the site is served", name)
		}
		for key, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := answer.Header.Get(key); got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
	}
	if answer, _ := s.ask(get("/")); answer.Header.Get("Location") != "/vela/" {
		t.Errorf("/ leads to %q", answer.Header.Get("Location"))
	}
}

func TestUnknownAddressesShowThePageForThem(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	answer, body := s.ask(get("/vela/a/b/c.html"))
	if answer.StatusCode != 404 || answer.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("status %d, %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	if strings.Count(body, `<script src="/vela/__attest/live.js" defer></script></head>`) != 1 {
		t.Error("the page for unknown addresses does not find the script")
	}
	r := get("/vela/a/b/c.html")
	r.Method = http.MethodHead
	if answer, body := s.ask(r); answer.StatusCode != 404 || body != "" {
		t.Errorf("HEAD: status %d and %d bytes", answer.StatusCode, len(body))
	}
}

func TestTypesAreThoseOfTheEnding(t *testing.T) {
	t.Parallel()
	s := openVela(t, [3]string{"content/site.yaml", "title: The", "title: The"})
	s.write("static/pics/a.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	s.write("static/NOTICE", "<script>")
	s.write("static/odd.zzz", "<script>")
	s.rebuild()
	for name, want := range map[string]string{
		"index.html": "text/html; charset=utf-8", "style.css": "text/css; charset=utf-8", "attest.js": "text/javascript; charset=utf-8",
		"feed.json": "application/json", "feed.atom": "application/atom+xml", "sitemap.xml": "application/xml", "pics/a.svg": "image/svg+xml",
		"fonts/serif-latin.woff2": "font/woff2", "robots.txt": "text/plain; charset=utf-8", "NOTICE": "text/plain; charset=utf-8",
		"odd.zzz": "application/octet-stream",
	} {
		answer, _ := s.ask(get("/vela/" + name))
		if got := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || got != want {
			t.Errorf("%s: status %d, type %q, want %q", name, answer.StatusCode, got, want)
		}
	}
}

func TestMethodsOtherThanGetAndHeadAreRefused(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"} {
		r := get("/vela/")
		r.Method = method
		answer, _ := s.ask(r)
		if answer.StatusCode != 405 || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, Allow %q", method, answer.StatusCode, answer.Header.Get("Allow"))
		}
	}
	r := get("/vela/")
	r.Method = "HEAD"
	if answer, body := s.ask(r); answer.StatusCode != 200 || body != "" || answer.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD: status %d, %d bytes", answer.StatusCode, len(body))
	}
}

func TestARangeIsServed(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	for value, want := range map[string]int{"bytes=0-14": 206, "bytes=99999999-": 416, "bytes=x": 416} {
		r := get("/vela/")
		r.Header.Set("Range", value)
		answer, body := s.ask(r)
		if answer.StatusCode != want {
			t.Errorf("%s: status %d, want %d", value, answer.StatusCode, want)
		}
		if want == 206 && body != "<!doctype html>" {
			t.Errorf("%s: %q", value, body)
		}
	}
}

func TestForeignHostsAreRefused(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:1": 200, "LOCALHOST:8080": 200, "127.0.0.1": 200, "127.0.0.1:80": 200, "[::1]": 200, "[::1]:8080": 200,
		"": 421, "[]:": 421, "[]": 421, "[": 421, "]": 421, ":": 421, ":8080": 421, "::1": 421, "[::1": 421, "[::1]8080": 421, "[::1]:x": 421,
		"[localhost]": 421, "localhost:": 421, "localhost:80:80": 421, "localhost.evil.example": 421, "evil.example": 421, "192.168.1.2": 421,
		"127.0.0.1.evil.example": 421, "user@localhost": 421, "localhost/": 421, "[::1%25eth0]": 421, "0.0.0.0": 421, "\x00": 421,
	} {
		r := get("/vela/")
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "localhost")
		if answer, _ := s.ask(r); answer.StatusCode != want {
			t.Errorf("Host %q: status %d, want %d", host, answer.StatusCode, want)
		}
	}
	r := get("/vela/")
	r.Header.Set("X-Forwarded-Host", "evil.example")
	if answer, body := s.ask(r); answer.StatusCode != 200 || strings.Contains(body, "evil") {
		t.Error("X-Forwarded-Host is not ignored")
	}
}

func TestForeignPagesCannotUseTheSite(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	for _, test := range []struct {
		header string // name: value, separated by |
		status int
	}{
		{"", 200},
		{"Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate", 200},
		{"Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors", 200},
		{"Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document", 200},
		{"Origin: http://127.0.0.1:8080", 200},
		{"Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe", 403},
		{"Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: script", 403},
		{"Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors", 403},
		{"Origin: null", 403},
		{"Origin: ", 403},
		{"Origin: http://evil.example", 403},
		{"Origin: http://127.0.0.1:8081", 403},
		{"Origin: http://127.0.0.1:8080.evil.example", 403},
		{"Origin: file://127.0.0.1:8080", 403},
		{"Origin: http://u@127.0.0.1:8080", 403},
		{"Origin: http://127.0.0.1:8080|Origin: null", 403},
	} {
		for _, path := range []string{"/vela/feed.json", "/vela/__attest/live"} {
			r := get(path)
			for line := range strings.SplitSeq(test.header, "|") {
				if name, value, ok := strings.Cut(line, ": "); ok {
					r.Header.Add(name, value)
				}
			}
			want := test.status
			if want == 200 && path != "/vela/feed.json" {
				want = http.StatusUpgradeRequired
			}
			if answer, _ := s.ask(r); answer.StatusCode != want {
				t.Errorf("%s %q: status %d, want %d", path, test.header, answer.StatusCode, want)
			}
		}
	}
}

// TestRawRequestsAreAnswered sends what no Go client would, to see that nothing before the handler lets it through.
func TestRawRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	for _, test := range []struct{ path, host string }{
		{"/../../etc/passwd", "localhost"},
		{"/vela/%2e%2e/%2e%2e/etc/passwd", "localhost"},
		{"/vela/%252e%252e/x", "localhost"},
		{"/vela/..%2f..%2fetc/passwd", "localhost"},
		{"/vela/%00", "localhost"},
		{"/vela/..%5c..%5cx", "localhost"},
		{`/vela/..\x`, "localhost"},
		{"/vela/" + strings.Repeat("a", 100_000), "localhost"},
		{"/vela/", "[]:"},
		{"/vela/", "[]"},
		{"/vela/", "evil.example"},
		{"http://evil.example/vela/", "localhost"},
		{"http://[]:/vela/", "localhost"},
		{"/vela/%zz", "localhost"},
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", test.path, test.host); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%.60q at %q: %v", test.path, test.host, err)
		} else if answer.Body.Close(); answer.StatusCode < 400 || answer.StatusCode > 499 {
			t.Errorf("%.60q at %q: status %d", test.path, test.host, answer.StatusCode)
		}
		conn.Close()
	}
}

func TestWithoutAGoodStateTheProblemsAreThePage(t *testing.T) {
	t.Parallel()
	s := openVela(t, [3]string{aboutRaw, "---\n", "---\n\"<script>alert(1)</script>\": x\n"})
	answer, body := s.ask(get("/vela/"))
	if answer.StatusCode != 500 || answer.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("status %d, %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	for _, want := range []string{"content/pages/about.md:2:", "error[unknown-key]", "&lt;script&gt;alert(1)", "live.js", "^^^"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q:\n%s", want, body)
		}
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("the problem is not escaped")
	}
	s.replace(aboutRaw, "\"<script>alert(1)</script>\": x\n", "")
	s.rebuild()
	if answer, _ := s.ask(get("/vela/")); answer.StatusCode != 200 {
		t.Errorf("mended: status %d", answer.StatusCode)
	}
	s.replace(aboutRaw, "---\n", "---\nnonsense: x\n")
	s.rebuild()
	if answer, _ := s.ask(get("/vela/pages/about.html")); answer.StatusCode != 200 {
		t.Errorf("the last good page: status %d", answer.StatusCode)
	}
}
