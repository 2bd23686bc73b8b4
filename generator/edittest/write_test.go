package edittest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// files writes the site as it lies on disk. What refers to something that is not there, or not published, is left out.
func (m *model) files() map[string][]byte {
	out := make(map[string][]byte)
	for _, b := range m.briefings {
		if b.gone {
			continue
		}
		out[b.file()] = m.briefingFile(b)
		for _, p := range b.images {
			out[path.Join(path.Dir(b.file()), p.name)] = p.bytes()
		}
	}
	for _, a := range m.actors {
		if a.own() {
			out[a.file()] = m.document(a, func(w *writer) { w.actor("", a, nil) })
		}
		if a.image != nil && a.own() {
			out["content/actors/"+a.image.name] = a.image.bytes()
		}
	}
	for _, s := range m.sources {
		if s.hasFile() {
			out[s.file()] = m.document(s, func(w *writer) { w.source("", s, nil) })
		}
		if s.copy != nil && !s.gone {
			_, files := s.record()
			maps.Copy(out, files)
		}
	}
	for _, e := range m.events {
		if e.own() {
			out[e.file()] = m.document(e, func(w *writer) { w.event("", e, nil) })
		}
	}
	for _, p := range append([]*page{m.front}, m.pages...) {
		if !p.gone {
			out[p.file()] = m.document(p, func(w *writer) { w.page(p) })
		}
	}
	for _, l := range m.libraries {
		if !l.gone {
			out[l.file()] = m.libraryFile(l)
		}
	}
	for _, files := range [][]*plainFile{m.static, m.templates, m.spare} {
		for _, f := range files {
			out[f.name] = []byte(f.text)
		}
	}
	out["content/site.yaml"] = m.settingsFile()
	return out
}

// writer writes YAML. Empty values are left out.
type writer struct {
	m *model
	strings.Builder
}

func (w *writer) raw(indent, key, value string) {
	if value != "" {
		fmt.Fprintf(w, "%s%s: %s\n", indent, key, value)
	}
}

func (w *writer) word(indent, key, value string) {
	if value != "" {
		w.raw(indent, key, strconv.Quote(value))
	}
}

func (w *writer) flag(indent, key string, set bool, value string) {
	if set {
		w.raw(indent, key, value)
	}
}

func (w *writer) list(indent, key string, values []string) {
	if len(values) > 0 {
		w.raw(indent, key, flow(values))
	}
}

func flow(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func (m *model) document(d document, head func(*writer)) []byte {
	w := &writer{m: m}
	w.WriteString("---\n")
	head(w)
	w.WriteString("---\n\n")
	w.prose(d)
	return []byte(w.String())
}

func (m *model) settingsFile() []byte {
	s, w := &m.settings, &writer{m: m}
	w.word("", "title", s.title)
	w.word("", "description", s.description)
	w.word("", "language", s.language)
	w.word("", "base_url", s.base)
	w.word("", "author", s.author)
	w.word("", "logo", s.logo)
	w.word("", "scale", s.scale)
	w.word("", "tlp", s.tlp)
	w.word("", "cname", s.cname)
	w.flag("", "autolink", s.autolinkOff, "false")
	w.flag("", "unsafe_html", s.unsafe, "true")
	w.flag("", "social", s.social, `{mastodon: "https://social.example/@desk"}`)
	w.flag("", "timeline", s.yearsFrom > 0, fmt.Sprintf("{years_from: %d}", s.yearsFrom))
	w.flag("", "feeds", s.feedLimit > 0, fmt.Sprintf("{limit: %d}", s.feedLimit))
	var menu, policies strings.Builder
	for _, p := range s.menu {
		if m.leads(p) {
			fmt.Fprintf(&menu, "  - {title: %q, page: %s}\n", "See "+p.title, p.id)
		}
	}
	for _, p := range s.policies {
		if m.leads(p.page) {
			fmt.Fprintf(&policies, "  %s: %s\n", p.name, p.page.id)
		}
	}
	if menu.Len() > 0 {
		w.WriteString("menu:\n" + menu.String())
	}
	if policies.Len() > 0 {
		w.WriteString("policies:\n" + policies.String())
	}
	w.WriteString("checks:\n")
	for _, c := range s.checks {
		w.raw("  ", c.code, c.level)
	}
	for _, code := range lenient {
		if !slices.ContainsFunc(s.checks, func(c check) bool { return c.code == code }) {
			w.raw("  ", code, "warning")
		}
	}
	return []byte(w.String())
}

// lenient are the rules of evidence that random claims break all the time, and that must not keep a site from being published.
var lenient = []string{
	"probability-outside-band", "quote-not-found", "retracted-source", "snapshot-changed", "status-behind-correction", "time-travel", "unanswered-dispute", "unearned-one",
}

// ignore writes that rules are set aside.
func (w *writer) ignore(indent string, codes []string) {
	for i, code := range codes {
		if i == 0 {
			w.WriteString(indent + "ignore:\n")
		}
		fmt.Fprintf(w, "%s  - {code: %s, why: It is known.}\n", indent, code)
	}
}

func (m *model) briefingFile(b *briefing) []byte {
	return m.document(b, func(w *writer) {
		w.word("", "title", b.title)
		w.word("", "date", b.date)
		w.word("", "updated", b.updated)
		w.word("", "summary", b.summary)
		w.list("", "authors", b.authors)
		w.list("", "topics", b.topics)
		w.word("", "language", b.language)
		w.flag("", "draft", b.draft, "true")
		w.word("", "publish_on", b.publishOn)
		w.word("", "expires_on", b.expiresOn)
		w.word("", "tlp", b.tlp)
		w.word("", "scale", b.scale)
		w.flag("", "autolink", b.autolinkOff, "false")
		w.list("", "key_judgments", w.claims(b.judgments, b))
		w.list("", "gaps", b.gaps)
		w.list("", "alternatives", b.alternatives)
		w.list("", "aliases", b.aliases)
		for i, c := range b.corrections {
			if i == 0 {
				w.WriteString("corrections:\n")
			}
			fmt.Fprintf(w, "  - date: %q\n    type: %s\n    text: %q\n    by: desk\n", c.date, c.kind, c.text)
			if m.showsClaim(c.claim, b) {
				w.word("    ", "claim", w.claim(c.claim, b))
			}
		}
		for i, c := range b.claims {
			if i == 0 {
				w.WriteString("claims:\n")
			}
			fmt.Fprintf(w, "  %s:\n", c.id)
			w.claimFields("    ", c, b)
		}
		declared(w, "sources", m.sources, b, func(s *source) { w.source("    ", s, b) })
		declared(w, "actors", m.actors, b, func(a *actor) { w.actor("    ", a, b) })
		declared(w, "events", m.events, b, func(e *event) { w.event("    ", e, b) })
	})
}

// declared writes the objects of a kind that the briefing declares.
func declared[T interface{ header() *object }](w *writer, key string, objects []T, b *briefing, write func(T)) {
	first := true
	for _, o := range objects {
		if h := o.header(); h.home == b && !h.gone {
			if first {
				w.WriteString(key + ":\n")
			}
			first = false
			fmt.Fprintf(w, "  %s:\n", h.id)
			write(o)
		}
	}
}

// claim names a claim from within a briefing, or from outside of all.
func (w *writer) claim(c *claim, from *briefing) string {
	if c.home == from {
		return c.id
	}
	return c.home.id + "#" + c.id
}

func (w *writer) claims(claims []*claim, from *briefing) []string {
	var out []string
	for _, c := range claims {
		if w.m.showsClaim(c, from) {
			out = append(out, w.claim(c, from))
		}
	}
	return out
}

// shown returns the ids of what may be named there.
func shown[T interface{ header() *object }](all []T, shows func(T, *briefing) bool, from *briefing) []string {
	var ids []string
	for _, o := range all {
		if shows(o, from) {
			ids = append(ids, o.header().id)
		}
	}
	return ids
}

func (w *writer) claimFields(indent string, c *claim, b *briefing) {
	w.word(indent, "text", c.text)
	w.word(indent, "kind", c.kindOf)
	switch {
	case w.m.showsAny(c.claimant, b):
		w.word(indent, "claimant", c.claimant.id)
	default:
		w.word(indent, "claimant", c.said)
	}
	w.list(indent, "about", shown(c.about, w.m.showsAny, b))
	w.word(indent, "when", c.when)
	w.raw(indent, "where", c.place)
	w.word(indent, "finding", c.finding)
	w.word(indent, "likelihood", c.likelihood)
	w.flag(indent, "probability", c.probability && c.likelihood == "likely", "[0.68, 0.74]") // within that band of every scale
	w.word(indent, "confidence", c.confidence)
	if c.basis != "" {
		w.raw(indent, "confidence_basis", fmt.Sprintf("{information_base: %q}", c.basis))
	}
	w.word(indent, "why", c.why)
	w.list(indent, "would_change_if", c.wouldChange)
	w.word(indent, "status", c.status)
	if w.m.showsClaim(c.supersededBy, b) {
		w.word(indent, "superseded_by", w.claim(c.supersededBy, b))
	}
	if c.reviewed != "" {
		w.raw(indent, "reviewed", fmt.Sprintf("{on: %q, by: desk, digest: %q}", c.reviewed, c.digest))
	}
	w.word(indent, "review_by", c.reviewBy)
	w.word(indent, "tlp", c.tlp)
	w.ignore(indent, c.ignore)
	sourced, seen := false, false
	for _, e := range c.evidence {
		if !w.m.showsSource(e.source, b) {
			continue
		}
		if !sourced {
			w.WriteString(indent + "evidence:\n")
		}
		sourced, seen = true, seen || !w.m.above(e.tlp)
		fmt.Fprintf(w, "%s  - source: %q\n", indent, e.source.id)
		w.evidence(indent+"    ", e)
	}
	w.flag(indent, "gap", !seen, "true")
	related := false
	for _, r := range c.relations {
		if r.to == c || !w.m.showsClaim(r.to, b) {
			continue
		}
		if !related {
			w.WriteString(indent + "relations:\n")
		}
		related = true
		fmt.Fprintf(w, "%s  - {to: %q, type: %s}\n", indent, w.claim(r.to, b), r.kindOf)
	}
}

func (w *writer) evidence(indent string, e *evidence) {
	w.word(indent, "stance", e.stance)
	w.raw(indent, "credibility", e.credibility)
	w.word(indent, "basis", e.basis)
	w.word(indent, "locator", e.locator)
	w.word(indent, "quote", e.quote)
	if e.translation != "" && e.quote != "" {
		w.raw(indent, "translation", fmt.Sprintf("{text: %q, by: desk}", e.translation))
	}
	w.word(indent, "note", e.note)
	w.flag(indent, "answer", e.answer != "" && !e.silent, strconv.Quote(e.answer))
	w.word(indent, "tlp", e.tlp)
}

// source writes the fields of a source; of one that adds to an item of a library, those that the item cannot have.
func (w *writer) source(indent string, s *source, b *briefing) {
	if s.library == nil {
		w.word(indent, "title", s.title)
		w.word(indent, "type", s.kindOf)
		switch {
		case w.m.showsActor(s.publisher, b):
			w.word(indent, "publisher", s.publisher.id)
		default:
			w.word(indent, "publisher", s.house)
		}
		w.flag(indent, "url", s.url, "https://example.net/"+strconv.Itoa(s.born))
		w.word(indent, "published", s.published)
		w.word(indent, "language", s.language)
		w.word(indent, "note", s.note)
	}
	w.word(indent, "tier", s.tier)
	w.word(indent, "reliability", s.reliability)
	w.flag(indent, "grade_basis", s.reliability != "" && !s.baseless, `"Its record."`)
	w.ignore(indent, s.ignore)
	w.word(indent, "origin", s.origin)
	w.list(indent, "derived_from", shown(s.parents, w.m.showsSource, b))
	w.word(indent, "access", s.access)
	if s.descriptor != "" {
		w.raw(indent, "descriptor", fmt.Sprintf("{access: %q, bias: none known}", s.descriptor))
	}
	if s.retracted != "" {
		w.raw(indent, "retracted", fmt.Sprintf("{date: %q, reason: The figures were made up.}", s.retracted))
	}
	w.flag(indent, "archived", s.archived, `[{url: "https://archive.example/`+strconv.Itoa(s.born)+`", captured: 2024-01-02}]`)
	if s.copy != nil && s.copy.inside {
		lines, _ := s.record()
		w.raw(indent, "snapshot", "{"+strings.Join(lines, ", ")+"}")
	}
	w.word(indent, "tlp", s.tlp)
}

func (w *writer) actor(indent string, a *actor, b *briefing) {
	w.word(indent, "name", a.name)
	w.word(indent, "type", a.kindOf)
	w.list(indent, "aliases", a.aliases)
	w.list(indent, "weak_aliases", a.weak)
	w.list(indent, "previous_names", a.previous)
	w.word(indent, "country", a.country)
	w.word(indent, "reliability", a.reliability)
	w.flag(indent, "grade_basis", a.reliability != "", `"Its record."`)
	w.word(indent, "summary", a.summary)
	w.flag(indent, "autolink", a.autolinkOff, "false")
	w.word(indent, "tlp", a.tlp)
	w.flag(indent, "identifiers", a.wikidata != "", "{wikidata: "+a.wikidata+"}")
	for i, r := range a.roles {
		if i == 0 {
			w.WriteString(indent + "roles:\n")
		}
		of := "the Harbour Guild"
		if w.m.showsActor(r.of, b) {
			of = r.of.id
		}
		fmt.Fprintf(w, "%s  - {title: %q, of: %q, when: %q}\n", indent, r.title, of, r.when)
	}
	related := false
	for _, r := range a.relations {
		if r.to == a || !w.m.showsActor(r.to, b) {
			continue
		}
		if !related {
			w.WriteString(indent + "relations:\n")
		}
		related = true
		fmt.Fprintf(w, "%s  - {to: %q, type: %q, start: 2020-01", indent, r.to.id, r.kindOf)
		if rests := w.claims(r.claims, b); len(rests) > 0 {
			fmt.Fprintf(w, ", claims: %s", flow(rests))
		}
		w.WriteString("}\n")
	}
	if a.image != nil && b == nil {
		w.raw(indent, "image", fmt.Sprintf("{src: %s, alt: A portrait, caption: On the pier, credit: The desk}", a.image.name))
	}
}

func (w *writer) event(indent string, e *event, b *briefing) {
	w.word(indent, "date", e.date)
	w.word(indent, "title", e.title)
	w.word(indent, "text", e.text)
	w.raw(indent, "place", e.place)
	w.list(indent, "actors", shown(e.actors, w.m.showsActor, b))
	w.list(indent, "claims", w.claims(e.claims, b))
	if b != nil && slices.Contains(b.images, e.image) {
		w.raw(indent, "image", fmt.Sprintf("{src: %s, alt: A view}", e.image.name))
	}
	w.word(indent, "tlp", e.tlp)
}

func (w *writer) page(p *page) {
	w.word("", "title", p.title)
	w.word("", "summary", p.summary)
	w.flag("", "draft", p.draft, "true")
	w.list("", "aliases", p.aliases)
	w.flag("", "autolink", p.off, "false")
}

// libraryFile is what a reference manager would export.
func (m *model) libraryFile(l *library) []byte {
	type date struct {
		Parts [][]int `json:"date-parts"`
	}
	type entry struct {
		ID        string              `json:"id"`
		Type      string              `json:"type"`
		Title     string              `json:"title"`
		Author    []map[string]string `json:"author"`
		Publisher string              `json:"publisher,omitempty"`
		Issued    date                `json:"issued"`
		Note      string              `json:"note,omitempty"`
		Language  string              `json:"language,omitempty"`
	}
	entries := []entry{}
	for _, s := range l.sources {
		if s.gone {
			continue
		}
		e := entry{
			ID: s.id, Type: s.kindOf, Title: s.title, Note: s.note, Language: s.language, Publisher: s.house,
			Author: []map[string]string{{"family": "Marino", "given": "Elena"}}, Issued: date{[][]int{{2000 + s.born%25, 1 + s.born%12}}},
		}
		if m.showsActor(s.publisher, nil) {
			e.Publisher = s.publisher.id
		}
		entries = append(entries, e)
	}
	var root any = entries
	if l.wrapped {
		root = map[string]any{"items": entries}
	}
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // texts and numbers only
	}
	return append(data, '\n')
}

// prose writes the text of a document.
func (w *writer) prose(d document) {
	for _, s := range d.body().sections {
		if s.heading != "" {
			fmt.Fprintf(w, "## %s", s.heading)
			if s.id != "" {
				fmt.Fprintf(w, " {#%s}", s.id)
			}
			w.WriteString("\n\n")
		}
		for _, p := range s.paragraphs {
			var text strings.Builder
			for i, piece := range p.pieces {
				if i > 0 {
					text.WriteByte(' ')
				}
				text.WriteString(w.piece(piece, d))
			}
			w.WriteString(p.laidOut(text.String()) + "\n\n")
		}
	}
}

// forms are how a paragraph can stand in the text. The empty one is plain, and the most common.
var forms = []string{"", "", "", "", "quote", "list", "table", "code", "html", "term", "strong", "footnote"}

func (p *paragraph) laidOut(text string) string {
	switch p.form {
	case "quote":
		return "> " + text
	case "list":
		return "- " + text + "\n- another entry\n- [x] done"
	case "table":
		return "| what | where |\n|---|---|\n| " + strings.ReplaceAll(text, "|", `\|`) + " | here |"
	case "code":
		return text + "\n\n```go\nfunc main() { println(\"Line Orsa\") }\n```"
	case "html":
		return text + " <b>bold</b> <!-- a comment -->"
	case "term":
		return "Term\n: " + text
	case "strong":
		return "**Mark:** " + text + " ~~struck by Line Orsa.~~ *done by Line Orsa*"
	case "footnote":
		return fmt.Sprintf("A word with a note.[^n%d]\n\n[^n%d]: %s", p.mark, p.mark, text)
	}
	return text
}

func (w *writer) piece(p *piece, d document) string {
	from, _ := d.(*briefing)
	switch {
	case len(p.claims) > 0:
		if stated := w.claims(p.claims, from); len(stated) == 1 {
			return fmt.Sprintf("[%s]{claim=%s}", p.words, stated[0])
		} else if len(stated) > 1 {
			return fmt.Sprintf("[%s]{claim=%q}", p.words, strings.Join(stated, " "))
		}
	case p.to != nil && w.m.showsAny(p.to, from):
		id := p.to.id
		if p.to.kind == "claim" {
			id = p.to.home.id + "#" + id
		} else if !p.bare {
			id = p.to.kind + ":" + id
		}
		if p.shown {
			return "[[" + id + "]]"
		}
		return "[[" + id + "|" + p.words + "]]"
	case len(p.sources) > 0:
		var cited []string
		for _, s := range p.sources {
			if !w.m.citable(s, from) {
				continue
			}
			cited = append(cited, "@"+s.id)
			if len(cited) == 1 && p.locator != "" && s.access != "restricted" {
				cited[0] += ", " + p.locator
			}
		}
		if len(cited) > 0 {
			return "[" + strings.Join(cited, "; ") + "]"
		}
	case p.file != nil && w.m.leads(p.file):
		target := relative(d.file(), p.file.file())
		if p.place != nil && p.place.heading != "" && hasPlaces(p.file) && slices.Contains(p.file.body().sections, p.place) {
			target += "#" + p.place.anchor()
		}
		return "[" + p.words + "](" + target + ")"
	case p.image != nil && from != nil && slices.Contains(from.images, p.image):
		return "![" + p.words + "](" + p.image.name + ")"
	}
	return p.words
}

// hasPlaces reports whether a link may lead to a heading of the document. The words of an event's file are shown nowhere, nor are those of a
// source that is not public.
func hasPlaces(d document) bool {
	switch d := d.(type) {
	case *event:
		return false
	case *source:
		return d.access == "" || d.access == "public"
	}
	return true
}

// anchor is the place of a section in its page. Headings are letters and digits with single spaces between words, and no two are alike.
func (s *section) anchor() string {
	if s.id != "" {
		return s.id
	}
	return strings.ReplaceAll(strings.ToLower(s.heading), " ", "-")
}

// relative is the way from a file to another.
func relative(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/")-1)
	return up + strings.TrimPrefix(to, "content/")
}

func (p *picture) bytes() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 1+p.version%5, 1+p.version%3))
	img.Set(0, 0, color.RGBA{R: uint8(p.version), G: uint8(p.version >> 8), B: 9, A: 255})
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		panic(err) // a buffer takes all
	}
	return buf.Bytes()
}
