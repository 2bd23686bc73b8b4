package edittest_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"attest/generator/site"
)

// copied is a copy of a source.
type copied struct {
	html       bool
	apart      bool // its text lies in a file of its own
	inside     bool // the source itself says what it is, not a file beside it
	publish    string
	paragraphs []string
	stale      bool   // the digest is another's
	captured   string // when it was made
}

// copyEdits are what happens to copies of sources.
var copyEdits = []edit{
	{"copy: made or removed", 4, inSource(func(m *model, s *source) {
		if s.copy != nil && m.chance(50) {
			s.copy = nil
			return
		}
		s.copy = m.newCopy(s)
	})},
	{"copy: changed", 6, inCopy(func(m *model, s *source) {
		p := s.copy.paragraphs
		i := m.n(len(p) + 1)
		switch {
		case i == len(p) || m.chance(40):
			s.copy.paragraphs = slices.Insert(p, i, m.passage(s))
		case m.chance(50):
			s.copy.paragraphs = slices.Delete(p, i, i+1)
		default:
			p[i] = m.passage(s)
		}
	})},
	{"copy: published otherwise", 3, inCopy(func(m *model, s *source) {
		s.copy.publish = pick(m, []string{"", "digest-only", "excerpt", "full"})
	})},
	{"copy: kept otherwise", 2, inCopy(func(m *model, s *source) {
		switch m.n(4) {
		case 0:
			s.copy.html = !s.copy.html
		case 1:
			s.copy.apart = !s.copy.apart
		case 2:
			s.copy.inside = !s.copy.inside
		case 3:
			s.copy.captured = pick(m, dates)
		}
	})},
	{"copy: not what its digest says", 2, inCopy(func(_ *model, s *source) { s.copy.stale = !s.copy.stale })},
	{"evidence: quote the copy", 4, func(m *model) bool {
		return inEvidence(func(m *model, e *evidence) {
			if e.source.copy != nil && len(e.source.copy.paragraphs) > 0 {
				words := strings.Fields(pick(m, e.source.copy.paragraphs))
				e.quote = strings.Join(words[:1+m.n(len(words))], " ")
			}
		})(m)
	}},
}

func inCopy(do func(*model, *source)) func(*model) bool {
	return func(m *model) bool {
		s, ok := find(m, m.sources, func(s *source) bool { return !s.gone && s.copy != nil })
		if ok {
			do(m, s)
		}
		return ok
	}
}

func (m *model) newCopy(s *source) *copied {
	c := &copied{html: m.chance(30), apart: m.chance(40), inside: m.chance(30), publish: pick(m, []string{"", "excerpt", "full"})}
	c.captured = pick(m, []string{"", "2026-06-01", "2026-06-01T10:00:00Z"})
	for range 1 + m.n(4) {
		c.paragraphs = append(c.paragraphs, m.passage(s))
	}
	return c
}

// passage returns a paragraph of a copy, which may hold what is quoted of it, more or less as it is quoted.
func (m *model) passage(s *source) string {
	quote, ok := find(m, m.quotes(s), func(string) bool { return true })
	if !ok || m.chance(30) {
		return m.sentence()
	}
	switch m.n(4) {
	case 0:
		quote = strings.ReplaceAll(quote, " ", "\n")
	case 1:
		quote = strings.ReplaceAll(quote, "n", "\u00adn")
	case 2:
		quote = quote[:len(quote)/2]
	}
	return m.sentence() + " It says " + strings.ToValidUTF8(quote, "") + " of it. " + m.sentence()
}

// quotes are those of the source.
func (m *model) quotes(s *source) []string {
	var all []string
	for _, b := range m.briefings {
		for _, c := range b.claims {
			for _, e := range c.evidence {
				if e.source == s && e.quote != "" {
					all = append(all, e.quote)
				}
			}
		}
	}
	return all
}

// record returns what is said of a copy, as the lines of a mapping, and its files.
func (s *source) record() (lines []string, files map[string][]byte) {
	c := s.copy
	text := strings.Join(c.paragraphs, "\n\n") + "\n"
	name, body, kind := "copy.txt", text, "text/plain"
	if c.html {
		name, body, kind = "copy.html", "<!doctype html><p>"+strings.Join(c.paragraphs, "<p>"), "text/html"
	}
	digest := sha256.Sum256([]byte(body))
	if c.stale {
		digest = sha256.Sum256([]byte("another"))
	}
	lines = []string{"path: " + name, fmt.Sprintf("sha256: %x", digest), "media_type: " + kind}
	folder := "content/snapshots/" + site.Slug(s.id) + "/"
	files = map[string][]byte{folder + name: []byte(body)}
	if c.apart {
		lines = append(lines, "text: words.txt", fmt.Sprintf("text_sha256: %x", sha256.Sum256([]byte(text))))
		files[folder+"words.txt"] = []byte(text)
	}
	if c.captured != "" {
		lines = append(lines, fmt.Sprintf("captured_at: %q", c.captured))
	}
	if c.publish != "" {
		lines = append(lines, "publish: "+c.publish)
	}
	if !c.inside {
		files[folder+"snapshot.yaml"] = []byte(strings.Join(lines, "\n") + "\n")
	}
	return lines, files
}
