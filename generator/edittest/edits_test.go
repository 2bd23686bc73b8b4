package edittest_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/build"
	"attest/generator/edtf"
)

var (
	flagEdits = flag.Int("edits", 700/slower, "how many edits the sites see together")
	flagSeed  = flag.Uint64("seed", 1, "what the first site and its edits are made from; the others have the seeds after it")
	flagSites = flag.Int("sites", 4, "how many sites are edited at a time")
)

// TestEditedSiteEqualsOneBuiltFromNothing edits generated sites. After every step, what a session kept in memory and what a build made of the
// output and state of earlier ones must equal what a build makes from nothing: the set of files, their bytes, and the diagnostics. Where
// there is an error, what was good before must stay.
//
// A failure names its seed and the edits before it; -seed and -sites 1 do the same again, whatever -edits is. make edits is a long run.
func TestEditedSiteEqualsOneBuiltFromNothing(t *testing.T) {
	t.Parallel()
	for i := range *flagSites {
		seed := *flagSeed + uint64(i)
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			of := usual
			if seed%4 == 0 {
				of = crowded
			}
			w := open(t, seed, of)
			for w.edits < *flagEdits / *flagSites {
				w.step()
			}
			t.Logf("%d edits in %d steps, %d of which left an error in the content; %d files at the end", w.edits, w.steps, w.failed, len(w.good))
		})
	}
}

// workshop is a site under edit.
type workshop struct {
	t      *testing.T
	seed   uint64
	size   size
	model  *model
	faults []fault
	opt    build.Options // but for the folders

	site    folder // with the session, and the output and state of all builds so far
	pure    folder // the same files, and nothing else before a build
	session *build.Session
	builder *build.Builder // of a second output, built again after each step as --watch does

	edits, steps, failed int
	log                  []string          // what the last steps did
	good                 map[string][]byte // the files of the last build without an error, with SHA256SUMS
	ever                 map[string]bool   // every address that the site has had
}

// day is that of the builds: some briefings are held back by it, some have expired.
var day = edtf.Day{Year: 2026, Month: 6, Day: 30}

func open(t *testing.T, seed uint64, of size) *workshop {
	t.Helper()
	w := &workshop{
		t: t, seed: seed, size: of, model: generate(seed, of), ever: make(map[string]bool),
		opt: build.Options{Theme: attest.Theme(), Day: day},
	}
	w.site.dir, w.pure.dir = scratch(t), scratch(t)
	w.sync()
	w.reopen()
	t.Cleanup(func() { w.must(errors.Join(w.session.Close(), w.builder.Close())) })
	w.compare(nil)
	return w
}

// fail ends the test with what it takes to see the failure again.
func (w *workshop) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\n\nseed %d, step %d (-seed %d -sites 1); the last steps, the newest at the end:\n%s",
		fmt.Sprintf(format, args...), w.seed, w.steps, w.seed, strings.Join(w.log, "\n"))
}

func (w *workshop) must(err error) {
	w.t.Helper()
	if err != nil {
		w.fail("%v", err)
	}
}

func (w *workshop) note(format string, args ...any) {
	if w.log = append(w.log, fmt.Sprintf("  %d. ", w.steps)+fmt.Sprintf(format, args...)); len(w.log) > 12 {
		w.log = w.log[1:]
	}
}

// sync brings both folders to what the model and the faults say, and returns the names of the changed files.
func (w *workshop) sync() []string {
	w.t.Helper()
	files := spoil(w.model.files(), w.faults)
	_, err := w.pure.sync(files)
	w.must(err)
	changed, err := w.site.sync(files)
	w.must(err)
	return changed
}

func (w *workshop) options(dir, output string) build.Options {
	opt := w.opt
	opt.Source, opt.Destination = dir, output
	return opt
}

// watched is the output that the builder keeps right.
func (w *workshop) watched() string { return filepath.Join(w.site.dir, "watched") }

// reopen begins a new session, and a new builder, with the options of now.
func (w *workshop) reopen() {
	w.t.Helper()
	if w.session != nil {
		w.must(errors.Join(w.session.Close(), w.builder.Close()))
	}
	w.builder = build.NewBuilder(w.options(w.site.dir, w.watched()))
	session, err := build.OpenSession(w.t.Context(), w.options(w.site.dir, ""))
	w.must(err)
	w.session = session
}

// step is a few edits, and the proof that they were followed.
func (w *workshop) step() {
	w.t.Helper()
	m := w.model
	w.steps++
	did := w.edit()
	changed := append(w.sync(), w.disturb()...)
	slices.Sort(changed)
	changed = slices.Compact(changed)
	w.note("%s: %s", strings.Join(did, "; "), strings.Join(changed, " "))
	if m.chance(6) {
		w.damage()
	}
	told := append([]string{}, changed...) // which files have changed; nil for "look at everything"
	switch {
	case m.chance(3):
		w.otherOptions()
		w.reopen()
	case m.chance(1):
		w.note("a new session")
		w.reopen()
	default:
		if m.chance(25) {
			w.note("the session looks at everything")
			told = nil
		}
		w.must(w.session.Rebuild(w.t.Context(), told))
	}
	w.compare(told)
	if w.steps%20 == 0 {
		m.balance(w.size)
	}
}

// edit changes the model and the faults, and returns the names of what was done.
func (w *workshop) edit() []string {
	m := w.model
	var did []string
	if n := len(w.faults); n > 0 && (n > 3 || m.chance(45)) {
		i := m.n(n)
		if m.chance(40) {
			did, w.faults = append(did, "mend everything"), nil
		} else {
			did, w.faults = append(did, "mend: "+w.faults[i].name), slices.Delete(w.faults, i, i+1)
		}
		if w.edits++; m.chance(60) {
			return did
		}
	}
	if m.chance(12) {
		f := m.newFault(w.site.files)
		w.faults = append(w.faults, f)
		w.edits++
		return append(did, f.name)
	}
	all, many := slices.Concat(edits, siteEdits, copyEdits), 1
	if m.chance(40) {
		many += 1 + m.n(4)
	}
	for range many {
		did = append(did, m.edit(all))
		w.edits++
	}
	if m.chance(6) {
		w.faults = append(w.faults, m.torn(strings.Join(did, "; "), w.site.files, spoil(m.files(), w.faults))...)
	}
	return did
}

// disturb does to some files what leaves their bytes as they are, and returns their names.
func (w *workshop) disturb() []string {
	m := w.model
	var touched []string
	for m.chance(15) {
		name := pick(m, sortedNames(w.site.files))
		data := w.site.files[name]
		switch m.n(3) {
		case 0: // saved without a change
		case 1: // an edit that is undone
			w.must(w.site.write(name, append(slices.Clone(data), "\nundone\n"...)))
		case 2:
			w.must(w.site.remove(name))
		}
		w.must(w.site.write(name, data))
		touched = append(touched, name)
	}
	return touched
}

// damage spoils what is kept between builds, as a full disk, another program or another version of attest would leave it.
func (w *workshop) damage() {
	m := w.model
	at := filepath.Join(w.site.dir, build.StateFolder)
	state, err := read(at)
	w.must(err)
	if len(state) == 0 || m.chance(15) {
		w.note("the state is removed")
		w.must(os.RemoveAll(at))
		return
	}
	name := pick(m, sortedNames(state))
	data := state[name]
	path := filepath.Join(at, filepath.FromSlash(name))
	switch m.n(5) {
	case 0:
		w.note("%s of the state is removed", name)
		w.must(os.Remove(path))
		return
	case 1:
		data = data[:m.n(len(data)+1)]
	case 2:
		data = []byte("\x00garbage\xff")
	case 3:
		data = bytes.Replace(data, []byte("attest 1"), []byte("attest 0"), 1)
	case 4:
		data = nil
	}
	w.note("%s of the state is damaged", name)
	w.must(os.WriteFile(path, data, 0o644))
}

// otherOptions changes what a user says on the command line.
func (w *workshop) otherOptions() {
	m := w.model
	w.opt.Drafts, w.opt.Future = m.chance(30), m.chance(30)
	w.opt.Base = pick(m, []string{"", "", "https://preview.example/", "https://example.org/preview/"})
	w.opt.Day = pick(m, []edtf.Day{day, {Year: 2026, Month: 7, Day: 1}, {Year: 2025, Month: 1, Day: 1}, {}})
	w.note("options: drafts %v, future %v, base %q, day %v", w.opt.Drafts, w.opt.Future, w.opt.Base, w.opt.Day)
}

// clean builds the site from nothing. What it gave is in w.good, unless there is an error in the content.
func (w *workshop) clean() *build.Result {
	w.t.Helper()
	public := filepath.Join(w.pure.dir, "public")
	w.must(errors.Join(os.RemoveAll(public), os.RemoveAll(filepath.Join(w.pure.dir, build.StateFolder))))
	result, err := build.Run(w.t.Context(), w.options(w.pure.dir, ""))
	w.must(err)
	if result.Diagnostics.Failed() {
		w.failed++
		return result
	}
	w.good, err = read(public)
	w.must(err)
	for name := range w.good {
		w.ever[name] = true
	}
	return result
}

// compare holds the session and the outputs against a build from nothing. told is what the builder is told of.
func (w *workshop) compare(told []string) {
	w.t.Helper()
	ctx := w.t.Context()
	clean := w.clean()
	again, err := w.builder.Build(ctx, told)
	w.must(err)
	if diff := cmp.Diff(clean.Diagnostics, again.Diagnostics); diff != "" {
		w.fail("the builder has other diagnostics (-clean +builder):\n%s", diff)
	}
	latest := w.session.Latest()
	if diff := cmp.Diff(clean.Diagnostics, latest.Diagnostics); diff != "" {
		w.fail("the session has other diagnostics (-clean +session):\n%s", diff)
	}
	warm, err := build.Run(ctx, w.options(w.site.dir, ""))
	if err != nil {
		w.fail("a second build over what others left: %v", err)
	}
	if diff := cmp.Diff(clean.Diagnostics, warm.Diagnostics); diff != "" {
		w.fail("a build over what others left has other diagnostics (-clean +warm):\n%s", diff)
	}
	if clean.Files != warm.Files || clean.Pages != warm.Pages {
		w.fail("a build from nothing counts %d files and %d pages, one over what others left %d and %d", clean.Files, clean.Pages, warm.Files, warm.Pages)
	}
	if clean.Diagnostics.Failed() {
		w.compareOld()
		return
	}
	if w.session.Good() != latest {
		w.fail("the session's newest state has no error, and yet is not its good one")
	}
	if diff := difference(served(w.good), w.serve(latest, sortedKeys(w.ever))); diff != "" {
		w.fail("the session: %s", diff)
	}
	output, err := read(filepath.Join(w.site.dir, "public"))
	w.must(err)
	if diff := difference(w.good, output); diff != "" {
		w.fail("a build over what others left: %s", diff)
	}
	watched, err := read(w.watched())
	w.must(err)
	if diff := difference(w.good, watched); diff != "" {
		w.fail("the output of the builder: %s", diff)
	}
	if w.model.chance(4) {
		w.compareCopy()
	}
}

// compareOld holds what must have stayed while there is an error: the output, and the last good state of the session.
func (w *workshop) compareOld() {
	w.t.Helper()
	output, err := read(filepath.Join(w.site.dir, "public"))
	w.must(err)
	if diff := difference(w.good, output); diff != "" {
		w.fail("with an error in the content, the output was changed: %s", diff)
	}
	state := w.session.Good()
	if state == nil {
		return // opened while there was an error
	}
	if state == w.session.Latest() {
		w.fail("the session's good state has an error")
	}
	// Pages with pictures say how large these are, which is looked up on disk when they are made.
	probes := make(map[string][]byte)
	for _, name := range sortedNames(w.good) {
		if strings.HasSuffix(name, ".html") && !bytes.Contains(w.good[name], []byte("<img")) && w.model.chance(3) {
			probes[name] = w.good[name]
		}
	}
	if diff := difference(probes, w.serve(state, sortedNames(probes))); diff != "" {
		w.fail("with an error in the content, what was good before: %s", diff)
	}
}

// compareCopy builds in a copy of the site's folder, output and state included: as after a move, or a checkout on another machine.
func (w *workshop) compareCopy() {
	w.t.Helper()
	w.note("a copy of the site is built")
	dir, err := os.MkdirTemp(filepath.Dir(w.site.dir), "attest-edits-copy-")
	w.must(err)
	defer func() { w.must(os.RemoveAll(dir)) }()
	w.must(os.CopyFS(dir, os.DirFS(w.site.dir)))
	_, err = build.Run(w.t.Context(), w.options(dir, ""))
	w.must(err)
	output, err := read(filepath.Join(dir, "public"))
	w.must(err)
	if diff := difference(w.good, output); diff != "" {
		w.fail("a build in a copy of the site: %s", diff)
	}
}

// serve asks a state for addresses, and returns what it has.
func (w *workshop) serve(state *build.State, addresses []string) map[string][]byte {
	w.t.Helper()
	files := make(map[string][]byte, len(addresses))
	for _, address := range addresses {
		data, _, ok, err := state.File(address)
		if err != nil {
			w.fail("%s cannot be made: %v", address, err)
		}
		if ok {
			files[address] = data
		}
	}
	return files
}

// served are those of the files that a server has too.
func served(files map[string][]byte) map[string][]byte {
	out := maps.Clone(files)
	delete(out, build.SumsName)
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
