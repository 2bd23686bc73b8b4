package snapshot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const softHyphen = '\u00AD'

// sameGap reports whether what stands between two characters of a text and of a quote is the same in a tier.
func sameGap(text, quote string, before, after rune, tier Tier) bool {
	if text == quote {
		return true
	}
	t, q := gapForm(text, tier), gapForm(quote, tier)
	if t == q {
		return true
	}
	letters := isLetter(before) && isLetter(after)
	if !letters && !(isWord(before) && isWord(after)) {
		return false
	}
	for _, form := range lineEnd(text, letters, tier) {
		if form == q {
			return true
		}
	}
	for _, form := range lineEnd(quote, letters, tier) {
		if form == t {
			return true
		}
	}
	return false
}

// lineEnd returns what a hyphen at the end of a line can mean: that the word goes on, with and without it. Digits it never joins. There is
// nothing where no hyphen ends a line.
func lineEnd(gap string, letters bool, tier Tier) []string {
	gap = strings.TrimLeftFunc(gap, func(r rune) bool { return isInvisible(r) && r != softHyphen })
	hyphen, size := utf8.DecodeRuneInString(gap)
	if hyphen != '-' && hyphen != '\u2010' && hyphen != softHyphen {
		return nil
	}
	rest := gap[size:]
	if strings.ContainsFunc(rest, func(r rune) bool { return !unseen(r) }) || !strings.ContainsAny(rest, "\n\r\v\f\u0085\u2028\u2029") {
		return nil
	}
	if tier == Typographic || hyphen == softHyphen {
		hyphen = '-'
	}
	forms := []string{string(hyphen)}
	if letters {
		forms = append(forms, "")
	}
	return forms
}

// gapForm returns what stands between two characters as it is compared in a tier: white space as one space, what is invisible left out.
// Typography has one dash, also for a run of hyphens.
func gapForm(gap string, tier Tier) string {
	if gap == "" || gap == " " || gap == "-" {
		return gap
	}
	var form []rune
	for _, r := range gap {
		last := rune(0)
		if len(form) > 0 {
			last = form[len(form)-1]
		}
		switch {
		case isInvisible(r):
		case unicode.IsSpace(r):
			if last != ' ' {
				form = append(form, ' ')
			}
		case tier == Typographic:
			if last != '-' {
				form = append(form, '-')
			}
		default:
			form = append(form, r)
		}
	}
	return string(form)
}

// gapEnding returns where in a gap that begins with which it ends in the form; form begins with a dash.
func gapEnding(gap, form string, tier Tier) (start int, ok bool) {
	for i, r := range gap {
		if isDash(r) && gapForm(gap[i:], tier) == form {
			return i, true
		}
	}
	return 0, false
}

// gapBeginning returns where in a gap that ends with which it begins in the form; form ends with a dash.
func gapBeginning(gap, form string, tier Tier) (end int, ok bool) {
	for i, r := range gap {
		if n := i + utf8.RuneLen(r); isDash(r) && gapForm(gap[:n], tier) == form {
			end, ok = n, true
		}
	}
	return end, ok
}
