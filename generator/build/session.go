package build

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"

	"attest/generator/diag"
	"attest/generator/site"
	"attest/generator/theme"
)

// Session keeps a site in memory while its files change. It is safe for concurrent use.
type Session struct {
	opt Options

	reading reading // what an earlier run has kept

	build sync.Mutex // held while the site is read anew
	roots []*os.Root // the site's folder, the last as it is now; those before it were moved away or removed

	mu     sync.RWMutex
	latest *State
	good   *State
	unsure bool // the last reading failed, so that what it was told of is yet to be read
}

// State is one version of a site. It is immutable; its pages are made when they are asked for, as a build would make them.
type State struct {
	Diagnostics diag.List // resolved; with an error in it, the state has no pages
	Base        string    // the path of base_url, such as "/repo/"; "/" without one

	loaded *loaded
}

// OpenSession reads the site for the first time; what an earlier build has kept of its reading serves again. Nothing is written to disk. It
// ends with Close.
func OpenSession(ctx context.Context, opt Options) (*Session, error) {
	s, err := openSession(ctx, opt, restoreReading(opt.Target().State))
	if err != nil {
		return nil, err
	}
	s.reading = reading{}
	return s, nil
}

// openSession reads the site for the first time, from what was kept of an earlier reading on.
func openSession(ctx context.Context, opt Options, kept reading) (*Session, error) {
	s := &Session{opt: opt, reading: kept}
	if err := s.Rebuild(ctx, nil); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close ends the session. No page can be made afterwards.
func (s *Session) Close() error {
	var err error
	for _, root := range s.roots {
		err = errors.Join(err, root.Close())
	}
	return err
}

// Rebuild reads again the files that are named in changed, by their paths in the site's folder, or looks at all of them where it is nil,
// and makes what it finds the latest state; where no byte has changed, that stays as it is. No page is made before it is asked for, so
// that an edit is shown soon; what is only found in built bytes, Check and Run find.
func (s *Session) Rebuild(ctx context.Context, changed []string) error {
	s.build.Lock()
	defer s.build.Unlock()
	var before *loaded
	if s.latest != nil {
		before = s.latest.loaded
	} else {
		before = &loaded{content: s.reading.content, site: site.Restore(s.reading.quotes)}
	}
	if s.unsure {
		changed = nil
	}
	s.unsure = true
	if changed == nil {
		moved, err := s.openRoot()
		if err != nil {
			return err
		}
		if moved && s.latest != nil {
			before = nil
		}
	}
	root := s.roots[len(s.roots)-1]
	loaded, err := load(ctx, root.FS(), s.opt, before, changed)
	s.opt.listed = nil
	if err != nil {
		return err
	}
	s.unsure = false
	if loaded == before {
		return nil
	}
	state := &State{Diagnostics: loaded.diagnostics, Base: "/", loaded: loaded}
	if loaded.site != nil {
		if base, err := url.Parse(loaded.site.Settings.BaseURL); err == nil && base.Path != "" {
			state.Base = base.Path
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest = state
	if !state.Diagnostics.Failed() {
		s.good = state
	}
	return nil
}

// openRoot opens the site's folder unless it is the one that is open; moved says that it is another.
func (s *Session) openRoot() (moved bool, err error) {
	if len(s.roots) > 0 {
		now, err := os.Stat(s.opt.Source)
		if err != nil {
			return false, fmt.Errorf("open the site's folder: %w", err)
		}
		if was, err := s.roots[len(s.roots)-1].Stat("."); err == nil && os.SameFile(was, now) {
			return false, nil
		}
	}
	root, err := os.OpenRoot(s.opt.Source)
	if err != nil {
		return false, fmt.Errorf("open the site's folder: %w", err)
	}
	s.roots = append(s.roots, root)
	return true, nil
}

// Latest returns the newest state, whose diagnostics may hold an error.
func (s *Session) Latest() *State {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.latest
}

// Good returns the newest state without an error; nil while there has been none.
func (s *Session) Good() *State {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.good
}

// Source returns the bytes of a file of the site, for the excerpt of a diagnostic.
func (s *Session) Source(name string) ([]byte, error) {
	s.build.Lock()
	root := s.roots[len(s.roots)-1]
	s.build.Unlock()
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a plain file", name)
	}
	return root.ReadFile(name)
}

// File returns the bytes at an address of the output, such as "briefings/a.html"; ok is false where the site has no such file. A name
// is looked up, never joined to a path.
func (s *State) File(address string) (data []byte, page, ok bool, err error) {
	file := s.loaded.plan.File(address)
	if file == nil {
		return nil, false, false, nil
	}
	data, err = s.loaded.make(file)
	var fault *theme.Fault
	if errors.As(err, &fault) {
		err = fault
	}
	return data, file.Page, true, err
}
