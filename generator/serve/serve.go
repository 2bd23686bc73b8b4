// Package serve is the development server: it shows a site that is being written, as a build would publish it, and tells browsers when
// it has changed.
//
// What a page holds comes from a build.Session; serve adds one script element, refuses what a browser of somebody else could ask for,
// and lays problems of the content over the last good page. It writes nothing to disk, and it is no server for the public. Requests are
// answered by RFC 9110, live reload is a WebSocket (RFC 6455).
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"attest/generator/build"
	"attest/generator/diag"
)

// The ports that are tried, one after the other, where none is named.
const (
	firstPort = 8080
	lastPort  = 8100
)

// Limits of what one request may take. Everything asked for is made from memory, so that only a stranger or a fault needs longer.
const (
	headerTime = 5 * time.Second
	readTime   = 15 * time.Second
	writeTime  = time.Minute
	idleTime   = 2 * time.Minute
	maxHeader  = 32 << 10 // bytes
)

// farewell is how long requests may take to end once the server is stopped.
const farewell = 300 * time.Millisecond

// Options say how a site is served. The zero value serves on 127.0.0.1 and watches nothing.
type Options struct {
	Host string // a name or an IP address of this machine; empty for 127.0.0.1
	Port int    // 0 for the first free one from 8080 to 8100

	// Watch calls changed after every change of the site's files, one call at a time, until ctx ends; nil for none. names are those of the
	// files, or nil where any may have changed.
	Watch func(ctx context.Context, changed func(ctx context.Context, names []string)) error
	// Ready is called once, when the server can be reached at address; exposed says that other machines can reach it too. nil for none.
	Ready func(address string, exposed bool)
	// Report is called with the problems of the site, at first where there are any, and then when they are others; nil for none.
	Report func(problems diag.List)
}

// Run serves the session's site until ctx ends, and then returns the error of ctx. The session stays open.
func Run(ctx context.Context, session *build.Session, opt Options, log *slog.Logger) error {
	host := strings.TrimSuffix(strings.TrimPrefix(opt.Host, "["), "]")
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := listen(ctx, host, opt.Port)
	if err != nil {
		return err
	}
	g, running := errgroup.WithContext(ctx)
	handler := NewHandler(session, host)
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return running },
	}
	g.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve %s: %w", listener.Addr(), err)
		}
		return nil
	})
	g.Go(func() error {
		<-running.Done()
		late, done := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer done()
		if server.Shutdown(late) != nil {
			_ = server.Close() // what is cut off is a request that was not done in time
		}
		last, gone := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer gone()
		handler.wait(last)
		return ctx.Err()
	})
	reported := diag.List{}
	report := func() {
		problems := session.Latest().Diagnostics
		if opt.Report != nil && len(problems)+len(reported) > 0 && !reflect.DeepEqual(problems, reported) {
			opt.Report(problems)
		}
		reported = problems
	}
	report()
	if opt.Ready != nil {
		opt.Ready(handler.address(listener.Addr()))
	}
	if opt.Watch != nil {
		g.Go(func() error {
			return opt.Watch(running, func(ctx context.Context, names []string) {
				switch err := session.Rebuild(ctx, names); {
				case ctx.Err() != nil:
					return
				case err != nil:
					log.Error("the site could not be read", "err", err)
					handler.fault(err)
					return
				}
				handler.Refresh()
				report()
			})
		})
	}
	if err := g.Wait(); err != nil && ctx.Err() == nil {
		return err
	}
	return ctx.Err()
}

// listen takes the port, or the first free one where it is 0.
func listen(ctx context.Context, host string, port int) (net.Listener, error) {
	var config net.ListenConfig
	first, last := port, port
	if port == 0 {
		first, last = firstPort, lastPort
	}
	for port := first; ; port++ {
		listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		switch {
		case err == nil:
			return listener, nil
		case !taken(err):
			return nil, fmt.Errorf("listen on %s: %w", host, err)
		case first == last:
			return nil, fmt.Errorf("port %d is taken: %w", port, err)
		case port == last:
			return nil, fmt.Errorf("all ports from %d to %d are taken: %w", first, last, err)
		}
	}
}

// taken reports whether a port could not be had because another program has it.
func taken(err error) bool {
	const windows = syscall.Errno(10048) // WSAEADDRINUSE, which syscall does not name
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windows)
}

// address returns where the site is found by a browser on this machine, and whether other machines can find it too.
func (h *Handler) address(at net.Addr) (address string, exposed bool) {
	host, port, _ := net.SplitHostPort(at.String())
	ip := net.ParseIP(host)
	exposed = ip == nil || !ip.IsLoopback()
	switch {
	case ip == nil || !ip.IsUnspecified():
	case ip.To4() != nil || h.host == "0.0.0.0": // a listener for all of IPv4 can call itself [::]
		host = "127.0.0.1"
	default:
		host = "::1"
	}
	if net.ParseIP(h.host) == nil {
		host = h.host // a name, as it was given
	}
	u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, port), Path: h.current.Load().base}
	return u.String(), exposed
}
