//go:build !race

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"attest"
	"attest/generator/build"
	"attest/generator/corpus"
)

var update = flag.Bool("update", false, "record the work that is done now as the limit")

// workRecord is the table of limits, in words, so that a change of it is read in review.
const workRecord = "testdata/work.txt"

// workBriefings is the size of the site that is built.
const workBriefings = 200

// tolerance is how many per cent more than the record something may take. What is counted is the same to one per cent in every run, but
// another version of Go may do a little more or less. (Pieces of pages that are no longer kept for other pages are 20 % more allocations.)
const tolerance = 10

// amount is how much of something was done, and by which step.
type amount struct {
	step, what string
	n          int64
}

// TestWorkStaysWithinLimits counts what builds do, which unlike time is the same on a busy machine, and holds it to what is recorded.
//
// It is not parallel, as all of the process is counted, and it is not run under the race detector, which allocates too.
func TestWorkStaysWithinLimits(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	amounts := work(t)
	if *update {
		record(t, amounts)
	}
	limits := recorded(t)
	for _, a := range amounts {
		limit, ok := limits[a.step+"|"+a.what]
		switch {
		case !ok:
			t.Errorf("%s has no limit for %s of %s.%s", workRecord, a.what, a.step, howToRecord)
		case a.n > limit+limit*tolerance/100:
			t.Errorf("%s takes %s %s; %s are recorded, and %d%% more are allowed.\nmake bench-go and make profile show which part does more than it did.%s",
				a.step, thousands(int(a.n)), a.what, thousands(int(limit)), tolerance, howToRecord)
		case a.n < limit/2:
			t.Errorf("%s takes %s %s, less than half of the %s that are recorded: the limit no longer guards anything.%s",
				a.step, thousands(int(a.n)), a.what, thousands(int(limit)), howToRecord)
		}
		if limit > 0 {
			t.Logf("%s: %s %s, %.0f%% of what is recorded", a.step, thousands(int(a.n)), a.what, 100*float64(a.n)/float64(limit))
		}
		delete(limits, a.step+"|"+a.what)
	}
	for key := range limits {
		t.Errorf("%s has a limit for %s, which is not counted.%s", workRecord, key, howToRecord)
	}
}

// TestWorkGrowsWithTheSite builds a site and one of four times its size: nothing may take much more than four times the work.
func TestWorkGrowsWithTheSite(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const small, times = 60, 4
	work := func(briefings int) []amount {
		s := newSite(t, briefings)
		s.step("a build")
		s.hold("a session")
		return s.amounts
	}
	before := work(small)
	for i, a := range work(small * times) {
		if grown := float64(a.n) / float64(before[i].n); grown > times*1.15 {
			t.Errorf("%s takes %.1f times the %s where there are %d times the briefings: %d, then %d", a.step, grown, a.what, times, before[i].n, a.n)
		} else {
			t.Logf("%s: %.2f times the %s", a.step, grown, a.what)
		}
	}
}

const howToRecord = "\nIf that is meant: go test ./generator/bench -run Work -update, and say in the commit why."

// work does the steps one after the other and counts.
func work(t *testing.T) []amount {
	s := newSite(t, workBriefings)
	s.step("a build")
	size, err := sizeOf(filepath.Join(s.dir, "public"))
	if err != nil {
		t.Fatal(err)
	}
	s.count("bytes of output", size)
	s.step("a build of the same again")
	s.checkOut()
	s.step("a build of a fresh checkout with what was kept")
	s.edit(editText)
	s.step("a build after an edit of a text")
	s.edit(editTitle)
	s.step("a build after an edit of a title")
	s.hold("a session")
	return s.amounts
}

// worked is a site that is built again and again.
type worked struct {
	t       *testing.T
	dir     string
	last    string // step
	older   time.Duration
	amounts []amount
}

func newSite(t *testing.T, briefings int) *worked {
	s := &worked{t: t, dir: t.TempDir()}
	if err := writeFiles(s.dir, corpus.Corpus{Briefings: briefings, Seed: 1}, corpus.Attest); err != nil {
		t.Fatal(err)
	}
	s.age()
	return s
}

func (s *worked) count(what string, n int64) { s.amounts = append(s.amounts, amount{s.last, what, n}) }

// step builds the site as the command does, and counts. The build goes on from what is on disk.
func (s *worked) step(name string) {
	s.t.Helper()
	var made atomic.Int64
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	result, err := build.Run(s.t.Context(), build.Options{Source: s.dir, Theme: attest.Theme(), Progress: func(int, int) { made.Add(1) }})
	runtime.ReadMemStats(&after)
	if err != nil || result.Diagnostics.Failed() {
		s.t.Fatalf("%s: %v %v", name, result, err)
	}
	s.last = name
	s.count("allocations", int64(after.Mallocs-before.Mallocs))
	s.count("bytes allocated", int64(after.TotalAlloc-before.TotalAlloc))
	s.count("files made", made.Load())
	s.count("files written", int64(result.Report.Written))
}

// hold counts what a server keeps of the site in memory.
func (s *worked) hold(name string) {
	s.t.Helper()
	before := liveHeap()
	session, err := build.OpenSession(s.t.Context(), build.Options{Source: s.dir, Theme: attest.Theme()})
	if err != nil {
		s.t.Fatal(err)
	}
	held := int64(liveHeap()) - int64(before)
	s.last = name
	s.count("bytes held", held)
	if err := session.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// liveHeap returns the bytes of what can still be reached. What pools keep is gone after the second collection.
func liveHeap() uint64 {
	runtime.GC()
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// edit edits a briefing.
func (s *worked) edit(how func(text, mark string) string) {
	if err := edit(filepath.Join(s.dir, filepath.FromSlash(corpus.Briefing(workBriefings/2))), "of work", how); err != nil {
		s.t.Fatal(err)
	}
}

// age gives all files of the content a time that is new to them.
func (s *worked) age() {
	s.older += time.Hour
	if err := age(s.dir, s.older); err != nil {
		s.t.Fatal(err)
	}
}

// checkOut moves the site to another folder, with what builds have made of it, and gives its content new times: as when a machine checks out
// the content and restores public/ and .attest/ from what another has kept.
func (s *worked) checkOut() {
	dir := filepath.Join(s.t.TempDir(), "elsewhere")
	if err := os.Rename(s.dir, dir); err != nil {
		s.t.Fatal(err)
	}
	s.dir = dir
	s.age()
}

// record writes the table.
func record(t *testing.T, amounts []amount) {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "# The work of building %d made-up briefings on one processor. To record it anew: go test ./generator/bench -run Work -update\n", workBriefings)
	w := tabwriter.NewWriter(&buf, 0, 0, 2, ' ', 0)
	for _, a := range amounts {
		fmt.Fprintf(w, "%s\t| %s\t| %d\n", a.step, a.what, a.n)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(workRecord, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// recorded reads it: the limits by step|what.
func recorded(t *testing.T) map[string]int64 {
	data, err := os.ReadFile(workRecord)
	if err != nil {
		t.Fatal(err)
	}
	limits := make(map[string]int64)
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 3 {
			t.Fatalf("%s: not a row: %s", workRecord, line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		n, err := strconv.ParseInt(cells[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		limits[cells[0]+"|"+cells[1]] = n
	}
	return limits
}
