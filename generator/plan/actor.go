package plan

import (
	"net/url"
	"slices"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// actor is an actor's page.
func (pg page) actor(a *site.Actor) any {
	head := pg.objectHead("actor", a.Name, a.Summary, pg.actorCrumbs()...)
	head.JSONLD = pg.graph(head, pg.actorData(a))
	relations := pg.read.RelationsOf(a)
	picture := pg.read.Picture(a.Image)
	if picture.Address != "" && pg.site.Settings.BaseURL != "" {
		head.Image = pg.absolute(picture.Address)
	}
	view := theme.ActorView{
		Page: head, Name: a.Name, Type: pg.lang.Term("actor", string(a.Type)), Country: a.Country, Summary: a.Summary, Body: pg.text(a),
		Aliases: append(append([]string(nil), a.Aliases...), a.WeakAliases...), Previous: a.PreviousNames,
		GradeBasis: a.GradeBasis, Events: actorEvents.show(pg, a, 1), About: claimsAbout.show(pg, a, 1), By: claimsBy.show(pg, a, 1),
		Published: publishedBy.show(pg, a, 1), Mentions: actorMentions.show(pg, a, 1), Extra: a.Extra,
	}
	if a.Reliability != "" {
		view.Reliability = pg.lang.Say("grade.meaning", string(a.Reliability), pg.lang.Meaning("reliability", string(a.Reliability)))
	}
	for _, r := range pg.read.RolesOf(a) {
		role := theme.Role{Title: r.Title, Of: theme.Link{Text: r.Role.Of.ID}, When: pg.date(r.When)}
		if r.Of != nil {
			role.Of = pg.to(r.Of)
		}
		view.Roles = append(view.Roles, role)
	}
	for _, r := range relations {
		view.Relations = append(view.Relations, theme.ActorRelation{
			Type: pg.lang.Term("", r.Type), To: pg.to(r.Other), Role: r.Role, Start: pg.date(r.Start), End: pg.date(r.End),
			Claims: pg.claimLinks(r.Claims), Inverse: r.Inverse,
		})
	}
	for _, id := range a.Identifiers {
		view.Identifiers = append(view.Identifiers, theme.Labelled{Label: id.Name, Text: id.Value})
	}
	view.Image = pg.picture(a.Image, picture)
	view.Network = pg.network(a, relations, slices.Concat(pg.read.ClaimsAbout(a), pg.read.ClaimsBy(a)))
	if events := pg.read.EventsWith(a); len(events) > 0 {
		view.Overview = pg.smallOverview(events, actorEvents.pages(a))
		view.Timeline = site.Relative(pg.address, site.TimelineAddress) + "?actor=" + url.QueryEscape(a.ID)
	}
	return view
}

func (pg page) actorCrumbs() []theme.Link {
	return pg.crumbs(site.ActorsAddress, pg.lang.Say("page.actors"))
}

func (pg page) sourceCrumbs() []theme.Link {
	return pg.crumbs(site.SourcesAddress, pg.lang.Say("page.sources"))
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
		Link: pg.to(a), Type: pg.lang.Term("actor", string(a.Type)), Country: a.Country, Summary: a.Summary, Claims: len(pg.read.ClaimsAbout(a)), Mentions: pg.read.CountMentions(a),
	}
}

// mentions shows the sentences in which an object is named, each with the way to it.
func (pg page) mentions(of site.Object) window {
	return func(from, to int) (part theme.Part) {
		as := site.Wording{Name: pg.name, Semicolon: pg.lang.Say("semicolon"), Comma: pg.lang.Say("comma")}
		for _, m := range pg.read.Mentions(of, from, to, as) {
			address := m.In.Address()
			view := theme.Mention{Sentence: m.Sentence}
			if e, ok := m.In.(*site.Event); ok {
				view.Date = pg.date(e.Date)
			} else if m.Ref >= 0 {
				address += "#" + refAnchor(m.Ref)
			} else if m.Anchor != "" {
				address += "#" + m.Anchor
			}
			if b, ok := m.In.(*site.Briefing); ok {
				view.Date = pg.date(b.Date)
			}
			view.In = pg.toAddress(address, pg.name(m.In))
			part.Mentions = append(part.Mentions, view)
		}
		return part
	}
}

// source is a source's page.
func (pg page) source(s *site.Source) any {
	row := pg.sourceRow(s)
	head := pg.objectHead("source", pg.name(s), "", pg.sourceCrumbs()...)
	_, basis, _ := pg.read.Grade(s)
	view := theme.SourceView{Source: row, GradeFrom: pg.gradeFrom(s), Descriptor: pg.descriptor(s.Descriptor)}
	if s.Public() {
		head.JSONLD = pg.graph(head, pg.sourceData(s))
		view.Body, view.Note, view.Accessed, view.GradeBasis = pg.text(s), s.Note, pg.date(s.Accessed), basis
		view.Graded, view.Copy = pg.graded(s), pg.copyView(s)
		for _, a := range s.Archived {
			text := pg.lang.Say("archived")
			if !a.Captured.IsZero() {
				text = pg.lang.Say("archived.of", pg.lang.Date(a.Captured))
			}
			view.Archived = append(view.Archived, theme.Labelled{Label: text, Text: a.URL})
		}
	} else {
		head.JSONLD = pg.graph(head)
	}
	view.Page = head
	view.Up, view.Down = pg.tree(s, pg.read.Parents), pg.tree(s, pg.children)
	for _, origin := range pg.knownOrigins(s) {
		link := pg.to(origin)
		link.Text = pg.called(origin)
		view.Roots = append(view.Roots, link)
	}
	view.Evidence, view.Events, view.Mentions = leanings.show(pg, s, 1), sourceEvents.show(pg, s, 1), sourceMentions.show(pg, s, 1)
	if !s.Retracted.Stated {
		view.Uncounted = pg.uncounted(s)
	} else {
		view.Blast = pg.blast(s)
		if s.Public() {
			view.RetractionURL = s.Retracted.URL
		}
	}
	return view
}

func (pg page) graded(s *site.Source) string {
	on := pg.lang.Date(s.GradedOn)
	switch {
	case s.GradedBy == "" && on == "":
		return ""
	case on == "":
		return pg.lang.Say("graded.by", s.GradedBy)
	case s.GradedBy == "":
		return pg.lang.Say("graded.on", on)
	}
	return pg.lang.Say("graded.by.on", s.GradedBy, on)
}

func (pg page) sourceRow(s *site.Source) theme.SourceRow {
	grade, _, _ := pg.read.Grade(s)
	_, claims := pg.read.CountUses(s)
	row := theme.SourceRow{
		Link: pg.to(s), Reliability: string(grade), ReliabilityMeaning: pg.lang.Meaning("reliability", string(grade)),
		Retracted: pg.retracted(s), Claims: claims,
	}
	if s.Access == brief.AccessRestricted {
		row.Restricted, row.Descriptor = true, pg.lang.Descriptor(s.Descriptor)
		return row
	}
	row.Authors, row.Published, row.Type = pg.authors(s), pg.date(s.Published), s.Type
	row.Tier, row.Origin, row.URL, row.DOI = pg.lang.Term("tier", string(s.Tier)), pg.lang.Term("origin", string(s.Origin)), s.URL, s.DOI
	row.Publisher = theme.Link{Text: s.Publisher.ID}
	if a := pg.read.PublisherOf(s); a != nil {
		row.Publisher = pg.to(a)
	}
	if s.Language != pg.site.Settings.Language {
		row.Language = pg.lang.LanguageName(s.Language)
	}
	return row
}

// event is an event in a list.
func (pg page) event(e *site.Event) theme.EventRow {
	row := theme.EventRow{
		Anchor: e.Anchor(), Title: e.Title, Date: pg.date(e.Date), Text: e.Text, Place: brief.Stated(e.Place).Name, Claims: pg.claimLinks(pg.read.ClaimsBehind(e)),
	}
	for _, a := range pg.read.ActorsOf(e) {
		row.Actors, row.ActorIDs = append(row.Actors, pg.to(a)), append(row.ActorIDs, a.ID)
	}
	text := pg
	text.prefix = e.Anchor() + "."
	row.Body, row.Image = text.text(e), pg.picture(e.Image, pg.read.Picture(e.Image))
	if e.Briefing != nil {
		row.Briefing = pg.to(e.Briefing)
		for _, t := range pg.read.TopicsOf(e.Briefing) {
			row.Topics = append(row.Topics, t.Slug)
		}
	}
	return row
}
