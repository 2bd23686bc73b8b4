package plan

import (
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
	prose, corrections := pg.read.Text(b), pg.read.CorrectionsOf(b)
	head := pg.objectHead("briefing", b.Title, b.Summary, pg.crumbs(site.BriefingsAddress, pg.lang.Say("page.briefings"))...)
	head.JSONLD = pg.briefingData(head, b, sources)
	view := theme.BriefingView{
		Page: head, Title: b.Title, Date: pg.date(b.Date), Updated: pg.date(b.Updated), Authors: b.Authors, Summary: b.Summary,
		Topics: pg.topicLinks(b), Strip: pg.strip(b), Gaps: b.Gaps, Alternatives: b.Alternatives,
		Matrix: pg.matrix(b, sources), Corrections: pg.corrections(corrections), Notices: pg.notices(corrections), Markdown: prose.Markdown, Extra: b.Extra,
	}
	if b.Language != pg.site.Settings.Language {
		view.Language = b.Language
	}
	for _, c := range pg.read.Judgments(b) {
		view.Judgments = append(view.Judgments, pg.judgment(c))
	}
	card := func(b []byte, c *site.Claim) []byte { return pg.append(b, "card", pg.card(c, number)) }
	view.Body = pg.fill(&prose, &citations{number: number, card: card, stated: make(map[*site.Claim]bool)})
	for _, c := range b.Claims {
		if !c.Stated {
			view.Unstated = append(view.Unstated, pg.scratch.html(func(b []byte) []byte { return card(b, c) }))
		}
	}
	events := pg.read.BriefingEvents(b)
	view.Events, view.Actors = pg.eventRows(events), pg.actorRows(pg.read.Cast(b))
	if len(events) > 0 {
		view.Overview = pg.smallOverview(events, pg.whole)
	}
	view.Related = pg.briefingRows(pg.read.Related(b))
	view.Sources = pg.bibliography(b, sources)
	if prose.Body != nil {
		for _, h := range prose.Headings {
			if h.Level == 2 && h.Text != "" {
				view.Headings = append(view.Headings, theme.Link{Href: "#" + h.ID, Text: h.Text})
			}
		}
	}
	return view
}

// notices are the corrections that take a briefing as a whole back, or doubt it, as its head shows them.
func (pg page) notices(corrections []*site.Correction) []theme.CorrectionRow {
	var rows []theme.CorrectionRow
	for _, c := range corrections {
		if c.Correction != nil && c.Notifies() {
			row := pg.correctionRow(c)
			row.Anchor, row.Briefing = "", theme.Link{}
			rows = append(rows, row)
		}
	}
	return rows
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
	m := theme.Matrix{Columns: make([]theme.MatrixColumn, 0, len(used)), Rows: make([]theme.MatrixRow, 0, len(b.Claims))}
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
		m.Columns = append(m.Columns, theme.MatrixColumn{Source: theme.Link{Text: pg.lang.Say("source.withheld.all")}})
	}
	sparse := len(m.Columns)*len(b.Claims) > maxCells
	for i, c := range b.Claims {
		row := theme.MatrixRow{Claim: pg.to(c), Number: c.Number, Standing: pg.held(c)}
		if !sparse {
			row.Cells = make([]theme.MatrixCell, len(m.Columns))
		}
		for _, e := range evidence[i] {
			reliability, credibility := pg.read.GradeOf(e)
			mark := theme.MatrixMark{Stance: string(e.Stance), Grade: string(reliability) + string(credibility), Uncounted: pg.uncounted(e.Source) != ""}
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
func (pg page) bibliography(b *site.Briefing, sources []*site.Source) []theme.BibliographyEntry {
	back := make(map[*site.Source][]theme.Link)
	pg.read.Citations(b, func(s *site.Source, ref int) {
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
		Link: pg.to(b), Date: pg.date(b.Date), Updated: pg.date(b.Updated), Summary: b.Summary, Authors: b.Authors,
		Topics: pg.topicLinks(b), Strip: pg.strip(b), Notice: pg.lang.Term("correction", string(b.Notice())),
	}
}
