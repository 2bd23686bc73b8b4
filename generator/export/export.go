// Package export makes the files of a site that need no template: feeds, the sitemap, what hosts and crawlers expect, and data
// for filters and for machines.
//
// Its standards are Atom (RFC 4287), JSON Feed 1.1, the sitemaps protocol 0.9 and the Robots Exclusion Protocol (RFC 9309).
package export

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"attest/generator/site"
	"attest/generator/wording"
)

// File is one file of the output. Write makes it of a site; several versions of a site may share it.
type File struct {
	Address string
	Write   func(*bytes.Buffer, *Site, *site.Reader) error
}

// whole is a file that is made of a piece.
func whole(address string, data func(*Site, *site.Reader) ([]byte, error)) File {
	return File{address, func(to *bytes.Buffer, s *Site, r *site.Reader) error {
		b, err := data(s, r)
		to.Write(b)
		return err
	}}
}

// Site is a linked site with what is worked out once for its files.
type Site struct {
	*site.Site
	lang       *wording.Language
	chunksOnce sync.Once
	previews   [][]preview
	searching  searching
}

// New prepares the files of a site, in its language. Data for machines is the same in every language.
func New(s *site.Site, lang *wording.Language) *Site { return &Site{Site: s, lang: lang} }

// Absolute returns an address of the site with its base_url, escaped.
func Absolute(s *site.Site, address string) string {
	if address == site.FrontAddress {
		return s.Settings.BaseURL
	}
	return s.Settings.BaseURL + site.Relative("", address)
}

// Files lists what every site has, and what a site has with its settings. The sitemap is apart, as it needs all pages' addresses.
func (s *Site) Files() []File {
	files := []File{
		whole(".nojekyll", func(*Site, *site.Reader) ([]byte, error) { return nil, nil }),
		whole("robots.txt", func(s *Site, _ *site.Reader) ([]byte, error) { return robots(s.Site), nil }),
	}
	if s.Settings.CNAME != "" {
		files = append(files, whole("CNAME", func(s *Site, _ *site.Reader) ([]byte, error) { return []byte(s.Settings.CNAME + "\n"), nil }))
	}
	if s.Settings.BaseURL != "" {
		files = append(files,
			whole("feed.atom", func(s *Site, r *site.Reader) ([]byte, error) { return briefingsAtom(r, s.lang) }),
			whole("feed.json", func(s *Site, r *site.Reader) ([]byte, error) { return briefingsJSON(r, s.lang) }),
			whole("corrections.atom", func(s *Site, r *site.Reader) ([]byte, error) { return correctionsAtom(r, s.lang) }),
		)
	}
	return slices.Concat(files, s.rowFiles(), s.previewFiles(), s.searchFiles(), dataFiles())
}

// whole returns a reader for a file that shows all of a site, which is one dependency and not one for each object.
func (s *Site) whole(r *site.Reader) *site.Reader {
	r.NeedAll()
	return s.Reader(false)
}

func robots(s *site.Site) []byte {
	var b strings.Builder
	b.WriteString("User-agent: *\nAllow: /\n")
	if s.Settings.BaseURL != "" {
		b.WriteString("\nSitemap: " + s.Settings.BaseURL + "sitemap.xml\n")
	}
	return []byte(b.String())
}
