package brief

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hedged returns the stretch of a sentence, in bytes, from the first to the last of two sorts of words: a term of likelihood, of any scale,
// and a level of confidence. ICD 203 keeps the two apart, as one speaks of the event and the other of the judgment. Words between quotation
// marks are somebody else's and do not count. ok is false where the two do not stand together. The sentence is English.
func Hedged(sentence string) (start, end int, ok bool) {
	if !strings.Contains(sentence, "onfidence") { // as nearly none does
		return 0, 0, false
	}
	sentence = blankQuotes(sentence)
	sure := confidenceWords.FindStringIndex(sentence)
	likely := likelihoodWords.FindStringIndex(sentence)
	if sure == nil || likely == nil {
		return 0, 0, false
	}
	return min(sure[0], likely[0]), max(sure[1], likely[1]), true
}

// HedgedIn is Hedged of the first sentence of a text of which it holds. A sentence ends where a capital follows its full stop.
func HedgedIn(text string) (start, end int, ok bool) {
	for from := 0; from < len(text); {
		to := len(text)
		for i := from; i < len(text); i++ {
			if strings.IndexByte(".!?", text[i]) < 0 || i+1 == len(text) || text[i+1] != ' ' && text[i+1] != '\n' {
				continue
			}
			if next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[i+1:], " \n“\"(")); unicode.IsUpper(next) {
				to = i + 1
				break
			}
		}
		if start, end, ok = Hedged(text[from:to]); ok {
			return from + start, from + end, true
		}
		from = to
	}
	return 0, 0, false
}

var confidenceWords = regexp.MustCompile(`(?i)\b(?:low|moderate|medium|high)[\s-]+confidence\b|` +
	`\bconfidence(?:\s+level)?\s+(?:is|was|are|were|remains)\s+(?:low|moderate|medium|high)\b`)

// likelihoodWords are the terms of all scales, the longest first. Of them, "remote" alone is mostly said of places.
var likelihoodWords = func() *regexp.Regexp {
	terms := []string{"remote possibility", "remote probability", "remote likelihood"}
	for _, s := range Scales() {
		terms = append(terms, s.Terms()...)
	}
	terms = slices.DeleteFunc(terms, func(term string) bool { return term == "remote" })
	slices.SortFunc(terms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return regexp.MustCompile(`(?i)\b(?:` + strings.ReplaceAll(strings.Join(slices.Compact(terms), "|"), " ", `\s+`) + `)\b`)
}()

// blankQuotes puts spaces in the place of what stands between quotation marks, so that every other byte stays where it is.
func blankQuotes(s string) string {
	return quoted.ReplaceAllStringFunc(s, func(words string) string { return strings.Repeat(" ", len(words)) })
}

var quoted = regexp.MustCompile(`“[^”]*”|"[^"]*"|«[^»]*»|‘[^’]*’`)
