package serve

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// maxClients is how many browsers, or tabs of one, can listen at a time.
const maxClients = 1000

// How often a browser that hears nothing is asked whether it is still there, and how long it may take to answer or to read.
const (
	pingEvery = 30 * time.Second
	patience  = 15 * time.Second
)

// client is a browser that listens.
type client struct {
	woken chan struct{} // holds at most one: what is shown is looked up when the client is ready for it
}

// message is what browsers are told. Reload and CSS are never both set, and neither in the first message of a stream or where nothing
// that the page shows has changed.
type message struct {
	Version  string          `json:"version"`
	Reload   bool            `json:"reload,omitempty"` // the page has to be loaded again
	CSS      bool            `json:"css,omitempty"`    // only the style sheet has
	Errors   int             `json:"errors"`
	Warnings int             `json:"warnings"`
	Problems json.RawMessage `json:"problems"` // a list of problem; never null
}

// wake tells every client that there is something new. It waits for none.
func (h *Handler) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		select {
		case c.woken <- struct{}{}:
		default: // not read yet: it will find the newest
		}
	}
}

// live is the stream of one browser. It takes a slot and ends with the connection, or with the server.
func (h *Handler) live(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		w.Header().Set("Upgrade", "websocket")
		http.Error(w, "This address is for WebSockets.", http.StatusUpgradeRequired)
		return
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		http.Error(w, "Too many browsers listen.", http.StatusServiceUnavailable)
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	ctx := conn.CloseRead(r.Context()) // nothing is read: a client that says something is closed
	c := &client{woken: make(chan struct{}, 1)}
	h.mu.Lock()
	h.clients[c] = struct{}{}
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.clients, c)
	}()
	page, err := url.PathUnescape(r.URL.Query().Get("page"))
	if err != nil {
		page = "" // as one that the site does not have
	}
	h.tell(ctx, conn, c, page)
}

// tell sends what is shown now, and then every change of it, until the connection or ctx ends.
func (h *Handler) tell(ctx context.Context, conn *websocket.Conn, c *client, page string) {
	shown := h.current.Load()
	last, version := shown.imprint(page), shown.version
	if send(ctx, conn, shown.message()) != nil {
		return
	}
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ping.C:
			late, done := context.WithTimeout(ctx, patience)
			err := conn.Ping(late)
			done()
			if err != nil {
				return
			}
		case <-c.woken:
			shown = h.current.Load()
			m := shown.message()
			if shown.version != version {
				was := last
				last, version = shown.imprint(page), shown.version
				m.Reload = was.page != last.page
				m.CSS = !m.Reload && was.style != last.style
			}
			if send(ctx, conn, m) != nil {
				return
			}
		}
	}
}

func (s *snapshot) message() message {
	return message{Version: s.version, Errors: s.errors, Warnings: s.warnings, Problems: s.wire}
}

func send(ctx context.Context, conn *websocket.Conn, m message) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	late, done := context.WithTimeout(ctx, patience)
	defer done()
	return conn.Write(late, websocket.MessageText, data)
}
