package snapshot

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
)

// Target is a source that is to be archived.
type Target struct {
	ID      string
	Slug    string // of its page, and of the folder of its copy
	Address string
	Publish string // what the record before says; may be empty
}

// Archiver archives sources. All fields must be set but Publish and Pause.
type Archiver struct {
	Fetch   func(ctx context.Context, address string) (*Fetched, error)
	Extract func(ctx context.Context, f *Fetched) (text string, err error)
	Store   Store
	Now     func() time.Time
	Tool    string        // what made the copies
	Publish string        // what the records say is published; empty to leave that as it was
	Pause   time.Duration // between two fetches from one host
}

// Archived is what came of archiving a source. Reason says why it failed, NoText why a copy has no text.
type Archived struct {
	Target
	Reason string
	NoText string
	SHA256 string
	Bytes  int
}

// hosts is how many hosts are asked at a time. Of one host nothing is asked before it has answered the last.
const hosts = 4

// Run fetches each target and stores a copy of it whole, or why it could not be had. It calls report for each, one at a time, as they come. The
// error is for what only the machine's owner can mend.
func (a *Archiver) Run(ctx context.Context, targets []Target, report func(Archived)) error {
	var order []string
	byHost := make(map[string][]Target)
	for _, t := range targets {
		host := ""
		if u, err := url.Parse(t.Address); err == nil {
			host = strings.ToLower(u.Hostname())
		}
		if byHost[host] == nil {
			order = append(order, host)
		}
		byHost[host] = append(byHost[host], t)
	}
	var mu sync.Mutex // of report, and of what is stored
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(hosts)
	for _, host := range order {
		g.Go(func() error {
			for i, t := range byHost[host] {
				if i > 0 && !sleep(working, a.Pause) {
					return context.Cause(working)
				}
				done, files := a.fetch(working, t)
				if working.Err() != nil {
					return context.Cause(working)
				}
				mu.Lock()
				err := a.store(done, files)
				if err == nil {
					report(done)
				}
				mu.Unlock()
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return errors.Join(g.Wait(), ctx.Err())
}

// sleep waits; it returns false where the context ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// fetch fetches a target and returns the files of its copy; none where it failed.
func (a *Archiver) fetch(ctx context.Context, t Target) (Archived, map[string][]byte) {
	done := Archived{Target: t}
	fetched, err := a.Fetch(ctx, t.Address)
	if err != nil {
		done.Reason = err.Error()
		return done, nil
	}
	now := a.now()
	name := "copy" + ending(fetched.MediaType)
	r := record{
		Path: name, SHA256: digest(fetched.Data), MediaType: fetched.MediaType, URL: fetched.URL, CapturedAt: now, Tool: a.Tool,
		Publish: t.Publish,
	}
	if a.Publish != "" {
		r.Publish = a.Publish
	}
	done.SHA256, done.Bytes = r.SHA256, len(fetched.Data)
	files := map[string][]byte{name: fetched.Data}
	text, err := a.Extract(ctx, fetched)
	switch {
	case err != nil:
		done.NoText = err.Error()
	case FormatOf(fetched.MediaType, name) == Plain && text == string(fetched.Data) && utf8.Valid(fetched.Data): // it is its own text
	default:
		r.Text, r.TextSHA256 = textFile, digest([]byte(text))
		files[textFile] = []byte(text)
	}
	files[recordFile] = r.yaml()
	return done, files
}

func (a *Archiver) store(done Archived, files map[string][]byte) error {
	if files == nil {
		return a.Store.Add(done.Slug, FailedFile, Failure{URL: done.Address, At: a.now(), Reason: done.Reason}.yaml())
	}
	return a.Store.Replace(done.Slug, files)
}

func (a *Archiver) now() string { return a.Now().UTC().Format("2006-01-02T15:04:05Z") }

func digest(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// ending returns the ending of a file's name for a media type.
func ending(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	switch kind = strings.TrimSpace(kind); {
	case kind == "application/xhtml+xml":
		return ".html"
	case kind == "text/plain":
		return ".txt"
	case kind == "image/jpeg":
		return ".jpg"
	case kind == "application/octet-stream":
		return ".bin"
	}
	last := path.Base(kind)
	if last == "." || strings.Trim(last, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ".bin"
	}
	return "." + last
}
