package edittest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/build"
	"attest/generator/serve"
)

const (
	watchedSteps = 60 / slower // most of one is waiting
	patience     = time.Minute // what must come may take that long on a busy machine
)

// TestWatchedSiteFollowsEdits edits a site that is watched twice: by a server, and by what builds again after each change. After every step
// both come to show what a build from nothing makes, though they may see a step half done before.
func TestWatchedSiteFollowsEdits(t *testing.T) {
	t.Parallel()
	w := open(t, *flagSeed, small)
	handler := serve.NewHandler(w.session, "127.0.0.1")
	results := make(chan *build.Result, 1) // the newest
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	t.Cleanup(func() {
		stop()
		for range cap(ended) {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
	go func() {
		ended <- build.Watch(ctx, w.site.dir, nil, func(ctx context.Context, names []string) {
			// An error is of a file that went away just now. The next call reads what is there then.
			if err := w.session.Rebuild(ctx, names); err == nil {
				handler.Refresh()
			}
		})
	}()
	go func() {
		builder := build.NewBuilder(w.options(w.site.dir, ""))
		ended <- build.Watch(ctx, w.site.dir, nil, func(ctx context.Context, names []string) {
			if result, err := builder.Build(ctx, names); err == nil {
				select {
				case <-results:
				default:
				}
				results <- result
			}
		})
	}()
	var last *build.Result
	for w.steps < watchedSteps {
		w.steps++
		did := w.edit()
		w.note("%s: %s", strings.Join(did, "; "), strings.Join(append(w.sync(), w.disturb()...), " "))
		clean := w.clean()
		w.eventually("the server", func() string {
			if diff := cmp.Diff(clean.Diagnostics, w.session.Latest().Diagnostics); diff != "" || clean.Diagnostics.Failed() {
				return diff
			}
			return difference(served(w.good), w.ask(handler))
		})
		w.eventually("the output", func() string {
			select {
			case last = <-results:
			default:
			}
			if last == nil {
				return "nothing was built"
			}
			if diff := cmp.Diff(clean.Diagnostics, last.Diagnostics); diff != "" || clean.Diagnostics.Failed() {
				return diff
			}
			output, err := read(filepath.Join(w.site.dir, "public"))
			if err != nil {
				return err.Error() // a file that was replaced just now
			}
			return difference(w.good, output)
		})
	}
}

// eventually waits until wrong finds nothing wrong any more.
func (w *workshop) eventually(what string, wrong func() string) {
	w.t.Helper()
	end := time.After(patience)
	for {
		now := wrong()
		if now == "" {
			return
		}
		select {
		case <-end:
			w.fail("%s is still not as it should be after %v: %s", what, patience, now)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ask returns what the server has at every address that the site ever had, pages without the script that it adds.
func (w *workshop) ask(handler http.Handler) map[string][]byte {
	base := w.session.Latest().Base
	files := make(map[string][]byte)
	for _, address := range sortedKeys(w.ever) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host, r.URL.Path = "127.0.0.1:8080", base+address
		r.RequestURI = r.URL.EscapedPath()
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if answer.Code == http.StatusOK {
			files[address] = liveScript.ReplaceAll(answer.Body.Bytes(), nil)
		}
	}
	return files
}

var liveScript = regexp.MustCompile(`<script src="[^"]*__attest/live\.js" defer></script>`)
