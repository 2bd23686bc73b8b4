package browsertest_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

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
