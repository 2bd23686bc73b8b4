package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"

	"github.com/mattn/go-isatty"

	"attest/generator/build"
)

type buildCommand struct {
	siteFlags
	Verify bool `help:"Build once more from nothing and fail unless every byte is equal."`
	Watch  bool `help:"Go on building when files change, until stopped."`
}

// Run builds the site and says how many pages there are and which file to open.
func (c *buildCommand) Run(e *env) error {
	if c.Watch {
		return c.watch(e)
	}
	opt, err := c.options(e)
	if err != nil {
		return err
	}
	bar := e.progress(c.Quiet || c.machine())
	opt.Progress = bar.update
	result, err := build.Run(e.ctx, opt)
	bar.clear()
	if err == nil {
		err = c.verify(e, opt, result)
	}
	if err != nil {
		return err
	}
	return c.print(e, result, true)
}

// verify builds once more from nothing, if that is asked for and something was published.
func (c *buildCommand) verify(e *env, opt build.Options, result *build.Result) error {
	if !c.Verify || result.Diagnostics.Failed() {
		return nil
	}
	opt.Progress = nil
	return build.Verify(e.ctx, opt, result.Report.Sums)
}

// watch builds the site, and again after each change, until it is stopped. A fault of the first build ends it; later ones may pass.
func (c *buildCommand) watch(e *env) (err error) {
	ctx, stop := context.WithCancelCause(e.ctx)
	defer stop(nil)
	log := e.log()
	opt, err := c.options(e)
	if err != nil {
		return err
	}
	bar := e.progress(c.Quiet || c.machine())
	opt.Progress = func(done, total int) { bar.update(done, total) }
	builder := build.NewBuilder(opt)
	defer func() { err = errors.Join(err, builder.Close()) }()
	var last *build.Result // nil before the first
	var fault error        // of the last build
	err = build.Watch(ctx, c.Source, log, func(ctx context.Context, names []string) {
		bar = e.progress(c.Quiet || c.machine())
		result, err := builder.Build(ctx, names)
		bar.clear()
		if err == nil {
			err = c.verify(e, opt, result)
		}
		if err == nil {
			news := last == nil || fault != nil || !reflect.DeepEqual(result.Diagnostics, last.Diagnostics)
			if news || result.Report.Written+result.Report.Removed > 0 {
				err = c.print(e, result, last == nil || last.Diagnostics.Failed())
			}
			last = result
		}
		fault = err
		switch {
		case err == nil || ctx.Err() != nil:
		case last == nil:
			stop(err)
		default:
			fmt.Fprintln(e.err, "attest:", visible(err.Error()))
		}
	})
	if err != nil || e.ctx.Err() != nil {
		return cmp.Or(err, e.ctx.Err())
	}
	return context.Cause(ctx)
}

// log writes to the terminal, where a line is read when it appears: none has a time.
func (e *env) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(e.err, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// print says what a build found and did, and where open is set, which file to open.
func (c *buildCommand) print(e *env, result *build.Result, open bool) error {
	if err := e.report(c.siteFlags, result); err != nil || result.Diagnostics.Failed() || c.machine() {
		return err
	}
	if c.Verbose {
		for _, name := range result.Report.Changed {
			fmt.Fprintln(e.out, "wrote", filepath.Join(result.Output, filepath.FromSlash(name)))
		}
	}
	for _, name := range result.Report.Kept {
		fmt.Fprintf(e.err, "kept %s: it was changed since attest wrote it\n", filepath.Join(result.Output, filepath.FromSlash(name)))
	}
	if !c.Quiet {
		r := result.Report
		fmt.Fprintf(e.out, "%s: %s written, %d unchanged, %d removed\n", count(result.Pages, "page"), count(r.Written, "file"), r.Unchanged, r.Removed)
		if c.Verify {
			fmt.Fprintf(e.out, "verified: a second build gives the same %s\n", count(result.Files, "file"))
		}
		if open {
			fmt.Fprintf(e.out, "open %s\n", filepath.Join(result.Output, "index.html"))
		}
	}
	return nil
}

type cleanCommand struct {
	Source      string `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	Destination string `short:"d" placeholder:"DIR" help:"The output folder (default: public in the site's folder)."`
}

// Run removes what builds have written, and nothing else.
func (c *cleanCommand) Run(e *env) error {
	report, err := build.Clean(e.ctx, build.Options{Source: c.Source, Destination: c.Destination}.Target())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s removed\n", count(report.Removed, "file"))
	for _, name := range report.Kept {
		fmt.Fprintf(e.err, "kept %s: it was changed since attest wrote it\n", name)
	}
	return nil
}

// color reports whether problems are printed in colours: on a terminal, unless NO_COLOR is set (no-color.org).
func (e *env) color() bool {
	if value, ok := e.lookup("NO_COLOR"); ok && value != "" {
		return false
	}
	return isTerminal(e.err)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
