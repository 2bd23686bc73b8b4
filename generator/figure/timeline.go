package figure

import (
	"cmp"
	"slices"

	"attest/generator/edtf"
)

// Timeline is a picture of dates, each a mark. Days are points above the axis, longer times bars below it, in lanes in which no two touch. The
// lanes mean nothing: dates that overlap have no order.
type Timeline struct {
	Marks    []Mark // of each date, in their order
	DayLanes int    // how many lanes of points there are
	BarLanes int    // and of bars
	Scale
}

// Mark is how one date is drawn.
type Mark struct {
	Drawn bool // false for a date with neither a first nor a last day
	Point bool // it is one day, which lies at From
	Lane  int  // among the points or the bars, from 0, away from the axis

	From, To         int // from the first day that it can mean to after the last
	SureFrom, SureTo int // of an interval, what lies within it whatever days its ends are; equal where nothing does
	Start, End       Ending
}

// Ending is how one end of a mark is drawn.
type Ending uint8

// The endings.
const (
	Sharp   Ending = iota // a day, or the bound of a longer time
	Faded                 // approximate or uncertain
	Open                  // not ended, without a beginning, or without bound
	Unknown               // there is an end, it is not known when
)

// What marks take across. Neighbours may come close in a narrow window, as those in a wide one would else be stacked for nothing.
const (
	pointWidth = 16
	minBar     = 8
	gap        = 6  // between two bars of a lane
	tail       = 28 // beyond an end that is not sharp
)

// NewTimeline draws dates along an axis with the labels.
func NewTimeline(labels *Labels, dates []edtf.Date) Timeline {
	t := Timeline{Marks: make([]Mark, len(dates))}
	marks := make([]mark, 0, 2*len(dates))
	for _, d := range dates {
		first, last := known(d)
		if first.Kind == edtf.Dated {
			marks = append(marks, mark{begin(first.First), first.First}, mark{after(last.Last), last.Last})
		}
	}
	a := newAxis(labels, marks)
	if a == nil {
		return t
	}
	order := make([]int, 0, len(dates))
	for i, d := range dates {
		if t.Marks[i] = a.draw(d); t.Marks[i].Drawn {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := &t.Marks[i], &t.Marks[j]
		return cmp.Or(cmp.Compare(x.taken().from, y.taken().from), cmp.Compare(y.To, x.To), cmp.Compare(dates[i].String(), dates[j].String()))
	})
	var points, bars []int // where each lane is free again
	for _, i := range order {
		m := &t.Marks[i]
		lanes := &bars
		if m.Point {
			lanes = &points
		}
		m.Lane = lane(lanes, m.taken())
	}
	t.DayLanes, t.BarLanes = len(points), len(bars)
	t.Scale = a.scale()
	return t
}

// known returns the ends of a date, the one that has a day in place of one that has none.
func known(d edtf.Date) (start, end edtf.End) {
	start, end = d.Start(), d.End()
	switch {
	case start.Kind != edtf.Dated:
		start = end
	case end.Kind != edtf.Dated:
		end = start
	}
	return start, end
}

// lane returns the first lane that is free, and takes it.
func lane(lanes *[]int, s span) int {
	for i, end := range *lanes {
		if end <= s.from {
			(*lanes)[i] = s.to
			return i
		}
	}
	*lanes = append(*lanes, s.to)
	return len(*lanes) - 1
}

// taken is what a mark takes of its lane.
func (m *Mark) taken() span {
	s := span{m.From, m.To + gap}
	if m.Point {
		s = span{m.From - pointWidth/2, m.From + pointWidth/2}
	}
	if m.Start != Sharp {
		s.from -= tail
	}
	if m.End != Sharp {
		s.to += tail
	}
	return s
}

// draw places a date. A side without a day ends where the other begins to be known, or at the edge if it goes on.
func (a *axis) draw(d edtf.Date) Mark {
	start, end := known(d)
	m := Mark{Drawn: start.Kind == edtf.Dated, Start: ending(d.Start()), End: ending(d.End())}
	if !m.Drawn {
		return m
	}
	if start.First == end.Last && m.Start <= Faded && m.End <= Faded {
		m.Point = true
		m.From = a.at(noon(start.First))
		m.To = m.From
		return m
	}
	m.From, m.To = a.at(begin(start.First)), a.at(after(end.Last))
	if m.Start == Open {
		m.From = edge
	}
	if m.End == Open {
		m.To = Whole - edge
	}
	if short := minBar - (m.To - m.From); short > 0 {
		m.From -= short / 2
		m.To = m.From + minBar
	}
	m.SureFrom, m.SureTo = a.sure(d, m)
	return m
}

// sure returns the part of an interval that lies in it whatever days its ends are.
func (a *axis) sure(d edtf.Date, m Mark) (from, to int) {
	if !d.IsInterval() || m.Start == Unknown || m.End == Unknown {
		return m.From, m.From
	}
	start, end := d.Start(), d.End()
	from, to = m.From, m.To
	if start.Kind == edtf.Dated && start.First != start.Last {
		from = a.at(begin(start.Last))
	}
	if end.Kind == edtf.Dated && end.First != end.Last {
		to = a.at(after(end.First))
	}
	return from, max(from, to)
}

func ending(e edtf.End) Ending {
	switch {
	case e.Kind == edtf.Open || e.Kind == edtf.Unbounded:
		return Open
	case e.Kind == edtf.Unknown:
		return Unknown
	case e.Uncertain || e.Approximate:
		return Faded
	}
	return Sharp
}
