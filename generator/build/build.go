package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"attest/generator/check"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/plan"
	"attest/generator/site"
	"attest/generator/theme"
)

// StateFolder is where a site keeps what lasts from one run to the next. It is safe to delete.
const StateFolder = ".attest"

// Options say what is built. Source and Theme must be set.
type Options struct {
	Source      string                // the site's folder
	Destination string                // the output; empty for public/ in Source
	Base        string                // takes the place of base_url; empty for none. It must end with a slash
	Day         edtf.Day              // the day of the build
	Drafts      bool                  // publish drafts
	Future      bool                  // publish what publish_on holds back
	Theme       fs.FS                 // the built-in theme: templates/ and static/
	Log         *slog.Logger          // nil for none
	Progress    func(done, total int) // called as pages are made, by several goroutines; nil for none
}

// Result is what a run found and did. Diagnostics are resolved; where they hold an error nothing was published.
type Result struct {
	Diagnostics diag.List
	Files       int // of the output, without SHA256SUMS
	Pages       int // of these, HTML pages
	Report      Report
	Output      string // the output's folder as it was named
}

// Target returns the output and the folders around it.
func (o Options) Target() Target {
	dir := o.Destination
	if dir == "" {
		dir = filepath.Join(o.Source, "public")
	}
	return Target{Dir: dir, Source: o.Source, State: filepath.Join(o.Source, StateFolder)}
}

// Run checks and builds the site, and publishes it unless there is an error in the content. The error is for what only the
// machine's owner can mend.
func Run(ctx context.Context, opt Options) (*Result, error) {
	result := &Result{Output: opt.Target().Dir}
	err := withSite(ctx, opt, func(loaded *loaded) error {
		result.Diagnostics, result.Files, result.Pages = loaded.resolved(), len(loaded.plan.Files), loaded.pages()
		if result.Diagnostics.Failed() {
			return nil
		}
		publisher, err := OpenPublisher(ctx, opt.Target())
		if err != nil {
			return err
		}
		if err := loaded.render(ctx, opt, publisher.Add); err != nil {
			return errors.Join(err, publisher.Abort())
		}
		if result.Diagnostics = loaded.resolved(); result.Diagnostics.Failed() {
			return publisher.Abort()
		}
		result.Report, err = publisher.Commit(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

// Check does all that Run does but publish: pages are made in memory, because some problems are only found in built bytes.
func Check(ctx context.Context, opt Options) (*Result, error) {
	result := &Result{}
	err := withSite(ctx, opt, func(loaded *loaded) error {
		result.Files, result.Pages = len(loaded.plan.Files), loaded.pages()
		if !loaded.resolved().Failed() {
			if err := loaded.render(ctx, opt, func(string, []byte) error { return nil }); err != nil {
				return err
			}
		}
		result.Diagnostics = loaded.resolved()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

// loaded is a site that was read, linked, checked and planned.
type loaded struct {
	site     *site.Site
	plan     *plan.Plan
	problems diag.List
}

// withSite reads the site's folder and calls do while its files can still be read.
func withSite(ctx context.Context, opt Options, do func(*loaded) error) (err error) {
	root, err := os.OpenRoot(opt.Source)
	if err != nil {
		return fmt.Errorf("open the site's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	l, err := load(ctx, root.FS(), opt)
	if err != nil {
		return err
	}
	return do(l)
}

// load reads, links, checks and plans a site. Its pages can be made as long as fsys can be read.
func load(ctx context.Context, fsys fs.FS, opt Options) (*loaded, error) {
	read, problems, err := content.Read(ctx, fsys, content.Options{Day: opt.Day, Drafts: opt.Drafts, Future: opt.Future, Base: opt.Base})
	if err != nil {
		return nil, err
	}
	if read == nil {
		return &loaded{plan: &plan.Plan{}, problems: problems}, nil
	}
	linked, found := site.Link(read)
	problems = append(problems, found...)
	problems = append(problems, check.Site(linked)...)
	look, found, err := theme.New(opt.Theme, fsys)
	if err != nil {
		return nil, err
	}
	problems = append(problems, found...)
	planned, found := plan.New(linked, look, fsys)
	found = append(found, forbiddenNames(planned)...)
	return &loaded{site: linked, plan: planned, problems: append(problems, found...)}, nil
}

// forbiddenNames reports files of the site, such as static ones, with names that the publisher refuses.
func forbiddenNames(p *plan.Plan) diag.List {
	var problems diag.List
	for i := range p.Files {
		f := &p.Files[i]
		if err := checkName(f.Address); err != nil {
			problems = append(problems, diag.Diagnostic{
				Code: "address-clash", At: f.At,
				Message: fmt.Sprintf("%s cannot be published: %v", f.Source, err), Hint: "rename it",
			})
		}
	}
	return problems
}

func (l *loaded) resolved() diag.List {
	if l.site == nil {
		return l.problems.Resolve(nil)
	}
	return l.problems.Resolve(l.site.Settings.Checks)
}

func (l *loaded) pages() int {
	n := 0
	for i := range l.plan.Files {
		if l.plan.Files[i].Page {
			n++
		}
	}
	return n
}

// render makes every file on all processors and hands each to add, which may be called by several goroutines and must not keep the
// bytes. A template that cannot show a page is a problem of the content where it is the site's own.
func (l *loaded) render(ctx context.Context, opt Options, add func(name string, data []byte) error) error {
	found := make([]diag.List, len(l.plan.Files))
	var done atomic.Int64
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range l.plan.Files {
		if working.Err() != nil {
			break
		}
		g.Go(func() error {
			file := &l.plan.Files[i]
			buf := buffers.Get().(*bytes.Buffer)
			defer buffers.Put(buf)
			buf.Reset()
			var fault *theme.Fault
			switch err := file.Make(buf); {
			case errors.As(err, &fault):
				fault.Diagnostic.Message += " (on the page " + file.Address + ")"
				found[i] = diag.List{fault.Diagnostic}
				return nil
			case err != nil:
				return err
			}
			if file.Page {
				found[i] = scan(file, buf.Bytes())
			}
			if opt.Progress != nil {
				opt.Progress(int(done.Add(1)), len(l.plan.Files))
			}
			return add(file.Address, buf.Bytes())
		})
	}
	err := g.Wait()
	faults := make(map[diag.Span]bool) // one of a template is named once, not on every page
	for _, list := range found {
		for _, d := range list {
			if d.Code == "bad-template" {
				if faults[d.At] {
					continue
				}
				faults[d.At] = true
			}
			l.problems = append(l.problems, d)
		}
	}
	if err != nil {
		return err
	}
	return ctx.Err()
}

// blocked is what html/template writes in place of an address that it does not trust, without an error.
var blocked = []byte("ZgotmplZ")

// scan looks for what must not be in a built page.
func scan(file *plan.File, data []byte) diag.List {
	if !bytes.Contains(data, blocked) {
		return nil
	}
	return diag.List{{
		Code: "blocked-address", At: file.At, Message: fmt.Sprintf("the page %s holds an address that was blocked", file.Address),
		Hint: "write http, https, mailto or a relative address",
	}}
}
