package edtf

import "fmt"

// End is what a date says of one of its ends. A date that is no interval has the same day, month or year at both. Of a
// set it is the member that reaches furthest on that side. The zero value belongs to a date not stated.
type End struct {
	Kind                   EndKind
	First, Last            Day // the days between which this end lies, both included; zero unless Kind is Dated
	Precision              Precision
	Uncertain, Approximate bool // whether any component of this end is marked so

	point point
}

// EndKind says whether an end has a date.
type EndKind uint8

// The kinds of ends. All but Dated are without bound when dates are compared.
const (
	Dated     EndKind = iota + 1
	Open              // ".." beside an interval's slash: not ended, or without a beginning
	Unknown           // nothing beside an interval's slash: there is an end, it is not known when
	Unbounded         // ".." in a set: any date before or after
)

var endKindWords = [...]string{Dated: "dated", Open: "open", Unknown: "unknown", Unbounded: "unbounded"}

// String returns the kind in a word; "" for the zero value.
func (k EndKind) String() string {
	if int(k) < len(endKindWords) {
		return endKindWords[k]
	}
	return ""
}

// Precision is the smallest division of time which is sure to hold an end. Finer is less.
type Precision uint8

// The precisions. An X coarsens: 2024-05-0X is precise to the month, 156X-12-25 to the decade.
const (
	PrecisionDay        Precision = iota + 1 // also a time of day
	PrecisionMonth                           // 2024-05, 2024-05-XX
	PrecisionSeason                          // 2024-21 to 2024-32
	PrecisionQuarter                         // 2024-33 to 2024-36
	PrecisionThird                           // four months, 2024-37 to 2024-39
	PrecisionHalf                            // 2024-40 and 2024-41
	PrecisionYear                            // 2024, 2024-XX
	PrecisionDecade                          // 202X
	PrecisionCentury                         // 20XX
	PrecisionMillennium                      // 2XXX
	PrecisionNoYear                          // XXXX, XXXX-12-25
)

var precisionWords = [...]string{
	PrecisionDay: "day", PrecisionMonth: "month", PrecisionSeason: "season", PrecisionQuarter: "quarter",
	PrecisionThird: "four months", PrecisionHalf: "half-year", PrecisionYear: "year", PrecisionDecade: "decade",
	PrecisionCentury: "century", PrecisionMillennium: "millennium", PrecisionNoYear: "no year",
}

// String returns the division of time in a word; "" for the zero value.
func (p Precision) String() string {
	if int(p) < len(precisionWords) {
		return precisionWords[p]
	}
	return ""
}

// Start returns the end at which d begins.
func (d Date) Start() End {
	spans := d.spans()
	if len(spans) == 0 {
		return End{}
	}
	furthest := spans[0].start
	for _, s := range spans[1:] {
		if furthest.kind == Dated && (s.start.kind != Dated || s.start.point.first.compare(furthest.point.first) < 0) {
			furthest = s.start
		}
	}
	return furthest.public()
}

// End returns the end at which d ends.
func (d Date) End() End {
	spans := d.spans()
	if len(spans) == 0 {
		return End{}
	}
	furthest := spans[0].end
	for _, s := range spans[1:] {
		if furthest.kind == Dated && (s.end.kind != Dated || s.end.point.last.compare(furthest.point.last) > 0) {
			furthest = s.end
		}
	}
	return furthest.public()
}

func (e *end) public() End {
	if e.kind != Dated {
		return End{Kind: e.kind}
	}
	q := e.point.qualifiers()
	return End{
		Kind:  Dated,
		First: e.point.first.public(), Last: e.point.last.public(),
		Precision: e.point.precision(),
		Uncertain: q&uncertain != 0, Approximate: q&approximate != 0,
		point: e.point,
	}
}

// Words returns the date of this end in English, as Date.Words would; "" unless Kind is Dated.
func (e End) Words() string {
	if e.Kind != Dated {
		return ""
	}
	return e.point.words()
}

// machine returns the end as a day, month or year string of the HTML standard, or "" if it is none.
func (e End) machine() string {
	if e.Kind != Dated || e.Uncertain || e.Approximate || e.point.masked() || e.First.Year <= 0 {
		return ""
	}
	switch e.Precision {
	case PrecisionDay:
		return fmt.Sprintf("%04d-%02d-%02d", e.First.Year, e.First.Month, e.First.Day)
	case PrecisionMonth:
		return fmt.Sprintf("%04d-%02d", e.First.Year, e.First.Month)
	case PrecisionYear:
		return fmt.Sprintf("%04d", e.First.Year)
	}
	return ""
}
