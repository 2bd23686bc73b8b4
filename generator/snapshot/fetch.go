package snapshot

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// Limits of one fetch. The zero value of each is its default.
type Limits struct {
	Bytes int64         // of a body, unpacked; 32 MiB
	Time  time.Duration // from the first byte asked for to the last one received; a minute
}

const (
	defaultBytes = 32 << 20
	defaultTime  = time.Minute
	maxRedirects = 10
	userAgent    = "attest (archives the sources of briefings)"
)

// Fetched is what was found at an address.
type Fetched struct {
	URL       string // where it was in the end
	MediaType string // with its parameters, such as the character set
	Data      []byte
}

// Fetch fetches what lies at an address, within the limits. Which addresses may be dialled is for the transport to say, on every hop. The error
// says why it could not be had, in words for the author.
func Fetch(ctx context.Context, over http.RoundTripper, address string, limits Limits) (*Fetched, error) {
	if limits.Bytes == 0 {
		limits.Bytes = defaultBytes
	}
	if limits.Time == 0 {
		limits.Time = defaultTime
	}
	late := fmt.Errorf("it took longer than %s", limits.Time)
	within, cancel := context.WithTimeoutCause(ctx, limits.Time, late)
	defer cancel()
	fetched, err := fetch(within, over, address, limits.Bytes)
	switch {
	case err == nil:
		return fetched, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case within.Err() != nil:
		return nil, late
	}
	var wrapped *url.Error // which names the address and the method, as the author knows
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var dialled *net.OpError
	if errors.As(err, &dialled) && dialled.Op == "dial" {
		err = dialled.Err
	}
	return nil, err
}

func fetch(ctx context.Context, over http.RoundTripper, address string, most int64) (*Fetched, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	if err := fetchable(req.URL); err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept-Encoding", "gzip") // unpacked below, within the limit
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8")
	client := &http.Client{Transport: over, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if err := fetchable(next.URL); err != nil {
			return fmt.Errorf("it redirects to %w", err)
		}
		if slices.ContainsFunc(via, func(r *http.Request) bool { return r.URL.String() == next.URL.String() }) {
			return fmt.Errorf("it redirects in a circle, to %s", next.URL)
		}
		if len(via) > maxRedirects {
			return fmt.Errorf("it redirects more than %d times", maxRedirects)
		}
		return nil
	}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answers %s", resp.Status)
	}
	body, err := unpacked(resp)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(body, most+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("it ends before the length that the server says")
	case err != nil:
		return nil, fmt.Errorf("read the answer: %w", err)
	case int64(len(data)) > most:
		return nil, fmt.Errorf("it is larger than %d bytes", most)
	case len(data) == 0:
		return nil, errors.New("it is empty")
	}
	return &Fetched{URL: written(resp.Request.URL), MediaType: mediaType(resp.Header.Get("Content-Type"), data), Data: data}, nil
}

// unpacked returns the body of an answer as it was before the server packed it.
func unpacked(resp *http.Response) (io.Reader, error) {
	switch packed := strings.ToLower(resp.Header.Get("Content-Encoding")); packed {
	case "", "identity":
		return resp.Body, nil
	case "gzip", "x-gzip":
		body, err := gzip.NewReader(resp.Body)
		if err != nil {
			return nil, fmt.Errorf("unpack the answer: %w", err)
		}
		return body, nil
	default:
		return nil, fmt.Errorf("the server packs it as %s, which was not asked for", packed)
	}
}

// fetchable says why an address is not fetched.
func fetchable(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("an address that begins with %s:, which is not fetched", u.Scheme)
	case u.Hostname() == "":
		return errors.New("an address without a host")
	case u.User != nil:
		return errors.New("an address with a name or password, which is not sent")
	}
	return nil
}

// written returns an address as it is recorded: without its fragment, and with what may not stand in an address percent-encoded.
func written(u *url.URL) string {
	at := *u
	at.Fragment, at.RawFragment = "", ""
	var b strings.Builder
	for _, c := range []byte(at.String()) {
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// mediaType returns the media type that the server says or, where that says nothing, that of how the data begins.
func mediaType(said string, data []byte) string {
	kind, parameters, err := mime.ParseMediaType(said)
	if err != nil || kind == "application/octet-stream" {
		return http.DetectContentType(data)
	}
	for name := range parameters {
		if name != "charset" {
			delete(parameters, name)
		}
	}
	return mime.FormatMediaType(kind, parameters)
}

// Names in the folder of all copies, for the time of writing. They begin with a dot, so that nothing reads them.
const (
	newPrefix = ".new-"
	oldPrefix = ".old-"
)

// Store keeps copies in the folder that root is. It is for one process at a time, which Tidy begins.
type Store struct{ Root *os.Root }

// Tidy removes what a run has left that was killed, and puts back the copy that it was about to replace.
func (s Store) Tidy() error {
	entries, err := fs.ReadDir(s.Root.FS(), ".")
	if err != nil {
		return fmt.Errorf("list the copies: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		slug, replaced := strings.CutPrefix(name, oldPrefix)
		if replaced {
			if _, err := s.Root.Lstat(slug); errors.Is(err, fs.ErrNotExist) {
				if err := s.Root.Rename(name, slug); err != nil {
					return fmt.Errorf("put back the copy of %s: %w", slug, err)
				}
				continue
			}
		}
		if replaced || strings.HasPrefix(name, newPrefix) {
			if err := s.Root.RemoveAll(name); err != nil {
				return fmt.Errorf("remove what a run has left: %w", err)
			}
		}
	}
	return nil
}

// Read returns a file of a source's folder; nothing where it is not there.
func (s Store) Read(slug, name string) ([]byte, error) {
	data, err := s.Root.ReadFile(path.Join(slug, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Replace makes a source's folder hold exactly these files, at once: at no time does it hold some of them.
func (s Store) Replace(slug string, files map[string][]byte) error {
	fresh, old := newPrefix+slug, oldPrefix+slug
	if err := s.write(fresh, files); err != nil {
		return errors.Join(err, s.Root.RemoveAll(fresh))
	}
	err := s.Root.Rename(slug, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("replace the copy of %s: %w", slug, err)
	}
	if err := s.Root.Rename(fresh, slug); err != nil {
		return fmt.Errorf("keep the copy of %s: %w", slug, err)
	}
	if err := s.Root.RemoveAll(old); err != nil {
		return fmt.Errorf("remove the copy of %s before: %w", slug, err)
	}
	return nil
}

// Add puts a file into a source's folder, whole, beside those that are there.
func (s Store) Add(slug, name string, data []byte) error {
	if _, err := s.Root.Lstat(slug); errors.Is(err, fs.ErrNotExist) {
		return s.Replace(slug, map[string][]byte{name: data})
	}
	fresh := newPrefix + slug
	if err := s.write(fresh, map[string][]byte{name: data}); err != nil {
		return errors.Join(err, s.Root.RemoveAll(fresh))
	}
	if err := s.Root.Rename(path.Join(fresh, name), path.Join(slug, name)); err != nil {
		return fmt.Errorf("keep %s of %s: %w", name, slug, err)
	}
	return s.Root.RemoveAll(fresh)
}

// write writes files into a new folder, and has the system put them on the disk.
func (s Store) write(folder string, files map[string][]byte) error {
	if err := s.Root.RemoveAll(folder); err != nil {
		return fmt.Errorf("make room for a copy: %w", err)
	}
	if err := s.Root.Mkdir(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder of a copy: %w", err)
	}
	for name, data := range files {
		f, err := s.Root.OpenFile(path.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return fmt.Errorf("write a copy: %w", err)
		}
		_, err = f.Write(data)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("write a copy: %w", err)
		}
	}
	return nil
}
