package plan

import (
	"attest/generator/edtf"
	"attest/generator/site"
)

// TextFragment and Fold are what they are within the package.
var (
	TextFragment = textFragment
	Fold         = fold
)

// Place returns where the axis of the events puts a date: where its bar begins and how wide it is, 0 for a point.
func Place(events []*site.Event, date edtf.Date) (x, width float64, ok bool) {
	bar, ok := newAxis(events).bar(date)
	return bar.X, bar.W, ok
}
