package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
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
	// While the lock is held: a build that waits for it finds the lock's file gone, and makes a new one.
	removed := os.RemoveAll(p.place.state)
	if err := p.lock.Unlock(); err != nil {
		return report, fmt.Errorf("unlock %s: %w", t.State, err)
	}
	if removed != nil { // systems that remove no open file
		removed = os.RemoveAll(p.place.state)
	}
	if removed != nil {
		return report, fmt.Errorf("remove %s: %w", t.State, removed)
	}
	return report, nil
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
	err := errors.Join(p.staging.Close(), p.state.Close())
	if p.root != nil {
		err = errors.Join(err, p.root.Close())
	}
	if err != nil {
		return fmt.Errorf("close %s: %w", p.target.Dir, err)
	}
	return nil
}
