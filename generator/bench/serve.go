package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// served is how long edits took to be served, sorted, and the peak memory of the server.
type served struct {
	text, title []time.Duration
	memory      int64
}

// between is the time between two edits: no part of a second, so that edits do not keep step with what a server does at intervals.
const between = 370 * time.Millisecond

// patience is how long an edit may take to be served before the measurement is given up.
const patience = 2 * time.Minute

// serve starts the server, edits a file and asks for its page until that shows the edit.
func (c *attestCommand) serve(e *env, dir, page, file string) (s served, err error) {
	ctx, stop := context.WithCancel(e.ctx)
	defer stop()
	cmd := exec.CommandContext(ctx, c.Binary, "serve", "-s", dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.StdoutPipe()
	if err != nil {
		return s, err
	}
	if err := cmd.Start(); err != nil {
		return s, err
	}
	defer func() {
		stop()
		ended := cmd.Wait() // by the signal
		s.memory = peak(cmd.ProcessState)
		if err != nil && e.ctx.Err() == nil {
			err = errors.Join(err, ended, errors.New(string(tail(errOut.Bytes()))))
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return s, fmt.Errorf("wait for the server's address: %w", err)
	}
	address := strings.TrimSpace(strings.TrimPrefix(line, "serving ")) + page
	for round := range c.Edits {
		for _, sort := range []struct {
			name  string
			do    func(text, mark string) string
			times *[]time.Duration
		}{{"text", editText, &s.text}, {"title", editTitle, &s.title}} {
			if err := pause(ctx, between); err != nil {
				return s, err
			}
			mark := fmt.Sprintf("%s-%d", sort.name, round)
			if err := edit(file, mark, sort.do); err != nil {
				return s, err
			}
			took, err := until(ctx, address, "Marked "+mark)
			if err != nil {
				return s, err
			}
			*sort.times = append(*sort.times, took)
		}
	}
	slices.Sort(s.text)
	slices.Sort(s.title)
	return s, nil
}

// until asks for a page again and again, and returns after how long it showed the words.
func until(ctx context.Context, address, words string) (time.Duration, error) {
	elapsed := stopwatch()
	for {
		page, err := get(ctx, address)
		switch {
		case err != nil:
			return 0, err
		case bytes.Contains(page, []byte(words)):
			return elapsed(), nil
		case elapsed() > patience:
			return 0, fmt.Errorf("%s did not show %q within %s", address, words, patience)
		}
		if err := pause(ctx, time.Millisecond); err != nil {
			return 0, err
		}
	}
}

func get(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, response.Status)
	}
	return page, err
}
