// Package diag describes what an author can mend: a problem with its code, its place, a message in the author's words and a
// hint that can be pasted. It holds the registry of codes with their default levels, and prints lists of diagnostics: as text for
// people; as JSON, SARIF and annotations of GitHub for programs.
//
// It leaves to others what is wrong: the readers and rules make diagnostics. Problems that only the machine's owner can mend are
// plain Go errors and never pass through here; accordingly, List is not an error.
package diag

import (
	"cmp"
	"slices"
)

// Span is a stretch of one file: Start is the first byte, End the byte after the last, both counted from the beginning of the
// whole file (front matter included). A span whose Start equals its End is a point. The zero Span has no place.
type Span struct {
	File       string // slash-separated, relative to the site's folder
	Start, End int32  // as there are many spans and no file has more bytes
}

// At returns the span from start to end of a file.
func At(file string, start, end int) Span {
	return Span{File: file, Start: int32(start), End: int32(end)}
}

// IsZero reports whether s names no file, as for a problem of the whole site.
func (s Span) IsZero() bool { return s.File == "" }

// Related is a second place that a reader of the diagnostic needs, such as the first of two equal keys.
type Related struct {
	At      Span
	Message string
}

// Diagnostic is one problem at its smallest place.
type Diagnostic struct {
	Code    string    // one of Codes
	At      Span      // where the author has to look
	Message string    // one clause, lower case, no full stop
	Hint    string    // a suggestion, or empty
	Related []Related // further places, or none
	Level   Level     // set by List.Resolve; before, only of a case that matters more or less than its code does
}

// List is the problems of a run or of a part of it.
type List []Diagnostic

// Resolve returns the list with each diagnostic's level set: that of levels, which is of all cases of a code, where the code is named there
// and may be changed; else the case's own; else the code's default. Those that are off are left out, the others sorted by file, place and
// code, and without doubles. The receiver is not changed.
func (l List) Resolve(levels map[string]Level) List {
	out := make(List, 0, len(l))
	for _, d := range l {
		if d.Level == LevelUnset {
			d.Level = DefaultLevel(d.Code)
		}
		if set, ok := levels[d.Code]; d.Level == LevelFirm {
			d.Level = LevelError
		} else if ok && !Fixed(d.Code) {
			d.Level = set
		}
		if d.Level != LevelOff {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, compare) // which is quick where they come nearly in order, file by file
	return slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return a.At == b.At && a.Code == b.Code && a.Message == b.Message
	})
}

// Count returns how many diagnostics of the resolved list have the level.
func (l List) Count(level Level) int {
	n := 0
	for _, d := range l {
		if d.Level == level {
			n++
		}
	}
	return n
}

// Failed reports whether the resolved list has an error, so that nothing may be published.
func (l List) Failed() bool { return l.Count(LevelError) > 0 }

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.At.File, b.At.File),
		cmp.Compare(a.At.Start, b.At.Start),
		cmp.Compare(a.At.End, b.At.End),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Hint, b.Hint),
	)
}

// Merge returns one resolved list of two that have nothing in common. It takes little time where one of them is short; where that is empty,
// the other is returned.
func Merge(a, b List) List {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(b) == 0 {
		return a
	}
	out := make(List, 0, len(a)+len(b))
	for i := range b {
		n, _ := slices.BinarySearchFunc(a, b[i], compare)
		out = append(append(out, a[:n]...), b[i])
		a = a[n:]
	}
	return append(out, a...)
}

// Splice returns a resolved list with those of by in the place of all that stand in the files; all of by stand in these. It takes little time
// where these are few.
func (l List) Splice(files []string, by List) List {
	out := make(List, 0, len(l)+len(by))
	for _, file := range slices.Compact(slices.Sorted(slices.Values(files))) {
		from, _ := slices.BinarySearchFunc(l, file, func(d Diagnostic, file string) int { return cmp.Compare(d.At.File, file) })
		out, l = append(out, l[:from]...), l[from:]
		to, _ := slices.BinarySearchFunc(l, file, func(d Diagnostic, file string) int {
			if d.At.File <= file {
				return -1
			}
			return 1
		})
		l = l[to:]
		n, _ := slices.BinarySearchFunc(by, file, func(d Diagnostic, file string) int {
			if d.At.File <= file {
				return -1
			}
			return 1
		})
		out, by = append(out, by[:n]...), by[n:]
	}
	return append(out, l...)
}
