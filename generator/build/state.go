package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// What the publisher has in the state's folder and, for the time of a publication, in the output.
const (
	lockName      = "lock"
	stagingName   = "staging"
	journalName   = "publishing"
	publishedName = "published"
	defaultOutput = "public" // the one output whose journal has no suffix

	tempName  = ".attest-tmp"   // in the output, where it lies on another file system than the state
	probeName = ".attest-probe" // in the output, to find that out
)

// lockWait is how long a build waits for another of the same site: longer than most take, shorter than patience.
const lockWait = 10 * time.Second

// lockPoll is how often it looks.
const lockPoll = 20 * time.Millisecond

// racy is how close to the writing of the list of sizes and times a file's own time may be for the list to serve: a later change within one
// tick of the file system's clock would not show.
const racy = 20 * time.Millisecond

// ErrBusy is returned when another build of the site does not end within ten seconds.
var ErrBusy = errors.New("another build of this site is running (waited 10 s)")

// takeLock makes the state's folder and locks it. The lock goes with the process, however that ends.
func takeLock(ctx context.Context, state string) (*flock.Flock, error) {
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	name := filepath.Join(state, lockName)
	for {
		if err := os.MkdirAll(state, 0o755); err != nil {
			return nil, fmt.Errorf("make the folder for what is kept between runs: %w", err)
		}
		lock := flock.New(name, flock.SetPermissions(0o644))
		_, err := lock.TryLockContext(wait, lockPoll)
		switch {
		case ctx.Err() != nil:
			return nil, errors.Join(ctx.Err(), lock.Close())
		case wait.Err() != nil:
			return nil, errors.Join(ErrBusy, lock.Close())
		case errors.Is(err, fs.ErrNotExist):
			continue // a clean has just taken the folder away
		case err != nil:
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
		held, err := lock.Stat()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", name, err), lock.Close())
		}
		if named, err := os.Stat(name); err == nil && os.SameFile(held, named) {
			return lock, nil
		}
		if err := lock.Close(); err != nil { // we hold what a clean has removed
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
	}
}

// openStaging makes an empty folder for temporary files.
func (p *Publisher) openStaging() (err error) {
	if err := p.state.RemoveAll(stagingName); err != nil {
		return err
	}
	if err := p.state.Mkdir(stagingName, 0o755); err != nil {
		return err
	}
	p.staging, err = p.state.OpenRoot(stagingName)
	return err
}

// stateName returns the name of a file of the state that is about this output: a site may have several.
func (p *Publisher) stateName(name string) string { return p.place.stateName(name) }

func (p place) stateName(name string) string {
	if p.key == defaultOutput {
		return name
	}
	return name + "-" + DigestOf([]byte(p.key)).String()[:16]
}

// readJournal learns what a killed build may have left in the output. A damaged journal is none.
func (p *Publisher) readJournal() error {
	data, err := p.state.ReadFile(p.stateName(journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read what a killed build left: %w", err)
	}
	if sums, err := parseJournal(data, p.place.key); err == nil {
		p.recovered = true
		p.own(sums)
	}
	return nil
}

// writeJournal writes the journal whole or not at all.
func (p *Publisher) writeJournal(next []Sum) error {
	old := make([]Sum, 0, len(p.owned))
	for name, digests := range p.owned {
		for _, d := range digests {
			old = append(old, Sum{name, d})
		}
	}
	slices.SortFunc(old, compareSums)
	return p.writeState(journalName, formatJournal(p.place.key, old, next))
}

func (p *Publisher) writeState(name string, data []byte) error {
	if _, err := writeFile(p.staging, name, data); err != nil {
		return err
	}
	return p.state.Rename(stagingName+"/"+name, p.stateName(name))
}

// readStamps reads the list of sizes and times, less what is too young to be trusted. It is for speed only.
func (p *Publisher) readStamps() map[string]stamp {
	name := p.stateName(publishedName)
	info, err := p.state.Stat(name)
	if err != nil {
		return nil
	}
	data, err := p.state.ReadFile(name)
	if err != nil {
		return nil
	}
	stamps := parseStamps(data)
	newest := info.ModTime().Add(-racy).UnixNano()
	for name, s := range stamps {
		if s.mtime >= newest || s.mtime%int64(time.Second) == 0 { // the latter: a file system that counts seconds
			delete(stamps, name)
		}
	}
	return stamps
}

// writeStamps writes the list for the next build. Without it that build reads the files.
func (p *Publisher) writeStamps() {
	stamps := make(map[string]stamp, len(p.files))
	for name, f := range p.files {
		stamps[name] = f.stamp
	}
	if p.writeState(publishedName, formatStamps(stamps)) != nil {
		_ = p.state.Remove(p.stateName(publishedName))
	}
}
