package edtf

import (
	"fmt"
	"strconv"
	"strings"
)

// division is a part of a year that has a number in place of a month's (ISO 8601-2:2019, 4.8).
type division struct {
	words      string // %s is the year
	precision  Precision
	start, end int  // first and last month of its bounds
	crosses    bool // whether it may cross the year's end on either side
}

// divisions are the numbers 21 to 41. A season has the bounds of its year, since when it begins is a matter of place and
// custom; one that may be a winter or a southern summer reaches from December before to February after.
var divisions = [...]division{
	21: {"spring %s", PrecisionSeason, 1, 12, false},
	22: {"summer %s", PrecisionSeason, 12, 2, true},
	23: {"autumn %s", PrecisionSeason, 1, 12, false},
	24: {"winter %s", PrecisionSeason, 12, 2, true},
	25: {"spring %s (Northern Hemisphere)", PrecisionSeason, 1, 12, false},
	26: {"summer %s (Northern Hemisphere)", PrecisionSeason, 1, 12, false},
	27: {"autumn %s (Northern Hemisphere)", PrecisionSeason, 1, 12, false},
	28: {"winter %s (Northern Hemisphere)", PrecisionSeason, 12, 2, true},
	29: {"spring %s (Southern Hemisphere)", PrecisionSeason, 1, 12, false},
	30: {"summer %s (Southern Hemisphere)", PrecisionSeason, 12, 2, true},
	31: {"autumn %s (Southern Hemisphere)", PrecisionSeason, 1, 12, false},
	32: {"winter %s (Southern Hemisphere)", PrecisionSeason, 1, 12, false},
	33: {"first quarter of %s", PrecisionQuarter, 1, 3, false},
	34: {"second quarter of %s", PrecisionQuarter, 4, 6, false},
	35: {"third quarter of %s", PrecisionQuarter, 7, 9, false},
	36: {"fourth quarter of %s", PrecisionQuarter, 10, 12, false},
	37: {"first four months of %s", PrecisionThird, 1, 4, false},
	38: {"middle four months of %s", PrecisionThird, 5, 8, false},
	39: {"last four months of %s", PrecisionThird, 9, 12, false},
	40: {"first half of %s", PrecisionHalf, 1, 6, false},
	41: {"second half of %s", PrecisionHalf, 7, 12, false},
}

// limit is a day in the little memory that the two of every date may take.
type limit struct {
	year       int64
	month, day uint8
}

func limitAt(year int64, month, day int) limit { return limit{year, uint8(month), uint8(day)} }

// public returns the limit as the day that it is.
func (l limit) public() Day { return Day{l.year, int(l.month), int(l.day)} }

// compare returns the order of two limits as Day.Compare does.
func (l limit) compare(other limit) int { return l.public().Compare(other.public()) }

// bound sets the first and last day of p, and reports whether there is such a day.
func (p *point) bound() bool {
	if p.division != 0 {
		p.boundDivision()
		return true
	}
	var ok bool
	p.first, ok = p.search(1)
	p.last, _ = p.search(-1)
	return ok
}

func (p *point) boundDivision() {
	v := divisions[p.division]
	low, high := p.years()
	if v.crosses {
		low, high = low-1, high+1
	}
	p.first = limitAt(low, v.start, 1)
	p.last = limitAt(high, v.end, daysIn(high, v.end))
}

// search returns the first existing day that the digits of p allow, going forward (step 1) from the earliest year or
// backward (step -1) from the latest.
func (p *point) search(step int) (limit, bool) {
	months, days := matching(p.month(), 12), matching(p.day(), 31)
	from, to := p.years()
	if step < 0 {
		from, to = to, from
	}
	for y := from; ; y += int64(step) {
		if p.hasYear(y) {
			for i := range months {
				month := inOrder(months, i, step)
				for j := range days {
					if day := inOrder(days, j, step); day <= daysIn(y, month) {
						return limitAt(y, month, day), true
					}
				}
			}
		}
		if y == to {
			return limit{}, false
		}
	}
}

// inOrder returns the i-th of the values, counted from the back if step is negative.
func inOrder(values []int, i, step int) int {
	if step < 0 {
		i = len(values) - 1 - i
	}
	return values[i]
}

// years returns the earliest and latest year that the digits of p allow.
func (p *point) years() (low, high int64) {
	// maxYearDigits keeps both in range.
	low, _ = strconv.ParseInt(strings.ReplaceAll(p.year(), "X", "0"), 10, 64)
	high, _ = strconv.ParseInt(strings.ReplaceAll(p.year(), "X", "9"), 10, 64)
	if p.negative {
		return -high, min(-low, -1) // there is no -0000
	}
	return low, high
}

// hasYear reports whether the digits of p allow the year, which lies between those of years.
func (p *point) hasYear(year int64) bool {
	return !isMasked(p.year()) || matches(p.year(), max(year, -year))
}

// matches reports whether n has the digits of mask, in which X stands for any.
func matches(mask string, n int64) bool {
	for i := len(mask) - 1; i >= 0; i-- {
		if mask[i] != 'X' && int64(mask[i]-'0') != n%10 {
			return false
		}
		n /= 10
	}
	return n == 0
}

// matching returns the numbers from 1 to high that mask allows; all of them if mask is "".
func matching(mask string, high int) []int {
	var found []int
	for n := 1; n <= high; n++ {
		if mask == "" || matches(mask, int64(n)) {
			found = append(found, n)
		}
	}
	return found
}

// noSuchDay is the error of a day that its month, or any month, lacks; offset is that of the day.
func (p *point) noSuchDay(offset int) *Error {
	if len(matching(p.day(), 31)) == 0 {
		return fail(offset, "days are 01 to 31", "no month has a day %s", p.day())
	}
	// Of several months that a mask allows one has 31 days, so that only a single month can lack a day.
	month := matching(p.month(), 12)[0]
	where := monthNames[month]
	year, last := p.years()
	if year == last {
		where += " " + yearWords(year)
	} else if month == 2 {
		return fail(offset, "February has 28 days, and 29 in leap years",
			"February has no day %s in a year %s", p.day(), p.year())
	}
	return fail(offset, fmt.Sprintf("%s has %d days", where, daysIn(year, month)), "%s has no day %s", where, p.day())
}

// precision returns the smallest division of time sure to hold p.
func (p point) precision() Precision {
	switch i := strings.IndexByte(p.year(), 'X'); {
	case i >= 0:
		return [...]Precision{PrecisionNoYear, PrecisionMillennium, PrecisionCentury, PrecisionDecade}[i]
	case p.division != 0:
		return divisions[p.division].precision
	case p.month() == "" || isMasked(p.month()):
		return PrecisionYear
	case p.day() == "" || isMasked(p.day()):
		return PrecisionMonth
	}
	return PrecisionDay
}
