package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/fetch"
	"attest/generator/snapshot"
)

type archiveCommand struct {
	Sources []string      `arg:"" optional:"" name:"source" help:"Ids of sources (default: every public source with an address and without a copy)."`
	Source  string        `short:"s" default:"." placeholder:"DIR" help:"The site's folder."`
	Again   bool          `help:"Fetch sources that have a copy too, and replace it."`
	Publish string        `enum:"full,excerpt,digest-only,keep" default:"keep" placeholder:"WHAT" help:"What of the copies is published: full, excerpt or digest-only (default: as before, else digest-only)."`
	Private bool          `name:"allow-private" help:"Fetch from addresses of this machine and of private networks too."`
	Timeout time.Duration `default:"60s" placeholder:"TIME" help:"How long one source may take (default: 60s)."`
	Pause   time.Duration `default:"1s" placeholder:"TIME" help:"How long to wait between two sources of one host (default: 1s)."`
	Quiet   bool          `short:"q" help:"Print what failed only."`
}

// Run fetches sources and keeps copies of them.
func (c *archiveCommand) Run(e *env) (err error) {
	all, err := build.ReadSources(e.ctx, c.Source)
	if err != nil {
		return err
	}
	targets, err := c.targets(e, all)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		if !c.Quiet && e.code == exitFine {
			fmt.Fprintln(e.out, "nothing to archive: every public source with an address has a copy (--again fetches them anew)")
		}
		return nil
	}
	store, err := build.OpenStore(c.Source)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Root.Close()) }()
	over := fetch.Transport(c.Private)
	a := snapshot.Archiver{
		Fetch: func(ctx context.Context, address string) (*snapshot.Fetched, error) {
			return snapshot.Fetch(ctx, over, address, snapshot.Limits{Time: c.Timeout})
		},
		Extract: extract, Store: store, Tool: strings.TrimSpace("attest " + version()), Pause: c.Pause,
		Now: time.Now, //nolint:forbidigo // a copy says when it was made; no build reads the clock
	}
	if c.Publish != "keep" {
		a.Publish = c.Publish
	}
	failed := 0
	err = a.Run(e.ctx, targets, func(done snapshot.Archived) {
		switch {
		case done.Reason != "":
			failed++
			e.code = exitProblems
			fmt.Fprintf(e.err, "%s: failed: %s\n", done.ID, diag.Visible(done.Reason))
		case done.NoText != "":
			if done.NoText != snapshot.ErrNoText.Error() {
				e.code = exitProblems
			}
			fmt.Fprintf(e.err, "%s: archived without a text, so quotes are not checked: %s\n", done.ID, diag.Visible(done.NoText))
		case !c.Quiet:
			fmt.Fprintf(e.out, "%s: archived, %d bytes, SHA-256 %s\n", done.ID, done.Bytes, done.SHA256)
		}
	})
	if err == nil && failed > 0 {
		fmt.Fprintf(e.err, "%d of %d failed; attest archive tries them again\n", failed, len(targets))
	}
	return err
}

// targets returns the sources that are to be archived. What is asked for and cannot be is named.
func (c *archiveCommand) targets(e *env, all []build.Archivable) ([]snapshot.Target, error) {
	var targets []snapshot.Target
	if len(c.Sources) == 0 {
		for _, a := range all {
			if a.Public && a.Address != "" && (!a.Copied || c.Again) {
				targets = append(targets, a.Target)
			}
		}
		return targets, nil
	}
	for _, id := range c.Sources {
		i, ok := slices.BinarySearchFunc(all, id, func(a build.Archivable, id string) int { return strings.Compare(a.ID, id) })
		switch {
		case !ok:
			return nil, fmt.Errorf("there is no source %q", id)
		case all[i].Address == "":
			return nil, fmt.Errorf("the source %q has no address to fetch", id)
		case all[i].Copied && !c.Again:
			e.code = exitProblems
			fmt.Fprintf(e.err, "%s: has a copy; --again replaces it\n", id)
		default:
			targets = append(targets, all[i].Target)
		}
	}
	return targets, nil
}

// The process that reads the text of a copy: what it is called with, beside a media type and an address, and its limits.
const (
	extractName   = "extract-text"
	extractArgs   = 3
	extractTime   = time.Minute
	extractMemory = 1 << 30 // bytes
	extractLook   = 5 * time.Millisecond
)

// extract reads the text of a copy in a process of its own, which can be ended: a small file can be made to take any time and memory.
func extract(ctx context.Context, f *snapshot.Fetched) (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the program: %w", err)
	}
	within, cancel := context.WithTimeout(ctx, extractTime)
	defer cancel()
	var out, problem bytes.Buffer
	cmd := exec.CommandContext(within, program, extractName, f.MediaType, f.URL)
	cmd.Args[0] = os.Args[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(f.Data), &out, &problem
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return out.String(), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case within.Err() != nil:
		return "", fmt.Errorf("reading its text took longer than %s", extractTime)
	case errors.As(err, &exit) && exit.ExitCode() == exitProblems:
		if reason := strings.TrimSpace(problem.String()); reason == snapshot.ErrNoText.Error() {
			return "", snapshot.ErrNoText
		} else if reason != "" {
			return "", errors.New(reason)
		}
	case !errors.As(err, &exit):
		return "", fmt.Errorf("read its text: %w", err)
	}
	return "", errors.New("reading its text took too much memory, or failed")
}

// extract prints the text of a copy that it reads from standard input, or says why it has none: what archive runs.
func (e *env) extract(mediaType, address string) error {
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
		for range time.Tick(extractLook) {
			if metrics.Read(sample); sample[0].Value.Uint64() > extractMemory {
				os.Exit(exitFault)
			}
		}
	}()
	var data bytes.Buffer
	if _, err := data.ReadFrom(os.Stdin); err != nil {
		return fmt.Errorf("read the copy: %w", err)
	}
	text, err := snapshot.Extract(data.Bytes(), mediaType, address)
	if err != nil {
		fmt.Fprintln(e.err, err)
		e.code = exitProblems
		return nil
	}
	_, err = fmt.Fprint(e.out, text)
	return err
}
