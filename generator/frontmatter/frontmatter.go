// Package frontmatter reads what authors write as data into the model of package brief: the YAML at the start of Markdown files,
// site.yaml, and the CSL-JSON of reference managers. Every value gets its place, and everything an author can mend is a diagnostic.
//
// It reads one file at a time from bytes, and knows neither folders nor prose. Whether references lead anywhere, and whether values
// agree with each other, is checked by others. The YAML is 1.2 without anchors, aliases, tags, merge keys and further documents;
// scalars are the text that was written. Dates are EDTF, addresses RFC 3986 with http or https, languages BCP 47.
package frontmatter

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
)

// Limits that keep a file from taking more than its share of time and memory.
const (
	maxFront    = 1 << 20   // bytes of YAML: a briefing with 5,000 claims of one line each has about half
	maxCSL      = 256 << 20 // bytes of CSL-JSON: 50,000 items of Zotero with abstracts have about 100 MB
	maxDepth    = 64        // levels of nesting; the model has seven, and extra may have more
	maxKeys     = 10_000    // keys in one mapping
	maxHints    = 100       // unknown keys of a file for which a known one is looked for
	maxRefusals = 100       // anchors, aliases and tags of a file that are reported
)

// Briefing reads a briefing, whose id is its slug, and returns the offset at which its body begins. The briefing is never nil; where
// the front matter cannot be read it is empty and the offset is the length of src, so that no body is held against it.
func Briefing(file, slug string, src []byte) (*brief.Briefing, int, diag.List) {
	b := &brief.Briefing{}
	body, problems := readFile(file, slug, src, &briefingObject, b)
	for _, c := range b.Claims {
		c.Briefing = slug
	}
	for _, s := range b.Sources {
		s.Briefing = slug
	}
	for _, a := range b.Actors {
		a.Briefing = slug
	}
	for _, e := range b.Events {
		e.Briefing = slug
	}
	return b, body, problems
}

// Actor reads the file of an actor as Briefing reads that of a briefing.
func Actor(file, id string, src []byte) (*brief.Actor, int, diag.List) {
	a := &brief.Actor{}
	body, problems := readFile(file, id, src, &actorObject, a)
	return a, body, problems
}

// Source reads the file of a source as Briefing reads that of a briefing.
func Source(file, id string, src []byte) (*brief.Source, int, diag.List) {
	s := &brief.Source{}
	body, problems := readFile(file, id, src, &sourceObject, s)
	return s, body, problems
}

// Event reads the file of an event as Briefing reads that of a briefing.
func Event(file, id string, src []byte) (*brief.Event, int, diag.List) {
	e := &brief.Event{}
	body, problems := readFile(file, id, src, &eventObject, e)
	return e, body, problems
}

// Page reads one of the author's own pages as Briefing reads a briefing. The front page, whose slug is "index", needs no title.
func Page(file, slug string, src []byte) (*brief.Page, int, diag.List) {
	o := &pageObject
	if slug == "index" {
		o = &frontPageObject
	}
	p := &brief.Page{}
	body, problems := readFile(file, slug, src, o, p)
	return p, body, problems
}

// Override reads the file beside an item of CSL-JSON: a copy of base in which the file's fields take the place of those of the item.
// The places of both are kept, and the file is where the source is declared. It needs no title if base has one.
func Override(base *brief.Source, file string, src []byte) (*brief.Source, int, diag.List) {
	s := *base
	s.Places = brief.Places{}
	body, problems := readFile(file, base.ID, src, &overrideObject, &s)
	s.Places = s.Places.Over(base.Places)
	if d, ok := Untitled(&s); ok {
		problems = append(problems, d)
	}
	return &s, body, problems
}

// Untitled reports a source without a title. CSL does not, as a file beside the item may add one; its caller does when both are read.
func Untitled(s *brief.Source) (diag.Diagnostic, bool) {
	if s.Title != "" {
		return diag.Diagnostic{}, false
	}
	return missing(&sourceObject, "title", s.At), true
}

// readFile reads the front matter of a Markdown file into an object, and returns where the body begins.
func readFile[T any](file, id string, src []byte, o *object[T], into *T) (int, diag.List) {
	front := Split(src)
	h := o.header(into)
	h.ID, h.At = id, diag.At(file, front.Open, front.Open+front.marker())
	if problems := CheckText(file, src); len(problems) > 0 {
		return len(src), problems
	}
	if front.Found && !front.Closed {
		return len(src), diag.List{{
			Code: "bad-yaml", At: h.At, Message: "the front matter that begins here has no closing ---",
			Hint: "put a line --- after its last key",
		}}
	}
	r := newReader(file, src)
	defer r.close()
	root, ok := r.parse(front.Start, front.End, h.At)
	if !ok {
		return len(src), r.problems
	}
	if root == nil {
		root = &node{kind: mapping, start: front.Start, end: front.Start}
	}
	if root.kind != mapping {
		r.report(diag.Diagnostic{
			Code: "bad-yaml", At: r.head(root),
			Message: fmt.Sprintf("front matter holds keys and values, not %s", root.describe()), Hint: o.example(),
		})
		return len(src), r.problems
	}
	o.read(r, root, into, h.At)
	return front.Body, r.problems
}

// Settings reads site.yaml. Where src is nil the settings are the defaults; they are never nil.
func Settings(file string, src []byte) (*brief.Settings, diag.List) {
	s := &brief.Settings{Title: "Briefings", Language: "en", YearsFrom: 400, FeedLimit: 50}
	if src == nil {
		return s, nil
	}
	s.At = diag.Span{File: file}
	if problems := CheckText(file, src); len(problems) > 0 {
		return s, problems
	}
	r := newReader(file, src)
	defer r.close()
	start := len(src) - len(trimBOM(src))
	root, ok := r.parse(start, len(src), s.At)
	if !ok || root == nil {
		return s, r.problems
	}
	if root.kind != mapping {
		r.report(diag.Diagnostic{
			Code: "bad-yaml", At: r.head(root),
			Message: fmt.Sprintf("the settings are keys and values, not %s", root.describe()), Hint: "title: …",
		})
		return s, r.problems
	}
	begin := r.places.Begin()
	r.placed = true
	settingsObject.read(r, root, s, s.At)
	s.Places = r.places.End(begin)
	return s, r.problems
}
