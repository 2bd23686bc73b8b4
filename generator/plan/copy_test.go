package plan_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const copied = "The port is old. The ledger shows “no arrivals” recorded. SECRET after.\n\nNOTSHOWN at all, no arrivals.\n"

// withCopy is a site with a copy of a source; publish and access may be empty.
func withCopy(publish, access string) map[string]string {
	cite := " [@ledger]"
	if access == "withheld" {
		cite = ""
	}
	source := "---\ntitle: Ledger\nurl: https://x.org/l\n"
	if access != "" {
		source += "access: " + access + "\ndescriptor: {access: an official}\n"
	}
	if publish != "" {
		source += "snapshot: {publish: " + publish + "}\n"
	}
	return map[string]string{
		"sources/ledger.md": source + "---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims:\n  c:\n    text: C\n    evidence:\n" +
			"      - {source: ledger, stance: supports, quote: \"The ledger shows 'no arrivals'\"}\n" +
			"      - {source: ledger, stance: supports, quote: not there}\n---\n[x]{claim=c}" + cite + "\n",
		"snapshots/ledger/page.html": "<p>" + copied,
		"snapshots/ledger/text.txt":  copied,
		"snapshots/ledger/snapshot.yaml": fmt.Sprintf(
			"path: page.html\nsha256: %x\nmedia_type: text/html\nurl: https://x.org/l?2\ncaptured_at: 2026-05-03T10:00:00Z\ntext: text.txt\ntext_sha256: %x\n",
			sha256.Sum256([]byte("<p>"+copied)), sha256.Sum256([]byte(copied))),
	}
}

func TestACopyShowsHowCloselyAQuoteStandsInIt(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"briefings/a.html", "sources/ledger.html"} {
		has(t, page(t, withCopy("", ""), address),
			`found in our copy of the source, of 3 May 2026, 10:00:00Z: <abbr class="tier" title="it stands there but for quotation marks, dashes and ellipses too">typographic</abbr>`,
			`not found in our copy of the source, of 3 May 2026, 10:00:00Z: <abbr class="tier" title="it does not stand there">missing</abbr>`,
			`https://x.org/l#:~:text=The%20ledger%20shows%20%E2%80%9Cno%20arrivals%E2%80%9D`, "no", "SECRET", "NOTSHOWN")
		has(t, page(t, withCopy("excerpt", ""), address), `<p class="around">The port is old. <mark>The ledger shows “no arrivals”</mark> recorded. SECRET after.</p>`,
			"no", "NOTSHOWN")
	}
	files := withCopy("excerpt", "")
	files["snapshots/ledger/text.txt"] += "x"
	has(t, page(t, files, "briefings/a.html"), "not checked: our copy of the source is not what was archived", "no", "SECRET", `class="tier"`)
	has(t, page(t, files, "sources/ledger.html"), "it is no longer what was archived", "no", "SECRET")
	delete(files, "snapshots/ledger/snapshot.yaml")
	has(t, page(t, files, "briefings/a.html"), "not checked against a copy of the source", "no", `class="tier"`)
	has(t, page(t, files, "sources/ledger.html"), "no", "Our copy")
}

func TestWhatOfACopyIsPublished(t *testing.T) {
	t.Parallel()
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte("<p>"+copied)))
	for _, c := range []struct {
		publish, access, words string
		files                  []string
	}{
		{"", "", "it is kept and not published", nil},
		{"digest-only", "", "it is kept and not published", nil},
		{"excerpt", "", "the sentences around quotes are published", nil},
		{"full", "", `<a href="../snapshots/ledger/page.html.txt">the copy</a>; <a href="../snapshots/ledger/text.txt">its text</a>`, []string{
			"snapshots/ledger/page.html.txt", "snapshots/ledger/text.txt",
		}},
		{"full", "restricted", "", nil},
		{"full", "withheld", "", nil},
	} {
		p, problems := planned(t, withCopy(c.publish, c.access))
		if problems.Failed() {
			t.Fatal(problems)
		}
		got := slices.DeleteFunc(names(p), func(name string) bool { return !strings.HasPrefix(name, "snapshots/") })
		if !slices.Equal(got, c.files) {
			t.Errorf("%s, %s: published are %q, not %q", c.publish, c.access, got, c.files)
		}
		if c.access == "withheld" {
			continue
		}
		source := page(t, withCopy(c.publish, c.access), "sources/ledger.html")
		if c.words == "" {
			has(t, source, "no", "Our copy", digest, "SECRET", "x.org")
			continue
		}
		has(t, source, "text/html of 3 May 2026", digest, "https://x.org/l?2", c.words)
	}
	changed := withCopy("full", "")
	changed["snapshots/ledger/page.html"] += " "
	if p, _ := planned(t, changed); slices.ContainsFunc(names(p), func(name string) bool { return strings.HasPrefix(name, "snapshots/") }) {
		t.Error("a copy is published that is not what was archived")
	}
}

// TestNothingOfACopyOfAHiddenSourceIsShown looks at every page.
func TestNothingOfACopyOfAHiddenSourceIsShown(t *testing.T) {
	t.Parallel()
	for _, access := range []string{"restricted", "withheld"} {
		files := withCopy("full", access)
		p, _ := planned(t, files)
		for _, name := range names(p) {
			if strings.HasSuffix(name, ".html") {
				has(t, page(t, files, name), "no", "SECRET", "NOTSHOWN", "2026-05-03", "our copy", "x.org")
			}
		}
	}
}
