package build

import (
	"context"
	"time"
)

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
