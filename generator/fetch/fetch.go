// Package fetch asks the web whether addresses can be reached, politely: a few at a time, one at a time of each host, with patience where a
// host asks for it.
//
// It is the one room that connects to hosts that content names: who fetches a copy of a source does so by its transport. So it never connects
// to an address of a private network unless it is told to: what is checked is the address that is dialled, on every hop, whatever names and
// redirects led to it. What an answer means for a briefing, and where answers are kept, is left to others.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// errPrivate is why an address is not dialled.
var errPrivate = errors.New("the address is one of a private network")

// Limits of what a host may keep us waiting for, and send.
const (
	dialTimeout   = 10 * time.Second
	headerTimeout = 20 * time.Second
	maxHeader     = 64 << 10
)

// Transport returns a transport that refuses to connect to addresses of private networks, unless private is set. A proxy of the environment
// is used only where it is set, as only the proxy knows where it connects to.
func Transport(private bool) http.RoundTripper {
	if private {
		t := transport(func(netip.AddrPort) bool { return true })
		t.Proxy = http.ProxyFromEnvironment
		return t
	}
	return transport(func(at netip.AddrPort) bool { return Public(at.Addr()) })
}

// transport returns a transport that connects to the addresses that may be dialled.
func transport(may func(netip.AddrPort) bool) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("dial %s: %w", address, err)
		}
		if !may(at) {
			return fmt.Errorf("dial %s: %w", at.Addr(), errPrivate)
		}
		return nil
	}}
	return &http.Transport{
		DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: dialTimeout,
		ResponseHeaderTimeout: headerTimeout, MaxResponseHeaderBytes: maxHeader, IdleConnTimeout: dialTimeout,
		ForceAttemptHTTP2: true, DisableCompression: true,
	}
}

// notPublic are the blocks of addresses that lead to no host of the public internet (IANA's registries of special-purpose addresses, RFC 6890),
// and within 2000::/3 those that hold an IPv4 address, behind which anything may be.
var notPublic = func() []netip.Prefix {
	var blocks []netip.Prefix
	for _, block := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
		"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	} {
		blocks = append(blocks, netip.MustParsePrefix(block))
	}
	return blocks
}()

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	translated    = netip.MustParsePrefix("64:ff9b::/96") // an IPv4 address by way of NAT64 (RFC 6052)
)

// Public reports whether an address is one of the public internet.
func Public(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if translated.Contains(addr) {
		bytes := addr.As16()
		addr = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	if addr.Is6() && !globalUnicast.Contains(addr) || !addr.IsValid() {
		return false
	}
	for _, block := range notPublic {
		if block.Contains(addr) {
			return false
		}
	}
	return true
}

// polite sends one request at a time to each host.
type polite struct {
	http.RoundTripper
	mu    sync.Mutex
	hosts map[string]chan struct{} // each holds one while a request is under way
}

// RoundTrip waits until no other request to the host is under way.
func (p *polite) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	if p.hosts == nil {
		p.hosts = make(map[string]chan struct{})
	}
	turn := p.hosts[r.URL.Host]
	if turn == nil {
		turn = make(chan struct{}, 1)
		p.hosts[r.URL.Host] = turn
	}
	p.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	defer func() { <-turn }()
	return p.RoundTripper.RoundTrip(r)
}
