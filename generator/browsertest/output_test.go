package browsertest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

// sums checks that SHA256SUMS lists every file but itself, with the digest of its bytes, and nothing else.
func sums(t *testing.T, b *built, report complain) {
	lines := strings.Split(strings.TrimSuffix(string(b.read(t, "SHA256SUMS")), "\n"), "\n")
	if lines[0] != "# attest 1" {
		report("the first line is %q", lines[0])
	}
	listed := map[string]bool{"SHA256SUMS": true}
	for _, line := range lines[1:] {
		digest, name, ok := strings.Cut(line, "  ")
		if !ok || listed[name] || !b.has(name) {
			report("the line %q is of a wrong form, a repetition, or of a file that does not exist", line)
			continue
		}
		listed[name] = true
		if got := sha256.Sum256(b.read(t, name)); hex.EncodeToString(got[:]) != digest {
			report("%s has another digest", name)
		}
	}
	for _, name := range b.files {
		if !listed[name] {
			report("%s is not listed", name)
		}
	}
}

// reachable checks that links lead from the front page to every page but redirects and the page for unknown addresses.
func reachable(_ *testing.T, b *built, report complain) {
	byAddress := make(map[string]*page)
	for _, p := range b.crawl() {
		byAddress[p.address] = p
	}
	seen := map[string]bool{"index.html": true}
	for queue := []string{"index.html"}; len(queue) > 0; queue = queue[1:] {
		from := byAddress[queue[0]]
		if from == nil {
			continue
		}
		for e := range from.elements() {
			u, err := url.Parse(value(e, "href"))
			if e.Data != "a" || err != nil || u.Scheme != "" || u.Path == "" {
				continue
			}
			if to := path.Join(path.Dir(from.address), u.Path); !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	for _, p := range b.crawl() {
		if !seen[p.address] && p.address != "404.html" && p.kind() != "redirect" {
			report("no link leads to %s", p.address)
		}
	}
}

var cssURL = regexp.MustCompile(`url\(\s*["']?([^"')]+)["']?\s*\)`)

// listedAddresses checks the addresses in feeds, the sitemap and stylesheets.
func listedAddresses(t *testing.T, b *built, report complain) {
	for _, name := range b.files {
		say := func(format string, args ...any) { report(name+": "+format, args...) }
		switch {
		case strings.HasSuffix(name, ".css"):
			for _, m := range cssURL.FindAllStringSubmatch(string(b.read(t, name)), -1) {
				if u, err := url.Parse(m[1]); err != nil || u.Scheme != "" || strings.HasPrefix(m[1], "/") {
					say("%q is not relative", m[1])
					continue
				}
				b.lookUp(name, path.Dir(name), m[1], say)
			}
		case name == "sitemap.xml" || strings.HasSuffix(name, ".atom"):
			decoder := xml.NewDecoder(strings.NewReader(string(b.read(t, name))))
			for {
				token, err := decoder.Token()
				if err != nil {
					if !errors.Is(err, io.EOF) {
						say("%v", err)
					}
					break
				}
				var found string
				switch token := token.(type) {
				case xml.CharData:
					found = strings.TrimSpace(string(token))
				case xml.StartElement:
					for _, a := range token.Attr {
						if a.Name.Local == "href" {
							found = a.Value
						}
					}
				}
				if rest, ours := strings.CutPrefix(found, b.base); ours {
					b.lookUp("index.html", "", rest, say)
				}
			}
		case name == "feed.json":
			var feed any
			if err := json.Unmarshal(b.read(t, name), &feed); err != nil {
				say("%v", err)
			}
			eachString(feed, "", func(_, s string) {
				if rest, ours := strings.CutPrefix(s, b.base); ours {
					b.lookUp("index.html", "", rest, say)
				}
			})
		}
	}
}

// secrets checks that titles and ids of sources that are not public stand in no file.
func secrets(t *testing.T, b *built, report complain) {
	for _, name := range b.files {
		if data := string(b.read(t, name)); strings.Contains(data, "SECRET-TITLE") {
			report("%s tells the title of a source that is not public", name)
		}
		if strings.Contains(name, "withheld") {
			report("%s names a withheld source", name)
		}
	}
}
