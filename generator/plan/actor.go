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
	restricted := s.Access == brief.AccessRestricted
	if !restricted {
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
	shown := make(map[*site.Source]bool)
	view.Up = pg.tree(s, shown, func(s *site.Source) []*site.Source { return s.Parents })
	view.Down = pg.tree(s, make(map[*site.Source]bool), func(s *site.Source) []*site.Source { return s.Children })
	for _, root := range s.Roots {
		if root != s && root.Origin == brief.OriginOriginal {
			view.Roots = append(view.Roots, pg.to(root))
		}
	}
	for _, use := range s.Uses {
		row := pg.fragment("claim-row", use.Claim, func(pg page) any { return pg.claimRow(use.Claim) })
		view.Evidence = append(view.Evidence, theme.Leaning{Claim: row, Evidence: pg.evidence(use, nil)})
	}
	view.Events = pg.eventRows(s.Events)
	if s.Retracted.Stated {
		view.Blast = pg.blast(s)
		if !restricted {
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

// maxTree is how many sources a derivation tree shows before it is cut.
const maxTree = 200

// tree follows derivation in one direction. A source that was shown already is named again but not followed. It goes breadth first,
// so that what is cut from a very large tree is what is farthest away.
func (pg page) tree(s *site.Source, shown map[*site.Source]bool, next func(*site.Source) []*site.Source) []theme.TreeNode {
	if len(shown) > maxTree {
		return nil
	}
	shown[s] = true
	var nodes []theme.TreeNode
	for _, other := range next(s) {
		node := theme.TreeNode{Source: pg.to(other), Origin: string(other.Origin), Repeated: shown[other]}
		if !shown[other] {
			node.Nodes = pg.tree(other, shown, next)
		}
		nodes = append(nodes, node)
	}
	return nodes
}

// blast lists what leaned on a retracted source, and which claims lost standing with it.
func (pg page) blast(s *site.Source) *theme.Blast {
	blast := &theme.Blast{}
	claims := make(map[*site.Claim]bool)
	briefings := make(map[*site.Briefing]bool)
	actors := make(map[*site.Actor]bool)
	for _, c := range pg.site.Leaning(s) {
		if claims[c] {
			continue
		}
		claims[c] = true
		before := pg.site.Without(c, s)
		blast.Claims = append(blast.Claims, theme.BlastClaim{
			Claim: pg.to(c), Before: standing(before), After: standing(c.Standing), Lost: before.Word != c.Standing.Word,
		})
		if !briefings[c.Briefing] {
			briefings[c.Briefing] = true
			blast.Briefings = append(blast.Briefings, pg.to(c.Briefing))
		}
		for _, o := range c.About {
			if a, ok := o.(*site.Actor); ok && !actors[a] {
				actors[a] = true
				blast.Actors = append(blast.Actors, pg.to(a))
			}
		}
		for _, e := range c.Events {
			blast.Events = append(blast.Events, pg.to(e))
		}
	}
	return blast
}

func (pg page) sourceRow(s *site.Source) theme.SourceRow {
	grade, _, _ := s.Grade()
	row := theme.SourceRow{
		Link: pg.to(s), Reliability: string(grade), ReliabilityMeaning: brief.Reliabilities().Meaning(string(grade)),
		Retracted: retracted(s), Claims: leaning(s),
	}
	if s.Access == brief.AccessRestricted {
		row.Restricted, row.Descriptor = true, s.Descriptor.Words()
		return row
	}
	row.Authors, row.Published, row.Type = s.Authors, date(s.Published), s.Type
	row.Tier, row.Origin, row.URL, row.DOI = label(s.Tier), string(s.Origin), s.URL, s.DOI
	row.Publisher = theme.Link{Text: s.Source.Publisher.ID}
	if s.Publisher != nil {
		row.Publisher = pg.to(s.Publisher)
	}
	if s.Language != pg.site.Settings.Language {
		row.Language = s.Language
	}
	return row
}

// leaning counts the claims that lean on a source.
func leaning(s *site.Source) int {
	seen := make(map[*site.Claim]bool, len(s.Uses))
	for _, u := range s.Uses {
		seen[u.Claim] = true
	}
	return len(seen)
}

// event is an event in a list.
func (pg page) event(e *site.Event) theme.EventRow {
	row := theme.EventRow{
		Anchor: e.Anchor(), Title: e.Title, Date: date(e.Date), Text: e.Text, Place: e.Place.Name, Claims: pg.claimLinks(e.Claims),
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
