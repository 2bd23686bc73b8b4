package snapshot_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"attest/generator/fetch"
	"attest/generator/frontmatter"
	"attest/generator/snapshot"
)

// hostile is a server that does what servers should not.
func hostile(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	zeros := make([]byte, 1<<16)
	handle := func(path string, do func(w http.ResponseWriter, r *http.Request)) { mux.HandleFunc(path, do) }
	handle("/page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<!doctype html><p>Hello") })
	handle("/to-odd", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/page?q=\"<1>\"|é")
		w.WriteHeader(http.StatusFound)
	})
	handle("/to-page", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page#part", http.StatusFound) })
	handle("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop2", http.StatusFound) })
	handle("/loop2", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	handle("/far", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/far?"+r.URL.RawQuery+"x", http.StatusFound)
	})
	handle("/to-file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	handle("/to-named", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://me:secret@"+r.Host+"/page", http.StatusFound)
	})
	handle("/gone", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusNotFound) })
	handle("/broken", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "broken", http.StatusInternalServerError) })
	handle("/part", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPartialContent) })
	handle("/empty", func(http.ResponseWriter, *http.Request) {})
	handle("/drip", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	handle("/silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	handle("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(zeros); err != nil {
				return
			}
		}
	})
	handle("/short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "not a thousand bytes")
	})
	handle("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html")
		z := gzip.NewWriter(w)
		for r.Context().Err() == nil {
			if _, err := z.Write(zeros); err != nil {
				return
			}
		}
	})
	handle("/brotli", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = io.WriteString(w, "x")
	})
	handle("/packed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/plain")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "unpacked")
		_ = z.Close()
	})
	handle("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "unpacked")
		_ = z.Flush()
	})
	handle("/headers", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 2<<20)) })
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server
}

func TestAFetchIsBoundedAndSaysWhyItFails(t *testing.T) {
	t.Parallel()
	server := hostile(t)
	over := fetch.Transport(true)
	limits := snapshot.Limits{Bytes: 1 << 20, Time: 2 * time.Second}
	for path, want := range map[string]string{
		"/loop":     "it redirects in a circle, to " + server.URL + "/loop",
		"/far":      "it redirects more than 10 times",
		"/to-file":  "it redirects to an address that begins with file:, which is not fetched",
		"/to-named": "it redirects to an address with a name or password, which is not sent",
		"/gone":     "the server answers 404 Not Found",
		"/broken":   "the server answers 500 Internal Server Error",
		"/part":     "the server answers 206 Partial Content",
		"/empty":    "it is empty",
		"/drip":     "it took longer than 2s",
		"/silent":   "it took longer than 2s",
		"/endless":  "it is larger than 1048576 bytes",
		"/bomb":     "it is larger than 1048576 bytes",
		"/brotli":   "the server packs it as br, which was not asked for",
		"/cut":      "it ends before the length that the server says",
		"/short":    "it ends before the length that the server says",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			_, err := snapshot.Fetch(t.Context(), over, server.URL+path, limits)
			if err == nil || err.Error() != want {
				t.Errorf("%s fails with %q, not %q", path, err, want)
			}
		})
	}
	if _, err := snapshot.Fetch(t.Context(), over, server.URL+"/headers", limits); err == nil {
		t.Error("headers of 2 MiB are taken")
	}
	got, err := snapshot.Fetch(t.Context(), over, server.URL+"/to-page", limits)
	if err != nil || got.URL != server.URL+"/page" || got.MediaType != "text/html; charset=utf-8" || string(got.Data) != "<!doctype html><p>Hello" {
		t.Errorf("a redirect gives %+v, %v", got, err)
	}
	got, err = snapshot.Fetch(t.Context(), over, server.URL+"/to-odd", limits)
	if err != nil || got.URL != server.URL+"/page?q=%22%3C1%3E%22%7C%C3%A9" {
		t.Errorf("an address with odd characters gives %+v, %v", got, err)
	}
	if got, err := snapshot.Fetch(t.Context(), over, server.URL+"/packed", limits); err != nil || string(got.Data) != "unpacked" {
		t.Errorf("a packed answer gives %+v, %v", got, err)
	}
	for _, address := range []string{"file:///etc/passwd", "ftp://x.org/", "https://me@x.org/", "http:///x", "gopher://x", "::"} {
		if _, err := snapshot.Fetch(t.Context(), over, address, limits); err == nil {
			t.Errorf("%s is fetched", address)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := snapshot.Fetch(stopped, over, server.URL+"/page", limits); !errors.Is(err, context.Canceled) {
		t.Errorf("a fetch that is stopped gives %v", err)
	}
}

func TestACertificateMustBeGood(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	_, err := snapshot.Fetch(t.Context(), fetch.Transport(true), server.URL, snapshot.Limits{})
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate that nobody vouches for gives %v", err)
	}
}

// TestPrivateAddressesAreRefusedOnEveryHop has a public server, for which a transport of the test's stands, redirect to this machine.
func TestPrivateAddressesAreRefusedOnEveryHop(t *testing.T) {
	t.Parallel()
	server := hostile(t)
	guarded := fetch.Transport(false)
	over := transport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Hostname() != "public.example" {
			return guarded.RoundTrip(r)
		}
		return &http.Response{
			StatusCode: http.StatusFound, Header: http.Header{"Location": {r.URL.Query().Get("to")}}, Body: http.NoBody, Request: r,
		}, nil
	})
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for _, to := range []string{
		server.URL + "/page", "http://localhost" + port + "/page", "http://[::1]" + port + "/page", "http://0.0.0.0" + port + "/page",
		"http://[::ffff:127.0.0.1]" + port + "/page", "http://127.1.2.3" + port + "/page", "http://10.0.0.1/", "http://192.168.1.1/",
		"http://169.254.169.254/latest/meta-data", "http://100.64.0.1/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/",
		"http://224.0.0.1/", "http://[::7f00:1]/",
	} {
		for _, address := range []string{to, "http://public.example/?to=" + to} {
			_, err := snapshot.Fetch(t.Context(), over, address, snapshot.Limits{Time: 3 * time.Second})
			if err == nil || !strings.Contains(err.Error(), "the address is one of a private network") {
				t.Errorf("%s gives %v", address, err)
			}
		}
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestACopyIsReplacedAsAWhole stops the store at each step.
func TestACopyIsReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	store := snapshot.Store{Root: root}
	is := func(when string, want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", when, diff)
		}
	}
	one, two := map[string][]byte{"a": []byte("1"), "b": []byte("1")}, map[string][]byte{"a": []byte("2")}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(store.Replace("s", one))
	is("at first", map[string]string{"s/a": "1", "s/b": "1"})
	check(store.Add("s", "failed.yaml", []byte("f")))
	is("with a failure", map[string]string{"s/a": "1", "s/b": "1", "s/failed.yaml": "f"})
	check(store.Replace("s", two))
	is("replaced", map[string]string{"s/a": "2"})
	check(store.Add("t", "failed.yaml", []byte("f")))
	is("only a failure", map[string]string{"s/a": "2", "t/failed.yaml": "f"})

	check(os.MkdirAll(filepath.Join(dir, ".new-s"), 0o755)) // killed while it writes
	check(os.WriteFile(filepath.Join(dir, ".new-s", "a"), []byte("half"), 0o644))
	check(store.Tidy())
	is("killed while writing", map[string]string{"s/a": "2", "t/failed.yaml": "f"})
	check(os.Rename(filepath.Join(dir, "s"), filepath.Join(dir, ".old-s"))) // killed between the two renames
	check(store.Tidy())
	is("killed between", map[string]string{"s/a": "2", "t/failed.yaml": "f"})
	check(os.MkdirAll(filepath.Join(dir, ".old-s"), 0o755)) // killed before it removes the copy before
	check(store.Tidy())
	is("killed at the end", map[string]string{"s/a": "2", "t/failed.yaml": "f"})
	if err := store.Replace("../out", two); err == nil {
		t.Error("a copy is written outside its folder")
	}
}

func sum(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// tree returns the files of a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestArchiveRecordsWhatCameOfEachSource(t *testing.T) {
	t.Parallel()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	pages := map[string]*snapshot.Fetched{
		"https://x.org/a": {URL: "https://x.org/b?q=%221%22", MediaType: "text/html; charset=windows-1252", Data: []byte("<p>Caf\xe9 \x97 closed")},
		"https://x.org/t": {URL: "https://x.org/t", MediaType: "text/plain; charset=utf-8", Data: []byte("closed\n")},
		"https://y.org/k": {URL: "https://y.org/k", MediaType: "text/plain; charset=koi8-r", Data: []byte("\xf0\xcf\xd2\xd4")},
		"https://y.org/p": {URL: "https://y.org/p", MediaType: "image/png", Data: []byte("\x89PNG")},
	}
	var asked []string
	a := snapshot.Archiver{
		Fetch: func(_ context.Context, address string) (*snapshot.Fetched, error) {
			if strings.HasPrefix(address, "https://x.org") {
				asked = append(asked, address) // without a lock: one at a time
			}
			if f := pages[address]; f != nil {
				return f, nil
			}
			return nil, fmt.Errorf("the server answers\n\x1b[31m 404: \"%s\"", address)
		},
		Extract: func(_ context.Context, f *snapshot.Fetched) (string, error) {
			return snapshot.Extract(f.Data, f.MediaType, f.URL)
		},
		Store: snapshot.Store{Root: root}, Tool: "attest 1", Now: func() time.Time { return time.Unix(1_780_000_000, 0) },
	}
	targets := []snapshot.Target{
		{ID: "a", Slug: "a", Address: "https://x.org/a", Publish: "excerpt"},
		{ID: "t", Slug: "t", Address: "https://x.org/t"},
		{ID: "k", Slug: "k", Address: "https://y.org/k"},
		{ID: "p", Slug: "p", Address: "https://y.org/p"},
		{ID: "n", Slug: "n", Address: "https://x.org/n"},
	}
	var said []string
	if err := a.Run(t.Context(), targets, func(d snapshot.Archived) { said = append(said, d.ID+d.Reason[:min(len(d.Reason), 10)]+d.NoText) }); err != nil {
		t.Fatal(err)
	}
	got := tree(t, root.Name())
	want := map[string]string{
		"a/copy.html": "<p>Caf\xe9 \x97 closed", "a/text.txt": "Café — closed\n",
		"a/snapshot.yaml": strings.Join([]string{
			"path: copy.html", "sha256: " + sum(pages["https://x.org/a"].Data), `media_type: "text/html; charset=windows-1252"`,
			`url: "https://x.org/b?q=%221%22"`, `captured_at: "2026-05-28T20:26:40Z"`, `tool: "attest 1"`, "text: text.txt",
			"text_sha256: " + sum([]byte("Café — closed\n")), "publish: excerpt", "",
		}, "\n"),
		"t/copy.txt": "closed\n",
		"k/copy.txt": "\xf0\xcf\xd2\xd4", "k/text.txt": "Порт", "p/copy.png": "\x89PNG",
		"n/failed.yaml": "url: \"https://x.org/n\"\nat: \"2026-05-28T20:26:40Z\"\nreason: \"the server answers  [31m 404: \\\"https://x.org/n\\\"\"\n",
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is\n%q, not\n%q", name, got[name], text)
		}
	}
	read, _, problems := frontmatter.Snapshot("snapshot.yaml", []byte(got["a/snapshot.yaml"]))
	if len(problems) > 0 || read.URL != "https://x.org/b?q=%221%22" || read.MediaType != "text/html; charset=windows-1252" || read.Text != "text.txt" {
		t.Errorf("a record is read as %+v, %v", read, problems)
	}
	if _, ok := got["t/text.txt"]; ok {
		t.Error("text that is UTF-8 is kept twice")
	}
	if len(asked) != 3 || asked[0] != "https://x.org/a" {
		t.Errorf("one host was asked for %q", asked)
	}
	if len(said) != 5 {
		t.Errorf("it said %q", said)
	}
	f, ok := snapshot.ReadFailure([]byte(got["n/failed.yaml"]))
	if !ok || !strings.Contains(f.Reason, "404") || f.URL != "https://x.org/n" {
		t.Errorf("a failure is read as %+v", f)
	}
}

// TestExtract also has what is damaged.
func TestExtract(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, mediaType, want, fault string }{
		{
			name: "page", mediaType: "text/html", data: "<title>T</title><style>s</style><h1>Head</h1><p>One <b>two</b>\nthree<br>four<p hidden>no</p><table><tr><td>a<td>b</table><!--c-->",
			want: "Head\n\nOne two three four\n\na\n\nb\n",
		},
		{name: "a character set in the page", mediaType: "text/html", data: "<meta charset=koi8-r><p>\xf0\xcf\xd2\xd4", want: "Порт\n"},
		{name: "UTF-16", mediaType: "text/html", data: "\xff\xfe<\x00p\x00>\x00a\x00", want: "a\n"},
		{name: "a head behind a mark of UTF-16", mediaType: "text/html", data: "\xff\xfe" + strings.Join(strings.Split("<title>T</title><p>a", ""), "\x00") + "\x00", want: "a\n"},
		{name: "a head behind a mark of UTF-8", mediaType: "text/html", data: "\xef\xbb\xbf<title>T</title><p>a", want: "a\n"},
		{name: "text", mediaType: "text/plain", data: "\xef\xbb\xbfa\r\nb", want: "a\r\nb"},
		{name: "a picture", mediaType: "image/png", data: "x", fault: "it is of a sort that has no text"},
		{name: "nothing", mediaType: "text/html", data: "<script>x</script>", fault: "it has no text"},
		{name: "not a PDF", mediaType: "application/pdf", data: "x", fault: "read the PDF: not a PDF file: invalid header"},
		{name: "zeros", mediaType: "text/plain", data: "a\x00\xff", fault: "it is not text"},
	} {
		got, err := snapshot.Extract([]byte(c.data), c.mediaType, "https://x.org/")
		if got != c.want || fmt.Sprint(err) != fmt.Sprint(c.fault) && (err != nil || c.fault != "") {
			t.Errorf("%s gives %q, %v", c.name, got, err)
		}
	}
	article := "<nav><ul><li><a href=/a>Elsewhere</a></ul></nav><article><h1>Ferry halted</h1>" +
		strings.Repeat("<p>The port, whose ledger is old, has shown no arrivals since the second of May, and that is that for now.</p>", 8) +
		"</article><aside><p>Related things</p></aside><footer>Imprint</footer>"
	got, err := snapshot.Extract([]byte(article), "text/html", "https://x.org/")
	if err != nil || !strings.HasPrefix(strings.TrimPrefix(got, "Ferry halted\n\n"), "The port") || !strings.Contains(got, "* * *\n\nElsewhere") {
		t.Errorf("an article gives %q, %v", got, err)
	}
	if text := snapshot.NewText(got); text.Find("for now. Elsewhere").Tier != snapshot.Missing || text.Find("Imprint").Tier != snapshot.Exact {
		t.Errorf("a quote goes from an article into what stands beside it, or does not find that: %q", got)
	}
}

func TestTheTextOfAPDF(t *testing.T) {
	t.Parallel()
	data := pdfOf("BT /F1 12 Tf 72 700 Td (The ledger shows no arri-) Tj 0 -14 Td (vals recorded) Tj ET",
		"BT /F1 12 Tf 72 700 Td [(af) -20 (ter) -300 (2 May.)] TJ 0 -60 Td (Next.) Tj ET")
	got, err := snapshot.Extract(data, "application/pdf", "")
	if want := "The ledger shows no arri-\nvals recorded\n\nafter 2 May.\n\nNext."; err != nil || got != want {
		t.Errorf("it is %q, %v, not %q", got, err, want)
	}
	if tier := snapshot.NewText(got).Find("no arrivals recorded after 2 May").Tier; tier != snapshot.Normalised {
		t.Errorf("a quote across lines and pages is %s", tier)
	}
	for cut := 0; cut < len(data); cut += 7 {
		for _, damaged := range [][]byte{data[:cut], bytes.Join([][]byte{data[:cut], data[min(len(data), cut+5):]}, nil)} {
			_, _ = snapshot.Extract(damaged, "application/pdf", "") // which must come back
		}
	}
}

// pdfOf returns a PDF whose pages have the contents.
func pdfOf(contents ...string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range contents {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(contents)))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i, c := range contents {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 5+2*i))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(c), c))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// FuzzExtract reads pages and texts, and holds what is read to be text, in which its own words are found.
func FuzzExtract(f *testing.F) {
	for _, seed := range []string{"<p>a<b>b</b><br>c<table><tr><td>d", "<meta charset=koi8-r><p>\xf0", "\xff\xfe<\x00p\x00", "a\n\nb", "<svg><p>x</svg>y\u00a0z"} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, page bool) {
		kind := "text/plain"
		if page {
			kind = "text/html"
		}
		text, err := snapshot.Extract(data, kind, "https://x.org/")
		if err != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Fatalf("%q gives %q", data, text)
		}
		if own := strings.TrimSpace(text); own == text && snapshot.NewText(text).Find(own).Tier != snapshot.Exact {
			t.Fatalf("%q does not hold itself", text)
		}
	})
}
