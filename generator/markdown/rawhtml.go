package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
)

// HTML in the prose is shown as text, so that no word is lost, unless the site lets it pass. Comments are dropped in any case.

const rawHint = "write Markdown, or a backslash before <; `unsafe_html: true` in site.yaml lets HTML pass"

func rawInline(src []byte, n *ast.RawHTML) []byte {
	if n.Segments.Len() == 1 {
		seg := n.Segments.At(0)
		return seg.Value(src)
	}
	var out []byte
	for i := range n.Segments.Len() {
		seg := n.Segments.At(i)
		out = append(out, seg.Value(src)...)
	}
	return out
}

func rawBlock(src []byte, n *ast.HTMLBlock) []byte {
	var out []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		out = append(out, line.Value(src)...)
	}
	if n.HasClosure() {
		out = append(out, n.ClosureLine.Value(src)...)
	}
	return out
}

func (d *document) collectRawHTML(n *ast.RawHTML) {
	raw := rawInline(d.src, n)
	switch {
	case isComment(raw):
		return
	case d.in.Unsafe:
		n.SetAttribute(rawHTML, true)
		d.declared(raw)
		if tag := strikes.FindSubmatch(raw); tag != nil {
			d.struck = len(tag[1]) == 0 // up to the end of the block, if no other tag comes
			d.gap, d.strikes = true, true
		}
		return
	case !bytes.HasPrefix(raw, []byte("</")): // its opening tag was reported
		first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
		d.report("raw-html", first.Start, last.Stop, "HTML is shown as text", rawHint)
	}
	d.addWords(bytes.ReplaceAll(raw, []byte("\n"), []byte(" ")))
}

func (d *document) collectHTML(n *ast.HTMLBlock) {
	raw := rawBlock(d.src, n)
	d.openComment(n, raw)
	if d.in.Unsafe {
		n.SetAttribute(rawHTML, true)
		raw = passing(raw)
		d.declared(raw)
		if n.HTMLBlockType != ast.HTMLBlockType1 { // a script or a style sheet
			d.addWords(bytes.TrimSpace(withoutTags(struckOut.ReplaceAll(raw, nil))))
		}
		return
	}
	raw = bytes.TrimSpace(withoutComments(raw))
	if len(raw) == 0 {
		return
	}
	if first := n.Lines(); first.Len() > 0 {
		line := first.At(0)
		end := line.Start + len(bytes.TrimRight(d.src[line.Start:line.Stop], "\n"))
		d.report("raw-html", line.Start, end, "HTML is shown as text", rawHint)
	}
	d.addWords(raw)
}

// openComment reports a comment that does not end in the HTML in which it begins: at a blank line HTML ends and Markdown goes on, so that the
// rest of the comment would be shown.
func (d *document) openComment(n *ast.HTMLBlock, raw []byte) {
	find := comments
	if d.in.Unsafe {
		find = commentsOrCode
	}
	open := -1
	for _, at := range find.FindAllIndex(raw, -1) {
		if found := raw[at[0]:at[1]]; isComment(found) && !bytes.HasSuffix(found, []byte("-->")) {
			open = at[0]
		}
	}
	if open < 0 {
		return
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if open < line.Len() {
			d.report("bad-markup", line.Start+open, line.Start+open+len("<!--"), "a comment has no end in the HTML in which it begins",
				"end it with -->, and leave no blank line in a comment that follows a tag")
			return
		}
		open -= line.Len()
	}
}

var (
	comments = regexp.MustCompile(`(?s)<!--(?:-?>|.*?(?:-->|\z))`) // one that is not closed goes to the end

	// commentsOrCode finds also what only looks as if it held comments.
	commentsOrCode = regexp.MustCompile(comments.String() + `|(?i:<script\b.*?(?:</script|\z)|<style\b.*?(?:</style|\z)|<textarea\b.*?(?:</textarea|\z))`)
)

// The tags of HTML by which words are struck out, and what stands between two of them.
var (
	strikes   = regexp.MustCompile(`(?i)^<(/?)(?:del|s|strike)\b`)
	struckOut = regexp.MustCompile(`(?is)<(?:del|s|strike)\b.*?</(?:del|s|strike)\b[^>]*>`)
)

func isComment(raw []byte) bool { return bytes.HasPrefix(raw, []byte("<!--")) }

// withoutComments returns HTML without its comments.
func withoutComments(raw []byte) []byte {
	if !bytes.Contains(raw, []byte("<!--")) {
		return raw
	}
	return comments.ReplaceAll(raw, nil)
}

// passing returns what of HTML that passes through is published: all but its comments.
func passing(raw []byte) []byte {
	if !bytes.Contains(raw, []byte("<!--")) {
		return raw
	}
	return commentsOrCode.ReplaceAllFunc(raw, func(found []byte) []byte {
		if isComment(found) {
			return nil
		}
		return found
	})
}

func withoutTags(b []byte) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(b, []byte("<"))
		out = append(out, before...)
		if !found {
			return out
		}
		if _, b, found = bytes.Cut(rest, []byte(">")); !found {
			return out
		}
	}
}

// declared notes the ids that HTML which passes through declares, so that links to them are not called broken.
func (d *document) declared(raw []byte) {
	for {
		_, rest, found := bytes.Cut(raw, []byte(` id=`))
		if !found {
			return
		}
		raw = rest
		if len(rest) < 2 {
			return
		}
		quote := rest[0]
		end := -1
		if quote == '"' || quote == '\'' {
			rest = rest[1:]
			end = bytes.IndexByte(rest, quote)
		} else {
			end = bytes.IndexAny(rest, " \t\n>/")
		}
		if end > 0 {
			d.anchors = append(d.anchors, string(plain(rest[:end])))
		}
	}
}
