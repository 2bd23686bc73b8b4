package snapshot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Run is a stretch of a passage: words of the text, and whether they were looked for.
type Run struct {
	Text   string
	Quoted bool
}

// How many characters of a passage are shown on either side of a quote, and between its parts. What is longer is cut at a word, which
// “…” says.
const maxAround = 400

// sentenceReach is how far around a quote, in bytes, the ends of its sentences are looked for.
const sentenceReach = 2000

// Around returns what stands around a quote that was found: from the beginning of the sentence before it to the end of the one after it, with
// all that its parts leave out. White space is one space.
func (t *Text) Around(places []Place) []Run {
	if len(places) == 0 {
		return nil
	}
	first, last := places[0].Start, places[len(places)-1].End
	before := flow(t.words[runeStart(t.words, max(0, first-sentenceReach)):first])
	quoted := flow(t.words[first:last])
	after := flow(t.words[last:runeStart(t.words, min(len(t.words), last+sentenceReach))])
	start, end := sentences(before+quoted+after, len(before), len(before)+len(quoted))
	var runs []Run
	add := func(text string, quoted bool) {
		if text = strings.ReplaceAll(text, "\n", " "); text != "" {
			runs = append(runs, Run{text, quoted})
		}
	}
	add(cutStart(strings.TrimLeft(before[start:], " \n")), false)
	for i, p := range places {
		if i > 0 {
			add(cutMiddle(flow(t.words[places[i-1].End:p.Start])), false)
		}
		add(flow(t.words[p.Start:p.End]), true)
	}
	add(cutEnd(strings.TrimRight(after[:end-len(before)-len(quoted)], " \n")), false)
	return runs
}

// flow returns a text with each stretch of white space as one: a space, or the end of a paragraph.
func flow(text string) string {
	if flows(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	lines, white := 0, false
	for i, r := range text {
		if isWhite(r) {
			white = true
			if r == '\n' || r == '\r' && !strings.HasPrefix(text[i+1:], "\n") || r == '\u2029' {
				lines++
			}
			continue
		}
		if white {
			b.WriteByte(space(lines))
			lines, white = 0, false
		}
		b.WriteRune(r)
	}
	if white {
		b.WriteByte(space(lines))
	}
	return b.String()
}

// flows reports whether a text is of ASCII in which every stretch of white space is one space already, as most quotes are.
func flows(text string) bool {
	before := byte(0)
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= utf8.RuneSelf || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return true
}

func space(lines int) byte {
	if lines > 1 {
		return '\n'
	}
	return ' '
}

// sentences returns where the sentence before a quote begins, and where the one after it ends. Of the sentences in which the quote itself
// begins and ends, what it leaves out is between.
func sentences(text string, from, to int) (start, end int) {
	var ends []int // of the sentences
	for rest, state, pos := text, -1, 0; rest != ""; {
		var sentence string
		sentence, rest, state = uniseg.FirstSentenceInString(rest, state)
		pos += len(sentence)
		ends = append(ends, pos)
	}
	own, _ := slices.BinarySearch(ends, from+1) // the sentence in which the quote begins
	if own >= 2 {
		start = ends[own-2]
	}
	last, _ := slices.BinarySearch(ends, to) // that in which it ends
	return start, ends[min(last+1, len(ends)-1)]
}

// cutStart cuts the beginning of a text that is too long.
func cutStart(text string) string {
	n := utf8.RuneCountInString(text)
	if n <= maxAround {
		return text
	}
	cut := offset(text, n-maxAround)
	if i := strings.IndexAny(text[cut:], " \n"); i >= 0 {
		cut += i
	}
	return "…" + text[cut:]
}

// cutEnd cuts the end of a text that is too long.
func cutEnd(text string) string {
	if utf8.RuneCountInString(text) <= maxAround {
		return text
	}
	cut := offset(text, maxAround)
	if i := strings.LastIndexAny(text[:cut], " \n"); i >= 0 {
		cut = i + 1
	}
	return text[:cut] + "…"
}

// cutMiddle cuts the middle of a text that is too long.
func cutMiddle(text string) string {
	n := utf8.RuneCountInString(text)
	if n <= maxAround {
		return text
	}
	head, tail := text[:offset(text, maxAround/2)], text[offset(text, n-maxAround/2):]
	if i := strings.LastIndexAny(head, " \n"); i >= 0 {
		head = head[:i]
	}
	if i := strings.IndexAny(tail, " \n"); i >= 0 {
		tail = tail[i+1:]
	}
	return head + " … " + tail
}

// offset returns where the n-th character of a text begins.
func offset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// runeStart returns the beginning of the character that a byte is of.
func runeStart(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}
