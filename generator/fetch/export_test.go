package fetch

import (
	"net/http"
	"net/netip"
)

// TransportTo is a transport that connects to those addresses only.
func TransportTo(may func(netip.AddrPort) bool) http.RoundTripper { return transport(may) }
