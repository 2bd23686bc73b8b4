package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"attest/generator/build"
	"attest/generator/diag"
)

// snapshot is what the server shows at one time: the last good state of the site, and the problems of the latest.
type snapshot struct {
	version  string       // differs between good states, and between runs of the server
	good     *build.State // nil while there has been none
	base     string       // begins and ends with a slash
	problems []problem
	errors   int
	warnings int
	wire     json.RawMessage // the problems as they are sent

	run    string // drawn at the server's start
	number int    // of the good state in this run

	mu     sync.Mutex
	prints map[string]imprint // by a page's address
}

// imprint is what decides whether a browser that shows a page must load it again: page is the digest of its bytes, and of the images and
// scripts in it, but for the version of the style sheet.
type imprint struct{ page, style [sha256.Size]byte }

// Refresh shows what the session has found last, and tells every browser.
func (h *Handler) Refresh() {
	latest := h.session.Latest()
	h.show(h.session.Good(), latest.Base, latest.Diagnostics.Count(diag.LevelError), latest.Diagnostics.Count(diag.LevelWarning),
		problems(latest.Diagnostics, h.session.Source))
}

// fault shows that the site could not be read, for a reason that lies outside its content.
func (h *Handler) fault(err error) {
	now := h.current.Load()
	h.show(now.good, now.base, 1, 0, []problem{{Level: diag.LevelError.String(), Message: diag.Visible(err.Error())}})
}

func (h *Handler) show(good *build.State, base string, errors, warnings int, list []problem) {
	h.refresh.Lock()
	defer h.refresh.Unlock()
	next := &snapshot{good: good, base: base, errors: errors, warnings: warnings, problems: list, prints: make(map[string]imprint)}
	if good != nil {
		next.base = good.Base
	}
	if !strings.HasSuffix(next.base, "/") {
		next.base += "/"
	}
	if old := h.current.Load(); old == nil {
		next.run = rand.Text()
	} else {
		next.run, next.number = old.run, old.number
		if old.good == good {
			next.prints = old.copyPrints()
		} else {
			next.number++
		}
	}
	next.version = next.run + "-" + strconv.Itoa(next.number)
	next.wire, _ = json.Marshal(list) // strings and numbers only
	h.current.Store(next)
	h.wake()
}

func (s *snapshot) copyPrints() map[string]imprint {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]imprint, len(s.prints))
	for address, p := range s.prints {
		out[address] = p
	}
	return out
}

// styleVersion is how a page names the version of the style sheet, which is all that changes in it when only that was edited.
var styleVersion = regexp.MustCompile(`style\.css\?v=[0-9a-zA-Z]+`)

// shownFile finds what a page shows or runs. Addresses of this site have no character that is escaped in an attribute.
var shownFile = regexp.MustCompile(`\ssrc="([^"]+)"`)

// imprint returns that of the page which is shown at a path of this server.
func (s *snapshot) imprint(path string) imprint {
	if s.good == nil {
		return imprint{}
	}
	address := index(strings.TrimPrefix(path, s.base))
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.prints[address]; ok {
		return p
	}
	data, page, ok, err := s.good.File(address)
	if !ok || !page || err != nil {
		address = notFound
		if p, ok := s.prints[address]; ok {
			return p
		}
		data, _, _, _ = s.good.File(address)
	}
	digest := sha256.New()
	digest.Write(styleVersion.ReplaceAll(data, []byte("style.css")))
	for _, m := range shownFile.FindAllSubmatch(data, -1) {
		if target, err := url.Parse(string(m[1])); err == nil && target.Host == "" {
			at := (&url.URL{Path: s.base + address}).ResolveReference(target)
			file, _, _, _ := s.good.File(strings.TrimPrefix(at.Path, s.base)) // of another place: nothing
			_, _ = fmt.Fprintln(digest, len(file))
			digest.Write(file)
		}
	}
	style, _, _, _ := s.good.File("style.css")
	p := imprint{page: [sha256.Size]byte(digest.Sum(nil)), style: sha256.Sum256(style)}
	s.prints[address] = p // an address of the plan, of which there are not endlessly many
	return p
}
