package plan_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// harbour is a site with an event of every sort and actors that are connected in every way.
var harbour = map[string]string{
	"sources/log.md":     "---\ntitle: Log\norigin: original\n---\n",
	"sources/paper.md":   "---\ntitle: Paper\norigin: original\n---\n",
	"actors/orsa.md":     "---\nname: Line Orsa\nrelations: [{to: board, type: member_of, start: 2020, claims: [halt#stopped]}]\n---\n",
	"actors/vela.md":     "---\nname: Port Vela\nrelations: [{to: orsa, type: regulates}, {to: board, type: part_of}]\n---\n",
	"actors/board.md":    "---\nname: Harbour Board\n---\n",
	"actors/crew.md":     "---\nname: The crew\n---\n",
	"actors/stranger.md": "---\nname: A stranger\n---\n",
	"events/antique.md":  "---\ntitle: The harbour is dug\ndate: -0044-03-15\n---\n",
	"events/open.md":     "---\ntitle: The link is suspended\ndate: 2026-05/..\nactors: [orsa]\n---\n",
	"briefings/halt.md": "---\ntitle: Halt\ndate: 2026-05-20\nclaims:\n" +
		"  stopped: {text: It stopped., about: [orsa, vela], evidence: [{source: log, stance: supports}, {source: paper, stance: supports}]}\n" +
		"  disputed: {text: It is disputed., about: [orsa, vela, crew], claimant: board, evidence: [{source: log, stance: supports}, {source: paper, stance: disputes}]}\n" +
		"events:\n" +
		"  last: {date: 2026-05-02, title: The last ship, actors: [orsa], claims: [stopped]}\n" +
		"  noticed: {date: \"2026-05-04?\", title: A notice, actors: [orsa], claims: [stopped, disputed]}\n" +
		"  month: {date: 2026-04, title: A month of talks}\n" +
		"  talks: {date: 2026-03/2026-04-20, title: Talks, claims: [disputed]}\n" +
		"  unknown: {date: \"2026-03-02/\", title: A strike}\n" +
		"---\n[x]{claim=\"stopped disputed\"}\n",
}

// figures returns the figures of a class on a page.
func figures(t *testing.T, page, class string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)<figure class="`+class+`">.*?</figure>`).FindAllString(page, -1)
	if len(found) == 0 {
		t.Fatalf("the page has no %s", class)
	}
	return strings.Join(found, "\n") + "\n"
}

// TestPicturesAreWhatTheyWere holds pictures against golden files; they are few, and read in review.
func TestPicturesAreWhatTheyWere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ page, class string }{
		{"timeline.html", "overview"}, {"briefings/halt.html", "overview"}, {"actors/orsa.html", "overview"}, {"actors/orsa.html", "network"},
	} {
		got := figures(t, page(t, harbour, c.page), c.class)
		file := filepath.Join("testdata", strings.NewReplacer("/", "-", ".html", "").Replace(c.page)+"-"+c.class+".html")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-golden +now):\n%s", file, diff)
		}
	}
}

func TestAPictureLeadsToTheEntriesOfItsPage(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"timeline.html", "briefings/halt.html", "actors/orsa.html"} {
		got := page(t, harbour, address)
		for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(figures(t, got, "overview"), -1) {
			if !strings.Contains(got, `id="`+m[1]+`"`) {
				t.Errorf("%s: a mark leads to #%s, which is not there", address, m[1])
			}
		}
	}
}

func TestAMarkHasTheStandingOfItsWeakestClaim(t *testing.T) {
	t.Parallel()
	got := figures(t, page(t, harbour, "timeline.html"), "overview")
	has(t, got, `<a class="mark standing-contested" href="#event-noticed"><title>4 May 2026 (uncertain): A notice (contested)</title>`,
		`<a class="mark standing-corroborated" href="#event-last">`, `<a class="mark" href="#event-open">`, "Time left out: 45 BC to 2026")
}

func TestConnectionsAreThoseThatAreStated(t *testing.T) {
	t.Parallel()
	got := figures(t, page(t, harbour, "actors/orsa.html"), "network")
	has(t, got, "Line Orsa is connected with 3 actors", `<a href="../actors/vela.html">Port Vela</a> <span class="kind">regulates</span>`,
		`<span class="kind">member of</span> <a href="../actors/board.html">Harbour Board</a>`, "The crew",
		`aria-label="contested; Said by Harbour Board: It is disputed."`, "Grey lines", "no", "stranger", "Also connected")
	if strings.Index(got, "Port Vela") > strings.Index(got, "The crew") {
		t.Error("a claim alone counts for more than a relation and claims")
	}
	has(t, page(t, harbour, "actors/stranger.html"), "no", `id="connections"`)
}

// TestWhatIsNotPublishedConnectsNobody adds a draft, an actor above the site's level and a claim above it.
func TestWhatIsNotPublishedConnectsNobody(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"actors/a.md":    "---\nname: Open A\n---\n",
		"actors/b.md":    "---\nname: Open B\n---\n",
		"actors/red.md":  "---\nname: HIDDEN\ntlp: red\nrelations: [{to: a, type: owns}]\n---\n",
		"briefings/d.md": "---\ntitle: HIDDEN\ndate: 2026\ndraft: true\nclaims:\n  c: {text: HIDDEN, about: [a, b], gap: true}\nevents:\n  e: {date: 2026-05-02, title: HIDDEN, actors: [a]}\n---\n[x]{claim=c}\n",
		"briefings/p.md": "---\ntitle: P\ndate: 2026\nclaims:\n  c: {text: HIDDEN, about: [a, b], tlp: amber, gap: true}\n  open: {text: O, about: a, gap: true}\n---\n[y]{claim=open} [[b]]\n",
	}
	has(t, page(t, files, "actors/a.html"), "Open A", "no", "HIDDEN", `id="connections"`, `class="overview"`)
}

// TestManyConnectionsAreBounded connects one actor with very many.
func TestManyConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{"actors/hub.md": "---\nname: Hub\n---\n"}
	for i := range 80 {
		files[fmt.Sprintf("actors/a%02d.md", i)] = fmt.Sprintf("---\nname: Spoke %02d\nrelations: [{to: hub, type: member_of}]\n---\n", i)
	}
	got := figures(t, page(t, files, "actors/hub.html"), "network")
	has(t, got, "Hub is connected with 80 actors, of whom the closest 12 are shown", "Spoke 11", "Also connected", "Spoke 35", "and 44 more", "no", "Spoke 36")
	if n := strings.Count(got, "<path"); n != 12 {
		t.Errorf("there are %d lines", n)
	}
}

// TestManyEventsAreCounted fills a timeline of one page, and an actor's, with more events than can be told apart.
func TestManyEventsAreCounted(t *testing.T) {
	t.Parallel()
	files := map[string]string{"actors/hub.md": "---\nname: Hub\n---\n"}
	for i := range 300 {
		date := fmt.Sprintf("20%02d-%02d", 10+i%6, 1+i%12)
		if i%50 == 0 {
			date = fmt.Sprintf("20%02d", 10+i%6)
		}
		files[fmt.Sprintf("events/e%03d.md", i)] = fmt.Sprintf("---\ntitle: Event %d\ndate: %s\nactors: hub\n---\n", i, date)
	}
	for _, address := range []string{"timeline.html", "actors/hub.html"} {
		got := figures(t, page(t, files, address), "overview")
		has(t, got, "How many of 300 events begin when", `class="mark sum"`, "6 events in the list only, as the month or year is not sure", "Past the picture")
		if n := strings.Count(got, "<title>"); n > 75 {
			t.Errorf("%s: the picture has %d columns", address, n)
		}
	}
	files["site.yaml"] = "timeline: {years_from: 100}\n"
	got := figures(t, page(t, files, "timeline.html"), "overview")
	has(t, got, `href="timeline/2010.html"><title>2010: 50 events</title>`, `href="timeline/2015.html"><title>2015: 50 events</title>`)
}

// TestAPictureOfABriefingIsSmall holds the budget of what a usual briefing's picture adds to its page.
func TestAPictureOfABriefingIsSmall(t *testing.T) {
	t.Parallel()
	const budget = 2048
	files := map[string]string{"briefings/a.md": "---\ntitle: A\ndate: 2026\nevents:\n" +
		"  one: {date: 2015-04-12, title: Bond ledger plant signal envoy}\n  two: {date: 2018-10, title: Grant aid province stockpile export}\n" +
		"  three: {date: 2020-11-13, title: Clause ballot delegation price battery}\n  four: {date: 2024-04-15, title: Ferry workforce drill communique plant}\n---\n"}
	if n := len(figures(t, page(t, files, "briefings/a.html"), "overview")); n > budget {
		t.Errorf("the picture of four events takes %d bytes", n)
	}
}
