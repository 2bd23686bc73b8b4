package plan

import (
	"fmt"
	"maps"
	"slices"

	"attest/generator/edtf"
	"attest/generator/site"
	"attest/generator/theme"
)

// axis places days on the overview: the years in which an event begins or ends have a width, what lies between is a gap.
type axis struct {
	years  []int64 // in order, those with a width
	starts []float64
	widths []float64
}

// newAxis gives a year more width the more events begin or end in it.
func newAxis(events []*site.Event) axis {
	busy := make(map[int64]int)
	for _, e := range events {
		first, last, hasFirst, hasLast := e.Date.Bounds()
		if hasFirst {
			busy[first.Year]++
		}
		if hasLast && (!hasFirst || last.Year != first.Year) {
			busy[last.Year]++
		}
	}
	a := axis{years: slices.Sorted(maps.Keys(busy))}
	const most = 12 // events beyond which a year grows no wider
	weight, gaps := 0.0, 0
	for i, y := range a.years {
		weight += 1 + float64(min(busy[y], most))
		if i > 0 && y > a.years[i-1]+1 {
			gaps++
		}
	}
	room := pictureWidth - 2*arrowWidth - float64(gaps)*gapWidth
	x := float64(arrowWidth)
	for i, y := range a.years {
		if i > 0 && y > a.years[i-1]+1 {
			x += gapWidth
		}
		width := room * (1 + float64(min(busy[y], most))) / weight
		a.starts, a.widths = append(a.starts, x), append(a.widths, width)
		x += width
	}
	return a
}

// at returns where a day lies.
func (a axis) at(d edtf.Day) float64 {
	i, found := slices.BinarySearch(a.years, d.Year)
	if !found {
		return a.starts[min(i, len(a.starts)-1)]
	}
	first := edtf.Day{Year: d.Year, Month: 1, Day: 1}
	next := edtf.Day{Year: d.Year + 1, Month: 1, Day: 1}
	share := float64(d.Ordinal()-first.Ordinal()) / float64(next.Ordinal()-first.Ordinal())
	return a.starts[i] + share*a.widths[i]
}

// bar places a date; ok is false for one without a day at either end. An open or unknown end reaches a little beyond the other.
func (a axis) bar(d edtf.Date) (bar theme.Bar, ok bool) {
	first, last, hasFirst, hasLast := d.Bounds()
	start, end := d.Start(), d.End()
	bar = theme.Bar{
		FadeStart: start.Uncertain || start.Approximate, FadeEnd: end.Uncertain || end.Approximate,
		ArrowStart: start.Kind == edtf.Open || start.Kind == edtf.Unbounded, ArrowEnd: end.Kind == edtf.Open || end.Kind == edtf.Unbounded,
		UnknownStart: start.Kind == edtf.Unknown, UnknownEnd: end.Kind == edtf.Unknown,
	}
	var left, right float64
	switch {
	case hasFirst && hasLast:
		left, right = a.at(first), a.after(last)
		if first == last {
			bar.X = round((left + right) / 2)
			return bar, true
		}
	case hasFirst:
		left = a.at(first)
		right = min(pictureWidth, left+3*arrowWidth)
		if bar.ArrowEnd {
			right = pictureWidth
		}
	case hasLast:
		right = a.after(last)
		left = max(0, right-3*arrowWidth)
		if bar.ArrowStart {
			left = 0
		}
	default:
		return theme.Bar{}, false
	}
	bar.X, bar.W = round(left), round(max(right-left, 1))
	return bar, true
}

// after returns where the day after d begins, within d's year.
func (a axis) after(d edtf.Day) float64 {
	i, found := slices.BinarySearch(a.years, d.Year)
	if !found {
		return a.at(d)
	}
	next := edtf.Day{Year: d.Year + 1, Month: 1, Day: 1}
	first := edtf.Day{Year: d.Year, Month: 1, Day: 1}
	return min(a.at(d)+a.widths[i]/float64(next.Ordinal()-first.Ordinal()), a.starts[i]+a.widths[i])
}

// ticks names the years, leaving out those for which there is no room.
func (a axis) ticks() []theme.Tick {
	const room = 44
	var ticks []theme.Tick
	free := 0.0
	for i, y := range a.years {
		if a.starts[i] < free {
			continue
		}
		ticks = append(ticks, theme.Tick{X: round(a.starts[i]), Text: year(edtf.Day{Year: y})})
		free = a.starts[i] + room
	}
	return ticks
}

// words says what the picture shows, for those who do not see it.
func (a axis) words(n int) string {
	if n == 0 {
		return "No event has a date that can be drawn"
	}
	first, last := year(edtf.Day{Year: a.years[0]}), year(edtf.Day{Year: a.years[len(a.years)-1]})
	if first == last {
		return fmt.Sprintf("%s of %s on an axis of days", countEvents(n), first)
	}
	return fmt.Sprintf("%s from %s to %s; years without events are left out, and busy years are wider", countEvents(n), first, last)
}

func countEvents(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
