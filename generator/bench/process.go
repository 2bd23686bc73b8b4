package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// cost is what a process took.
type cost struct {
	time      time.Duration
	processor time.Duration // of all processors together: hardly more where others use them too
	memory    int64         // bytes at its peak; 0 where the system does not say
}

// stopwatch returns a function that says how much time has gone by.
func stopwatch() func() time.Duration {
	began := time.Now() //nolint:forbidigo // time is what is measured here
	return func() time.Duration { return time.Since(began) }
}

// command is a program with its arguments, run in a folder.
type command struct {
	dir  string
	args []string
	env  []string // beside our own
}

// run runs the program to its end and returns what it took and printed.
//
// On Linux a program begins with the peak of the process that started it. So nothing large may be done in this one: corpora are written by
// a process of their own.
func (c command) run(ctx context.Context) (cost, []byte, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	var out, errOut bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, append(os.Environ(), c.env...), &out, &errOut
	elapsed := stopwatch()
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return cost{}, nil, ctx.Err()
		}
		return cost{}, nil, fmt.Errorf("%s: %w\n%s", strings.Join(c.args, " "), err, tail(errOut.Bytes()))
	}
	ended := cmd.ProcessState
	return cost{elapsed(), ended.UserTime() + ended.SystemTime(), peak(ended)}, out.Bytes(), nil
}

// tail is the end of what a program printed.
func tail(printed []byte) []byte { return printed[max(0, len(printed)-1000):] }

// costs are those of several runs of one program.
type costs []cost

// median returns the median of what of gives; of an even number, the lower of the two in the middle.
func (all costs) median(of func(cost) time.Duration) time.Duration {
	out := make([]time.Duration, len(all))
	for i, c := range all {
		out[i] = of(c)
	}
	slices.Sort(out)
	return quantile(out, 50)
}

func (all costs) time() time.Duration {
	return all.median(func(c cost) time.Duration { return c.time })
}

func (all costs) processor() time.Duration {
	return all.median(func(c cost) time.Duration { return c.processor })
}

// memory returns the highest peak.
func (all costs) memory() int64 {
	var most int64
	for _, c := range all {
		most = max(most, c.memory)
	}
	return most
}

// quantile returns the least of the sorted times that at least p per cent of them do not exceed.
func quantile(sorted []time.Duration, p int) time.Duration {
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// firstLine is the first line that a program printed.
func firstLine(printed []byte) []byte {
	line, _, _ := bytes.Cut(printed, []byte("\n"))
	return line
}
