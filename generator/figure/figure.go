// Package figure lays out pictures: dates along time, and how things in a list are connected. It says where everything lies and no
// more than the dates say; how it is drawn and what it is called is left to templates.
//
// A picture takes whatever room a page has, from a phone to a wide window, without a script: across, places are counted in
// thousandths of its width ([Whole]). All sizes are whole numbers, so that a picture is the same on any machine.
package figure

import (
	"math/bits"
	"unicode/utf8"
)

// Whole is the width of a picture in its own units.
const Whole = 1000

// The widths in CSS pixels for which labels are laid out: narrow is what the smallest phone leaves, wide what the narrowest window
// leaves in which labels for wide ones are shown.
const (
	narrowPixels = 284
	widePixels   = 864
)

// across returns how much of a picture so many CSS pixels wide is taken by others, rounded up.
func across(pixels, width int) int { return (pixels*Whole + width - 1) / width }

// textPixels is the width that a label of small type takes at most, with the space after it.
func textPixels(text string) int { return 7 + utf8.RuneCountInString(text)*13/2 }

// share returns part/whole of size, rounded down, for 0 ≤ part ≤ whole, 0 < whole and any size that is a width. Numbers of years go
// to where the product would not fit into 64 bits.
func share(size int, part, whole int64) int {
	high, low := bits.Mul64(uint64(size), uint64(part))
	quotient, _ := bits.Div64(high, low, uint64(whole))
	return int(quotient)
}

// span is a stretch across a picture that is taken.
type span struct{ from, to int }

// free reports whether s touches none of the taken.
func (s span) free(taken []span) bool {
	for _, t := range taken {
		if s.from < t.to && t.from < s.to {
			return false
		}
	}
	return true
}
