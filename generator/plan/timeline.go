package plan

import (
	"slices"

	"attest/generator/brief"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// addTimelines adds the timeline: one page or, for very many events, one a year and one that leads to them.
func (p *Plan) addTimelines() {
	add := func(address string, view func(page) any) { p.page(address, "timeline", "the timeline", view) }
	if !p.site.SplitTimeline() {
		add(site.TimelineAddress, func(pg page) any {
			events := all(pg.read.List(site.KindEvent), pg.read.Event)
			return pg.timeline(pg.lang.Say("page.timeline"), events, pg.overview(events, large, pg.whole))
		})
		return
	}
	add(site.TimelineAddress, func(pg page) any {
		view := pg.timeline(pg.lang.Say("page.timeline"), nil, pg.years())
		view.Years, view.Total = pg.yearLinks(""), len(pg.read.List(site.KindEvent))
		return view
	})
	for _, name := range p.site.Reader(false).Years() {
		add(site.TimelinePage(name), func(pg page) any {
			events := all(pg.read.EventsIn(name), pg.read.Event)
			heading := pg.lang.Say("timeline.undated")
			if _, ok := site.YearOf(name); ok {
				heading = pg.lang.Say("timeline.of", pg.yearWords(name))
			}
			view := pg.timeline(heading, events, pg.overview(events, large, pg.whole))
			view.Years = pg.yearLinks(name)
			return view
		})
	}
}

// yearWords words a year as pages name it: the year −44 is 45 BC.
func (p *Plan) yearWords(name string) string {
	n, ok := site.YearOf(name)
	if !ok {
		return p.lang.Say("timeline.no.date")
	}
	return p.labels.Year(n)
}

// fewYears is up to how many years a year's page leads to all others.
const fewYears = 120

// yearLinks lead to the timeline and to its years: from the page of one among very many, as a pager does.
func (pg page) yearLinks(own string) []theme.Link {
	links := []theme.Link{{Text: pg.lang.Say("timeline.all")}}
	years, few := pg.read.Years(), fewYears
	if own != "" {
		links[0] = pg.toAddress(site.TimelineAddress, links[0].Text)
	} else {
		few = len(years)
	}
	return append(links, ways(slices.Index(years, own)+1, len(years), few, func(k int) theme.Link {
		return pg.toAddress(site.TimelinePage(years[k-1]), pg.yearWords(years[k-1]))
	})...)
}

func (pg page) timeline(heading string, events []*site.Event, picture theme.Overview) theme.TimelineView {
	actors, _, topics := pg.offered()
	view := theme.TimelineView{
		Page: pg.head("timeline", heading, pg.lang.Say("timeline.summary"), pg.home()), Heading: heading, Overview: picture, Legend: pg.standingWords(), Total: len(events),
		Facets: choices(
			theme.Facet{Name: "actor", Label: pg.lang.Say("filter.actor"), Values: actors},
			theme.Facet{Name: "topic", Label: pg.lang.Say("topic"), Values: topics},
			theme.Facet{Name: "standing", Label: pg.lang.Say("standing"), Values: pg.standingOptions()},
		),
		Chunks: export.EventChunks(pg.read),
	}
	view.Events = pg.eventRows(events)
	var data []any
	for _, e := range events {
		data = append(data, pg.eventData(e))
	}
	view.Page.JSONLD = pg.graph(view.Page, data...)
	return view
}

// choices are the facets that have a value to choose.
func choices(facets ...theme.Facet) []theme.Facet {
	return slices.DeleteFunc(facets, func(f theme.Facet) bool { return len(f.Values) == 0 })
}

// eventData is an event for machines. Only a date of day, month or year is given, as schema.org knows no others.
func (pg page) eventData(e *site.Event) map[string]any {
	event := map[string]any{"@type": "Event", "name": e.Title}
	if from, to := e.Date.Machine(); from != "" {
		event["startDate"] = from
		if to != "" {
			event["endDate"] = to
		}
	}
	if e.Text != "" {
		event["description"] = e.Text
	}
	if place := placeData(e.Place); place != nil {
		event["location"] = place
	}
	if pg.site.Settings.BaseURL != "" {
		event["url"] = pg.Plan.absolute(e.Address())
	}
	return event
}

// placeData is a place for machines; nil for none.
func placeData(l *brief.Location) map[string]any {
	if l == nil || l.Name == "" && !l.Located {
		return nil
	}
	place := map[string]any{"@type": "Place"}
	if l.Name != "" {
		place["name"] = l.Name
	}
	if l.Located {
		place["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": l.Lat, "longitude": l.Lon}
	}
	return place
}
