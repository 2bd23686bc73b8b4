package diag

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Place is where a byte of a file stands for a reader: Line and Column count from 1, Column in code points. A line ends at LF, CRLF
// or a CR alone; a byte order mark at the start of the file is not counted.
type Place struct{ Line, Column int }

// PlaceAt returns the place of the byte at offset in src. An offset beyond the end is taken as the end.
func PlaceAt(src []byte, offset int) Place { return placeAt(src, lineStarts(src), offset) }

// placeAt does the same for a file whose lines are known, so that many places of one file are found without reading it again.
func placeAt(src []byte, starts []int, offset int) Place {
	offset = min(offset, len(src))
	line := lineOf(starts, offset)
	text := src[starts[line]:offset]
	if line == 0 {
		text = bytes.TrimPrefix(text, bom)
	}
	return Place{Line: line + 1, Column: utf8.RuneCount(text) + 1}
}

// lineStarts returns the offset at which each line begins; what follows the last line end is a line, if an empty one.
func lineStarts(src []byte) []int {
	starts := make([]int, 1, 1+bytes.Count(src, []byte("\n")))
	for i, c := range src {
		if c == '\n' || c == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

var bom = []byte("\uFEFF")

// lineOf returns the index of the line that holds offset.
func lineOf(starts []int, offset int) int {
	line, found := slices.BinarySearch(starts, offset)
	if !found {
		line--
	}
	return line
}

// lineAround returns the line that holds offset, without its end, and the offset at which it begins.
func lineAround(src []byte, starts []int, offset int) (line []byte, start int) {
	i := lineOf(starts, min(offset, len(src)))
	start = starts[i]
	line = src[start:]
	if i+1 < len(starts) {
		line = bytes.TrimRight(src[start:starts[i+1]], "\r\n")
	}
	if start == 0 && bytes.HasPrefix(line, bom) {
		return line[len(bom):], len(bom)
	}
	return line, start
}
