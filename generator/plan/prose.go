package plan

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
)

// citations says how a briefing's citations are numbered and its cards made; nil for a text without a bibliography, whose citations
// name the source.
type citations struct {
	number map[*site.Source]int
	card   func([]byte, *site.Claim) []byte
	stated map[*site.Claim]bool // whose first words were written: a card stands level with them
}

// text is the text of an object as HTML; empty for one without.
func (pg page) text(o site.Object) template.HTML {
	prose := pg.read.Text(o)
	return pg.fill(&prose, nil)
}

// fill turns a text into HTML by filling its holes with addresses, names, standings and cards.
func (pg page) fill(prose *site.Prose, cite *citations) template.HTML {
	return pg.scratch.html(func(b []byte) []byte {
		return prose.Fill(b, site.Holes{
			Href:       func(b []byte, ref int) []byte { return pg.fillHref(b, prose, ref) },
			NameLink:   func(b []byte, ref int) []byte { return pg.fillName(b, prose, ref) },
			ClaimStart: func(b []byte, refs []int) []byte { return pg.fillClaimStart(b, prose, refs, cite) },
			ClaimEnd:   func(b []byte, refs []int, linked bool) []byte { return pg.fillClaimEnd(b, prose, refs, linked) },
			Citation:   func(b []byte, refs []int) []byte { return pg.fillCitation(b, prose, refs, cite) },
			Cards:      func(b []byte, refs []int) []byte { return fillCards(b, prose, refs, cite) },
		})
	})
}

// appendText appends a text, escaped for HTML and for the value of an attribute.
func appendText(b []byte, text string) []byte {
	if strings.ContainsAny(text, `<>&'"`) {
		text = html.EscapeString(text)
	}
	return append(b, text...)
}

// appendAll appends HTML, piece by piece.
func appendAll(b []byte, html ...string) []byte {
	for _, piece := range html {
		b = append(b, piece...)
	}
	return b
}

// fillHref writes an address within its quotes. A picture's is followed by its size, so that nothing moves when it arrives.
func (pg page) fillHref(b []byte, prose *site.Prose, i int) []byte {
	target := prose.Targets[i]
	b = appendText(b, pg.href(prose, i))
	if !target.Picture {
		return b
	}
	if width, height := pg.size(target.File); width > 0 {
		b = appendAll(b, `" width="`, strconv.Itoa(width), `" height="`, strconv.Itoa(height))
	}
	return b
}

func (pg page) href(prose *site.Prose, i int) string {
	t := &prose.Targets[i]
	if t.File != "" {
		return site.Relative(pg.address, t.File)
	}
	object := prose.Object(i)
	switch {
	case object == nil:
		return "#"
	case t.Fragment != "":
		address, _, _ := strings.Cut(object.Address(), "#")
		return site.Relative(pg.address, address+"#"+t.Fragment)
	}
	return site.Relative(pg.address, object.Address())
}

// fillName writes a link that is shown by the words the author wrote or by the object's name.
func (pg page) fillName(b []byte, prose *site.Prose, i int) []byte {
	text, object := prose.Refs[i].Label, prose.Object(i)
	if object == nil {
		return appendText(b, text)
	}
	if text == "" {
		text = pg.name(object)
	}
	b = appendAll(b, `<a class="name" data-kind="`, string(object.Kind()), `" id="`)
	b = appendAll(pg.appendRefAnchor(b, i), `" href="`)
	b = append(appendText(b, pg.href(prose, i)), `">`...)
	return append(appendText(b, text), `</a>`...)
}

// refAnchor is the fragment of the i-th reference of a text. No heading has such an id, as it holds a dot.
func refAnchor(i int) string { return "ref." + strconv.Itoa(i) }

func (pg page) appendRefAnchor(b []byte, i int) []byte {
	return strconv.AppendInt(appendAll(b, pg.prefix, "ref."), int64(i), 10)
}

// fillClaimStart opens the words that state claims, in the standing of the weakest of them.
func (pg page) fillClaimStart(b []byte, prose *site.Prose, refs []int, cite *citations) []byte {
	class := ""
	var own, level []*site.Claim
	for _, i := range refs {
		c, ok := prose.Object(i).(*site.Claim)
		if !ok {
			continue
		}
		class = weaker(class, pg.class(c))
		if c.Briefing.Address() != pg.address {
			continue
		}
		own = append(own, c)
		if cite != nil && !cite.stated[c] {
			cite.stated[c] = true
			level = append(level, c)
		}
	}
	b = appendAll(b, `<span class="cw standing-`, class)
	for _, c := range level {
		b = appendAll(b, " n", strconv.Itoa(c.Number))
	}
	b = append(b, `" data-claims="`...)
	for k, c := range own {
		if k > 0 {
			b = append(b, ' ')
		}
		b = appendText(b, c.Anchor())
	}
	return append(b, `">`...)
}

// fillClaimEnd closes the words and leads to each claim's card; within a link it only gives the card's number.
func (pg page) fillClaimEnd(b []byte, prose *site.Prose, refs []int, linked bool) []byte {
	b = append(b, "</span>"...)
	for _, i := range refs {
		c, ok := prose.Object(i).(*site.Claim)
		if !ok {
			continue
		}
		href := site.Relative(pg.address, c.Address())
		text, name := strconv.Itoa(c.Number), pg.cardLabel(c)
		if !strings.HasPrefix(href, "#") { // its card is not near
			text, name = "↗", pg.lang.Say("prose.claim", c.Briefing.Title, pg.heldWords(c))
		}
		if linked {
			b = pg.appendRefAnchor(append(b, `<span class="cref" id="`...), i)
			b = appendAll(b, `">`, text, `</span>`)
			continue
		}
		b = pg.appendRefAnchor(append(b, `<a class="cref" id="`...), i)
		b = appendText(append(b, `" href="`...), href)
		b = appendText(append(b, `" aria-label="`...), name)
		b = appendAll(b, `">`, text, `</a>`)
	}
	return b
}

// weaker returns the class of standing that promises less; of one and an empty class, the one.
func weaker(a, b string) string {
	if a == withdrawn || b == withdrawn {
		return withdrawn
	}
	return string(brief.Weaker(brief.StandingWord(a), brief.StandingWord(b)))
}

// fillCitation writes a citation: by number where there is a bibliography, else by the source's title.
func (pg page) fillCitation(b []byte, prose *site.Prose, refs []int, cite *citations) []byte {
	// The number of a source does not begin a line, unless the author ends the line before it.
	if last := len(b) - 1; last >= 0 && (b[last] == ' ' || b[last] == '\n') && !bytes.HasSuffix(b[:last], []byte("<br>")) {
		b = append(b[:last], "\u00a0"...)
	}
	b = append(b, `<span class="cite">[`...)
	for n, i := range refs {
		if n > 0 {
			b = append(b, pg.lang.Say("semicolon")...)
		}
		ref := prose.Refs[i]
		s, ok := prose.Object(i).(*site.Source)
		if !ok {
			b = appendText(b, ref.Target)
			continue
		}
		href, text, name := site.Relative(pg.address, s.Address()), pg.name(s), ""
		if cite != nil {
			number := cite.number[s]
			href, text = "#"+sourceAnchor(number), strconv.Itoa(number)
			name = pg.lang.Say("prose.source", number, pg.name(s))
		}
		b = pg.appendRefAnchor(append(b, `<a id="`...), i)
		b = append(appendText(append(b, `" href="`...), href), '"')
		if name != "" {
			b = append(appendText(append(b, ` aria-label="`...), name), '"')
		}
		b = append(appendText(append(b, '>'), text), `</a>`...)
		if ref.Locator != "" && s.Public() {
			b = appendText(append(b, pg.lang.Say("comma")...), ref.Locator)
		}
	}
	return append(b, "]</span>"...)
}

func sourceAnchor(number int) string { return "src." + strconv.Itoa(number) }

// fillCards writes the cards of the claims that the block before is the first to state.
func fillCards(b []byte, prose *site.Prose, refs []int, cite *citations) []byte {
	if cite == nil {
		return b
	}
	b = append(b, "<div class=\"cards\">\n"...)
	for _, i := range refs {
		if c, ok := prose.Object(i).(*site.Claim); ok {
			b = cite.card(b, c)
		}
	}
	return append(b, "</div>\n"...)
}
