package build_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/build"
)

// TestBurstIsOneCall gives the times of events and those of the calls, in milliseconds.
func TestBurstIsOneCall(t *testing.T) {
	t.Parallel()
	every := func(step, until int) (at []int) {
		for ms := 0; ms <= until; ms += step {
			at = append(at, ms)
		}
		return at
	}
	for name, test := range map[string]struct {
		events, calls []int
		takes         int // a call
	}{
		"none":                        {nil, nil, 0},
		"one":                         {[]int{0}, []int{20}, 0},
		"an editor's steps":           {[]int{0, 3, 9, 21}, []int{41}, 0},
		"two bursts":                  {[]int{0, 5, 50, 55}, []int{25, 75}, 0},
		"a steady stream":             {every(7, 399), []int{200, 403}, 0},
		"an event during a call":      {[]int{0, 30, 40}, []int{20, 140}, 100},
		"a call counts for all after": {[]int{0, 30, 300}, []int{20, 140, 320}, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				in := make(chan struct{}, 1)
				start := time.Now()
				var calls []int
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					build.Batch(ctx, in, 20*time.Millisecond, 200*time.Millisecond, func() {
						calls = append(calls, int(time.Since(start).Milliseconds()))
						time.Sleep(time.Duration(test.takes) * time.Millisecond)
					})
				}()
				for _, at := range test.events {
					time.Sleep(time.Until(start.Add(time.Duration(at) * time.Millisecond)))
					synctest.Wait()
					select {
					case in <- struct{}{}:
					default:
					}
				}
				time.Sleep(time.Second)
				stop()
				<-ended
				if diff := cmp.Diff(test.calls, calls); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// TestEndedBatchCallsNobody ends a burst before its time.
func TestEndedBatchCallsNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		in := make(chan struct{}, 1)
		in <- struct{}{}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			build.Batch(ctx, in, 20*time.Millisecond, 200*time.Millisecond, func() { t.Error("called after the end") })
		}()
		time.Sleep(10 * time.Millisecond)
		stop()
		<-ended
	})
}
