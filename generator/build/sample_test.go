package build_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attest"
	"attest/generator/brief"
	"attest/generator/build"
	"attest/generator/content"
	"attest/generator/diag"
	sitepkg "attest/generator/site"
)

// sampleRoot is the folder of the sample site: this repository.
const sampleRoot = "../.."

func linkSample(t *testing.T) *sitepkg.Reader {
	t.Helper()
	read, _, err := content.Read(t.Context(), os.DirFS(sampleRoot), content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := sitepkg.Link(nil, read)
	return s.Reader(false)
}

func TestSampleSiteHasNoErrorAndNoWarning(t *testing.T) {
	t.Parallel()
	result, err := build.Check(t.Context(), build.Options{Source: sampleRoot, Theme: attest.Theme()})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		if d.Level >= diag.LevelWarning {
			t.Errorf("%s at byte %d: %s: %s", d.At.File, d.At.Start, d.Code, d.Message)
		}
	}
}

func TestSampleSiteIsAsLargeAsItPromises(t *testing.T) {
	t.Parallel()
	s := linkSample(t)
	for _, have := range []struct {
		what    string
		n, want int
	}{
		{"briefings", len(s.Briefings), 7}, {"sources", len(s.Sources), 60}, {"actors", len(s.Actors), 45}, {"events", len(s.Events), 35},
	} {
		if have.n < have.want {
			t.Errorf("%d %s, want at least %d", have.n, have.what, have.want)
		}
	}
	examined := s.Briefing("the-article-examined")
	if examined == nil || len(examined.Claims) != 27 {
		t.Fatalf("the briefing on the article does not have its 27 claims")
	}
	for _, c := range examined.Claims {
		if claimant := s.Claimant(c); claimant == nil || claimant.Address() != "sources/the-article.html" {
			t.Errorf("%s: the claimant is not the article", c.ID)
		}
		for _, e := range s.Evidence(c) {
			if e.Source.ID == "the-article" {
				t.Errorf("%s: the article is evidence for itself", c.ID)
			}
		}
		if known := c.ID == "revenue-260m" || c.ID == "joint-exercises"; c.Gap != known {
			t.Errorf("%s: gap = %v", c.ID, c.Gap)
		}
	}
	precisions := make(map[string]bool)
	for _, id := range s.Events {
		e := s.Event(id)
		precisions[e.Date.Start().Precision.String()] = true
		precisions["interval"] = precisions["interval"] || e.Date.IsInterval()
		precisions["approximate"] = precisions["approximate"] || e.Date.Approximate()
	}
	for _, want := range []string{"day", "month", "year", "interval", "approximate"} {
		if !precisions[want] {
			t.Errorf("no event has a date of the precision %q", want)
		}
	}
}

func TestEveryObjectOfTheSampleIsOnItsPage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	result, err := build.Run(t.Context(), build.Options{Source: copySample(t), Destination: dir, Theme: attest.Theme()})
	if err != nil || result.Diagnostics.Failed() {
		t.Fatal(err, result)
	}
	s := linkSample(t)
	pages := make(map[string]string)
	page := func(address string) string {
		if _, ok := pages[address]; !ok {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(address)))
			if err != nil {
				t.Fatal(err)
			}
			pages[address] = string(data)
		}
		return pages[address]
	}
	for _, key := range s.Claims {
		c := s.Claim(key)
		html := page(c.Briefing.Address())
		if !strings.Contains(html, fmt.Sprintf(`id=%q`, c.Anchor())) {
			t.Errorf("the claim %s has no card", c.Key())
		}
		if !strings.Contains(html, fmt.Sprintf(`data-claims=%q`, c.Anchor())) {
			t.Errorf("no words on the page state the claim %s", c.Claim.Address())
		}
	}
	for _, id := range s.Actors {
		page(s.Actor(id).Address())
	}
	for _, id := range s.Sources {
		source := s.Source(id)
		page(source.Address())
		if source.URL != "" && source.Access != brief.AccessRestricted && !strings.Contains(page(source.Address()), `href="`) {
			t.Errorf("the source %s has no link", source.ID)
		}
	}
	for _, id := range s.Events {
		e := s.Event(id)
		if !strings.Contains(page("timeline.html"), fmt.Sprintf(`id=%q`, e.Anchor())) {
			t.Errorf("the event %s is not on the timeline", e.ID)
		}
	}
}

// copySample copies what the sample site is made of, since a build keeps its state in the site's folder.
func copySample(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(filepath.Join(to, "content"), os.DirFS(filepath.Join(sampleRoot, "content"))); err != nil {
		t.Fatal(err)
	}
	return to
}
