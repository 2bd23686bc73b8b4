package browsertest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
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

// loaded are the elements whose address a browser fetches by itself, with the attributes.
var loaded = map[string][]string{
	"img": {"src", "srcset"}, "script": {"src"}, "source": {"src", "srcset"}, "video": {"src", "poster"}, "audio": {"src"}, "track": {"src"},
	"iframe": {"src"}, "embed": {"src"}, "object": {"data"}, "input": {"src"}, "image": {"href"}, "use": {"href"},
}

// fetched are the relations of links that a browser fetches.
var fetched = []string{"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon", "mask-icon"}

// relativeResources checks that no page asks another host, or the host's root, for anything.
func relativeResources(b *built, p *page, report complain) {
	for e := range p.elements() {
		names := loaded[e.Data]
		if e.Data == "link" {
			for rel := range strings.FieldsSeq(value(e, "rel")) {
				if slices.Contains(fetched, strings.ToLower(rel)) {
					names = []string{"href", "imagesrcset"}
				}
				if slices.Contains([]string{"preconnect", "dns-prefetch"}, rel) {
					report("%s speaks to another host", place(e))
				}
			}
		}
		for _, name := range names {
			v, ok := attribute(e, name)
			addresses := []string{v}
			if !ok || strings.HasSuffix(name, "srcset") {
				addresses = candidates(v)
			}
			for _, address := range addresses {
				u, err := url.Parse(address)
				switch {
				case err != nil || u.Scheme != "" || u.Host != "":
					report("%s is not relative", place(e))
				case strings.HasPrefix(address, "/") && (p.address != "404.html" || !strings.HasPrefix(address, b.root())):
					report("%s begins at the host's root", place(e))
				}
			}
		}
	}
}

// ids checks that an id stands once, and that labels and descriptions name ids of the page.
func ids(_ *built, p *page, report complain) {
	for _, id := range slices.Sorted(maps.Keys(p.ids)) {
		if p.ids[id] > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
			report("the id %q stands %d times", id, p.ids[id])
		}
	}
	for e := range p.elements() {
		for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns", "headers", "list", "form"} {
			for id := range strings.FieldsSeq(value(e, name)) {
				if p.ids[id] == 0 {
					report("%s names the id %q, which is not there", place(e), id)
				}
			}
		}
	}
}

// outline checks that a page has one h1, which comes first, and skips no level of heading.
func outline(_ *built, p *page, report complain) {
	ones, level := 0, 0
	for e := range p.elements() {
		if len(e.Data) != 2 || e.Data[0] != 'h' || e.Data[1] < '1' || e.Data[1] > '6' {
			continue
		}
		now := int(e.Data[1] - '0')
		if now == 1 {
			ones++
		}
		if now > level+1 {
			report("a heading of level %d follows one of level %d: %q", now, level, strings.TrimSpace(text(e)))
		}
		if strings.TrimSpace(text(e)) == "" {
			report("%s is empty", place(e))
		}
		level = now
	}
	if ones != 1 {
		report("there are %d h1", ones)
	}
}

// resource are the elements of a head before which the policy must stand.
var resource = []string{"script", "link", "style", "base", "noscript"}

// head checks language, title and viewport, and that the content-security policy comes before whatever it is to hold for.
func head(_ *built, p *page, report complain) {
	top, title := p.first("html"), p.first("title")
	if top == nil || value(top, "lang") == "" {
		report("there is no lang")
	}
	if title == nil || strings.TrimSpace(text(title)) == "" {
		report("there is no title")
	}
	policy, viewport := false, false
	for e := range p.elements() {
		switch {
		case e.Data == "meta" && strings.EqualFold(value(e, "http-equiv"), "Content-Security-Policy"):
			policy = true
			content := value(e, "content")
			if !strings.Contains(content, "default-src 'none'") || strings.Contains(content, "unsafe") || strings.Contains(content, "*") {
				report("the policy is weak: %s", content)
			}
		case e.Data == "meta" && value(e, "name") == "viewport":
			viewport = true
			if v := value(e, "content"); strings.Contains(v, "user-scalable") || strings.Contains(v, "maximum-scale") {
				report("the viewport keeps readers from zooming: %s", v)
			}
		case slices.Contains(resource, e.Data) && !policy:
			report("%s stands before the policy", place(e))
		}
	}
	if !policy || !viewport {
		report("policy: %t, viewport: %t", policy, viewport)
	}
	const within = 1024 // bytes in which a browser looks for the encoding
	if i := strings.Index(strings.ToLower(string(p.raw)), `<meta charset="utf-8">`); i < 0 || i > within {
		report("the encoding does not stand in the first %d bytes", within)
	}
	if !strings.HasPrefix(strings.ToLower(string(p.raw)), "<!doctype html>") {
		report("the page does not begin with a doctype")
	}
}

// nothingInline checks that no script, style or handler stands in the page, as the policy forbids them.
func nothingInline(_ *built, p *page, report complain) {
	for e := range p.elements() {
		if e.Data == "style" {
			report("%s", place(e))
		}
		if e.Data == "script" {
			if _, ok := attribute(e, "src"); !ok && value(e, "type") != "application/ld+json" {
				report("%s is inline", place(e))
			}
			if kind := value(e, "type"); kind == "module" {
				report("%s is no classic script, which alone runs from disk", place(e))
			}
		}
		for _, a := range e.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				report("%s has %s", place(e), a.Key)
			}
		}
	}
}

// pictures checks that each picture says its size, so that nothing moves when it arrives, and has words.
func pictures(_ *built, p *page, report complain) {
	for e := range p.elements() {
		if e.Data != "img" {
			continue
		}
		if value(e, "width") == "" || value(e, "height") == "" {
			report("%s has no width or height", place(e))
		}
		if _, ok := attribute(e, "alt"); !ok {
			report("%s has no alt", place(e))
		}
	}
}

// linkedData checks that JSON-LD is JSON and that the site's own addresses in it exist. An @id may name a thing without a page of its
// own, but never a page that does not exist.
func linkedData(b *built, p *page, report complain) {
	for e := range p.elements() {
		if e.Data != "script" || value(e, "type") != "application/ld+json" {
			continue
		}
		var data any
		if err := json.Unmarshal([]byte(text(e)), &data); err != nil {
			report("JSON-LD: %v", err)
			continue
		}
		eachString(data, "", func(key, s string) {
			rest, ours := strings.CutPrefix(s, b.base)
			if b.base == "" || !ours {
				return
			}
			if key == "@id" {
				rest, _, _ = strings.Cut(rest, "#")
			}
			b.lookUp("index.html", "", rest, func(format string, args ...any) { report("JSON-LD "+key+": "+format, args...) })
		})
	}
}

func eachString(data any, key string, do func(key, s string)) {
	switch data := data.(type) {
	case string:
		do(key, data)
	case []any:
		for _, d := range data {
			eachString(d, key, do)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(data)) {
			eachString(data[k], k, do)
		}
	}
}

// leftovers checks for what a template or a build leaves where something was missing.
func leftovers(_ *built, p *page, report complain) {
	for _, bad := range []string{"ZgotmplZ", "<no value>", "%!", "\x00", "\uFFFD", "{{", "<nil>"} {
		if i := strings.Index(string(p.raw), bad); i >= 0 {
			report("%q: …%q…", bad, p.raw[max(0, i-60):min(len(p.raw), i+60)])
		}
	}
}

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
				if token == nil {
					if err.Error() != "EOF" {
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

// void are the elements that have no end tag.
var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// element is a start tag and how deep it stands.
type element struct {
	name  string
	depth int
}

// nesting checks that every start tag has its end tag, in order, and that a browser's parser makes of the page the very tree that the
// tags show: it closes, moves and adds nothing.
func nesting(_ *built, p *page, report complain) {
	written, problem := tags(p.raw)
	if problem != "" {
		report("%s", problem)
		return
	}
	var built []element
	var walk func(*html.Node, int)
	walk = func(n *html.Node, depth int) {
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				built = append(built, element{strings.ToLower(c.Data), depth})
				walk(c, depth+1)
			}
		}
	}
	walk(p.doc, 0)
	for i := range max(len(written), len(built)) {
		if i >= len(written) || i >= len(built) || written[i] != built[i] {
			report("the parser builds another tree than is written, at element %d: written %v, built %v", i, window(written, i), window(built, i))
			return
		}
	}
}

func window(list []element, i int) string {
	if i >= len(list) {
		return "nothing"
	}
	return fmt.Sprint(list[max(0, i-2):min(len(list), i+2)])
}

// attributes are those of a start tag as written, with or without a value.
var attributes = regexp.MustCompile(`\s([^\s"'>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?`)

// tags reads the start tags, and says what is wrong where they do not match the end tags.
func tags(raw []byte) (found []element, problem string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(string(raw)))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				return nil, fmt.Sprintf("not closed at the end: %v", open)
			}
			return found, ""
		case html.StartTagToken, html.SelfClosingTagToken:
			seen := make(map[string]bool)
			for _, m := range attributes.FindAllSubmatch(z.Raw(), -1) { // before Token, which drops repetitions
				name := strings.ToLower(string(m[1]))
				if seen[name] {
					return nil, fmt.Sprintf("%s has %s twice", z.Raw(), name)
				}
				seen[name] = true
			}
			token := z.Token()
			found = append(found, element{token.Data, len(open)})
			switch {
			case slices.Contains(void, token.Data):
			case kind == html.StartTagToken:
				open = append(open, token.Data)
			case !slices.Contains(open, "svg") && !slices.Contains(open, "math"):
				return nil, fmt.Sprintf("<%s/> closes itself, which HTML does not know", token.Data)
			}
		case html.EndTagToken:
			token := z.Token()
			if len(open) == 0 || open[len(open)-1] != token.Data {
				return nil, fmt.Sprintf("</%s> where %v is open", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}
