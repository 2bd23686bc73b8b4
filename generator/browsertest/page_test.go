package browsertest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
)

// page is one HTML file of the output.
type page struct {
	address string
	raw     []byte
	doc     *html.Node
	ids     map[string]int // how often each stands on the page
}

// readPages parses every HTML file of the output. A file that cannot be read is a page without elements, which no check lets pass.
func (b *built) readPages() []*page {
	var pages []*page
	for _, name := range b.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
		if err != nil {
			raw = nil
		}
		doc, err := html.Parse(bytes.NewReader(raw))
		if err != nil {
			doc = &html.Node{Type: html.DocumentNode}
		}
		p := &page{address: name, raw: raw, doc: doc, ids: make(map[string]int)}
		for e := range p.elements() {
			if id, ok := attribute(e, "id"); ok {
				p.ids[id]++
			}
		}
		pages = append(pages, p)
	}
	return pages
}

// elements are the page's elements in the order of their start tags.
func (p *page) elements() func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for n := range p.doc.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

// first returns the first element of a name; nil where there is none.
func (p *page) first(name string) *html.Node {
	for e := range p.elements() {
		if e.Data == name {
			return e
		}
	}
	return nil
}

// kind is the sort of page by the class of its body: "briefing" for page-briefing.
func (p *page) kind() string {
	body := p.first("body")
	if body == nil {
		return ""
	}
	class, _ := attribute(body, "class")
	for _, c := range strings.Fields(class) {
		if kind, ok := strings.CutPrefix(c, "page-"); ok {
			return kind
		}
	}
	return ""
}

func attribute(e *html.Node, name string) (string, bool) {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// value is the attribute's value, empty where there is none.
func value(e *html.Node, name string) string {
	v, _ := attribute(e, name)
	return v
}

// text is all text below the node.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// place names an element for a message: its tag as written, shortened.
func place(e *html.Node) string {
	var b strings.Builder
	b.WriteString("<" + e.Data)
	for _, a := range e.Attr {
		b.WriteString(" " + a.Key + `="` + a.Val + `"`)
	}
	b.WriteString(">")
	const most = 160
	if s := []rune(b.String()); len(s) > most {
		return string(s[:most]) + "…"
	}
	return b.String()
}
