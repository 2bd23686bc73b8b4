package browsertest_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// searched is a site whose texts are of words of many scripts, put together at random.
var searched = site("searched", base, func() (map[string][]byte, error) {
	files := map[string][]byte{"content/site.yaml": []byte("title: Searched\ndescription: A site that is searched.\n")}
	for id, text := range searchedTexts() {
		files["content/briefings/"+id+".md"] = fmt.Appendf(nil, "---\ntitle: %q\ndate: 2026-05-01\nclaims:\n  c: {text: %q, kind: fact, gap: true}\n---\n\n[%s]{claim=c}\n", text[0], text[1], text[2])
	}
	files["content/sources/open.md"] = []byte("---\ntitle: The open lighthouse log\norigin: original\npublisher: The lamp office\n---\n")
	files["content/sources/secret.md"] = []byte("---\ntitle: Zanzibarium\naccess: withheld\norigin: original\nreliability: B\ngrade_basis: Zanzibarium.\n---\n")
	files["content/sources/guarded.md"] = []byte("---\ntitle: Zanzibarium\naccess: restricted\norigin: original\nreliability: B\ngrade_basis: Zanzibarium.\nnote: Zanzibarium.\n---\n\nZanzibarium.\n")
	files["content/briefings/draft.md"] = []byte("---\ntitle: Zanzibarium\ndate: 2026-05-01\ndraft: true\n---\n\nZanzibarium.\n")
	files["content/briefings/named.md"] = []byte("---\ntitle: A briefing that names\ndate: 2026-05-02\nclaims:\n  c: {text: Something is held., kind: fact, evidence: [{source: secret, stance: supports, credibility: 2}, {source: guarded, stance: supports, credibility: 2}, {source: open, stance: supports, credibility: 2}]}\nevents:\n  e: {date: 2026-05-01, title: An event at the lighthouse, text: It was lit., place: Ålesund}\n---\n\n[It holds]{claim=c}, says [[keeper]].\n")
	files["content/actors/keeper.md"] = []byte("---\nname: Ada Lovelace\naliases: [the keeper of the light]\nweak_aliases: [Countess]\n---\n\nShe kept it.\n")
	return files, nil
})

var vocabulary = strings.Fields(`harbour Harbours harboring port sea-port état Étude Straße łódź don't F-16 1,5 조선인민군은 인민군 군인 북한에서 러시아가
	러시아와 москва Москвы йод ёлка ميناء الميناء مرفأ 日本語 日本の港 港 ตลาดน้ำ ελλάς Ελλάδα naïve ΟΔΟΣ`)

func searchedTexts() map[string][3]string {
	rnd := rand.New(rand.NewPCG(1, 2))
	texts := make(map[string][3]string)
	for i := range 60 {
		var text [3]string
		for k := range text {
			words := make([]string, 1+rnd.IntN(9))
			for w := range words {
				words[w] = vocabulary[rnd.IntN(len(vocabulary))]
			}
			text[k] = strings.Join(words, " ")
		}
		texts[fmt.Sprintf("b%02d", i)] = text
	}
	return texts
}

// normal is a text as a search sees it, worked out in another way than it does: parted by single spaces.
func normal(text string) string {
	text = strings.NewReplacer("ß", "ss", "ł", "l", "ς", "σ", "ى", "ي", "ة", "ه").Replace(strings.ToLower(norm.NFKD.String(text)))
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Thai, r) && r != '\u3099' && r != '\u309a':
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return norm.NFC.String(" " + strings.Join(strings.Fields(b.String()), " ") + " ")
}

// within reports whether a word is of a script in which it is found within others.
func within(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Thai) })
}

// answers reports whether a text has what was looked for: words side by side. Where open, the last may go on.
func answers(text, words string, open bool) bool {
	text, words = normal(text), strings.TrimSpace(normal(words))
	first, _, _ := strings.Cut(words, " ")
	if !within(first) {
		words = " " + words
	}
	if last := words[strings.LastIndex(words, " ")+1:]; !within(last) && !open {
		words += " "
	}
	return strings.Contains(text, words)
}

// found is what a search has found of a kind.
type found struct {
	Kind  string
	Total string
	Hrefs []string
}

// query types a query and returns what is found, all of it.
func (b *tab) query(q string) []found {
	b.t.Helper()
	b.run(fmt.Sprintf(`(() => { const q = document.getElementById("q"); q.value = %s; q.dispatchEvent(new Event("input", {bubbles: true})); })()`, quoted(q)))
	b.eventually("an answer to "+q, fmt.Sprintf(`document.getElementById("results").dataset.query === %s`, quoted(q)))
	return eval[[]found](b, `(async () => {
		for (let more; more = document.querySelector(".found.more");) {
			more.click();
			while (more.isConnected) await new Promise(r => setTimeout(r, 5));
		}
		return [...document.querySelectorAll("#results > :not([hidden])")].map(g => ({
			Kind: g.firstElementChild.id.replace("results-", ""), Total: g.querySelector(".n").textContent,
			Hrefs: [...g.querySelectorAll("a")].map(a => decodeURIComponent(a.getAttribute("href"))),
		}));
	})()`)
}

// TestSearchAgreesWithReadingEverything holds what a search finds, by words, by their beginnings and by words in quotes, against what a look
// through all texts finds.
func TestSearchAgreesWithReadingEverything(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	w := must(t, searched).ways(t)[0]
	b.expect(w.prefix, "")
	b.goTo(w.on("search.html"))
	rnd := rand.New(rand.NewPCG(3, 4))
	texts := searchedTexts()
	for range 100 {
		var parts []string
		var query strings.Builder
		open := false
		for k := range 1 + rnd.IntN(2) {
			words := []string{vocabulary[rnd.IntN(len(vocabulary))]}
			switch rnd.IntN(4) {
			case 0:
				words = append(words, vocabulary[rnd.IntN(len(vocabulary))])
				fmt.Fprintf(&query, "%q ", strings.Join(words, " "))
			case 1:
				if part := []rune(words[0]); k == 1 && len(part) > 2 && !strings.ContainsAny(words[0], "-',") {
					words[0], open = string(part[:2+rnd.IntN(len(part)-2)]), true
				}
				fallthrough
			default:
				query.WriteString(words[0] + " ")
			}
			parts = append(parts, strings.Join(words, " "))
		}
		q := query.String()
		if open {
			q = strings.TrimSpace(q)
		}
		holds := func(texts ...string) bool {
			for i, part := range parts {
				if !slices.ContainsFunc(texts, func(text string) bool { return answers(text, part, open && i == len(parts)-1) }) {
					return false
				}
			}
			return true
		}
		want := map[string][]string{}
		for id, text := range texts {
			if holds(text[0], text[2]) {
				want["briefing"] = append(want["briefing"], "briefings/"+id+".html")
			}
			if holds(text[1]) {
				want["claim"] = append(want["claim"], "briefings/"+id+".html#claim-c")
			}
		}
		got := map[string][]string{}
		for _, f := range b.query(q) {
			got[f.Kind] = f.Hrefs
			if f.Total != fmt.Sprint(len(f.Hrefs)) {
				t.Errorf("%q: it says there are %s %ss, and shows %d", q, f.Total, f.Kind, len(f.Hrefs))
			}
		}
		for _, m := range []map[string][]string{want, got} {
			for _, list := range m {
				slices.Sort(list)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-read +search):\n%s", q, diff)
		}
	}
	b.quiet()
}

// TestSearchShowsWhatItFinds looks for words of all sorts, from disk and from a host: what is shown, in which kinds, and what is marked. Each
// address leads to what it names.
func TestSearchShowsWhatItFinds(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, searched)
	for _, w := range site.ways(t) {
		b := newTab(t, wide)
		b.expect(w.prefix, "")
		b.goTo(w.on("search.html"))
		for _, c := range []struct{ query, kind, href, marked string }{
			{"lovelace", "actor", "actors/keeper.html", "Lovelace"},
			{"LOVEL", "actor", "actors/keeper.html", "Lovelace"},
			{"countess", "actor", "actors/keeper.html", ""},
			{"lighthouse", "source", "sources/open.html", "lighthouse"},
			{"lighthouse", "event", "timeline.html#event-e", "lighthouse"},
			{"alesund", "event", "timeline.html#event-e", "Ålesund"},
			{`"the open lighthouse"`, "source", "sources/open.html", "The open lighthouse The"},
			{"“open lighthouse", "source", "sources/open.html", "open lighthouse"},
			{"light lovelace", "actor", "actors/keeper.html", "Lovelace"},
			{"lovelace held", "briefing", "", ""},
			{"lovelace holds", "briefing", "briefings/named.html", ""},
			{"something held", "claim", "briefings/named.html#claim-c", "Something held"},
			{`"held something"`, "claim", "", ""},
			{`"lighthouse it"`, "event", "", ""},
			{"zanzibarium", "", "", ""},
			{"guarded", "", "", ""},
			{"?!", "", "", ""},
		} {
			var got []found
			for _, f := range b.query(c.query) {
				if c.kind == "" || f.Kind == c.kind {
					got = append(got, f)
				}
			}
			if c.href == "" {
				if len(got) > 0 {
					t.Errorf("%s: %s finds %v", w.name, c.query, got)
				}
				continue
			}
			if len(got) != 1 || !slices.Contains(got[0].Hrefs, c.href) {
				t.Errorf("%s: %s finds %v, not %s", w.name, c.query, got, c.href)
				continue
			}
			marked := eval[[]string](b, fmt.Sprintf(`[...document.querySelector('#results a[href=%s]').querySelectorAll("mark")].map(m => m.textContent)`, quoted(c.href)))
			if strings.Join(marked, " ") != c.marked {
				t.Errorf("%s: %s marks %q", w.name, c.query, marked)
			}
		}
		b.query("zanzibarium")
		if says := eval[string](b, `document.querySelector(".search-state").textContent`); !strings.HasPrefix(says, "Nothing") {
			t.Errorf("where nothing is found it says %q", says)
		}
		b.quiet()
	}
}

// TestKoreanIsFoundWithinWords looks for names that stand with particles, and at the end of longer words.
func TestKoreanIsFoundWithinWords(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	b.goTo(must(t, searched).ways(t)[0].on("search.html"))
	for query, want := range map[string][]string{
		"북한": {"북한"}, "인민군": {"인민군"}, "조선인민군": {"조선인민군"}, "민군": {"민군"}, "군": {"군"}, "러시아": {"러시아"}, "港": {"港"}, "本の港": {"本の港"}, "ตลาด": {"ตลาด"},
	} {
		if found := b.query(query); len(found) != 2 {
			t.Errorf("%s finds %v", query, found)
		}
		marked := eval[[]string](b, `[...new Set([...document.querySelectorAll("#results mark")].map(m => m.textContent))]`)
		if !slices.Equal(marked, want) {
			t.Errorf("%s marks %q", query, marked)
		}
	}
}

// TestSearchByKeyboard opens the search by its key, moves through what is found, and opens and leaves it.
func TestSearchByKeyboard(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, searched).ways(t) {
		b := newTab(t, wide)
		b.expect(w.prefix, "")
		b.goTo(w.on("actors/keeper.html"))
		b.do(chromedp.KeyEvent("/"))
		b.eventually("the key opens the search", `location.pathname.endsWith("/search.html") && document.activeElement.id === "q"`)
		b.do(chromedp.KeyEvent("lighthouse"))
		b.eventually("what is found is shown", `document.getElementById("results").dataset.query === "lighthouse"`)
		const chosen = `[...document.querySelectorAll("#results [role=option]")].findIndex(o => o.getAttribute("aria-selected") === "true" && o.id === document.getElementById("q").getAttribute("aria-activedescendant"))`
		n := eval[int](b, `document.querySelectorAll("#results [role=option]").length`)
		if n != 2 {
			t.Fatalf("%d are found", n)
		}
		at := []int{eval[int](b, chosen)}
		for _, key := range []string{kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowUp, kb.ArrowUp, kb.ArrowUp, kb.Enter} {
			b.do(chromedp.KeyEvent(key))
			at = append(at, eval[int](b, chosen))
		}
		if want := []int{-1, 0, 1, -1, 1, 0, -1, 0}; !slices.Equal(at, want) {
			t.Errorf("%s: the keys choose %v, not %v", w.name, at, want)
		}
		if typed := eval[string](b, `document.getElementById("q").value`); typed != "lighthouse" {
			t.Errorf("the keys type %q", typed)
		}
		address := eval[string](b, `location.href`)
		if !strings.HasSuffix(address, "q=lighthouse") {
			t.Errorf("the address does not say what is looked for: %s", address)
		}
		b.do(chromedp.KeyEvent(kb.Enter))
		b.eventually("Enter opens what is chosen", `location.pathname.endsWith("/sources/open.html") && document.readyState === "complete"`)
		b.do(chromedp.KeyEvent("/"))
		b.eventually("the key opens the search", `document.activeElement.id === "q"`)
		b.do(chromedp.KeyEvent("light"), chromedp.KeyEvent(kb.Escape))
		if typed := eval[string](b, `document.getElementById("q").value`); typed != "" {
			t.Errorf("Escape leaves %q", typed)
		}
		b.do(chromedp.KeyEvent(kb.Escape))
		b.eventually("Escape leads back", `location.pathname.endsWith("/sources/open.html")`)
		b.goTo("about:blank")
		b.goTo(address)
		b.eventually("the address leads to what was found", `document.querySelectorAll("#results [role=option]").length === 2`)
		b.quiet()
	}
}

// TestSearchIsAccessible holds the page with results, one of them chosen, against axe-core.
func TestSearchIsAccessible(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	b.look(must(t, searched).ways(t)[1].on("search.html"))
	b.query("a")
	b.query("harbour")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.run(axe)
	found := map[string][]string{}
	for _, width := range []int64{wide, narrow} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			b.colours(scheme)
			b.settle()
			b.violations(found, fmt.Sprint(scheme, width), allRules)
		}
		for _, line := range eval[[]string](b, `measure.sideways()`) {
			t.Errorf("at %d: %s", width, line)
		}
	}
	for complaint, states := range found {
		t.Errorf("%v: %s", states, complaint)
	}
	if expanded := eval[string](b, `document.getElementById("q").getAttribute("aria-expanded")`); expanded != "true" {
		t.Errorf("aria-expanded is %q", expanded)
	}
}

// TestSearchWithoutScriptsLeadsToTheLists opens the page with scripts switched off.
func TestSearchWithoutScriptsLeadsToTheLists(t *testing.T) {
	t.Parallel()
	needChromium(t)
	b := newTab(t, wide)
	b.scripts(false)
	b.plain(must(t, searched).ways(t)[0].on("search.html"))
	if seen := eval[bool](b, `measure.seen(document.getElementById("q"))`); seen {
		t.Error("a search is offered that cannot be made")
	}
	words := eval[string](b, `document.querySelector("main").innerText`)
	links := eval[[]string](b, `[...document.querySelectorAll("main a")].filter(measure.seen).map(a => a.getAttribute("href"))`)
	if !strings.Contains(words, "Search needs scripts") || !slices.Equal(links, []string{"briefings.html", "claims.html", "actors.html", "sources.html", "timeline.html"}) {
		t.Errorf("it says %q and leads to %v", words, links)
	}
}

var largeSite = flag.Int("search-briefings", 300, "how many briefings the site has on which a search is timed")

// The limits within which one word is found.
const (
	searchBytes = 150_000
	searchTime  = 150 // milliseconds
)

// TestSearchOfOneWordReadsLittle looks for one word that is in every text, from disk: by all that is read, and by the time until it is shown.
func TestSearchOfOneWordReadsLittle(t *testing.T) {
	t.Parallel()
	needChromium(t)
	rnd := rand.New(rand.NewPCG(5, 6))
	words := strings.Fields("ministry envoy border convoy river harbour signal statement quarterly forecast garrison brigade logistics rail freight ferry airfield sanction waiver panel")
	text := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[rnd.IntN(len(words))]
			if i%8 == 7 {
				out[i] = fmt.Sprintf("%c%d", 'a'+rnd.IntN(26), rnd.IntN(2000)) // as names are, that few texts have
			}
		}
		return strings.Join(out, " ")
	}
	large := must(t, site("large", "", func() (map[string][]byte, error) {
		files := map[string][]byte{"content/site.yaml": []byte("title: Large\n")}
		for i := range *largeSite {
			var head strings.Builder
			for k := range 8 {
				fmt.Fprintf(&head, "  c%d: {text: %s, gap: true}\n", k, text(14))
			}
			head.WriteString("events:\n")
			for k := range 4 {
				fmt.Fprintf(&head, "  e%d-%d: {date: %d, title: %s}\n", i, k, 1900+i%100, text(5))
			}
			files[fmt.Sprintf("content/briefings/b%d.md", i)] = fmt.Appendf(nil, "---\ntitle: %s\ndate: 20%02d-01-01\nsummary: %s\nclaims:\n%s---\n\n%s\n", text(5), i%20, text(14), head.String(), text(400))
			files[fmt.Sprintf("content/sources/s%d.md", i)] = fmt.Appendf(nil, "---\ntitle: %s\norigin: original\n---\n", text(5))
			if i%5 == 0 {
				files[fmt.Sprintf("content/actors/a%d.md", i)] = fmt.Appendf(nil, "---\nname: Name %d\nsummary: %s\n---\n%s\n", i, text(10), text(30))
			}
			files[fmt.Sprintf("content/sources/t%d.md", i)] = fmt.Appendf(nil, "---\ntitle: %s\norigin: original\n---\n", text(5))
		}
		return files, nil
	}))
	b := newTab(t, wide)
	w := large.ways(t)[0]
	b.expect(w.prefix, "")
	b.goTo(w.on("search.html"))
	took := eval[float64](b, `new Promise(done => {
		const q = document.getElementById("q"), began = performance.now();
		new MutationObserver(() => { if (document.querySelector("#results mark")) requestAnimationFrame(() => done(performance.now() - began)); }).observe(document.getElementById("results"), {childList: true, subtree: true});
		q.value = "convoy";
		q.dispatchEvent(new Event("input"));
	})`)
	read, tiers := 0, map[string]int{}
	b.mu.Lock()
	for _, address := range b.pending {
		if _, name, ok := strings.Cut(address, "/data/search/"); ok {
			size := len(large.read(t, "data/search/"+name))
			tier, _, _ := strings.Cut(name, "-")
			read, tiers[tier] = read+size, tiers[tier]+size
		}
	}
	b.mu.Unlock()
	t.Logf("%d briefings: %d bytes are read (%v), the first is shown after %.0f ms", *largeSite, read, tiers, took)
	if read == 0 || read > searchBytes {
		t.Errorf("%d bytes are read", read)
	}
	if took > searchTime*slowness {
		t.Errorf("it takes %.0f ms", took)
	}
	b.quiet()
}

// slowness is how much more time a browser may take that shares its machine with all other tests.
const slowness = 10
