//go:build unix

package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestExternalAsksForAddressesOfPublicSources checks a site whose sources are on a server of the test.
func TestExternalAsksForAddressesOfPublicSources(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.Path)
		mu.Unlock()
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/login":
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	requests := func() string {
		mu.Lock()
		defer mu.Unlock()
		list := strings.Join(asked, ", ")
		asked = nil
		return list
	}
	dir := t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "HOST", server.URL)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("site.yaml", "title: T\nbase_url: https://example.org/\nchecks: {orphan-source: off, ungraded: off, weak-url: off}\n")
	put("sources/fine.md", "---\ntitle: Fine\nurl: HOST/fine\n---\n")
	put("sources/gone.md", "---\ntitle: Gone\ntier: primary\nurl: \"HOST/gone\"\n---\n")
	put("sources/login.md", "---\ntitle: Login\nurl: HOST/login\n---\n")
	put("sources/secret.md", "---\ntitle: Secret\nurl: HOST/secret\naccess: withheld\n---\n")
	put("sources/closed.md", "---\ntitle: Closed\nurl: HOST/closed\naccess: restricted\n---\n")
	put("sources/aside.md", "---\ntitle: Aside\nurl: HOST/gone\nignore: [{code: dead-link, why: The newspaper is no more.}]\n---\n")
	put("sources/library.json", `[{"id": "item", "title": "Item", "URL": "HOST/gone"}]`)

	check := func(args ...string) (printed string, code int) {
		var out, errs bytes.Buffer
		code = run(context.Background(), append([]string{"check", "-s", dir, "--as-of", "2026-07-01"}, args...),
			func(string) (string, bool) { return "", false }, &out, &errs)
		return errs.String(), code
	}
	if printed, code := check(); code != exitFine || printed != "" || requests() != "" {
		t.Fatalf("without --external (%d):\n%s", code, printed)
	}

	const inside = "it leads into a private network, where nothing is asked for"
	if printed, code := check("--external"); code != exitFine || strings.Count(printed, inside) != 4 || requests() != "" {
		t.Errorf("a private network (%d):\n%s", code, printed)
	}

	want := strings.ReplaceAll(`content/sources/gone.md:4:6: warning[dead-link]: the address of the source "gone" leads nowhere: the host answers 404 Not Found
  4 | url: "HOST/gone"
    |      ^^^^^
  hint: write the address that the page has now; of one that is gone, name a copy below archived, and set the rule aside with ignore
content/sources/library.json:1:41: warning[dead-link]: the address of the source "item" leads nowhere: the host answers 404 Not Found
  1 | [{"id": "item", "title": "Item", "URL": "HOST/gone"}]
    |                                         ^^^^^
  hint: write the address that the page has now; of one that is gone, name a copy below archived, and set the rule aside with ignore
content/sources/login.md:3:6: info[dead-link]: it is not clear whether the address of the source "login" can be reached: the host answers 403 Forbidden
  3 | url: HOST/login
    |      ^^^^
2 warnings, 1 info
`, "^^^^^", "^^^^^"+strings.Repeat("^", len(server.URL)))
	want = strings.ReplaceAll(want, "HOST", server.URL)
	for run, expected := range []string{"HEAD /fine, HEAD /gone, GET /gone, HEAD /login, GET /login", ""} {
		printed, code := check("--external", "--allow-private")
		if code != exitFine || strings.ReplaceAll(printed, "^", "") != strings.ReplaceAll(want, "^", "") {
			t.Errorf("run %d (%d):\n%s\nwant:\n%s", run, code, printed, want)
		}
		if got := requests(); got != expected {
			t.Errorf("run %d asked %s, want %s", run, got, expected)
		}
	}

	// What is known is damaged: it is asked for again.
	kept := filepath.Join(dir, ".attest", "addresses.json")
	if err := os.WriteFile(kept, []byte("null"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, code := check("--external", "--allow-private", "--strict"); code != exitProblems || !strings.Contains(requests(), "HEAD /fine") {
		t.Errorf("--strict: %d", code)
	}
	data, err := os.ReadFile(kept)
	if err != nil || strings.Contains(string(data), "secret") || strings.Contains(string(data), "closed") {
		t.Errorf("kept: %s %v", data, err)
	}
}
