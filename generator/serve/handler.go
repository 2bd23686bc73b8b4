package serve

import (
	"bytes"
	"context"
	"embed"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"attest/generator/build"
)

// Handler answers requests for a site. It must have been told of a new version by Refresh to show it.
type Handler struct {
	session *build.Session
	host    string // as the server was asked to listen on
	current atomic.Pointer[snapshot]
	refresh sync.Mutex // held while current is replaced

	mu      sync.Mutex
	clients map[*client]struct{}
	slots   chan struct{} // one is taken by each browser that listens
}

// NewHandler returns a handler for the session's site that answers for localhost and for host, a name or an IP address.
func NewHandler(session *build.Session, host string) *Handler {
	h := &Handler{session: session, host: host, clients: make(map[*client]struct{}), slots: make(chan struct{}, maxClients)}
	h.Refresh()
	return h
}

// wait returns when no browser listens any more and none can come, or when ctx ends.
func (h *Handler) wait(ctx context.Context) {
	for range cap(h.slots) {
		select {
		case h.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// own is what the server has of its own.
//
//go:embed live.js live.css
var own embed.FS

// ownFolder is where the site seems to have what the server adds. No build writes there.
const ownFolder = "__attest/"

// types are the media types by a file's ending. The system's table is not asked: it differs between machines.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".jsonld": "application/ld+json", ".webmanifest": "application/manifest+json", ".map": "application/json",
	".atom": "application/atom+xml", ".xml": "application/xml", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".woff": "font/woff",
	".ttf": "font/ttf", ".otf": "font/otf", ".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm",
	".wasm": "application/wasm",
}

func typeOf(name string) string {
	switch t, ok := types[strings.ToLower(path.Ext(name))]; {
	case ok:
		return t
	case path.Ext(name) == "": // SHA256SUMS, CNAME
		return types[".txt"]
	}
	return "application/octet-stream"
}

// ServeHTTP answers a request. Only names of the site's plan are looked up, so that nothing outside can be reached.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	if status, why := h.refusal(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			header.Set("Allow", "GET, HEAD")
		}
		http.Error(w, why, status)
		return
	}
	now := h.current.Load()
	name, inside := strings.CutPrefix(r.URL.Path, now.base)
	// A page that was loaded before the base was known, or changed, has the server's folder at the root.
	if tool, ok := cutOwn(r.URL.Path, now.base); ok {
		h.serveOwn(w, r, tool)
		return
	}
	header.Set("Server-Timing", `attest;desc="`+now.version+`"`) // so that a page knows which version it is of
	switch {
	case now.good == nil:
		now.writeBroken(w, r)
	case !inside && (r.URL.Path == "/" || r.URL.Path+"/" == now.base):
		http.Redirect(w, r, (&url.URL{Path: now.base}).EscapedPath(), http.StatusFound)
	case !inside:
		h.missing(w, r, now)
	default:
		h.file(w, r, now, name)
	}
}

// cutOwn returns the part of a path below the server's own folder.
func cutOwn(path, base string) (tool string, ok bool) {
	if tool, ok = strings.CutPrefix(path, base+ownFolder); ok {
		return tool, true
	}
	return strings.CutPrefix(path, "/"+ownFolder)
}

func (h *Handler) serveOwn(w http.ResponseWriter, r *http.Request, tool string) {
	if tool == "live" {
		h.live(w, r)
		return
	}
	data, err := own.ReadFile(tool)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", typeOf(tool))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// file answers with a file of the site, in a page with the script.
func (h *Handler) file(w http.ResponseWriter, r *http.Request, now *snapshot, name string) {
	address := index(name)
	data, page, ok, err := now.good.File(address)
	switch {
	case err != nil: // such as an image that was removed since the page was made
		http.Error(w, "This file cannot be made any more: "+err.Error(), http.StatusInternalServerError)
		return
	case !ok:
		h.missing(w, r, now)
		return
	case page:
		data = inject(data, strings.Repeat("../", strings.Count(address, "/")))
	}
	w.Header().Set("Content-Type", typeOf(address))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// index returns the file that a name stands for: a folder's is its index.html.
func index(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		return name + "index.html"
	}
	return name
}

// notFound is the page for addresses that the site does not have.
const notFound = "404.html"

func (h *Handler) missing(w http.ResponseWriter, r *http.Request, now *snapshot) {
	data, _, ok, err := now.good.File(notFound)
	if !ok || err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", typeOf(notFound))
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		// This page is shown at any depth, so that its links, and the script's, begin at the root.
		_, _ = w.Write(inject(data, (&url.URL{Path: now.base}).EscapedPath())) // the browser may have gone
	}
}

// inject puts the script at the end of a page's head, with root as the way to the site's first page.
func inject(page []byte, root string) []byte {
	element := `<script src="` + root + ownFolder + `live.js" defer></script>`
	for _, before := range []string{"</head>", "</body>"} {
		if i := bytes.Index(page, []byte(before)); i >= 0 {
			out := make([]byte, 0, len(page)+len(element))
			return append(append(append(out, page[:i]...), element...), page[i:]...)
		}
	}
	return page
}
