package edtf_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"attest/generator/edtf"
)

// bounds writes the bounds of a date as "earliest latest", with "-" where there is none.
func bounds(d edtf.Date) string {
	first, last, hasFirst, hasLast := d.Bounds()
	text := [2]string{"-", "-"}
	if hasFirst {
		text[0] = first.String()
	}
	if hasLast {
		text[1] = last.String()
	}
	return text[0] + " " + text[1]
}

func TestBoundsHoldEveryDayTheDateCanMean(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, want string }{
		{"2000-02", "2000-02-01 2000-02-29"},
		{"1900-02", "1900-02-01 1900-02-28"},
		{"0000-02", "0000-02-01 0000-02-29"},
		{"-0004-02", "-0004-02-01 -0004-02-29"},
		{"190X-02-29", "1904-02-29 1908-02-29"},
		{"2024-XX-31", "2024-01-31 2024-12-31"},
		{"2024-1X-31", "2024-10-31 2024-12-31"},
		{"2024-X2-30", "2024-12-30 2024-12-30"},
		{"1X56", "1056-01-01 1956-12-31"},
		{"-156X", "-1569-01-01 -1560-12-31"},
		{"-000X", "-0009-01-01 -0001-12-31"},
		{"XXXX-12-XX", "0000-12-01 9999-12-31"},
		{"Y-17000", "-17000-01-01 -17000-12-31"},
		{"Y999999999999999", "+999999999999999-01-01 +999999999999999-12-31"},
		{"2024-22", "2023-12-01 2025-02-28"},
		{"2023-28", "2022-12-01 2024-02-29"},
		{"2024-29", "2024-01-01 2024-12-31"},
		{"2024-30", "2023-12-01 2025-02-28"},
		{"2024-39", "2024-09-01 2024-12-31"},
		{"2023-24/2022-12", "2022-12-01 2022-12-31"},
		{"[2024-05,2019,2021-05-01]", "2019-01-01 2024-05-31"},
		{"[..2024,2026]", "- 2026-12-31"},
		{"{2024,2026..}", "2024-01-01 -"},
	}
	for _, test := range tests {
		if got := bounds(mustParse(t, test.date)); got != test.want {
			t.Errorf("%s: %s, want %s", test.date, got, test.want)
		}
	}
	if got := bounds(edtf.Date{}); got != "- -" {
		t.Errorf("zero date: %s, want no bounds", got)
	}
}

func TestEndsKnowHowPreciseTheyAre(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, start, end string }{
		{"2024-05-01", "dated 2024-05-01 2024-05-01 day", "dated 2024-05-01 2024-05-01 day"},
		{"2024-05-01T10:30:00Z", "dated 2024-05-01 2024-05-01 day", "dated 2024-05-01 2024-05-01 day"},
		{"2024-05-0X", "dated 2024-05-01 2024-05-09 month", "dated 2024-05-01 2024-05-09 month"},
		{"2024-05~/2024-07-03?", "dated 2024-05-01 2024-05-31 month ~", "dated 2024-07-03 2024-07-03 day ?"},
		{"2024-05-%11/..", "dated 2024-05-11 2024-05-11 day ?~", "open"},
		{"/2024", "unknown", "dated 2024-01-01 2024-12-31 year"},
		{"[..202X]", "unbounded", "dated 2020-01-01 2029-12-31 decade"},
		{"[2024-05?,2023..]", "dated 2023-01-01 2023-12-31 year", "unbounded"},
		{"2024-25/2024-33", "dated 2024-01-01 2024-12-31 season", "dated 2024-01-01 2024-03-31 quarter"},
		{"2024-37/2024-40", "dated 2024-01-01 2024-04-30 four months", "dated 2024-01-01 2024-06-30 half-year"},
		{"2024-XX-01/20XX", "dated 2024-01-01 2024-12-01 year", "dated 2000-01-01 2099-12-31 century"},
		{"1XXX/XXXX", "dated 1000-01-01 1999-12-31 millennium", "dated 0000-01-01 9999-12-31 no year"},
		{"", "", ""},
	}
	for _, test := range tests {
		var d edtf.Date
		if test.date != "" {
			d = mustParse(t, test.date)
		}
		if got := describe(d.Start()); got != test.start {
			t.Errorf("%s starts %q, want %q", test.date, got, test.start)
		}
		if got := describe(d.End()); got != test.end {
			t.Errorf("%s ends %q, want %q", test.date, got, test.end)
		}
	}
}

func describe(e edtf.End) string {
	if e.Kind != edtf.Dated {
		return e.Kind.String()
	}
	text := fmt.Sprintf("%s %s %s %s", e.Kind, e.First, e.Last, e.Precision)
	if e.Uncertain || e.Approximate {
		text += " "
	}
	if e.Uncertain {
		text += "?"
	}
	if e.Approximate {
		text += "~"
	}
	return text
}

func TestADateKnowsItsForm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		date                         string
		isInterval, isOneOf, isAllOf bool
	}{
		{"2024", false, false, false},
		{"2024/2025", true, false, false},
		{"[2024,2025]", false, true, false},
		{"{2024,2025}", false, false, true},
	}
	for _, test := range tests {
		d := mustParse(t, test.date)
		if d.IsInterval() != test.isInterval || d.IsOneOf() != test.isOneOf || d.IsAllOf() != test.isAllOf ||
			d.IsSet() != (test.isOneOf || test.isAllOf) {
			t.Errorf("%s: interval %t, one of %t, all of %t", d, d.IsInterval(), d.IsOneOf(), d.IsAllOf())
		}
	}
}

func TestDatesAreShownByTheirFirstThenTheirLastDay(t *testing.T) {
	t.Parallel()
	groups := [][]string{ // in order; within a group the bounds are equal
		{"[..2020]", "../2020", "/2020-12-31"},
		{"-0044"},
		{"2024-05-01", "2024-05-01?", "2024-05-01T10:30:00Z"},
		{"2024-05", "2024-05~", "2024-05-XX", "2024-05-01/2024-05"},
		{"2024-05/", "2024-05/..", "[2024-05..]"},
		{"2024-05-02"},
		{"Y12024"},
	}
	for i, group := range groups {
		for j, other := range groups {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			for _, a := range group {
				for _, b := range other {
					if got := edtf.Compare(mustParse(t, a), mustParse(t, b)); got != want {
						t.Errorf("Compare(%s, %s) = %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
	if got := edtf.Compare(edtf.Date{}, mustParse(t, "2024")); got != -1 {
		t.Errorf("a date not stated compares as %d, want -1", got)
	}
}

func TestNothingIsSaidOfTheOrderOfADateNotStated(t *testing.T) {
	t.Parallel()
	if got := edtf.Relate(edtf.Date{}, mustParse(t, "2024")); got != edtf.Overlaps {
		t.Errorf("Relate = %s, want overlaps", got)
	}
}

func TestOrdinalCountsLikeThePackageTime(t *testing.T) {
	t.Parallel()
	if got := (edtf.Day{Year: 0, Month: 1, Day: 1}).Ordinal(); got != 0 {
		t.Errorf("0000-01-01 is day %d, want 0", got)
	}
	day := time.Date(-1201, 1, 1, 0, 0, 0, 0, time.UTC)
	origin := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for ; day.Year() < 2402; day = day.AddDate(0, 0, 1) {
		want := (day.Unix() - origin) / (24 * 60 * 60)
		got := edtf.Day{Year: int64(day.Year()), Month: int(day.Month()), Day: day.Day()}.Ordinal()
		if got != want {
			t.Fatalf("%s is day %d, want %d", day.Format(time.DateOnly), got, want)
		}
	}
}

func TestADateStandsInJSONAsWritten(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(struct {
		When edtf.Date `json:"when"`
		Gone edtf.Date `json:"gone,omitzero"`
	}{When: mustParse(t, "2024-05~")})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"when":"2024-05~"}`; string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"2024-05-01", "2024-05~/..", "[1667,1668,1670..1672]"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := edtf.Parse(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
