//go:build unix

package main

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// host starts a web server, good and bad, and declares a source for each of its pages that is named: host [page…].
func host(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 0, "host [page…]")
	var version atomic.Int64
	mux := http.NewServeMux()
	answer := func(path, mediaType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			_, _ = io.WriteString(w, body)
		})
	}
	answer("/page", "text/html; charset=windows-1252", "<!doctype html><title>x</title><h1>Ledger</h1><p>There were \x93no\x94 arrivals \x97 none <i>recorded</i>.<p>It was shut.")
	answer("/text", "text/plain", "no arrivals recorded\nafter 2 May\n")
	answer("/paper", "application/pdf", string(paper("BT /F1 12 Tf 72 700 Td (no arri-) Tj 0 -14 Td (vals recorded) Tj ET")))
	answer("/bomb", "application/pdf", string(bomb()))
	answer("/noise", "text/html", strings.Repeat("\xff\x00<\x81", 1000))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	mux.HandleFunc("/large/", func(w http.ResponseWriter, r *http.Request) { // another each time
		w.Header().Set("Content-Type", "text/plain")
		line := fmt.Sprintf("%s %d\n", r.URL.Path, version.Add(1))
		_, _ = io.WriteString(w, strings.Repeat(line, 2<<20/len(line)))
	})
	server := httptest.NewServer(mux)
	ts.Defer(func() {
		server.CloseClientConnections()
		server.Close()
	})
	for _, name := range args {
		id := strings.ReplaceAll(name, "/", "-")
		write(ts, "content/sources/"+id+".md", []byte("---\ntitle: The "+id+"\nurl: "+server.URL+"/"+name+"\norigin: original\n---\n"))
	}
}

// paper returns a PDF of one page with the content.
func paper(content string) []byte {
	return document("<< /Length "+strconv.Itoa(len(content))+" >>", content)
}

// bomb returns a PDF of about a kilobyte that is one string of 64 MB, packed twice: as characters with their places it takes gigabytes.
func bomb() []byte {
	var once, twice bytes.Buffer
	pack := func(to io.Writer, from func(io.Writer)) {
		z := zlib.NewWriter(to)
		from(z)
		_ = z.Close()
	}
	pack(&once, func(w io.Writer) {
		_, _ = io.WriteString(w, "BT /F1 12 Tf (")
		zeros := bytes.Repeat([]byte("a"), 1<<20)
		for range 64 {
			_, _ = w.Write(zeros)
		}
		_, _ = io.WriteString(w, ") Tj ET")
	})
	pack(&twice, func(w io.Writer) { _, _ = w.Write(once.Bytes()) })
	return document(fmt.Sprintf("<< /Length %d /Filter [/FlateDecode /FlateDecode] >>", twice.Len()), twice.String())
}

func document(header, stream string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, text := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", header + "\nstream\n" + stream + "\nendstream",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// killed starts a program that archives, again and again, and kills it after a random time; after each, every copy must be whole: killed TIMES
// DIR PROGRAM ARG….
func killed(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 3, "killed times dir program [arg…]")
	times, err := strconv.Atoi(args[0])
	ts.Check(err)
	dir := ts.MkAbs(args[1])
	random := rand.New(rand.NewPCG(1, 2))
	changed := map[string]bool{}
	start := time.Now()
	ts.Check(ts.Exec(args[2], args[3:]...))
	whole := time.Since(start) // on this machine, with what else it does
	for n := range times {
		cmd := exec.Command(args[2], args[3:]...)
		cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "PATH="+ts.Getenv("PATH"))
		ts.Check(cmd.Start())
		time.Sleep(time.Duration(random.Int64N(int64(whole * 5 / 4))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		records, err := filepath.Glob(filepath.Join(dir, "[^.]*"))
		ts.Check(err)
		for _, folder := range records {
			record, err := os.ReadFile(filepath.Join(folder, "snapshot.yaml"))
			if err != nil {
				ts.Fatalf("kill %d: a copy has no record: %v", n, err)
			}
			data, err := os.ReadFile(filepath.Join(folder, "copy.txt"))
			if sum := fmt.Sprintf("sha256: %x\n", sha256.Sum256(data)); err != nil || !strings.Contains(string(record), sum) {
				ts.Fatalf("kill %d: %s is not whole: %v\n%s", n, folder, err, record)
			}
			changed[string(record)] = true
		}
	}
	if len(changed) < 2 {
		ts.Fatalf("no copy was ever replaced: the program was killed too early")
	}
}
