package serve

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPath is the longest address that is looked at, in bytes as sent. Names in a file system end at 255 bytes each.
const maxPath = 8 << 10

// refusal returns the status of a request that is not answered, and why; 0 for one that is.
func (h *Handler) refusal(r *http.Request) (status int, why string) {
	switch {
	case !h.ours(r.Host):
		return http.StatusMisdirectedRequest, "This server does not answer for that host."
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, "Only GET and HEAD are answered."
	case len(r.RequestURI) > maxPath:
		return http.StatusRequestURITooLong, "The address is too long."
	case !plainPath(r.URL.Path):
		return http.StatusBadRequest, "The address is malformed."
	case foreign(r):
		return http.StatusForbidden, "Another site may not ask for this."
	}
	return 0, ""
}

// ours reports whether a request's Host names this server. Any other is DNS rebinding: a page of a stranger whose name leads here. Where
// the server listens on all of the machine's addresses, an IP address is answered too, since no name can be made to lie with it.
func (h *Handler) ours(host string) bool {
	name, ok := hostname(host)
	if !ok {
		return false
	}
	if name == "localhost" || strings.EqualFold(name, h.host) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	if err != nil || ip.Zone() != "" {
		return false
	}
	if ip == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || ip == netip.IPv6Loopback() {
		return true
	}
	own, err := netip.ParseAddr(h.host)
	return err == nil && (own == ip || own.IsUnspecified())
}

// hostname returns the name in a Host header, in lower case and without the port; ok is false for a malformed one.
func hostname(host string) (name string, ok bool) {
	var rest string
	if inside, found := strings.CutPrefix(host, "["); found {
		if name, rest, found = strings.Cut(inside, "]"); !found || !strings.Contains(name, ":") {
			return "", false
		}
	} else if i := strings.IndexByte(host, ':'); i >= 0 {
		name, rest = host[:i], host[i:]
	} else {
		name = host
	}
	if port, found := strings.CutPrefix(rest, ":"); rest != "" && (!found || port == "" || strings.Trim(port, "0123456789") != "") {
		return "", false
	}
	return strings.ToLower(name), name != ""
}

// plainPath reports whether a decoded path can be the address of a file: no folder above, no character that only a trick has.
func plainPath(path string) bool {
	if !strings.HasPrefix(path, "/") || !utf8.ValidString(path) || strings.ContainsFunc(path, unicode.IsControl) || strings.Contains(path, `\`) {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return false
		}
	}
	return !strings.Contains(path, "//")
}

// foreign reports whether a page of another origin asks. It may lead a reader here, but not use what is here. Programs that are no
// browsers send neither header.
func foreign(r *http.Request) bool {
	if origins := r.Header.Values("Origin"); len(origins) > 1 || len(origins) == 1 && !sameOrigin(origins[0], r.Host) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	dest := r.Header.Get("Sec-Fetch-Dest")
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || dest != "" && dest != "document"
}

// sameOrigin reports whether an Origin is that of the host which was asked. "null" is not.
func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, host) && u.User == nil && u.Path == ""
}
