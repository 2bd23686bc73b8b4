package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/ledongthuc/pdf"
	"golang.org/x/net/html"
)

// ErrNoText is returned for a copy of a sort that has no text, such as a picture.
var ErrNoText = errors.New("it is of a sort that has no text")

// Extract returns the readable text of what was fetched from an address: of a page its article first, of a PDF the text of its pages. It is
// for a process of its own, as no limit holds the time and memory that reading a PDF can take.
func Extract(data []byte, mediaType, address string) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			text, err = "", fmt.Errorf("it is damaged: %v", fault)
		}
	}()
	switch FormatOf(mediaType, "") {
	case HTML:
		text, err = pageText(data, mediaType, address)
	case Plain:
		text, err = plainText(data, mediaType)
	case PDF:
		text, err = pdfText(data)
	default:
		return "", ErrNoText
	}
	switch {
	case err != nil:
		return "", err
	case strings.TrimSpace(text) == "":
		return "", errors.New("it has no text")
	case len(text) > MaxWords:
		return "", fmt.Errorf("its text is larger than %d MiB", MaxWords>>20)
	}
	return text, nil
}

// maxArticle is the size, in bytes, of a page above which no article is looked for in it, as that may take long.
const maxArticle = 4 << 20

// between parts what does not follow in the page from what does. No quote can go across it.
const between = "* * *"

// pageText returns the text of a page: first its article, then what stands beside that, such as captions, tables and notes, since these can be
// quoted too.
func pageText(data []byte, mediaType, address string) (string, error) {
	root, err := parseHTML(data, mediaType)
	if err != nil {
		return "", err
	}
	all := textBlocks(root)
	var article []string
	if len(data) <= maxArticle {
		article = articleBlocks(root, address)
	}
	left := make(map[string]int, len(article))
	for _, text := range article {
		left[text]++
	}
	texts, last := article, -1
	for i, text := range all {
		if left[text] > 0 {
			left[text]--
			continue
		}
		if i != last+1 || len(texts) == len(article) {
			texts = append(texts, between)
		}
		texts, last = append(texts, text), i
	}
	if len(article) == 0 {
		texts = all
	}
	return strings.Join(texts, "\n\n") + "\n", nil
}

// articleBlocks returns the blocks of a page's article, as far as one is found.
func articleBlocks(root *html.Node, address string) []string {
	defer func() { _ = recover() }() // then there is no article, and the page still has its text
	at, err := url.Parse(address)
	if err != nil {
		at = nil
	}
	article, err := readability.FromDocument(root, at)
	if err != nil || article.Node == nil {
		return nil
	}
	return textBlocks(article.Node)
}

// plainText returns a text in UTF-8, from the character set that its media type says.
func plainText(data []byte, mediaType string) (string, error) {
	if utf8.Valid(data) && !bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && !strings.Contains(mediaType, "charset") {
		return string(data), nil
	}
	r, err := decoded(data, mediaType)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxWords+1))
	if err != nil {
		return "", fmt.Errorf("read the text: %w", err)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return "", errors.New("it is not text")
	}
	return strings.ToValidUTF8(string(text), string(utf8.RuneError)), nil
}

// maxPages is how many pages of a PDF are read.
const maxPages = 10_000

// pdfText returns the text of the pages of a PDF, in the order in which it is set.
func pdfText(data []byte) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("read the PDF: %w", err)
	}
	var b strings.Builder
	for n := 1; n <= min(r.NumPage(), maxPages); n++ {
		page := r.Page(n)
		if page.V.IsNull() {
			break
		}
		addPage(&b, page.Content().Text)
		if b.Len() > MaxWords {
			return "", fmt.Errorf("its text is larger than %d MiB", MaxWords>>20)
		}
	}
	return b.String(), nil
}

// Where a PDF sets no space or line's end, the place of the next character tells it, in sizes of the type.
const (
	spaceWidth = 0.2 // wider than kerning
	lineShift  = 0.5 // more than an exponent is shifted
	paragraph  = 1.7 // more than the distance of lines
)

// addPage adds the characters of a page with the spaces and ends of lines that are between them.
func addPage(b *strings.Builder, characters []pdf.Text) {
	var last pdf.Text
	begun := false
	for _, c := range characters {
		if c.S == "" || c.S == "\n" {
			continue
		}
		size := max(c.FontSize, last.FontSize, 1)
		down := last.Y - c.Y
		gap := c.X - (last.X + last.W)
		switch {
		case !begun:
			if b.Len() > 0 {
				b.WriteString("\n\n")
			}
		case down > size*paragraph || down < -size*lineShift:
			b.WriteString("\n\n")
		case down > size*lineShift || gap < -size:
			b.WriteByte('\n')
		case gap > size*spaceWidth && c.S != " " && last.S != " ":
			b.WriteByte(' ')
		}
		b.WriteString(c.S)
		last, begun = c, true
	}
}
