package browsertest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// The sites in other languages: one that is written from right to left, and one whose words are long.
var (
	arabicSite = site("site in Arabic", base, func() (map[string][]byte, error) { return foreign(arabicContent), nil })
	germanSite = site("site in German", base, func() (map[string][]byte, error) { return foreign(germanContent), nil })
)

// content is what a small site says in its language.
type content struct{ language, title, actor, other, source, briefing, words, event, topic, reason string }

var (
	arabicContent = content{
		"ar", "مرصد الميناء", "سلطة الميناء", "شركة الملاحة", "سجل الوصول", "توقف العبّارات", "توقفت جميع الرحلات", "إغلاق الرصيف", "نقل", "أخطاء في العد",
	}
	germanContent = content{
		"de", "Hafenwarte", "Hafenbehörde", "Reederei", "Ankunftsverzeichnis", "Fährverkehr eingestellt", "Alle Überfahrten sind ausgefallen", "Sperrung des Kais",
		"Verkehr", "Zählfehler",
	}
)

// foreign is a small site with something on every kind of page. The quote of its second source is in English.
func foreign(c content) map[string][]byte {
	files := map[string]string{
		"site.yaml":          "title: " + c.title + "\ndescription: " + c.title + "\nlanguage: " + c.language + "\nauthor: " + c.actor + "\nchecks: {retracted-source: warning}\n",
		"actors/port.md":     "---\nname: " + c.actor + "\ntype: public_body\ncountry: " + c.topic + "\nreliability: B\ngrade_basis: " + c.reason + "\nrelations: [{to: line, type: " + c.topic + ", start: 2020-01, claims: [halt#halt]}]\n---\n\n" + c.words + ".\n",
		"actors/line.md":     "---\nname: " + c.other + "\ntype: company\n---\n",
		"sources/ledger.md":  "---\ntitle: " + c.source + "\ntype: " + c.topic + "\npublisher: port\npublished: 2026-05-19\ntier: primary\norigin: original\n---\n",
		"sources/notice.md":  "---\ntitle: " + c.source + " 2\ntype: " + c.topic + "\npublisher: line\nlanguage: en\npublished: 2026-05\nderived_from: [ledger]\n---\n",
		"sources/drawn.md":   "---\ntitle: " + c.source + " 3\ntype: " + c.topic + "\npublisher: line\norigin: original\nretracted: {date: 2026-05-20, reason: " + c.reason + "}\n---\n",
		"events/closing.md":  "---\ntitle: " + c.event + "\ndate: 2026-05-02/..\nactors: [port]\nclaims: [halt#halt]\n---\n",
		"events/earlier.md":  "---\ntitle: " + c.event + " 2\ndate: 2026-03~\nactors: [port, line]\n---\n",
		"briefings/other.md": "---\ntitle: " + c.briefing + " 2\ndate: 2026-04\ntopics: [" + c.topic + "]\n---\n\n" + c.words + ".\n",
		"briefings/halt.md": "---\ntitle: " + c.briefing + "\ndate: 2026-05-20\nupdated: 2026-05-21\nauthors: [" + c.actor + "]\nsummary: " + c.words + ".\ntopics: [" + c.topic + "]\n" +
			"key_judgments: [halt]\ngaps: [" + c.reason + "]\nalternatives: [" + c.reason + "]\ncorrections: [{date: 2026-05-21, type: clarification, text: " + c.reason + ".}]\n" +
			"claims:\n  halt:\n    text: " + c.words + ".\n    kind: fact\n    confidence: moderate\n    confidence_basis: {information_base: " + c.reason + "}\n    why: " + c.reason + "\n    about: [port, line]\n    when: 2026-05-02\n" +
			"    reviewed: {by: " + c.actor + ", on: 2026-05-20}\n    evidence:\n" +
			"      - {source: ledger, stance: supports, credibility: 2, basis: witnessed, quote: " + c.words + "}\n" +
			"      - {source: notice, stance: disputes, credibility: 3, quote: \"Services continue, at a reduced frequency.\", translation: {text: " + c.words + "}, answer: " + c.reason + "}\n" +
			"      - {source: drawn, stance: qualifies, credibility: 4}\n" +
			"  later:\n    text: " + c.reason + ".\n    kind: forecast\n    likelihood: very likely\n    status: superseded\n    superseded_by: halt\n    relations: [{type: supports, to: halt}]\n---\n\n" +
			"[" + c.words + "]{claim=halt} [@ledger]. [[port]]\n\n" + strings.Repeat(c.words+". ", 20) + "\n",
	}
	out := make(map[string][]byte)
	for name, text := range files {
		out["content/"+name] = []byte(text)
	}
	return out
}

// address is an absolute address.
var address = regexp.MustCompile(`https?://\S+`)

// latin is a word of three Latin letters or more.
var latin = regexp.MustCompile(`\pL*[A-Za-z]{3,}\pL*`)

// meantInEnglish are what pages in Arabic rightly say in Latin letters: names of standards, of files, and what the quote says.
var meantInEnglish = []string{
	"Markdown", "SHA", "STANAG", "NATO", "Admiralty", "code", "CiTO", "Citation", "Typing", "Ontology", "the", "ICD", "Crossref", "FIRST", "TLP", "Traffic", "Light", "Protocol",
	"clear", "green", "amber", "strict", "red", "community", "intelligence", "PHIA", "probability", "yardstick", "IPCC", "calibrated", "language", "icd", "phia", "ipcc",
	"Services", "continue", "reduced", "frequency",
}

// TestPagesSayNothingInEnglish reads all that a site in Arabic shows to eyes and ears. The rules of a build are in English, and say so.
func TestPagesSayNothingInEnglish(t *testing.T) {
	t.Parallel()
	said := make(map[string]string)
	add := func(file, text string) {
		for _, word := range latin.FindAllString(text, -1) {
			if !slices.Contains(meantInEnglish, word) && said[word] == "" {
				said[word] = file + ": " + strings.TrimSpace(clip(text))
			}
		}
	}
	for _, p := range must(t, arabicSite).crawl() {
		if root := p.first("html"); value(root, "lang") != "ar" || value(root, "dir") != "rtl" {
			t.Errorf("%s is in the language %q, written %q", p.address, value(root, "lang"), value(root, "dir"))
		}
		var visit func(n *html.Node)
		visit = func(n *html.Node) {
			switch {
			case n.Type == html.TextNode:
				add(p.address, n.Data)
			case n.Type == html.ElementNode:
				if n.Data == "script" || n.Data == "style" || n.Data == "pre" || value(n, "class") == "url" || value(n, "lang") == "en" {
					return
				}
				for _, a := range n.Attr {
					switch a.Key {
					case "aria-label", "title", "alt", "placeholder", "data-copy", "data-more", "data-none", "data-failed":
						add(p.address, address.ReplaceAllString(a.Val, ""))
					}
				}
			}
			for c := range n.ChildNodes() {
				visit(c)
			}
		}
		visit(p.doc)
	}
	for word, place := range said {
		t.Errorf("%q: %s", word, place)
	}
}

// foreignPages are one page of each kind.
var foreignPages = []string{
	"index.html", "briefings.html", "briefings/halt.html", "claims.html", "actors.html", "actors/port.html", "sources.html", "sources/notice.html", "sources/drawn.html",
	"timeline.html", "corrections.html", "methodology.html", "search.html", "404.html",
}

// TestPagesInOtherLanguages looks at each kind of page in a wide and a narrow window: nothing scrolls sideways or lies on another, and
// axe-core finds nothing.
func TestPagesInOtherLanguages(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, s := range []func() (*built, error){arabicSite, germanSite} {
		b := must(t, s)
		for _, file := range foreignPages {
			t.Run(b.name+" "+file, func(t *testing.T) {
				t.Parallel()
				if file == "404.html" {
					file = unknown
				}
				tab := newTab(t, wide)
				tab.look(b.ways(t)[1].on(file))
				tab.run(axe)
				found := make(map[string][]string)
				for _, width := range []int64{wide, 960, narrow} {
					tab.do(chromedp.EmulateViewport(width, 900))
					for _, open := range []bool{false, true} {
						tab.run(fmt.Sprintf(`measure.all("details").forEach(d => d.open = %t)`, open))
						tab.settle()
						state := fmt.Sprintf("at %d, open: %t", width, open)
						for _, line := range eval[[]string](tab, `measure.sideways()`) {
							t.Errorf("%s: %s", state, line)
						}
						if strings.HasPrefix(file, "briefings/") {
							tab.placed(state, width == narrow)
						}
					}
					if width != 960 { // as for all other pages
						tab.violations(found, fmt.Sprint("at ", width), allRules)
					}
				}
				for complaint, states := range found {
					t.Errorf("%s: %s", strings.Join(states, ", "), complaint)
				}
			})
		}
	}
}

// TestPagesRunFromRightToLeft measures where things stand on a page in Arabic: what begins a line is at its right, and the card at the left of its words.
func TestPagesRunFromRightToLeft(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := must(t, arabicSite)
	tab := newTab(t, wide)
	tab.look(b.ways(t)[0].on("briefings/halt.html"))
	for what, is := range map[string]string{
		"the card is left of the words":                `(() => { const c = document.getElementById("claim-halt").getBoundingClientRect(), w = document.querySelector(".cw").getBoundingClientRect(); return c.right <= w.left })()`,
		"the title begins at the right":                `(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector("h1")); const b = r.getBoundingClientRect(); return b.right > innerWidth / 2 })()`,
		"the quote in English runs from left to right": `[...document.querySelectorAll("blockquote[lang=en]")].every(q => getComputedStyle(q).direction === "ltr") && document.querySelectorAll("blockquote[lang=en]").length > 0`,
		"the quote in Arabic runs from right to left":  `[...document.querySelectorAll("blockquote:not([lang])")].every(q => getComputedStyle(q).direction === "rtl") && document.querySelectorAll("blockquote:not([lang])").length > 0`,
	} {
		tab.run(`measure.all("details").forEach(d => d.open = true)`)
		tab.settle()
		if !eval[bool](tab, is) {
			t.Errorf("not so: %s", what)
		}
	}
}

// TestALongStandingKeepsToItsColumn gives the claim behind an event the longest standing in Arabic, beside which the claim's text stands.
func TestALongStandingKeepsToItsColumn(t *testing.T) {
	t.Parallel()
	needChromium(t)
	tab := newTab(t, wide)
	tab.look(must(t, arabicSite).ways(t)[0].on("timeline.html"))
	tab.run(`document.querySelectorAll(".event-claims .st").forEach(s => s.textContent = "مؤكد بأكثر من مسار")`)
	tab.settle()
	if got := eval[[]string](tab, `[...document.querySelectorAll(".event-claims .st")].map(s => s.scrollWidth <= s.clientWidth ? "inside" : "over")`); len(got) == 0 || slices.Contains(got, "over") {
		t.Errorf("the standings lie %q their columns", got)
	}
}

// TestScriptsSpeakTheLanguageOfTheSite filters, switches colours and searches from disk.
func TestScriptsSpeakTheLanguageOfTheSite(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, c := range []struct {
		site                                 func() (*built, error)
		standing, filtered, row, dark, query string
	}{
		{arabicSite, "contested", "1 من 2", "متنازع عليه", "ألوان داكنة", "توقفت"},
		{germanSite, "contested", "1 von 2", "Zuversicht: mäßig", "Dunkle Farben", "ausgefallen"},
	} {
		b := must(t, c.site)
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			tab := newTab(t, wide)
			tab.look(b.ways(t)[0].on("claims.html"))
			if got := eval[string](tab, `document.querySelector(".switch").title`); got != c.dark {
				t.Errorf("the switch says %q, want %q", got, c.dark)
			}
			tab.set("standing", c.standing)
			tab.eventually("the filter says how many", fmt.Sprintf(`document.querySelector(".filter-state").textContent === %s`, quoted(c.filtered)))
			if got := eval[string](tab, `document.getElementById("list").textContent`); !strings.Contains(got, c.row) {
				t.Errorf("the row says %q, not %q", got, c.row)
			}
			tab.look(b.ways(t)[0].on("search.html?q=" + c.query))
			tab.eventually("something is found", `document.querySelectorAll("#results a.found").length > 0`)
			if got := eval[string](tab, `document.getElementById("results").textContent`); strings.Contains(got, "contested") {
				t.Errorf("what is found says %q", got)
			}
			tab.quiet()
		})
	}
}
