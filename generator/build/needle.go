package build

import (
	"cmp"
	"encoding/binary"
	"html"
	"html/template"
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// What is withheld is looked for in every byte that is built, so looking must cost little however much there is to look for. A secret is cut
// into needles of 8 to 64 bytes. Of each, some neighbouring windows are noted, as many as lie between two windows that are looked at in the
// built bytes: wherever a needle stands, one of its own is among these. A filter of bits turns nearly all others away; what passes is compared
// by its sum, so that no text of a secret has to be kept.

const (
	minNeedle = 8  // bytes; anything shorter would be found by chance
	maxNeedle = 64 // bytes; longer texts are looked for in pieces, so that a part of one is found too
	minTail   = 24 // bytes; what is left of a longer text is a piece of its own from here on
)

// tier is the needles of some lengths. The longer they are, the longer are the windows, which stand in fewer other texts, and the fewer
// are looked at.
type tier struct {
	window int // bytes of a window
	stride int // how many windows of a needle are noted, and the distance of those that are looked at
}

// tiers are for needles of at least 8, 12 and 24 bytes.
var tiers = [...]tier{{6, 3}, {8, 5}, {16, 9}}

// least is the length, in bytes, from which on a needle is of the tier: then all windows that are noted lie in it.
func (t tier) least() int { return t.window + t.stride - 1 }

func tierOf(size int) int {
	for i := len(tiers) - 1; i > 0; i-- {
		if size >= tiers[i].least() {
			return i
		}
	}
	return 0
}

// The multipliers are those of Fibonacci hashing and of xxHash: odd, with their bits spread.
const (
	spread  = 0x9E3779B97F4A7C15
	spread2 = 0xC2B2AE3D27D4EB4F
)

// key returns the key of the window with which data begins. Where data has no eight bytes the rest counts as zero.
func (t tier) key(data []byte) uint64 {
	if len(data) < 8 {
		var padded [8]byte
		copy(padded[:], data)
		data = padded[:]
	}
	key := binary.LittleEndian.Uint64(data)
	switch {
	case t.window < 8:
		return key & (1<<(8*t.window) - 1)
	case t.window > 8:
		return key*spread ^ bits.RotateLeft64(binary.LittleEndian.Uint64(data[8:])*spread2, 31)
	}
	return key
}

// needle is a text that must not be found.
type needle struct {
	sum    uint64   // xxHash of the text
	head   [24]byte // what the windows lie in: the text from at on
	at     uint8
	size   uint8
	origin int32 // of the secret: an index
}

func newNeedle(text string, origin int32) needle {
	n := needle{sum: xxhash.Sum64String(text), size: uint8(len(text)), origin: origin}
	least := tiers[tierOf(len(text))].least()
	best := -1
	for at := 0; at+least <= len(text); at++ {
		if r := rarity(text[at : at+least]); r > best {
			best, n.at = r, uint8(at)
		}
	}
	copy(n.head[:], text[n.at:int(n.at)+least])
	return n
}

// rarity says how seldom texts hold such bytes: figures, capitals and rare letters are what tells texts apart.
func rarity(text string) int {
	n := 0
	for _, c := range []byte(text) {
		switch {
		case '0' <= c && c <= '9', c == 'q', c == 'x', c == 'z', c == 'j':
			n += 4
		case 'A' <= c && c <= 'Z', c >= utf8.RuneSelf, c == 'k', c == 'v', c == 'w', c == 'b', c == 'y':
			n += 3
		case c == ' ' || c == 'e' || c == 't' || c == 'a' || c == 'o' || c == 'i' || c == 'n' || c == 's' || c == '/' || c == ':':
		default:
			n++
		}
	}
	return n
}

// haystack finds needles.
type haystack struct {
	needles []needle
	tiers   [len(tiers)]windows
}

// windows are those of the needles of a tier.
type windows struct {
	filter  []uint64 // bits, by the hash of a key; nil where there is no needle
	shift   int      // of a hash, to the number of a bit
	entries []entry  // sorted
	places  []int32  // by the hash of a key, with linear probing: one more than where its entries begin; 0 for none
}

// entry is a window of a needle.
type entry struct {
	key    uint64
	needle int32
	offset uint8 // of the window in the needle
	size   uint8 // of the needle
}

func (e entry) compare(other entry) int {
	return cmp.Or(cmp.Compare(e.key, other.key), cmp.Compare(e.size, other.size), cmp.Compare(e.offset, other.offset), cmp.Compare(e.needle, other.needle))
}

// newHaystack prepares to look for needles, each of another sum.
func newHaystack(needles []needle) *haystack {
	h := &haystack{needles: needles}
	for i := range needles {
		n := &needles[i]
		at := tierOf(int(n.size))
		for k := range tiers[at].stride {
			h.tiers[at].entries = append(h.tiers[at].entries, entry{tiers[at].key(n.head[k:]), int32(i), n.at + uint8(k), n.size})
		}
	}
	for i := range h.tiers {
		h.tiers[i].prepare()
	}
	return h
}

// prepare sorts the entries and makes the filter.
func (w *windows) prepare() {
	if len(w.entries) == 0 {
		return
	}
	slices.SortFunc(w.entries, entry.compare)
	const sparse = 16 // bits for each key: one window in 16 passes the filter by chance, and a large one still lies near the processor
	size := max(10, bits.Len(uint(sparse*len(w.entries))))
	w.filter, w.shift = make([]uint64, 1<<(size-6)), 64-size
	w.places = make([]int32, 1<<bits.Len(uint(2*len(w.entries))))
	for i, e := range w.entries {
		if i > 0 && e.key == w.entries[i-1].key {
			continue
		}
		bit := e.key * spread >> w.shift
		w.filter[bit>>6] |= 1 << (bit & 63)
		w.places[w.place(e.key)] = int32(i + 1)
	}
}

// place returns where places has the key, or where there is room for it.
func (w *windows) place(key uint64) int {
	mask := len(w.places) - 1
	i := int(key*spread>>32) & mask
	for w.places[i] != 0 && w.entries[w.places[i]-1].key != key {
		i = (i + 1) & mask
	}
	return i
}

// find calls do for every needle at each place where it stands.
func (h *haystack) find(data []byte, do func(needle int32, start, end int)) {
	for i, t := range tiers {
		w := &h.tiers[i]
		if w.filter == nil {
			continue
		}
		mask, long, last := ^uint64(0), t.window > 8, len(data)-max(t.window, 8)
		if t.window < 8 {
			mask = 1<<(8*t.window) - 1
		}
		p := 0
		for ; p <= last; p += t.stride { // as key does it, and written out, since it is done for every few bytes
			key := binary.LittleEndian.Uint64(data[p:]) & mask
			if long {
				key = key*spread ^ bits.RotateLeft64(binary.LittleEndian.Uint64(data[p+8:])*spread2, 31)
			}
			if bit := key * spread >> w.shift; w.filter[bit>>6]&(1<<(bit&63)) != 0 {
				h.compare(w, data, p, key, do)
			}
		}
		for ; p+t.window <= len(data); p += t.stride {
			h.compare(w, data, p, t.key(data[p:]), do)
		}
	}
}

// compare calls do for the needles of which a window with the key stands at p.
func (h *haystack) compare(w *windows, data []byte, p int, key uint64, do func(needle int32, start, end int)) {
	i := int(w.places[w.place(key)]) - 1
	if i < 0 {
		return
	}
	var last entry
	var sum uint64
	for ; i < len(w.entries) && w.entries[i].key == key; i++ {
		e := &w.entries[i]
		start := p - int(e.offset)
		end := start + int(e.size)
		if start < 0 || end > len(data) {
			continue
		}
		if e.size != last.size || e.offset != last.offset {
			last, sum = *e, xxhash.Sum64(data[start:end])
		}
		if sum == h.needles[e.needle].sum {
			do(e.needle, start, end)
		}
	}
}

// needlesOf cuts a text into what is looked for. Characters that some format writes otherwise than they are (quotes, &, <, line breaks, …) divide
// it, so that what is left stands in HTML, JSON, XML and CSV as it does in the text. Where nothing is left that is distinct, the
// text is looked for as each of these formats writes it.
func needlesOf(text string, do func(piece string)) {
	found := false
	for part := range strings.FieldsFuncSeq(text, divides) {
		for run := range strings.SplitSeq(part, "  ") { // some formats write several spaces as one
			for _, piece := range pieces(strings.TrimSpace(run)) {
				if piece = strings.Trim(piece, edges); distinct(piece) {
					found = true
					do(piece)
				}
			}
		}
	}
	if text = strings.TrimSpace(text); found || len(text) > maxNeedle || !distinct(text) {
		return
	}
	variants := []string{
		text, template.HTMLEscapeString(text), template.JSEscapeString(text), strings.ReplaceAll(text, `"`, `""`),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text),
		strings.NewReplacer("&", `\u0026`, "<", `\u003c`, ">", `\u003e`, `"`, `\"`, `\`, `\\`).Replace(text),
	}
	slices.Sort(variants)
	for _, v := range slices.Compact(variants) {
		if len(v) >= minNeedle && len(v) <= maxNeedle {
			do(v)
		}
	}
}

// edges are characters with which no needle begins or ends, as a text may be shown without its full stop.
const edges = " .,;:!?…()[]{}–—-*_|/#"

// plain returns a text that a format has written otherwise as it was meant.
func plain(text string) string { return jsonEscape.ReplaceAllString(html.UnescapeString(text), " ") }

// jsonEscape is a character as JSON and JavaScript write it. It is none that words are made of.
var jsonEscape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)

// divides reports whether a character may be written otherwise than it is.
func divides(r rune) bool {
	return strings.ContainsRune("\"'`&<>\\+\u2028\u2029", r) || unicode.IsControl(r) || r == utf8.RuneError
}

// wordsOfHTML cuts HTML into the stretches between its marks and entities.
func wordsOfHTML(text string, do func(piece string)) {
	for {
		before, rest, more := strings.Cut(text, "<")
		for part := range strings.SplitSeq(before, "&") {
			if name, after, ok := strings.Cut(part, ";"); ok && len(name) <= 8 && !strings.Contains(name, " ") {
				part = after
			}
			needlesOf(part, do)
		}
		if !more {
			return
		}
		if _, text, more = strings.Cut(rest, ">"); !more {
			return
		}
	}
}

// pieces cuts a text into pieces of at most maxNeedle bytes, at spaces where there are some.
func pieces(text string) []string {
	var out []string
	for len(text) > maxNeedle {
		at := strings.LastIndexByte(text[:maxNeedle+1], ' ')
		if at < maxNeedle/2 {
			for at = maxNeedle; !utf8.RuneStart(text[at]); at-- {
			}
		}
		out, text = append(out, text[:at]), strings.TrimPrefix(text[at:], " ")
	}
	if len(text) >= minNeedle && (out == nil || len(text) >= minTail) {
		out = append(out, text)
	}
	return out
}

// longWord is the number of letters from which on a single word is distinct.
const longWord = 16

// distinct reports whether a text says enough that it is looked for: at least eight bytes and two words, or a word that is long, is not ASCII,
// or has digits in it or joined to it. What attest writes itself, such as dates and counts, is not distinct.
func distinct(text string) bool {
	if len(text) < minNeedle || len(text) > maxNeedle {
		return false
	}
	words, long, own := 0, strings.IndexFunc(text, unicode.IsDigit) >= 0 && !strings.Contains(text, " "), true
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		letters := strings.IndexFunc(word, unicode.IsLetter) >= 0
		if !letters {
			continue
		}
		words++
		foreign := strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
		long = long || foreign || len(word) >= longWord
		own = own && slices.Contains(ownWords, strings.ToLower(word))
	}
	return (words >= 2 || words == 1 && long) && !own
}

// ownWords are those that dates and counts are written with, in English, and dates in the other languages that are built in.
var ownWords = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "spring", "summer",
	"autumn", "winter", "quarter", "first", "second", "third", "fourth", "half", "about", "perhaps", "approximately", "uncertain", "before",
	"after", "or", "and", "from", "to", "until", "since", "between", "century", "decade", "bc", "ad", "s", "th", "report", "reports",
	"independent", "line", "lines", "origin", "origins", "unknown", "disputed", "refuted", "by", "on", "in", "of", "the", "claim", "claims",
	"source", "sources", "briefing", "briefings", "event", "events", "actor", "actors", "page", "pages", "p", "pp",

	"januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "frühling", "sommer", "herbst", "etwa", "seit", "von", "bis", "ab", "oder",
	"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر", "ربيع", "صيف", "خريف", "شتاء", "نحو",
	"منذ", "من", "إلى", "حتى", "أو", "سنة",
}
