package plan

import (
	"strings"
	"unicode"
)

// maxFragment is how many words of a part of a quote an address holds in full; of a longer one it names the first and the last few.
const (
	maxFragment  = 12
	fragmentEnds = 5
)

// textFragment returns the address of a web source with a text fragment, at which browsers find the quote and show it (WICG, Scroll to
// Text Fragment); empty without an address or a quote. What the quote leaves out or adds in square brackets parts it.
func textFragment(address, quote string) string {
	var directives []string
	for _, part := range quoteParts(quote) {
		words := strings.Fields(part)
		switch {
		case !strings.ContainsFunc(part, isWord):
		case len(words) > maxFragment:
			first, last := strings.Join(words[:fragmentEnds], " "), strings.Join(words[len(words)-fragmentEnds:], " ")
			directives = append(directives, "text="+escapeFragment(first)+","+escapeFragment(last))
		default:
			directives = append(directives, "text="+escapeFragment(strings.Join(words, " ")))
		}
	}
	if address == "" || directives == nil || strings.Contains(address, ":~:") {
		return ""
	}
	if !strings.Contains(address, "#") {
		address += "#"
	}
	return address + ":~:" + strings.Join(directives, "&")
}

// quoteParts are the stretches of a quote that stand in the source as they are: between ellipses and words of ours in brackets.
func quoteParts(quote string) []string {
	var parts []string
	for {
		before, rest, found := strings.Cut(quote, "[")
		inside, after, closed := strings.Cut(rest, "]")
		if !found || !closed || strings.Contains(inside, "[") {
			return append(parts, strings.Split(quote, "…")...)
		}
		parts, quote = append(parts, strings.Split(before, "…")...), after
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// escapeFragment percent-encodes all but letters, digits and marks that mean nothing in a directive.
func escapeFragment(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
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
