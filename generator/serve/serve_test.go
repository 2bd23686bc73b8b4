package serve_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/serve"
)

// running is a server that was started by Run.
type running struct {
	address string
	exposed bool
	stop    context.CancelFunc
	ended   chan error
}

// run starts a server and waits until it can be reached.
func (s *velaSite) run(opt serve.Options) *running {
	s.t.Helper()
	ctx, stop := context.WithCancel(s.t.Context())
	r := &running{stop: stop, ended: make(chan error, 1)}
	ready := make(chan struct{})
	opt.Ready = func(address string, exposed bool) {
		r.address, r.exposed = address, exposed
		close(ready)
	}
	go func() { r.ended <- serve.Run(ctx, s.session, opt, slog.New(slog.DiscardHandler)) }()
	select {
	case <-ready:
	case err := <-r.ended:
		stop()
		s.t.Fatal(err)
	case <-time.After(patience):
		stop()
		s.t.Fatal("the server does not start")
	}
	s.t.Cleanup(func() {
		stop()
		select {
		case err := <-r.ended:
			if err != nil && !errors.Is(err, context.Canceled) {
				s.t.Error(err)
			}
		case <-time.After(patience):
			s.t.Error("the server does not stop")
		}
	})
	return r
}

// watch is what the command does.
func (s *velaSite) watch(ctx context.Context, changed func(context.Context, []string)) error {
	return build.Watch(ctx, s.dir, slog.New(slog.DiscardHandler), changed)
}

func (r *running) port(t *testing.T) int {
	t.Helper()
	u, err := url.Parse(r.address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestTheNextFreePortIsTakenUnlessOneIsNamed(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	first, second := s.run(serve.Options{}), s.run(serve.Options{})
	if a, b := first.port(t), second.port(t); a == b || a < 8080 || b > 8100 {
		t.Errorf("the ports are %d and %d", a, b)
	}
	if want := "http://127.0.0.1:" + strconv.Itoa(first.port(t)) + "/vela/"; first.address != want || first.exposed {
		t.Errorf("the address is %s (exposed: %v), want %s", first.address, first.exposed, want)
	}
	err := serve.Run(t.Context(), s.session, serve.Options{Port: first.port(t)}, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "is taken") {
		t.Errorf("a named port that is taken: %v", err)
	}
	if err := serve.Run(t.Context(), s.session, serve.Options{Host: "203.0.113.7"}, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("an address of another machine can be listened on")
	}
}

func TestAllAddressesAreExposed(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	r := s.run(serve.Options{Host: "0.0.0.0"})
	if !r.exposed || !strings.HasPrefix(r.address, "http://127.0.0.1:") {
		t.Errorf("%s, exposed: %v", r.address, r.exposed)
	}
	for host, want := range map[string]int{"192.168.1.2": 200, "0.0.0.0:8080": 200, "localhost": 200, "evil.example": 421} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("Host %s: status %d, want %d", host, answer.StatusCode, want)
		}
	}
}

func TestAServerStopsAtOnce(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	r := s.run(serve.Options{Watch: s.watch})
	for range 20 {
		conn, answer, err := websocket.Dial(t.Context(), r.address+"__attest/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body != nil {
			_ = answer.Body.Close()
		}
		defer func() { _ = conn.CloseNow() }()
	}
	slow, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(r.port(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	if _, err := slow.Write([]byte("GET / HT")); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	r.stop()
	err = <-r.ended
	if took := time.Since(begin); took > 5*time.Second { // 1 s, on a machine that does nothing else
		t.Errorf("stopped after %v", took)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	r.ended <- nil
}

func TestAFailedWatchEndsTheServer(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	gone := errors.New("gone")
	err := serve.Run(t.Context(), s.session, serve.Options{Watch: func(context.Context, func(context.Context, []string)) error { return gone }}, slog.New(slog.DiscardHandler))
	if !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

func TestProblemsAreReportedWhenTheyChange(t *testing.T) {
	t.Parallel()
	s := openVela(t)
	edits := make(chan func())
	done := make(chan struct{})
	var reports []int
	s.run(serve.Options{
		Report: func(problems diag.List) { reports = append(reports, problems.Count(diag.LevelError)) },
		Watch: func(ctx context.Context, changed func(context.Context, []string)) error {
			for edit := range edits {
				edit()
				changed(ctx, nil)
			}
			close(done)
			<-ctx.Done()
			return nil
		},
	})
	edits <- func() {}
	edits <- func() { s.replace(aboutRaw, "---\n", "---\nnonsense: x\n") }
	edits <- func() {}
	edits <- func() { s.replace(aboutRaw, "nonsense: x\n", "") }
	close(edits)
	<-done
	if n := len(reports); n < 2 || reports[n-1] != 0 || reports[n-2] != 1 || n > 3 {
		t.Errorf("the reports have %v errors", reports)
	}
}
