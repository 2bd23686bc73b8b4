package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed hugo
var hugo embed.FS

// writeLayouts writes what Hugo needs beside the content.
func writeLayouts(dir string) error {
	peer, err := fs.Sub(hugo, "hugo")
	if err != nil {
		return err
	}
	return os.CopyFS(dir, peer)
}

type peersCommand struct {
	settings
	Hugo string `required:"" help:"The Hugo to compare with."`
}

// Run prints a table with a column for each size.
func (c *peersCommand) Run(e *env) error {
	work, err := c.folder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if c.Hugo, err = filepath.Abs(c.Hugo); err != nil {
		return err
	}
	version, err := c.version(e)
	if err != nil {
		return err
	}
	on := machine() + "; files in " + filepath.Dir(work) + "; " + version
	e.say("%s", on)
	t := table{{
		"briefings", "attest", "Hugo", "floor", "**Hugo / attest**", "**attest / floor**",
		"processor time of attest", "processor time of Hugo", "processor time of the floor", "peak memory of attest", "peak memory of Hugo", "**Hugo / attest, memory**", "output of attest", "output of Hugo",
	}}
	for _, n := range c.Sizes {
		dir := filepath.Join(work, fmt.Sprint(n))
		column, err := c.measure(e, dir, n)
		if err != nil {
			return err
		}
		t = append(t, column)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return c.print(e.out, "make bench-peers", on+":\n\n"+t.turned().String())
}

func (c *peersCommand) version(e *env) (string, error) {
	_, printed, err := command{args: []string{c.Hugo, "version"}}.run(e.ctx)
	return string(firstLine(printed)), err
}

// measure returns the column of a size. The three are run in turn, so that what else the machine does meanwhile falls on all of them.
func (c *peersCommand) measure(e *env, dir string, briefings int) ([]string, error) {
	ours, theirs, least := filepath.Join(dir, "attest"), filepath.Join(dir, "hugo"), filepath.Join(dir, "floor")
	if err := c.write(e.ctx, ours, briefings); err != nil {
		return nil, err
	}
	if err := c.write(e.ctx, theirs, briefings, "--hugo"); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	peer := command{dir: theirs, args: []string{c.Hugo, "--panicOnWarning"}, env: []string{"HUGO_CACHEDIR=" + filepath.Join(dir, "cache")}}
	floor := command{args: []string{self, "floor", filepath.Join(ours, "content"), filepath.Join(ours, "public"), least}}
	var byAttest, byHugo, byFloor costs
	for round := range c.Rounds {
		for _, name := range []string{filepath.Join(theirs, "public"), filepath.Join(ours, "public"), filepath.Join(ours, ".attest"), least} {
			if err := os.RemoveAll(name); err != nil {
				return nil, err
			}
		}
		hugo, _, err := peer.run(e.ctx)
		if err != nil {
			return nil, err
		}
		attest, _, err := c.build(e.ctx, ours)
		if err != nil {
			return nil, err
		}
		least, _, err := floor.run(e.ctx)
		if err != nil {
			return nil, err
		}
		e.say("%d briefings, round %d: attest %s, Hugo %s, floor %s", briefings, round+1, seconds(attest.time), seconds(hugo.time), seconds(least.time))
		byAttest, byHugo, byFloor = append(byAttest, attest), append(byHugo, hugo), append(byFloor, least)
	}
	our, err := outputOf(filepath.Join(ours, "public"))
	if err != nil {
		return nil, err
	}
	their, err := outputOf(filepath.Join(theirs, "public"))
	if err != nil {
		return nil, err
	}
	return []string{
		thousands(briefings), seconds(byAttest.time()), seconds(byHugo.time()), seconds(byFloor.time()),
		ratio(byHugo.time(), byAttest.time()), ratio(byAttest.time(), byFloor.time()),
		seconds(byAttest.processor()), seconds(byHugo.processor()), seconds(byFloor.processor()),
		megabytes(byAttest.memory()), megabytes(byHugo.memory()), ratio(byHugo.memory(), byAttest.memory()), our, their,
	}, nil
}

// outputOf words what is in a folder of output.
func outputOf(dir string) (string, error) {
	pages := 0
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".html" {
			pages++
		}
		return err
	})
	if err != nil {
		return "", err
	}
	size, err := sizeOf(dir)
	return fmt.Sprintf("%s pages, %s", thousands(pages), megabytes(size)), err
}
