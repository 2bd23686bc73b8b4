package plan

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
)

// citations says how a briefing's citations are numbered and its cards made; nil for a text without a bibliography, whose citations
// name the source.
type citations struct {
	number map[*site.Source]int
	card   func(*site.Claim) template.HTML
	stated map[*site.Claim]bool // whose first words were written: a card stands level with them
}

// text is the text of an object as HTML; empty for one without.
func (pg page) text(o site.Object) template.HTML {
	prose := pg.read.Text(o)
	return pg.fill(&prose, nil)
}

// fill turns a text into HTML by filling its holes with addresses, names, standings and cards.
func (pg page) fill(prose *site.Prose, cite *citations) template.HTML {
	html := prose.Fill(site.Holes{
		Href:       func(b *strings.Builder, ref int) { pg.fillHref(b, prose, ref) },
		NameLink:   func(b *strings.Builder, ref int) { pg.fillName(b, prose, ref) },
		ClaimStart: func(b *strings.Builder, refs []int) { pg.fillClaimStart(b, prose, refs, cite) },
		ClaimEnd:   func(b *strings.Builder, refs []int, linked bool) { pg.fillClaimEnd(b, prose, refs, linked) },
		Citation:   func(b *strings.Builder, refs []int) { pg.fillCitation(b, prose, refs, cite) },
		Cards:      func(b *strings.Builder, refs []int) { fillCards(b, prose, refs, cite) },
	})
	return template.HTML(html) //nolint:gosec // made by our own Markdown renderer, with every text escaped
}

// fillHref writes an address within its quotes. A picture's is followed by its size, so that nothing moves when it arrives.
func (pg page) fillHref(b *strings.Builder, prose *site.Prose, i int) {
	target := prose.Targets[i]
	b.WriteString(html.EscapeString(pg.href(prose, i)))
	if !target.Picture {
		return
	}
	if width, height := pg.size(target.File); width > 0 {
		fmt.Fprintf(b, `" width="%d" height="%d`, width, height)
	}
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
func (pg page) fillName(b *strings.Builder, prose *site.Prose, i int) {
	text, object := prose.Refs[i].Label, prose.Object(i)
	if object == nil {
		b.WriteString(html.EscapeString(text))
		return
	}
	if text == "" {
		text = object.Label()
	}
	fmt.Fprintf(b, `<a class="name" data-kind="%s" id="%s" href="%s">%s</a>`, object.Kind(), pg.prefix+refAnchor(i),
		html.EscapeString(pg.href(prose, i)), html.EscapeString(text))
}

// refAnchor is the fragment of the i-th reference of a text. No heading has such an id, as it holds a dot.
func refAnchor(i int) string { return fmt.Sprintf("ref.%d", i) }

// fillClaimStart opens the words that state claims, in the standing of the weakest of them.
func (pg page) fillClaimStart(b *strings.Builder, prose *site.Prose, refs []int, cite *citations) {
	var ids []string
	word, level := brief.StandingWord(""), ""
	for _, i := range refs {
		c, ok := prose.Object(i).(*site.Claim)
		if !ok {
			continue
		}
		word = weaker(word, pg.read.Standing(c).Word)
		if c.Briefing.Address() != pg.address {
			continue
		}
		ids = append(ids, c.Anchor())
		if cite != nil && !cite.stated[c] {
			cite.stated[c] = true
			level += fmt.Sprintf(" n%d", c.Number)
		}
	}
	fmt.Fprintf(b, `<span class="cw standing-%s%s" data-claims="%s">`, word, level, html.EscapeString(strings.Join(ids, " ")))
}

// fillClaimEnd closes the words and leads to each claim's card; within a link it only gives the card's number.
func (pg page) fillClaimEnd(b *strings.Builder, prose *site.Prose, refs []int, linked bool) {
	b.WriteString("</span>")
	for _, i := range refs {
		c, ok := prose.Object(i).(*site.Claim)
		if !ok {
			continue
		}
		href := site.Relative(pg.address, c.Address())
		standing := pg.read.Standing(c).Word.Label()
		text, name := fmt.Sprint(c.Number), fmt.Sprintf("Claim %d: %s", c.Number, standing)
		if !strings.HasPrefix(href, "#") {
			text, name = "↗", fmt.Sprintf("Claim in “%s”: %s", c.Briefing.Title, standing)
		}
		if linked {
			fmt.Fprintf(b, `<span class="cref" id="%s">%s</span>`, pg.prefix+refAnchor(i), text)
			continue
		}
		fmt.Fprintf(b, `<a class="cref" id="%s" href="%s" aria-label="%s">%s</a>`, pg.prefix+refAnchor(i), html.EscapeString(href),
			html.EscapeString(name), text)
	}
}

// weaker returns the standing that promises less.
func weaker(a, b brief.StandingWord) brief.StandingWord {
	order := []brief.StandingWord{brief.Refuted, brief.Unsourced, brief.Contested, brief.SingleSource}
	for _, word := range order {
		if a == word || b == word {
			return word
		}
	}
	return b
}

// fillCitation writes a citation: by number where there is a bibliography, else by the source's title.
func (pg page) fillCitation(b *strings.Builder, prose *site.Prose, refs []int, cite *citations) {
	b.WriteString(`<span class="cite">[`)
	for n, i := range refs {
		if n > 0 {
			b.WriteString("; ")
		}
		ref := prose.Refs[i]
		s, ok := prose.Object(i).(*site.Source)
		if !ok {
			b.WriteString(html.EscapeString(ref.Target))
			continue
		}
		href, text, name := site.Relative(pg.address, s.Address()), s.Label(), ""
		if cite != nil {
			number := cite.number[s]
			href, text = "#"+sourceAnchor(number), fmt.Sprint(number)
			name = fmt.Sprintf(` aria-label="Source %d: %s"`, number, html.EscapeString(s.Label()))
		}
		fmt.Fprintf(b, `<a id="%s" href="%s"%s>%s</a>`, pg.prefix+refAnchor(i), html.EscapeString(href), name, html.EscapeString(text))
		if ref.Locator != "" && s.Public() {
			b.WriteString(", " + html.EscapeString(ref.Locator))
		}
	}
	b.WriteString("]</span>")
}

func sourceAnchor(number int) string { return fmt.Sprintf("src.%d", number) }

// fillCards writes the cards of the claims that the block before is the first to state.
func fillCards(b *strings.Builder, prose *site.Prose, refs []int, cite *citations) {
	if cite == nil {
		return
	}
	b.WriteString("<div class=\"cards\">\n")
	for _, i := range refs {
		if c, ok := prose.Object(i).(*site.Claim); ok {
			b.WriteString(string(cite.card(c)))
		}
	}
	b.WriteString("</div>\n")
}
