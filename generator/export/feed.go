package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"

	"attest/generator/edtf"
	"attest/generator/site"
	"attest/generator/wording"
)

// The elements of an Atom feed that attest writes (RFC 4287). The library for feeds takes instants and fills in the clock's where one
// is missing, and cannot say rel="self"; these few types say what is known.
type atomFeed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Language string   `xml:"xml:lang,attr,omitempty"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle,omitempty"`
	ID       string   `xml:"id"`
	Updated  string   `xml:"updated"`
	Links    []atomLink
	Author   *atomPerson `xml:"author"`
	Entries  []atomEntry
}

type atomEntry struct {
	XMLName    xml.Name `xml:"entry"`
	Title      string   `xml:"title"`
	ID         string   `xml:"id"`
	Published  string   `xml:"published,omitempty"`
	Updated    string   `xml:"updated"`
	Links      []atomLink
	Authors    []atomPerson `xml:"author"`
	Summary    string       `xml:"summary,omitempty"`
	Categories []atomCategory
}

type atomLink struct {
	XMLName xml.Name `xml:"link"`
	Rel     string   `xml:"rel,attr"`
	Type    string   `xml:"type,attr,omitempty"`
	Href    string   `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	XMLName xml.Name `xml:"category"`
	Term    string   `xml:"term,attr"`
}

// noInstant stands where a feed must name an instant and nothing has a date: a feed without entries.
const noInstant = "1970-01-01T00:00:00Z"

// instant is the first moment, in UTC, of the first day a date can mean. Feeds must name one; pages never do.
func instant(d edtf.Date) string {
	first, last, hasFirst, hasLast := d.Bounds()
	day := first
	if !hasFirst {
		day = last
	}
	if !hasFirst && !hasLast || day.Year < 1 || day.Year > 9999 {
		return noInstant
	}
	return fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", day.Year, day.Month, day.Day)
}

// exact is the instant of a date that is a day, month or year and no more than that; empty for any other, of which feeds may say nothing.
func exact(d edtf.Date) string {
	if from, to := d.Machine(); from == "" || to != "" {
		return ""
	}
	return instant(d)
}

// changed is the instant of a briefing's last update, else of its date.
func changed(b *site.Briefing) string {
	if !b.Updated.IsZero() {
		return instant(b.Updated)
	}
	return instant(b.Date)
}

// newestBriefings are those of the feed.
func newestBriefings(r *site.Reader) []*site.Briefing {
	slugs := r.List(site.KindBriefing)
	newest := make([]*site.Briefing, min(len(slugs), r.Settings.FeedLimit))
	for i := range newest {
		newest[i] = r.Briefing(slugs[i])
	}
	return newest
}

func (s feedSite) feed(title, address, page string) atomFeed {
	base := s.Settings.BaseURL
	feed := atomFeed{
		Language: s.Settings.Language, Title: title, Subtitle: s.Settings.Description, ID: base + address, Updated: noInstant,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: base + address},
			{Rel: "alternate", Type: "text/html", Href: Absolute(s.Site, page)},
		},
		Author: &atomPerson{Name: s.Settings.Author},
	}
	if s.Settings.Author == "" {
		feed.Author.Name = s.Settings.Title
	}
	return feed
}

type feedSite struct{ *site.Site }

func briefingsAtom(r *site.Reader, lang *wording.Language) ([]byte, error) {
	s := r.Site
	feed := feedSite{s}.feed(s.Settings.Title, "feed.atom", site.FrontAddress)
	for _, b := range newestBriefings(r) {
		entry := atomEntry{
			Title: headline(b, lang), ID: Absolute(s, b.Address()), Published: exact(b.Date), Updated: changed(b),
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: Absolute(s, b.Address())}}, Summary: b.Summary,
		}
		for _, name := range b.Authors {
			entry.Authors = append(entry.Authors, atomPerson{Name: name})
		}
		for _, t := range r.TopicsOf(b) {
			entry.Categories = append(entry.Categories, atomCategory{Term: t.Name})
		}
		feed.Updated = max(feed.Updated, entry.Updated)
		feed.Entries = append(feed.Entries, entry)
	}
	return encodeXML(feed)
}

// headline is the title of a briefing; of one that was taken back as a whole, or is doubted, it says so.
func headline(b *site.Briefing, lang *wording.Language) string {
	if notice := b.Notice(); notice != "" {
		return lang.Say("feed.correction", lang.Term("correction", string(notice)), b.Title)
	}
	return b.Title
}

func correctionsAtom(r *site.Reader, lang *wording.Language) ([]byte, error) {
	s := r.Site
	feed := feedSite{s}.feed(lang.Say("feed.corrections", s.Settings.Title), "corrections.atom", site.CorrectionsAddress)
	corrections := r.AllCorrections()
	for _, ref := range corrections[:min(len(corrections), s.Settings.FeedLimit)] {
		entry := correctionEntry(r, r.Correction(ref), lang)
		feed.Updated = max(feed.Updated, entry.Updated)
		feed.Entries = append(feed.Entries, entry)
	}
	return encodeXML(feed)
}

// correctionEntry is a change in a feed.
func correctionEntry(r *site.Reader, c *site.Correction, lang *wording.Language) atomEntry {
	s := r.Site
	entry := atomEntry{ID: Absolute(s, site.CorrectionsAddress+"#"+c.Anchor), Updated: correctedOn(r, c), Summary: c.Text}
	address, about := "", ""
	switch {
	case c.Source != nil:
		address, about = c.Source.Address(), Name(lang, c.Source)
	case c.Claim != nil:
		address, about = c.Claim.Address(), c.Claim.Briefing.Title
	default:
		address, about = c.Briefing.Address(), c.Briefing.Title
	}
	entry.Title = lang.Say("feed.correction", CorrectionWords(lang, c), about)
	entry.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: Absolute(s, address)}}
	if c.Status != "" {
		entry.Summary = c.Claim.Text
	}
	if c.Claim != nil {
		if next := r.Successor(c.Claim); next != nil {
			entry.Links = append(entry.Links, atomLink{Rel: "related", Type: "text/html", Href: Absolute(s, next.Address())})
		}
	}
	if c.By != "" {
		entry.Authors = []atomPerson{{Name: c.By}}
	}
	return entry
}

// correctedOn is the instant of a change. A feed must name one: where nobody has said when the change was, it is that of the last change that
// the briefing states or, of a source, the newest of those of the briefings that lean on it, so that it stays what it is when others change; of
// a source on which none leans, the newest of the feed of briefings.
func correctedOn(r *site.Reader, c *site.Correction) string {
	on := instant(c.Date)
	switch {
	case on != noInstant:
	case c.Briefing != nil:
		on = changed(c.Briefing)
	default:
		for _, use := range r.Uses(c.Source) {
			on = max(on, changed(use.Claim.Briefing))
		}
	}
	if on == noInstant {
		for _, b := range newestBriefings(r) {
			on = max(on, changed(b))
		}
	}
	return on
}

// CorrectionWords says what sort of change an entry of the page of corrections is.
func CorrectionWords(lang *wording.Language, c *site.Correction) string {
	switch {
	case c.Source != nil:
		return lang.Say("correction.source")
	case c.Status != "":
		return lang.Say("correction.status", lang.Term("status", string(c.Status)))
	}
	return lang.Term("correction", string(c.Type))
}

// jsonFeed is a feed of JSON Feed 1.1.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url"`
	Title         string       `json:"title"`
	ContentText   string       `json:"content_text"`
	Summary       string       `json:"summary,omitempty"`
	DatePublished string       `json:"date_published,omitempty"`
	DateModified  string       `json:"date_modified,omitempty"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
}

func briefingsJSON(r *site.Reader, lang *wording.Language) ([]byte, error) {
	s := r.Site
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: s.Settings.Title, HomePageURL: s.Settings.BaseURL,
		FeedURL: s.Settings.BaseURL + "feed.json", Description: s.Settings.Description, Language: s.Settings.Language, Items: []jsonItem{},
	}
	if s.Settings.Author != "" {
		feed.Authors = []jsonAuthor{{s.Settings.Author}}
	}
	for _, b := range newestBriefings(r) {
		item := jsonItem{
			ID: Absolute(s, b.Address()), URL: Absolute(s, b.Address()), Title: headline(b, lang), ContentText: b.Summary, Summary: b.Summary,
			DatePublished: exact(b.Date), DateModified: exact(b.Updated),
		}
		if item.ContentText == "" {
			item.ContentText = item.Title
		}
		for _, name := range b.Authors {
			item.Authors = append(item.Authors, jsonAuthor{name})
		}
		for _, t := range r.TopicsOf(b) {
			item.Tags = append(item.Tags, t.Name)
		}
		feed.Items = append(feed.Items, item)
	}
	return encodeJSON(feed)
}

func encodeJSON(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
