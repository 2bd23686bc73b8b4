// Package content reads a site's folder into documents: every file of content/ with its front matter decoded, its prose turned
// into a markdown.Body and its problems collected. Files are read and parsed in parallel; the result does not depend on the order.
//
// It knows where files lie and what sort each one is. What references lead to is left to package site. Everything it hands out is
// read-only.
package content

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
)

// Root is the folder of a site that holds everything an author writes.
const Root = "content"

// SettingsFile is where a site's settings stand.
const SettingsFile = Root + "/site.yaml"

// MaxFile is the size, in bytes, above which a file of the content is refused.
const MaxFile = 16 << 20

// Options say what counts as published. The zero value hides drafts and what is not yet or no longer to be shown.
type Options struct {
	Day    edtf.Day // the day of the build, for publish_on and expires_on; the zero Day hides nothing by date
	Drafts bool     // show drafts
	Future bool     // show what publish_on holds back
	Base   string   // takes the place of base_url; empty for none
}

// Document is one file of the content, with exactly one of the pointers set; a file of CSL-JSON sets Sources instead.
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
	Hidden   string // why the document is not published, in words; empty when it is
	Body     *markdown.Body
	Unread   string // kind:id of what the file declares where it cannot be used; no pointer is set then
	Markdown string // the prose as written, without comments; of briefings only
	head     int    // where the prose begins
	source   []byte
}

// Content is everything that was read.
type Content struct {
	Settings  *brief.Settings
	Documents []*Document // sorted by file
	Unread    []string    // kind:id of what is declared by files that cannot be used, and file:name of these; their problems are told already
	Files     []string    // every other file of the content, such as images, sorted
}

// Read reads the site's folder. Problems of the content come back as diagnostics beside everything that could be read; the Content
// is nil only where there is no folder to read. The error is for what only the machine's owner can mend.
func Read(ctx context.Context, fsys fs.FS, opt Options) (*Content, diag.List, error) {
	names, problems, err := list(fsys)
	if err != nil {
		return nil, nil, err
	}
	if len(problems) > 0 && problems[0].At.File == Root {
		return nil, problems, nil // there is nothing to read
	}
	c := &Content{}
	var jobs []*Document
	for _, name := range names {
		switch doc, ok := classify(name); {
		case ok:
			jobs = append(jobs, doc)
		case name == SettingsFile:
		default:
			if strings.HasSuffix(name, ".md") {
				problems = append(problems, diag.Diagnostic{
					Code: "skipped-file", At: diag.Span{File: name}, Message: "no page is made of this file",
					Hint: "briefings lie in content/briefings, all else in content/actors, sources, events or pages",
				})
			}
			c.Files = append(c.Files, name)
		}
	}
	var unlisted []*Document // what cannot even be opened
	for _, problem := range problems {
		if doc, ok := classify(problem.At.File); ok {
			doc.clear()
			unlisted = append(unlisted, doc)
		}
	}
	settings, found, err := readSettings(fsys, opt.Base)
	if err != nil {
		return nil, nil, err
	}
	c.Settings, problems = settings, append(problems, found...)

	// Exported libraries come first, since a file of a source may add to an item of one.
	slices.SortStableFunc(jobs, func(a, b *Document) int { return libraryFirst(a) - libraryFirst(b) })
	libraries, _ := slices.BinarySearchFunc(jobs, 1, func(doc *Document, want int) int { return libraryFirst(doc) - want })
	found, err = parallel(ctx, jobs[:libraries], func(doc *Document) (diag.List, error) { return doc.readHead(fsys, nil) })
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, found...)
	items := make(map[string]*brief.Source)
	for _, doc := range jobs[:libraries] {
		for _, s := range doc.Sources {
			items[s.ID] = s
		}
	}
	found, err = parallel(ctx, jobs[libraries:], func(doc *Document) (diag.List, error) { return doc.readHead(fsys, items) })
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, found...)
	for _, doc := range append(unlisted, jobs...) {
		if doc.Unread != "" {
			c.Unread = append(c.Unread, doc.Unread, "file:"+doc.File)
		}
	}
	problems = append(problems, untitled(jobs)...)
	c.Documents = slices.DeleteFunc(jobs, func(doc *Document) bool { return !doc.decoded() })
	slices.SortFunc(c.Documents, func(a, b *Document) int { return strings.Compare(a.File, b.File) })
	for _, doc := range c.Documents {
		doc.Hidden = hidden(doc, c.Settings, opt)
	}

	known, ambiguous := c.names()
	problems = append(problems, ambiguous...)
	converter := markdown.New()
	found, err = parallel(ctx, c.Documents, func(doc *Document) (diag.List, error) {
		return doc.readBody(converter, known, c.Settings), nil
	})
	if err != nil {
		return nil, nil, err
	}
	return c, append(problems, found...), nil
}

// parallel calls do for every document on all processors and returns the problems in the documents' order.
func parallel(ctx context.Context, docs []*Document, do func(*Document) (diag.List, error)) (diag.List, error) {
	found := make([]diag.List, len(docs))
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, doc := range docs {
		if working.Err() != nil {
			break
		}
		g.Go(func() (err error) {
			found[i], err = do(doc)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

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
	if doc.Briefing != nil && base == "index.md" && path.Dir(doc.File) != Root+"/briefings" {
		base = path.Base(path.Dir(doc.File))
	}
	return strings.TrimSuffix(base, ".md")
}

// untitled reports the items of CSL-JSON to which no file adds the title that they lack.
func untitled(docs []*Document) diag.List {
	added := make(map[string]bool)
	for _, doc := range docs {
		if doc.Overlay && doc.Source != nil {
			added[doc.Source.ID] = true
		}
	}
	var problems diag.List
	for _, doc := range docs {
		for _, s := range doc.Sources {
			if problem, ok := frontmatter.Untitled(s); ok && !added[s.ID] {
				problems = append(problems, problem)
			}
		}
	}
	return problems
}

// libraryFirst is 0 for files of CSL-JSON and 1 for all others.
func libraryFirst(doc *Document) int {
	if doc.Sources != nil {
		return 0
	}
	return 1
}

func readSettings(fsys fs.FS, base string) (*brief.Settings, diag.List, error) {
	src, err := fs.ReadFile(fsys, SettingsFile)
	if err != nil && !isNotExist(err) {
		return nil, nil, fmt.Errorf("read %s: %w", SettingsFile, err)
	}
	problems := frontmatter.CheckText(SettingsFile, src)
	if len(problems) > 0 {
		src = nil
	}
	settings, found := frontmatter.Settings(SettingsFile, src)
	if settings.Title == "" {
		settings.Title = "Briefings" // every page needs one
	}
	if base != "" {
		changed := *settings
		changed.BaseURL = base
		settings = &changed
	}
	return settings, append(problems, found...), nil
}
