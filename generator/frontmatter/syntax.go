package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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
	// In the first line the library takes the place of an error's surroundings for none, so an empty line is put before it.
	if again := load(append([]byte("\n"), text...), new(yaml.Node)); again != nil {
		err = again
	}
	said, line := strings.TrimPrefix(err.Error(), "yaml: "), 2
	if rest, ok := strings.CutPrefix(said, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, said = n, message
		}
	}
	known, isKnown := slipFor(said)
	starts := lineStarts(text)
	from, to := trimmedLine(text, starts[min(max(line-2, 0), len(starts)-2)])
	if known.where != atLine && len(text) <= maxSearch {
		from, to = culprit(text, err)
	}
	d := diag.Diagnostic{Code: "bad-yaml", Message: "this is not YAML: " + said}
	if isKnown {
		d.Message, d.Hint = known.message, known.hint
	}
	from, to = refine(text, from, to, known.where, &d)
	if name, ok := strings.CutPrefix(said, "unknown anchor '"); ok {
		name, _, _ = strings.Cut(name, "'")
		if i := bytes.Index(text, []byte("*"+name)); i >= 0 {
			from, to = i, i+1+len(name)
		}
		d.Message, d.Hint = "YAML aliases are not read", "write the value out, or put it in quotes"
	}
	if i := directive(text); i >= 0 {
		from, to = i, wordEnd(text, i)
		d.Message, d.Hint = "YAML directives are not read", "take the line out"
	}
	d.At = diag.At(r.file, base+from, base+to)
	return d
}

// directive returns where the first line that is a directive of YAML begins; -1 for none.
func directive(text []byte) int {
	for _, start := range lineStarts(text) {
		if start < len(text) && (bytes.HasPrefix(text[start:], []byte("%YAML ")) || bytes.HasPrefix(text[start:], []byte("%TAG "))) {
			return start
		}
	}
	return -1
}

// load reads the only document of text; io.EOF if there is none.
func load(text []byte, doc *yaml.Node) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(doc); err != nil {
		return err
	}
	err := decoder.Decode(new(yaml.Node))
	switch {
	case err == nil:
		return errSecond
	case errors.Is(err, io.EOF):
		return nil
	}
	return err
}

// errSecond stands for a second document, which its marker shows before parsing in all cases known.
var errSecond = errors.New("yaml: did not find expected <document start>")

func slipFor(said string) (slip, bool) {
	i := slices.IndexFunc(slips, func(s slip) bool { return strings.HasPrefix(said, s.library) })
	if i < 0 {
		return slip{}, false
	}
	return slips[i], true
}

// culprit returns the word or sign with which the shortest piece of text ends that gives the error, an empty line before it.
func culprit(text []byte, err error) (from, to int) {
	padded := append([]byte("\n"), text...)
	to = sort.Search(len(text), func(n int) bool {
		got := load(padded[:n+1], new(yaml.Node))
		return got != nil && got.Error() == err.Error()
	})
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	from = max(to-1, 0)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	switch {
	case from == to || text[from] == '\t':
		return from, to
	case isBlank(text[from]): // an error after a word stands at the word
		to = len(bytes.TrimRight(text[:from], " \t\r\n"))
		return 1 + bytes.LastIndexAny(text[:to], " \t\r\n"), to
	case isWord(text[from]):
		for to < len(text) && isWord(text[to]) {
			to++
		}
		for from > 0 && isWord(text[from-1]) {
			from--
		}
	}
	if from > 0 && text[from-1] == '\\' { // an escape stands whole
		from--
	}
	if text[from] == '\\' && to == from+1 && to < len(text) {
		_, size := utf8.DecodeRune(text[to:])
		to += size
	}
	return from, to
}

// isWord reports whether c is of a word: a letter, a digit or part of a character outside ASCII.
func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= utf8.RuneSelf
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
		if from, to, ok := questionMark(line, d); ok {
			return start + from, start + to
		}
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
			return end - len(strings.TrimLeft(value[closing:], " ")), end
		}
	case '[', '{', '|', '>':
	default:
		if at == atColon {
			d.Hint = name + ": " + quote(value)
		}
	}
	return from, to
}

// questionMark finds a word with a question mark on a line with brackets, between which the library does not read one: an uncertain
// date in most cases. The offsets are those in the line.
func questionMark(line string, d *diag.Diagnostic) (from, to int, ok bool) {
	const delimiters = " ,[]{}"
	for from < len(line) {
		from += len(line[from:]) - len(strings.TrimLeft(line[from:], delimiters))
		to = len(line)
		if i := strings.IndexAny(line[from:], delimiters); i >= 0 {
			to = from + i
		}
		word := line[from:to]
		if strings.Contains(word, "?") && word[0] != '"' && word[0] != '\'' {
			d.Message, d.Hint = "a text with a question mark has to stand in quotes between brackets", "put it in quotes"
			if _, err := edtf.Parse(word); err == nil {
				d.Code, d.Message, d.Hint = "bad-date", "between brackets YAML does not read a date with a question mark", fmt.Sprintf("write %q", word)
			}
			return from, to, true
		}
		from = to
	}
	return from, to, false
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
