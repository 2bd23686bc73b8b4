package figure

import (
	"cmp"
	"fmt"
	"slices"

	"attest/generator/edtf"
)

// grain is how far apart named days lie: so many days of a month, months, or years, of which one is not 0.
type grain struct {
	days, months int
	years        int64
}

// length is how long it takes at the most to the next, in half days.
func (g grain) length() int64 { return int64(2*g.days) + int64(62*g.months) + 732*g.years }

// sample is the widest label that is common among its own.
func (g grain) sample(l *Labels) string {
	if g.years > 0 {
		return "2024"
	}
	return l.Months[3]
}

// finest returns the smallest grain for whose labels there is room in a wide window, with some white between them.
func (a *axis) finest() grain {
	fits := func(g grain) bool {
		return g.length() >= a.kept || share(a.room, g.length(), a.kept) >= across(textPixels(g.sample(a.labels))*5/2, widePixels)
	}
	for _, g := range []grain{{days: 1}, {days: 5}, {days: 10}, {months: 1}, {months: 3}, {months: 6}} {
		if !a.years && fits(g) {
			return g
		}
	}
	for power := int64(1); ; power *= 10 {
		for _, n := range []int64{1, 2, 5} {
			if g := (grain{years: n * power}); fits(g) {
				return g
			}
		}
	}
}

// candidate is a label that is shown if nothing of a lower rank stands in its place.
type candidate struct {
	Tick
	rank int
	by   int // the label before it that says which year, and for a day which month, it is of; none where by itself it says so
}

// The ranks. A segment's first label names its year, unless the year after begins right there.
const (
	rankYear = iota
	rankFirst
	rankMonth
	rankDay
)

const none = -1

// ticks names days: as many as there is room for, the more telling ones first. No label lies on another, neither in a narrow window,
// where those for wide ones are hidden, nor in a wide one; and no month or day stands without what tells its year.
func (a *axis) ticks() []Tick {
	grain := a.finest()
	var all []candidate
	for i := range a.segments {
		a.name(&a.segments[i], grain, &all)
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(all[i].rank, all[j].rank), cmp.Compare(all[i].X, all[j].X))
	})
	shown := [...][]bool{make([]bool, len(all)), make([]bool, len(all))} // in narrow windows, in wide ones
	for k, width := range [...]int{narrowPixels, widePixels} {
		var taken []span
		for _, i := range order {
			c := &all[i]
			s := span{c.X, c.X + across(textPixels(c.Text), width)}
			if s.to <= Whole && s.free(taken) && (c.by == none || shown[k][c.by]) {
				taken = append(taken, s)
				shown[k][i] = true
			}
		}
	}
	var ticks []Tick
	for i, c := range all {
		if narrow, wide := shown[0][i], shown[1][i]; wide {
			c.Wide = !narrow
			ticks = append(ticks, c.Tick)
		}
	}
	slices.SortStableFunc(ticks, func(x, y Tick) int { return cmp.Compare(x.X, y.X) })
	return ticks
}

// name adds the labels of a segment, from left to right.
func (a *axis) name(s *segment, g grain, all *[]candidate) {
	first := len(*all)
	text, month := s.opening(g, a.labels)
	*all = append(*all, candidate{Tick{X: s.left, Text: text}, rankFirst, none})
	ofYear, ofMonth := first, first
	if !month {
		ofMonth = none
	}
	s.each(g, a.labels, func(d edtf.Day, rank int, text string) {
		c := candidate{Tick{X: a.at(begin(d)), Text: text}, rank, none}
		switch here := len(*all); rank {
		case rankYear:
			ofYear, ofMonth = here, here
		case rankMonth:
			c.by, ofMonth = ofYear, here
		case rankDay:
			if ofMonth == none {
				return
			}
			c.by = ofMonth
		}
		*all = append(*all, c)
	})
}

// opening is the segment's first label: its year and, where that is of use and has room, its month.
func (s *segment) opening(g grain, l *Labels) (text string, month bool) {
	d := s.from.day
	if long := l.Month(d); g.years == 0 && s.left+across(textPixels(long), narrowPixels) <= s.next {
		return long, true
	}
	return l.Year(d.Year), false
}

// each calls do for each day of a grain that lies in the segment, with its rank and label.
func (s *segment) each(g grain, l *Labels, do func(d edtf.Day, rank int, text string)) {
	within := func(d edtf.Day) bool { return begin(d) >= s.from.at && begin(d) <= s.to.at }
	last := s.to.day.Year + 1
	year := s.from.day.Year
	if g.years > 0 {
		year -= ((year % g.years) + g.years) % g.years
	}
	for ; year <= last; year += max(g.years, 1) {
		if d := (edtf.Day{Year: year, Month: 1, Day: 1}); within(d) {
			do(d, rankYear, l.Year(year))
		}
		for month := 1; month <= 12 && g.years == 0; month++ {
			first := edtf.Day{Year: year, Month: month, Day: 1}
			if within(first) && month > 1 && (g.days > 0 || (month-1)%g.months == 0) {
				do(first, rankMonth, l.Months[month])
			}
			for day := max(g.days, 2); g.days > 0 && day <= 30; day += g.days {
				if d := (edtf.Day{Year: year, Month: month, Day: day}); within(d) && (day <= 28 || month != 2) {
					do(d, rankDay, fmt.Sprint(day))
				}
			}
		}
	}
}
