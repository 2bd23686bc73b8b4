package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"attest/generator/corpus"
)

// settings are what all measurements have in common.
type settings struct {
	page
	Binary string `required:"" name:"attest" help:"The attest to be measured."`
	Sizes  []int  `default:"100 1000" sep:" " help:"How many briefings, one size after the other."`
	Rounds int    `default:"3" help:"How often everything is done; times are medians, memory is the highest."`
	Seed   uint64 `default:"1" help:"The seed of the made-up sites."`
	Dir    string `help:"A folder for them (default: one in memory, where there is one)."`
}

// Validate refuses what cannot be measured.
func (s *settings) Validate() error {
	if s.Rounds < 1 {
		return fmt.Errorf("--rounds takes a number from 1, not %d", s.Rounds)
	}
	for _, n := range s.Sizes {
		if n < 1 {
			return fmt.Errorf("--sizes takes numbers from 1, not %d", n)
		}
	}
	return nil
}

// inMemory is where Linux keeps files in memory.
const inMemory = "/dev/shm"

// folder makes a folder to work in, and finds the program. In memory, measurements show the generators and not the disk.
func (s *settings) folder() (string, error) {
	var err error
	if s.Binary, err = filepath.Abs(s.Binary); err != nil {
		return "", err
	}
	if s.Dir == "" {
		if info, err := os.Stat(inMemory); err == nil && info.IsDir() {
			s.Dir = inMemory
		}
	}
	dir, err := os.MkdirTemp(s.Dir, "attest-bench-")
	if err != nil {
		return "", err
	}
	return filepath.Abs(dir)
}

// write has another process write a corpus: see command.run.
func (s *settings) write(ctx context.Context, dir string, briefings int, more ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := append([]string{self, "corpus", dir, "--briefings", fmt.Sprint(briefings), "--seed", fmt.Sprint(s.Seed)}, more...)
	_, _, err = command{args: args}.run(ctx)
	return err
}

// machine says what the figures were measured on.
func machine() string {
	model := runtime.GOARCH
	if data, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d processors (%s), %s, %s", runtime.NumCPU(), model, runtime.GOOS, runtime.Version())
}

// result is what attest build --json prints, as far as it is of use here.
type result struct {
	Pages, Files, Written, Removed, Errors, Warnings int
}

// build is one build of a site by attest.
func (s *settings) build(ctx context.Context, dir string) (cost, result, error) {
	var r result
	c, printed, err := command{dir: dir, args: []string{s.Binary, "build", "--json"}}.run(ctx)
	if err == nil {
		err = json.Unmarshal(printed, &r)
	}
	return c, r, err
}

type attestCommand struct {
	settings
	Edits int `default:"20" help:"How many edits the server is told of, each of two sorts."`
}

// Run prints a table with a column for each size.
func (c *attestCommand) Run(e *env) (err error) {
	work, err := c.folder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	on := machine() + "; files in " + filepath.Dir(work)
	e.say("%s", on)
	t := table{{
		"briefings", "pages", "output", "**build from nothing**", "its processor time", "its peak memory", "build, nothing changed", "build, a text edited", "build, a title edited",
		"text edited: served after (median, p95)", "title edited: served after", "server's peak memory",
	}}
	for _, n := range c.Sizes {
		column, err := c.measure(e, filepath.Join(work, fmt.Sprint(n)), n)
		if err != nil {
			return err
		}
		t = append(t, column)
		if err := os.RemoveAll(filepath.Join(work, fmt.Sprint(n))); err != nil {
			return err
		}
	}
	return c.print(e.out, "make bench", on+":\n\n"+t.turned().String())
}

// settle is how long attest mistrusts a file's time after a change: one that is built sooner is read again by the next build.
const settle = 2100 * time.Millisecond

// measure returns the column of a size.
func (c *attestCommand) measure(e *env, dir string, briefings int) ([]string, error) {
	if err := c.write(e.ctx, dir, briefings); err != nil {
		return nil, err
	}
	if err := pause(e.ctx, settle); err != nil {
		return nil, err
	}
	m := &measurement{settings: &c.settings, env: e, dir: dir}
	whole := m.rounds(func(int) { m.clean() })
	first := m.last
	again := m.rounds(func(int) {})
	if m.fault == nil && m.last.Written > 0 {
		m.fault = fmt.Errorf("a build of an unchanged site wrote %d files", m.last.Written)
	}
	subject := filepath.Join(dir, filepath.FromSlash(corpus.Briefing(briefings/2)))
	text := m.rounds(func(i int) { m.edit(subject, fmt.Sprintf("build-%d", i), editText) })
	textFiles := m.last.Written
	title := m.rounds(func(i int) { m.edit(subject, fmt.Sprintf("build-%d", i), editTitle) })
	titleFiles := m.last.Written
	if m.fault != nil {
		return nil, m.fault
	}
	e.say("%d briefings: %d warnings; built in %s", briefings, first.Warnings, seconds(whole.time()))
	served, err := c.serve(e, dir, "briefings/"+corpus.BriefingID(briefings/2)+".html", subject)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(filepath.Join(dir, "public"))
	if err != nil {
		return nil, err
	}
	return []string{
		thousands(briefings), thousands(first.Pages), files(first.Files) + ", " + megabytes(size),
		seconds(whole.time()), seconds(whole.processor()), megabytes(whole.memory()), seconds(again.time()),
		fmt.Sprintf("%s, %s", seconds(text.time()), files(textFiles)), fmt.Sprintf("%s, %s", seconds(title.time()), files(titleFiles)),
		fmt.Sprintf("%s, %s", seconds(quantile(served.text, 50)), seconds(quantile(served.text, 95))),
		fmt.Sprintf("%s, %s", seconds(quantile(served.title, 50)), seconds(quantile(served.title, 95))), megabytes(served.memory),
	}, nil
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return thousands(n) + " files"
}

// measurement is builds of one site. The first error ends it; what comes after does nothing.
type measurement struct {
	*settings
	*env
	dir  string
	last result

	fault error
}

// rounds builds once a round, each time after what is to be done before.
func (m *measurement) rounds(before func(round int)) costs {
	var all costs
	for i := range m.Rounds {
		if m.fault == nil {
			before(i)
		}
		if m.fault != nil {
			return costs{{}}
		}
		var c cost
		c, m.last, m.fault = m.build(m.ctx, m.dir)
		all = append(all, c)
	}
	return all
}

// clean takes away what builds have made.
func (m *measurement) clean() {
	for _, name := range []string{"public", ".attest"} {
		if err := os.RemoveAll(filepath.Join(m.dir, name)); err != nil {
			m.fault = err
		}
	}
}

func (m *measurement) edit(name, mark string, how func(text, mark string) string) {
	if err := edit(name, mark, how); err != nil {
		m.fault = err
	}
}

// edit changes a briefing so that its page shows the mark.
func edit(name, mark string, how func(text, mark string) string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(how(string(data), mark)), 0o644)
}

// editText adds a paragraph with the mark to a text.
func editText(text, mark string) string { return text + "\nMarked " + mark + ".\n" }

// editTitle gives a briefing the mark as a title. The title stands in the first line of the front matter.
func editTitle(text, mark string) string {
	before, rest, _ := strings.Cut(text, "\n")
	_, after, _ := strings.Cut(rest, "\n")
	return before + "\ntitle: Marked " + mark + "\n" + after
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// sizeOf returns the bytes of all files below a folder.
func sizeOf(dir string) (size int64, err error) {
	err = filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return err
	})
	return size, err
}
