package snapshot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// part is a stretch of a quote that stands in the source as it is.
type part struct {
	text string

	// Letters of ours that touch the part, as in “[T]he port” or “arrival[s]”. In the source the word may be whole there.
	before, after string
}

// ellipses are what leaves words out where it stands in square brackets.
var ellipses = []string{"…", "...", ". . ."}

// split returns a quote as it stands, and the parts of it that are the source's: between ellipses in brackets, a lone “…”, and words of ours
// in brackets. A stretch without a letter or digit is no part. There are none where the quote has nothing of the kind.
func split(quote string) (whole part, parts []part) {
	whole = part{text: strings.TrimSpace(quote)}
	rest := whole.text
	var now part
	add := func(text, ours string) {
		now.text, now.after = strings.TrimSpace(text), ""
		if touches(text, false) {
			now.after = leading(ours)
		}
		if strings.ContainsFunc(now.text, isWord) {
			parts = append(parts, now)
		}
		now = part{}
	}
	for {
		i := strings.IndexByte(rest, '[')
		if dots := strings.Index(rest, "…"); dots >= 0 && (i < 0 || dots < i) {
			i = dots
		}
		if i < 0 {
			if rest != whole.text {
				add(rest, "")
			}
			return whole, parts
		}
		inside, after, ok := "", "", true
		if rest[i] == '[' {
			inside, after, ok = brackets(rest[i:])
		} else {
			after = rest[i+len("…"):]
		}
		if !ok { // a bracket that is never closed is the source's
			if rest != whole.text {
				add(rest, "")
			}
			return whole, parts
		}
		if slices.Contains(ellipses, strings.TrimSpace(inside)) {
			inside = ""
		}
		add(rest[:i], inside)
		if rest = after; touches(rest, true) {
			now.before = trailing(inside)
		}
	}
}

// brackets returns what stands in the brackets with which a text begins, and what follows them.
func brackets(text string) (inside, after string, ok bool) {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return text[1:i], text[i+1:], true
			}
		}
	}
	return "", "", false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// touches reports whether a text begins, or ends, within a word.
func touches(text string, begin bool) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	if begin {
		r, _ = utf8.DecodeRuneInString(text)
	}
	return isLetter(r)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// trailing returns the letters with which a text ends.
func trailing(text string) string {
	return text[strings.LastIndexFunc(text, func(r rune) bool { return !isLetter(r) })+1:]
}

// leading returns the letters with which a text begins.
func leading(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return !isLetter(r) }); i >= 0 {
		return text[:i]
	}
	return text
}

// bounded reports whether the part, found at a place of a text, begins and ends at word boundaries. Where letters of ours touch it, the word
// may go on in the text by the same letters, in another case.
func (p *part) bounded(text string, at Place) bool {
	if !boundary(text, at.Start) {
		start := at.Start
		for range utf8.RuneCountInString(p.before) {
			_, size := utf8.DecodeLastRuneInString(text[:start])
			start -= size
		}
		if start == at.Start || !strings.EqualFold(text[start:at.Start], p.before) || !boundary(text, start) {
			return false
		}
	}
	if !boundary(text, at.End) {
		end := at.End
		for range utf8.RuneCountInString(p.after) {
			_, size := utf8.DecodeRuneInString(text[end:])
			end += size
		}
		if end == at.End || !strings.EqualFold(text[at.End:end], p.after) || !boundary(text, end) {
			return false
		}
	}
	return true
}
