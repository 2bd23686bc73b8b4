package serve_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attest"
	"attest/generator/build"
	"attest/generator/serve"
)

// patience is how long a test waits for what must come, on a busy machine.
const patience = time.Minute

const (
	vela     = "../build/testdata/vela"
	aboutRaw = "content/pages/about.md"
)

// velaSite is a copy of the site that the build's golden files are of, with a session.
type velaSite struct {
	t       *testing.T
	dir     string
	session *build.Session
	handler *serve.Handler
}

// openVela opens a copy, changed by the edits: name, text that stands in the file, text in its place.
func openVela(t *testing.T, edits ...[3]string) *velaSite {
	t.Helper()
	s := &velaSite{t: t, dir: t.TempDir()}
	if err := os.CopyFS(s.dir, os.DirFS(vela)); err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		s.replace(e[0], e[1], e[2])
	}
	var err error
	if s.session, err = build.OpenSession(t.Context(), s.options()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.session.Close(); err != nil {
			t.Error(err)
		}
	})
	s.handler = serve.NewHandler(s.session, "127.0.0.1")
	return s
}

func (s *velaSite) options() build.Options {
	return build.Options{Source: s.dir, Theme: attest.Theme()}
}

// replace edits a file on disk.
func (s *velaSite) replace(name, old, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		s.t.Fatalf("%s does not hold %q", name, old)
	}
	s.write(name, strings.Replace(string(data), old, text, 1))
}

func (s *velaSite) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// rebuild reads what was edited.
func (s *velaSite) rebuild() {
	s.t.Helper()
	if err := s.session.Rebuild(s.t.Context(), nil); err != nil {
		s.t.Fatal(err)
	}
	s.handler.Refresh()
}

// answer is the head of an answer.
type answer struct {
	StatusCode int
	Header     http.Header
}

// ask asks the handler and reads the answer.
func (s *velaSite) ask(r *http.Request) (answer, string) {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Header()}, w.Body.String()
}

func get(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host, r.RequestURI, r.URL.Path = "127.0.0.1:8080", path, path
	return r
}
