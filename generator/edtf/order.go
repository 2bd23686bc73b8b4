package edtf

// Compare returns the order in which two dates are shown: by the first day they can mean, without one first, then by the
// last, without one last. It is -1 if a comes first, 1 if b does, and 0 if both have the same bounds; the caller breaks
// such ties. It is a total order for display and does not say that one date precedes the other: that is [Relate].
func Compare(a, b Date) int {
	aFirst, aLast, aStarts, aEnds := a.Bounds()
	bFirst, bLast, bStarts, bEnds := b.Bounds()
	switch {
	case aStarts != bStarts:
		return first(bStarts)
	case aFirst != bFirst:
		return aFirst.Compare(bFirst)
	case aEnds != bEnds:
		return first(aEnds)
	}
	return aLast.Compare(bLast)
}

// first returns the order of two dates of which a comes first, or else b.
func first(a bool) int {
	if a {
		return -1
	}
	return 1
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
