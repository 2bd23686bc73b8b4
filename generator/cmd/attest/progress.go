package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows long work on a terminal, and nothing on a pipe.
type progress struct{ bar *progressbar.ProgressBar }

func (e *env) progress(quiet bool) *progress {
	if quiet || !isTerminal(e.err) {
		return &progress{}
	}
	const often = 100 * time.Millisecond
	return &progress{progressbar.NewOptions(-1, progressbar.OptionSetWriter(e.err), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription("building"), progressbar.OptionThrottle(often), progressbar.OptionShowCount())}
}

// update is called by several goroutines; the bar has its own lock.
func (p *progress) update(_, total int) {
	if p.bar == nil {
		return
	}
	if p.bar.GetMax() != total {
		p.bar.ChangeMax(total)
	}
	_ = p.bar.Add(1) // a terminal that cannot be written to costs no more than the bar
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
