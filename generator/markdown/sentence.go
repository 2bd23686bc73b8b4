package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences cuts the stretches of prose into sentences. The rules are few: a sentence ends at a full stop, question or exclamation
// mark of any script that space or the block's end follows, but not behind an abbreviation or an initial, nor before a small letter.
func (d *document) sentences() []Sentence {
	if len(d.prose) == 0 {
		return nil
	}
	out := make([]Sentence, 0, len(d.prose)+len(d.text)/100)
	for _, s := range d.prose {
		s.end = min(s.end, len(d.text))
		for start := s.start; start < s.end; {
			end := start + sentenceEnd(d.text[start:s.end])
			from, to := start, end
			for from < to && d.text[from] == ' ' {
				from++
			}
			for from < to && d.text[to-1] == ' ' {
				to--
			}
			if from < to {
				out = append(out, Sentence{Start: from, End: to, Apart: s.apart})
			}
			start = end
		}
	}
	return out
}

// sentenceEnd returns where the first sentence of t ends.
func sentenceEnd(t []byte) int {
	for i := 0; i < len(t); {
		if c := t[i]; c < utf8.RuneSelf && c != '.' && c != '!' && c != '?' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(t[i:])
		if !endsSentence(r) {
			i += size
			continue
		}
		stop, dot := i, r == '.'
		wide := isWide(r)
		for i += size; i < len(t); i += size { // further marks, quotation marks and brackets belong to the sentence
			if r, size = utf8.DecodeRune(t[i:]); endsSentence(r) {
				dot, wide = dot && r == '.', wide || isWide(r)
			} else if !closesQuote(r) {
				break
			}
		}
		if i == len(t) || wide {
			return i
		}
		if t[i] == ' ' && !goesOn(t[:stop], t[i:], dot) {
			return i
		}
	}
	return len(t)
}

func endsSentence(r rune) bool { return strings.ContainsRune(".!?…؟۔।॥。！？｡", r) }

// isWide reports whether r is a full stop of a script that puts no space behind it.
func isWide(r rune) bool { return strings.ContainsRune("。！？｡", r) }

func closesQuote(r rune) bool { return strings.ContainsRune("\"'”’»)]」』）", r) }

// abbreviations stand before a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"no": true, "nos": true, "nr": true, "p": true, "pp": true, "art": true, "arts": true, "para": true, "paras": true, "fig": true,
	"figs": true, "sec": true, "ch": true, "vol": true, "ed": true, "eds": true, "cf": true, "v": true, "vs": true, "ca": true, "approx": true,
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "gen": true, "col": true, "lt": true, "sgt": true,
	"capt": true, "maj": true, "adm": true, "rep": true, "sen": true, "gov": true, "rev": true, "hon": true, "jr": true, "sr": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true,
	"nov": true, "dec": true, "им": true, "ул": true, "стр": true, "ст": true, "см": true, "тыс": true, "млн": true, "млрд": true,
	"bzw": true, "usw": true, "abs": true, "nrn": true, "hl": true,
}

// goesOn reports whether the sentence goes on behind a mark, which before leads to and after follows.
func goesOn(before, after []byte, dot bool) bool {
	next, _ := utf8.DecodeRune(after[1:])
	if unicode.IsLower(next) {
		return true
	}
	if !dot {
		return false
	}
	start := len(before)
	for start > 0 && before[start-1] != ' ' && before[start-1] != '(' {
		start--
	}
	word := string(before[start:])
	if strings.Contains(word, ".") && !strings.ContainsAny(word, "0123456789/") { // U.S., e.g.
		return true
	}
	if r, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(r) { // an initial
		return true
	}
	return abbreviations[strings.ToLower(word)]
}

// sentenceFrom returns the first sentence that ends behind a place of the text.
func sentenceFrom(sentences []Sentence, pos int) int {
	i, _ := slices.BinarySearchFunc(sentences, pos, func(s Sentence, pos int) int {
		if s.End <= pos {
			return -1
		}
		return 1
	})
	return i
}

// sentenceAt returns the sentence of a reference at a place of the text, or -1. One that speaks of the past words belongs to what
// stands before it, if anything does in its block.
func sentenceAt(body *Body, pos int, past bool) int {
	s := body.Sentences
	if pos > len(body.Text) { // in a last block without text, whose line feed was taken away
		return -1
	}
	if past {
		before := pos
		for before > 0 && body.Text[before-1] == ' ' {
			before--
		}
		if before > 0 && body.Text[before-1] != '\n' {
			pos = before - 1
		}
	}
	i := sentenceFrom(s, pos)
	if i < len(s) && s[i].Start <= pos {
		return i
	}
	if i > 0 && !strings.Contains(body.Text[s[i-1].End:pos], "\n") {
		return i - 1
	}
	if i < len(s) && !strings.Contains(body.Text[pos:s[i].Start], "\n") {
		return i
	}
	return -1
}
