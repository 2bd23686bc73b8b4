package snapshot

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// Format says how the text of a copy is had.
type Format uint8

// The formats.
const (
	Opaque Format = iota // not at all
	Plain                // it is text
	HTML
	PDF // only by Extract, as no limit holds what reading it takes
)

// Readable reports whether Words can read the format.
func (f Format) Readable() bool { return f == Plain || f == HTML }

// FormatOf returns the format of a file by its media type or, where that is not known, by the ending of its name.
func FormatOf(mediaType, name string) Format {
	kind, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		kind = ""
	}
	switch ext := strings.ToLower(path.Ext(name)); {
	case kind == "text/html", kind == "application/xhtml+xml", kind == "" && (ext == ".html" || ext == ".htm" || ext == ".xhtml"):
		return HTML
	case strings.HasPrefix(kind, "text/"), kind == "" && (ext == ".txt" || ext == ".md"):
		return Plain
	case kind == "application/pdf":
		return PDF
	}
	return Opaque
}

// MaxWords is the size, in bytes, above which the text of a copy is refused. A long book has a tenth of it.
const MaxWords = 16 << 20

// Words returns the text of a file whose format can be read at once. Plain text has to be UTF-8.
func Words(data []byte, format Format) (string, error) {
	if len(data) > MaxWords {
		return "", fmt.Errorf("is larger than %d MiB", MaxWords>>20)
	}
	switch format {
	case Plain:
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
			return "", errors.New("is not UTF-8 text")
		}
		return string(data), nil
	case HTML:
		root, err := parseHTML(data, "text/html")
		if err != nil {
			return "", err
		}
		return strings.Join(textBlocks(root), "\n\n"), nil
	}
	return "", errors.New("is of a sort that has no text of its own")
}

// decoded reads data as UTF-8 from whatever character set it says, by its media type or in itself, that it is in, without the mark of the
// order of bytes with which it may begin.
func decoded(data []byte, mediaType string) (io.Reader, error) {
	r, err := charset.NewReader(bytes.NewReader(data), mediaType)
	if err != nil {
		return nil, fmt.Errorf("read the character set: %w", err)
	}
	in := bufio.NewReader(r)
	if first, _, err := in.ReadRune(); err == nil && first != '\ufeff' {
		_ = in.UnreadRune() // which follows ReadRune
	}
	return in, nil
}

// parseHTML parses a page in whatever character set it says that it is in.
func parseHTML(data []byte, mediaType string) (*html.Node, error) {
	r, err := decoded(data, mediaType)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(r)
	if err != nil {
		return nil, fmt.Errorf("parse the page: %w", err)
	}
	return root, nil
}

// textBlocks returns the texts that stand in blocks of their own, such as paragraphs and cells, in their order, each with single spaces. What
// a browser does not show as text is left out.
func textBlocks(root *html.Node) []string {
	var blocks []string
	var b strings.Builder
	end := func() {
		if text := strings.Join(strings.FieldsFunc(b.String(), isMarkupSpace), " "); text != "" {
			blocks = append(blocks, strings.ToValidUTF8(text, string(utf8.RuneError)))
		}
		b.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
			return
		case html.ElementNode:
			if unshown(n) {
				return
			}
			if n.DataAtom == atom.Br || n.DataAtom == atom.Wbr {
				if n.DataAtom == atom.Br {
					b.WriteByte('\n')
				}
				return
			}
		case html.DocumentNode:
		default:
			return
		}
		block := n.Type == html.ElementNode && !inline[n.DataAtom]
		if block {
			end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			end()
		}
	}
	walk(root)
	end()
	return blocks
}

// isMarkupSpace reports whether HTML takes a character for white space of which any amount is one space. A no-break space is none.
func isMarkupSpace(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' && r != '\v' }

// unshown reports whether a browser shows nothing of an element as text.
func unshown(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Textarea, atom.Select,
		atom.Audio, atom.Video, atom.Canvas:
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	return false
}

// inline are the elements that stand within a line.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true, atom.Data: true, atom.Del: true,
	atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true,
	atom.Q: true, atom.Rp: true, atom.Rt: true, atom.Ruby: true, atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true,
	atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, 0: true,
}
