package frontmatter

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"attest/generator/diag"
	"attest/generator/edtf"
)

// maxSearch is the longest YAML, in bytes, in which the column of a syntax error is looked for; it takes up to 17 readings of it. In
// what is longer the error stands at its line.
const maxSearch = 128 << 10

// slip is a syntax error in the author's words, by the words of the library.
type slip struct {
	library string
	message string
	hint    string
	where   where
}

// where says how the place of a slip is found.
type where uint8

const (
	atCulprit where = iota // the first character that cannot be
	atColon                // the same, which is a colon
	atLine                 // the line that the library names
	atBracket              // the opening bracket before it
)

// slips are the syntax errors that authors make. What is not here is shown in the library's words.
var slips = []slip{
	{"mapping values are not allowed in this context", "a colon and a space cannot stand in a value without quotes", "", atColon},
	{"could not find expected ':'", "this line is neither a key with its colon nor part of the value above", "write key: value", atLine},
	{"did not find expected key", "a key was expected here, at the indentation of the keys above", "", atCulprit},
	{"did not find expected '-' indicator", "an item of the list was expected here, or a key further to the left", "", atCulprit},
	{"did not find expected ',' or ']'", "the list that opens here is not closed", "close it with ]", atBracket},
	{"did not find expected ',' or '}'", "the keys that open here are not closed", "close them with }", atBracket},
	{"did not find expected node content", "a value was expected here", "put it in quotes if it is text", atCulprit},
	{"found unexpected end of stream", "the quotation mark that opens here is not closed", "", atCulprit},
	{"block sequence entries are not allowed in this context", "the items of a list stand on lines of their own", "begin a new line before the -", atCulprit},
	{"mapping keys are not allowed in this context", "a ? and a space cannot begin a value", "put it in quotes", atCulprit},
	{"found unknown escape character", "this is no escape in double quotes", "write the text in single quotes, or \\\\ for a backslash", atCulprit},
	{"did not find expected hexdecimal number", "this escape lacks hexadecimal digits", "write the text in single quotes, or \\\\ for a backslash", atCulprit},
	{"found invalid Unicode character escape code", "this escape is no character", "write the character itself", atCulprit},
	{"did not find expected comment or line break", "no text can follow on the line of a | or >", "begin it on the next line, indented", atCulprit},
	{"did not find expected alphabetic or numeric character", "a value that begins with * or & has to stand in quotes", "", atCulprit},
	{"exceeded max depth", "this is nested too deeply", "", atCulprit},
	{"did not find expected <document start>", "this follows the end of the YAML", "", atCulprit},
	{"found unknown directive name", "a line cannot begin with %", "put it in quotes", atCulprit},
}

// syntax turns an error of the library about text, which begins at base, into a diagnostic. The library names a line at best, and
// often that of what surrounds the error, so the place is found by reading shorter and shorter pieces: the shortest that gives the
// same error ends with what is wrong.
func (r *reader) syntax(text []byte, base int, err error) diag.Diagnostic {
	said := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(said, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, said = n, message
		}
	}
	starts := lineStarts(text)
	line = min(line, len(starts)-1)
	from, to := trimmedLine(text, starts[line-1])
	known, isKnown := slipFor(said)
	if known.where != atLine && len(text) <= maxSearch {
		from, to = culprit(text, err)
	}
	d := diag.Diagnostic{Code: "bad-yaml", Message: "this is not YAML: " + said}
	if isKnown {
		d.Message, d.Hint = known.message, known.hint
	}
	from, to = refine(text, from, to, known.where, &d)
	d.At = diag.Span{File: r.file, Start: base + from, End: base + to}
	return d
}

func slipFor(said string) (slip, bool) {
	i := slices.IndexFunc(slips, func(s slip) bool { return strings.HasPrefix(said, s.library) })
	if i < 0 {
		return slip{}, false
	}
	return slips[i], true
}

// culprit returns the character with which the shortest piece of text ends that gives the error.
func culprit(text []byte, err error) (from, to int) {
	to = sort.Search(len(text), func(n int) bool {
		var doc, rest yaml.Node
		decoder := yaml.NewDecoder(bytes.NewReader(text[:n]))
		got := decoder.Decode(&doc)
		if got == nil {
			got = decoder.Decode(&rest)
		}
		return got != nil && got.Error() == err.Error()
	})
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	from = max(to-1, 0)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	if from < to && isBlank(text[from]) && text[from] != '\t' { // an error at the end of a word stands at the word
		end := len(bytes.TrimRight(text[:from], " \t\r\n"))
		start := 1 + bytes.LastIndexAny(text[:end], " \t\r\n")
		if start < end {
			return start, end
		}
	}
	return from, to
}

// refine looks at the line of an error for what authors commonly mean, and returns a better place where there is one.
func refine(text []byte, from, to int, at where, d *diag.Diagnostic) (int, int) {
	start := 1 + bytes.LastIndexAny(text[:from], "\r\n")
	_, end := trimmedLine(text, start)
	line := string(text[start:max(start, end)])
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if i := strings.IndexByte(indent, '\t'); i >= 0 {
		d.Message, d.Hint = "a tab cannot indent YAML", "use spaces"
		return start + i, start + i + 1
	}
	switch at {
	case atColon:
		if colon, ok := tightColon(text, start); ok {
			d.Message, d.Hint = "a colon after a key needs a space", "write key: value"
			return colon, colon + 1
		}
		if key := strings.TrimLeft(line, " -"); strings.IndexByte(key, ':') == from-(end-len(key)) {
			d.Message, d.Hint = "this key stands further to the right than its place", "indent it as the keys above"
			return end - len(key), from
		}
	case atBracket:
		if open := bytes.LastIndexAny(text[start:min(from+1, len(text))], "[{"); open >= 0 {
			if from < end && bytes.ContainsAny(text[from:end], "]}") {
				d.Message, d.Hint = "a comma is missing between these brackets, or one of them is not closed", ""
			}
			return start + open, start + open + 1
		}
	}
	return refineValue(line, start, from, to, at, d)
}

// refineValue looks at the value of the line, which begins at start, for what has to stand in quotes.
func refineValue(line string, start, from, to int, at where, d *diag.Diagnostic) (int, int) {
	name, value, ok := strings.Cut(line, ": ")
	value = strings.TrimSpace(value)
	if !ok || value == "" {
		return from, to
	}
	name, begin, end := strings.TrimSpace(name), start+strings.LastIndex(line, value), start+len(line)
	switch value[0] {
	case '%', '@', '`', '*', '&', '!':
		d.Message = fmt.Sprintf("a value that begins with %c has to stand in quotes", value[0])
		if _, err := edtf.Parse(value); err == nil {
			d.Code, d.Message = "bad-date", fmt.Sprintf("YAML does not read a date that begins with %c", value[0])
		}
		d.Hint = name + ": " + quote(value)
		return begin, end
	case '"', '\'':
		if closing := quotedEnd([]byte(value), 0); closing < len(value) && from > begin {
			d.Message = "text follows the closing quotation mark"
			d.Hint = "put the whole value in quotes, and write a quotation mark within it twice or use the other sort"
			return begin + closing, end
		}
	case '[', '{', '|', '>':
	default:
		if at == atColon {
			d.Hint = name + ": " + quote(value)
		}
	}
	return from, to
}

// tightColon finds a key whose colon has no space after it on the line before the one at start, which then seems part of its value.
func tightColon(text []byte, start int) (at int, ok bool) {
	end := len(bytes.TrimRight(text[:start], "\r\n"))
	before := 1 + bytes.LastIndexAny(text[:end], "\r\n")
	name, _, found := strings.Cut(strings.TrimLeft(string(text[before:end]), " "), ":")
	if !found || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return 0, false
	}
	at = before + bytes.IndexByte(text[before:end], ':')
	return at, at+1 < end && !isBlank(text[at+1])
}

// trimmedLine returns the place of the line at an offset, without the blanks around it.
func trimmedLine(text []byte, start int) (from, to int) {
	line := text[start:lineEnd(text, start)]
	trimmed := bytes.TrimRight(line, " \t\r\n")
	from = start + len(trimmed) - len(bytes.TrimLeft(trimmed, " \t"))
	return from, max(from, start+len(trimmed))
}
