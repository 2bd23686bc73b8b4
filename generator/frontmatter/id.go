package frontmatter

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"attest/generator/diag"
)

// An id becomes a folder of the site, so its length is limited in characters, for readers, and in bytes, for file systems (255 with
// an ending and what publishing adds).
const (
	maxID      = 100
	maxIDBytes = 240
)

// reservedNames cannot be files or folders on Windows, whatever their ending.
var reservedNames = []string{
	"aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
}

// CheckID reports whether id is lower-case letters of any script, digits and hyphens, begins and ends with neither, is in Unicode's
// normal form C and is no name that a file cannot have. Where ok is false, the diagnostic stands at the place given.
func CheckID(id string, at diag.Span) (d diag.Diagnostic, ok bool) {
	message := wrongID(id)
	if message == "" {
		return diag.Diagnostic{}, true
	}
	d = diag.Diagnostic{Code: "bad-value", At: at, Message: message}
	if safe := safeID(id); safe != "" && wrongID(safe) == "" {
		d.Hint = "write " + safe
	}
	return d, false
}

// wrongID says what is wrong with an id, if anything.
func wrongID(id string) string {
	if isPlainID(id) {
		if slices.Contains(reservedNames, id) {
			return fmt.Sprintf("the id %q is reserved on Windows", id)
		}
		return ""
	}
	switch {
	case id == "":
		return "an id has at least one character"
	case len(id) > maxIDBytes || utf8.RuneCountInString(id) > maxID:
		return fmt.Sprintf("an id has at most %d characters and %d bytes", maxID, maxIDBytes)
	case !utf8.ValidString(id):
		return "an id is UTF-8 text"
	}
	first := true
	for _, r := range id {
		switch {
		case r == '-', unicode.IsDigit(r), isIDLetter(r), !first && isIDMark(r):
		case unicode.IsUpper(r), unicode.IsTitle(r):
			return fmt.Sprintf("the id %q has an upper-case letter, %q", id, r)
		default:
			return fmt.Sprintf("an id is lower-case letters, digits and hyphens, without %s", nameOf(r))
		}
		first = false
	}
	switch {
	case strings.HasPrefix(id, "-"), strings.HasSuffix(id, "-"):
		return fmt.Sprintf("the id %q begins or ends with a hyphen", id)
	case !norm.NFC.IsNormalString(id):
		return fmt.Sprintf("the id %q is not in Unicode's composed form (NFC)", id)
	}
	return ""
}

// isPlainID reports whether id is a well-formed id of ASCII characters, as nearly all are.
func isPlainID(id string) bool {
	if id == "" || len(id) > maxID || id[0] == '-' || id[len(id)-1] == '-' {
		return false
	}
	for i := range len(id) {
		if c := id[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// isIDLetter reports whether r is a letter that is lower-case or has no case, and can be seen.
func isIDLetter(r rune) bool {
	return unicode.IsLetter(r) && unicode.ToLower(r) == r && !unicode.IsUpper(r) && !unicode.IsTitle(r) && !isInvisible(r)
}

// isIDMark reports whether r is a vowel sign or accent that its script cannot do without.
func isIDMark(r rune) bool { return unicode.IsMark(r) && !isInvisible(r) }

// isInvisible reports whether r may show nothing (Unicode's Default_Ignorable_Code_Point).
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// nameOf names a character for a message, by its number where it cannot be seen.
func nameOf(r rune) string {
	switch {
	case r == ' ':
		return "a space"
	case r < ' ' || !unicode.IsPrint(r) || isInvisible(r) || unicode.IsMark(r):
		return fmt.Sprintf("U+%04X", r)
	}
	return fmt.Sprintf("%q", string(r))
}

// safeID returns the id that is nearest to what was written; it may be empty or still wrong.
func safeID(id string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFC.String(strings.ReplaceAll(id, "%2e", "."))) {
		switch {
		case unicode.IsDigit(r), isIDLetter(r), b.Len() > 0 && isIDMark(r):
			b.WriteRune(r)
		case isInvisible(r), unicode.IsControl(r), r == utf8.RuneError:
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
		if b.Len() >= maxID {
			break
		}
	}
	safe := strings.TrimRight(b.String(), "-")
	if slices.Contains(reservedNames, safe) {
		safe += "-1"
	}
	return safe
}
