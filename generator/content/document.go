package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
)

// Document is one file of the content, with exactly one of the pointers set; a file of CSL-JSON sets Sources instead, and one that cannot
// be used sets none.
type Document struct {
	File     string
	Briefing *brief.Briefing
	Actor    *brief.Actor
	Source   *brief.Source
	Event    *brief.Event
	Page     *brief.Page
	Front    bool // Page is the front page's text
	Sources  []*brief.Source
	Overlay  bool   // Source takes the place of an item of CSL-JSON, to which its file adds
	Prose    *Prose // nil for a file without a text
	Unread   string // kind:id of what the file declares where it cannot be used; no pointer is set then
	Head     Digest // of all that the file says but for its prose
	Outdated []Outdated

	digest   Digest        // of the file; zero where it could not be read
	base     *brief.Source // the item of CSL-JSON to which the file adds
	problems diag.List     // but for those of the prose
	unlisted bool          // the file was not found by listing the folder, but by a problem of that
	head     int           // where the prose begins
	source   []byte        // until the prose is read
}

// same reports whether two readings of a file gave the same.
func (doc *Document) same(other *Document) bool {
	return doc.digest == other.digest && doc.digest != Digest{} && doc.base == other.base
}

// troubled reports whether something is wrong with the document.
func (doc *Document) troubled() bool {
	return len(doc.problems) > 0 || doc.Unread != "" || doc.Prose != nil && len(doc.Prose.problems) > 0
}

// library reports whether the file is one of CSL-JSON, also where it cannot be used.
func (doc *Document) library() bool { return strings.HasSuffix(doc.File, ".json") }

// classify says by its name what sort of document a file is; ok is false for files that are no documents.
func classify(name string) (doc *Document, ok bool) {
	rel := strings.TrimPrefix(name, Root+"/")
	folder, base := path.Split(rel)
	switch folder = strings.TrimSuffix(folder, "/"); {
	case rel == "index.md":
		return &Document{File: name, Front: true, Page: &brief.Page{}}, true
	case folder == "sources" && strings.HasSuffix(base, ".json"):
		return &Document{File: name, Sources: []*brief.Source{}}, true
	case !strings.HasSuffix(base, ".md"):
		return nil, false
	case folder == "briefings" || path.Dir(folder) == "briefings" && base == "index.md":
		return &Document{File: name, Briefing: &brief.Briefing{}}, true
	case folder == "actors":
		return &Document{File: name, Actor: &brief.Actor{}}, true
	case folder == "sources":
		return &Document{File: name, Source: &brief.Source{}}, true
	case folder == "events":
		return &Document{File: name, Event: &brief.Event{}}, true
	case folder == "pages":
		return &Document{File: name, Page: &brief.Page{}}, true
	}
	return nil, false
}

// id returns the id that a document has by its file's name.
func (doc *Document) id() string {
	base := path.Base(doc.File)
	if base == "index.md" && path.Dir(path.Dir(doc.File)) == Root+"/briefings" {
		base = path.Base(path.Dir(doc.File))
	}
	return strings.TrimSuffix(base, ".md")
}

// readHead reads the document's file and decodes its front matter; items are those of CSL-JSON, by key. A file that cannot be read
// leaves the document undecoded.
func (doc *Document) readHead(fsys fs.FS, items map[string]*brief.Source) error {
	if doc.unlisted {
		return nil
	}
	src, problem, err := readFile(fsys, doc.File)
	if err != nil {
		return err
	}
	if problem != nil {
		doc.clear()
		doc.problems = diag.List{*problem}
		return nil
	}
	doc.digest = digestOf(src)
	if problems := frontmatter.CheckText(doc.File, src); len(problems) > 0 {
		doc.clear()
		doc.problems = problems
		return nil
	}
	doc.source = src
	id := doc.id()
	if doc.Source != nil {
		doc.base = items[id]
	}
	doc.Overlay = doc.base != nil
	if !doc.Front && doc.Sources == nil && !doc.Overlay {
		if problem, ok := frontmatter.CheckID(id, diag.Span{File: doc.File}); !ok {
			doc.problems = append(doc.problems, problem)
		}
	}
	var found diag.List
	switch {
	case doc.Sources != nil:
		doc.Sources, found = frontmatter.CSL(doc.File, src)
		doc.source = nil
		if doc.Sources == nil && len(found) > 0 {
			doc.Unread = "library:" + doc.File
		}
	case doc.Briefing != nil:
		doc.Briefing, doc.head, found = frontmatter.Briefing(doc.File, id, src)
	case doc.Actor != nil:
		doc.Actor, doc.head, found = frontmatter.Actor(doc.File, id, src)
	case doc.Overlay:
		doc.Source, doc.head, found = frontmatter.Override(doc.base, doc.File, src)
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
	doc.problems = append(doc.problems, found...)
	doc.sum(src)
	if doc.Briefing == nil && doc.Sources == nil && doc.Unread == "" && len(bytes.TrimSpace(src[min(doc.head, len(src)):])) == 0 {
		doc.source = nil // there is no text, as of most sources
	}
	return nil
}

// sum digests what the file declares.
func (doc *Document) sum(src []byte) {
	if doc.Sources != nil || doc.Unread != "" {
		doc.Head = doc.digest
		return
	}
	doc.Head = digestOf(src[:min(doc.head, len(src))])
	if doc.Overlay {
		doc.Head = digestOf(doc.Head[:], sources.encode(doc.Source))
	}
}

// undecodable reports whether a problem of front matter means that nothing was read from it.
func undecodable(d diag.Diagnostic) bool { return d.Code == "bad-yaml" || d.Code == "too-large" }

// readFile reads a file of the content within the limit. What the author can mend is a diagnostic.
func readFile(fsys fs.FS, name string) ([]byte, *diag.Diagnostic, error) {
	at := diag.Span{File: name}
	limit, hint := MaxFile, "split it into several briefings"
	if strings.HasSuffix(name, ".json") {
		limit, hint = MaxLibrary, "split it into several files"
	}
	f, err := fsys.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) || isNotExist(err) {
			return nil, &diag.Diagnostic{Code: "bad-file", At: at, Message: "cannot be read: " + cause(err)}, nil
		}
		return nil, nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	src, err := readAll(f, limit)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	case len(src) > limit:
		return nil, &diag.Diagnostic{
			Code: "too-large", At: at,
			Message: fmt.Sprintf("is larger than %d MiB", limit>>20), Hint: hint,
		}, nil
	}
	return src, nil, nil
}

// readAll reads a file up to just beyond the limit, into memory of its size if that stays as it is.
func readAll(f fs.File, limit int) ([]byte, error) {
	var buf bytes.Buffer
	if info, err := f.Stat(); err == nil && info.Size() <= int64(limit) {
		buf.Grow(int(info.Size()) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(io.LimitReader(f, int64(limit)+1))
	return buf.Bytes(), err
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
	doc.Briefing, doc.Actor, doc.Source, doc.Event, doc.Page, doc.Sources, doc.source = nil, nil, nil, nil, nil, nil, nil
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

// Hidden says why a document is not published, or nothing.
func (c *Content) Hidden(doc *Document) string {
	h, opt := doc.Header(), c.opt
	if h == nil {
		return ""
	}
	if h.TLP.Above(c.Settings.TLP) {
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
