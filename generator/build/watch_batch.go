package build

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// changes are the names of the files that have changed since they were taken last. It is safe for concurrent use.
type changes struct {
	mu    sync.Mutex
	names map[string]bool
	all   bool
}

// add enters a name; an empty one stands for any file.
func (c *changes) add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if name == "" {
		c.all = true
		return
	}
	if c.names == nil {
		c.names = make(map[string]bool)
	}
	c.names[name] = true
}

// take returns the names, sorted, and forgets them; nil where any file may have changed.
func (c *changes) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names, all := c.names, c.all
	c.names, c.all = nil, false
	if all {
		return nil
	}
	taken := slices.AppendSeq([]string{}, maps.Keys(names))
	slices.Sort(taken)
	return taken
}

// batch calls emit once for each burst of what comes in: when nothing came for quiet, and under a steady stream when most has passed
// since the first. Nothing is received while emit runs, so a sender must not wait; one that finds in full may go on, as what stands there
// already leads to another call. It ends with ctx.
func batch(ctx context.Context, in <-chan struct{}, quiet, most time.Duration, emit func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
		}
		gather(ctx, in, quiet, most)
		if ctx.Err() != nil {
			return
		}
		emit()
	}
}

// gather returns when a burst, whose first event was received, is over.
func gather(ctx context.Context, in <-chan struct{}, quiet, most time.Duration) {
	silence, end := time.NewTimer(quiet), time.NewTimer(most)
	defer silence.Stop()
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-end.C:
			return
		case <-silence.C:
			return
		case <-in:
			silence.Reset(quiet)
		}
	}
}
