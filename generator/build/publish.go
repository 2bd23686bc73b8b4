// Package build runs the pipeline from a site's files to its output folder: what is kept between edits and runs, watching,
// publishing, the scan for leaks and the proof that a second build gives the same bytes.
//
// What the pages are and what they say is left to the packages below it.
package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"

	"github.com/gofrs/flock"
)

// Publisher writes one build of a site to its output folder. Files are added under temporary names in the state's folder, and
// Commit renames them into place, so that a build that fails or is killed leaves each file whole, the old or the new one. Nothing
// is changed or removed but what an earlier build wrote and nobody has touched since. No symbolic link is written through.
//
// Every Publisher ends with Commit or Abort. Until then it holds the lock of the site.
type Publisher struct {
	target Target
	place  place
	lock   *flock.Flock

	state     *os.Root
	staging   *os.Root
	root      *os.Root // the output; nil while it is absent
	sums      []byte   // SHA256SUMS as it was found; nil if absent
	recovered bool     // a killed build has left a journal
	inside    bool     // there are temporary files in the output
	owned     map[string][]Digest
	stamps    map[string]stamp
	ahead     map[string]stamp // of files that lookAhead has found as they were published

	folders sync.Map // name of a folder of the output to kind

	rootsMu sync.Mutex
	roots   map[string]*os.Root // folders of the output that are open, by name

	mu     sync.Mutex
	files  map[string]*file
	slots  int
	failed error             // of the first Add that failed
	last   func(sums []byte) // called with the bytes of SHA256SUMS when Commit has published, to write to the state what follows; nil for none
	done   bool
}

// file is a file of the build under way.
type file struct {
	digest  Digest
	slot    string // its temporary name in staging; "" where the bytes are there already
	there   kind   // what is at its name now
	changed bool   // what is there is listed, but has other bytes
	foreign bool   // what is there is not ours to replace
	stamp   stamp
}

// kind is what is found at a name of the output.
type kind uint8

const (
	absent kind = iota
	regular
	folder
	link
	other
)

// Report says what Commit or Clean did.
type Report struct {
	Written   int      // files whose bytes changed, new ones included
	Unchanged int      // files that had the right bytes already
	Removed   int      // files of the earlier build that are no longer produced
	Kept      []string // such files that stay, because their bytes are not those that were written; sorted
	Changed   []string // the names of the written files, sorted
	Sums      []Sum    // every file of the build but SHA256SUMS, sorted by name
}

// ForeignFileError says that a page must go where something stands that the build did not write.
type ForeignFileError struct {
	Dir     string // the output as its user named it
	Name    string // slash-separated, in the output
	Changed bool   // the build wrote such a file, but somebody has changed it since
}

func (e *ForeignFileError) Error() string {
	at := filepath.Join(e.Dir, filepath.FromSlash(e.Name))
	if e.Changed {
		return fmt.Sprintf("%s was changed since attest wrote it; move it away or delete it, and build again", at)
	}
	return fmt.Sprintf("%s was not written by attest, and the site needs its place; move it away or delete it, and build again", at)
}

// LinkError says that a symbolic link stands where the build would have to write or remove something.
type LinkError struct {
	Dir  string
	Name string
}

func (e *LinkError) Error() string {
	return fmt.Sprintf("%s is a link, and attest writes through none; delete it, and build again",
		filepath.Join(e.Dir, filepath.FromSlash(e.Name)))
}

// OpenPublisher takes the lock of the site, waiting a little for another build to end (ErrBusy), and repairs what a killed one has
// left. It refuses an output that is not ours: neither absent, nor empty, nor with a SHA256SUMS of an earlier build.
func OpenPublisher(ctx context.Context, t Target) (*Publisher, error) {
	where, err := t.check()
	if err != nil {
		return nil, err
	}
	p := &Publisher{target: t, place: where, owned: map[string][]Digest{}, files: map[string]*file{}}
	if p.lock, err = takeLock(ctx, where.state); err != nil {
		return nil, err
	}
	if err := p.open(); err != nil {
		return nil, errors.Join(err, p.Abort())
	}
	return p, nil
}

func (p *Publisher) open() (err error) {
	if p.state, err = os.OpenRoot(p.place.state); err != nil {
		return fmt.Errorf("open %s: %w", p.target.State, err)
	}
	if err := p.openStaging(); err != nil {
		return fmt.Errorf("make %s: %w", filepath.Join(p.target.State, stagingName), err)
	}
	stamps := aside(p.readStamps)
	defer stamps()
	if err := p.readJournal(); err != nil {
		return err
	}
	p.root, err = os.OpenRoot(p.place.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", p.target.Dir, err)
	}
	if err := p.readSums(); err != nil {
		return err
	}
	if err := p.lookAround(); err != nil {
		return err
	}
	for _, name := range []string{tempName, probeName} {
		if there, _, err := p.lstat(name); err == nil && there == absent {
			continue
		}
		if err := p.root.RemoveAll(name); err != nil {
			return fmt.Errorf("remove %s, which a killed build left: %w", p.display(name), err)
		}
	}
	p.stamps = stamps()
	return nil
}

// readSums reads which files of the output are ours.
func (p *Publisher) readSums() error {
	at := p.display(SumsName)
	info, err := p.root.Lstat(SumsName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("read %s: %w", at, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &LinkError{Dir: p.target.Dir, Name: SumsName}
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s cannot be the output: its %s is not a file", p.target.Dir, SumsName)
	}
	data, err := p.root.ReadFile(SumsName)
	if err != nil {
		return fmt.Errorf("read %s: %w", at, err)
	}
	if !isSums(data) {
		return fmt.Errorf("%s cannot be the output: its %s is not one of attest (the first line would be %q)",
			p.target.Dir, SumsName, sumsHeader)
	}
	sums, err := parseSums(data)
	if err != nil {
		return fmt.Errorf("read %s: %w; nothing was touched: restore the file, or delete the folder", at, err)
	}
	p.sums = data
	p.own(sums)
	return nil
}

// lookAround refuses a folder that is not ours, and links out of the folder that stand at its top.
func (p *Publisher) lookAround() error {
	entries, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("read %s: %w", p.target.Dir, err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if p.sums == nil && !p.recovered && !slices.Contains(hostNames, name) {
			return fmt.Errorf("%s cannot be the output: it is not empty (it holds %s), and has no %s of attest",
				p.target.Dir, strconv.Quote(name), SumsName)
		}
		if entry.Type()&fs.ModeSymlink == 0 {
			continue
		}
		if _, err := p.root.Stat(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s leads out of the output by a link; delete it, and build again", p.display(name))
		}
	}
	return nil
}

// hostNames are what a folder may hold and still count as empty: what Git and GitHub Pages put there, and what a killed build left.
var hostNames = []string{".git", "CNAME", tempName, probeName}

// Add gives the file of that slash-separated name these bytes in the site being built. It writes at most a temporary file; whether the
// file may be replaced is said by Commit. Add is safe for concurrent use and keeps nothing of data. After an error the build can
// only be aborted.
func (p *Publisher) Add(name string, data []byte) error { return p.add(name, data, DigestOf(data)) }

func (p *Publisher) add(name string, data []byte, digest Digest) error {
	f := &file{digest: digest}
	slot, err := p.claim(name, f)
	if err == nil {
		err = p.stage(name, data, f, slot)
	}
	if err != nil {
		return p.fail(fmt.Errorf("write %s: %w", p.display(name), err))
	}
	return nil
}

// Keep makes the file that is there already part of the site being built, without its bytes, and reports whether it could: it must be
// one of ours and have that digest.
func (p *Publisher) Keep(name string, digest Digest) (bool, error) {
	if checkName(name) != nil || !slices.Contains(p.owned[name], digest) {
		return false, nil
	}
	got, found := p.ahead[name]
	if !found || got.digest != digest {
		there, info, err := p.look(name)
		if err == nil && there == regular {
			got, err = p.measure(name, info)
		}
		if err != nil {
			return false, p.fail(fmt.Errorf("read %s: %w", p.display(name), err))
		}
		if there != regular || got.digest != digest {
			return false, nil
		}
	}
	if _, err := p.claim(name, &file{digest: digest, there: regular, stamp: got}); err != nil {
		return false, p.fail(fmt.Errorf("keep %s: %w", p.display(name), err))
	}
	return true, nil
}

// lookAhead looks at the files that an earlier build has published, as most of them will be kept.
func (p *Publisher) lookAhead() {
	names := slices.Sorted(maps.Keys(p.owned))
	p.ahead = make(map[string]stamp, len(names))
	for _, name := range names {
		if there, info, err := p.look(name); err == nil && there == regular { // else Keep will say why
			if s, ok := p.stamps[name]; ok && s == stampOf(s.digest, info) {
				p.ahead[name] = s
			}
		}
	}
}

// claim enters a file of the build and returns a temporary name for it.
func (p *Publisher) claim(name string, f *file) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return "", errors.New("the publication has ended")
	}
	if _, double := p.files[name]; double {
		return "", errors.New("the site has two files of this name")
	}
	p.files[name] = f
	p.slots++
	return strconv.Itoa(p.slots), nil
}

func (p *Publisher) fail(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == nil {
		p.failed = err
	}
	return err
}

// stage compares the bytes with what is at the name and writes them to the slot if need be.
func (p *Publisher) stage(name string, data []byte, f *file, slot string) error {
	there, info, err := p.look(name)
	if err != nil {
		return err
	}
	f.there = there
	switch {
	case there == absent || there == folder: // Commit sees whether the folder can go
	case there == regular && (info.Size() == int64(len(data)) || len(p.owned[name]) > 0):
		got, err := p.measure(name, info)
		if err != nil {
			return err
		}
		if got.digest == f.digest {
			f.stamp = got
			return nil
		}
		f.changed = len(p.owned[name]) > 0
		f.foreign = !slices.Contains(p.owned[name], got.digest)
	case there == link:
		return &LinkError{Dir: p.target.Dir, Name: name}
	default:
		f.foreign = true
	}
	if f.foreign {
		return nil
	}
	if info, err = writeFile(p.staging, slot, data); err != nil {
		return err
	}
	f.slot = slot
	f.stamp = stampOf(f.digest, info)
	return nil
}

// writeFile makes a new file and leaves none where it cannot be written whole.
func writeFile(dir *os.Root, name string, data []byte) (fs.FileInfo, error) {
	out, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, cause(err)
	}
	_, err = out.Write(data)
	info, err2 := out.Stat()
	err = errors.Join(err, err2, out.Close())
	if err != nil {
		return nil, errors.Join(cause(err), dir.Remove(name))
	}
	return info, nil
}

// cause drops the temporary name that a file's error speaks of: the caller names the file that is meant.
func cause(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}

func stampOf(digest Digest, info fs.FileInfo) stamp {
	return stamp{digest: digest, size: info.Size(), mtime: info.ModTime().UnixNano()}
}

// measure returns the digest of a file that was found: from the list of sizes and times where it serves, else from the bytes.
func (p *Publisher) measure(name string, info fs.FileInfo) (stamp, error) {
	if s, ok := p.stamps[name]; ok && s == stampOf(s.digest, info) {
		return s, nil
	}
	digest, err := digestFile(p.root, name)
	return stampOf(digest, info), err
}

// digestFile returns the digest of the bytes of a file in the output.
func digestFile(root *os.Root, name string) (digest Digest, err error) {
	in, err := root.Open(name)
	if err != nil {
		return digest, err
	}
	defer in.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, in); err != nil {
		return digest, err
	}
	return Digest(hash.Sum(nil)), nil
}

func (p *Publisher) own(sums []Sum) {
	for _, s := range sums {
		if !slices.Contains(p.owned[s.Name], s.Digest) {
			p.owned[s.Name] = append(p.owned[s.Name], s.Digest)
		}
	}
}

// display returns a name of the output as its user would write it.
func (p *Publisher) display(name string) string {
	return filepath.Join(p.target.Dir, filepath.FromSlash(name))
}

// Abort ends the publication without a trace in the output: temporaries are removed, the lock is given back. It does nothing after
// Commit or another Abort, so that it can be deferred. No Add may be running.
func (p *Publisher) Abort() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.close()
}

// close removes temporaries and gives back the lock.
func (p *Publisher) close() error {
	if p.done {
		return nil
	}
	p.done = true
	var err error
	if p.inside {
		err = p.root.RemoveAll(tempName)
	}
	err = errors.Join(err, p.closeOutput())
	if p.staging != nil {
		err = errors.Join(err, p.staging.Close())
	}
	if p.state != nil {
		err = errors.Join(err, p.state.RemoveAll(stagingName), p.state.Close())
	}
	return errors.Join(err, p.lock.Unlock())
}
