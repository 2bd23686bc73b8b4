package snapshot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// skeleton is what of a text is the same in all tiers: its characters without white space, dashes and what is invisible, ligatures taken
// apart, all quotation marks as one. Quotes are searched for in it; what stands between the characters, and which they truly are, is then
// compared where one is found.
type skeleton struct {
	text  string // in NFC
	bones string
	marks []mark // of the first unit at or behind every markStep-th byte of bones
}

// mark says where the unit that bones holds at a byte begins in the text, with the gap before it.
type mark struct{ bone, text int }

// markStep is how many bytes of bones lie between two marks: few enough to be read again quickly, and enough that marks take little room.
const markStep = 256

// unit is a character as quotes are compared by it.
type unit struct {
	gap        int  // where what stands between the unit before and this begins
	start, end int  // in the text
	char       rune // the bone: the same for all that typography may write in its place
	exact      rune // the same but for typography
	inner      bool // what is written as one character stands for several, and this is not the first
	more       bool // nor the last
}

// scanner reads the units of a text one by one.
type scanner struct {
	text string
	pos  int
	unit        // the last that was read
	rest []rune // of what one character stands for
}

// next reads a unit; it returns false at the end, when gap is where what follows the last unit begins.
func (s *scanner) next() bool {
	if len(s.rest) > 0 {
		s.char, s.rest = s.rest[0], s.rest[1:]
		if s.exact != ellipsis {
			s.exact = s.char
		}
		s.gap, s.inner, s.more = s.end, true, len(s.rest) > 0
		return true
	}
	s.gap = s.pos
	for s.pos < len(s.text) {
		r, size := rune(s.text[s.pos]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s.text[s.pos:])
		}
		if isGap(r) {
			s.pos += size
			continue
		}
		s.start, s.end = s.pos, s.pos+size
		s.pos = s.end
		s.char, s.exact, s.inner, s.more = r, r, false, false
		switch {
		case isQuotationMark(r):
			s.char = '\''
		case r == ellipsis:
			s.char, s.rest = '.', dots
		case r >= utf8.RuneSelf && isLigature(r):
			if s.rest = []rune(norm.NFC.String(norm.NFKC.String(string(r)))); len(s.rest) > 0 {
				s.char, s.exact, s.rest = s.rest[0], s.rest[0], s.rest[1:]
			}
		}
		s.more = len(s.rest) > 0
		return true
	}
	return false
}

const ellipsis = '…'

var dots = []rune("..") // of an ellipsis, all but the first

func newSkeleton(text string) skeleton {
	k := skeleton{text: text, marks: make([]mark, 0, len(text)/markStep+1)}
	var bones strings.Builder
	bones.Grow(len(text))
	s := scanner{text: text}
	for s.next() {
		if !s.inner && bones.Len() >= len(k.marks)*markStep {
			k.marks = append(k.marks, mark{bones.Len(), s.gap})
			for bones.Len() >= len(k.marks)*markStep {
				k.marks = append(k.marks, k.marks[len(k.marks)-1])
			}
		}
		if s.char < utf8.RuneSelf {
			bones.WriteByte(byte(s.char))
		} else {
			bones.WriteRune(s.char)
		}
	}
	k.bones = bones.String()
	return k
}

// at returns a scanner that has just read the unit of a byte of bones.
func (k *skeleton) at(bone int) scanner {
	i := min(bone/markStep, len(k.marks)-1)
	for k.marks[i].bone > bone {
		i--
	}
	s := scanner{text: k.text, pos: k.marks[i].text}
	for pos := k.marks[i].bone; s.next(); pos += utf8.RuneLen(s.char) {
		if pos >= bone {
			break
		}
	}
	return s
}

// bone returns where in bones the first unit is that begins at or behind a byte of the text.
func (k *skeleton) bone(text int) int {
	low, high := 0, len(k.marks)
	for low < high {
		if mid := (low + high) / 2; k.marks[mid].text <= text {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return 0
	}
	m := k.marks[low-1]
	s := scanner{text: k.text, pos: m.text}
	for s.next() && (s.start < text || s.inner) {
		m.bone += utf8.RuneLen(s.char)
	}
	return m.bone
}

// find finds a part in a tier behind a byte of the text.
func (k *skeleton) find(p *part, from int, tier Tier) (Place, bool) {
	n := newNeedle(p.text)
	if n.bones == "" {
		return Place{}, false
	}
	for bone := k.bone(from); ; {
		i := strings.Index(k.bones[bone:], n.bones)
		if i < 0 {
			return Place{}, false
		}
		bone += i
		if place, ok := k.compare(n, bone, tier); ok && place.Start >= from && p.bounded(k.text, place) {
			return place, true
		}
		_, size := utf8.DecodeRuneInString(k.bones[bone:])
		bone += size
	}
}

// needle is a part that is looked for.
type needle struct {
	text  string
	bones string
	units []unit
	tail  int // where what follows the last unit begins
}

func newNeedle(text string) *needle {
	n := &needle{text: norm.NFC.String(strings.TrimFunc(strings.ToValidUTF8(text, ""), unseen))}
	s := scanner{text: n.text}
	var bones strings.Builder
	for s.next() {
		n.units = append(n.units, s.unit)
		bones.WriteRune(s.char)
	}
	n.bones, n.tail = bones.String(), s.gap
	return n
}

func unseen(r rune) bool { return isWhite(r) || isInvisible(r) }

// compare compares a needle with what stands in the text at a byte of bones, where it has the same bones.
func (k *skeleton) compare(n *needle, bone int, tier Tier) (Place, bool) {
	s := k.at(bone)
	if s.inner {
		return Place{}, false
	}
	place := Place{Start: s.start}
	if head := gapForm(n.text[:n.units[0].start], tier); head != "" {
		start, ok := gapEnding(k.text[s.gap:s.start], head, tier)
		if !ok {
			return Place{}, false
		}
		place.Start = s.gap + start
	}
	before := rune(0)
	for i := range n.units {
		q := &n.units[i]
		if i > 0 && !s.next() || tier > Typographic && s.exact != q.exact {
			return Place{}, false
		}
		if i > 0 && !sameGap(k.text[s.gap:max(s.gap, s.start)], n.text[q.gap:max(q.gap, q.start)], before, s.char, tier) {
			return Place{}, false
		}
		before = s.char
	}
	if s.more {
		return Place{}, false
	}
	place.End = s.end
	if tail := gapForm(n.text[n.tail:], tier); tail != "" {
		s.next()
		end, ok := gapBeginning(k.text[s.gap:s.pos], tail, tier)
		if !ok {
			return Place{}, false
		}
		place.End = s.gap + end
	}
	return place, true
}

func isWhite(r rune) bool { return unicode.IsSpace(r) }

// isInvisible reports whether a character is not seen and parts no words: soft hyphens, spaces without width, marks of direction.
func isInvisible(r rune) bool {
	switch r {
	case softHyphen, '\u200B', '\u2060', '\uFEFF', '\u200E', '\u200F', '\u061C':
		return true
	}
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// isDash reports whether a character is a hyphen, a dash or a minus.
func isDash(r rune) bool {
	switch r {
	case '-', '\u2212', '\u2E3A', '\u2E3B', '\uFE58', '\uFE63', '\uFF0D':
		return true
	}
	return r >= '\u2010' && r <= '\u2015'
}

func isGap(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r == '-' || r >= '\t' && r <= '\r'
	}
	return isDash(r) || isInvisible(r) || isWhite(r)
}

// isQuotationMark reports whether typography writes a character for a quotation mark, an apostrophe or a prime. They are not told apart, as a
// quote within a quote has the other pair.
func isQuotationMark(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '"' || r == '\'' || r == '`'
	}
	switch r {
	case '«', '»', '´', '\u02BC', '\u05F3', '\u05F4', '\u2039', '\u203A', '\u2032', '\u2033', '\uFF02', '\uFF07':
		return true
	}
	return r >= '\u2018' && r <= '\u201F' || r >= '\u300C' && r <= '\u300F' || r >= '\u301D' && r <= '\u301F'
}

// isLigature reports whether a character stands for several letters, or for one in the form that it has beside others.
func isLigature(r rune) bool {
	return r >= '\uFB00' && r <= '\uFB06' || r >= '\uFB13' && r <= '\uFB17' || r == '\uFB4F' || r == '\u0132' || r == '\u0133' ||
		r >= '\uFB50' && r <= '\uFDFB' || r >= '\uFE70' && r <= '\uFEFC'
}
