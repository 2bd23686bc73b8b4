// Package edtf reads, orders and words dates of any precision (EDTF, ISO 8601-2:2019).
//
// A [Date] is read once by [Parse] and never changes. It knows the first and last day it can mean, how precise each of
// its ends is, and what its author left uncertain, approximate, open or unknown; it guesses nothing beyond that. When
// today is, where a date stands in a file and how it is marked up are left to others.
//
// Read are levels 0 and 1 in full as the Library of Congress lists them (4 February 2019), and of level 2: sets, X in any
// digit, qualifiers on components and the divisions of a year 21–41; not exponents and significant digits of years.
// Beyond EDTF, and as ISO 8601-1 allows, a time may lack its seconds, have decimals of them, and stand in intervals and
// sets. Every day is one of the proleptic Gregorian calendar, in which a year 0 exists.
package edtf

// Date is a date of any precision. It is immutable and safe to share. The zero value is a date not stated. Two dates are
// compared with [Date.Equal], not with ==.
type Date struct {
	_      [0]func() // so that == does not compile
	parsed *parsed   // nil where no date is stated; most fields of most objects state none, so a Date is small
}

// parsed is a date that is stated.
type parsed struct {
	text  string
	form  form
	spans []span // one, but for sets, which have one a member
}

// form is the outermost notation of a date.
type form uint8

const (
	single form = iota
	interval
	oneOf
	allOf
)

// span is an interval, a set's member, or a single date, whose two ends are the same.
type span struct {
	start, end *end
}

// end is one end of a span; its point is set only when its kind is Dated.
type end struct {
	kind  EndKind
	point point
}

// IsZero reports whether no date is stated.
func (d Date) IsZero() bool { return d.parsed == nil }

// String returns the date as it was written; "" for the zero value.
func (d Date) String() string {
	if d.parsed == nil {
		return ""
	}
	return d.parsed.text
}

// form returns the outermost notation; single for the zero value.
func (d Date) form() form {
	if d.parsed == nil {
		return single
	}
	return d.parsed.form
}

// spans returns what the date is made of; nothing for the zero value.
func (d Date) spans() []span {
	if d.parsed == nil {
		return nil
	}
	return d.parsed.spans
}

// Equal reports whether both dates are written alike. Dates that mean the same days in other words are not equal.
func (d Date) Equal(other Date) bool { return d.String() == other.String() }

// MarshalText returns the date as it was written, so that it stands as a string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date that MarshalText has written.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = Parse(string(text))
	}
	return err
}

// IsInterval reports whether d is written with a slash: a time that lasts from one end to the other.
func (d Date) IsInterval() bool { return d.form() == interval }

// IsSet reports whether d is a set in brackets, [one of] or {all of} its members.
func (d Date) IsSet() bool { return d.IsOneOf() || d.IsAllOf() }

// IsOneOf reports whether d is one of the dates between square brackets, it is not known which.
func (d Date) IsOneOf() bool { return d.form() == oneOf }

// IsAllOf reports whether d is each of the dates between braces.
func (d Date) IsAllOf() bool { return d.form() == allOf }

// OpenStart reports whether d is an interval with ".." before its slash.
func (d Date) OpenStart() bool { return d.Start().Kind == Open }

// OpenEnd reports whether d is an interval with ".." after its slash: it is still going on.
func (d Date) OpenEnd() bool { return d.End().Kind == Open }

// UnknownStart reports whether d is an interval with nothing before its slash.
func (d Date) UnknownStart() bool { return d.Start().Kind == Unknown }

// UnknownEnd reports whether d is an interval with nothing after its slash: it ended, it is not known when.
func (d Date) UnknownEnd() bool { return d.End().Kind == Unknown }

// Uncertain reports whether any part of d is marked as uncertain, by ? or %.
func (d Date) Uncertain() bool { return d.qualified(uncertain) }

// Approximate reports whether any part of d is marked as approximate, by ~ or %.
func (d Date) Approximate() bool { return d.qualified(approximate) }

func (d Date) qualified(q qualifier) bool {
	for _, s := range d.spans() {
		if (s.start.point.qualifiers()|s.end.point.qualifiers())&q != 0 {
			return true
		}
	}
	return false
}

// Bounds returns the first and the last day d can mean, both included. hasEarliest and hasLatest are false where d is
// open, unknown or unbounded on that side, and for the zero value; the day is then zero.
func (d Date) Bounds() (earliest, latest Day, hasEarliest, hasLatest bool) {
	start, end := d.Start(), d.End()
	return start.First, end.Last, start.Kind == Dated, end.Kind == Dated
}

// Machine returns what may stand in the datetime attribute of HTML's <time>. A day, month or year after 0 gives from; an
// interval from one such to another gives from and to; every other date, qualified ones among them, gives "" twice. A
// time of day is left out, since a browser might convert it.
func (d Date) Machine() (from, to string) {
	if d.isPlainDay() {
		return d.parsed.text, ""
	}
	switch d.form() {
	case single:
		return d.Start().machine(), ""
	case interval:
		from, to = d.Start().machine(), d.End().machine()
		if from != "" && to != "" {
			return from, to
		}
	}
	return "", ""
}

// isPlainDay reports whether d is written as most dates are: a day of a year after 999, with nothing said beside.
func (d Date) isPlainDay() bool {
	text := d.String()
	if len(text) != len("2006-01-02") || text[0] == '0' {
		return false
	}
	for i := range len(text) {
		if between := i == 4 || i == 7; between != (text[i] == '-') || !between && (text[i] < '0' || text[i] > '9') {
			return false
		}
	}
	return true
}
