package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// heading is a heading while its id is being found.
type heading struct {
	node       *ast.Heading
	start, end int    // in Body.Text
	words      []byte // of one with struck words: with these, so that its id does not change when they are struck out
	id         string
}

// headingID is the id that an author gave at a heading's end: ## Losses {#losses}.
type headingID struct {
	ast.BaseInline
	id  string
	seg text.Segment
}

var kindHeadingID = ast.NewNodeKind("HeadingID")

func (n *headingID) Kind() ast.NodeKind         { return kindHeadingID }
func (n *headingID) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// maxSlug is the number of characters after which a heading's id is cut, so that addresses can be read and sent.
const maxSlug = 80

// readHeadingID reads "{#id}" where it ends the heading; nil where it does not.
func readHeadingID(h *ast.Heading, src, line []byte, seg text.Segment) ast.Node {
	if last := h.Lines().Len() - 1; last < 0 || seg.Stop < h.Lines().At(last).Stop {
		return nil
	}
	end := bytes.IndexByte(line, '}')
	if end < 3 || line[1] != '#' || !util.IsBlank(line[end+1:]) {
		return nil
	}
	id := string(line[2:end])
	if !isID(strings.ReplaceAll(id, ".", "-")) {
		return nil
	}
	if t, ok := h.LastChild().(*ast.Text); ok {
		t.Segment = t.Segment.TrimRightSpace(src)
	}
	n := &headingID{id: id, seg: text.NewSegment(seg.Start+2, seg.Start+end)}
	n.SetPos(seg.Start)
	return n
}

// nameHeadings gives every heading its id: the author's own first, then ids made of the words, all different from each other and
// from those the page uses.
func (d *document) nameHeadings() {
	if len(d.headings) == 0 {
		return
	}
	taken := make(idSet, len(d.headings)+len(d.in.Reserved))
	for _, id := range d.in.Reserved {
		taken[id] = 1
	}
	for i := range d.headings {
		h := &d.headings[i]
		n, ok := h.node.LastChild().(*headingID)
		if !ok {
			continue
		}
		h.node.RemoveChild(h.node, n)
		n.id = d.in.Prefix + n.id
		if taken[n.id] > 0 {
			d.report("bad-markup", n.seg.Start, n.seg.Stop, fmt.Sprintf("the id %q is used on this page already", n.id),
				fmt.Sprintf("write {#%s}", taken.free(n.id)))
			continue
		}
		h.id = n.id
		taken[n.id] = 1
	}
	for i := range d.headings {
		h := &d.headings[i]
		if h.id == "" {
			words := d.text[h.start:h.end]
			if h.words != nil {
				words = h.words
			}
			h.id = taken.free(d.in.Prefix + slug(string(words)))
			taken[h.id] = 1
		}
		h.node.SetAttributeString("id", h.id)
		d.anchors = append(d.anchors, h.id)
	}
}

// settleHeadings returns the headings as the Body has them.
func (d *document) settleHeadings(text string) []Heading {
	if len(d.headings) == 0 {
		return nil
	}
	out := make([]Heading, len(d.headings))
	for i, h := range d.headings {
		out[i] = Heading{h.node.Level, h.id, strings.TrimSpace(text[h.start:h.end])}
	}
	return out
}

// settlePlaces returns where headings and footnotes begin.
func (d *document) settlePlaces() []Place {
	if len(d.headings)+len(d.notes) == 0 {
		return nil
	}
	places := make([]Place, 0, len(d.headings)+len(d.notes))
	for _, h := range d.headings {
		places = append(places, Place{h.id, h.start})
	}
	for _, n := range d.notes {
		places = append(places, Place{n.ID, min(n.Start, len(d.text))}) // an empty one may stand behind all words
	}
	slices.SortStableFunc(places, func(a, b Place) int { return cmp.Compare(a.Start, b.Start) })
	return places
}

// idSet is the ids that are taken, each with the last number that was tried behind it.
type idSet map[string]int

// free returns id, or id with the first number behind it that makes it free.
func (s idSet) free(id string) string {
	if s[id] == 0 {
		return id
	}
	for n := s[id] + 1; ; n++ {
		if numbered := id + "-" + strconv.Itoa(n); s[numbered] == 0 {
			s[id] = n
			return numbered
		}
	}
}

// slug makes an id of words: letters, digits and marks of any script in lower case, everything else as single hyphens.
func slug(words string) string {
	var b strings.Builder
	hyphen, n := false, 0
	for _, r := range norm.NFC.String(words) {
		switch {
		case isWord(r):
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
				n++
			}
			hyphen = false
			if n++; n > maxSlug {
				return b.String()
			}
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == utf8.RuneError:
		default:
			hyphen = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}
