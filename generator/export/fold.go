package export

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words are found in the same way here and in static/search.js, which must agree to the letter:
//
// A text is brought to NFKC. Each of its letters loses its accents and its case, and a few are spelled out, such as ß. A word is a run of
// letters, numbers and marks. In scripts whose words run together, or take particles, it is not words that are found but letters: each
// begins a term of itself and the two after it, as far as the run goes. So what is looked for is found within a word too.

// gramLength is how many letters of such a script make a term. Most words of Chinese and Korean are no longer.
const gramLength = 3

// maxWord is how many letters of a word count: more than words have, and less than the digests and keys that stand in texts.
const maxWord = 64

// class says how a letter takes part in words.
type class uint8

const (
	outside class = iota // it parts words
	inWord
	inGram // of a script whose words run together
)

// gramScripts are those whose words run together; and Hangul, whose words take particles.
var gramScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// longVowel is the mark of long vowels in kana, which belongs to no script.
const longVowel = 'ー'

// dropped are accents, points of Arabic and Hebrew, and what is there for line ends and joining only.
var dropped = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
		{Lo: 0x0300, Hi: 0x036f, Stride: 1},
		{Lo: 0x0483, Hi: 0x0487, Stride: 1},
		{Lo: 0x0591, Hi: 0x05bd, Stride: 1},
		{Lo: 0x05bf, Hi: 0x05c7, Stride: 1},
		{Lo: 0x0640, Hi: 0x0640, Stride: 1},
		{Lo: 0x064b, Hi: 0x065f, Stride: 1},
		{Lo: 0x0670, Hi: 0x0670, Stride: 1},
		{Lo: 0x200c, Hi: 0x200f, Stride: 1},
	},
	LatinOffset: 1,
}

// spelled are letters that are no others with an accent, but are written so where a keyboard lacks them.
var spelled = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ς': "σ", 'ى': "ي", 'ة': "ه",
}

// letter is a folded letter.
type letter struct {
	r     rune
	class class
}

// folder folds letters, and remembers those that it has seen. It is for one goroutine.
type folder map[rune][]letter

// fold returns what a letter of a text in NFKC becomes: mostly one, none for an accent.
func (f folder) fold(r rune) []letter {
	if out, ok := f[r]; ok {
		return out
	}
	var kept []rune
	for _, part := range norm.NFD.String(string(r)) {
		if unicode.Is(dropped, part) {
			continue
		}
		part = unicode.ToLower(part)
		if as, ok := spelled[part]; ok {
			kept = append(kept, []rune(as)...)
		} else {
			kept = append(kept, part)
		}
	}
	out := make([]letter, 0, 1)
	for _, part := range norm.NFC.String(string(kept)) {
		out = append(out, letter{part, classOf(part)})
	}
	f[r] = out
	return out
}

func classOf(r rune) class {
	switch {
	case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r):
		return outside
	case unicode.In(r, gramScripts...) || r == longVowel:
		return inGram
	}
	return inWord
}

// ascii is what becomes of the letters that most texts are written in: 0 for what parts words.
var ascii = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			table[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			table[c] = byte(c) + 'a' - 'A'
		}
	}
	return table
}()

// splitter splits texts into terms. It is for one goroutine.
type splitter struct {
	folder folder
	word   []byte // the word, or the run of letters, that is being read
	ends   []int  // where in word each letter of a run ends; empty for a word
	length int    // of the word in letters
}

// split calls emit for each term of a text, one for each place in it, in order. emit must not keep the term.
func (s *splitter) split(text string, emit func(term []byte)) {
	if !isASCII(text) {
		text = norm.NFKC.String(text)
	}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			if c = ascii[c]; c == 0 {
				s.flush(emit)
				continue
			}
			if len(s.ends) > 0 {
				s.flush(emit)
			}
			if s.length++; s.length <= maxWord {
				s.word = append(s.word, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		for _, l := range s.folder.fold(r) {
			s.add(l, emit)
		}
	}
	s.flush(emit)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// add adds a letter to what is being read, or ends that.
func (s *splitter) add(l letter, emit func([]byte)) {
	run := len(s.ends) > 0
	if l.class == outside || s.length > 0 && run != (l.class == inGram) {
		s.flush(emit)
	}
	if l.class == outside {
		return
	}
	if s.length++; l.class == inGram || s.length <= maxWord {
		s.word = utf8.AppendRune(s.word, l.r)
	}
	if l.class == inGram {
		s.ends = append(s.ends, len(s.word))
	}
}

// flush emits what was read.
func (s *splitter) flush(emit func([]byte)) {
	switch {
	case s.length == 0:
		return
	case len(s.ends) == 0:
		emit(s.word)
	default:
		start := 0
		for i, end := range s.ends {
			emit(s.word[start:s.ends[min(i+gramLength-1, len(s.ends)-1)]])
			start = end
		}
	}
	s.word, s.ends, s.length = s.word[:0], s.ends[:0], 0
}
