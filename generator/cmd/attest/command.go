package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"attest"
	"attest/generator/build"
	"attest/generator/edtf"
)

// The exit codes.
const (
	exitFine     = 0
	exitProblems = 1 // in the content
	exitFault    = 2 // wrong usage, or a fault outside the content
)

// cli is the command line.
type cli struct {
	Archive archiveCommand `cmd:"" help:"Fetch sources and keep copies of them, against which quotes are checked."`
	Build   buildCommand   `cmd:"" help:"Check the content and build the site."`
	Check   checkCommand   `cmd:"" help:"Check the content and write nothing."`
	Clean   cleanCommand   `cmd:"" help:"Remove what builds have written."`
	Review  reviewCommand  `cmd:"" help:"Record that claims were reviewed, by whom and when."`
	Serve   serveCommand   `cmd:"" help:"Show the site while it is written, and load it again when it changes."`
	Show    showCommand    `cmd:"" help:"Show one object: where it stands, what it says, what leans on it."`
	Verify  verifyCommand  `cmd:"" help:"Check every quote and every copy of a source again."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// siteFlags are shared by the commands that read a site.
type siteFlags struct {
	Source      string `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	Destination string `short:"d" placeholder:"DIR" help:"The output folder (default: public in the site's folder)."`
	BaseURL     string `short:"b" name:"base-url" placeholder:"URL" help:"Where the site will be found, in place of base_url."`
	Drafts      bool   `short:"D" help:"Publish drafts."`
	Future      bool   `short:"F" help:"Publish what publish_on holds back."`
	AsOf        string `name:"as-of" placeholder:"DATE" help:"The day of the build, such as 2026-01-31 (default: SOURCE_DATE_EPOCH, else today)."`
	Quiet       bool   `short:"q" help:"Print problems only."`
	Verbose     bool   `short:"v" help:"Print every file that is written, and every problem."`
	Format      string `enum:"text,json,sarif,github" default:"text" placeholder:"FORMAT" help:"How problems are printed: text, json, sarif (2.1.0) or github (annotations)."`
	JSON        bool   `name:"json" help:"The same as --format json."`
}

// env is the world around a command.
type env struct {
	ctx      context.Context //nolint:containedctx // lives as long as the one command that is run
	lookup   func(string) (string, bool)
	out, err io.Writer
	code     int
}

// stoppedBy is the cause of a command that a signal has ended.
type stoppedBy struct{ os.Signal }

func (s stoppedBy) Error() string { return "stopped by " + s.String() }

// exitStopped is the exit code of a command that was stopped: 128 and the number of the signal, as shells have it.
func exitStopped(cause error) int {
	number := syscall.SIGINT
	var by stoppedBy
	if errors.As(cause, &by) {
		number, _ = by.Signal.(syscall.Signal)
	}
	return 128 + int(number)
}

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), stdout, stderr io.Writer) (code int) {
	e := &env{ctx: ctx, lookup: lookup, out: stdout, err: stderr}
	if len(args) == extractArgs && args[0] == extractName {
		return e.finish(e.extract(args[1], args[2]))
	}
	exited := false
	parser, err := kong.New(&cli{}, kong.Name("attest"), kong.Description("A static site generator for annotated briefings."),
		kong.Writers(stdout, stderr), kong.UsageOnError(), kong.Exit(func(c int) { code, exited = c, true }))
	if err != nil {
		fmt.Fprintln(stderr, "attest:", err)
		return exitFault
	}
	parsed, err := parser.Parse(args)
	if exited {
		return code
	}
	if err == nil {
		err = parsed.Run(e)
	}
	return e.finish(err)
}

// finish says what went wrong, if anything, and returns the exit code.
func (e *env) finish(err error) int {
	switch {
	case err == nil:
		return e.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.err, "attest: stopped")
		return exitStopped(context.Cause(e.ctx))
	}
	fmt.Fprintln(e.err, "attest:", visible(err.Error()))
	return exitFault
}

// options turns flags into the options of a build.
func (f siteFlags) options(e *env) (build.Options, error) {
	day, err := f.day(e)
	if err != nil {
		return build.Options{}, err
	}
	base, err := baseURL(f.BaseURL)
	if err != nil {
		return build.Options{}, err
	}
	return build.Options{
		Source: f.Source, Destination: f.Destination, Base: base, Day: day, Drafts: f.Drafts, Future: f.Future, Theme: attest.Theme(),
	}, nil
}

// day is the day of the build: --as-of, else SOURCE_DATE_EPOCH, else today. The clock is read for nothing else.
func (f siteFlags) day(e *env) (edtf.Day, error) {
	if f.AsOf != "" {
		d, err := edtf.Parse(f.AsOf)
		if err != nil || d.Start().Precision != edtf.PrecisionDay || d.IsInterval() || d.IsSet() {
			return edtf.Day{}, fmt.Errorf("--as-of takes a day such as 2026-01-31, not %q", f.AsOf)
		}
		return d.Start().First, nil
	}
	now := time.Now() //nolint:forbidigo // the one place where the day of the build comes from
	if epoch, ok := e.lookup("SOURCE_DATE_EPOCH"); ok && epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return edtf.Day{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q, not a number of seconds", epoch)
		}
		now = time.Unix(seconds, 0)
	}
	year, month, day := now.UTC().Date()
	return edtf.Day{Year: int64(year), Month: int(month), Day: day}, nil
}

// baseURL checks the address that takes the place of base_url.
func baseURL(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(s, "?# <>\"\\") {
		return "", fmt.Errorf("--base-url takes an absolute address such as https://example.org/site/, not %q", s)
	}
	return strings.TrimRight(s, "/") + "/", nil
}
