package snapshot

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// How far around a place, in bytes, a text decides whether that is a word boundary. Back it is mostly no farther than the last space.
const (
	lookBack  = 256
	lookAhead = 128
)

// boundary reports whether a word begins or ends at a byte of a text (UAX #29), without going through all of the text.
func boundary(text string, at int) bool {
	if at <= 0 || at >= len(text) {
		return true
	}
	start := wordStart(text, at)
	if start == at {
		return true
	}
	end := min(len(text), at+lookAhead)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	rest, state := text[start:end], -1
	for pos := start; pos < at; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if pos += len(word); pos == at {
			return true
		}
	}
	return false
}

// wordStart returns a place at or before another that is a word boundary whatever stands before it: behind a space or a line's end, unless a
// character follows that belongs to the one before it. In a long stretch without one it is some place well before.
func wordStart(text string, at int) int {
	i := at
	for ; i > max(0, at-lookBack); i-- {
		if c := text[i-1]; c == ' ' || c == '\n' {
			if r, _ := utf8.DecodeRuneInString(text[i:]); !unicode.In(r, unicode.M, unicode.Cf, unicode.Zs) && r != utf8.RuneError {
				return i
			}
		}
	}
	for i > 0 && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
