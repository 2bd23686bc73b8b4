package figure

import (
	"maps"
	"slices"
	"strconv"

	"attest/generator/edtf"
)

// Density is a picture of how many dates lie in each month, or in each year, ten years, hundred years and so on.
type Density struct {
	Columns []Column // from left to right, those with a date
	Most    int      // the greatest number of a column
	Unsure  int      // dates of which it is not sure in which column they begin; they are in none
	Scale
}

// Column is how many dates begin in a month, or in years that belong together; one without a beginning counts where it ends.
type Column struct {
	X, Width    int
	N           int
	First, Last edtf.Day
	Of          int // the first of the dates that it counts
}

// Room reports whether the number can stand above the column in a wide window.
func (c Column) Room() bool { return c.Width >= across(textPixels(strconv.Itoa(c.N)), widePixels) }

const maxColumns = 130 // side by side, so that one can be seen in a narrow window

// period counts dates of one period of time, the n-th.
type period struct{ n, of int }

// NewDensity counts dates by the shortest period of which there are not too many: by months, unless byYears is set, else by years,
// tens of years and so on.
func NewDensity(labels *Labels, dates []edtf.Date, byYears bool) Density {
	ends := make([]edtf.End, 0, len(dates))
	for _, d := range dates {
		end := d.Start()
		if end.Kind != edtf.Dated {
			end = d.End()
		}
		ends = append(ends, end)
	}
	years := int64(0) // for months
	if byYears {
		years = 1
	}
	for {
		if d, ok := countBy(labels, ends, years); ok {
			return d
		}
		years = max(1, 10*years)
	}
}

// countBy counts by periods of so many years, or of a month; ok is false if there would be too many.
func countBy(labels *Labels, ends []edtf.End, years int64) (d Density, ok bool) {
	periods := make(map[int64]period)
	for i, end := range ends {
		n, sure := number(end.First, years), end.Kind == edtf.Dated && number(end.First, years) == number(end.Last, years)
		if !sure {
			d.Unsure++
			continue
		}
		p, known := periods[n]
		if !known {
			p.of = i
		}
		p.n++
		periods[n] = p
	}
	var marks []mark
	order := slices.Sorted(maps.Keys(periods))
	for _, n := range order {
		first, last := bounds(n, years)
		marks = append(marks, mark{begin(first), first}, mark{after(last), last})
	}
	a := newAxis(labels, marks)
	if a == nil {
		return d, true
	}
	length := int64(60)
	if years > 0 {
		length = 730 * years
	}
	if a.kept/length > maxColumns {
		return d, false
	}
	for _, n := range order {
		p := periods[n]
		c := Column{N: p.n, Of: p.of}
		c.First, c.Last = bounds(n, years)
		c.X = a.at(begin(c.First))
		c.Width = max(a.at(after(c.Last))-c.X, 3)
		d.Columns, d.Most = append(d.Columns, c), max(d.Most, c.N)
	}
	a.years = years > 0
	d.Scale = a.scale()
	return d, true
}

// number returns which period a day lies in.
func number(d edtf.Day, years int64) int64 {
	if years == 0 {
		return 12*d.Year + int64(d.Month) - 1
	}
	n := d.Year / years
	if d.Year%years < 0 {
		n--
	}
	return n
}

// bounds returns the first and the last day of a period.
func bounds(n, years int64) (first, last edtf.Day) {
	if years > 0 {
		return edtf.Day{Year: n * years, Month: 1, Day: 1}, edtf.Day{Year: (n+1)*years - 1, Month: 12, Day: 31}
	}
	year, month := n/12, n%12
	if month < 0 {
		year, month = year-1, month+12
	}
	first = edtf.Day{Year: year, Month: int(month) + 1, Day: 1}
	next := edtf.Day{Year: year, Month: int(month) + 2, Day: 1}
	if month == 11 {
		next = edtf.Day{Year: year + 1, Month: 1, Day: 1}
	}
	last = first
	last.Day = int(next.Ordinal() - first.Ordinal())
	return first, last
}
