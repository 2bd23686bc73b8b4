package edtf_test

import (
	"errors"
	"strings"
	"testing"

	"attest/generator/edtf"
)

func TestErrorsPointAtTheFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		date    string
		offset  int
		message string
	}{
		{"", 0, "no date is given"},
		{"2024-13", 5, "there is no month 13"},
		{"2024-42", 5, "there is no month 42"},
		{"2024-?13", 6, "there is no month 13"},
		{"2023-02-29", 8, "February 2023 has no day 29"},
		{"2024-05/2023-02-~29", 17, "February 2023 has no day 29"},
		{"[2024,2023-02-29]", 14, "February 2023 has no day 29"},
		{"190X-02-30", 8, "February has no day 30 in a year 190X"},
		{"19XX-04-31", 8, "April has no day 31"},
		{"2024-XX-32", 8, "no month has a day 32"},
		{"2024-21-05", 7, "a season has no day"},
		{"2024-", 5, "a month of two digits is missing"},
		{"2024-W19", 5, "a week is not read"},
		{"2024~~", 5, "one qualifier is enough in one place"},
		{"1950S2", 4, "exponents and significant digits of a year are not read"},
		{"Y17E7", 3, "exponents and significant digits of a year are not read"},
		{"Y2024", 0, "Y is for years of more than four digits"},
		{"Y17000-05", 6, "a year after Y has no month"},
		{"Y1700X", 1, "a year after Y has digits only, not X"},
		{"Y1" + strings.Repeat("0", 15), 1, "a year has at most 15 digits"},
		{"-Y17000", 0, "a minus sign stands after Y"},
		{"-0000", 0, "there is no year -0000"},
		{"2024-05T10:30:00", 7, "a time of day follows a full date without X or qualifier"},
		{"2024-05-0XT10:30:00", 10, "a time of day follows a full date without X or qualifier"},
		{"2024-05-01T10:30:00Z?", 20, "a time of day takes no qualifier"},
		{"2024-05-01T10h", 11, `"10h" is no time of day`},
		{"2024-05-01T25:00:00", 11, "the hour is at most 23"},
		{"2024-05-01T10:60:00", 14, "the minute is at most 59"},
		{"2024-05-01T10:30:00+10:75", 23, "the offset's minute is at most 59"},
		{"/", 0, "an interval needs a date at one end at least"},
		{"../..", 0, "an interval needs a date at one end at least"},
		{"..", 0, "two dots stand at an end of an interval or set"},
		{"2024/2025/2026", 9, "an interval has one slash"},
		{"2024-05-01/2024-04-01", 11, "the interval ends before it starts"},
		{"[2024", 5, `"]" is missing`},
		{"[2024]~", 6, `nothing may follow "]"`},
		{"[..]", 1, "two dots need a date beside them"},
		{"[2024,]", 6, "a date is missing in the set"},
		{"[2024,..2025]", 6, "only a set's first date may have two dots before it"},
		{"[2024..,2025]", 5, "only a set's last date may have two dots after it"},
		{"[2025..2024]", 7, "the range ends before it starts"},
		{"[2024/2025]", 5, "two dots, not a slash, stand between dates of a set"},
		{strings.Repeat("2", 2000), 1024, "a date has at most 1024 bytes"},
	}
	for _, test := range tests {
		_, err := edtf.Parse(test.date)
		var e *edtf.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v, want an *Error", test.date, err)
			continue
		}
		if e.Message != test.message || e.Offset != test.offset {
			t.Errorf("%s: %q at %d, want %q at %d", test.date, e.Message, e.Offset, test.message, test.offset)
		}
	}
}

func TestCommonSlipsAreToldWhatToWrite(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, hint string }{
		// several meanings are all told
		{"20", "20XX for 21st century (2000–2099), or 0020 for AD 20"},
		{"198", "198X for 1980s, or 0198 for AD 198"},
		{"202405", "2024-05 for May 2024, or Y202405 for year 202405"},
		{"2004/05", "2004-05 for May 2004, or 2004/2005 for 2004 to 2005"},
		{"01/05/2024", "2024-05-01 for 1 May 2024, or 2024-01-05 for 5 January 2024"},
		{"1900s", "190X for 1900s (1900–1909), or 19XX for 20th century (1900–1999)"},

		// numbers
		{"5", "0005"},
		{"-44", "-0044"},
		{"12024", "Y12024"},
		{"y17000", "Y17000"},
		{"20240501", "2024-05-01"},
		{"2024-5-1", "2024-05-01"},
		{"2024/5/1", "2024-05-01"},
		{"2024.05", "2024-05"},
		{"25/12/2024", "2024-12-25"},
		{"1914-18", "1914/1918"},
		{"2024/25", "2024/2025"},
		{"2019-2021", "2019/2021"},
		{"2019–2021", "2019/2021"},
		{"2019..2021", "2019/2021"},
		{"2024–05–01", "2024-05-01"},
		{"−0044", "-0044"},
		{" 2024 ", "2024"},
		{"2024-05-01 / 2024-05-02", "2024-05-01/2024-05-02"},
		{"[2024, 2025]", "[2024,2025]"},
		{"[2024", "[2024]"},
		{"[2024/2025]", "2024..2025"},
		{"2024-05-01/2024-04-01", "2024-04-01/2024-05-01"},
		{"198x", "198X"},
		{"198u", "198X"},
		{"2024?~", "2024%"},
		{"2024-05-01 10:30", "2024-05-01T10:30"},
		{"2024-05-01t10:30:00z", "2024-05-01T10:30:00Z"},

		// words
		{"May 2024", "2024-05"},
		{"1 May 2024", "2024-05-01"},
		{"1st of May, 2024", "2024-05-01"},
		{"May 1st, 2024", "2024-05-01"},
		{"Sept. 2024", "2024-09"},
		{"2024 Dec 25", "2024-12-25"},
		{"fall 2024", "2024-23"},
		{"Q2 2024", "2024-34"},
		{"2024-H2", "2024-41"},
		{"the 1980s", "198X"},
		{"20th century", "19XX"},
		{"45 BC", "-0044"},
		{"1 BC", "0000"},
		{"AD 476", "0476"},
		{"circa May 2024", "2024-05~"},
		{"c. 2024", "2024~"},
		{"May 2024?", "2024-05?"},
		{"since May 2024", "2024-05/.."},
		{"May 2024 – present", "2024-05/.."},
		{"2024/open", "2024/.."},
		{"unknown/2024", "/2024"},
		{"from 1 May 2024 to 3 June 2024", "2024-05-01/2024-06-03"},
		{"1–3 May 2024", "2024-05-01/2024-05-03"},
		{"May–July 2024", "2024-05/2024-07"},

		// facts
		{"2023-02-29", "February 2023 has 28 days"},
		{"190X-02-30", "February has 28 days, and 29 in leap years"},
		{"19XX-04-31", "April has 30 days"},
		{"2024-13", "months are 01 to 12, seasons and other divisions of a year 21 to 41"},

		// nothing is guessed
		{"early May 2024", ""},
		{"today", ""},
		{"été 2024", ""},
	}
	for _, test := range tests {
		_, err := edtf.Parse(test.date)
		var e *edtf.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v, want an *Error", test.date, err)
			continue
		}
		if e.Hint != test.hint {
			t.Errorf("%s: hint %q, want %q", test.date, e.Hint, test.hint)
		}
	}
}

func TestASlipIsNotSearchedForWithoutEnd(t *testing.T) {
	t.Parallel()
	s := strings.Repeat("c", 50) + strings.Repeat("?", 50) // each letter can be "circa", each mark a doubt
	var e *edtf.Error
	if _, err := edtf.Parse(s); !errors.As(err, &e) || e.Hint != "" {
		t.Errorf("error %v, want one without a hint", err)
	}
}

func TestLevelsZeroAndOneAreReadInFull(t *testing.T) {
	t.Parallel()
	// The examples of the Library of Congress for levels 0 and 1, and those of level 2 that the package promises.
	dates := strings.Fields(`
		1985-04-12 1985-04 1985 1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04
		1985-04-12T23:20:30+04:30 1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005
		2005/2006-02
		Y170000002 Y-170000002 2001-21 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX
		1985-04-12/.. 1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/ 1985-04/ 1985/ /1985-04-12
		/1985-04 /1985 -1985
		2001-34 [1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,1760-02,1760-12..] [1667,1760-12]
		[..1984] {1667,1668,1670..1672} {1960,1961-12} {..1984} 2004-06-11% 2004-06~-11 2004?-06-11 ?2004-06-~11
		2004-%06-11 156X-12-25 15XX-12-25 XXXX-12-XX 1XXX-XX 1XXX-12 1984-1X 2004-06-~01/2004-06-~20 2004-06-XX/2004-07-03`)
	for _, s := range dates {
		if _, err := edtf.Parse(s); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}
