package plan

import (
	"cmp"
	"html/template"
	"strings"

	"attest/generator/site"
	"attest/generator/theme"
)

// maxCells is how many cells a matrix may have before it becomes a list.
const maxCells = 20_000

// briefing is a briefing's page.
func (pg page) briefing(b *site.Briefing) any {
	sources := pg.read.Bibliography(b)
	number := make(map[*site.Source]int, len(sources))
	for i, s := range sources {
		number[s] = i + 1
	}
	prose := pg.read.Text(b)
	head := pg.head("briefing", b.Title, b.Summary, pg.crumbs(site.BriefingsAddress, "Briefings")...)
	head.JSONLD = pg.briefingData(head, b, sources)
	view := theme.BriefingView{
		Page: head, Title: b.Title, Date: date(b.Date), Updated: date(b.Updated), Authors: b.Authors, Summary: b.Summary,
		Topics: pg.topicLinks(b), Strip: pg.strip(b), Gaps: b.Gaps, Alternatives: b.Alternatives,
		Matrix: pg.matrix(b, sources), Corrections: pg.corrections(pg.read.CorrectionsOf(b)), Markdown: prose.Markdown, Extra: b.Extra,
	}
	if b.Language != pg.site.Settings.Language {
		view.Language = b.Language
	}
	for _, c := range pg.read.Judgments(b) {
		view.Judgments = append(view.Judgments, pg.judgment(c))
	}
	card := func(c *site.Claim) template.HTML { return pg.render("card", pg.card(c, number)) }
	view.Body = pg.fill(&prose, &citations{number: number, card: card, stated: make(map[*site.Claim]bool)})
	for _, c := range b.Claims {
		if !c.Stated {
			view.Unstated = append(view.Unstated, card(c))
		}
	}
	view.Events, view.Actors = pg.eventRows(pg.read.BriefingEvents(b)), pg.actorRows(pg.read.Cast(b))
	view.Related = pg.briefingRows(pg.read.Related(b))
	view.Sources = pg.bibliography(&prose, sources)
	if prose.Body != nil {
		for _, h := range prose.Headings {
			if h.Level == 2 {
				view.Headings = append(view.Headings, theme.Link{Href: "#" + h.ID, Text: h.Text})
			}
		}
	}
	return view
}

// matrix holds the briefing's claims against its sources.
func (pg page) matrix(b *site.Briefing, sources []*site.Source) theme.Matrix {
	used := make(map[*site.Source]int) // to its column
	withheld := false
	evidence := make([][]site.Evidence, len(b.Claims))
	for i, c := range b.Claims {
		evidence[i] = pg.read.Evidence(c)
		for _, e := range evidence[i] {
			used[e.Source] = 0
			withheld = withheld || e.Source.Withheld()
		}
	}
	m := theme.Matrix{}
	for i, s := range sources {
		if _, ok := used[s]; ok {
			used[s] = len(m.Columns)
			m.Columns = append(m.Columns, theme.MatrixColumn{Number: i + 1, Source: pg.to(s)})
		}
	}
	if withheld { // one column for all of them, as none may be told from another
		for s := range used {
			if s.Withheld() {
				used[s] = len(m.Columns)
			}
		}
		m.Columns = append(m.Columns, theme.MatrixColumn{Source: theme.Link{Text: "sources withheld by the authors"}})
	}
	sparse := len(m.Columns)*len(b.Claims) > maxCells
	for i, c := range b.Claims {
		row := theme.MatrixRow{Claim: pg.to(c), Number: c.Number, Standing: standing(pg.read.Standing(c))}
		if !sparse {
			row.Cells = make([]theme.MatrixCell, len(m.Columns))
		}
		for _, e := range evidence[i] {
			reliability, credibility := pg.read.GradeOf(e)
			mark := theme.MatrixMark{Stance: string(e.Stance), Grade: string(reliability) + string(credibility)}
			if column := used[e.Source]; !sparse {
				row.Cells[column].Marks = append(row.Cells[column].Marks, mark)
			} else {
				row.Listed = append(row.Listed, theme.MatrixListed{Source: pg.to(e.Source), Mark: mark})
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// bibliography numbers the briefing's sources, each with the way back to where the text cites it.
func (pg page) bibliography(prose *site.Prose, sources []*site.Source) []theme.BibliographyEntry {
	back := make(map[*site.Source][]theme.Link)
	prose.Citations(func(s *site.Source, ref int) {
		back[s] = append(back[s], theme.Link{Href: "#" + refAnchor(ref), Text: letter(len(back[s]))})
	})
	entries := make([]theme.BibliographyEntry, len(sources))
	for i, s := range sources {
		entries[i] = theme.BibliographyEntry{Number: i + 1, Anchor: sourceAnchor(i + 1), Source: pg.sourceRow(s), Back: back[s]}
	}
	return entries
}

// letter names the n-th way back, from 0: a … z, aa, ab, …
func letter(n int) string {
	text := ""
	for ; n >= 0; n = n/26 - 1 {
		text = string(rune('a'+n%26)) + text
	}
	return text
}

// strip is the honest line above a briefing.
func (pg page) strip(b *site.Briefing) theme.Strip {
	s := theme.Strip{Counts: pg.counts(b.Claims), Claims: len(b.Claims), Reviewed: pg.review(b)}
	if sentences, stating := pg.read.Sentences(b); sentences > 0 {
		s.Share = stating * 100 / sentences
	}
	return s
}

func (pg page) topicLinks(b *site.Briefing) []theme.Link {
	var links []theme.Link
	for _, t := range pg.read.TopicsOf(b) {
		links = append(links, pg.toAddress(t.Address(), t.Name))
	}
	return links
}

func (pg page) briefingRow(b *site.Briefing) theme.BriefingRow {
	return theme.BriefingRow{
		Link: pg.to(b), Date: date(b.Date), Updated: date(b.Updated), Summary: b.Summary, Authors: b.Authors,
		Topics: pg.topicLinks(b), Strip: pg.strip(b),
	}
}

// briefingData is a briefing for machines (schema.org). A claim is rated only where it is somebody else's and a finding says how.
func (pg page) briefingData(head theme.Page, b *site.Briefing, sources []*site.Source) any {
	report := pg.thing("Report", b.Title, b.Summary)
	report["@id"] = pg.id(b)
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
			"@type": "Claim", "@id": pg.id(c), "text": c.Text,
			"isPartOf": map[string]any{"@id": pg.id(b)},
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

// claimReview rates somebody else's claim; nil for our own, and for those without a finding.
func (pg page) claimReview(c *site.Claim) map[string]any {
	claimant := pg.claimant(c)
	if claimant.Text == "" || c.Finding == "" {
		return nil
	}
	review := map[string]any{
		"@type": "ClaimReview", "claimReviewed": c.Text,
		"author":       map[string]any{"@type": "Organization", "name": pg.site.Settings.Title},
		"reviewRating": map[string]any{"@type": "Rating", "alternateName": label(c.Finding)},
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
func (pg page) graph(head theme.Page, things ...any) any {
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
	return map[string]any{"@context": "https://schema.org", "@graph": things}
}

func (pg page) sourceData(s *site.Source) map[string]any {
	work := map[string]any{"@type": "CreativeWork", "name": s.Label()}
	if s.URL != "" {
		work["url"] = s.URL
	}
	if name := pg.publisher(s); name != "" {
		work["publisher"] = map[string]any{"@type": "Organization", "name": name}
	}
	if from, _ := s.Published.Machine(); from != "" {
		work["datePublished"] = from
	}
	return work
}
