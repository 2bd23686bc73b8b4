package export

import (
	"bytes"
	"encoding/xml"
	"slices"

	"attest/generator/edtf"
	"attest/generator/site"
)

// sitemap is a sitemap, which lists pages, or an index of them, which lists sitemaps.
type sitemap struct {
	XMLName  xml.Name
	Pages    []mapped `xml:"url"`
	Sitemaps []mapped `xml:"sitemap"`
}

type mapped struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func newSitemap(name string) sitemap {
	return sitemap{XMLName: xml.Name{Space: "http://www.sitemaps.org/schemas/sitemap/0.9", Local: name}}
}

// MaxSitemap is how many pages a sitemap may list.
const MaxSitemap = 50_000

// Sitemap lists the pages at the addresses, with the day on which a briefing last changed where it is known to the day.
func Sitemap(r *site.Reader, addresses []string) ([]byte, error) {
	changed := make(map[string]string)
	r.NeedAll()
	s := r.Site.Reader(false)
	for _, slug := range s.Briefings {
		b := s.Briefing(slug)
		d := b.Updated
		if d.IsZero() {
			d = b.Date
		}
		if from, to := d.Machine(); to == "" && d.Start().Precision == edtf.PrecisionDay {
			changed[b.Address()] = from
		}
	}
	set := newSitemap("urlset")
	for _, address := range slices.Sorted(slices.Values(addresses)) {
		set.Pages = append(set.Pages, mapped{Absolute(r.Site, address), changed[address]})
	}
	return encodeXML(set)
}

// SitemapIndex lists the sitemaps at the addresses. How many there are, follows from all pages.
func SitemapIndex(r *site.Reader, addresses []string) ([]byte, error) {
	r.NeedAll()
	index := newSitemap("sitemapindex")
	for _, address := range addresses {
		index.Sitemaps = append(index.Sitemaps, mapped{Loc: Absolute(r.Site, address)})
	}
	return encodeXML(index)
}

func encodeXML(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	buf.WriteByte('\n')
	return buf.Bytes(), nil
}
