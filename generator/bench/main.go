// Command bench measures attest on made-up sites: how long a build takes, and one after an edit, how much memory, how soon an edit is
// served, and how that compares with Hugo and with the least that a build can be. make bench and make bench-peers run it.
//
// What it measures runs in processes of its own, as it would for an author. Results go to standard output, as tables for
// docs/performance.md, and what it is doing to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// env is what a command works with.
type env struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
}

func (e *env) say(format string, args ...any) { fmt.Fprintf(e.err, "bench: "+format+"\n", args...) }

type cli struct {
	Attest attestCommand `cmd:"" help:"Measure builds, rebuilds, edits and the server of attest."`
	Peers  peersCommand  `cmd:"" help:"Measure builds of attest, of Hugo and the floor, in turn."`
	Corpus corpusCommand `cmd:"" help:"Write a made-up site."`
	Floor  floorCommand  `cmd:"" help:"Do the least that a build can be."`
	Guide  guideCommand  `cmd:"" help:"Write a profile for the compiler."`
	Stages stagesCommand `cmd:"" help:"Say where the time of a profile goes; reads what go tool pprof -traces prints."`
}

// run runs a command and returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	code := -1
	var c cli
	parser, err := kong.New(&c, kong.Name("bench"), kong.Writers(out, errOut), kong.Exit(func(n int) { code = n }))
	if err != nil {
		panic(err) // the structs above are wrong
	}
	command, err := parser.Parse(args)
	if code >= 0 {
		return code
	}
	if err == nil {
		err = command.Run(&env{ctx: ctx, in: in, out: out, err: errOut})
	}
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case err != nil:
		fmt.Fprintln(errOut, "bench:", err)
		return 1
	}
	return 0
}
