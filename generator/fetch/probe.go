package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

// Verdict says what an answer means for who follows the address. The zero value is "not asked".
type Verdict string

// The verdicts.
const (
	Reached Verdict = "reached"
	Dead    Verdict = "dead"    // there is no such host or page
	Unclear Verdict = "unclear" // a reader may reach it where a program does not, or later
	Refused Verdict = "refused" // we do not ask there
)

// Answer is what came of asking for an address.
type Answer struct {
	Verdict Verdict   `json:"verdict"`
	Why     string    `json:"why,omitempty"` // one clause; empty where it was reached
	At      time.Time `json:"at"`
}

// How long an answer is believed: pages go rarely, and what was not reached may be there again soon.
const (
	ageReached = 7 * 24 * time.Hour
	ageOther   = 12 * time.Hour
)

// Fresh reports whether the answer still serves at a time. One of the future does not, nor does what we did not ask for, as that is ours to
// change.
func (a Answer) Fresh(now time.Time) bool {
	age := ageOther
	switch a.Verdict {
	case Reached:
		age = ageReached
	case Refused:
		return false
	}
	return !a.At.After(now) && now.Sub(a.At) < age
}

// Prober asks for addresses. Transport, Now and Wait must be set.
type Prober struct {
	Transport http.RoundTripper
	Now       func() time.Time
	Wait      func(ctx context.Context, d time.Duration) error // returns early with the context's error
	Agent     string                                           // who we say we are
}

const (
	atATime   = 6                // addresses that are asked for at the same time, each of another host
	maxHops   = 8                // redirects that are followed
	tries     = 3                // requests for an address that may be reached later
	firstWait = 2 * time.Second  // before the second, and twice as long before the third
	maxWait   = 30 * time.Second // that a host may ask for
	pause     = 300 * time.Millisecond
	patience  = 40 * time.Second // for one request with all its redirects
	maxBody   = 4 << 10          // bytes that are read of a page, to end the request in an orderly way
)

// Probe asks for each of the addresses once. It returns the answers to those that it came to ask for; the error is that of the context.
func (p *Prober) Probe(ctx context.Context, addresses []string) (map[string]Answer, error) {
	byHost := make(map[string][]string)
	for _, address := range addresses {
		host := ""
		if u, err := url.Parse(address); err == nil {
			host = strings.ToLower(u.Host)
		}
		byHost[host] = append(byHost[host], address)
	}
	var hosts [][]string
	for _, list := range byHost {
		slices.Sort(list)
		hosts = append(hosts, slices.Compact(list))
	}
	slices.SortFunc(hosts, func(a, b []string) int { // what takes longest begins first
		return cmp.Or(len(b)-len(a), cmp.Compare(a[0], b[0]))
	})
	client := &http.Client{Transport: &polite{RoundTripper: p.Transport}, CheckRedirect: follow}
	answers := make([][]Answer, len(hosts))
	var g errgroup.Group
	g.SetLimit(atATime)
	for i, list := range hosts {
		g.Go(func() error {
			for n, address := range list {
				if n > 0 && p.Wait(ctx, pause) != nil {
					break
				}
				if a := p.ask(ctx, client, address); ctx.Err() == nil {
					answers[i] = append(answers[i], a)
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	out := make(map[string]Answer, len(addresses))
	for i, list := range answers {
		for n, a := range list {
			out[hosts[i][n]] = a
		}
	}
	return out, ctx.Err()
}

var (
	errHops   = fmt.Errorf("it redirects more than %d times", maxHops)
	errScheme = errors.New("it redirects to an address that is no page")
)

// follow decides about a redirect.
func follow(r *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxHops:
		return errHops
	case r.URL.Scheme != "http" && r.URL.Scheme != "https":
		return errScheme
	}
	r.Header.Del("Referer")
	return nil
}

// ask asks for an address until there is an answer that will not be another one soon.
func (p *Prober) ask(ctx context.Context, client *http.Client, address string) Answer {
	wait := firstWait
	for n := 1; ; n++ {
		a, later := p.once(ctx, client, address, n == 1)
		if later < 0 || n == tries {
			a.At = p.Now().UTC().Truncate(time.Second)
			return a
		}
		if p.Wait(ctx, min(max(wait, later), maxWait)) != nil {
			return a
		}
		wait *= 2
	}
}

// never is the time after which it makes no sense to ask again.
const never = -1

// once asks for the head of a page, if that is to be tried, and for the page itself where it cannot be had: some hosts answer that wrongly.
// later is how long the host wants us to wait before we ask again, 0 where it does not say; or never.
func (p *Prober) once(ctx context.Context, client *http.Client, address string, head bool) (a Answer, later time.Duration) {
	var status int
	var err error
	if head {
		status, later, err = p.request(ctx, client, http.MethodHead, address)
	}
	if !head || err == nil && status >= http.StatusBadRequest && status != http.StatusTooManyRequests {
		status, later, err = p.request(ctx, client, http.MethodGet, address)
	}
	if err != nil {
		return judgeError(err)
	}
	return judgeStatus(status, later)
}

func (p *Prober) request(ctx context.Context, client *http.Client, method, address string) (status int, later time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, http.NoBody)
	if err != nil {
		return 0, 0, fmt.Errorf("ask for %s: %w", address, err)
	}
	r.Header.Set("User-Agent", p.Agent)
	r.Header.Set("Accept", "*/*")
	response, err := client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, maxBody) // its end does not matter
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		later = min(time.Duration(min(seconds, 3600))*time.Second, time.Hour)
	}
	return response.StatusCode, later, nil
}

// judgeStatus says what a status means.
func judgeStatus(status int, later time.Duration) (Answer, time.Duration) {
	why := fmt.Sprintf("the host answers %d", status)
	if text := http.StatusText(status); text != "" {
		why += " " + text
	}
	switch {
	case status < http.StatusBadRequest:
		return Answer{Verdict: Reached}, never
	case status == http.StatusNotFound, status == http.StatusGone:
		return Answer{Verdict: Dead, Why: why}, never
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError && status != http.StatusNotImplemented:
		return Answer{Verdict: Unclear, Why: why}, later
	}
	return Answer{Verdict: Unclear, Why: why}, never // it wants a login, or no programs
}

// judgeError says what it means that there was no answer.
func judgeError(err error) (Answer, time.Duration) {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.Is(err, errPrivate):
		return Answer{Verdict: Refused, Why: "it leads into a private network, where nothing is asked for"}, never
	case errors.Is(err, errHops):
		return Answer{Verdict: Dead, Why: errHops.Error()}, never
	case errors.Is(err, errScheme):
		return Answer{Verdict: Dead, Why: errScheme.Error()}, never
	case errors.As(err, &name) && name.IsNotFound:
		return Answer{Verdict: Dead, Why: fmt.Sprintf("there is no host %s", name.Name)}, never
	case errors.As(err, &certificate):
		return Answer{Verdict: Dead, Why: "the host's certificate is not valid"}, never
	case errors.Is(err, syscall.ECONNREFUSED):
		return Answer{Verdict: Dead, Why: "the host refuses the connection"}, 0
	case errors.As(err, &timeout) && timeout.Timeout():
		return Answer{Verdict: Unclear, Why: "the host does not answer in time"}, 0
	}
	return Answer{Verdict: Unclear, Why: "the connection to the host fails"}, 0
}
