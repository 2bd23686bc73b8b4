package diag

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// TextOptions say how diagnostics are printed as text. The zero value prints them plain, 100 columns wide.
type TextOptions struct {
	Width int  // columns that an excerpt may take; 0 for 100
	Color bool // with ANSI colours
	Infos int  // how many problems of one code that are merely worth knowing are printed; 0 for all
}

const defaultWidth = 100

// The colours of the terminal, by what is said in them.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	faint  = "\x1b[2m"
	plain  = "\x1b[0m"
)

// WriteText prints a resolved list for people: each diagnostic with its place, the line it stands in, a caret and the hint. read
// returns a file's bytes, for several goroutines at once; where it fails, the excerpt is left out. Control characters in messages and
// excerpts are escaped, so that content cannot steer the terminal.
func WriteText(w io.Writer, l List, read func(file string) ([]byte, error), opt TextOptions) error {
	if opt.Width == 0 {
		opt.Width = defaultWidth
	}
	var shown List
	infos := make(map[string]int)
	for _, d := range l {
		if d.Level == LevelInfo {
			if infos[d.Code]++; opt.Infos > 0 && infos[d.Code] > opt.Infos {
				continue
			}
		}
		shown = append(shown, d)
	}
	if err := writeEach(w, shown, read, opt); err != nil {
		return err
	}
	t := &textWriter{opt: opt}
	for _, code := range slices.Sorted(maps.Keys(infos)) {
		if more := infos[code] - opt.Infos; opt.Infos > 0 && more > 0 {
			fmt.Fprintf(t, "%s%s: %d more are not shown\n", t.paint(blue, LevelInfo.String()), t.paint(faint, "["+code+"]"), more)
		}
	}
	_, err := t.WriteTo(w)
	return err
}

// writeEach prints diagnostics, which are written out on all processors: a large site that has just begun to be checked has many.
func writeEach(w io.Writer, l List, read func(file string) ([]byte, error), opt TextOptions) error {
	const batch = 256 // to a goroutine; few files are read by two
	for some := range slices.Chunk(l, batch*runtime.GOMAXPROCS(0)) {
		var parts []*textWriter
		var working sync.WaitGroup
		for few := range slices.Chunk(some, batch) {
			t := &textWriter{opt: opt, places: places{read: read}}
			parts = append(parts, t)
			working.Go(func() {
				for _, d := range few {
					t.diagnostic(d)
				}
			})
		}
		working.Wait()
		for _, t := range parts {
			if _, err := t.WriteTo(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// textWriter prints into memory, so that only what takes it from there can fail.
type textWriter struct {
	bytes.Buffer
	places
	opt TextOptions
}

func (t *textWriter) diagnostic(d Diagnostic) {
	levelColor := map[Level]string{LevelError: red, LevelWarning: yellow, LevelInfo: blue}[d.Level]
	fmt.Fprintf(t, "%s%s%s: %s\n", t.place(d.At), t.paint(levelColor, d.Level.String()), t.paint(faint, "["+d.Code+"]"),
		t.paint(bold, Visible(d.Message)))
	t.excerpt(d.At, levelColor)
	if d.Hint != "" {
		fmt.Fprintf(t, "  %s %s\n", t.paint(blue, "hint:"), Visible(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(t, "  %s%s\n", t.place(r.At), Visible(r.Message))
	}
}

func (t *textWriter) paint(color, text string) string {
	if !t.opt.Color || color == "" {
		return text
	}
	return color + text + plain
}

// place is "file:line:column: ", or as much of it as there is.
func (t *textWriter) place(at Span) string {
	if at.IsZero() {
		return ""
	}
	name := Visible(at.File)
	if !t.load(at.File) {
		return name + ": "
	}
	p := placeAt(t.src, t.starts, int(at.Start))
	return fmt.Sprintf("%s:%d:%d: ", name, p.Line, p.Column)
}

// lookedAt is how many bytes of a line are looked at on either side of where a span begins or ends. What fits into a terminal is less; a line can
// be as long as a file, and have a problem in every sentence.
const lookedAt = 1 << 12

// excerpt prints the line and a caret below the span. Of a long line it prints the part around the span.
func (t *textWriter) excerpt(at Span, color string) {
	if at.IsZero() || !t.load(at.File) || at.End <= at.Start && at.Start == 0 {
		return
	}
	line, start := lineAround(t.src, t.starts, int(at.Start))
	if len(line) == 0 {
		return
	}
	from := min(max(0, int(at.Start)-start), len(line))
	to := min(max(from, int(at.End)-start), len(line))
	before, marked, after := Visible(lastOf(line[:from])), Visible(firstOf(line[from:to])), Visible(firstOf(line[to:]))
	number := fmt.Sprint(lineOf(t.starts, int(at.Start)) + 1)
	room := max(20, t.opt.Width-len(number)-6)
	before, marked, after = fit(before, marked, after, room)
	gutter := strings.Repeat(" ", len(number))
	fmt.Fprintf(t, "  %s %s%s%s\n", t.paint(faint, number+" |"), before, marked, after)
	fmt.Fprintf(t, "  %s %s%s\n", t.paint(faint, gutter+" |"), strings.Repeat(" ", columns(before)),
		t.paint(color, strings.Repeat("^", max(1, columns(marked)))))
}

// firstOf returns as much of the beginning of a text as is looked at, lastOf of its end.
func firstOf(text []byte) string {
	if len(text) <= lookedAt {
		return string(text)
	}
	end := lookedAt
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return string(text[:end])
}

func lastOf(text []byte) string {
	start := max(0, len(text)-lookedAt)
	for start > 0 && start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	return string(text[start:])
}

// fit cuts what does not fit into room columns, keeping what is marked in sight.
func fit(before, marked, after string, room int) (string, string, string) {
	const cut = "…"
	most := room // of what is marked, beside a sign that something is cut on either side of it
	if before != "" {
		most--
	}
	if w := columns(marked); w > most || w == most && after != "" {
		marked, after = head(marked, most-1)+cut, ""
	}
	left := room - columns(marked)
	if w := columns(before); w > left/2 && w+columns(after) > left {
		keep := max(left/2, left-columns(after)) - 1
		before = cut + tail(before, max(0, keep))
	}
	if rest := left - columns(before); columns(after) > rest {
		after = head(after, max(0, rest-1)) + cut
	}
	return before, marked, after
}

// head returns the longest beginning of s that is at most width columns wide; tail the longest end.
func head(s string, width int) string {
	taken, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if taken += g.Width(); taken > width {
			break
		}
		_, end = g.Positions()
	}
	return s[:end]
}

func tail(s string, width int) string {
	over, begin := columns(s)-width, 0
	for g := uniseg.NewGraphemes(s); over > 0 && g.Next(); {
		over -= g.Width()
		_, begin = g.Positions()
	}
	return s[begin:]
}

// columns returns how many columns of a terminal a text takes.
func columns(s string) int {
	if isPlain(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// isPlain reports whether a text is of printable ASCII alone, each of which takes a column.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Visible returns s with tabs as four spaces and every character that a terminal would obey, or that would turn the reading
// direction, written as an escape.
func Visible(s string) string {
	if isPlain(s) || !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\t':
			b.WriteString("    ")
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether r must not reach a terminal as it is: controls, line and paragraph separators, and marks of direction.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}
