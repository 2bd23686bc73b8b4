package edtf

import (
	"cmp"
	"fmt"
)

// Day is a day of the proleptic Gregorian calendar. The zero value is no day.
type Day struct {
	Year       int64 // astronomical: 0 is 1 BC, -44 is 45 BC
	Month, Day int   // from 1
}

// Compare returns -1 if d is before other, 0 if they are the same day and 1 if d is after other.
func (d Day) Compare(other Day) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// String returns the day in the form of ISO 8601: 2024-05-01 or -0044-03-15, and with a sign and as many digits as it
// takes outside the years -9999 to 9999: +12024-05-01.
func (d Day) String() string {
	format := "%04d-%02d-%02d"
	switch {
	case d.Year < 0:
		format = "%05d-%02d-%02d" // the sign counts
	case d.Year > 9999:
		format = "%+d-%02d-%02d"
	}
	return fmt.Sprintf(format, d.Year, d.Month, d.Day)
}

// Ordinal returns the number of days from 0000-01-01, which is 0, to d; it is negative before that. It is exact for
// every day that Parse can return.
func (d Day) Ordinal() int64 {
	// Counted from 1 March, so that the leap day is the last of its year.
	year, month := d.Year, int64(d.Month)-3
	if month < 0 {
		year, month = year-1, month+12
	}
	const before = 60 // days from 0000-01-01 to 0000-03-01
	leaps := floorDiv(year, 4) - floorDiv(year, 100) + floorDiv(year, 400)
	return before + 365*year + leaps + (153*month+2)/5 + int64(d.Day) - 1
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// daysIn returns the number of days of a month.
func daysIn(year int64, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
