package edtf

import "strconv"

// Wording says a part of a date in a language: the text of a key with its arguments. The keys are day (with the day, the name of the month
// and the year), month, month.1 to month.12, year, year.bc, year.ad, decade and century (with the first and the last year), division.21 to
// division.41, time, about, uncertain, day.unstated, month.unstated, interval, since, from, until.open, until.unknown, one.of, all.of, before,
// after, comma.
type Wording func(key string, args ...string) string

// In returns the date in a language, as Words does in English. What is rare in dates, such as an X before a digit or a day that alone is
// uncertain, is worded in English: it is better read there than said wrong.
func (d Date) In(say Wording) string {
	if d.parsed == nil {
		return ""
	}
	w := in{say: say}
	text := ""
	switch d.form() {
	case single:
		text = w.point(d.spans()[0].start.point)
	case interval:
		text = w.interval(d.spans()[0])
	default:
		text = w.set(d)
	}
	if w.rare {
		return d.Words()
	}
	return text
}

// In returns the end in a language, as Words does in English.
func (e End) In(say Wording) string {
	w := in{say: say}
	if text := w.point(e.point); !w.rare && e.Kind == Dated {
		return text
	}
	return e.Words()
}

// YearIn returns an astronomical year in a language: -44 is 45 BC.
func YearIn(say Wording, year int64) string {
	switch {
	case year <= 0:
		return say("year.bc", strconv.FormatInt(1-year, 10))
	case year < 1000:
		return say("year.ad", strconv.FormatInt(year, 10))
	case year > 9999:
		return say("year", strconv.FormatInt(year, 10))
	}
	return strconv.FormatInt(year, 10)
}

// in words one date. It is rare if some part of it is.
type in struct {
	say  Wording
	rare bool
}

func (w *in) interval(s span) string {
	start, end := w.point(s.start.point), w.point(s.end.point)
	switch {
	case s.end.kind == Open:
		return w.say("since", start)
	case s.end.kind == Unknown:
		return w.say("from", start)
	case s.start.kind == Open:
		return w.say("until.open", end)
	case s.start.kind == Unknown:
		return w.say("until.unknown", end)
	}
	return w.say("interval", start, end)
}

func (w *in) set(d Date) string {
	text := ""
	for i, s := range d.spans() {
		member := ""
		switch start, end := w.point(s.start.point), w.point(s.end.point); {
		case s.start.kind == Unbounded:
			member = w.say("before", end)
		case s.end.kind == Unbounded:
			member = w.say("after", start)
		case start == end:
			member = start
		default:
			member = w.say("interval", start, end)
		}
		if i > 0 {
			member = w.say("comma", text, member)
		}
		text = member
	}
	switch {
	case d.IsAllOf():
		return w.say("all.of", text)
	case len(d.spans()) == 1 && (d.spans()[0].start.kind == Unbounded || d.spans()[0].end.kind == Unbounded):
		return text
	}
	return w.say("one.of", text)
}

// point words a date without slash or brackets; nothing for one that is not there.
func (w *in) point(p point) string {
	if p.year() == "" {
		return ""
	}
	text := w.plain(p)
	switch p.marked(approximate) {
	case everything:
		text = w.say("about", text)
	case "":
	default:
		w.rare = true
	}
	switch p.marked(uncertain) {
	case everything:
		text = w.say("uncertain", text)
	case "":
	default:
		w.rare = true
	}
	return text
}

// plain words a point without its qualifiers.
func (w *in) plain(p point) string {
	year := w.year(p)
	if p.division != 0 {
		return w.say("division."+strconv.Itoa(int(p.division)), year)
	}
	switch month, day := p.month(), p.day(); {
	case month == "":
		return year
	case month == "XX" && (day == "" || day == "XX"):
		if day == "" {
			return w.say("month.unstated", year)
		}
		w.rare = true
	case isMasked(month) || isMasked(day) && day != "XX" || isMasked(p.year()):
		w.rare = true
	case day == "" || day == "XX":
		text := w.say("month", w.month(month), year)
		if day == "XX" {
			text = w.say("day.unstated", text)
		}
		return text
	default:
		text := w.say("day", number(day), w.month(month), year)
		if p.time() != "" {
			text = w.say("time", text, p.time())
		}
		return text
	}
	return ""
}

func (w *in) month(digits string) string { return w.say("month." + number(digits)) }

// number returns two digits without a leading zero.
func number(digits string) string {
	if digits[0] == '0' {
		return digits[1:]
	}
	return digits
}

func (w *in) year(p point) string {
	if p.year() == "XXXX" {
		w.rare = true
		return ""
	}
	low, high := p.years()
	first, last := strconv.FormatInt(low, 10), strconv.FormatInt(high, 10)
	switch n := p.trailingX(); {
	case low == high:
		return YearIn(w.say, low)
	case p.month() != "" || p.division != 0 || low < 1000 || n == 0 || n > 2:
		w.rare = true
		return ""
	case n == 1:
		return w.say("decade", first, last)
	default:
		return w.say("century", first, last)
	}
}
