package frontmatter

import "bytes"

// Front says where the front matter of a Markdown file lies, in bytes from the beginning of the file.
type Front struct {
	Open   int  // of the opening ---, or where it would stand
	Start  int  // of the YAML
	End    int  // of the YAML, at the closing ---
	Body   int  // the first byte after the closing line
	Found  bool // whether the file opens with ---
	Closed bool // whether a closing --- follows
}

// marker returns the length of the opening ---, nought where there is none.
func (f Front) marker() int {
	if !f.Found {
		return 0
	}
	return len("---")
}

// Split finds the front matter of a Markdown file: the lines between a first line --- and the next, white space after either allowed.
// A byte order mark before it is passed over, and lines end with LF, CRLF or CR. A file without front matter is all body; one whose
// front matter is not closed has none.
func Split(src []byte) Front {
	open := len(src) - len(trimBOM(src))
	start := lineEnd(src, open)
	if !isFence(src[open:start]) {
		return Front{Open: open, Start: open, End: open, Body: open}
	}
	for at := start; at < len(src); {
		next := lineEnd(src, at)
		if isFence(src[at:next]) {
			return Front{Open: open, Start: start, End: at, Body: next, Found: true, Closed: true}
		}
		at = next
	}
	return Front{Open: open, Start: start, End: len(src), Body: len(src), Found: true}
}

// isFence reports whether a line, given with its end, is --- and at most white space.
func isFence(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("---"))
	return ok && len(bytes.TrimRight(rest, " \t\r\n")) == 0
}

// lineEnd returns the offset after the line break that ends the line at offset at, or the length of src.
func lineEnd(src []byte, at int) int {
	line := src[at:]
	lf := bytes.IndexByte(line, '\n')
	if lf >= 0 {
		line = line[:lf]
	}
	switch cr := bytes.IndexByte(line, '\r'); {
	case cr >= 0 && cr != len(line)-1, cr >= 0 && lf < 0:
		return at + cr + 1
	case lf >= 0:
		return at + lf + 1
	}
	return len(src)
}

// trimBOM returns src without a byte order mark at its start.
func trimBOM(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\uFEFF")) }
