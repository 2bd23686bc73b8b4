package site

import (
	"cmp"
	"slices"
	"strconv"
)

// years are the events by the year in which they stand, as Event.Year names it.
type years struct {
	names  []string // in order, that of events without a year last
	events map[string][]string
}

func (s *Site) newYears() *years {
	y := &years{events: make(map[string][]string)}
	r := s.Reader(false)
	for _, id := range s.Events {
		name := r.Event(id).Year()
		if _, ok := y.events[name]; !ok {
			y.names = append(y.names, name)
		}
		y.events[name] = append(y.events[name], id)
	}
	slices.SortFunc(y.names, func(a, b string) int {
		m, dated := YearOf(a)
		n, other := YearOf(b)
		switch {
		case dated == other:
			return cmp.Compare(m, n)
		case dated:
			return -1
		}
		return 1
	})
	return y
}

// YearOf returns the year that a page of the timeline is named after; ok is false for the page of events without one.
func YearOf(name string) (n int64, ok bool) {
	n, err := strconv.ParseInt(name, 10, 64)
	return n, err == nil
}

// Years returns the names of the years in which events stand, in order, that of events without a year last.
func (r *Reader) Years() []string {
	r.need(onYears, 0)
	return r.years().names
}

// EventsIn returns the ids of the events that stand in a year, by date.
func (r *Reader) EventsIn(year string) []string {
	if i := slices.Index(r.years().names, year); i >= 0 {
		r.need(onYear, int32(i))
	} else {
		r.need(onYears, 0)
	}
	return r.years().events[year]
}
