package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/site"
	"attest/generator/theme"
)

// addTimelines adds the timeline: one page or, for very many events, one a year and one that leads to them.
func (p *Plan) addTimelines() {
	add := func(address string, view func(page) any) { p.page(address, "timeline", "the timeline", view) }
	if !p.site.SplitTimeline() {
		add(site.TimelineAddress, func(pg page) any {
			events := all(pg.read.List(site.KindEvent), pg.read.Event)
			return pg.timeline("Timeline", events, pg.overview(events))
		})
		return
	}
	add(site.TimelineAddress, func(pg page) any {
		years, byYear := pg.eventYears()
		view := pg.timeline("Timeline", nil, pg.yearsOverview(years, byYear))
		view.Years, view.Total = pg.yearLinks(years, ""), len(pg.read.List(site.KindEvent))
		return view
	})
	years, _ := p.eventYears()
	for _, name := range years {
		add(site.TimelinePage(name), func(pg page) any {
			years, byYear := pg.eventYears()
			pg.read.NeedAll()
			events := all(byYear[name], pg.read.Event)
			heading := "Events without a date"
			if _, ok := yearOf(name); ok {
				heading = "Timeline of " + yearWords(name)
			}
			view := pg.timeline(heading, events, pg.overview(events))
			view.Years = pg.yearLinks(years, name)
			return view
		})
	}
}

// eventYears groups the events by the year whose page shows them. The years are in order, events without one last.
func (p *Plan) eventYears() ([]string, map[string][]string) {
	var years []string
	byYear := make(map[string][]string)
	r := p.site.Reader(false)
	for _, id := range p.site.Events {
		year := r.Event(id).Year()
		if _, ok := byYear[year]; !ok {
			years = append(years, year)
		}
		byYear[year] = append(byYear[year], id)
	}
	slices.SortFunc(years, func(a, b string) int {
		m, dated := yearOf(a)
		n, other := yearOf(b)
		switch {
		case dated == other:
			return cmp.Compare(m, n)
		case dated:
			return -1
		}
		return 1
	})
	return years, byYear
}

// yearOf returns the year that a page of the timeline is named after; ok is false for the page of events without one.
func yearOf(name string) (n int64, ok bool) {
	n, err := strconv.ParseInt(name, 10, 64)
	return n, err == nil
}

// yearWords words a year as pages name it: the year −44 is 45 BC.
func yearWords(name string) string {
	n, ok := yearOf(name)
	if !ok {
		return name
	}
	return year(edtf.Day{Year: n})
}

func (pg page) yearLinks(years []string, own string) []theme.Link {
	links := []theme.Link{{Text: "All"}}
	if own != "" {
		links[0] = pg.toAddress(site.TimelineAddress, "All")
	}
	for _, name := range years {
		link := theme.Link{Text: yearWords(name)}
		if name != own {
			link = pg.toAddress(site.TimelinePage(name), link.Text)
		}
		links = append(links, link)
	}
	return links
}

func (pg page) timeline(heading string, events []*site.Event, picture theme.Overview) theme.TimelineView {
	pg.read.NeedAll() // for the filters
	view := theme.TimelineView{
		Page: pg.head("timeline", heading, "", pg.home()), Heading: heading, Overview: picture, Total: len(events),
		Facets: []theme.Facet{
			{Name: "actor", Label: "Actor", Values: offered(pg.export.Actors())},
			{Name: "topic", Label: "Topic", Values: pg.topicOptions()},
			{Name: "standing", Label: "Standing", Values: standingOptions()},
		},
		Chunks: pg.export.EventChunks(),
	}
	view.Events = pg.eventRows(events)
	var data []any
	for _, e := range events {
		data = append(data, pg.eventData(e))
	}
	view.Page.JSONLD = pg.graph(view.Page, data...)
	return view
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

// The measures of the overview, in its own units.
const (
	pictureWidth = 1000
	axisHeight   = 28 // of the years' names
	laneHeight   = 14
	barHeight    = 8
	markWidth    = 10 // what a point takes, so that no two lie on each other
	gapWidth     = 24 // of a stretch of years without events
	arrowWidth   = 14 // of an open end
)

// overview draws events on an axis of years. Years in which nothing begins or ends are left out, as the picture says in words;
// within a year the days have their true distances.
func (pg page) overview(events []*site.Event) theme.Overview {
	axis := newAxis(events)
	picture := theme.Overview{Width: pictureWidth, Ticks: axis.ticks()}
	var lanes []float64 // where each lane is free again
	for _, e := range events {
		bar, ok := axis.bar(e.Date)
		if !ok {
			picture.Omitted++
			continue
		}
		left, right := bar.X-markWidth/2, bar.X+bar.W+markWidth/2
		lane := 0
		for lane < len(lanes) && lanes[lane] > left {
			lane++
		}
		if lane == len(lanes) {
			lanes = append(lanes, 0)
		}
		lanes[lane] = right
		bar.Y, bar.H = float64(axisHeight+lane*laneHeight), barHeight
		bar.Href = site.Relative(pg.address, e.Address())
		bar.Title = e.Date.Words() + ": " + e.Title
		bar.Standing = pg.weakest(e)
		picture.Bars = append(picture.Bars, bar)
	}
	picture.Height = axisHeight + len(lanes)*laneHeight + laneHeight/2
	picture.Words = axis.words(len(picture.Bars))
	return picture
}

// weakest is the standing of the weakest claim behind an event; empty where it rests on none.
func (pg page) weakest(e *site.Event) string {
	claims := pg.read.ClaimsBehind(e)
	if len(claims) == 0 {
		return ""
	}
	word := pg.read.Standing(claims[0]).Word
	for _, c := range claims[1:] {
		word = weaker(word, pg.read.Standing(c).Word)
	}
	return string(word)
}

// yearsOverview draws how many events each year has.
func (pg page) yearsOverview(years []string, byYear map[string][]string) theme.Overview {
	const height = 120
	most := 1
	for _, events := range byYear {
		most = max(most, len(events))
	}
	picture := theme.Overview{Width: pictureWidth, Height: axisHeight + height}
	step := float64(pictureWidth) / float64(max(1, len(years)))
	every := max(1, len(years)/12)
	for i, name := range years {
		n := len(byYear[name])
		h := max(1, float64(n)/float64(most)*height)
		x := float64(i) * step
		if i%every == 0 {
			picture.Ticks = append(picture.Ticks, theme.Tick{X: round(x), Text: yearWords(name)})
		}
		picture.Bars = append(picture.Bars, theme.Bar{
			X: round(x), Y: round(axisHeight + height - h), W: round(step * 0.8), H: round(h),
			Href: site.Relative(pg.address, site.TimelinePage(name)), Title: yearWords(name) + ": " + countEvents(n),
		})
	}
	picture.Counted, picture.Words = true, fmt.Sprintf("Number of events in each of %d years", len(years))
	return picture
}

// round keeps coordinates short and the same on every machine.
func round(x float64) float64 { return float64(int64(x*10+0.5)) / 10 }
