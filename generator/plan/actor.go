package plan

import (
	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// actor is an actor's page.
func (pg page) actor(a *site.Actor) any {
	head := pg.head("actor", a.Name, a.Summary, pg.crumbs(site.ActorsAddress, "Actors")...)
	head.JSONLD = pg.graph(head, pg.actorData(a))
	if a.Picture.Address != "" && pg.site.Settings.BaseURL != "" {
		head.Image = pg.absolute(a.Picture.Address)
	}
	view := theme.ActorView{
		Page: head, Name: a.Name, Type: label(a.Type), Country: a.Country, Summary: a.Summary, Body: pg.fill(&a.Prose, nil),
		Aliases: append(append([]string(nil), a.Aliases...), a.WeakAliases...), Previous: a.PreviousNames,
		GradeBasis: a.GradeBasis, About: pg.claimRows(a.About), By: pg.claimRows(a.By), Mentions: pg.mentions(a.Mentions), Extra: a.Extra,
	}
	if a.Reliability != "" {
		view.Reliability = string(a.Reliability) + ", " + brief.Reliabilities().Meaning(string(a.Reliability))
	}
	for _, r := range a.Roles {
		role := theme.Role{Title: r.Title, Of: theme.Link{Text: r.Role.Of.ID}, When: date(r.When)}
		if r.Of != nil {
			role.Of = pg.to(r.Of)
		}
		view.Roles = append(view.Roles, role)
	}
	for _, r := range a.Relations {
		view.Relations = append(view.Relations, theme.ActorRelation{
			Type: label(r.Type), To: pg.to(r.Other), Role: r.Role, Start: date(r.Start), End: date(r.End),
			Claims: pg.claimLinks(r.Claims), Inverse: r.Inverse,
		})
	}
	for _, id := range a.Identifiers {
		view.Identifiers = append(view.Identifiers, theme.Labelled{Label: id.Name, Text: id.Value})
	}
	view.Image = pg.picture(a.Image, a.Picture)
	view.Events, view.Published = pg.eventRows(a.Events), pg.sourceRows(a.Published)
	return view
}

func (pg page) actorData(a *site.Actor) map[string]any {
	kind := "Organization"
	if a.Type == "person" {
		kind = "Person"
	}
	thing := pg.thing(kind, a.Name, a.Summary)
	if names := append(append([]string(nil), a.Aliases...), a.PreviousNames...); len(names) > 0 {
		thing["alternateName"] = names
	}
	return thing
}

func (pg page) actorRow(a *site.Actor) theme.ActorRow {
	return theme.ActorRow{
		Link: pg.to(a), Type: label(a.Type), Country: a.Country, Summary: a.Summary, Claims: len(a.About), Mentions: len(a.Mentions),
	}
}

// mentions are the sentences in which an object is named, each with the way to it.
func (pg page) mentions(mentions []site.Mention) []theme.Mention {
	var out []theme.Mention
	for _, m := range mentions {
		address := m.In.Address()
		view := theme.Mention{Sentence: m.Sentence}
		if e, ok := m.In.(*site.Event); ok {
			view.Date = date(e.Date)
		} else if m.Ref >= 0 {
			address += "#" + refAnchor(m.Ref)
		}
		if b, ok := m.In.(*site.Briefing); ok {
			view.Date = date(b.Date)
		}
		view.In = pg.toAddress(address, m.In.Label())
		out = append(out, view)
	}
	return out
}

// source is a source's page.
func (pg page) source(s *site.Source) any {
	row := pg.sourceRow(s)
	head := pg.head("source", s.Label(), "", pg.crumbs(site.SourcesAddress, "Sources")...)
	_, basis, from := s.Grade()
	view := theme.SourceView{Source: row, GradeFrom: from, Descriptor: descriptor(s.Descriptor)}
	if s.Public() {
		head.JSONLD = pg.graph(head, pg.sourceData(s))
		view.Body, view.Note, view.Accessed, view.GradeBasis = pg.fill(&s.Prose, nil), s.Note, date(s.Accessed), basis
		view.Graded = graded(s)
		for _, a := range s.Archived {
			text := "Archived copy"
			if !a.Captured.IsZero() {
				text += " of " + a.Captured.Words()
			}
			view.Archived = append(view.Archived, theme.Labelled{Label: text, Text: a.URL})
		}
		view.Mentions = pg.mentions(s.Mentions)
	}
	view.Page = head
	view.Up, view.Down = pg.tree(s, parents), pg.tree(s, children)
	for _, origin := range knownOrigins(s) {
		view.Roots = append(view.Roots, pg.to(origin))
	}
	for _, use := range s.Uses {
		row := pg.fragment("claim-row", use.Claim, func(pg page) any { return pg.claimRow(use.Claim) })
		view.Evidence = append(view.Evidence, theme.Leaning{Claim: row, Evidence: pg.evidence(use, nil)})
	}
	view.Events = pg.eventRows(s.Events)
	if s.Retracted.Stated {
		view.Blast = pg.blast(s)
		if s.Public() {
			view.RetractionURL = s.Retracted.URL
		}
	}
	return view
}

func graded(s *site.Source) string {
	if s.GradedBy == "" && s.GradedOn.IsZero() {
		return ""
	}
	text := "graded"
	if s.GradedBy != "" {
		text += " by " + s.GradedBy
	}
	if !s.GradedOn.IsZero() {
		text += " on " + s.GradedOn.Words()
	}
	return text
}

func (pg page) sourceRow(s *site.Source) theme.SourceRow {
	grade, _, _ := s.Grade()
	row := theme.SourceRow{
		Link: pg.to(s), Reliability: string(grade), ReliabilityMeaning: brief.Reliabilities().Meaning(string(grade)),
		Retracted: retracted(s), Claims: s.ClaimCount,
	}
	if s.Access == brief.AccessRestricted {
		row.Restricted, row.Descriptor = true, s.Descriptor.Words()
		return row
	}
	row.Authors, row.Published, row.Type = authors(s), date(s.Published), s.Type
	row.Tier, row.Origin, row.URL, row.DOI = label(s.Tier), string(s.Origin), s.URL, s.DOI
	row.Publisher = theme.Link{Text: s.Source.Publisher.ID}
	if s.Publisher != nil {
		row.Publisher = pg.to(s.Publisher)
	}
	if s.Language != pg.site.Settings.Language {
		row.Language = languageName(s.Language)
	}
	return row
}

// event is an event in a list.
func (pg page) event(e *site.Event) theme.EventRow {
	row := theme.EventRow{
		Anchor: e.Anchor(), Title: e.Title, Date: date(e.Date), Text: e.Text, Place: brief.Stated(e.Place).Name, Claims: pg.claimLinks(e.Claims),
	}
	for _, a := range e.Actors {
		row.Actors = append(row.Actors, pg.to(a))
	}
	text := pg
	text.prefix = e.Anchor() + "."
	row.Body, row.Image = text.fill(&e.Prose, nil), pg.picture(e.Image, e.Picture)
	if e.Briefing != nil {
		row.Briefing = pg.to(e.Briefing)
		for _, t := range e.Briefing.Topics {
			row.Topics = append(row.Topics, t.Slug)
		}
	}
	for _, a := range e.Actors {
		row.ActorIDs = append(row.ActorIDs, a.ID)
	}
	return row
}
