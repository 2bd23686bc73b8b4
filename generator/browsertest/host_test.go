package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// way is how a reader comes to a page: from disk or from a host.
type way struct {
	name   string
	prefix string // of every address of the site
}

// on returns the address of a file of the site.
func (w way) on(file string) string {
	page, fragment, _ := strings.Cut(file, "#")
	page, query, _ := strings.Cut(page, "?")
	address := w.prefix + (&url.URL{Path: page}).EscapedPath()
	if query != "" {
		address += "?" + query
	}
	if fragment != "" {
		address += "#" + fragment
	}
	return address
}

// ways returns both ways to a site. The host ends with the test.
func (b *built) ways(t *testing.T) []way {
	t.Helper()
	dir, err := filepath.Abs(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	host := httptest.NewServer(b)
	t.Cleanup(host.Close)
	return []way{
		{"disk", (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()},
		{"host", host.URL + "/repo/"},
	}
}

// mimeTypes are those that a host gives by a file's ending.
var mimeTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
	".woff2": "font/woff2", ".json": "application/json", ".atom": "application/atom+xml", ".xml": "application/xml", ".csv": "text/csv", ".txt": "text/plain",
}

// ServeHTTP serves the site under /repo/ as a host of static files does: folders by their index.html, the page for unknown addresses
// with the status 404, and nothing outside.
func (b *built) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/repo/")
	if !ok {
		http.Error(w, "outside the site", http.StatusNotFound)
		return
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	status := http.StatusOK
	if !b.has(name) {
		name, status = "404.html", http.StatusNotFound
	}
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", mimeTypes[path.Ext(name)])
	w.WriteHeader(status)
	if _, err := w.Write(data); err != nil {
		return // the browser has gone
	}
}
