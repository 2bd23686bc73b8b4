package build

import (
	"context"
	"log/slog"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Batch is batch, for tests.
var Batch = batch

// IsLitter is isLitter, for tests.
var IsLitter = isLitter

// WatchOptions are what only tests say of a watch.
type WatchOptions struct {
	PollOnly bool
	Poll     time.Duration // between two looks; zero for the usual
	Review   time.Duration // between two reviews; zero for the usual
	Add      func(folder string) error
	Opened   func(*fsnotify.Watcher)
}

// WatchWith is Watch with options.
func WatchWith(ctx context.Context, opt WatchOptions, source string, log *slog.Logger, changed func(ctx context.Context, names []string)) error {
	w := &watcher{log: log, pollEvery: pollTime, reviewEvery: reviewTime, pollOnly: opt.PollOnly, add: opt.Add, opened: opt.Opened}
	if opt.Review > 0 {
		w.reviewEvery = opt.Review
	}
	if opt.Poll > 0 {
		w.pollEvery = opt.Poll
	}
	return w.run(ctx, source, changed)
}
