package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRowsOfSourcesSayWhatMayBeShown has a source that is public, one of which only the descriptor may be shown, and one that is withheld.
func TestRowsOfSourcesSayWhatMayBeShown(t *testing.T) {
	t.Parallel()
	out := exported(t, map[string]string{
		"sources/open.md":   "---\ntitle: Ledger\ntype: document\npublisher: The Port\npublished: 2026-05~\nlanguage: ko\ntier: primary\norigin: original\nreliability: B\n---\n",
		"sources/told.md":   "---\ntitle: SECRET\npublisher: SECRET\ntype: interview\npublished: 2001\naccess: restricted\nreliability: C\ndescriptor: {access: An officer}\nretracted: {date: 2026, reason: SECRET}\n---\n",
		"sources/hidden.md": "---\ntitle: SECRET\naccess: withheld\n---\n",
		"briefings/b.md": "---\ntitle: B\ndate: 2026\nclaims:\n  c: {text: C, status: under_review, evidence: [{source: open, stance: supports, quote: a}, {source: open, stance: disputes, quote: b}, " +
			"{source: told, stance: supports}, {source: hidden, stance: supports}]}\n---\n[Words]{claim=c}.\n",
	})
	script := out["data/sources-1.js"]
	if strings.Contains(script, "SECRET") || strings.Contains(script, "2001") || strings.Contains(script, "hidden") {
		t.Errorf("it tells what is not to be shown: %s", script)
	}
	var rows [][]any
	text := strings.TrimSuffix(strings.TrimPrefix(script, `attestRows("sources",`), ");\n")
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		t.Fatal(err)
	}
	found := map[any][]any{}
	for _, row := range rows {
		found[row[0]] = row[1:]
	}
	want := map[any][]any{
		"sources/open.html": {"Ledger", "B", 1.0, "", "document", "The Port", "about May 2026", "2026-05-01", "2026-05-31", "primary", "original", "Korean"},
		"sources/told.html": {found["sources/told.html"][0], "C", 1.0, "retracted"},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
