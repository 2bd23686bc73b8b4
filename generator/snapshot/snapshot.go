// Package snapshot looks quotes up in archived copies of sources, and makes such copies: it fetches what lies at an address, takes its
// digest and reads the text out of it.
//
// Which sources there are, where their copies lie and what a page shows of them is left to others. A quote is never looked for without
// regard to case or digits, nor by dropping a word. Word boundaries and sentences are those of UAX #29, normal forms those of UAX #15, text
// fragments those of the WICG draft "Text Fragments".
package snapshot

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tier says how closely a quote stands in a text.
type Tier uint8

// The tiers, from none to the closest. The zero value is a quote that is not there.
const (
	Missing     Tier = iota
	Typographic      // but for quotation marks, dashes and ellipses
	Normalised       // but for normal form, white space, hyphens at line ends, soft hyphens and ligatures
	Exact            // to the byte
)

var tierWords = [...]string{"missing", "typographic", "normalised", "exact"}

// String returns the tier's word.
func (t Tier) String() string { return tierWords[t] }

// Place is a stretch of a text, in bytes; End is the byte after the last.
type Place struct{ Start, End int }

// Found is where a quote stands: one place for each of its parts, in their order; none where it is missing.
type Found struct {
	Tier   Tier
	Places []Place
}

// Text is the text of a copy, made ready for many quotes to be looked up in it. It is immutable.
type Text struct {
	raw   string // as it was given
	words string // in NFC; what places are of
	index skeleton

	folded func() string // the characters of index in lower case
}

// NewText makes a text ready. Bytes that are not UTF-8 become U+FFFD, which matches nothing that can be quoted.
func NewText(text string) *Text {
	t := &Text{raw: strings.ToValidUTF8(text, string(utf8.RuneError))}
	t.words = norm.NFC.String(t.raw)
	t.index = newSkeleton(t.words)
	t.folded = sync.OnceValue(func() string { return strings.ToLower(t.index.bones) })
	return t
}

// String returns the text, in NFC, that places are of.
func (t *Text) String() string { return t.words }

// Find looks a quote up: first as it stands, then, where it leaves words out or has words of ours in square brackets, by the parts that
// are the source's, which must follow each other. Each part begins and ends at a word boundary. The tier is that of the part that is found
// least closely.
func (t *Text) Find(quote string) Found {
	whole, parts := split(quote)
	if found := t.find([]part{whole}); found.Tier != Missing || len(parts) == 0 {
		return found
	}
	return t.find(parts)
}

// find looks up parts that follow each other, in the closest tier in which all are there.
func (t *Text) find(parts []part) Found {
	for _, p := range parts {
		if p.text == "" {
			return Found{}
		}
	}
	var places []Place
	exact := follow(t.raw, parts, nil)
	if exact != nil && t.raw == t.words {
		return Found{Exact, exact}
	}
	for tier := Normalised; tier >= Typographic; tier-- {
		if places = follow(t.words, parts, func(p *part, from int) (Place, bool) { return t.index.find(p, from, tier) }); places != nil {
			if exact != nil {
				tier = Exact
			}
			return Found{tier, places}
		}
	}
	if exact != nil { // and yet not in the normal form, where marks of another character can join a part
		return Found{Tier: Exact}
	}
	return Found{}
}

// follow finds each part behind the one before: by find or, where that is nil, to the byte. It returns nil where one is not there.
func follow(text string, parts []part, find func(p *part, from int) (Place, bool)) []Place {
	places := make([]Place, 0, len(parts))
	from := 0
	for i := range parts {
		p := &parts[i]
		place, ok := Place{}, false
		if find != nil {
			place, ok = find(p, from)
		} else {
			place, ok = p.in(text, from)
		}
		if !ok {
			return nil
		}
		places, from = append(places, place), place.End
	}
	return slices.Clip(places)
}

// in finds a part as it stands, to the byte.
func (p *part) in(text string, from int) (Place, bool) {
	for {
		i := strings.Index(text[from:], p.text)
		if i < 0 {
			return Place{}, false
		}
		place := Place{from + i, from + i + len(p.text)}
		if p.bounded(text, place) {
			return place, true
		}
		_, size := utf8.DecodeRuneInString(text[place.Start:])
		from = place.Start + size
	}
}
