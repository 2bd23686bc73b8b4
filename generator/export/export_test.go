package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/wording"
)

// exported returns the files of a site of the files, named below content/.
func exported(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("title: T\nbase_url: https://x.org/r\nfeeds: {limit: 2}\n")}}
	for name, text := range files {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	read, problems, err := content.Read(context.Background(), fsys, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	linked, _ := site.Link(nil, read)
	for _, d := range append(problems, linked.Problems()...).Resolve(nil) {
		if d.Level == diag.LevelError {
			t.Errorf("%s %s: %s", d.Code, d.At.File, d.Message)
		}
	}
	out := map[string]string{}
	x := export.New(linked, english(t))
	for _, f := range x.Files() {
		var data bytes.Buffer
		if err := f.Write(&data, x, linked.Reader(false)); err != nil {
			t.Fatal(err)
		}
		out[f.Address] = data.String()
	}
	return out
}

func english(t *testing.T) *wording.Language {
	t.Helper()
	data, err := fs.ReadFile(attest.Theme(), "templates/words/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file, found := wording.Read("en.yaml", wording.English, data)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return wording.New([]*wording.File{file}, false)
}

func briefings(dates ...string) map[string]string {
	files := map[string]string{}
	for i, date := range dates {
		files[fmt.Sprintf("briefings/b%d.md", i)] = "---\ntitle: B" + date + "\n" + "date: " + date + "\n---\n"
	}
	return files
}

func TestNoCellOfATableIsAFormula(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i, name := range []string{"=cmd()", "+1", "-1", "@x", "\uff1dcmd()", "fine = so"} {
		files[fmt.Sprintf("actors/a%d.md", i)] = fmt.Sprintf("---\nname: Name %d\nsummary: %q\naliases: [fine, %q]\n---\n", i, name, name+"x")
	}
	rows, err := csv.NewReader(strings.NewReader(exported(t, files)["data/actors.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[6], row[4])
	}
	want := []string{
		"'=cmd()", "fine; '=cmd()x", "'+1", "fine; '+1x", "'-1", "fine; '-1x", "'@x", "fine; '@xx", "'\uff1dcmd()", "fine; '\uff1dcmd()x",
		"fine = so", "fine; fine = sox",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryTableIsTheSameAsJSONAndCSV(t *testing.T) {
	t.Parallel()
	files := briefings("2026-01-02")
	files["actors/a.md"], files["sources/s.md"], files["events/e.md"] = "---\nname: A\n---\n", "---\ntitle: S\n---\n", "---\ntitle: E\ndate: 2020\n---\n"
	files["briefings/c.md"] = "---\ntitle: C\ndate: 2026\nclaims: {c: {text: C, claimant: Somebody}}\n---\n"
	out := exported(t, files)
	for _, kind := range []string{"briefings", "claims", "actors", "sources", "events"} {
		var objects []map[string]any
		if err := json.Unmarshal([]byte(out["data/"+kind+".json"]), &objects); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(out["data/"+kind+".csv"])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(objects) == 0 || len(rows) != len(objects)+1 {
			t.Errorf("%s: %d objects and %d rows", kind, len(objects), len(rows))
		}
		for _, column := range rows[0] {
			if _, ok := objects[0][column]; !ok || len(objects[0]) != len(rows[0]) {
				t.Errorf("%s: the objects lack %q of %q", kind, column, rows[0])
			}
		}
	}
}

func TestFeedsHoldTheNewest(t *testing.T) {
	t.Parallel()
	files := briefings("2026-01-02", "2025", "2026-03")
	files["briefings/b0.md"] = "---\ntitle: B & <b>\ndate: 2026-01-02\nupdated: 2026-04-05\ncorrections:\n" +
		"  - {date: 2026-02, type: new_version, text: one}\n  - {date: 2026-02, type: correction, text: two}\n---\n"
	out := exported(t, files)
	type atomFeed struct {
		Updated string   `xml:"updated"`
		Titles  []string `xml:"entry>title"`
	}
	var atom, corrections atomFeed
	for name, into := range map[string]*atomFeed{"feed.atom": &atom, "corrections.atom": &corrections} {
		if err := xml.Unmarshal([]byte(out[name]), into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var feed struct {
		Version string `json:"version"`
		Items   []struct {
			ID        string `json:"id"`
			Title     string `json:"title"`
			Published string `json:"date_published"`
			Modified  string `json:"date_modified"`
			Text      string `json:"content_text"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(out["feed.json"]), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.Items) != 2 || feed.Items[1].Title != "B & <b>" ||
		feed.Items[1].Published != "2026-01-02T00:00:00Z" || feed.Items[1].Modified != "2026-04-05T00:00:00Z" || feed.Items[1].Text == "" {
		t.Errorf("feed.json holds %+v", feed)
	}
	if atom.Updated != "2026-04-05T00:00:00Z" || len(atom.Titles) != 2 || len(corrections.Titles) != 2 {
		t.Errorf("feed.atom holds %+v, corrections.atom %+v", atom, corrections)
	}
	if !strings.Contains(out["corrections.atom"], "#correction.b0.2026-02.2<") || !strings.Contains(out["corrections.atom"], "new version: B &amp; &lt;b&gt;") {
		t.Errorf("corrections.atom:\n%s", out["corrections.atom"])
	}
}

func TestScriptsWithRowsAreChunksOfAThousand(t *testing.T) {
	t.Parallel()
	var claims bytes.Buffer
	for i := range 1001 {
		fmt.Fprintf(&claims, "  c%d: {text: \"</script>\u2028 %d\"}\n", i, i)
	}
	out := exported(t, map[string]string{"briefings/b.md": "---\ntitle: B\ndate: 2026\nclaims:\n" + claims.String() + "---\n"})
	total := 0
	for k, want := range []int{1000, 1} {
		script := out[fmt.Sprintf("data/claims-%d.js", k+1)]
		text, ok := strings.CutPrefix(script, `attestRows("claims",`)
		text, closed := strings.CutSuffix(text, ");\n")
		var rows [][]any
		if err := json.Unmarshal([]byte(text), &rows); !ok || !closed || err != nil || len(rows) != want {
			t.Errorf("script %d has %d rows: %v", k+1, len(rows), err)
		}
		if strings.Contains(script, "</script>") || strings.Contains(script, "\u2028") {
			t.Error("a script holds what ends one")
		}
		total += len(rows)
	}
	if _, ok := out["data/claims-3.js"]; ok || total != 1001 {
		t.Errorf("there are %d rows, or a third script", total)
	}
	previews := 0
	for name, script := range out {
		if strings.HasPrefix(name, "data/previews/") {
			var of map[string][3]string
			text := strings.TrimSuffix(strings.TrimPrefix(script, "attestPreviews("), ");\n")
			if err := json.Unmarshal([]byte(text), &of); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			previews += len(of)
		}
	}
	if previews != 1001 {
		t.Errorf("%d previews, want one of each claim", previews)
	}
}

func TestTheFeedOfCorrectionsHasEveryChange(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"site.yaml":      "title: T\nbase_url: https://x.org/r\n",
		"sources/old.md": "---\ntitle: Old\nretracted: {date: 2020-05, reason: It was made up.}\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026-01-01\nupdated: 2026-03-04\nclaims:\n" +
			"  next: {text: Later.}\n  was: {text: Earlier., status: superseded, superseded_by: next}\n" +
			"corrections: [{date: 2026-02-01, type: clarification, text: A word., by: desk}]\n---\n[x]{claim=\"next was\"}\n",
	}
	var feed struct {
		Entries []struct {
			Title   string `xml:"title"`
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Summary string `xml:"summary"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(exported(t, files)["corrections.atom"]), &feed); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range feed.Entries {
		line := fmt.Sprint(e.Title, " | ", e.ID, " | ", e.Updated, " | ", e.Summary)
		for _, link := range e.Links {
			line += " | " + link.Rel + " " + link.Href
		}
		got = append(got, line)
	}
	want := []string{
		"clarification: A | https://x.org/r/corrections.html#correction.a.2026-02-01 | 2026-02-01T00:00:00Z | A word. | alternate https://x.org/r/briefings/a.html",
		"source retracted: Old | https://x.org/r/corrections.html#source.old | 2020-05-01T00:00:00Z | It was made up. | alternate https://x.org/r/sources/old.html",
		"claim superseded: A | https://x.org/r/corrections.html#status.a.was | 2026-03-04T00:00:00Z | Earlier. | alternate https://x.org/r/briefings/a.html#claim-was | " +
			"related https://x.org/r/briefings/a.html#claim-next",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the entries (-want +got):\n%s", diff)
	}
}

// TestDataListsEachSourceOnce holds the lists of sources against the numbers beside them.
func TestDataListsEachSourceOnce(t *testing.T) {
	t.Parallel()
	out := exported(t, map[string]string{
		"sources/log.md":    "---\ntitle: Log\norigin: original\n---\n",
		"sources/wire.md":   "---\ntitle: Wire\norigin: original\nretracted: {}\n---\n",
		"sources/paper.md":  "---\ntitle: Paper\nderived_from: wire\n---\n",
		"sources/tip.md":    "---\ntitle: Tip\naccess: withheld\n---\n",
		"sources/hint.md":   "---\ntitle: Hint\naccess: withheld\n---\n",
		"sources/denial.md": "---\ntitle: Denial\n---\n",
		"briefings/a.md": `---
title: A
date: 2026-01-01
claims:
  c:
    text: C.
    status: under_review
    evidence:
      - {source: log, stance: supports, locator: p. 1}
      - {source: tip, stance: supports}
      - {source: wire, stance: supports}
      - {source: paper, stance: supports}
      - {source: log, stance: supports, locator: p. 2}
      - {source: tip, stance: supports}
      - {source: hint, stance: supports}
      - {source: denial, stance: disputes, answer: Why.}
      - {source: denial, stance: refutes, answer: Why.}
      - {source: paper, stance: refutes, answer: Why.}
      - {source: paper, stance: qualifies}
      - {source: paper, stance: qualifies}
---
[x]{claim=c}
`,
	})
	var got []struct {
		Reports          int      `json:"reports"`
		Against          int      `json:"against"`
		For              []string `json:"sources_for"`
		Opposed          []string `json:"sources_against"`
		Qualifying       []string `json:"sources_qualifying"`
		UncountedFor     []string `json:"uncounted_for"`
		UncountedAgainst []string `json:"uncounted_against"`
	}
	if err := json.Unmarshal([]byte(out["data/claims.json"]), &got); err != nil || len(got) != 1 {
		t.Fatal(len(got), err)
	}
	for _, list := range []struct {
		name      string
		want, got []string
	}{
		{"for", []string{"log", "withheld", "wire", "paper", "withheld"}, got[0].For},
		{"against", []string{"denial", "paper"}, got[0].Opposed},
		{"qualifying", []string{"paper"}, got[0].Qualifying},
		{"not counted, for", []string{"wire", "paper"}, got[0].UncountedFor},
		{"not counted, against", []string{"paper"}, got[0].UncountedAgainst},
	} {
		if diff := cmp.Diff(list.want, list.got); diff != "" {
			t.Errorf("sources %s (-want +got):\n%s", list.name, diff)
		}
	}
	if n := len(got[0].For) - len(got[0].UncountedFor); got[0].Reports != n {
		t.Errorf("%d reports, and %d sources that count", got[0].Reports, n)
	}
	if n := len(got[0].Opposed) - len(got[0].UncountedAgainst); got[0].Against != n {
		t.Errorf("%d reports against, and %d sources that count", got[0].Against, n)
	}
}

func TestFeedsMakeUpNoDates(t *testing.T) {
	t.Parallel()
	briefing := func(title, dates, more string) string {
		return "---\ntitle: " + title + "\n" + dates + "\n" + more + "---\n"
	}
	out := exported(t, map[string]string{
		"site.yaml":        "title: T\nbase_url: https://x.org/r\n",
		"sources/used.md":  "---\ntitle: Used\nretracted: {}\n---\n",
		"sources/cited.md": "---\ntitle: Cited\nretracted: {}\n---\n",
		"sources/tip.md":   "---\ntitle: Tip\naccess: restricted\nretracted: {date: 2020}\n---\n",
		"briefings/a.md": briefing("A", "date: 2026-01-01\nupdated: 2026-03-04",
			"claims: {c: {text: C., status: under_review, evidence: {source: used, stance: supports}}}\ncorrections: [{date: XXXX, type: expression_of_concern, claim: c, text: When.}]\n"),
		"briefings/day.md":   briefing("Day", "date: 2026-05-02T14:30:00Z", ""),
		"briefings/month.md": briefing("Month", "date: 2026-05\nupdated: 2026-06?", ""),
		"briefings/about.md": briefing("About", "date: 2026-05~", ""),
		"briefings/range.md": briefing("Range", "date: 2026-05/2026-07", ""),
	})
	type entry struct {
		Title     string `xml:"title"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
	}
	var corrections, briefings struct {
		Entries []entry `xml:"entry"`
	}
	var feed struct {
		Items []struct {
			Title     string `json:"title"`
			Published string `json:"date_published"`
			Modified  string `json:"date_modified"`
		} `json:"items"`
	}
	err := errors.Join(
		xml.Unmarshal([]byte(out["corrections.atom"]), &corrections), xml.Unmarshal([]byte(out["feed.atom"]), &briefings),
		json.Unmarshal([]byte(out["feed.json"]), &feed),
	)
	if err != nil {
		t.Fatal(err)
	}
	var items []entry
	for _, item := range feed.Items {
		items = append(items, entry{item.Title, item.Published, item.Modified})
	}
	const may, march = "2026-05-01T00:00:00Z", "2026-03-04T00:00:00Z"
	for _, test := range []struct {
		name      string
		want, got []entry
	}{
		{"corrections.atom", []entry{
			{"expression of concern: A", "", march},
			{"source retracted: a restricted source", "", "2026-06-01T00:00:00Z"},
			{"source retracted: Cited", "", "2026-06-01T00:00:00Z"},
			{"source retracted: Used", "", march},
		}, corrections.Entries},
		{"feed.atom", []entry{
			{"Day", "2026-05-02T00:00:00Z", "2026-05-02T00:00:00Z"},
			{"Range", "", may},
			{"About", "", may},
			{"Month", may, "2026-06-01T00:00:00Z"},
			{"A", "2026-01-01T00:00:00Z", march},
		}, briefings.Entries},
		{"feed.json", []entry{{"Day", "2026-05-02T00:00:00Z", ""}, {"Range", "", ""}, {"About", "", ""}, {"Month", may, ""}, {"A", "2026-01-01T00:00:00Z", march}}, items},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
