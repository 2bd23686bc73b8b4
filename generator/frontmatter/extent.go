package frontmatter

import (
	"bytes"
	"strings"
)

// The library says where a value begins. The functions of this file say where it ends; none of them fails on any text, so that a
// place is always within the file.

// quotedEnd returns the offset after the closing quotation mark of the scalar that begins at an offset.
func quotedEnd(text []byte, at int) int {
	if at >= len(text) {
		return len(text)
	}
	quote := text[at]
	for i := at + 1; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// plainEnd returns the offset after a scalar without quotes. On several lines its breaks and indentation are folded in its value.
func plainEnd(text []byte, at int, value string) int {
	rest := text[at:]
	if len(value) <= len(rest) && string(rest[:len(value)]) == value {
		return at + len(value)
	}
	i := 0
	for j := 0; j < len(value); {
		blank := isBlank(value[j])
		for ; j < len(value) && isBlank(value[j]); j++ {
		}
		for ; blank && i < len(rest) && isBlank(rest[i]); i++ {
		}
		for ; j < len(value) && i < len(rest) && value[j] == rest[i] && !isBlank(value[j]); i, j = i+1, j+1 {
		}
		if j < len(value) && !isBlank(value[j]) {
			break // never for what the library read from here
		}
	}
	return at + i
}

// blockEnd returns the offset after the last line of the scalar whose | or > stands at an offset, in a collection of that indentation.
func blockEnd(text []byte, at, indent int) int {
	next := lineEnd(text, at)
	header, _, _ := strings.Cut(string(text[at:next]), "#")
	end := at + len(strings.TrimRight(header, " \t\r\n"))
	inner := -1 // the indentation of the scalar's lines
	if i := strings.IndexAny(header, "123456789"); i >= 0 {
		inner = max(indent, 0) + int(header[i]-'0')
	}
	for next < len(text) {
		start := next
		next = lineEnd(text, start)
		line := bytes.TrimRight(text[start:next], " \t\r\n")
		spaces := len(line) - len(bytes.TrimLeft(line, " "))
		switch {
		case len(line) == 0:
			continue
		case inner < 0 && spaces <= indent, inner >= 0 && spaces < inner:
			return end
		case inner < 0:
			inner = spaces
		}
		end = start + len(line)
	}
	return end
}

// flowEnd returns the offset after the closing bracket of a collection whose last value, or opening bracket, ends at an offset.
func flowEnd(text []byte, at int) int {
	for at < len(text) {
		switch c := text[at]; {
		case c == ']' || c == '}':
			return at + 1
		case c == '#':
			at = lineEnd(text, at)
		case isBlank(c) || c == ',' || c == ':' || c == '?':
			at++
		default:
			return at
		}
	}
	return len(text)
}

// wordEnd returns the offset after the word that begins at an offset: an anchor, an alias or a tag.
func wordEnd(text []byte, at int) int {
	if i := bytes.IndexAny(text[at:], " \t\r\n,]}"); i >= 0 {
		return at + i
	}
	return len(text)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
