package edtf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxLength is the longest text Parse reads, in bytes. The longest sets of analysts have some tens of members.
const maxLength = 1024

// Error says why a text is no date.
type Error struct {
	Offset  int    // in bytes, into the text given to Parse; may be its length
	Message string // what is wrong, in one clause
	Hint    string // what to write, or a fact that helps; may be ""
}

// Error returns the message, with the hint in parentheses.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

func fail(offset int, hint, format string, args ...any) *Error {
	return &Error{Offset: offset, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Parse reads a date. An error is always an [*Error]; where the text is a common slip, such as "2024-5-1" or "May 2024",
// its hint is what to write instead.
func Parse(s string) (Date, error) {
	d, err := parse(s)
	if err != nil {
		if hint := suggest(s); hint != "" {
			err.Hint = hint
		}
		return Date{}, err
	}
	return d, nil
}

// parse reads a date without looking for suggestions.
func parse(s string) (Date, *Error) {
	switch {
	case s == "":
		return Date{}, fail(0, "", "no date is given")
	case len(s) > maxLength:
		return Date{}, fail(maxLength, "", "a date has at most %d bytes", maxLength)
	case s == "..":
		return Date{}, fail(0, "2024-05/..", "two dots stand at an end of an interval or set")
	case s[0] == '[':
		return parseSet(s, oneOf, "]")
	case s[0] == '{':
		return parseSet(s, allOf, "}")
	case strings.Contains(s, "/"):
		return parseInterval(s)
	}
	p, err := parsePoint(s, 0)
	if err != nil {
		return Date{}, err
	}
	d := &struct { // as most dates are single, theirs is one piece of memory
		parsed
		end   end
		spans [1]span
	}{end: end{Dated, p}}
	d.spans[0] = span{&d.end, &d.end}
	d.parsed = parsed{text: s, form: single, spans: d.spans[:]}
	return Date{parsed: &d.parsed}, nil
}

// parseInterval reads two ends about a slash.
func parseInterval(s string) (Date, *Error) {
	first, second, _ := strings.Cut(s, "/")
	offset := len(first) + 1
	if i := strings.IndexByte(second, '/'); i >= 0 {
		return Date{}, fail(offset+i, "", "an interval has one slash")
	}
	start, err := parseIntervalEnd(first, 0)
	if err != nil {
		return Date{}, err
	}
	stop, err := parseIntervalEnd(second, offset)
	if err != nil {
		return Date{}, err
	}
	sp := span{start, stop}
	if start.kind != Dated && stop.kind != Dated {
		return Date{}, fail(0, "", "an interval needs a date at one end at least")
	}
	if sp.reversed() {
		return Date{}, fail(offset, second+"/"+first, "the interval ends before it starts")
	}
	return Date{parsed: &parsed{text: s, form: interval, spans: []span{sp}}}, nil
}

func parseIntervalEnd(s string, offset int) (*end, *Error) {
	switch s {
	case "":
		return &end{kind: Unknown}, nil
	case "..":
		return &end{kind: Open}, nil
	}
	p, err := parsePoint(s, offset)
	return &end{Dated, p}, err
}

// reversed reports whether the last day of the end lies before the first day of the start.
func (s span) reversed() bool {
	return s.start.kind == Dated && s.end.kind == Dated && s.end.point.last.compare(s.start.point.first) < 0
}

// parseSet reads members between brackets, parted by commas.
func parseSet(s string, f form, closing string) (Date, *Error) {
	inner, closed := strings.CutSuffix(s[1:], closing)
	if !closed {
		if i := strings.Index(s, closing); i >= 0 {
			return Date{}, fail(i+1, "", "nothing may follow %q", closing)
		}
		return Date{}, fail(len(s), s+closing, "%q is missing", closing)
	}
	members := strings.Split(inner, ",")
	d := &parsed{text: s, form: f, spans: make([]span, 0, len(members))}
	offset := 1
	for i, m := range members {
		sp, err := parseMember(m, offset, i == 0, i == len(members)-1)
		if err != nil {
			return Date{}, err
		}
		d.spans = append(d.spans, sp)
		offset += len(m) + 1
	}
	return Date{parsed: d}, nil
}

// parseMember reads a date, or two ends about two dots. Only the first member may lack its start and only the last its
// end.
func parseMember(s string, offset int, first, last bool) (span, *Error) {
	if i := strings.IndexByte(s, '/'); i >= 0 {
		return span{}, fail(offset+i, strings.Replace(s, "/", "..", 1),
			"two dots, not a slash, stand between dates of a set")
	}
	from, to, ranged := strings.Cut(s, "..")
	switch {
	case !ranged && s == "":
		return span{}, fail(offset, "", "a date is missing in the set")
	case !ranged:
		p, err := parsePoint(s, offset)
		e := &end{Dated, p}
		return span{e, e}, err
	case from == "" && to == "":
		return span{}, fail(offset, "", "two dots need a date beside them")
	case from == "" && !first:
		return span{}, fail(offset, "", "only a set's first date may have two dots before it")
	case to == "" && !last:
		return span{}, fail(offset+len(from), "", "only a set's last date may have two dots after it")
	}
	sp := span{&end{kind: Unbounded}, &end{kind: Unbounded}}
	if from != "" {
		p, err := parsePoint(from, offset)
		if err != nil {
			return span{}, err
		}
		sp.start = &end{Dated, p}
	}
	if to != "" {
		p, err := parsePoint(to, offset+len(from)+2)
		if err != nil {
			return span{}, err
		}
		sp.end = &end{Dated, p}
	}
	if sp.reversed() {
		return span{}, fail(offset+len(from)+2, to+".."+from, "the range ends before it starts")
	}
	return sp, nil
}

// quote quotes what the author wrote, cut to a length that a message can bear.
func quote(s string) string {
	const most = 24
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
