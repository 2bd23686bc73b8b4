package plan

import (
	"cmp"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"attest/generator/brief"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// briefingData is a briefing for machines (schema.org). A claim is rated only where it is somebody else's and a finding says how.
func (pg page) briefingData(head theme.Page, b *site.Briefing, sources []*site.Source) template.JS {
	report := pg.thing("Report", b.Title, b.Summary)
	report["@id"] = pg.id(b)
	if notice := b.Notice(); notice != "" {
		report["creativeWorkStatus"] = pg.lang.Term("correction", string(notice))
	}
	report["inLanguage"] = cmp.Or(b.Language, pg.site.Settings.Language)
	if from, _ := b.Date.Machine(); from != "" {
		report["datePublished"] = from
	}
	if from, _ := b.Updated.Machine(); from != "" {
		report["dateModified"] = from
	}
	var authors []any
	for _, name := range b.Authors {
		authors = append(authors, map[string]any{"@type": "Organization", "name": name})
	}
	if authors != nil {
		report["author"] = authors
	}
	report["publisher"] = map[string]any{"@type": "Organization", "name": pg.site.Settings.Title}
	var cited []any
	for _, s := range sources {
		if s.Public() {
			cited = append(cited, pg.sourceData(s))
		}
	}
	if cited != nil {
		report["citation"] = cited
	}
	graph := []any{report}
	for _, c := range b.Claims {
		claim := map[string]any{
			"@type": "Claim", "@id": pg.id(c), "text": c.Text, "description": pg.heldWords(c),
			"isPartOf": map[string]any{"@id": pg.id(b)},
		}
		if status := pg.lang.Status(c.Status); status != "" {
			claim["creativeWorkStatus"] = status
		}
		if place := placeData(c.Where); place != nil {
			claim["contentLocation"] = place
		}
		if pg.site.Settings.BaseURL != "" {
			claim["url"] = pg.Plan.absolute(c.Address())
		}
		graph = append(graph, claim)
		if review := pg.claimReview(c); review != nil {
			graph = append(graph, review)
		}
	}
	return pg.graph(head, graph...)
}

// claimReview rates somebody else's claim; nil for our own, for those without a finding, and for those whose finding we no longer hold or are looking at again.
func (pg page) claimReview(c *site.Claim) map[string]any {
	claimant := pg.claimant(c)
	if claimant.Text == "" || c.Finding == "" || !c.Status.Held() || c.Status == brief.StatusUnderReview {
		return nil
	}
	review := map[string]any{
		"@type": "ClaimReview", "claimReviewed": c.Text,
		"author":       map[string]any{"@type": "Organization", "name": pg.site.Settings.Title},
		"reviewRating": map[string]any{"@type": "Rating", "alternateName": pg.lang.Term("finding", string(c.Finding))},
	}
	appearance := map[string]any{"@type": "CreativeWork", "name": claimant.Text}
	if s, ok := pg.read.Claimant(c).(*site.Source); ok && s.URL != "" && s.Public() {
		appearance["url"] = s.URL
	}
	review["itemReviewed"] = map[string]any{"@type": "Claim", "@id": pg.id(c), "appearance": appearance}
	if pg.site.Settings.BaseURL != "" {
		review["url"] = pg.Plan.absolute(c.Address())
	}
	if from, _ := c.Briefing.Date.Machine(); from != "" {
		review["datePublished"] = from
	}
	return review
}

// thing is a schema.org object with its name and description.
func (pg page) thing(kind, name, description string) map[string]any {
	t := map[string]any{"@type": kind, "name": name}
	if description != "" {
		t["description"] = description
	}
	if pg.site.Settings.BaseURL != "" {
		t["url"] = pg.Plan.absolute(pg.address)
	}
	return t
}

// id names an object in the structured data: by its absolute address where there is one, else by the way from the page.
func (pg page) id(o site.Object) string {
	if pg.site.Settings.BaseURL == "" {
		return site.Relative(pg.address, o.Address())
	}
	return pg.Plan.absolute(o.Address())
}

// graph puts things beside the page's way from the front page (BreadcrumbList).
func (pg page) graph(head theme.Page, things ...any) template.JS {
	if len(head.Crumbs) > 0 {
		var items []any
		for i, crumb := range head.Crumbs {
			address := crumb.Href
			if pg.site.Settings.BaseURL != "" {
				address = pg.Plan.absolute(strings.TrimPrefix(crumb.Href, site.Root(pg.address)))
			}
			items = append(items, map[string]any{"@type": "ListItem", "position": i + 1, "name": crumb.Text, "item": address})
		}
		items = append(items, map[string]any{"@type": "ListItem", "position": len(items) + 1, "name": head.Title})
		things = append(things, map[string]any{"@type": "BreadcrumbList", "itemListElement": items})
	}
	text := pg.scratch.text(func(b []byte) []byte {
		return appendData(b, map[string]any{"@context": "https://schema.org", "@graph": things})
	})
	return template.JS(text) //nolint:gosec // it is JSON, escaped for a script
}

// appendData appends data as JSON that can stand in a script, the keys of an object in alphabetical order.
func appendData(b []byte, data any) []byte {
	switch data := data.(type) {
	case string:
		return export.AppendJSON(b, data)
	case int:
		return strconv.AppendInt(b, int64(data), 10)
	case []any:
		b = append(b, '[')
		for i, v := range data {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendData(b, v)
		}
		return append(b, ']')
	case map[string]any:
		var room [12]string
		keys := slices.AppendSeq(room[:0], maps.Keys(data))
		slices.Sort(keys)
		b = append(b, '{')
		for i, key := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendData(append(export.AppendJSON(b, key), ':'), data[key])
		}
		return append(b, '}')
	default:
		text, err := json.Marshal(data)
		if err != nil {
			panic("plan: data for machines: " + err.Error()) // all of it is texts, numbers and lists of these
		}
		return append(b, text...)
	}
}

func (pg page) sourceData(s *site.Source) map[string]any {
	work := map[string]any{"@type": "CreativeWork", "name": pg.name(s)}
	if s.Retracted.Stated {
		work["creativeWorkStatus"] = pg.lang.Say("retracted")
	}
	if s.URL != "" {
		work["url"] = s.URL
	}
	if name := pg.read.PublisherName(s); name != "" {
		work["publisher"] = map[string]any{"@type": "Organization", "name": name}
	}
	if from, _ := s.Published.Machine(); from != "" {
		work["datePublished"] = from
	}
	return work
}
