package edtf

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// point is one date without slash or brackets. Of its digits, X among them, it knows where they stand.
type point struct {
	text            string // as written; "" for no point
	yearAt, yearEnd uint8  // offsets into text
	monthAt, dayAt  uint8  // 0 if there is none
	timeAt          uint8
	division        uint8 // 21–41, a season or other division of the year; 0 if there is none
	negative        bool

	yearMarks, monthMarks, dayMarks qualifier // a division's are monthMarks

	first, last limit // both included
}

// qualifier is a set of marks on a component.
type qualifier uint8

const (
	uncertain qualifier = 1 << iota
	approximate
)

// maxYearDigits keeps the days of every year countable in an int64.
const maxYearDigits = 15

// year returns the digits of the year: four with X among them or, after Y, five to maxYearDigits.
func (p *point) year() string { return p.text[p.yearAt:p.yearEnd] }

// month returns the two digits or X of a month; "" if there is none.
func (p *point) month() string { return p.two(p.monthAt) }

// day returns the two digits or X of a day; "" if there is none.
func (p *point) day() string { return p.two(p.dayAt) }

func (p *point) two(at uint8) string {
	if at == 0 {
		return ""
	}
	return p.text[at : at+2]
}

// time returns what is written after T; "" if there is none.
func (p *point) time() string {
	if p.timeAt == 0 {
		return ""
	}
	return p.text[p.timeAt:]
}

func (p point) qualifiers() qualifier { return p.yearMarks | p.monthMarks | p.dayMarks }

func (p point) masked() bool { return isMasked(p.year()) || isMasked(p.month()) || isMasked(p.day()) }

func isMasked(digits string) bool { return strings.Contains(digits, "X") }

// scanner walks over the text of a point.
type scanner struct {
	text   string
	pos    int
	offset int // of text in what Parse was given
	digit  int // offset in what Parse was given of the digits taken last
}

func (c *scanner) at() int      { return c.offset + c.pos }
func (c *scanner) rest() string { return c.text[c.pos:] }
func (c *scanner) accept(b byte) bool {
	if c.pos < len(c.text) && c.text[c.pos] == b {
		c.pos++
		return true
	}
	return false
}

// digits takes as many digits and X as there are.
func (c *scanner) digits() string {
	start := c.pos
	c.digit = c.at()
	for c.pos < len(c.text) && (isDigit(c.text[c.pos]) || c.text[c.pos] == 'X') {
		c.pos++
	}
	return c.text[start:c.pos]
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func (c *scanner) qualifier() qualifier {
	switch {
	case c.accept('?'):
		return uncertain
	case c.accept('~'):
		return approximate
	case c.accept('%'):
		return uncertain | approximate
	}
	return 0
}

// component takes two digits between qualifiers; what is its name in messages. The mark on its left is its own; that on
// its right is also of every component before it.
func (c *scanner) component(what string) (digits string, left, right qualifier, err *Error) {
	left = c.qualifier()
	digits = c.digits()
	if len(digits) == 0 {
		return "", 0, 0, c.unexpected("a " + what + " of two digits is missing")
	}
	if len(digits) != 2 {
		return "", 0, 0, fail(c.digit, "", "a %s has two digits, not %s", what, quote(digits))
	}
	return digits, left, c.qualifier(), nil
}

// parsePoint reads the whole of s, which begins offset bytes into what Parse was given.
func parsePoint(s string, offset int) (point, *Error) {
	c := &scanner{text: s, offset: offset}
	p := point{text: s}
	p.yearMarks = c.qualifier()
	p.negative = c.accept('-')
	var err *Error
	switch {
	case p.negative && strings.HasPrefix(c.rest(), "Y"):
		return p, fail(offset, "Y-"+c.rest()[1:], "a minus sign stands after Y")
	case c.accept('Y'):
		err = p.longYear(c)
	default:
		err = p.calendarDate(c)
	}
	if err != nil {
		return p, err
	}
	if c.pos < len(c.text) {
		return p, c.unexpected("")
	}
	if !p.bound() {
		return p, p.noSuchDay(c.digit)
	}
	return p, nil
}

// digitsOfYear takes the digits of the year.
func (p *point) digitsOfYear(c *scanner) string {
	year := c.digits()
	p.yearAt, p.yearEnd = uint8(c.digit-c.offset), uint8(c.pos) // no year that is read is longer
	return year
}

// longYear reads what follows Y: a year of more than four digits, which stands alone.
func (p *point) longYear(c *scanner) *Error {
	p.negative = c.accept('-')
	year := p.digitsOfYear(c)
	switch n := len(year); {
	case isMasked(year):
		return fail(c.digit, "", "a year after Y has digits only, not X")
	case n > 0 && c.pos < len(c.text) && strings.IndexByte("ES", c.text[c.pos]) >= 0:
		return c.unexpected("")
	case n <= 4 || year[0] == '0':
		return fail(c.offset, "2024, -0044 or Y17000", "Y is for years of more than four digits")
	case n > maxYearDigits:
		return fail(c.digit, "", "a year has at most %d digits", maxYearDigits)
	}
	p.yearMarks |= c.qualifier()
	if strings.HasPrefix(c.rest(), "-") {
		return fail(c.at(), "", "a year after Y has no month")
	}
	return nil
}

// calendarDate reads a year of four digits and the month or division, day and time that may follow it.
func (p *point) calendarDate(c *scanner) *Error {
	year := p.digitsOfYear(c)
	switch n := len(year); {
	case n == 0 && c.pos == len(c.text):
		return c.unexpected("a year of four digits is missing")
	case n == 0:
		return fail(c.at(), "", "a date begins with a year of four digits")
	case n != 4:
		return fail(c.digit, "a year has four digits, as in 0476, 198X or 20XX", "%s is no year", quote(year))
	case p.negative && year == "0000":
		return fail(c.digit-1, "0000", "there is no year -0000")
	}
	p.yearMarks |= c.qualifier()
	if c.accept('-') {
		if err := p.monthAndDay(c); err != nil {
			return err
		}
	}
	if strings.HasPrefix(c.rest(), "T") {
		return p.timeOfDay(c)
	}
	return nil
}

func (p *point) monthAndDay(c *scanner) *Error {
	digits, left, right, err := c.component("month")
	if err != nil {
		return err
	}
	p.monthMarks = left | right
	p.yearMarks |= right
	if n, err := strconv.Atoi(digits); err == nil && 21 <= n && n <= 41 {
		p.division = uint8(n)
		if strings.HasPrefix(c.rest(), "-") {
			return fail(c.at(), "", "a %s has no day", divisions[n].precision)
		}
		return nil
	}
	p.monthAt = uint8(c.digit - c.offset)
	if len(matching(digits, 12)) == 0 {
		return fail(c.digit, "months are 01 to 12, seasons and other divisions of a year 21 to 41",
			"there is no month %s", digits)
	}
	if !c.accept('-') {
		return nil
	}
	_, left, right, err = c.component("day")
	p.dayAt = uint8(c.digit - c.offset)
	p.dayMarks = left | right
	p.monthMarks |= right
	p.yearMarks |= right
	return err
}

// clock is a time of day as ISO 8601-1 writes it in extended format. EDTF itself always has the seconds.
var clock = regexp.MustCompile(`^T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-](\d\d)(?::(\d\d))?)?$`)

// clockLimits are the greatest values of hour, minute, second (60 in a leap second) and an offset's hour and minute.
var clockLimits = [...]struct {
	name string
	most int
}{{"hour", 23}, {"minute", 59}, {"second", 60}, {"offset's hour", 23}, {"offset's minute", 59}}

func (p *point) timeOfDay(c *scanner) *Error {
	at, text := c.at(), c.rest()
	if p.day() == "" || p.masked() || p.qualifiers() != 0 {
		return fail(at, "", "a time of day follows a full date without X or qualifier")
	}
	found := clock.FindStringSubmatchIndex(text)
	switch {
	case found == nil && strings.ContainsAny(text, "?~%"):
		return fail(at+strings.IndexAny(text, "?~%"), "", "a time of day takes no qualifier")
	case found == nil:
		return fail(at+1, "T10:30:00, T10:30:00Z or T10:30:00+02:00", "%s is no time of day", quote(text[1:]))
	}
	for i, limit := range clockLimits {
		start, stop := found[2*i+2], found[2*i+3]
		if start < 0 {
			continue
		}
		if n, _ := strconv.Atoi(text[start:stop]); n > limit.most {
			return fail(at+start, "", "the %s is at most %d", limit.name, limit.most)
		}
	}
	p.timeAt = uint8(c.pos + 1)
	c.pos = len(c.text)
	return nil
}

// unexpected says what is wrong with the next character, or that the text ends too early and what is missing.
func (c *scanner) unexpected(missing string) *Error {
	r, size := utf8.DecodeRuneInString(c.rest())
	switch {
	case size == 0:
		return fail(c.at(), "", "%s", missing)
	case strings.ContainsRune("?~%", r):
		return fail(c.at(), "% says both uncertain and approximate", "one qualifier is enough in one place")
	case missing == "" && (r == 'E' || r == 'S'):
		return fail(c.at(), "", "exponents and significant digits of a year are not read")
	case r == 'W' && c.pos > 0:
		return fail(c.at(), "an interval of days, such as 2024-05-06/2024-05-12", "a week is not read")
	case missing != "":
		return fail(c.at(), "", "%s before %s", missing, quote(string(r)))
	}
	return fail(c.at(), "", "%s cannot stand here", quote(string(r)))
}
