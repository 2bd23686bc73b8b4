package build_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// TestRulesFollowEditsOfOtherFiles edits one file after the other in a session, and holds what rules find in other files against a check from
// nothing.
func TestRulesFollowEditsOfOtherFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) string {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
		return name
	}
	put("content/site.yaml", "title: T\nbase_url: https://example.org/\nchecks: {unearned-one: warning}\n")
	put("content/actors/port.md", "---\nname: Port\n---\n")
	put("content/sources/ledger.md", "---\ntitle: Ledger\npublisher: port\npublished: 2026-01-01\norigin: original\n---\n")
	put("content/sources/copy.md", "---\ntitle: Copy\nderived_from: ledger\nreliability: C\ngrade_basis: It is one.\n---\n")
	claims := ""
	for i := range 20 {
		claims += fmt.Sprintf("  c%d: {text: C., kind: judgment, evidence: {source: ledger, stance: supports, credibility: 2}}\n", i)
	}
	claims += "  d: {text: D., kind: judgment, evidence: {source: copy, stance: supports, credibility: 5}}\n"
	const head = "---\ntitle: A\ndate: 2026-02-01\nignore: {code: unused-claim, why: It is a test.}\nclaims:\n"
	put("content/briefings/a.md", head+claims+"---\nWords.\n")
	put("content/pages/about.md", "---\ntitle: About\n---\nAbout.\n")
	opt := build.Options{Source: dir, Theme: attest.Theme(), Day: edtf.Day{Year: 2026, Month: 7, Day: 1}}
	session, err := build.OpenSession(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	})
	codes := func(l diag.List) string {
		var all []string
		for _, d := range l {
			if code := d.Code + " " + d.At.File; !slices.Contains(all, code) {
				all = append(all, code)
			}
		}
		return strings.ReplaceAll(strings.Join(all, ", "), "content/", "")
	}
	for _, step := range []struct{ name, text, want string }{
		{"actors/port.md", "---\nname: Port\nreliability: B\ngrade_basis: It counts.\n---\n", "diagonal-grades site.yaml"},
		{"actors/port.md", "---\nname: Port\nreliability: A\ngrade_basis: It counts.\n---\n", ""},
		{
			"sources/ledger.md", "---\ntitle: Ledger\npublisher: Somebody\npublished: 2026-03\norigin: original\n---\n",
			"orphan-actor actors/port.md, time-travel briefings/a.md, ungraded sources/ledger.md",
		},
		{"pages/about.md", "---\ntitle: About\n---\nOf the Port.\n", "time-travel briefings/a.md, ungraded sources/ledger.md"},
		{"sources/ledger.md", "---\ntitle: Ledger\npublisher: port\norigin: original\nretracted: {}\n---\n", "retracted-source briefings/a.md"},
		{"sources/ledger.md", "---\ntitle: Ledger\npublisher: port\norigin: original\n---\n", ""},
		{
			"briefings/a.md", head + "  d: {text: D., kind: judgment, evidence: {source: ledger, stance: supports, credibility: 5}}\n---\nWords.\n",
			"orphan-source sources/copy.md",
		},
		{"pages/about.md", "---\ntitle: About\n---\nOf the Port [@copy].\n", ""},
		{"pages/about.md", "---\ntitle: About\n---\nOf the Port [@copi].\n", "unknown-id pages/about.md"},
		{"sources/copy.md", "---\ntitle: Copy\n---\n", "unknown-id pages/about.md, ungraded sources/copy.md"},
		{"pages/about.md", "---\ntitle: About\ndraft: true\n---\nOf the Port [@copy].\n", "orphan-source sources/copy.md, ungraded sources/copy.md"},
		{
			"briefings/a.md", head + "  d: {text: D., kind: judgment, evidence: {source: copy, stance: supports, quote: Words}}\n---\nWords.\n",
			"ungraded briefings/a.md, quote-unchecked briefings/a.md, ungraded sources/copy.md, orphan-source sources/ledger.md",
		},
		{
			"sources/copy.md", "---\ntitle: Copy\nurl: https://example.net/copy\n---\n", // which the hint of quote-unchecked depends on
			"ungraded briefings/a.md, quote-unchecked briefings/a.md, ungraded sources/copy.md, orphan-source sources/ledger.md",
		},
	} {
		if err := session.Rebuild(t.Context(), []string{put("content/"+step.name, step.text)}); err != nil {
			t.Fatal(err)
		}
		got := session.Latest().Diagnostics
		fresh, err := build.Check(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fresh.Diagnostics, got); diff != "" {
			t.Errorf("after %s is %q (-from nothing +session):\n%s", step.name, step.text, diff)
		}
		if diff := cmp.Diff(step.want, codes(got)); diff != "" {
			t.Errorf("after %s is %q (-want +got):\n%s", step.name, step.text, diff)
		}
	}
}
