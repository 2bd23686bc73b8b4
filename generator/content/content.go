// Package content reads a site's folder into documents: every file of content/ with its front matter decoded, its prose turned
// into HTML with holes and its problems collected. Files are read and parsed in parallel; the result does not depend on the order.
// A later reading shares every document whose file has not changed.
//
// It knows where files lie and what sort each one is. What references lead to is left to package site. Everything it hands out is
// read-only.
package content

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

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

// The sizes, in bytes, above which a file of the content is refused: of Markdown and settings, and of CSL-JSON, of which a program makes one file
// for a library of any size.
const (
	MaxFile    = 16 << 20
	MaxLibrary = 256 << 20
)

// Options say what counts as published. The zero value hides drafts and what is not yet or no longer to be shown.
type Options struct {
	Day    edtf.Day  // the day of the build, for publish_on and expires_on; the zero Day hides nothing by date
	Drafts bool      // show drafts
	Future bool      // show what publish_on holds back
	Base   string    // takes the place of base_url; empty for none
	Began  time.Time // when the reading began: a file that changed shortly before may change again unnoticed
	Listed *Listing  // the folder as it has just been listed; nil where it has not
}

// sameBut reports whether two options publish the same; when and how they were read does not matter.
func (o Options) sameBut(other Options) bool {
	o.Began, o.Listed = other.Began, other.Listed
	return o == other
}

// Content is a site's folder as it was read at one time.
type Content struct {
	Settings  *brief.Settings
	Documents []*Document // one for each file of objects, those that cannot be used included; sorted by file
	Files     []string    // every other file of the content, such as images, sorted
	Copies    []*Copy     // the files of Snapshots, sorted by name

	fsys     fs.FS
	opt      Options
	settings Digest // of site.yaml
	rules    rules
	entries  []entry         // every file, sorted by name
	names    []markdown.Name // of all published actors
	known    *markdown.Names // the same, ready to be looked for
	shared   []markdown.Ambiguity
	library  map[string]*brief.Source // the items of CSL-JSON, by key
	troubled []*Document              // those with problems, and those that cannot be used; sorted by file
	digests  map[string]Digest        // of those of Files that have been seen to change

	// What was found wrong beside what documents say of themselves.
	folder, skipped, settingsProblems, ambiguous, untitled diag.List
}

// Read reads the site's folder. Problems of the content come back as diagnostics beside everything that could be read; the Content
// is nil only where there is no folder to read. The error is for what only the machine's owner can mend.
func Read(ctx context.Context, fsys fs.FS, opt Options) (*Content, diag.List, error) {
	return (*Content)(nil).Again(ctx, fsys, opt, nil)
}

// Again reads the folder once more. Only files are opened that may have changed since c: those named in changed or, where that is nil,
// those whose size or time is another. Where nothing has changed it returns c. A nil c has read nothing.
func (c *Content) Again(ctx context.Context, fsys fs.FS, opt Options, changed []string) (*Content, diag.List, error) {
	if c == nil {
		c = &Content{}
	}
	look, ok := c.lookAt(fsys, changed, opt.Began)
	if !ok {
		if opt.Listed == nil {
			var err error
			if opt.Listed, err = List(fsys, opt.Began); err != nil {
				return nil, nil, err
			}
		}
		if opt.Listed.entries == nil {
			return nil, opt.Listed.problems, nil
		}
		look = c.compare(opt.Listed.entries, opt.Listed.problems)
	}
	opt.Listed = nil
	next := &Content{opt: opt, fsys: fsys, entries: look.entries, folder: look.problems, Files: c.Files, skipped: c.skipped}
	if look.files {
		next.others()
	}
	replaced := next.readOthers(fsys, c, look)
	if err := next.readCopies(ctx, c, look); err != nil {
		return nil, nil, err
	}
	if err := next.readSettings(fsys, c, look); err != nil {
		return nil, nil, err
	}
	fresh, err := next.readHeads(ctx, fsys, c, look)
	if err != nil {
		return nil, nil, err
	}
	next.rules = rules{next.Settings.UnsafeHTML, next.Settings.Autolink}
	next.listNames(c, fresh)
	if fresh, err = next.readProse(ctx, fsys, c, fresh); err != nil {
		return nil, nil, err
	}
	next.listTroubled(c, fresh)
	if c.Settings == next.Settings && !look.files && !replaced && slices.EqualFunc(c.folder, next.folder, sameProblem) && opt.sameBut(c.opt) &&
		slices.Equal(c.Copies, next.Copies) && slices.Equal(c.Documents, next.Documents) {
		c.entries = next.entries // with the times of files that were only touched
		next = c
	}
	return next, next.Problems(), nil
}

// sameProblem reports whether two problems of the folder, whose hints follow from their messages, are one.
func sameProblem(a, b diag.Diagnostic) bool {
	return a.Code == b.Code && a.At == b.At && a.Message == b.Message
}

// Problems returns everything that is wrong with the files themselves, in no order.
func (c *Content) Problems() diag.List {
	problems := slices.Concat(c.folder, c.skipped, c.settingsProblems, c.ambiguous, c.untitled)
	for _, doc := range c.troubled {
		problems = append(problems, doc.problems...)
		if doc.Prose != nil {
			problems = append(problems, doc.Prose.problems...)
		}
	}
	for _, f := range c.Copies {
		problems = append(problems, f.Problems...)
	}
	return problems
}

// Partial reports whether a file cannot be used that may declare objects of any kind.
func (c *Content) Partial() bool {
	return slices.ContainsFunc(c.troubled, func(doc *Document) bool {
		return strings.HasPrefix(doc.Unread, "briefing:") || strings.HasPrefix(doc.Unread, "library:")
	})
}

// listTroubled finds the documents with problems among those of before and those that were read since.
func (c *Content) listTroubled(before *Content, fresh []*Document) {
	for _, doc := range slices.Concat(before.troubled, fresh) {
		if doc.troubled() && c.document(doc.File) == doc {
			c.troubled = append(c.troubled, doc)
		}
	}
	slices.SortFunc(c.troubled, func(a, b *Document) int { return strings.Compare(a.File, b.File) })
	c.troubled = slices.Compact(c.troubled)
}

// readSettings reads site.yaml, unless it is as it was.
func (c *Content) readSettings(fsys fs.FS, before *Content, look look) error {
	if before.Settings != nil && c.opt.Base == before.opt.Base && !look.settings {
		c.Settings, c.settings, c.settingsProblems = before.Settings, before.settings, before.settingsProblems
		return nil
	}
	src, err := fs.ReadFile(fsys, SettingsFile)
	if err != nil && !isNotExist(err) {
		return fmt.Errorf("read %s: %w", SettingsFile, err)
	}
	c.settings = digestOf(src)
	if before.Settings != nil && c.opt.Base == before.opt.Base && c.settings == before.settings {
		c.Settings, c.settingsProblems = before.Settings, before.settingsProblems
		return nil
	}
	problems := frontmatter.CheckText(SettingsFile, src)
	if len(problems) > 0 {
		src = nil
	}
	settings, found := frontmatter.Settings(SettingsFile, src)
	if settings.Title == "" {
		settings.Title = "Briefings" // every page needs one
	}
	if c.opt.Base != "" {
		settings.BaseURL = c.opt.Base
	}
	c.Settings, c.settingsProblems = settings, append(problems, found...)
	return nil
}

// readHeads reads the front matter of every document that may have changed since before, and returns those that it read.
func (c *Content) readHeads(ctx context.Context, fsys fs.FS, before *Content, look look) ([]*Document, error) {
	var libraries, fresh []*Document
	for _, name := range look.doubtful {
		switch doc, ok := classify(name); {
		case !ok:
		case doc.Sources != nil:
			libraries = append(libraries, doc)
		default:
			fresh = append(fresh, doc)
		}
	}
	for _, problem := range look.problems {
		if doc, ok := classify(problem.At.File); ok { // it cannot even be opened
			doc.unlisted = true
			doc.clear()
			fresh = append(fresh, doc)
		}
	}
	kept := before.without(look)
	c.library = before.library
	if len(libraries) > 0 || len(kept) == 0 || slices.ContainsFunc(look.gone, func(name string) bool { return strings.HasSuffix(name, ".json") }) {
		if err := parallel(ctx, libraries, func(doc *Document) error { return doc.readHead(fsys, nil) }); err != nil {
			return nil, err
		}
		before.reuse(libraries)
		c.library = items(kept)
		maps.Copy(c.library, items(libraries))
		kept = slices.DeleteFunc(kept, func(doc *Document) bool { // a file of a source adds to an item, or has done so
			again := path.Dir(doc.File) == Root+"/sources" && !doc.library() && before.library[doc.id()] != c.library[doc.id()]
			if again {
				other, _ := classify(doc.File)
				fresh = append(fresh, other)
			}
			return again
		})
	}
	if err := parallel(ctx, fresh, func(doc *Document) error { return doc.readHead(fsys, c.library) }); err != nil {
		return nil, err
	}
	before.reuse(fresh)
	fresh = append(fresh, libraries...)
	c.Documents = merge(kept, fresh)
	c.untitled = before.untitled
	if len(c.library) > 0 || len(before.library) > 0 {
		c.untitled = untitled(c.Documents)
	}
	return fresh, nil
}

// reuse puts the documents of before in the place of those that were read to the same.
func (c *Content) reuse(fresh []*Document) {
	for i, doc := range fresh {
		if old := c.document(doc.File); old != nil && old.same(doc) {
			fresh[i] = old
		}
	}
}

// without returns the documents that need not be read again. The slice is the caller's.
func (c *Content) without(look look) []*Document {
	kept := slices.Clone(c.Documents)
	const few = 64 // below, it is quicker to look each of them up
	if names := slices.Concat(look.doubtful, look.gone); len(names) < few && len(c.folder) == 0 {
		for _, name := range names {
			if i, ok := find(kept, name); ok {
				kept = slices.Delete(kept, i, i+1)
			}
		}
		return kept
	}
	return slices.DeleteFunc(kept, func(doc *Document) bool {
		_, doubtful := slices.BinarySearch(look.doubtful, doc.File)
		_, gone := slices.BinarySearch(look.gone, doc.File)
		return doubtful || gone || doc.unlisted
	})
}

// merge puts fresh documents among those that were kept, sorted by file.
func merge(kept, fresh []*Document) []*Document {
	slices.SortFunc(fresh, func(a, b *Document) int { return strings.Compare(a.File, b.File) })
	docs := make([]*Document, 0, len(kept)+len(fresh))
	for _, doc := range fresh {
		n, _ := find(kept, doc.File)
		docs = append(append(docs, kept[:n]...), doc)
		kept = kept[n:]
	}
	return append(docs, kept...)
}

func find(docs []*Document, file string) (int, bool) {
	return slices.BinarySearchFunc(docs, file, func(doc *Document, file string) int { return strings.Compare(doc.File, file) })
}

// document returns the document of a file, or nil.
func (c *Content) document(file string) *Document {
	if i, ok := find(c.Documents, file); ok {
		return c.Documents[i]
	}
	return nil
}

// parallel calls do for every document on all processors: on each with one goroutine, whose stack has soon grown as far as it must.
func parallel(ctx context.Context, docs []*Document, do func(*Document) error) error {
	var begun atomic.Int64
	g, working := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		g.Go(func() error {
			for working.Err() == nil {
				i := int(begun.Add(1)) - 1
				if i >= len(docs) {
					break
				}
				if err := do(docs[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmp.Or(g.Wait(), ctx.Err())
}
