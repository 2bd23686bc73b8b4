package plan_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"attest"
	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/plan"
	"attest/generator/site"
	"attest/generator/theme"
)

// planned reads, links and plans a site of the files, named below content/.
func planned(t *testing.T, files map[string]string) (*plan.Plan, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	read, problems, err := content.Read(context.Background(), fsys, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	linked, _ := site.Link(nil, read)
	look, more, err := theme.New(attest.Theme(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	p, clashes := plan.New(nil, linked, look, fsys)
	return p, slices.Concat(problems, linked.Problems(), more, clashes).Resolve(map[string]diag.Level{"no-base-url": diag.LevelOff})
}

// TestAPlanOfAnEditListsTheFilesOfOneFromNothing makes edits that change which pages there are.
func TestAPlanOfAnEditListsTheFilesOfOneFromNothing(t *testing.T) {
	t.Parallel()
	corrected := func(n int) string {
		return "---\ntitle: A\ndate: 2026\ncorrections:\n" + strings.Repeat("  - {date: 2026-02, type: correction, text: Mended.}\n", n) + "---\n"
	}
	moved := "---\ntitle: A\ndate: 2026\naliases: [old/a.html]\n---\n"
	for name, versions := range map[string][]map[string]string{
		"corrections":                    {{"briefings/a.md": corrected(100)}, {"briefings/a.md": corrected(101)}, {"briefings/a.md": corrected(50)}},
		"lists of an actor and a source": {hub(100), hub(101), hub(201), hub(100)},
		"an alias whose briefing is hidden by another": {
			{"briefings/a/index.md": moved},
			{"briefings/a/index.md": moved, "briefings/a.md": "---\ntitle: A\ndate: 2026\ntlp: red\n---\n"},
			{"briefings/a/index.md": moved},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look, _, err := theme.New(attest.Theme(), fstest.MapFS{})
			if err != nil {
				t.Fatal(err)
			}
			var read *content.Content
			var linked *site.Site
			var p *plan.Plan
			for i, files := range versions {
				fsys := fstest.MapFS{}
				for name, text := range files {
					fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
				}
				if read, _, err = read.Again(t.Context(), fsys, content.Options{}, nil); err != nil {
					t.Fatal(err)
				}
				linked, _ = site.Link(linked, read)
				p, _ = plan.New(p, linked, look, fsys)
				fresh, _ := plan.New(nil, linked, look, fsys)
				if diff := cmp.Diff(names(fresh), names(p)); diff != "" {
					t.Errorf("version %d: files (-from nothing +of the edit):\n%s", i, diff)
				}
			}
		})
	}
}

func names(p *plan.Plan) []string {
	all := make([]string, len(p.Files))
	for i := range p.Files {
		all[i] = p.Files[i].Address
	}
	return all
}

// page returns a page of a plan without a problem.
func page(t *testing.T, files map[string]string, address string) string {
	t.Helper()
	p, problems := planned(t, files)
	for _, d := range problems {
		t.Errorf("%s %s: %s", d.Code, d.At.File, d.Message)
	}
	f := p.File(address)
	if f == nil {
		t.Fatalf("there is no %s", address)
	}
	var buf bytes.Buffer
	if _, err := p.Make(f, &buf, false); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// has reports what of the texts a page lacks, and what of those after "no" it holds.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	want := true
	for _, text := range texts {
		if text == "no" {
			want = false
		} else if strings.Contains(page, text) != want {
			t.Errorf("the page holds %q: %t\n%s", text, !want, page[max(0, strings.Index(page, "<main")):])
		}
	}
}

func TestAddressesThatClash(t *testing.T) {
	t.Parallel()
	briefing := "---\ntitle: T\ndate: 2026\naliases: %s\n---\n"
	for alias, clashes := range map[string]bool{
		"old/": false, "old": false, "index.html": true, "briefings/a": true, "Timeline": true, "briefings/a.html/b": true,
		"data/claims.json": false, "style.css": false,
	} {
		_, problems := planned(t, map[string]string{"briefings/a.md": fmt.Sprintf(briefing, alias)})
		codes := map[string]int{}
		for _, d := range problems {
			codes[d.Code]++
		}
		if got := codes["address-clash"] > 0; got != clashes || len(codes) > 1 {
			t.Errorf("the alias %q: problems %v, want a clash: %t", alias, codes, clashes)
		}
	}
}

func TestAliasAddress(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, alias := range []string{"old", "/old", "old/", "a/b.html", "a/b.htm"} {
		got[alias] = plan.AliasAddress(alias)
	}
	want := map[string]string{"old": "old.html", "/old": "old.html", "old/": "old/index.html", "a/b.html": "a/b.html", "a/b.htm": "a/b.htm.html"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFoldMixesWhatSomeFileSystemsMix(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"A.html", "a.html"}, {"é", "e\u0301"}, {"Straße", "STRASSE"}} {
		if plan.Fold(same[0]) != plan.Fold(same[1]) {
			t.Errorf("%q and %q are told apart", same[0], same[1])
		}
	}
	if plan.Fold("북한") == plan.Fold("북") {
		t.Error("two names are one")
	}
}

func TestTextFragments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ url, directives, want string }{
		{"https://x.org/a", "text=x", "https://x.org/a#:~:text=x"},
		{"https://x.org/a#p3", "text=x&text=y", "https://x.org/a#p3:~:text=x&text=y"},
		{"https://x.org/a#:~:text=z", "text=x", ""},
		{"", "text=x", ""},
		{"https://x.org/a", "", ""},
	} {
		if got := plan.TextFragment(c.url, c.directives); got != c.want {
			t.Errorf("%q with %q gives %q, want %q", c.url, c.directives, got, c.want)
		}
	}
}

func TestListsComeInPagesOfAHundred(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 201 {
		files[fmt.Sprintf("actors/a%03d.md", i)] = fmt.Sprintf("---\nname: Actor %03d\n---\n", i)
	}
	has(t, page(t, files, "actors.html"), "Actor 000", "Actor 099", `href="actors-2.html"`, `href="actors-3.html"`, "no", "Actor 100", "actors-4")
	has(t, page(t, files, "actors-3.html"), "Actor 200", "no", "Actor 199")
}

// hidden is a site with sources of every access, of which each derives from another.
var hidden = map[string]string{
	"sources/report.md": "---\ntitle: Report\nderived_from: [clerk, first]\nurl: https://x.org/r\n---\n",
	"sources/clerk.md":  "---\ntitle: HIDDEN\naccess: withheld\nderived_from: [second]\n---\n",
	"sources/tip.md": "---\ntitle: HIDDEN\naccess: restricted\nderived_from: [second]\norigin: original\nurl: https://HIDDEN.example/\n" +
		"descriptor: {access: an official}\nretracted: {date: 1999-12-31, reason: HIDDEN}\n---\n",
	"sources/first.md":  "---\ntitle: First\norigin: original\n---\n",
	"sources/second.md": "---\ntitle: Second\norigin: original\n---\n",
	"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims:\n  c:\n    text: C\n    evidence:\n" +
		"      - {source: report, stance: supports, quote: so it is}\n      - {source: clerk, stance: refutes, credibility: 2, note: HIDDEN}\n" +
		"      - {source: tip, stance: disputes, quote: HIDDEN, locator: HIDDEN}\n---\n[x]{claim=c} [@report] [@tip]\n",
}

// A sitemap lists at most 50,000 pages (sitemaps.org, 0.9): a larger site has several, and an index of them.
func TestASitemapIsSplitWhereItWouldBeTooLarge(t *testing.T) {
	t.Parallel()
	const sources = 50_001
	var library strings.Builder
	for i := range sources {
		fmt.Fprintf(&library, "%c{\"id\": \"s%d\"}", "[,"[min(i, 1)], i)
	}
	p, _ := planned(t, map[string]string{"site.yaml": "base_url: https://example.org/", "sources/all.json": library.String() + "]"})
	listed := make(map[string]bool)
	for _, f := range p.Files {
		if strings.HasPrefix(f.Address, "sitemap") {
			listed[f.Address] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{"sitemap.xml": true, "sitemap-1.xml": true, "sitemap-2.xml": true}, listed); diff != "" {
		t.Fatal(diff)
	}
	read := func(address, element string) (locations []string) {
		var buf bytes.Buffer
		needs, err := p.Make(p.File(address), &buf, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(needs.Direct()) == 0 {
			t.Errorf("%s would stay as it is when pages come and go", address)
		}
		var document struct {
			XMLName xml.Name
			Entries []struct {
				XMLName xml.Name
				Loc     string `xml:"loc"`
			} `xml:",any"`
		}
		if err := xml.Unmarshal(buf.Bytes(), &document); err != nil || document.XMLName.Local != element {
			t.Errorf("%s is a %s: %v", address, document.XMLName.Local, err)
		}
		for _, e := range document.Entries {
			if e.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
				t.Fatalf("%s has an entry of the namespace %q", address, e.XMLName.Space)
			}
			locations = append(locations, e.Loc)
		}
		return locations
	}
	if diff := cmp.Diff([]string{"https://example.org/sitemap-1.xml", "https://example.org/sitemap-2.xml"}, read("sitemap.xml", "sitemapindex")); diff != "" {
		t.Error(diff)
	}
	one, two := read("sitemap-1.xml", "urlset"), read("sitemap-2.xml", "urlset")
	all := slices.Concat(one, two)
	want := 0
	for _, f := range p.Files {
		if f.Page && f.Address != site.NotFoundAddress {
			want++
		}
	}
	if len(one) != 50_000 || len(all) != want || len(slices.Compact(slices.Sorted(slices.Values(all)))) != want {
		t.Errorf("the sitemaps list %d and %d of %d pages", len(one), len(two), want)
	}
}

func TestSourcesThatAreNotPublicShowOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"briefings/a.html", "sources/report.html", "sources/tip.html", "sources/second.html", "corrections.html", "sources.html"} {
		has(t, page(t, hidden, address), "no", "HIDDEN", "1999", "clerk")
	}
	has(t, page(t, hidden, "sources/report.html"), "Known origins: <a href=\"../sources/first.html\">", "a source withheld by the authors", "no", "second.html")
	has(t, page(t, hidden, "sources/tip.html"), "an official", "no", "Where it comes from", "second.html")
	has(t, page(t, hidden, "sources/second.html"), "no", "What derives from it", "tip.html")
	has(t, page(t, hidden, "briefings/a.html"), `<abbr title="sources withheld by the authors">withheld</abbr>`, `<span class="sr">refutes </span>F2`,
		`href="https://x.org/r#:~:text=so%20it%20is"`)
}

func TestTheBlastOfARetractedSource(t *testing.T) {
	t.Parallel()
	got := page(t, map[string]string{
		"sources/r.md":      "---\ntitle: R\norigin: original\nretracted: {reason: wrong}\n---\n",
		"sources/other.md":  "---\ntitle: O\norigin: original\n---\n",
		"sources/copy.md":   "---\ntitle: Copy\nderived_from: r\n---\n",
		"actors/about.md":   "---\nname: About\n---\n",
		"actors/related.md": "---\nname: Related\nrelations: [{to: about, type: owns, claims: [a#lost]}]\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims:\n" +
			"  lost: {text: L, about: about, evidence: [{source: copy, stance: supports}, {source: other, stance: supports}]}\n" +
			"  won: {text: W, evidence: [{source: r, stance: disputes}, {source: other, stance: supports}]}\n" +
			"events:\n  e: {date: 2020, title: E, claims: [lost, won]}\n---\n[x]{claim=\"lost won\"}\n",
	}, "sources/r.html")
	_, blast, _ := strings.Cut(got, `class="blast"`)
	blast, _, _ = strings.Cut(blast, "</section>")
	has(t, blast, "2 claims leaned on it", "; 1 lost standing.")
	if n := strings.Count(blast, `<span class="flag">lost standing`); n != 1 {
		t.Errorf("%d claims lost standing, want 1", n)
	}
	for _, name := range []string{">About<", ">Related<", ">E<", ">A<"} {
		if n := strings.Count(blast, name); n != 1 {
			t.Errorf("%s stands %d times, want once:\n%s", name, n, blast)
		}
	}
}

func TestALongDerivationIsCutAndSaysSo(t *testing.T) {
	t.Parallel()
	files := map[string]string{"sources/s0000.md": "---\ntitle: S0\norigin: original\n---\n"}
	for i := 1; i < 1000; i++ {
		files[fmt.Sprintf("sources/s%04d.md", i)] = fmt.Sprintf("---\ntitle: S%d\nderived_from: s%04d\n---\n", i, i-1)
	}
	got := page(t, files, "sources/s0999.html")
	has(t, got, "more on its own page", `<a href="../sources/s0000.html">S0</a>`)
	if n := strings.Count(got, `<ul class="tree">`); n > 200 {
		t.Errorf("the tree is %d deep", n)
	}
}

// Evidence names a dozen of many sources; the source's own page names all.
func TestADerivationFromManyIsCutInEvidence(t *testing.T) {
	t.Parallel()
	files := map[string]string{"briefings/b.md": "---\ntitle: B\ndate: 2026\nclaims:\n  c: {text: C, evidence: [{source: all, stance: supports}]}\n---\n"}
	var from []string
	for i := range 15 {
		id := fmt.Sprintf("s%02d", i)
		from = append(from, id)
		files["sources/"+id+".md"] = "---\ntitle: Report " + id + "\norigin: original\n---\n"
	}
	files["sources/all.md"] = "---\ntitle: All\nderived_from: [" + strings.Join(from, ", ") + "]\n---\n"
	has(t, page(t, files, "briefings/b.html"), "derived from Report s00, Report s01,", "Report s11, and 3 more<", "no", "Report s12")
	has(t, page(t, files, "sources/all.html"), ">Report s00<", ">Report s14<")
}

// The page of a year leads to all others, or where they are very many, to some on the way.
func TestAYearOfManyLeadsToThoseNearby(t *testing.T) {
	t.Parallel()
	files := map[string]string{"site.yaml": "timeline: {years_from: 2}\n"}
	for year := 1800; year < 2000; year++ {
		files[fmt.Sprintf("events/e%d.md", year)] = fmt.Sprintf("---\ntitle: E\ndate: %d\n---\n", year)
	}
	links := func(address string) string {
		got := page(t, files, address)
		return strings.Split(got[strings.Index(got, `class="years"`):], "</ul>")[0]
	}
	has(t, links("timeline/1850.html"), "1800.html", "1847.html", `<span aria-current="page">1850</span>`, "1853.html", "1999.html", `<span aria-hidden="true">…</span>`, "no", "1830.html")
	has(t, links("timeline.html"), "1830.html", "no", "…")
}

func TestATimelineOfYearsIsInOrder(t *testing.T) {
	t.Parallel()
	files := map[string]string{"site.yaml": "timeline: {years_from: 2}\n"}
	for id, date := range map[string]string{"a": "2020", "b": "'[..1950]'", "c": "1900", "d": "-0044"} {
		files["events/"+id+".md"] = "---\ntitle: " + id + "\ndate: " + date + "\n---\n"
	}
	got := page(t, files, "timeline.html")
	years := strings.Split(got[strings.Index(got, `class="years"`):], "</ul>")[0]
	at := -1
	for _, year := range []string{"timeline/-44.html", "timeline/1900.html", "timeline/1950.html", "timeline/2020.html"} {
		i := strings.Index(years, year)
		if i < at {
			t.Errorf("%s stands out of order in %s", year, years)
		}
		at = i
	}
	has(t, got, "4 events", ">45 BC: 1 event<", "no", "No event yet", "in the list only")
}

func TestStructuredDataNamesThingsFromItsPage(t *testing.T) {
	t.Parallel()
	files := maps.Clone(hidden)
	has(t, page(t, files, "briefings/a.html"), `"@id":"#claim-c"`, `"@type":"BreadcrumbList"`, `"item":"../briefings.html"`)
	files["site.yaml"] = "base_url: https://x.org/r\n"
	has(t, page(t, files, "briefings/a.html"), `"@id":"https://x.org/r/briefings/a.html#claim-c"`, `"item":"https://x.org/r/"`)
	has(t, page(t, files, "claims.html"), `"@type":"BreadcrumbList"`)
}

func TestWhatIsNotCurrentSaysSo(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nkey_judgments: c\nclaims:\n  c: {text: C, status: retracted, reviewed: {on: 2026-01-02}}\n" +
			"  d: {text: D}\n---\n[x]{claim=c} [y]{claim=d}\n",
	}
	has(t, page(t, files, "index.html"), `<span class="flag">retracted</span>`)
	has(t, page(t, files, "briefings/a.html"), `<span class="flag">retracted</span>`, "1 of 2 claims reviewed, last 2 January 2026")
}

func TestRetractionsAreNewestFirst(t *testing.T) {
	t.Parallel()
	got := page(t, map[string]string{
		"sources/a.md": "---\ntitle: Aaa\nretracted: {date: 2020, reason: x}\n---\n",
		"sources/b.md": "---\ntitle: Bbb\nretracted: {date: 2024-05, reason: x}\n---\n",
	}, "corrections.html")
	if strings.Index(got, "Bbb.") > strings.Index(got, "Aaa.") {
		t.Error("the older retraction stands first")
	}
}

func TestEveryChangeOfStatusIsOnThePageOfCorrections(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"sources/old.md":    "---\ntitle: Old\nretracted: {date: 2020-05, reason: It was made up}\n---\n",
		"sources/sealed.md": "---\ntitle: SECRET\naccess: restricted\nretracted: {date: 2025-05, reason: SECRET}\n---\n",
		"sources/gone.md":   "---\ntitle: SECRET\naccess: withheld\nretracted: {date: 2025-05, reason: SECRET}\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims:\n" +
			"  told: {text: Told., status: retracted}\n" +
			"  next: {text: Later.}\n" +
			"  was: {text: Earlier., status: superseded, superseded_by: next}\n" +
			"  other: {text: Other., status: under_review}\n" +
			"  still: {text: Still., status: current}\n" +
			"corrections:\n  - {date: 2026-02, type: retraction, claim: told, text: It was not so.}\n" +
			"  - {date: 2026-01, type: correction, claim: other, text: A number was wrong.}\n" +
			"---\n[x]{claim=\"told next was other still\"}\n",
	}
	got := page(t, files, "corrections.html")
	_, list, _ := strings.Cut(got, `<ol class="rows"`)
	list, _, _ = strings.Cut(list, "</ol>")
	var kinds []string
	for _, row := range strings.Split(list, `<span class="kind">`)[1:] {
		kind, _, _ := strings.Cut(row, ":</span>")
		kinds = append(kinds, kind)
	}
	want := []string{"retraction", "correction", "source retracted", "source retracted", "claim superseded", "claim under review"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("the changes, newest first (-want +got):\n%s", diff)
	}
	has(t, list, `id="status.a.was"`, "undated", `Superseded by <a href="briefings/a.html#claim-next">Later.</a>`, "Old. It was made up",
		`<a href="sources/sealed.html">a restricted source</a>`, "no", "SECRET", "2025", "Still")
	has(t, page(t, files, "briefings/a.html"), "claim under review", `<p class="successor">Superseded by <a href="#claim-next">Later.</a></p>`, "no", "source retracted")
	has(t, page(t, files, "claims.html"), `Superseded by <a href="briefings/a.html#claim-next">Later.</a>`)
}

func TestAClaimThatChangedSinceItsReviewSaysSo(t *testing.T) {
	t.Parallel()
	digest := (&brief.Claim{Text: "C"}).ReviewDigest([]string{"x"})
	site := func(digest, words string) map[string]string {
		return map[string]string{"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims:\n  c: {text: C, reviewed: {on: 2026-01-02, by: desk, digest: " + digest +
			"}}\n---\n[" + words + "]{claim=c}\n"}
	}
	has(t, page(t, site(digest, "x"), "briefings/a.html"), "reviewed 2 January 2026 by desk</dd>", "last reviewed 2 January 2026", "no", "changed since")
	has(t, page(t, site(digest, "y"), "briefings/a.html"), `<span class="flag">changed since review</span>`,
		"reviewed 2 January 2026 by desk; changed since: words</dd>", "last reviewed 2 January 2026; 1 changed since")
}
