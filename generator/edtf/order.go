package edtf

import (
	"cmp"
	"math"
)

// Compare returns the order in which two dates are shown: by the first day they can mean, without one first, then by the
// last, without one last. It is -1 if a comes first, 1 if b does, and 0 if both have the same bounds; the caller breaks
// such ties. It is a total order for display and does not say that one date precedes the other: that is [Relate].
func Compare(a, b Date) int { return a.Order().Compare(b.Order()) }

// Order is where a date stands among others, worked out once for dates that are compared often.
type Order struct {
	first, last int64 // ordinals; the least and the greatest number where there is none
}

// Order returns where d stands among other dates.
func (d Date) Order() Order {
	first, last, starts, ends := d.Bounds()
	o := Order{math.MinInt64, math.MaxInt64}
	if starts {
		o.first = first.Ordinal()
	}
	if ends {
		o.last = last.Ordinal()
	}
	return o
}

// Compare returns -1, 0 or 1 as a comes before b, beside it or after it, as the function Compare does of dates.
func (a Order) Compare(b Order) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

// Relation is how one date lies to another.
type Relation uint8

// The relations.
const (
	Before   Relation = iota + 1 // every day of the one lies before every day of the other
	After                        // every day of the one lies after every day of the other
	Overlaps                     // neither can be said
)

var relationWords = [...]string{Before: "before", After: "after", Overlaps: "overlaps"}

// String returns the relation in a word; "" for the zero value.
func (r Relation) String() string {
	if int(r) < len(relationWords) {
		return relationWords[r]
	}
	return ""
}

// Relate returns how a lies to b, judged by their bounds. Dates that share a day, or lack the bound that would part them,
// overlap: nothing is said of their order.
func Relate(a, b Date) Relation {
	aFirst, aLast, aStarts, aEnds := a.Bounds()
	bFirst, bLast, bStarts, bEnds := b.Bounds()
	switch {
	case aEnds && bStarts && aLast.Compare(bFirst) < 0:
		return Before
	case bEnds && aStarts && bLast.Compare(aFirst) < 0:
		return After
	}
	return Overlaps
}
