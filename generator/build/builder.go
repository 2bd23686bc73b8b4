package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"

	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/site"
)

// Builder builds one site again and again, each time no more of it than has changed. It is for one goroutine, and ends with Close.
type Builder struct {
	opt     Options
	session *Session // nil before the first build
	made    *made    // of the output as it was published last; nil before that
}

// NewBuilder returns a builder. It reads nothing before the first build.
func NewBuilder(opt Options) *Builder { return &Builder{opt: opt} }

// Close ends the builder.
func (b *Builder) Close() error {
	if b.session == nil {
		return nil
	}
	return b.session.Close()
}

// Build checks and builds the site, and publishes it unless there is an error in the content. changed are the files that may have changed
// since the last build, by their paths in the site's folder; nil where any may have. The error is for what only the machine's owner can
// mend.
func (b *Builder) Build(ctx context.Context, changed []string) (*Result, error) {
	first := b.made == nil
	var restored reading
	if b.session == nil {
		restored = restoreReading(b.opt.Target().State)
	}
	// The rest of the reading leaves processors idle, so that what else an earlier run has left is looked at beside it.
	kept := aside(func() *made { return readMade(b.opt.Target(), first) })
	defer kept()
	early := b.openEarly(ctx, restored.content != nil)
	if err := b.read(ctx, restored, changed); err != nil {
		return nil, errors.Join(err, early().abort())
	}
	l := b.session.Latest().loaded
	result := &Result{Diagnostics: l.diagnostics, Files: len(l.plan.Files), Pages: l.pages(), Output: b.opt.Target().Dir}
	if result.Diagnostics.Failed() {
		return result, early().abort()
	}
	publisher, err := early().publisher, early().err
	if publisher == nil && err == nil {
		publisher, err = OpenPublisher(ctx, b.opt.Target())
	}
	if err != nil {
		return nil, err
	}
	before := cmp.Or(b.made, kept())
	found, made, err := before.publish(ctx, b.opt, l, publisher)
	if err != nil {
		return nil, errors.Join(err, publisher.Abort())
	}
	if result.Diagnostics = l.resolve(found); result.Diagnostics.Failed() {
		return result, publisher.Abort()
	}
	if first { // what comes after is found by its difference from this
		pages := aside(made.bytes)
		defer pages()
		publisher.keepReading(&b.session.reading, l.content)
		publisher.keepQuotes(&b.session.reading, l.site.Quotes())
		found := aside(func() []byte {
			_, sum := readKept(publisher.state, keptReading)
			if sum == nil {
				return nil
			}
			return (&keptBuild{of(sum, l.theme, l.themeProblems), result.Diagnostics, result.Files, result.Pages}).bytes()
		})
		defer found()
		publisher.last = func(sums []byte) {
			publisher.keepMade(pages())
			publisher.keepBuild(found(), sums)
		}
		b.session.reading = reading{}
	}
	if result.Report, err = publisher.Commit(ctx); err != nil {
		return nil, err
	}
	b.made = made
	return result, nil
}

// opening is a publication that was begun while the site was read; the zero value is none.
type opening struct {
	publisher *Publisher
	err       error
}

func (o opening) abort() error {
	if o.publisher == nil {
		return nil // why it could not be opened matters only to who publishes
	}
	return o.publisher.Abort()
}

// openEarly begins a publication beside the reading where an earlier run has published: then there is much to look at, and nothing that a
// site with errors should not have yet.
func (b *Builder) openEarly(ctx context.Context, published bool) func() opening {
	if !published {
		return func() opening { return opening{} }
	}
	return aside(func() (o opening) {
		if o.publisher, o.err = OpenPublisher(ctx, b.opt.Target()); o.err == nil {
			o.publisher.lookAhead()
		}
		return o
	})
}

// aside begins some work and returns a function that waits for what it gives.
func aside[T any](work func() T) (wait func() T) {
	var result T
	done := make(chan struct{})
	go func() {
		defer close(done)
		result = work()
	}()
	return func() T {
		<-done
		return result
	}
}

func (b *Builder) read(ctx context.Context, restored reading, changed []string) (err error) {
	if b.session == nil {
		b.session, err = openSession(ctx, b.opt, restored)
		return err
	}
	return b.session.Rebuild(ctx, changed)
}

// publish adds every file of the site to the publication: from the output where it is made of the same as before, else made anew.
func (m *made) publish(ctx context.Context, opt Options, l *loaded, publisher *Publisher) (diag.List, *made, error) {
	same, now := m.current(l)
	kept, err := publisher.keepAll(ctx, same)
	if err != nil {
		return nil, nil, err
	}
	next := m.next(l.key(), kept, now)
	var found diag.List
	found, next.scanned, err = m.scanned.leaks(ctx, l, l.secrets(opt.Theme), publisher, kept, func(leaks *finds) (diag.List, error) {
		return l.render(ctx, opt, kept, leaks, func(name string, data []byte, needs *site.Needs) error {
			digest := DigestOf(data)
			if needs != nil {
				next.add(l.site, name, digest, needs)
			}
			return publisher.add(name, data, digest)
		})
	})
	next.settle(l.site)
	return found, next, err
}

// key returns the digest of what all files of a site are made of: the settings, the theme, and what is the same on all pages. What is kept is
// of one program in any case.
func (l *loaded) key() content.Digest {
	sum := sha256.New()
	settings, frame := l.content.SettingsDigest(), l.plan.Digest()
	sum.Write(settings[:])
	sum.Write(frame[:])
	return content.Digest(sum.Sum(nil))
}
