package browsertest_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var lighthouseRuns = flag.Int("lighthouse", 0, "run Lighthouse so many times on each page and hold the median against the budget")

const lighthouse = "../../bin/lighthouse/node_modules/lighthouse/cli/index.js" // put there by make

// scores are what Lighthouse gives, from 0 to 100.
var scores = []struct {
	category string
	atLeast  float64
}{{"performance", 99}, {"accessibility", 100}, {"best-practices", 100}, {"seo", 100}}

// TestLighthouse is what make lighthouse runs. It is for a machine on which nothing else is done, as the score for performance is of time.
func TestLighthouse(t *testing.T) {
	if *lighthouseRuns == 0 {
		t.Skip("not asked for")
	}
	needChromium(t)
	host := httptest.NewServer(zipped(must(t, sampleHosted)))
	defer host.Close()
	port := listening(t)
	var table string
	for _, file := range []string{"index.html", "briefings/the-article-examined.html", "actors/nis.html", "timeline.html"} {
		for _, form := range []string{"mobile", "desktop"} {
			given := make(map[string][]float64)
			for range *lighthouseRuns {
				for category, score := range audit(t, port, host.URL+"/repo/"+file, form) {
					given[category] = append(given[category], score)
				}
			}
			table += fmt.Sprintf("\n%-36s %-8s", file, form)
			for _, s := range scores {
				got := given[s.category]
				slices.Sort(got)
				median := got[len(got)/2]
				table += fmt.Sprintf(" %s %.0f", s.category, median)
				if median < s.atLeast {
					t.Errorf("%s, %s: %s %.0f, want %.0f", file, form, s.category, median, s.atLeast)
				}
			}
		}
	}
	t.Log(table)
}

// listening starts a browser that Lighthouse can speak to, and returns its port. It ends with the test.
func listening(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(free.Addr().String())
	if err := errors.Join(err, free.Close()); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program(), "--headless=new", "--no-sandbox", "--remote-debugging-port="+port, "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // it was ended
	for range patience / time.Second {
		if r, err := http.Get("http://127.0.0.1:" + port + "/json/version"); err == nil {
			_ = r.Body.Close()
			return port
		}
		time.Sleep(time.Second)
	}
	t.Fatal("the browser does not answer")
	return ""
}

// audit returns the scores of one run by category. What it found to be wrong is logged.
func audit(t *testing.T, port, address, form string) map[string]float64 {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report.json")
	args := []string{lighthouse, address, "--quiet", "--output", "json", "--output-path", out, "--port", port}
	if form == "desktop" {
		args = append(args, "--preset", "desktop")
	}
	cmd := exec.CommandContext(t.Context(), "node", args...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("lighthouse: %v: %s", err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Categories map[string]struct {
			Score     float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Title, DisplayValue string
			Score               *float64
		}
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	given := make(map[string]float64)
	for name, c := range report.Categories {
		given[name] = 100 * c.Score
		for _, ref := range c.AuditRefs {
			if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 0.9 {
				t.Logf("%s, %s: %s: %.2f %s %s", path.Base(address), form, name, *a.Score, a.Title, a.DisplayValue)
			}
		}
	}
	return given
}

// zipped serves as hosts do: text is gzipped, and what has a digest in its address may be kept for a year.
func zipped(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			w.Header().Set("Cache-Control", "max-age=31536000, immutable")
		}
		if ext := path.Ext(r.URL.Path); ext == ".woff2" || ext == ".png" {
			site.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		site.ServeHTTP(zippedWriter{w, z}, r)
	})
}

type zippedWriter struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (w zippedWriter) Write(b []byte) (int, error) { return w.z.Write(b) }
