package frontmatter

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"attest/generator/diag"
)

// CheckText reports what keeps a file from being read as text: bytes that are not UTF-8, characters that are no text, and the
// markers of an unresolved merge. The first place of each sort is reported, so that a binary file gives a few problems and not
// thousands; one in UTF-16 gives a single one at its start. A byte order mark at the start is fine.
func CheckText(file string, src []byte) diag.List {
	if bytes.HasPrefix(src, []byte{0xFE, 0xFF}) || bytes.HasPrefix(src, []byte{0xFF, 0xFE}) {
		return diag.List{{
			Code: "bad-encoding", At: diag.Span{File: file}, Message: "the file is UTF-16, not UTF-8",
			Hint: "save it as UTF-8",
		}}
	}
	var problems diag.List
	var found [numFaults]bool
	for i := 0; i < len(src); {
		if c := src[i]; c >= ' ' && c < 0x7F || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if s := faultOf(r, size, i); s != textual && !found[s] {
			found[s] = true
			problems = append(problems, diag.Diagnostic{
				Code: "bad-encoding", At: diag.At(file, i, i+size),
				Message: s.message(src[i], r), Hint: s.hint(),
			})
		}
		i += size
	}
	if d, ok := conflict(file, src); ok {
		problems = append(problems, d)
	}
	return problems
}

// fault is a sort of text that cannot be read.
type fault uint8

const (
	textual fault = iota
	notUTF8
	nul
	control
	byteOrderMark
	nonCharacter
	numFaults
)

// faultOf says what is wrong with the character of size bytes at an offset, if anything.
func faultOf(r rune, size, offset int) fault {
	switch {
	case r == utf8.RuneError && size <= 1:
		return notUTF8
	case r == 0:
		return nul
	case isControl(r):
		return control
	case r == '\uFEFF' && offset > 0:
		return byteOrderMark
	case r&0xFFFE == 0xFFFE:
		return nonCharacter
	}
	return textual
}

// isControl reports whether r is a control character (Unicode's Cc) other than a tab or a line's end.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0
}

func (s fault) message(first byte, r rune) string {
	switch s {
	case notUTF8:
		return fmt.Sprintf("the byte %02X is not UTF-8", first)
	case nul:
		return "a NUL character is not text"
	case byteOrderMark:
		return "a byte order mark (U+FEFF) stands in the middle of the file"
	case nonCharacter:
		return fmt.Sprintf("U+%04X is not a character", r)
	}
	return fmt.Sprintf("the control character U+%04X is not text", r)
}

func (s fault) hint() string {
	if s == notUTF8 {
		return "save the file as UTF-8"
	}
	return "remove it"
}

// conflict reports the first markers that a merge left behind. A line of = alone is a heading's underline in Markdown, so it counts
// only beside one of the others.
func conflict(file string, src []byte) (diag.Diagnostic, bool) {
	var d diag.Diagnostic
	for _, marker := range []string{"<<<<<<< ", "=======", ">>>>>>> "} {
		at := atLineStart(src, marker, int(d.At.End))
		if at < 0 || marker == "=======" && d.Code == "" {
			continue
		}
		span := diag.At(file, at, at+7)
		if d.Code == "" {
			d = diag.Diagnostic{
				Code: "merge-conflict", At: span, Message: fmt.Sprintf("%s is the marker of an unresolved merge", marker[:7]),
				Hint: "choose one side and remove the lines <<<<<<<, ======= and >>>>>>>",
			}
			continue
		}
		d.Related = append(d.Related, diag.Related{At: span, Message: "and this is its " + marker[:7]})
	}
	return d, d.Code != ""
}

// atLineStart returns the offset, from an offset on, of the first line that begins with marker, or -1.
func atLineStart(src []byte, marker string, from int) int {
	for {
		i := bytes.Index(src[from:], []byte(marker))
		if i < 0 {
			return -1
		}
		if at := from + i; at == 0 || src[at-1] == '\n' || src[at-1] == '\r' || bytes.Equal(src[:at], []byte("\uFEFF")) {
			return at
		}
		from += i + 1
	}
}
