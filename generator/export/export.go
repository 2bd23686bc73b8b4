// Package export makes the files of a site that need no template: feeds, the sitemap, what hosts and crawlers expect, and data
// for filters and for machines.
//
// Its standards are Atom (RFC 4287), JSON Feed 1.1, the sitemaps protocol 0.9 and the Robots Exclusion Protocol (RFC 9309).
package export

import (
	"slices"
	"strings"

	"attest/generator/site"
)

// File is one file of the output.
type File struct {
	Address string
	Bytes   func() ([]byte, error)
}

// Absolute returns an address of the site with its base_url, escaped.
func Absolute(s *site.Site, address string) string {
	if address == site.FrontAddress {
		return s.Settings.BaseURL
	}
	return s.Settings.BaseURL + site.Relative("", address)
}

// Files lists what every site has, and what a site has with its settings. The sitemap is apart, as it needs all pages' addresses.
func Files(s *site.Site, rows Rows) []File {
	files := []File{
		{".nojekyll", func() ([]byte, error) { return nil, nil }},
		{"robots.txt", func() ([]byte, error) { return robots(s), nil }},
	}
	if s.Settings.CNAME != "" {
		files = append(files, File{"CNAME", func() ([]byte, error) { return []byte(s.Settings.CNAME + "\n"), nil }})
	}
	if s.Settings.BaseURL != "" {
		files = append(files,
			File{"feed.atom", func() ([]byte, error) { return briefingsAtom(s) }},
			File{"feed.json", func() ([]byte, error) { return briefingsJSON(s) }},
			File{"corrections.atom", func() ([]byte, error) { return correctionsAtom(s) }},
		)
	}
	return slices.Concat(files, rows.files(), previewFiles(s), dataFiles(s))
}

func robots(s *site.Site) []byte {
	var b strings.Builder
	b.WriteString("User-agent: *\nAllow: /\n")
	if s.Settings.BaseURL != "" {
		b.WriteString("\nSitemap: " + s.Settings.BaseURL + "sitemap.xml\n")
	}
	return []byte(b.String())
}
