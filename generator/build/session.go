package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"

	"attest/generator/diag"
	"attest/generator/plan"
	"attest/generator/theme"
)

// Session keeps a site in memory while its files change. It is safe for concurrent use.
type Session struct {
	opt  Options
	root *os.Root

	build  sync.Mutex // held while the site is read anew
	mu     sync.RWMutex
	latest *State
	good   *State
}

// State is one version of a site. It is immutable; its pages are made when they are asked for, as a build would make them.
type State struct {
	Diagnostics diag.List // resolved; with an error in it, the state has no pages
	Base        string    // the path of base_url, such as "/repo/"; "/" without one

	session *Session
	files   map[string]*plan.File
}

// OpenSession reads the site for the first time. Nothing is written to disk. It ends with Close.
func OpenSession(ctx context.Context, opt Options) (*Session, error) {
	root, err := os.OpenRoot(opt.Source)
	if err != nil {
		return nil, fmt.Errorf("open the site's folder: %w", err)
	}
	s := &Session{opt: opt, root: root}
	if err := s.Rebuild(ctx); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// Close ends the session. No page can be made afterwards.
func (s *Session) Close() error { return s.root.Close() }

// Rebuild reads the site again and makes what it finds the latest state. No page is made before it is asked for, so that an edit is
// shown soon; what is only found in built bytes, Check and Run find.
func (s *Session) Rebuild(ctx context.Context) error {
	s.build.Lock()
	defer s.build.Unlock()
	loaded, err := load(ctx, s.root.FS(), s.opt)
	if err != nil {
		return err
	}
	state := &State{Diagnostics: loaded.resolved(), Base: "/", session: s, files: make(map[string]*plan.File, len(loaded.plan.Files))}
	for i := range loaded.plan.Files {
		state.files[loaded.plan.Files[i].Address] = &loaded.plan.Files[i]
	}
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
	info, err := s.root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a plain file", name)
	}
	return s.root.ReadFile(name)
}

// File returns the bytes at an address of the output, such as "briefings/a.html"; ok is false where the site has no such file. A name
// is looked up, never joined to a path.
func (s *State) File(address string) (data []byte, page, ok bool, err error) {
	file := s.files[address]
	if file == nil {
		return nil, false, false, nil
	}
	var buf bytes.Buffer
	if err := file.Make(&buf); err != nil {
		var fault *theme.Fault
		if errors.As(err, &fault) {
			return nil, file.Page, true, fault
		}
		return nil, file.Page, true, err
	}
	return buf.Bytes(), file.Page, true, nil
}
