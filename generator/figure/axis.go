package figure

import (
	"cmp"
	"slices"

	"attest/generator/edtf"
)

// Scale is what is written along the axis of time.
type Scale struct {
	From, To edtf.Day // what it reaches over; zero for nothing
	Ticks    []Tick   // from left to right
	Cuts     []Cut    // from left to right
}

// Tick is a day that is named on the axis.
type Tick struct {
	X    int
	Text string
	Wide bool // there is room for it in wide windows only
}

// Cut is where the axis leaves out the time between two days, in which nothing begins or ends.
type Cut struct {
	X             int
	After, Before edtf.Day
}

const (
	edge     = 26 // what is left free at either side, for the half of a point and for arrows
	cutWidth = 24 // of the break in the axis
	margin   = 12 // before the first of a segment
	maxCuts  = 15
)

// instant is a number of half days from the start of 0000-01-01, so that the middle of a day is one.
type instant int64

func begin(d edtf.Day) instant { return instant(2 * d.Ordinal()) }
func after(d edtf.Day) instant { return instant(2*d.Ordinal() + 2) }
func noon(d edtf.Day) instant  { return instant(2*d.Ordinal() + 1) }

// mark is an instant at which something begins or ends, and the day before or after it.
type mark struct {
	at  instant
	day edtf.Day
}

// axis turns instants into places across. All of its segments have the same scale, and what lies between them is left out.
type axis struct {
	segments []segment
	room     int   // what all segments' time takes across
	kept     int64 // how long that is, in half days
	labels   *Labels
	years    bool // nothing shorter than a year is named
}

type segment struct {
	from, to    mark
	left, right int // where from and to lie
	next        int // where its room ends
}

// newAxis makes an axis for what begins and ends at the marks, which it sorts; nil for none.
func newAxis(labels *Labels, marks []mark) *axis {
	if len(marks) == 0 {
		return nil
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.at, b.at), a.day.Compare(b.day)) })
	a := &axis{labels: labels}
	first := 0
	for _, cut := range append(cuts(marks), len(marks)-1) {
		a.segments = append(a.segments, segment{from: marks[first], to: marks[cut]})
		a.kept += int64(marks[cut].at - marks[first].at)
		first = cut + 1
	}
	a.kept = max(a.kept, 1)
	a.spread()
	return a
}

// cuts returns after which of the sorted marks the axis leaves out what follows, in order: the longest times without any, for as long as
// one takes more than a quarter of all that is left and is out of proportion to the others. So an event of antiquity, or a date in
// geological time, does not press all others into one place.
func cuts(marks []mark) []int {
	const (
		day   = 2  // no longer pause than between one day and the next but one
		large = 4  // of all that is left, one part in so many
		times = 10 // the mean of the others
	)
	var gaps []int
	for i := range marks[1:] {
		if marks[i+1].at-marks[i].at > day {
			gaps = append(gaps, i)
		}
	}
	length := func(i int) int64 { return int64(marks[i+1].at - marks[i].at) }
	slices.SortStableFunc(gaps, func(i, j int) int { return cmp.Compare(length(j), length(i)) })
	var total int64
	for _, i := range gaps {
		total += length(i)
	}
	n := 0
	for ; n < min(len(gaps)-1, maxCuts); n++ {
		longest := length(gaps[n])
		rest, others := total-longest, int64(len(gaps)-n-1)
		if longest < total/large || longest/times <= rest/others {
			break
		}
		total = rest
	}
	out := gaps[:n]
	slices.Sort(out)
	return out
}

// spread gives each segment its place. One whose time takes less than its label is widened, so that there is less left for the scale.
func (a *axis) spread() {
	n := len(a.segments)
	free := Whole - 2*edge - (n-1)*cutWidth
	base := make([]int, n) // what each takes at least: its label's room in a narrow window, if all have that
	for i := range a.segments {
		if n > 1 {
			base[i] = min(margin+across(textPixels(a.labels.Year(a.segments[i].from.day.Year)), narrowPixels), free/2/n)
		}
	}
	width := func(s *segment) int { return share(a.room, int64(s.to.at-s.from.at), a.kept) }
	for a.room = free; ; {
		taken := 0
		for i := range a.segments {
			taken += max(width(&a.segments[i]), base[i])
		}
		if taken <= free {
			break
		}
		a.room -= taken - free // what is taken beyond it takes at least as much from the widened
	}
	x := edge
	for i := range a.segments {
		s := &a.segments[i]
		w := width(s)
		s.left = x + min(margin, max(base[i]-w, 0))
		s.right = s.left + w
		x += max(w, base[i]) + cutWidth
		s.next = x - cutWidth
	}
	a.segments[n-1].next = Whole
}

// at returns where an instant lies: one that is left out between its neighbours, one before or after all at the side.
func (a *axis) at(t instant) int {
	i, _ := slices.BinarySearchFunc(a.segments, t, func(s segment, t instant) int { return cmp.Compare(s.to.at, t) })
	if i == len(a.segments) {
		return a.segments[i-1].right
	}
	s := &a.segments[i]
	switch {
	case t >= s.from.at:
		if s.to.at == s.from.at {
			return s.left
		}
		return s.left + share(s.right-s.left, int64(t-s.from.at), int64(s.to.at-s.from.at))
	case i == 0:
		return s.left
	}
	last := &a.segments[i-1]
	return last.right + share(s.left-last.right, int64(t-last.to.at), int64(s.from.at-last.to.at))
}

// scale returns what is written along the axis.
func (a *axis) scale() Scale {
	s := Scale{From: a.segments[0].from.day, To: a.segments[len(a.segments)-1].to.day, Ticks: a.ticks()}
	for i := range a.segments[1:] {
		from, to := a.segments[i].to.day, a.segments[i+1].from.day
		s.Cuts = append(s.Cuts, Cut{X: a.segments[i].next + cutWidth/2, After: from, Before: to})
	}
	return s
}
