package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Clean removes exactly what a build wrote: the files of SHA256SUMS that still have their bytes, that list, the folders they leave
// empty, and all that is kept between runs. The report names the listed files that stay because somebody has changed them.
func Clean(ctx context.Context, t Target) (Report, error) {
	p, err := OpenPublisher(ctx, t)
	if err != nil {
		return Report{}, err
	}
	report, err := p.clean(ctx)
	if err != nil {
		return report, errors.Join(err, p.Abort())
	}
	// All but the lock is removed while it is held. A build that waits for it may begin as soon as the lock's file is gone, with a new one.
	removed := removeBut(p.place.state, lockName)
	lock := filepath.Join(p.place.state, lockName)
	gone := os.Remove(lock)
	if err := p.lock.Unlock(); err != nil {
		return report, fmt.Errorf("unlock %s: %w", t.State, err)
	}
	if gone != nil { // systems that remove no open file
		gone = os.Remove(lock)
	}
	if err := errors.Join(removed, ignoreAbsent(gone)); err != nil {
		return report, fmt.Errorf("remove %s: %w", t.State, err)
	}
	_ = os.Remove(p.place.state) // unless another build has begun
	return report, nil
}

// removeBut removes all that is in a folder but one file.
func removeBut(folder, but string) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		if entry.Name() != but {
			err = errors.Join(err, os.RemoveAll(filepath.Join(folder, entry.Name())))
		}
	}
	return err
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (p *Publisher) clean(ctx context.Context) (Report, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.root == nil {
		return Report{}, p.shut()
	}
	var todo change
	removals, err := p.removals(ctx, &todo)
	if err != nil {
		return Report{}, err
	}
	report := Report{Kept: todo.kept}
	names := slices.Sorted(maps.Keys(removals))
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		if err := p.root.Remove(name); err != nil {
			return report, fmt.Errorf("remove %s: %w", p.display(name), cause(err))
		}
		report.Removed++
	}
	if err := p.closeRoots(); err != nil { // not every system removes a folder that is open
		return report, err
	}
	for _, name := range emptied(append(names, todo.gone...)) {
		if there, _, err := p.lstat(name); err == nil && there == folder {
			_ = p.root.Remove(name) // where it is not empty it stays
		}
	}
	if p.sums != nil {
		if err := p.root.Remove(SumsName); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return report, fmt.Errorf("remove %s: %w", p.display(SumsName), cause(err))
		}
	}
	if err := p.shut(); err != nil {
		return report, err
	}
	_ = os.Remove(p.place.dir) // where it is not empty it stays
	return report, nil
}

// shut closes the folders and keeps the lock.
func (p *Publisher) shut() error {
	p.done = true
	if err := errors.Join(p.closeOutput(), p.staging.Close(), p.state.Close()); err != nil {
		return fmt.Errorf("close %s: %w", p.target.Dir, err)
	}
	return nil
}
