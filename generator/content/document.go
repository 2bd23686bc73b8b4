package content

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
)

// readHead reads the document's file and decodes its front matter; items are those of CSL-JSON, by key. A file that cannot be read
// leaves the document undecoded.
func (doc *Document) readHead(fsys fs.FS, items map[string]*brief.Source) (diag.List, error) {
	src, problem, err := readFile(fsys, doc.File)
	if err != nil {
		return nil, err
	}
	if problem != nil {
		doc.clear()
		return diag.List{*problem}, nil
	}
	if problems := frontmatter.CheckText(doc.File, src); len(problems) > 0 {
		doc.clear()
		return problems, nil
	}
	var problems diag.List
	doc.source = src
	id := doc.id()
	base, overlay := items[id]
	overlay = overlay && doc.Source != nil
	if !doc.Front && doc.Sources == nil && !overlay {
		if problem, ok := frontmatter.CheckID(id, diag.Span{File: doc.File}); !ok {
			problems = append(problems, problem)
		}
	}
	var found diag.List
	switch {
	case doc.Sources != nil:
		doc.Sources, found = frontmatter.CSL(doc.File, src)
		if doc.Sources == nil && len(found) > 0 {
			doc.Unread = "library:" + doc.File
		}
	case doc.Briefing != nil:
		doc.Briefing, doc.head, found = frontmatter.Briefing(doc.File, id, src)
	case doc.Actor != nil:
		doc.Actor, doc.head, found = frontmatter.Actor(doc.File, id, src)
	case overlay:
		doc.Overlay = true
		doc.Source, doc.head, found = frontmatter.Override(base, doc.File, src)
	case doc.Source != nil:
		doc.Source, doc.head, found = frontmatter.Source(doc.File, id, src)
	case doc.Event != nil:
		doc.Event, doc.head, found = frontmatter.Event(doc.File, id, src)
	case doc.Page != nil:
		doc.Page, doc.head, found = frontmatter.Page(doc.File, id, src)
		if doc.Front {
			found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Code == "missing-key" })
		}
	}
	if slices.ContainsFunc(found, undecodable) {
		doc.clear()
	}
	return append(problems, found...), nil
}

// undecodable reports whether a problem of front matter means that nothing was read from it.
func undecodable(d diag.Diagnostic) bool { return d.Code == "bad-yaml" || d.Code == "too-large" }

// readFile reads a file of the content within the limit. What the author can mend is a diagnostic.
func readFile(fsys fs.FS, name string) ([]byte, *diag.Diagnostic, error) {
	at := diag.Span{File: name}
	f, err := fsys.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) || isNotExist(err) {
			return nil, &diag.Diagnostic{Code: "bad-file", At: at, Message: "cannot be read: " + cause(err)}, nil
		}
		return nil, nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	case len(src) > MaxFile:
		return nil, &diag.Diagnostic{
			Code: "too-large", At: at,
			Message: fmt.Sprintf("is larger than %d MiB", MaxFile>>20), Hint: "split it into several briefings",
		}, nil
	}
	return src, nil, nil
}

// clear forgets what was decoded of a file that cannot be used, but keeps which object it declares.
func (doc *Document) clear() {
	switch {
	case doc.Briefing != nil:
		doc.Unread = "briefing:" + doc.id()
	case doc.Actor != nil:
		doc.Unread = "actor:" + doc.id()
	case doc.Source != nil:
		doc.Unread = "source:" + doc.id()
	case doc.Event != nil:
		doc.Unread = "event:" + doc.id()
	case doc.Page != nil && !doc.Front:
		doc.Unread = "page:" + doc.id()
	case doc.Sources != nil:
		doc.Unread = "library:" + doc.File
	}
	doc.Briefing, doc.Actor, doc.Source, doc.Event, doc.Page, doc.Sources = nil, nil, nil, nil, nil, nil
}

func (doc *Document) decoded() bool {
	return doc.Briefing != nil || doc.Actor != nil || doc.Source != nil || doc.Event != nil || doc.Page != nil || doc.Sources != nil
}

// Header returns the header of the document's object; nil for a file of CSL-JSON.
func (doc *Document) Header() *brief.Header {
	switch {
	case doc.Briefing != nil:
		return &doc.Briefing.Header
	case doc.Actor != nil:
		return &doc.Actor.Header
	case doc.Source != nil:
		return &doc.Source.Header
	case doc.Event != nil:
		return &doc.Event.Header
	case doc.Page != nil:
		return &doc.Page.Header
	}
	return nil
}

// readBody turns the prose into HTML with holes.
func (doc *Document) readBody(converter *markdown.Converter, names *markdown.Names, settings *brief.Settings) diag.List {
	if doc.Sources != nil {
		return nil
	}
	in := markdown.Input{File: doc.File, Source: doc.source, Offset: doc.head, Unsafe: settings.UnsafeHTML, Reserved: doc.reserved()}
	if doc.autolink(settings) {
		in.Names = names
	}
	if doc.Briefing != nil {
		in.Briefing = doc.Briefing.ID
	}
	if doc.Actor != nil {
		in.Self = doc.Actor.ID
	}
	if doc.Event != nil {
		in.Prefix = "event-" + doc.Event.ID + "." // it stands among the others on the timeline
	}
	body, problems := converter.Convert(in)
	doc.Body = body
	if doc.Briefing != nil {
		doc.Markdown = withoutComments(string(doc.source[doc.head:]))
	}
	doc.source = nil
	return problems
}

func (doc *Document) autolink(settings *brief.Settings) bool {
	own := brief.Unset
	switch {
	case doc.Briefing != nil:
		own = doc.Briefing.Autolink
	case doc.Page != nil:
		own = doc.Page.Autolink
	}
	if own == brief.Unset {
		own = settings.Autolink
	}
	return own != brief.Off
}

// hidden says why a document is not published, or nothing.
func hidden(doc *Document, settings *brief.Settings, opt Options) string {
	h := doc.Header()
	if h == nil {
		return ""
	}
	if h.TLP.Above(settings.TLP) {
		return fmt.Sprintf("it is TLP:%s, above the site's level", h.TLP)
	}
	if doc.Page != nil && doc.Page.Draft && !opt.Drafts {
		return "it is a draft"
	}
	b := doc.Briefing
	if b == nil {
		return ""
	}
	if b.Draft && !opt.Drafts {
		return "it is a draft"
	}
	if opt.Day == (edtf.Day{}) {
		return ""
	}
	if from, ok := earliest(b.PublishOn); ok && !opt.Future && opt.Day.Compare(from) < 0 {
		return "it is held back: publish_on is " + b.PublishOn.Words()
	}
	if until, ok := earliest(b.ExpiresOn); ok && opt.Day.Compare(until) >= 0 {
		return "it has expired: expires_on is " + b.ExpiresOn.Words()
	}
	return ""
}

func earliest(d edtf.Date) (edtf.Day, bool) {
	first, _, ok, _ := d.Bounds()
	return first, ok
}

// withoutComments returns the prose without HTML comments, which authors write for themselves.
func withoutComments(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "<!--")
		b.WriteString(before)
		if !found {
			return strings.Trim(b.String(), "\r\n")
		}
		_, text, found = strings.Cut(rest, "-->")
		if !found {
			return strings.Trim(b.String(), "\r\n")
		}
	}
}
