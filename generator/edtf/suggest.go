package edtf

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// suggest returns what the author of a text that is no date may have meant, ready to be pasted; where it may be several
// dates, each with its words; "" if nothing comes to mind. Every date it offers can be read.
func suggest(s string) string {
	if len(s) > 100 { // nobody's slip
		return ""
	}
	text := clean(s)
	if isDate(text) {
		return text
	}
	switch found := respell(text); len(found) {
	case 0:
	case 1:
		return found[0]
	default:
		for i, candidate := range found {
			d, _ := parse(candidate)
			found[i] = candidate + " for " + d.Words()
		}
		return strings.Join(found, ", or ")
	}
	for _, separator := range separators {
		from, to, found := strings.Cut(strings.TrimPrefix(text, "from "), separator)
		if !found {
			continue
		}
		if candidate := respellEnd(from) + "/" + respellEnd(to); isDate(candidate) {
			return candidate
		}
	}
	return ""
}

func isDate(s string) bool {
	_, err := parse(s)
	return err == nil
}

// separators are what people write between the ends of an interval.
var separators = [...]string{"/", "–", "—", "..", " - ", " to ", " until "}

var (
	spacedSlash = regexp.MustCompile(`\s*/\s*`)
	spaces      = regexp.MustCompile(`\s+`)
	numeric     = regexp.MustCompile(`^[-0-9XxUuTtZzY?~%/.,:+\[\]{}]+$`)
	characters  = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2212", "-", "\u00a0", " ",
		"?~", "%", "~?", "%")
	upper = strings.NewReplacer("x", "X", "u", "X", "t", "T", "z", "Z")
)

// clean mends what concerns single characters: spaces, kinds of hyphens, small letters.
func clean(s string) string {
	s = spacedSlash.ReplaceAllString(characters.Replace(strings.TrimSpace(s)), "/")
	if strings.HasPrefix(s, "[") || strings.HasPrefix(s, "{") {
		s = spaces.ReplaceAllString(s, "")
	}
	if numeric.MatchString(s) {
		s = upper.Replace(s)
	}
	return s
}

// respellEnd returns what an end of an interval may have meant.
func respellEnd(s string) string {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "present", "now", "today", "ongoing", "open":
		return ".."
	case "unknown", "?":
		return ""
	}
	if len(s) <= 3 {
		return s // a number here is rather part of the other end
	}
	if found := respell(s); len(found) == 1 && !isDate(s) {
		return found[0]
	}
	return s
}

// slip is a way to write a date that is not EDTF. dates returns what may be meant, given the submatches; what of it
// cannot be read is dropped.
type slip struct {
	pattern *regexp.Regexp
	dates   func(m []string) []string
}

// respell returns the dates that s may mean, with or without one of the additions. Additions do not nest: with two
// patterns to try at every step, the time would grow without measure.
func respell(s string) []string {
	if found := respellPlain(s); found != nil {
		return found
	}
	for _, a := range additions {
		m := a.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		date := strings.TrimSpace(m[1])
		if found := respellPlain(date); len(found) == 1 && !isDate(date) {
			date = found[0]
		}
		if isDate(date + a.mark) {
			return []string{date + a.mark}
		}
	}
	return nil
}

// respellPlain returns the dates that s may mean by one of the slips.
func respellPlain(s string) []string {
	for _, slip := range slips {
		m := slip.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		var found []string
		for _, candidate := range slip.dates(m) {
			if isDate(candidate) {
				found = append(found, candidate)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func match(pattern string, dates func(m []string) []string) slip {
	return slip{regexp.MustCompile(`^(?i:` + pattern + `)$`), dates}
}

func one(format string, args ...any) []string { return []string{fmt.Sprintf(format, args...)} }

// atoi reads digits that a pattern has matched.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// slips are tried in order.
var slips = [...]slip{
	// 198, 20, 5: digits are missing, at the end or at the start
	match(`(\d{1,3})`, func(m []string) []string {
		full := fmt.Sprintf("%04d", atoi(m[1]))
		if len(m[1]) == 1 {
			return []string{full}
		}
		return []string{m[1] + "XX"[:4-len(m[1])], full}
	}),
	match(`-(\d{1,3})`, func(m []string) []string { return one("-%04d", atoi(m[1])) }),
	match(`([-+]?)(\d{5,})`, func(m []string) []string { // 20240501, 202405 or a long year
		year := "Y" + strings.TrimPrefix(m[1], "+") + m[2]
		switch len(m[2]) {
		case 6:
			return []string{m[1] + m[2][:4] + "-" + m[2][4:], year}
		case 8:
			if day := m[1] + m[2][:4] + "-" + m[2][4:6] + "-" + m[2][6:]; isDate(day) {
				return []string{day}
			}
		}
		return []string{year}
	}),
	match(`y(-?\d+)`, func(m []string) []string { return one("Y%s", m[1]) }),

	// 2024-5-1, 2024/05/01, 2024.05, 1914-18, 2004/05, 2019-2021
	match(`(\d{4})[-–./](\d{1,2})[-–./](\d{1,2})`, func(m []string) []string {
		return ymd(m[1], atoi(m[2]), atoi(m[3]))
	}),
	match(`(\d{4})[-–./](\d{1,2})`, func(m []string) []string {
		var found []string
		if month := atoi(m[2]); month <= 12 {
			found = one("%s-%02d", m[1], month)
		}
		if len(m[2]) == 2 && atoi(m[2]) > atoi(m[1][2:]) {
			found = append(found, m[1]+"/"+m[1][:2]+m[2])
		}
		return found
	}),
	match(`(\d{4}) ?- ?(\d{4})`, func(m []string) []string { return one("%s/%s", m[1], m[2]) }),

	// 25/12/2024, 01/05/2024, 1.5.2024
	match(`(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})`, func(m []string) []string {
		a, b := atoi(m[1]), atoi(m[2])
		if a == b {
			return ymd(m[3], a, b)
		}
		return append(ymd(m[3], b, a), ymd(m[3], a, b)...)
	}),
	match(`(\d{1,2})[-./](\d{4})`, func(m []string) []string { return one("%s-%02d", m[2], atoi(m[1])) }),

	// 2024-05-01 10:30
	match(`(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d.*)`, func(m []string) []string {
		return one("%sT%s", m[1], strings.ReplaceAll(strings.ToUpper(m[2]), " ", ""))
	}),

	// 1 May 2024, May 1st, 2024, May 2024, spring 2024, 2024 May 1
	match(`(\d{1,2})(?:st|nd|rd|th)?\.?[ -](?:of )?(\pL+)\.?,?[ -](\d{4})`, func(m []string) []string {
		return ymd(m[3], monthNumber(m[2]), atoi(m[1]))
	}),
	match(`(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`, func(m []string) []string {
		return ymd(m[3], monthNumber(m[1]), atoi(m[2]))
	}),
	match(`(\d{4})[ -](\pL+)\.?[ -](\d{1,2})`, func(m []string) []string {
		return ymd(m[1], monthNumber(m[2]), atoi(m[3]))
	}),
	match(`(\pL+)\.?,?[ -](\d{4})`, func(m []string) []string { return one("%s-%02d", m[2], partNumber(m[1])) }),
	match(`(\d{4}),?[ -](\pL+)\.?`, func(m []string) []string { return one("%s-%02d", m[1], partNumber(m[2])) }),

	// 1–3 May 2024, May–July 2024
	match(`(\d{1,2}) ?[-–—] ?(\d{1,2}) (\pL+)\.? (\d{4})`, func(m []string) []string {
		month := monthNumber(m[3])
		return one("%s-%02d-%02d/%s-%02d-%02d", m[4], month, atoi(m[1]), m[4], month, atoi(m[2]))
	}),
	match(`(\pL+)\.? ?[-–—] ?(\pL+)\.? (\d{4})`, func(m []string) []string {
		return one("%s-%02d/%s-%02d", m[3], monthNumber(m[1]), m[3], monthNumber(m[2]))
	}),

	// Q2 2024, 2024-Q2, H1 2024
	match(`q([1-4])[ /-]?(\d{4})`, func(m []string) []string { return one("%s-%d", m[2], 32+atoi(m[1])) }),
	match(`(\d{4})[ /-]?q([1-4])`, func(m []string) []string { return one("%s-%d", m[1], 32+atoi(m[2])) }),
	match(`h([12])[ /-]?(\d{4})`, func(m []string) []string { return one("%s-%d", m[2], 39+atoi(m[1])) }),
	match(`(\d{4})[ /-]?h([12])`, func(m []string) []string { return one("%s-%d", m[1], 39+atoi(m[2])) }),

	// the 1980s, 20th century, 45 BC, AD 476
	match(`(?:the )?(\d{3})0['’]?s`, func(m []string) []string {
		if strings.HasSuffix(m[1], "0") {
			return []string{m[1] + "X", m[1][:2] + "XX"}
		}
		return []string{m[1] + "X"}
	}),
	match(`(?:the )?(\d{1,2})(?:st|nd|rd|th) century`, func(m []string) []string { return one("%02dXX", atoi(m[1])-1) }),
	match(`(\d{1,4}) ?(?:bc|bce|b\.c\.)`, func(m []string) []string {
		if m[1] == "1" {
			return []string{"0000"}
		}
		return one("-%04d", atoi(m[1])-1)
	}),
	match(`(?:ad|a\.d\.) ?(\d{1,4})`, func(m []string) []string { return one("%04d", atoi(m[1])) }),
	match(`(\d{1,4}) ?(?:ad|ce|a\.d\.)`, func(m []string) []string { return one("%04d", atoi(m[1])) }),
}

// additions are words that a mark stands for, around a date in any of the spellings above.
var additions = [...]struct {
	pattern *regexp.Regexp
	mark    string
}{
	{regexp.MustCompile(`^(?i:circa|about|around|approximately|ca?\.?) ?(.+)$`), "~"},
	{regexp.MustCompile(`^(.+?) ?\(?\?\)?$`), "?"},
	{regexp.MustCompile(`^(?i:since) (.+)$`), "/.."},
}

func ymd(year string, month, day int) []string { return one("%s-%02d-%02d", year, month, day) }

// monthNumber returns the number of a month's English name or its first three or four letters; 0 if it is none.
func monthNumber(word string) int {
	word = strings.ToLower(word)
	for n, name := range monthNames {
		name = strings.ToLower(name)
		if n > 0 && (word == name || len(word) >= 3 && len(word) <= 4 && strings.HasPrefix(name, word)) {
			return n
		}
	}
	return 0
}

// partNumber returns the number of a month's or season's English name; 0 if it is none.
func partNumber(word string) int {
	switch strings.ToLower(word) {
	case "spring":
		return 21
	case "summer":
		return 22
	case "autumn", "fall":
		return 23
	case "winter":
		return 24
	}
	return monthNumber(word)
}
