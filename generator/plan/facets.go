package plan

import (
	"attest/generator/brief"
	"attest/generator/theme"
)

// offered are the actors, sources and topics that a filter offers, by what pages call them. Of a large site these are not all, so that no page
// grows with the site: the address can name any other, as the link from a topic's page does.
func (pg page) offered() (actors, sources, topics []theme.Option) {
	all := pg.read.Offered()
	for _, a := range all.Actors {
		actors = append(actors, theme.Option{Value: a.ID, Text: pg.name(a)})
	}
	for _, s := range all.Sources {
		sources = append(sources, theme.Option{Value: s.ID, Text: pg.name(s)})
	}
	for _, t := range all.Topics {
		topics = append(topics, theme.Option{Value: t.Slug, Text: t.Name})
	}
	return actors, sources, topics
}

// The orders that a list offers beside its own. A value is the column that is sorted by; one that begins with a minus begins with what is
// greatest. A column whose values a filter offers is in the order in which it offers them.

func (p *Plan) claimOrders() theme.Facet {
	return p.orders("order.newest.briefing", [][2]string{
		{"date", "order.oldest.briefing"}, {"standing", "order.standing"}, {"-confidence", "order.confidence"}, {"title", "order.text"},
	})
}

func (p *Plan) sourceOrders() theme.Facet {
	return p.orders("order.title", [][2]string{
		{"-date", "order.newest"}, {"date", "order.oldest"}, {"grade", "order.grade"}, {"-claims", "order.claims"}, {"publisher", "order.publisher"},
	})
}

// orders are a list's own order and others, each a value and the key of its words.
func (p *Plan) orders(first string, others [][2]string) theme.Facet {
	facet := theme.Facet{Name: "sort", Label: p.lang.Say("filter.order"), First: p.lang.Say(first)}
	for _, o := range others {
		facet.Values = append(facet.Values, theme.Option{Value: o[0], Text: p.lang.Say(o[1])})
	}
	return facet
}

// sourceFacets are the filters of the sources. None depends on what sources there are.
func (p *Plan) sourceFacets() []theme.Facet {
	var grades []theme.Option
	for _, t := range brief.Reliabilities().Terms {
		grades = append(grades, theme.Option{Value: t.Word, Text: p.lang.Say("filter.grade.meaning", t.Word, p.lang.Meaning("reliability", t.Word))})
	}
	return append([]theme.Facet{
		{Name: "grade", Label: p.lang.Say("source.grade"), Values: grades},
		{Name: "tier", Label: p.lang.Say("source.tier"), Values: p.options(brief.Tiers())},
		{Name: "origin", Label: p.lang.Say("source.origin"), Values: p.options(brief.Origins())},
	}, p.between("filter.published.from", "filter.published.to", p.sourceOrders())...)
}

// between are the filters that every list ends with: days, whose labels have the keys; words, and the order.
func (p *Plan) between(from, to string, orders theme.Facet) []theme.Facet {
	return []theme.Facet{
		{Name: "from", Label: p.lang.Say(from)}, {Name: "to", Label: p.lang.Say(to)}, {Name: "words", Label: p.lang.Say("filter.words")}, orders,
	}
}
