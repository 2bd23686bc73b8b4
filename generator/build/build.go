package build

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/fetch"
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
	Progress    func(done, total int) // called as pages are made, by several goroutines; nil for none
	External    *fetch.Prober         // asks for the addresses of sources, in Check only; nil: nothing is asked for

	listed *content.Listing // the content as it has just been listed, for the first reading; nil where it has not
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
	result, listed, err := unchanged(ctx, opt)
	if result != nil || err != nil {
		return result, err
	}
	opt.listed = listed
	b := NewBuilder(opt)
	result, err = b.Build(ctx, nil)
	return result, errors.Join(err, b.Close())
}

// Check does all that Run does but publish, and writes nothing but what it has learnt of addresses: pages are made in memory, because some
// problems are only found in built bytes.
func Check(ctx context.Context, opt Options) (result *Result, err error) {
	session, err := OpenSession(ctx, opt)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	l := session.Latest().loaded
	result = &Result{Diagnostics: l.diagnostics, Files: len(l.plan.Files), Pages: l.pages()}
	var found diag.List
	if !result.Diagnostics.Failed() {
		leaks := newFinds(l.secrets(opt.Theme))
		if found, err = l.render(ctx, opt, nil, leaks, func(string, []byte, *site.Needs) error { return nil }); err != nil {
			return nil, err
		}
		leaked, _ := leaks.leaks(nil, l.origin)
		found = append(found, leaked...)
	}
	if opt.External != nil && l.site != nil {
		dead, err := l.external(ctx, opt)
		if err != nil {
			return nil, err
		}
		found = append(found, dead...)
	}
	if len(found) > 0 {
		result.Diagnostics = l.resolve(found)
	}
	return result, nil
}

// largeBuffer is how large, in bytes, the memory of a file may have become that is kept for the next: few files are large.
const largeBuffer = 1 << 20

// render makes every file but those that are kept, on all processors, and hands each to add with what it was made of, which is nil where
// something is wrong with it. add may be called by several goroutines and must not keep the bytes. It returns what is found wrong in the
// bytes. A template that cannot show a page is a problem of the content where it is the site's own.
func (l *loaded) render(
	ctx context.Context, opt Options, kept map[string]Digest, leaks *finds, add func(name string, data []byte, needs *site.Needs) error,
) (diag.List, error) {
	files := l.plan.Files
	found := make([]diag.List, len(files))
	var begun, done atomic.Int64
	one := func(file *plan.File, buf *bytes.Buffer) (diag.List, error) {
		var fault *theme.Fault
		needs, err := l.plan.Make(file, buf, kept != nil)
		switch {
		case errors.As(err, &fault):
			fault.Diagnostic.Message += " (on the page " + file.Address + ")"
			return diag.List{fault.Diagnostic}, nil
		case err != nil:
			return nil, err
		}
		var problems diag.List
		if file.Page {
			problems = l.scan(file, buf.Bytes())
		}
		leaks.look(file.Address, buf.Bytes(), !file.Page)
		if opt.Progress != nil {
			opt.Progress(int(done.Add(1)), len(files))
		}
		if len(problems) > 0 {
			needs = nil
		}
		return problems, add(file.Address, buf.Bytes(), needs)
	}
	g, working := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() (err error) {
			buf := new(bytes.Buffer)
			for working.Err() == nil {
				i := int(begun.Add(1)) - 1
				if i >= len(files) {
					break
				}
				leaks.look(files[i].Address, []byte(files[i].Address), false)
				if _, ok := kept[files[i].Address]; ok {
					done.Add(1)
					continue
				}
				if buf.Reset(); buf.Cap() > largeBuffer {
					buf = new(bytes.Buffer)
				}
				if found[i], err = one(&files[i], buf); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := cmp.Or(g.Wait(), ctx.Err()); err != nil {
		return nil, err
	}
	return onceEach(found), nil
}

// onceEach joins what was found in pages. A fault of a template is named once, not on every page.
func onceEach(found []diag.List) diag.List {
	var all diag.List
	faults := make(map[diag.Span]bool)
	for _, list := range found {
		for _, d := range list {
			if d.Code == "bad-template" {
				if faults[d.At] {
					continue
				}
				faults[d.At] = true
			}
			all = append(all, d)
		}
	}
	return all
}

// blocked is what html/template writes in place of an address that it does not trust, without an error.
var blocked = []byte("ZgotmplZ")

// scan looks for what must not be in a built page.
func (l *loaded) scan(file *plan.File, data []byte) diag.List {
	if !bytes.Contains(data, blocked) {
		return nil
	}
	return diag.List{{
		Code: "blocked-address", At: l.plan.At(file), Message: fmt.Sprintf("the page %s holds an address that was blocked", file.Address),
		Hint: "write http, https, mailto or a relative address",
	}}
}
