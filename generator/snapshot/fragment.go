package snapshot

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Of a long quote a text fragment names the first and the last few words, of a short one all.
const (
	maxDirective = 12 // words
	directiveEnd = 5
	maxContext   = 8 // words on either side, where a quote stands more than once
)

// Fragment returns the text directives at which a browser finds a quote, without the “:~:” before them; empty where there is nothing to look
// for. They are made from the quote alone: of a text that is at hand Text.Fragment makes better ones.
func Fragment(quote string) string {
	whole, parts := split(quote)
	if len(parts) == 0 {
		parts = []part{whole}
	}
	var all []string
	for _, p := range parts {
		if start, end, ok := ends(p.text); ok {
			all = append(all, "text="+directive(p.text, start, end))
		}
	}
	return strings.Join(all, "&")
}

// Fragment returns the text directives at which a browser finds a quote that was found, in the words of the text itself: a browser tells
// quotation marks and dashes apart. Where these words stand more than once, those around tell which are meant.
func (t *Text) Fragment(places []Place) string {
	var all []string
	for _, p := range places {
		text := t.words[p.Start:p.End]
		start, end, ok := ends(text)
		if !ok {
			continue
		}
		before, after := t.context(Place{p.Start + start.Start, p.Start + start.End}, start == end)
		d := directive(text, start, end)
		if before != "" {
			d = before + "-," + d
		}
		if after != "" {
			d += ",-" + after
		}
		all = append(all, "text="+d)
	}
	return strings.Join(all, "&")
}

// ends returns the stretch of a text that a directive is to name, twice; or where that has many words or several blocks, which no stretch may
// go across, the first and the last few. There is none in a text without a word.
func ends(text string) (start, end Place, ok bool) {
	all := blocks(text)
	if len(all) == 0 {
		return start, end, false
	}
	start, end = all[0], all[len(all)-1]
	var room [48]Place // enough for most
	words := wordsOf(room[:0], text[start.Start:start.End])
	if len(all) == 1 && len(words) <= maxDirective {
		return start, start, true
	}
	if len(words) > directiveEnd {
		start.End = start.Start + words[directiveEnd-1].End
	}
	if words = wordsOf(room[:0], text[end.Start:end.End]); len(words) > directiveEnd {
		end.Start += words[len(words)-directiveEnd].Start
	}
	return start, end, true
}

// directive names a stretch of a text, or all from one stretch to another.
func directive(text string, start, end Place) string {
	d := named(text[start.Start:start.End])
	if end != start {
		d += "," + named(text[end.Start:end.End])
	}
	return d
}

// context returns the words before and after a place that tell it from others with the same words: as few as will do, and none where there is
// no other. Those after it serve only where it is all that a directive names.
func (t *Text) context(p Place, whole bool) (before, after string) {
	if !t.again(p) {
		return "", ""
	}
	from, to := runeStart(t.words, max(0, p.Start-sentenceReach)), runeStart(t.words, min(len(t.words), p.End+sentenceReach))
	prefixes, suffixes := neighbours(t.words, from, p.Start, true), neighbours(t.words, p.End, to, false)
	for _, prefix := range prefixes {
		if !t.again(Place{prefix.Start, p.End}) {
			return named(t.words[prefix.Start:prefix.End]), ""
		}
	}
	if whole {
		for _, suffix := range suffixes {
			if !t.again(Place{p.Start, suffix.End}) {
				return "", named(t.words[suffix.Start:suffix.End])
			}
		}
	}
	if n := len(prefixes); n > 0 {
		before = named(t.words[prefixes[n-1].Start:prefixes[n-1].End])
	}
	if n := len(suffixes); n > 0 && whole {
		after = named(t.words[suffixes[n-1].Start:suffixes[n-1].End])
	}
	return before, after
}

// neighbours returns the stretches of one, two and more words, up to a limit, at the end or the beginning of a stretch of a text, in the last
// or first of its blocks.
func neighbours(text string, from, to int, atEnd bool) []Place {
	all := blocks(text[from:to])
	if len(all) == 0 {
		return nil
	}
	b := all[0]
	if atEnd {
		b = all[len(all)-1]
	}
	b = Place{from + b.Start, from + b.End}
	words := wordsOf(nil, text[b.Start:b.End])
	var out []Place
	for n := 1; n <= min(maxContext, len(words)); n++ {
		if atEnd {
			out = append(out, Place{b.Start + words[len(words)-n].Start, b.End})
		} else {
			out = append(out, Place{b.Start, b.Start + words[n-1].End})
		}
	}
	return out
}

// again reports whether the characters of a place stand in the text more than once, as browsers compare them: in any case.
func (t *Text) again(p Place) bool {
	needle := strings.ToLower(t.index.bones[t.index.bone(p.Start):t.index.bone(p.End)])
	folded := t.folded()
	first := strings.Index(folded, needle)
	return first >= 0 && strings.Contains(folded[first+1:], needle)
}

// blocks returns the stretches of a text between empty lines, without white space around them, that have a word.
func blocks(text string) []Place {
	var all []Place
	start := 0
	for start < len(text) {
		end, next := len(text), len(text)
		for at := start; ; {
			i := strings.IndexByte(text[at:], '\n')
			if i < 0 {
				break
			}
			if line := strings.TrimLeft(text[at+i+1:], " \t\r"); strings.HasPrefix(line, "\n") {
				end, next = at+i, len(text)-len(line)
				break
			}
			at += i + 1
		}
		inner := strings.TrimSpace(text[start:end])
		if strings.ContainsFunc(inner, isWord) {
			at := start + strings.Index(text[start:end], inner)
			all = append(all, Place{at, at + len(inner)})
		}
		start = next
	}
	return all
}

// wordsOf returns where the words of a text are (UAX #29), without what has no letter or digit. They lie in room, if there are not too many.
func wordsOf(room []Place, text string) []Place {
	if words, ok := plainWords(room, text); ok {
		return words
	}
	words := room
	for rest, state, pos := text, -1, 0; rest != ""; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if strings.ContainsFunc(word, isWord) {
			words = append(words, Place{pos, pos + len(word)})
		}
		pos += len(word)
	}
	return words
}

// plainWords is wordsOf for a text in which words are nothing but the letters and digits of ASCII, as in most English sentences; ok is false for
// any other, of which the tables of Unicode must be asked.
func plainWords(room []Place, text string) (words []Place, ok bool) {
	const joins = "'.,:;_" // between letters or between digits
	start := -1
	words = room
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			if start < 0 {
				start = i
			}
			continue
		case c < ' ' || c >= 0x7f || c == '_':
			return nil, false
		case start >= 0 && strings.IndexByte(joins, c) >= 0 && i+1 < len(text) && isWord(rune(text[i+1])):
			return nil, false
		}
		if start >= 0 {
			words, start = append(words, Place{start, i}), -1
		}
	}
	if start >= 0 {
		words = append(words, Place{start, len(text)})
	}
	return words, true
}

// named returns words as a directive has them: with single spaces, and percent-encoded all but letters, digits and marks that mean nothing
// there: “-”, “,” and “&” do.
func named(text string) string {
	text = strings.Trim(flow(text), " \n")
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(text) + len(text)/2)
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '~' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
