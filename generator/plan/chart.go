package plan

import (
	"strconv"
	"strings"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/figure"
	"attest/generator/site"
	"attest/generator/theme"
	"attest/generator/wording"
)

// The measures of a picture of events, in pixels.
const (
	laneHeight  = 11
	markHeight  = 8
	axisRoom    = 20 // below the axis, for its labels
	labelHeight = 13 // from the axis down to what they stand on
	headRoom    = 8  // above the uppermost point
	skipFrom    = 6  // how many marks a reader goes through before there is a way past them
)

// measure is how much of the page a picture of events takes before it shows numbers instead of events.
type measure struct {
	marks, lanes int // how many of them at most
	columns      int // their height
}

var (
	large = measure{marks: 240, lanes: 26, columns: 120}
	small = measure{marks: 48, lanes: 12, columns: 48}
)

// overview draws events, each with the way to its entry in a list of them all, whose k-th page is at list(k); of too many, how many begin in each
// month or year.
func (pg page) overview(events []*site.Event, of measure, list func(k int) string) theme.Overview {
	dates := make([]edtf.Date, len(events))
	for i, e := range events {
		dates[i] = e.Date
	}
	if len(events) <= of.marks {
		if t := figure.NewTimeline(pg.labels, dates); max(t.DayLanes, t.BarLanes) <= of.lanes {
			return pg.marks(events, t)
		}
	}
	view := pg.columns(figure.NewDensity(pg.labels, dates, false), len(events), of, func(c figure.Column) string {
		return site.Relative(pg.address, list(c.Of/PageSize+1)+"#"+events[c.Of].Anchor())
	})
	if len(view.Columns) > skipFrom {
		view.Skip = "#" + events[0].Anchor()
	}
	return view
}

// whole is where a list stands that is not cut into pages.
func (pg page) whole(int) string { return pg.address }

// smallOverview draws the events of a page that is about something else, and has the first page of their list.
func (pg page) smallOverview(events []*site.Event, list func(k int) string) theme.Overview {
	view := pg.overview(events, small, list)
	view.Legend = site.Relative(pg.address, site.TimelineAddress) + "#legend"
	return view
}

// years draws how many events begin in each year, or in several years, each with the way to the first page that shows one.
func (pg page) years() theme.Overview {
	pg.read.NeedAll()
	events := all(pg.site.Events, pg.site.Reader(false).Event)
	dates := make([]edtf.Date, len(events))
	for i, e := range events {
		dates[i] = e.Date
	}
	return pg.columns(figure.NewDensity(pg.labels, dates, true), len(events), large, func(c figure.Column) string {
		return site.Relative(pg.address, site.TimelinePage(events[c.Of].Year()))
	})
}

// marks shows where the marks of events lie.
func (pg page) marks(events []*site.Event, t figure.Timeline) theme.Overview {
	axis := headRoom + laneHeight*t.DayLanes
	view := theme.Overview{Axis: axis, Height: axis + axisRoom, Marks: make([]theme.Mark, 0, len(events))}
	if t.BarLanes > 0 {
		view.Height += laneHeight*t.BarLanes + headRoom
	}
	for i, e := range events {
		m := &t.Marks[i]
		if !m.Drawn {
			view.Omitted++
			continue
		}
		mark := theme.Mark{
			X: place(m.From), Width: place(m.To - m.From), SureX: place(m.SureFrom), SureWidth: place(m.SureTo - m.SureFrom),
			Y: axis - laneHeight*m.Lane - laneHeight/2 - 2, Point: m.Point, Href: "#" + e.Anchor(), Title: pg.lang.Say("event.title", pg.lang.Date(e.Date), e.Title),
		}
		top := mark.Y - markHeight/2
		if !m.Point {
			mark.Y = axis + axisRoom + laneHeight*m.Lane
			top = mark.Y
		}
		if m.Start != figure.Sharp {
			mark.Ends = append(mark.Ends, theme.Ending{
				X: mark.X, Y: top, Fades: m.Start == figure.Faded, Opens: m.Start == figure.Open, Before: true, Pale: !m.Point && (m.SureFrom == m.SureTo || m.SureFrom > m.From),
			})
		}
		if m.End != figure.Sharp {
			mark.Ends = append(mark.Ends, theme.Ending{
				X: place(m.To), Y: top, Fades: m.End == figure.Faded, Opens: m.End == figure.Open, Pale: !m.Point && (m.SureFrom == m.SureTo || m.SureTo < m.To),
			})
		}
		if word := pg.weakest(e); word != "" {
			mark.Standing = string(word)
			mark.Title = pg.lang.Say("event.standing", mark.Title, pg.standingWord(word))
		}
		view.Faded = view.Faded || m.Start == figure.Faded || m.End == figure.Faded
		view.Marks = append(view.Marks, mark)
	}
	if len(view.Marks) > skipFrom {
		view.Skip = "#" + events[0].Anchor()
	}
	view.Words = pg.lang.Say("events", len(view.Marks)) + pg.lang.Say("comma") + pg.periodWords(t.From, t.To)
	pg.showScale(&view, t.Scale)
	return view
}

// columns shows how many events begin in each period, with the way to the first of each.
func (pg page) columns(d figure.Density, events int, of measure, first func(figure.Column) string) theme.Overview {
	const digits = 16 // what the numbers above columns take, in pixels
	axis := of.columns + digits
	view := theme.Overview{Axis: axis, Height: axis + axisRoom, Omitted: d.Unsure, Columns: make([]theme.Column, len(d.Columns))}
	for i, c := range d.Columns {
		height := max(1, of.columns*c.N/max(d.Most, 1))
		view.Columns[i] = theme.Column{
			X: place(c.X), Width: place(c.Width), Y: axis - height, H: height, N: c.N, Room: c.Room(),
			Href: first(c), Title: pg.lang.Say("overview.column", pg.periodWords(c.First, c.Last), pg.lang.Say("events", c.N)),
		}
	}
	view.Words = pg.lang.Say("overview.many", pg.lang.Say("events", events), pg.periodWords(d.From, d.To))
	pg.showScale(&view, d.Scale)
	return view
}

// showScale shows the axis, and says what time it spans and what it leaves out.
func (p *Plan) showScale(view *theme.Overview, s figure.Scale) {
	view.Base = view.Axis + labelHeight
	for _, t := range s.Ticks {
		view.Ticks = append(view.Ticks, theme.Tick{X: place(t.X), Text: t.Text, Wide: t.Wide})
	}
	var left []string
	for _, c := range s.Cuts {
		view.Cuts = append(view.Cuts, place(c.X))
		left = append(left, p.cutWords(c.After, c.Before))
	}
	view.Left = strings.Join(left, p.lang.Say("semicolon"))
}

// place makes per cent of a width of what a figure counts. It is one division of small numbers, so it is the same on any machine.
func place(x int) float64 { return float64(x) * 100 / figure.Whole }

// newLabels are the words along an axis of time.
func newLabels(l *wording.Language) *figure.Labels {
	labels := &figure.Labels{BeforeBC: l.Part("date.year.bc", 0), AfterBC: l.Part("date.year.bc", 1)}
	for month := 1; month <= 12; month++ {
		labels.Months[month] = l.Say("date.month.short." + strconv.Itoa(month))
	}
	return labels
}

// cutWords names the time between two days: their years where these alone tell them apart.
func (p *Plan) cutWords(from, to edtf.Day) string {
	if to.Year-from.Year > 1 {
		return p.lang.Say("date.interval", p.labels.Year(from.Year), p.labels.Year(to.Year))
	}
	return p.lang.Say("date.interval", p.labels.Month(from), p.labels.Month(to))
}

// periodWords names a month, a year or several years by their first and last day.
func (p *Plan) periodWords(first, last edtf.Day) string {
	switch {
	case first.Year != last.Year:
		return p.lang.Say("date.interval", p.labels.Year(first.Year), p.labels.Year(last.Year))
	case first.Month != last.Month:
		return p.labels.Year(first.Year)
	case first.Month == 0:
		return p.lang.Say("overview.undated")
	}
	return p.labels.Month(first)
}

// weakest is the standing of the weakest claim behind an event; empty where it rests on none.
func (pg page) weakest(e *site.Event) brief.StandingWord {
	return once(pg, pg.behind(), e, func(pg page) (word brief.StandingWord) {
		for _, c := range pg.read.ClaimsBehind(e) {
			word = brief.Weaker(word, pg.read.Standing(c).Word)
		}
		return word
	})
}
