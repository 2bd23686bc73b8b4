package figure

import (
	"strconv"

	"attest/generator/edtf"
)

// Labels are the words that stand along an axis of time, in one language.
type Labels struct {
	Months            [13]string // short names, from 1
	BeforeBC, AfterBC string     // what stands on either side of a year before 1, which is counted back from 1
}

// Year words a year as a label does: the year −44 is 45 BC.
func (l *Labels) Year(year int64) string {
	if year <= 0 {
		return l.BeforeBC + strconv.FormatInt(1-year, 10) + l.AfterBC
	}
	return strconv.FormatInt(year, 10)
}

// Month words a day's month as a label does: Mar 2024.
func (l *Labels) Month(d edtf.Day) string { return l.Months[d.Month] + " " + l.Year(d.Year) }
