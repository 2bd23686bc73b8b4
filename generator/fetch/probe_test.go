package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attest/generator/fetch"
)

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "2606:4700::1111": true, "::ffff:1.1.1.1": true, "64:ff9b::101:101": true, "192.0.1.1": true,
		"172.32.0.1": true, "100.128.0.1": true, "11.0.0.1": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.9.9.9": false, "169.254.169.254": false,
		"172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "192.0.0.8": false, "198.18.0.1": false, "203.0.113.9": false,
		"224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::a00:1": false,
		"64:ff9b:1::1": false, "fc00::1": false, "fd12:3456::1": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false,
		"2001::1": false, "2001:db8::1": false, "2002:a00:1::": false, "3fff::1": false, "100::1": false,
	} {
		if got := fetch.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("Public(%s) = %v", address, got)
		}
	}
	if fetch.Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// prober returns one that asks by a transport and whose waits take no time; they are noted.
func prober(transport http.RoundTripper) (p *fetch.Prober, waits func() []time.Duration) {
	var mu sync.Mutex
	var all []time.Duration
	p = &fetch.Prober{Transport: transport, Agent: "attest-test", Now: func() time.Time { return time.Unix(1_800_000_000, 5) }}
	p.Wait = func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, d)
		return ctx.Err()
	}
	waits = func() []time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
	return p, waits
}

// one asks for one address.
func one(t *testing.T, p *fetch.Prober, address string) fetch.Answer {
	t.Helper()
	answers, err := p.Probe(t.Context(), []string{address})
	if err != nil || len(answers) != 1 {
		t.Fatalf("answers %v, error %v", answers, err)
	}
	return answers[address]
}

func TestAnswersOfARealServer(t *testing.T) {
	t.Parallel()
	var asked sync.Map // path to the methods that were used
	note := func(r *http.Request) int {
		value, _ := asked.LoadOrStore(r.URL.Path, new([]string))
		methods := value.(*[]string)
		*methods = append(*methods, r.Method)
		return len(*methods)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := note(r)
		if r.Header.Get("User-Agent") != "attest-test" || r.Header.Get("Referer") != "" {
			t.Errorf("%s has the headers %v", r.URL, r.Header)
		}
		status := func(codes ...int) { w.WriteHeader(codes[min(n, len(codes))-1]) }
		switch r.URL.Path {
		case "/fine", "/":
		case "/gone":
			status(http.StatusGone)
		case "/missing":
			status(http.StatusNotFound)
		case "/no-head":
			status(http.StatusMethodNotAllowed, http.StatusOK)
		case "/login":
			status(http.StatusForbidden)
		case "/busy":
			w.Header().Set("Retry-After", "7")
			status(http.StatusTooManyRequests, http.StatusOK)
		case "/patience":
			w.Header().Set("Retry-After", "999999999999")
			status(http.StatusServiceUnavailable)
		case "/later":
			status(http.StatusBadGateway, http.StatusBadGateway, http.StatusOK)
		case "/moved":
			http.Redirect(w, r, "/fine", http.StatusMovedPermanently)
		case "/circle":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case "/mail":
			http.Redirect(w, r, "mailto:desk@example.org", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/rude": // closes at HEAD, as some do
			if r.Method == http.MethodHead {
				panic(http.ErrAbortHandler)
			}
		case "/endless":
			for i := 0; i < 1<<20 && r.Context().Err() == nil; i++ {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}
	}))
	defer server.Close()
	for _, test := range []struct {
		path, verdict, why, methods, waits string
	}{
		{"/fine", "reached", "", "HEAD", ""},
		{"/gone", "dead", "the host answers 410 Gone", "HEAD GET", ""},
		{"/missing", "dead", "the host answers 404 Not Found", "HEAD GET", ""},
		{"/no-head", "reached", "", "HEAD GET", ""},
		{"/login", "unclear", "the host answers 403 Forbidden", "HEAD GET", ""},
		{"/busy", "reached", "", "HEAD GET", "7s"},
		{"/patience", "unclear", "the host answers 503 Service Unavailable", "HEAD GET GET GET", "30s 30s"},
		{"/later", "reached", "", "HEAD GET GET", "2s"},
		{"/moved", "reached", "", "HEAD", ""},
		{"/circle", "dead", "it redirects more than 8 times", "HEAD HEAD HEAD HEAD HEAD HEAD HEAD HEAD HEAD", ""},
		{"/mail", "dead", "it redirects to an address that is no page", "HEAD", ""},
		{"/file", "dead", "it redirects to an address that is no page", "HEAD", ""},
		{"/rude", "reached", "", "HEAD GET", "2s"},
		{"/endless", "reached", "", "HEAD", ""},
	} {
		t.Run(test.path, func(t *testing.T) {
			p, waits := prober(fetch.Transport(true))
			a := one(t, p, server.URL+test.path)
			value, _ := asked.Load(test.path)
			got := []string{string(a.Verdict), a.Why, strings.Join(*value.(*[]string), " "), strings.Trim(fmt.Sprint(waits()), "[]")}
			want := []string{test.verdict, test.why, test.methods, test.waits}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if a.At.Unix() != 1_800_000_000 {
				t.Errorf("answered at %v", a.At)
			}
		})
	}
}

func TestNothingIsAskedForInAPrivateNetwork(t *testing.T) {
	t.Parallel()
	var inside atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	defer secret.Close()
	public := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secret.URL+"/admin", http.StatusFound)
	}))
	defer public.Close()
	const why = "it leads into a private network, where nothing is asked for"
	p, _ := prober(fetch.Transport(false))
	for _, address := range []string{
		secret.URL, strings.Replace(secret.URL, "127.0.0.1", "localhost", 1), strings.Replace(secret.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1),
		strings.Replace(secret.URL, "127.0.0.1", "2130706433", 1), // the same as a number
	} {
		if a := one(t, p, address); a.Verdict == fetch.Reached || !strings.Contains(address, "2130706433") && a.Why != why {
			t.Errorf("%s: %+v", address, a)
		}
	}
	// A redirect from a host that may be asked to one that may not.
	outside := netip.MustParseAddrPort(strings.TrimPrefix(public.URL, "http://"))
	p, _ = prober(fetch.TransportTo(func(at netip.AddrPort) bool { return at == outside }))
	if a := one(t, p, public.URL); a.Verdict != fetch.Refused || a.Why != why {
		t.Errorf("a redirect: %+v", a)
	}
	if n := inside.Load(); n != 0 {
		t.Errorf("%d requests came in", n)
	}
}

func TestAHostIsAskedOneAtATimeAndFewHostsTogether(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	perHost := make([]atomic.Int32, 12)
	var addresses []string
	for i := range perHost {
		for n := range 3 {
			addresses = append(addresses, fmt.Sprintf("https://host-%d.example/%d", i, n), fmt.Sprintf("https://host-%d.example/%d", i, n)) // twice
		}
	}
	p, _ := prober(roundTrip(func(r *http.Request) (*http.Response, error) {
		var i int
		_, _ = fmt.Sscanf(r.URL.Host, "host-%d.example", &i)
		if n := perHost[i].Add(1); n > 1 {
			t.Errorf("%d requests at a time to %s", n, r.URL.Host)
		}
		for n := now.Add(1); ; {
			if old := most.Load(); n <= old || most.CompareAndSwap(old, n) {
				break
			}
		}
		time.Sleep(2 * time.Millisecond)
		now.Add(-1)
		perHost[i].Add(-1)
		if strings.HasSuffix(r.URL.Path, "0") && i > 0 { // all lead to one host
			return &http.Response{
				StatusCode: http.StatusFound, Body: http.NoBody, Request: r, Header: http.Header{"Location": {"https://host-0.example/9"}},
			}, nil
		}
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, nil
	}))
	answers, err := p.Probe(t.Context(), addresses)
	if err != nil || len(answers) != len(addresses)/2 {
		t.Errorf("%d answers of %d, error %v", len(answers), len(addresses)/2, err)
	}
	if n := most.Load(); n > 6 || n < 2 {
		t.Errorf("%d requests at a time", n)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestFaultsOfTheNetwork(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want fetch.Answer
		asks int32
	}{
		"no host":  {&net.DNSError{Name: "gone.example", IsNotFound: true}, fetch.Answer{Verdict: fetch.Dead, Why: "there is no host gone.example"}, 1},
		"no DNS":   {&net.DNSError{Name: "x", IsTimeout: true}, fetch.Answer{Verdict: fetch.Unclear, Why: "the host does not answer in time"}, 3},
		"anything": {errors.New("reset"), fetch.Answer{Verdict: fetch.Unclear, Why: "the connection to the host fails"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int32
			p, _ := prober(roundTrip(func(*http.Request) (*http.Response, error) {
				n.Add(1)
				return nil, test.err
			}))
			a := one(t, p, "https://gone.example/")
			a.At = time.Time{}
			if a != test.want || n.Load() != test.asks {
				t.Errorf("%+v after %d requests", a, n.Load())
			}
		})
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + closed.Addr().String()
	_ = closed.Close()
	p, _ := prober(fetch.Transport(true))
	if a := one(t, p, address); a.Verdict != fetch.Dead || a.Why != "the host refuses the connection" {
		t.Errorf("a closed port: %+v", a)
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshake that we break off
	secure.StartTLS()
	defer secure.Close()
	if a := one(t, p, secure.URL); a.Verdict != fetch.Dead || a.Why != "the host's certificate is not valid" {
		t.Errorf("a certificate of nobody: %+v", a)
	}
}

func TestAStopEndsTheAsking(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	p, _ := prober(roundTrip(func(r *http.Request) (*http.Response, error) {
		stop()
		<-r.Context().Done()
		return nil, r.Context().Err()
	}))
	answers, err := p.Probe(ctx, []string{"https://a.example/1", "https://a.example/2", "https://b.example/"})
	if !errors.Is(err, context.Canceled) || len(answers) != 0 {
		t.Errorf("answers %v, error %v", answers, err)
	}
}

func TestAnswersAgeAndFailuresSooner(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_800_000_000, 0)
	for _, test := range []struct {
		verdict fetch.Verdict
		age     time.Duration
		want    bool
	}{
		{fetch.Reached, 0, true},
		{fetch.Reached, 6 * 24 * time.Hour, true},
		{fetch.Reached, 7 * 24 * time.Hour, false},
		{fetch.Dead, 11 * time.Hour, true},
		{fetch.Dead, 12 * time.Hour, false},
		{fetch.Unclear, 12 * time.Hour, false},
		{fetch.Reached, -time.Second, false},
		{fetch.Refused, 0, false},
	} {
		if got := (fetch.Answer{Verdict: test.verdict, At: at}).Fresh(at.Add(test.age)); got != test.want {
			t.Errorf("%s after %v: %v", test.verdict, test.age, got)
		}
	}
}
