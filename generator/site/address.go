package site

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"attest/generator/brief"
	"attest/generator/content"
)

// Addresses of pages of which a site has one.
const (
	FrontAddress       = "index.html"
	BriefingsAddress   = "briefings.html"
	ClaimsAddress      = "claims.html"
	ActorsAddress      = "actors.html"
	SourcesAddress     = "sources.html"
	TimelineAddress    = "timeline.html"
	CorrectionsAddress = "corrections.html"
	MethodologyAddress = "methodology.html"
	SearchAddress      = "search.html"
	NotFoundAddress    = "404.html"
)

// Kind implements Object.
func (b *Briefing) Kind() Kind { return KindBriefing }

func (b *Briefing) named() name { return name{KindBriefing, b.ID} }

func (b *Briefing) declaredIn() *file { return b.file }

func (b *Briefing) slot() int32 { return b.number }

// Address implements Object.
func (b *Briefing) Address() string { return "briefings/" + b.ID + ".html" }

// Label implements Object.
func (b *Briefing) Label() string { return b.Title }

// Kind implements Object.
func (c *Claim) Kind() Kind { return KindClaim }

func (c *Claim) named() name { return name{KindClaim, c.key} }

func (c *Claim) declaredIn() *file { return c.Briefing.file }

func (c *Claim) slot() int32 { return c.number }

// Key is how the claim is named everywhere but in its own briefing: "briefing#claim".
func (c *Claim) Key() string { return c.key }

// Address implements Object: the claim's card on its briefing's page.
func (c *Claim) Address() string { return c.Briefing.Address() + "#" + c.Anchor() }

// Anchor is the fragment of the claim's card.
func (c *Claim) Anchor() string { return "claim-" + c.ID }

// Label implements Object.
func (c *Claim) Label() string { return c.Text }

// Kind implements Object.
func (s *Source) Kind() Kind { return KindSource }

func (s *Source) named() name { return name{KindSource, s.ID} }

func (s *Source) declaredIn() *file { return s.file }

func (s *Source) slot() int32 { return s.number }

// Address implements Object.
func (s *Source) Address() string { return "sources/" + s.slug + ".html" }

// Label implements Object. The title of a source that is not public is not shown.
func (s *Source) Label() string {
	switch s.Access {
	case brief.AccessWithheld:
		return "a source withheld by the authors"
	case brief.AccessRestricted:
		if words := s.Descriptor.Words(); words != "" {
			return words
		}
		return "a restricted source"
	}
	return s.Title
}

// Public reports whether the source may be shown in full. Of a restricted one only its descriptor, grade and stance may be.
func (s *Source) Public() bool { return s.Access == "" || s.Access == brief.AccessPublic }

// Withheld reports whether nothing of the source but its grade may be shown.
func (s *Source) Withheld() bool { return s.Access == brief.AccessWithheld }

// Kind implements Object.
func (a *Actor) Kind() Kind { return KindActor }

func (a *Actor) named() name { return name{KindActor, a.ID} }

func (a *Actor) declaredIn() *file { return a.file }

func (a *Actor) slot() int32 { return a.number }

// Address implements Object.
func (a *Actor) Address() string { return "actors/" + a.ID + ".html" }

// Label implements Object.
func (a *Actor) Label() string { return a.Name }

// Kind implements Object.
func (e *Event) Kind() Kind { return KindEvent }

func (e *Event) named() name { return name{KindEvent, e.ID} }

func (e *Event) declaredIn() *file { return e.file }

func (e *Event) slot() int32 { return e.number }

// Address implements Object: the event's place on the timeline.
func (e *Event) Address() string { return TimelinePage(e.year) + "#" + e.Anchor() }

// Anchor is the fragment of the event on a timeline.
func (e *Event) Anchor() string { return "event-" + e.ID }

// Label implements Object.
func (e *Event) Label() string { return e.Title }

// Year returns the year whose timeline shows the event; empty while the timeline is one page.
func (e *Event) Year() string { return e.year }

// TimelinePage returns the address of the timeline of a year, or of the whole timeline for an empty year.
func TimelinePage(year string) string {
	if year == "" {
		return TimelineAddress
	}
	return "timeline/" + year + ".html"
}

// Kind implements Object.
func (p *Page) Kind() Kind { return KindPage }

func (p *Page) named() name {
	if p.front {
		return name{KindPage, ""}
	}
	return name{KindPage, p.ID}
}

func (p *Page) declaredIn() *file { return p.file }

func (p *Page) slot() int32 { return p.number }

// Address implements Object.
func (p *Page) Address() string {
	switch {
	case p.front:
		return FrontAddress
	case p.ID == "methodology":
		return MethodologyAddress
	}
	return "pages/" + p.ID + ".html"
}

// Label implements Object. A front page without a title of its own bears the site's.
func (p *Page) Label() string { return p.label }

// Address is the topic's page.
func (t *Topic) Address() string { return "topics/" + t.Slug + ".html" }

// FileAddress is the address of a file of the content that is published as it is.
func FileAddress(name string) string { return strings.TrimPrefix(name, content.Root+"/") }

// FileName is the file of the content that is published at an address as it is.
func FileName(address string) string { return content.Root + "/" + address }

// Relative returns the way from a page to an address of the site, escaped for an href. An address that is a fragment of the page
// itself becomes the fragment alone.
func Relative(page, address string) string {
	if fragment, ok := strings.CutPrefix(address, page); ok && strings.HasPrefix(fragment, "#") && fragment != "#" {
		return "#" + escape(fragment[1:])
	}
	target, fragment, found := strings.Cut(address, "#")
	switch {
	case isPlain(target) && isPlain(fragment) && (!found || fragment != ""):
		return Root(page) + address
	case fragment != "":
		fragment = "#" + escape(fragment)
	}
	return Root(page) + escape(target) + fragment
}

// Root returns the relative way from a page to the site's root: empty, or "../" for each folder.
func Root(page string) string {
	const deep = "../../../../"
	if n := len("../") * strings.Count(page, "/"); n <= len(deep) {
		return deep[:n]
	}
	return strings.Repeat("../", strings.Count(page, "/"))
}

// escape percent-encodes what may not stand in a path or fragment. Ids are letters, digits and hyphens, so most need nothing.
func escape(s string) string {
	if isPlain(s) {
		return s
	}
	return (&url.URL{Path: s}).EscapedPath()
}

// isPlain reports whether a path or fragment is made of characters that stand for themselves everywhere.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' && c != '/' {
			return false
		}
	}
	return true
}

// Slug turns a key or topic of any form into letters, digits and single hyphens, lower-case and in NFC.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.TrimSuffix(b.String(), "-")
	if slices.Contains([]string{"", "con", "prn", "aux", "nul"}, slug) || len(slug) == 4 && (strings.HasPrefix(slug, "com") || strings.HasPrefix(slug, "lpt")) {
		return fmt.Sprintf("x-%s", slug)
	}
	return slug
}

// IsID reports whether a text has the form of an id: lower-case letters of any script, digits and hyphens.
func IsID(s string) bool { return s != "" && Slug(s) == s }
