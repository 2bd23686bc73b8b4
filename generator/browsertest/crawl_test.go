package browsertest_test

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// complain says what is wrong with a page or file.
type complain func(format string, args ...any)

// pageChecks are what holds for every page.
var pageChecks = []struct {
	name  string
	check func(b *built, p *page, report complain)
}{
	{"addresses lead somewhere", addresses},
	{"resources are relative", relativeResources},
	{"ids are unique and references to them hold", ids},
	{"one h1 and no level skipped", outline},
	{"the head comes in order", head},
	{"nothing is inline", nothingInline},
	{"tags are nested strictly", nesting},
	{"pictures keep their room", pictures},
	{"JSON-LD leads somewhere", linkedData},
	{"nothing was blocked or left unfilled", leftovers},
}

// siteChecks are what holds for a site as a whole.
var siteChecks = []struct {
	name  string
	check func(t *testing.T, b *built, report complain)
}{
	{"SHA256SUMS lists every file", sums},
	{"every page can be reached", reachable},
	{"feeds, sitemap and stylesheets lead somewhere", listedAddresses},
	{"secrets stay inside", secrets},
}

// TestCrawlHoldsOnEveryPage follows every address of every page of every site, without a browser.
func TestCrawlHoldsOnEveryPage(t *testing.T) {
	t.Parallel()
	for _, site := range sites {
		b := must(t, site)
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			pages := b.crawl()
			if len(pages) == 0 {
				t.Fatal("there is no page")
			}
			for _, c := range pageChecks {
				t.Run(c.name, func(t *testing.T) {
					limited := limit(t)
					for _, p := range pages {
						said := make(map[string]bool)
						c.check(b, p, func(format string, args ...any) {
							line := p.address + ": " + fmt.Sprintf(format, args...)
							if !said[line] && len(said) < mostOfPage {
								said[line] = true
								limited("%s", line)
							}
						})
					}
				})
			}
			for _, c := range siteChecks {
				t.Run(c.name, func(t *testing.T) { c.check(t, b, limit(t)) })
			}
		})
	}
}

// TestCrawlSeesEveryKindOfPage guards the synthetic site itself: it must have what it is made for.
func TestCrawlSeesEveryKindOfPage(t *testing.T) {
	t.Parallel()
	b := must(t, syntheticHosted)
	for _, name := range []string{
		"briefings-2.html", "claims/2.html", "claims/3.html", "actors-2.html", "sources-2.html", "timeline/2020.html", "topics/shipping.html",
		"topics/무역.html", "briefings/отчёт-3.html", "briefings/pictured/quay.png", "actors/portrait.png", "logo.svg", "old/first/index.html",
		"옛-주소.html", "earlier/name.html", "who-we-are/index.html", "sources/restricted.html", "sources/retracted.html", "feed.atom", "sitemap.xml",
	} {
		if !b.has(name) {
			t.Errorf("the synthetic site has no %s", name)
		}
	}
	if b.has("sources/withheld.html") {
		t.Error("a withheld source has a page")
	}
	if bare := must(t, syntheticBare); bare.has("feed.atom") || bare.has("sitemap.xml") {
		t.Error("a site without base_url has feeds or a sitemap")
	}
}

// The complaints of one check that are shown: of a page, and in all.
const (
	mostOfPage = 2
	most       = 12
)

// limit is t.Errorf, but for the first few complaints only.
func limit(t *testing.T) complain {
	n := 0
	t.Cleanup(func() {
		if n > most {
			t.Errorf("and %d more", n-most)
		}
	})
	return func(format string, args ...any) {
		t.Helper()
		if n++; n <= most {
			t.Errorf(format, args...)
		}
	}
}

// linking are the attributes that hold an address.
var linking = []string{"href", "src", "cite", "poster", "data", "action", "formaction", "xlink:href"}

// addressesOf returns the addresses in an element's attributes.
func addressesOf(e *html.Node) []string {
	var found []string
	for _, a := range e.Attr {
		key := a.Key
		if a.Namespace != "" {
			key = a.Namespace + ":" + a.Key
		}
		switch {
		case slices.Contains(linking, key):
			found = append(found, a.Val)
		case strings.HasSuffix(key, "srcset"):
			found = append(found, candidates(a.Val)...)
		}
	}
	if e.Data == "meta" && strings.EqualFold(value(e, "http-equiv"), "refresh") {
		found = append(found, refreshTarget(value(e, "content")))
	}
	return found
}

// candidates are the addresses of a srcset.
func candidates(srcset string) []string {
	var found []string
	for candidate := range strings.SplitSeq(srcset, ",") {
		if words := strings.Fields(candidate); len(words) > 0 {
			found = append(found, words[0])
		}
	}
	return found
}

var refreshURL = regexp.MustCompile(`(?i)^\s*\d+\s*;\s*url\s*=\s*(.*)$`)

func refreshTarget(content string) string {
	if m := refreshURL.FindStringSubmatch(content); m != nil {
		return m[1]
	}
	return content
}

// addresses checks that every address is either an absolute one of a harmless scheme, or leads to a file and an id of the output.
func addresses(b *built, p *page, report complain) {
	for e := range p.elements() {
		for _, address := range addressesOf(e) {
			b.follow(p, address, func(format string, args ...any) { report("%s: "+format, slices.Insert(args, 0, any(place(e)))...) })
		}
		if e.Data == "noscript" { // its content is text to a parser that runs scripts
			for inner := range parsed(text(e)).elements() {
				for _, address := range addressesOf(inner) {
					b.follow(p, address, report)
				}
			}
		}
	}
}

func parsed(fragment string) *page {
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		doc = &html.Node{Type: html.DocumentNode}
	}
	return &page{doc: doc}
}

// follow complains about an address that leads nowhere.
func (b *built) follow(from *page, address string, report complain) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		report("%q is no address: %v", address, err)
		return
	case address == "" || address == "#":
		report("%q leads nowhere", address)
		return
	case u.Scheme == "mailto":
		return
	case u.Scheme == "http" || u.Scheme == "https":
		if rest, ours := strings.CutPrefix(address, b.base); ours && b.base != "" {
			b.lookUp(from.address, "", rest, report)
		}
		return
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(address, "//"):
		report("%q is neither relative nor http, https or mailto", address)
		return
	}
	dir := path.Dir(from.address)
	if strings.HasPrefix(address, "/") {
		rest, ok := strings.CutPrefix(address, b.root())
		if !ok || from.address != "404.html" {
			report("%q begins at the host's root", address)
			return
		}
		dir, address = "", rest
	}
	b.lookUp(from.address, dir, address, report)
}

// root is the path under which a host serves the site.
func (b *built) root() string {
	if b.base == "" {
		return "/"
	}
	u, err := url.Parse(b.base)
	if err != nil {
		return "/"
	}
	return u.Path
}

// lookUp complains unless the address, seen from a folder of the output, is a file and, where it has a fragment, an id on it.
func (b *built) lookUp(from, dir, address string, report complain) {
	u, err := url.Parse(address)
	if err != nil {
		report("%q is no address: %v", address, err)
		return
	}
	name := from
	if u.Path != "" || dir == "" && from != "" && address == "" {
		if name = path.Join(dir, u.Path); u.Path == "" || strings.HasSuffix(u.Path, "/") {
			name = path.Join(name, "index.html")
		}
	}
	if strings.HasPrefix(name, "../") || !b.has(name) {
		report("%q leads to %s, which does not exist", address, name)
		return
	}
	if u.Fragment == "" || !strings.HasSuffix(name, ".html") {
		return
	}
	i, found := slices.BinarySearchFunc(b.crawl(), name, func(p *page, name string) int { return strings.Compare(p.address, name) })
	if !found || b.crawl()[i].ids[u.Fragment] == 0 {
		report("%q: %s has no id %q", address, name, u.Fragment)
	}
}
