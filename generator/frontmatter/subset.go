package frontmatter

import "strings"

// Nearly all front matter is written in a small part of YAML: mappings and lists by indentation or, on one line, in brackets;
// texts on one line, with quotes or without; simple ones after > or |. This file reads that part, several times as fast as the library
// reads all of YAML. Of anything else it reads nothing, and the library reads it all. A test holds it to the library's nodes.

// maxSubset is the most levels of nesting that are read here.
const maxSubset = 16

// subset reads a text line by line.
type subset struct {
	text   string
	base   int  // of text in the file
	next   int  // where the line after this begins
	at     int  // the first character of this line that is not read yet, a comment never
	end    int  // the end of this line, without its break
	indent int  // of at, in this line; -1 after the last line
	other  bool // something is not of the subset
	values int  // bytes of all values' texts
	nodes  *nodes
	open   []*node // children of the collections being read, the innermost last
}

// readSubset reads YAML that begins at an offset of its file; ok is false where it is not of the subset. The texts of the nodes are
// parts of text, and those that are no keys have as many bytes as values says.
func readSubset(text string, base int, memory *nodes) (root *node, values int, ok bool) {
	if strings.ContainsAny(text, "\t\r") || strings.Contains(text, "\u2028") || strings.Contains(text, "\u2029") || strings.Contains(text, "\ufeff") {
		return nil, 0, false
	}
	s := &subset{text: text, base: base, nodes: memory}
	if s.line(); s.indent != 0 {
		return nil, 0, false
	}
	root = s.mapping(0, 0)
	return root, s.values, !s.other && s.indent < 0
}

// line goes to the next line with more than a comment.
func (s *subset) line() {
	for s.next < len(s.text) {
		start := s.next
		s.end = s.lineEnd(start)
		s.next = s.end + 1
		if s.at = s.blanks(start); s.at < s.end && s.text[s.at] != '#' {
			s.indent = s.at - start
			return
		}
	}
	s.indent = -1
}

// lineEnd returns where the line that begins at an offset ends, without its break.
func (s *subset) lineEnd(start int) int {
	if i := strings.IndexByte(s.text[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(s.text)
}

// blanks returns the offset of the first character of the line from an offset on that is no space.
func (s *subset) blanks(from int) int {
	for from < s.end && s.text[from] == ' ' {
		from++
	}
	return from
}

// isEnd reports whether nothing but a comment, with a space before it, stands at an offset of the line.
func (s *subset) isEnd(at int) bool {
	return at == s.end || s.text[at] == '#' && s.text[at-1] == ' '
}

// take returns a new node of a stretch of the text.
func (s *subset) take(from, to int) *node {
	n := s.nodes.take()
	n.start, n.end = s.base+from, s.base+to
	return n
}

// fail gives up, at whatever node.
func (s *subset) fail() *node {
	s.other, s.indent = true, -1
	return s.take(0, 0)
}

// collection ends a mapping or list whose children are those opened since.
func (s *subset) collection(n *node, since int) *node {
	n.children = append([]*node(nil), s.open[since:]...)
	s.open = s.open[:since]
	if len(n.children) > 0 {
		n.end = max(n.end, n.children[len(n.children)-1].end)
	}
	return n
}

// mapping reads the keys from this line on that have its indentation.
func (s *subset) mapping(indent, depth int) *node {
	n := s.take(s.at, s.at)
	n.kind, n.style = mapping, block
	since := len(s.open)
	for s.indent == indent {
		colon, ok := s.key(s.at)
		if !ok || depth > maxSubset {
			return s.fail()
		}
		key := s.take(s.at, colon)
		key.text = s.text[s.at:colon]
		value := s.value(colon+1, indent, depth)
		s.open = append(s.open, key, value)
	}
	if s.indent > indent {
		return s.fail()
	}
	return s.collection(n, since)
}

// key returns the offset of the colon after the key at an offset; ok is false where there is none.
func (s *subset) key(at int) (colon int, ok bool) {
	for colon = at; colon < s.end && isKeyByte(s.text[colon], colon > at); colon++ {
	}
	const longest = 1000 // the library reads some more
	return colon, colon > at && colon-at < longest && colon < s.end && s.text[colon] == ':' && (colon+1 == s.end || s.text[colon+1] == ' ')
}

func isKeyByte(c byte, within bool) bool { return isWord(c) || within && c == '-' }

// isItem reports whether the line goes on with an item of a list.
func (s *subset) isItem() bool {
	return s.text[s.at] == '-' && (s.at+1 == s.end || s.text[s.at+1] == ' ')
}

// value reads what follows the colon of a key with that indentation.
func (s *subset) value(after, indent, depth int) *node {
	if at := s.blanks(after); !s.isEnd(at) {
		return s.inline(at, indent)
	}
	s.line()
	switch {
	case s.indent >= indent && s.isItem():
		return s.list(s.indent, depth+1)
	case s.indent > indent:
		return s.mapping(s.indent, depth+1)
	}
	return s.take(after, after)
}

// list reads the items from this line on that have its indentation.
func (s *subset) list(indent, depth int) *node {
	n := s.take(s.at, s.at)
	n.kind, n.style = sequence, block
	since := len(s.open)
	for s.indent == indent && s.isItem() {
		at := s.blanks(s.at + 1)
		if s.isEnd(at) || depth > maxSubset {
			return s.fail()
		}
		var item *node
		if _, ok := s.key(at); ok {
			s.at, s.indent = at, indent+at-s.at
			item = s.mapping(s.indent, depth+1)
		} else {
			item = s.inline(at, indent)
		}
		s.open = append(s.open, item)
	}
	return s.collection(n, since)
}

// inline reads a value that stands on the rest of the line in a collection of that indentation. No more of it may follow on the next.
func (s *subset) inline(at, indent int) *node {
	if c := s.text[at]; c == '>' || c == '|' {
		return s.lines(at, indent)
	}
	n := s.flow(at, false, 0)
	if rest := s.blanks(n.end - s.base); s.other || !s.isEnd(rest) {
		return s.fail()
	}
	if s.line(); s.indent > indent {
		return s.fail()
	}
	return n
}

// lines reads a text that stands after > or | on lines of its own, all of one indentation and none of them empty.
func (s *subset) lines(at, indent int) *node {
	separator := " "
	switch s.text[at:s.end] {
	case ">", ">-":
	case "|", "|-":
		separator = "\n"
	default:
		return s.fail()
	}
	n := s.take(at, s.end)
	n.style = block
	var lines []string
	for inner := 0; s.next < len(s.text); {
		start := s.next
		s.end = s.lineEnd(start)
		from := s.blanks(start)
		if from == s.end && from == start {
			inner = -1 // no text may follow an empty line
			s.next = s.end + 1
			continue
		}
		if from < s.end && from-start <= indent {
			break
		}
		if inner == 0 {
			inner = from - start
		}
		if from-start != inner || s.text[s.end-1] == ' ' {
			return s.fail()
		}
		lines = append(lines, s.text[from:s.end])
		n.end = s.base + s.end
		s.next = s.end + 1
	}
	if len(lines) == 0 {
		return s.fail()
	}
	n.text = strings.Join(lines, separator)
	s.values += len(n.text)
	s.line()
	return n
}

// flow reads a value that ends on the line, within brackets or not.
func (s *subset) flow(at int, within bool, depth int) *node {
	switch c := s.text[at]; {
	case (c == '[' || c == '{') && depth < maxSubset:
		return s.brackets(at, depth)
	case c == '"' || c == '\'':
		return s.quoted(at, c)
	}
	return s.plain(at, within)
}

// brackets reads a list between brackets, or keys and values between braces.
func (s *subset) brackets(at, depth int) *node {
	n := s.take(at, at+1)
	n.kind, n.style = sequence, flow
	closing := byte(']')
	if s.text[at] == '{' {
		n.kind, closing = mapping, '}'
	}
	since := len(s.open)
	at = s.blanks(at + 1)
	for at < s.end && (s.text[at] != closing || len(s.open) > since) { // after a comma something stands
		if n.kind == mapping {
			colon, ok := s.key(at)
			if !ok {
				return s.fail()
			}
			key := s.take(at, colon)
			key.text = s.text[at:colon]
			s.open = append(s.open, key)
			if at = s.blanks(colon + 1); at == s.end {
				return s.fail()
			}
		}
		item := s.flow(at, true, depth+1)
		s.open = append(s.open, item)
		if at = s.blanks(item.end - s.base); s.other || at == s.end || s.text[at] != ',' && s.text[at] != closing {
			return s.fail()
		}
		if s.text[at] == closing {
			break
		}
		at = s.blanks(at + 1)
	}
	if at >= s.end {
		return s.fail()
	}
	n = s.collection(n, since)
	n.end = s.base + at + 1
	return n
}

// quoted reads a text in quotes, without escapes.
func (s *subset) quoted(at int, quote byte) *node {
	length := strings.IndexByte(s.text[at+1:s.end], quote)
	if length < 0 {
		return s.fail()
	}
	n := s.take(at, at+length+2)
	n.style, n.text = quoted, s.text[at+1:at+1+length]
	if after := at + length + 2; quote == '"' && strings.IndexByte(n.text, '\\') >= 0 || after < s.end && s.text[after] == quote {
		return s.fail()
	}
	s.values += len(n.text)
	return n
}

// plain reads a text without quotes.
func (s *subset) plain(at int, within bool) *node {
	if c := s.text[at]; !isWord(c) && (c != '-' || at+1 == s.end || !isWord(s.text[at+1])) && strings.IndexByte("+(./~$", c) < 0 {
		return s.fail()
	}
	end := s.end
	if i := strings.Index(s.text[at:end], " #"); i >= 0 {
		end = at + i
	}
	if within {
		i := strings.IndexAny(s.text[at:end], ",[]{}?")
		if i < 0 {
			return s.fail()
		}
		end = at + i
	}
	for s.text[end-1] == ' ' {
		end--
	}
	n := s.take(at, end)
	n.text = s.text[at:end]
	if strings.Contains(n.text, ": ") || n.text[len(n.text)-1] == ':' {
		return s.fail()
	}
	s.values += len(n.text)
	return n
}
