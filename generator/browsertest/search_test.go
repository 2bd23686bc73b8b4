package browsertest_test

import (
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
	for range 150 {
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

var _ = []any{chromedp.KeyEvent, kb.Enter}
