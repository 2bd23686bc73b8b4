package serve_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

// told is what a browser hears.
type told struct {
	Version  string
	Reload   bool
	CSS      bool
	Errors   int
	Warnings int
	Problems []struct {
		Code, Level, File, Message, Excerpt, Hint string
		Line, Column                              int
	}
}

// listen opens a stream as the page at the path does.
func listen(ctx context.Context, t *testing.T, server *httptest.Server, page string) *websocket.Conn {
	t.Helper()
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	conn, answer, err := websocket.Dial(ctx, server.URL+"/vela/__attest/live?page="+page, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {server.URL}}})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Body != nil {
		_ = answer.Body.Close()
	}
	conn.SetReadLimit(1 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return conn
}

func hear(t *testing.T, conn *websocket.Conn) (m told) {
	t.Helper()
	ctx, done := context.WithTimeout(t.Context(), patience)
	defer done()
	_, data, err := conn.Read(ctx)
	if err != nil {
		t.Error("nothing was heard:", err)
		return m
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Error(err)
	}
	return m
}

func serveVela(t *testing.T) (*velaSite, *httptest.Server) {
	t.Helper()
	s := openVela(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	return s, server
}

func TestAnEditReloadsThePagesThatItChanges(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	about := listen(t.Context(), t, server, "%2Fvela%2Fpages%2Fabout.html")
	front := listen(t.Context(), t, server, "%2Fvela%2F")
	first := hear(t, about)
	if first.Reload || first.CSS || first.Version == "" || first.Version != hear(t, front).Version {
		t.Errorf("the first message is %+v", first)
	}
	if answer, _ := s.ask(get("/vela/pages/about.html")); answer.Header.Get("Server-Timing") != `attest;desc="`+first.Version+`"` {
		t.Errorf("the page is of %q, not of %q", answer.Header.Get("Server-Timing"), first.Version)
	}
	s.replace(aboutRaw, "---\n", "---\n# a comment\n")
	s.rebuild()
	for _, conn := range []*websocket.Conn{about, front} {
		if m := hear(t, conn); m.Reload || m.CSS || m.Version == first.Version {
			t.Errorf("an edit that changes no page: %+v", m)
		}
	}
	s.appendTo(aboutRaw, "\nAnother paragraph.\n")
	s.rebuild()
	if m := hear(t, about); !m.Reload || m.CSS {
		t.Errorf("the page that changed: %+v", m)
	}
	if m := hear(t, front); m.Reload || m.CSS {
		t.Errorf("the page that did not: %+v", m)
	}
}

func (s *velaSite) appendTo(name, text string) {
	s.t.Helper()
	s.replace(name, "\n---\n", "\n---\n"+text)
}

func TestAStyleSheetIsSwapped(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	s.write("static/style.css", "p { color: red }\n")
	s.rebuild()
	conn := listen(t.Context(), t, server, "/vela/")
	hear(t, conn)
	s.write("static/style.css", "p { color: blue }\n")
	s.rebuild()
	if m := hear(t, conn); !m.CSS || m.Reload {
		t.Errorf("only the style sheet changed: %+v", m)
	}
	s.write("static/style.css", "p { color: green }\n")
	s.replace("content/site.yaml", "The Vela Ledger", "The New Ledger")
	s.rebuild()
	if m := hear(t, conn); m.CSS || !m.Reload {
		t.Errorf("the style sheet and the page changed: %+v", m)
	}
}

func TestEditedWordsAreShown(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	conn := listen(t.Context(), t, server, "%2Fvela%2F")
	hear(t, conn)
	s.write("templates/words/en.yaml", "page.claims: Statements\n")
	s.rebuild()
	if m := hear(t, conn); !m.Reload {
		t.Errorf("the words changed: %+v", m)
	}
	s.replace("content/site.yaml", "language: en", "language: de")
	s.rebuild()
	if m := hear(t, conn); !m.Reload {
		t.Errorf("the language changed: %+v", m)
	}
	s.write("templates/words/de.yaml", "page.claims: Aussagen\n")
	s.rebuild()
	if m := hear(t, conn); !m.Reload {
		t.Errorf("the words of the language changed: %+v", m)
	}
	if _, page := s.ask(get("/vela/")); !strings.Contains(page, ">Aussagen<") || !strings.Contains(page, `lang="de"`) {
		t.Errorf("the page is not in the language:\n%s", page)
	}
}

func TestProblemsAreToldAndTheGoodPageStays(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	conn := listen(t.Context(), t, server, "/vela/pages/about.html")
	first := hear(t, conn)
	s.replace(aboutRaw, "---\n", "---\n\"<b>titel</b>\": x\n")
	s.rebuild()
	m := hear(t, conn)
	if m.Reload || m.CSS || m.Version != first.Version || m.Errors != 1 || len(m.Problems) == 0 {
		t.Fatalf("%+v", m)
	}
	p := m.Problems[0]
	if p.Code != "unknown-key" || p.Level != "error" || p.File != aboutRaw || p.Line != 2 || p.Column < 1 || !strings.Contains(p.Message, "<b>titel</b>") ||
		!strings.Contains(p.Excerpt, "^^^") {
		t.Errorf("%+v", p)
	}
	s.replace(aboutRaw, "\"<b>titel</b>\": x\n", "")
	s.rebuild()
	if m := hear(t, conn); m.Errors != 0 || m.Reload || m.Version == first.Version {
		t.Errorf("mended: %+v", m)
	}
}

func TestSlowClientsLoseEventsAndStopNobody(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	const clients = 50
	conns := make([]*websocket.Conn, clients)
	for i := range conns {
		conns[i] = listen(t.Context(), t, server, "/vela/pages/about.html")
	}
	for i, conn := range conns {
		switch {
		case i%5 == 1: // reads nothing
		case i%5 == 2:
			_ = conn.CloseNow() // vanishes
		default:
			hear(t, conn)
		}
	}
	const builds = 5
	for i := range builds {
		s.appendTo(aboutRaw, strings.Repeat("More. ", i+1)+"\n\n")
		s.rebuild()
	}
	// Whoever has seen an older state hears of the newest.
	answer, _ := s.ask(get("/vela/pages/about.html"))
	newest := strings.TrimSuffix(strings.TrimPrefix(answer.Header.Get("Server-Timing"), `attest;desc="`), `"`)
	var wg sync.WaitGroup
	for i, conn := range conns {
		if i%5 == 2 {
			continue
		}
		wg.Go(func() {
			told := false
			for n := range builds + 1 {
				m := hear(t, conn)
				told = told || m.Reload || n == 0 && m.Version == newest // it may have begun to listen only now
				if m.Version == newest || t.Failed() {
					break
				}
			}
			if !told {
				t.Errorf("client %d was never told to reload", i)
			}
		})
	}
	wg.Wait()
}

func TestStreamsOfForeignPagesAreRefused(t *testing.T) {
	t.Parallel()
	_, server := serveVela(t)
	for _, header := range []http.Header{
		{"Origin": {"null"}},
		{"Origin": {"http://evil.example"}},
		{"Origin": {server.URL + "0"}},
		{"Origin": {server.URL}, "Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"websocket"}},
	} {
		for range 10 {
			ctx, done := context.WithTimeout(t.Context(), patience)
			conn, answer, err := websocket.Dial(ctx, server.URL+"/vela/__attest/live", &websocket.DialOptions{HTTPHeader: header})
			done()
			if err == nil {
				_ = conn.CloseNow()
				t.Errorf("%v was let in", header)
			} else if answer == nil || answer.StatusCode != http.StatusForbidden {
				t.Errorf("%v: %v", header, err)
			}
			if answer != nil && answer.Body != nil {
				_ = answer.Body.Close()
			}
		}
	}
}

func TestAClientThatTalksIsClosed(t *testing.T) {
	t.Parallel()
	_, server := serveVela(t)
	conn := listen(t.Context(), t, server, "%zz")
	hear(t, conn)
	ctx, done := context.WithTimeout(t.Context(), patience)
	defer done()
	_ = conn.Write(ctx, websocket.MessageText, []byte("hello"))
	if _, _, err := conn.Read(ctx); websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("a client that talks: %v", err)
	}
}

func TestFiveHundredClientsAreServed(t *testing.T) {
	t.Parallel()
	s, server := serveVela(t)
	conns := make([]*websocket.Conn, 500)
	for i := range conns {
		conns[i] = listen(t.Context(), t, server, "/vela/pages/about.html")
		hear(t, conns[i])
	}
	s.appendTo(aboutRaw, "More.\n\n")
	s.rebuild()
	if answer, body := s.ask(get("/vela/pages/about.html")); answer.StatusCode != 200 || !strings.Contains(body, "More.") {
		t.Errorf("with 500 clients: status %d", answer.StatusCode)
	}
	for i, conn := range conns {
		if m := hear(t, conn); !m.Reload {
			t.Fatalf("client %d heard %+v", i, m)
		}
	}
}
