package edtf_test

import (
	"testing"

	"attest/generator/edtf"
)

func TestWordsSayNoMoreThanTheDate(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, want string }{
		// days, months, years
		{"2026-05-02", "2 May 2026"},
		{"2026-05", "May 2026"},
		{"2026", "2026"},
		{"0044", "AD 44"},
		{"0044-05-02", "2 May AD 44"},
		{"0000", "1 BC"},
		{"-0044-03-15", "15 March 45 BC"},
		{"Y17000000002", "year 17000000002"},
		{"Y-17000", "17001 BC"},

		// a time stays as it was written
		{"2024-05-01T23:30:00-05:00", "1 May 2024, 23:30:00-05:00"},
		{"2024-05-01T10:30", "1 May 2024, 10:30"},

		// divisions of a year
		{"2024-21", "spring 2024"},
		{"2024-24", "winter 2024"},
		{"2024-26", "summer 2024 (Northern Hemisphere)"},
		{"2024-32", "winter 2024 (Southern Hemisphere)"},
		{"2024-34", "second quarter of 2024"},
		{"2024-38", "middle four months of 2024"},
		{"2024-41", "second half of 2024"},
		{"156X-34", "second quarter of a year in the 1560s"},
		{"XXXX-21", "spring, year not stated"},
		{"XXXX-34", "second quarter, year not stated"},

		// X
		{"2024-05-0X", "between 1 and 9 May 2024"},
		{"2024-05-3X", "30 or 31 May 2024"},
		{"2024-05-X5", "5, 15 or 25 May 2024"},
		{"2023-02-2X", "between 20 and 28 February 2023"},
		{"2024-02-X9", "9, 19 or 29 February 2024"},
		{"2024-05-XX", "May 2024, day not stated"},
		{"2024-XX", "2024, month not stated"},
		{"2024-XX-XX", "2024, month and day not stated"},
		{"2024-XX-05", "day 5 of a month not stated, 2024"},
		{"2024-0X", "between January and September 2024"},
		{"2024-1X", "October, November or December 2024"},
		{"2024-1X-05", "day 5 of October, November or December 2024"},
		{"2024-0X-05", "day 5 of a month between January and September 2024"},
		{"156X", "1560s"},
		{"150X", "1500s (1500–1509)"},
		{"19XX", "20th century (1900–1999)"},
		{"20XX", "21st century (2000–2099)"},
		{"1XXX", "between 1000 and 1999"},
		{"00XX", "between 1 BC and AD 99"},
		{"-156X", "between 1570 BC and 1561 BC"},
		{"1X56", "1X56 (X not stated)"},
		{"1X56-12", "December of the year 1X56 (X not stated)"},
		{"156X-12-25", "25 December of a year in the 1560s"},
		{"1XXX-12", "December of a year between 1000 and 1999"},
		{"156X-XX", "1560s, month not stated"},
		{"XXXX", "year not stated"},
		{"XXXX-XX-XX", "year, month and day not stated"},
		{"XXXX-12-XX", "December, year and day not stated"},
		{"XXXX-12-25", "25 December, year not stated"},
		{"XXXX-XX-05", "day 5 of a month not stated, year not stated"},

		// qualifiers
		{"2024-05~", "about May 2024"},
		{"2024-05?", "May 2024 (uncertain)"},
		{"2024-05%", "about May 2024 (uncertain)"},
		{"2024-34~", "about the second quarter of 2024"},
		{"2024-21~", "about spring 2024"},
		{"156X~", "1560s (approximate)"},
		{"156X%", "1560s (approximate and uncertain)"},
		{"2024-05~-11", "11 May 2024 (month and year approximate)"},
		{"2024-05-~11", "11 May 2024 (day approximate)"},
		{"2024-?05-~11", "11 May 2024 (day approximate, month uncertain)"},
		{"?2024-05~", "about May 2024 (year uncertain)"},
		{"2024?-05~-%11", "about 11 May 2024 (day and year uncertain)"},
		{"?2024-?05", "May 2024 (uncertain)"},
		{"2024-~21", "spring 2024 (season approximate)"},
		{"2024-~34", "second quarter of 2024 (part of the year approximate)"},

		// intervals
		{"2024-05/2024-07", "May 2024 to July 2024"},
		{"2024-05-0X/2024-07", "from between 1 and 9 May 2024 to July 2024"},
		{"2024-05~/2024-07?", "about May 2024 to July 2024 (uncertain)"},
		{"2024-05/..", "since May 2024, still open"},
		{"2024-05/", "from May 2024, end unknown"},
		{"../2024-05", "until May 2024, start open"},
		{"/2024-05", "until May 2024, start unknown"},

		// sets
		{"[..2024-05-03]", "on or before 3 May 2024"},
		{"[..2024]", "in or before 2024"},
		{"[2024-05-03..]", "on or after 3 May 2024"},
		{"[2024-05..]", "in or after May 2024"},
		{"[2024-05-01,2024-05-09]", "one of: 1 May 2024, 9 May 2024"},
		{"[1667,1668,1670..1672]", "one of: 1667, 1668, 1670 to 1672"},
		{"[1760-01,1760-12..]", "one of: January 1760, December 1760 or later"},
		{"[?2024..2024?]", "one of: 2024 (uncertain)"},
		{"{2024-05?..?2024-?05}", "all of: May 2024 (uncertain)"},
		{"[2024-05-XX,2024-06]", "one of: May 2024, day not stated; June 2024"},
		{"{2024-05-01..2024-05-03}", "all of: 1 May 2024 to 3 May 2024"},
		{"{..1984}", "all of: 1984 and earlier"},
	}
	for _, test := range tests {
		if got := mustParse(t, test.date).Words(); got != test.want {
			t.Errorf("%s: %q, want %q", test.date, got, test.want)
		}
	}
	if got := (edtf.Date{}).Words(); got != "" {
		t.Errorf("zero date: %q, want nothing", got)
	}
}

func TestOnlyPlainDaysMonthsAndYearsAreForMachines(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, from, to string }{
		{"2024-05-01", "2024-05-01", ""},
		{"2024-05", "2024-05", ""},
		{"2024", "2024", ""},
		{"0044", "0044", ""},
		{"Y12024", "12024", ""},
		{"2024-05-01T23:30:00-05:00", "2024-05-01", ""},
		{"2024-05/2024-06-02", "2024-05", "2024-06-02"},
		{"0000", "", ""},
		{"-0044", "", ""},
		{"2024-21", "", ""},
		{"2024-05-XX", "", ""},
		{"2024-XX", "", ""},
		{"156X", "", ""},
		{"2024~", "", ""},
		{"2024-05?", "", ""},
		{"2024-05/2024-06~", "", ""},
		{"2024-05/..", "", ""},
		{"/2024-05", "", ""},
		{"-0044/2024", "", ""},
		{"[2024]", "", ""},
		{"{2024-05,2024-06}", "", ""},
	}
	for _, test := range tests {
		from, to := mustParse(t, test.date).Machine()
		if from != test.from || to != test.to {
			t.Errorf("%s: %q, %q, want %q, %q", test.date, from, to, test.from, test.to)
		}
	}
	if from, to := (edtf.Date{}).Machine(); from != "" || to != "" {
		t.Errorf("zero date: %q, %q, want nothing", from, to)
	}
}
