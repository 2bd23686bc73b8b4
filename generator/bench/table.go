package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// table is printed as Markdown. The first row is its head. Columns of numbers stand to the right.
type table [][]string

func (t table) String() string {
	var b strings.Builder
	for i, row := range t {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString(t.line() + "|\n")
		}
	}
	return b.String()
}

// page is where figures go beside standard output.
type page struct {
	Into string `help:"A page of the documentation that takes them too, between its two comments."`
}

// print prints a text, and puts it into the part of the page that stands between <!-- figures: the command --> and <!-- end -->.
func (p page) print(w io.Writer, command, text string) error {
	if _, err := io.WriteString(w, text); err != nil || p.Into == "" {
		return err
	}
	src, err := os.ReadFile(p.Into)
	if err != nil {
		return err
	}
	begin := "<!-- figures: " + command + " -->\n"
	before, rest, found := strings.Cut(string(src), begin)
	_, after, closed := strings.Cut(rest, "<!-- end -->")
	if !found || !closed {
		return fmt.Errorf("%s has no part for %s", p.Into, command)
	}
	return os.WriteFile(p.Into, []byte(before+begin+text+"<!-- end -->"+after), 0o644)
}

// turned returns the table with its columns as rows.
func (t table) turned() table {
	out := make(table, len(t[0]))
	for i := range out {
		for _, row := range t {
			out[i] = append(out[i], row[i])
		}
	}
	return out
}

// line parts the head from the rows.
func (t table) line() string {
	var b strings.Builder
	for i := range t[0] {
		if len(t) > 1 && strings.ContainsAny(t[1][i][:min(1, len(t[1][i]))], "0123456789–") {
			b.WriteString("|--:")
		} else {
			b.WriteString("|---")
		}
	}
	return b.String()
}

// seconds words a time with the digits that are worth reading.
func seconds(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d < 10*time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// megabytes words a size; a size of nothing is one that is not known.
func megabytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%s MB", thousands(int((n+500_000)/1_000_000)))
}

// thousands parts the digits of a number by commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// ratio words how many times b fits into a.
func ratio[T ~int64](a, b T) string {
	if a == 0 || b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(a)/float64(b))
}
