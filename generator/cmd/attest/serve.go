package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"runtime"
	"runtime/debug"

	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/serve"
)

type serveCommand struct {
	Source  string `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	BaseURL string `short:"b" name:"base-url" placeholder:"URL" help:"Where the site will be found, in place of base_url."`
	Drafts  bool   `short:"D" help:"Show drafts."`
	Future  bool   `short:"F" help:"Show what publish_on holds back."`
	AsOf    string `name:"as-of" placeholder:"DATE" help:"The day of the build, such as 2026-01-31 (default: SOURCE_DATE_EPOCH, else today)."`
	Host    string `default:"127.0.0.1" placeholder:"HOST" help:"The address of this machine to listen on; 0.0.0.0 for all, so that others can read."`
	Port    int    `placeholder:"N" help:"The port to listen on (default: the first free one from 8080 to 8100)."`
	Open    bool   `help:"Open the site in a browser."`
}

// Validate refuses ports that cannot be.
func (c *serveCommand) Validate() error {
	if c.Port < 0 || c.Port > 65535 {
		return fmt.Errorf("--port takes a number from 1 to 65535, not %d", c.Port)
	}
	return nil
}

// serveGCPercent is how much a heap may grow before garbage is collected, in per cent: a server lives long, and what it keeps of a site is
// nearly all of its heap.
const serveGCPercent = 40

// Run serves the site until it is stopped by a signal.
func (c *serveCommand) Run(e *env) (err error) {
	if _, set := e.lookup("GOGC"); !set {
		debug.SetGCPercent(serveGCPercent)
	}
	opt, err := siteFlags{Source: c.Source, BaseURL: c.BaseURL, Drafts: c.Drafts, Future: c.Future, AsOf: c.AsOf}.options(e)
	if err != nil {
		return err
	}
	log := e.log()
	session, err := build.OpenSession(e.ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	return serve.Run(e.ctx, session, serve.Options{
		Host: c.Host, Port: c.Port,
		Watch: func(ctx context.Context, changed func(context.Context, []string)) error {
			return build.Watch(ctx, c.Source, log, changed)
		},
		Report: func(problems diag.List) {
			if err := diag.WriteText(e.err, problems, session.Source, diag.TextOptions{Color: e.color()}); err != nil {
				log.Error("the problems could not be printed", "err", err)
			}
			n := problems.Count(diag.LevelError)
			switch {
			case n > 0 && session.Good() == nil:
				fmt.Fprintf(e.err, "%s; the site is shown once it is mended\n", count(n, "error"))
			case n > 0:
				fmt.Fprintf(e.err, "%s; the last good version is shown\n", count(n, "error"))
			}
		},
		Ready: func(address string, exposed bool) {
			if exposed {
				fmt.Fprintln(e.err, "warning: others on the network can read this site, because of --host", c.Host)
			}
			fmt.Fprintln(e.out, "serving", address)
			if c.Open {
				openBrowser(e.ctx, address, log)
			}
		},
	}, log)
}

// openBrowser shows an address in the reader's browser, and does not wait for it.
func openBrowser(ctx context.Context, address string, log *slog.Logger) {
	args := []string{"xdg-open", address}
	switch runtime.GOOS {
	case "darwin":
		args[0] = "open"
	case "windows":
		args = []string{"rundll32", "url.dll,FileProtocolHandler", address}
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), args[0], args[1:]...)
	if err := cmd.Start(); err != nil {
		log.Warn("no browser could be opened", "err", err)
		return
	}
	_ = cmd.Process.Release() // it goes on by itself
}
