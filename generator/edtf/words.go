package edtf

import (
	"fmt"
	"strconv"
	"strings"
)

var monthNames = [...]string{
	1: "January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December",
}

// Words returns the date in English, as a label that also reads inside a sentence: "2 May 2026", "about May 2024
// (uncertain)", "since May 2024, still open"; "" for the zero value. It says no more than the date does.
func (d Date) Words() string {
	if d.isPlainDay() {
		text := d.parsed.text
		return strings.TrimPrefix(text[8:], "0") + " " + monthNames[10*(text[5]-'0')+text[6]-'0'] + " " + text[:4]
	}
	switch d.form() {
	case interval:
		return d.spans()[0].intervalWords()
	case oneOf, allOf:
		return d.setWords()
	}
	return d.Start().Words()
}

func (s span) intervalWords() string {
	start, end := s.start.point, s.end.point
	switch {
	case s.end.kind == Open:
		return "since " + start.words() + ", still open"
	case s.end.kind == Unknown:
		return "from " + start.words() + ", end unknown"
	case s.start.kind == Open:
		return "until " + end.words() + ", start open"
	case s.start.kind == Unknown:
		return "until " + end.words() + ", start unknown"
	}
	if text := start.words(); start.masked() {
		return "from " + text + " to " + end.words() // "between 1 and 9 May 2024 to …" would not read
	}
	return start.words() + " to " + end.words()
}

func (d Date) setWords() string {
	spans := d.spans()
	if len(spans) == 1 && d.IsOneOf() {
		switch s := spans[0]; {
		case s.start.kind == Unbounded:
			return s.end.point.preposition() + " or before " + s.end.point.words()
		case s.end.kind == Unbounded:
			return s.start.point.preposition() + " or after " + s.start.point.words()
		}
	}
	intro, link := "one of: ", "or"
	if d.IsAllOf() {
		intro, link = "all of: ", "and"
	}
	members := make([]string, len(spans))
	comma := ", "
	for i, s := range spans {
		start, end := s.start.point.words(), s.end.point.words()
		switch {
		case s.start.kind == Unbounded:
			members[i] = end + " " + link + " earlier"
		case s.end.kind == Unbounded:
			members[i] = start + " " + link + " later"
		case start == end: // however the ends are written
			members[i] = start
		default:
			members[i] = start + " to " + end
		}
		if strings.Contains(members[i], ",") {
			comma = "; "
		}
	}
	return intro + strings.Join(members, comma)
}

// preposition returns the word that stands before p: on a day, in anything longer.
func (p point) preposition() string {
	if p.precision() == PrecisionDay {
		return "on"
	}
	return "in"
}

// words returns the point with what its qualifiers say.
func (p point) words() string {
	if p.year() == "" {
		return ""
	}
	text, all := p.plainWords(), ""
	var notes []string
	switch which := p.marked(approximate); {
	case which == everything && !p.masked():
		if p.division >= 33 {
			text = "the " + text
		}
		text = "about " + text
	case which == everything:
		all = "approximate"
	case which != "":
		notes = append(notes, which+" approximate")
	}
	switch which := p.marked(uncertain); {
	case which == everything && all != "":
		all += " and uncertain"
	case which == everything:
		all = "uncertain"
	case which != "":
		notes = append(notes, which+" uncertain")
	}
	if all != "" {
		notes = append([]string{all}, notes...)
	}
	if len(notes) == 0 {
		return text
	}
	return text + " (" + strings.Join(notes, ", ") + ")"
}

const everything = "everything"

// marked names the components that bear q: "day and month", everything if all do, "" if none does.
func (p point) marked(q qualifier) string {
	month := "month"
	if p.division != 0 {
		month = "part of the year"
		if p.precision() == PrecisionSeason {
			month = "season"
		}
	}
	var with []string
	without := 0
	for _, component := range [...]struct {
		name    string
		present bool
		marks   qualifier
	}{
		{"day", p.day() != "", p.dayMarks},
		{month, p.month() != "" || p.division != 0, p.monthMarks},
		{"year", true, p.yearMarks},
	} {
		switch {
		case component.marks&q != 0:
			with = append(with, component.name)
		case component.present:
			without++
		}
	}
	if len(with) > 0 && without == 0 {
		return everything
	}
	return strings.Join(with, " and ")
}

// plainWords returns the point without its qualifiers. What is X in full stands as "not stated" at the end.
func (p point) plainWords() string {
	if p.time() != "" {
		return p.dayWords() + ", " + p.time()
	}
	if p.division != 0 {
		return p.divisionWords()
	}
	if p.day() != "" && p.day() != "XX" {
		return p.dayWords()
	}
	var missing []string
	if p.year() == "XXXX" {
		missing = append(missing, "year")
	}
	if p.month() == "XX" {
		missing = append(missing, "month")
	}
	if p.day() == "XX" {
		missing = append(missing, "day")
	}
	text := ""
	switch {
	case p.month() != "" && p.month() != "XX":
		text = join(choice(matching(p.month(), 12), monthName), p.ofYear())
	case p.year() != "XXXX":
		text = p.yearAlone()
	}
	return withMissing(text, missing)
}

// withMissing adds the components that are not stated: "May 2024, day not stated".
func withMissing(text string, missing []string) string {
	if len(missing) == 0 {
		return text
	}
	last := len(missing) - 1
	note := missing[last] + " not stated"
	if last > 0 {
		note = strings.Join(missing[:last], ", ") + " and " + note
	}
	if text == "" {
		return note
	}
	return text + ", " + note
}

func join(text, year string) string {
	if year == "" {
		return text
	}
	return text + " " + year
}

func (p point) divisionWords() string {
	format := divisions[p.division].words
	switch {
	case p.year() == "XXXX":
		format = strings.Replace(strings.Replace(format, " of %s", "", 1), " %s", "", 1)
		return withMissing(format, []string{"year"})
	case !isMasked(p.year()):
		return fmt.Sprintf(format, p.ofYear())
	}
	// ofYear begins with "of" already.
	return fmt.Sprintf(strings.Replace(format, " of %s", " %s", 1), p.ofYear())
}

// dayWords words a point with a day that is not XX.
func (p point) dayWords() string {
	months, days := matching(p.month(), 12), matching(p.day(), 31)
	var missing []string
	if p.year() == "XXXX" {
		missing = []string{"year"}
	}
	if len(months) == 1 {
		for !isMasked(p.year()) && days[len(days)-1] > daysIn(p.first.year, months[0]) {
			days = days[:len(days)-1]
		}
		return withMissing(join(choice(days, strconv.Itoa)+" "+monthName(months[0]), p.ofYear()), missing)
	}
	text := "day " + choice(days, strconv.Itoa)
	if p.month() == "XX" {
		if text += " of a month not stated"; p.year() != "XXXX" {
			text += ", " + p.yearAlone()
		}
		return withMissing(text, missing)
	}
	text += " of "
	if len(months) > 3 {
		text += "a month "
	}
	return withMissing(join(text+choice(months, monthName), p.ofYear()), missing)
}

func monthName(n int) string { return monthNames[n] }

// choice words one of several values: "5, 15 or 25", or "between 1 and 9" for more than three that follow each other.
func choice(values []int, name func(int) string) string {
	last := len(values) - 1
	switch {
	case last == 0:
		return name(values[0])
	case last >= 3 && values[last]-values[0] == last:
		return "between " + name(values[0]) + " and " + name(values[last])
	}
	text := name(values[0])
	for _, v := range values[1:last] {
		text += ", " + name(v)
	}
	return text + " or " + name(values[last])
}

// ofYear words the year as it follows a month: "2024", "of a year in the 1560s"; "" if it is not stated.
func (p point) ofYear() string {
	switch {
	case p.year() == "XXXX":
		return ""
	case !isMasked(p.year()):
		return p.yearAlone()
	}
	switch text, trailing := p.yearAlone(), p.trailingX(); {
	case strings.HasPrefix(text, "between"):
		return "of a year " + text
	case trailing > 0:
		return "of a year in the " + text
	default:
		return "of the year " + text
	}
}

// yearAlone words the year as it stands without a month.
func (p point) yearAlone() string {
	low, high := p.years()
	switch n := p.trailingX(); {
	case low == high:
		return yearWords(low)
	case n == 0:
		text := p.year() + " (X not stated)"
		if p.negative {
			text = "-" + text
		}
		return text
	case n == 1 && low >= 1000 && low%100 != 0:
		return fmt.Sprintf("%ds", low)
	case n == 1 && low >= 1000: // 1900s alone could be a century
		return fmt.Sprintf("%ds (%d–%d)", low, low, high)
	case n == 2 && low >= 1000:
		return fmt.Sprintf("%s century (%d–%d)", ordinal(low/100+1), low, high)
	}
	return "between " + yearWords(low) + " and " + yearWords(high)
}

// trailingX returns the number of X at the end of the year, and 0 if one stands before a digit too.
func (p point) trailingX() int {
	n := strings.Count(p.year(), "X")
	if strings.HasSuffix(p.year(), strings.Repeat("X", n)) {
		return n
	}
	return 0
}

// yearWords words an astronomical year: -44 is 45 BC. A year that could be taken for another number says what it is.
func yearWords(year int64) string {
	switch {
	case year <= 0:
		return fmt.Sprintf("%d BC", 1-year)
	case year < 1000:
		return fmt.Sprintf("AD %d", year)
	case year > 9999:
		return fmt.Sprintf("year %d", year)
	}
	return strconv.FormatInt(year, 10)
}

func ordinal(n int64) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.FormatInt(n, 10) + suffix
}
