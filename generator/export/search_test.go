package export_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"attest/generator/export"
)

func TestTermsOfATextAreFoundAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Line Orsa's last ferry, B2.": "line orsa s last ferry b2",
		"ÉTUDE étude e\u0301tude":     "etude etude etude",
		"Straße STRASSE ẞ":            "strasse strasse ss",
		"Łódź, Ålesund, Þór, Œuvre":   "lodz alesund thor oeuvre",
		"Москвы Ёлка йод":             "москвы елка иод",
		"ΟΔΟΣ Ελλάς":                  "οδοσ ελλασ",
		"مَدْرَسَة أحمد آل الى":       "مدرسه احمد ال الي",
		"שָׁלוֹם בית־ספר":             "שלום בית ספר",
		"İstanbul ılık":               "istanbul ilik",
		"북한에서 왔다":                     "북한에 한에서 에서 서 왔다 다",
		"\u1112\u1161\u11ab":          "한", // as macOS writes names of files
		"日本の港":                        "日本の 本の港 の港 港",
		"ｶﾞｽ ガス":                      "ガス ス ガス ス",
		"データ":                         "データ ータ タ",
		"น้ำ":                         "น้ํ ้ํา ํา า",
		"K팝3 제2차":                     "k 팝 3 제 2 차",
		"soft\u00adhyphen x² ½ …":     "softhyphen x2 1 2",
		"क्षत्रिय":                    "क्षत्रिय",
		"":                            "",
		" — ":                         "",
		strings.Repeat("x", 70):       strings.Repeat("x", 64),
		"a\x00b\xffc":                 "a b c",
	} {
		if diff := gocmp.Diff(strings.Fields(want), export.Terms(text)); diff != "" && len(want)+len(export.Terms(text)) > 0 {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestTermsStandInAScriptAsTheyAre guards what lets terms and numbers stand in a string of a script and be parted by spaces.
func TestTermsStandInAScriptAsTheyAre(t *testing.T) {
	t.Parallel()
	if n := len(export.Digits); n%2 != 0 || strings.ContainsAny(export.Digits, "\"\\<> ") || !slices.IsSorted([]byte(export.Digits)) {
		t.Errorf("the digits are %q", export.Digits)
	}
	for r := rune(0); r < 0x30000; r++ {
		for _, term := range export.Terms("a" + string(r) + "b") {
			if strings.ContainsAny(term, "\"\\<> \n\u2028\u2029") || term == "" {
				t.Errorf("%U becomes the term %q", r, term)
			}
		}
	}
}

func FuzzTermsOfAText(f *testing.F) {
	for _, text := range []string{"Line Orsa's", "북한에서 e\u0301", "日本\u3099の", "น้ำ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, term := range export.Terms(text) {
			again := export.Terms(term)
			if len(again) == 0 || again[0] != term {
				t.Errorf("%q: the term %q becomes %q when it is looked for", text, term, again)
			}
		}
	})
}

func TestScoresRise(t *testing.T) {
	t.Parallel()
	for _, usual := range []int{12, 500} {
		for _, length := range []int{1, 10, 1000, 1e6} {
			last := 1
			for n := 1; n < 1e4; n *= 3 {
				score, longer := export.Score(n, length, usual), export.Score(n, 2*length, usual)
				if score < last || longer > score || score >= len(export.Digits) {
					t.Errorf("%d of %d words score %d, of twice as many %d; fewer of them %d", n, length, score, longer, last)
				}
				last = score
			}
		}
	}
}

// searchData is the search data of one shelf, read as a browser reads it.
type searchData struct {
	best, more, at map[string]string
	rows           []searchRow
}

type searchRow struct {
	kind int
	href string
}

// find returns the addresses of the best of what has a term, sorted.
func (s *searchData) find(term string) []string {
	var found []string
	all, _ := (&numbers{s.best[term]}).hits(export.BestOfKind)
	for _, hits := range all {
		for _, h := range hits {
			found = append(found, s.rows[h.object].href)
		}
	}
	slices.Sort(found)
	return found
}

var searchCall = regexp.MustCompile(`^attestSearch\("(\w+)",(\d+),(\d+),([^\x00]*)\);\n$`)

// readSearch reads all search data of the files, by shelves, and checks that each script begins where the shelf says it does.
func readSearch(t *testing.T, files map[string]string) map[string]*searchData {
	t.Helper()
	shelves := make(map[string]*searchData)
	firsts := make(map[string][]string)
	parts := regexp.MustCompile(`^data/search/([a-z]+)-(\d+)-(\d+)`)
	names := slices.SortedFunc(maps.Keys(files), func(a, b string) int { // shelf by shelf, what is known of one first, then by number
		x, y := append(parts.FindStringSubmatch(a), "", "", "", ""), append(parts.FindStringSubmatch(b), "", "", "", "")
		return cmp.Or(cmp.Compare(y[1], x[1]), cmp.Compare(len(x[2]), len(y[2])), cmp.Compare(x[2], y[2]), cmp.Compare(a, b))
	})
	for _, name := range names {
		m := searchCall.FindStringSubmatch(files[name])
		if !strings.HasPrefix(name, "data/search/") {
			continue
		}
		if m == nil || name != fmt.Sprintf("data/search/%s-%s-%s.js", m[1], m[3], m[2]) {
			t.Fatalf("%s: %.80q", name, files[name])
		}
		s := shelves[m[2]]
		if s == nil {
			s = &searchData{map[string]string{}, map[string]string{}, map[string]string{}, nil}
			shelves[m[2]] = s
		}
		var text string
		switch m[1] {
		case "shelf":
			var facts struct {
				Best, More, At string
			}
			if err := json.Unmarshal([]byte(m[4]), &facts); err != nil {
				t.Fatal(err)
			}
			for tier, list := range map[string]string{"best": facts.Best, "more": facts.More, "at": facts.At} {
				firsts[tier+m[2]] = strings.Split(list, " ")
			}
			continue
		case "rows":
			var rows [][]any
			if err := json.Unmarshal([]byte(m[4]), &rows); err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				s.rows = append(s.rows, searchRow{int(row[0].(float64)), row[1].(string)})
			}
			continue
		default:
			if err := json.Unmarshal([]byte(m[4]), &text); err != nil {
				t.Fatal(err)
			}
		}
		words := strings.Fields(text)
		for i := 0; i < len(words); i += 2 {
			map[string]map[string]string{"best": s.best, "more": s.more, "at": s.at}[m[1]][words[i]] = words[i+1]
			script := -1
			for k, first := range firsts[m[1]+m[2]] {
				if first <= words[i] {
					script = k
				}
			}
			if fmt.Sprint(script) != m[3] {
				t.Errorf("%s has the term %q, which is looked for in script %d", name, words[i], script)
			}
		}
	}
	return shelves
}

// numbers reads what is said of a term.
type numbers struct{ rest string }

func (n *numbers) digit() int {
	d := strings.IndexByte(export.Digits, n.rest[0])
	n.rest = n.rest[1:]
	return d
}

func (n *numbers) number() int {
	sum, unit, half := 0, 1, len(export.Digits)/2
	for {
		d := n.digit()
		if d < half {
			return sum + d*unit
		}
		sum, unit = sum+(d-half)*unit, unit*half
	}
}

type hit struct{ object, score int }

// hits reads the entries of a term, and how many there are in all.
func (n *numbers) hits(most int) (all [5][]hit, totals [5]int) {
	kinds := n.digit()
	for kind := range all {
		if kinds&(1<<kind) == 0 {
			continue
		}
		totals[kind] = n.number()
		object := 0
		for range min(totals[kind], most) {
			object += n.number()
			all[kind] = append(all[kind], hit{object, n.digit()})
		}
	}
	return all, totals
}

func TestNumbersReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 44, 45, 46, 2024, 2025, 2026, 91124, 91125, 1 << 30} {
		read := numbers{string(export.AppendNumber(nil, n))}
		if got := read.number(); got != n || read.rest != "" {
			t.Errorf("%d reads as %d, and %q is left", n, got, read.rest)
		}
	}
}

// TestSearchDataIsWhatReadingEverythingFinds holds the search data of random sites against a look through all texts: of each term, how many
// objects of each kind have it, the best of them, and where in each it stands.
func TestSearchDataIsWhatReadingEverythingFinds(t *testing.T) {
	t.Parallel()
	for _, briefings := range []int{0, 1, 40, 900} {
		t.Run(fmt.Sprint(briefings), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(briefings), 1))
			words := strings.Fields("ferry harbour ledger ship quay pilot tide Ödland 북한 東京 мост " + strings.Repeat("sea ", 3))
			text := func() string {
				out := make([]string, 1+rnd.IntN(12))
				for i := range out {
					out[i] = words[rnd.IntN(len(words))]
				}
				return strings.Join(out, " ")
			}
			files, texts := map[string]string{}, map[string][2]string{} // title and text, by address
			for i := range briefings {
				title, claim, body := text(), text(), text()
				files[fmt.Sprintf("briefings/b%d.md", i)] = fmt.Sprintf("---\ntitle: %s\ndate: 2026\nclaims: {c: {text: %s, gap: true}}\n---\n%s", title, claim, body)
				texts[fmt.Sprintf("briefings/b%d.html", i)] = [2]string{title, body}
				texts[fmt.Sprintf("briefings/b%d.html#claim-c", i)] = [2]string{"", claim}
			}
			usual := []int{500, 20}
			shelves := readSearch(t, exported(t, files))
			if len(shelves) != 1 {
				t.Fatalf("there are %d shelves", len(shelves))
			}
			s := shelves["0"]
			if len(s.rows) != 2*briefings {
				t.Errorf("of %d briefings there are %d rows", briefings, len(s.rows))
			}
			want, places := map[string]*[5][]hit{}, map[string][]int{}
			page := ""
			for object, row := range s.rows {
				address := row.href
				if row.kind == 0 {
					page = address
				} else {
					address = page + address
				}
				said := texts[address]
				title, body := export.Terms(said[0]), export.Terms(said[1])
				n := map[string]int{}
				for _, term := range title {
					n[term] += 4
				}
				for _, term := range body {
					n[term]++
				}
				for term, times := range n {
					if want[term] == nil {
						want[term] = new([5][]hit)
					}
					want[term][row.kind] = append(want[term][row.kind], hit{object, export.Score(times, len(title)+len(body), usual[row.kind])})
					at := fmt.Sprint(term, object)
					for i, other := range slices.Concat([]string{"|"}, title, []string{"|"}, body) {
						if row.kind == 1 {
							i-- // it has no title
						}
						if other == term {
							places[at] = append(places[at], i)
						}
					}
				}
			}
			if diff := gocmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(s.best))); diff != "" {
				t.Fatalf("terms (-read +search):\n%s", diff)
			}
			cut := 0
			for term, all := range want {
				best, totals := (&numbers{s.best[term]}).hits(export.BestOfKind)
				whole := best
				if more, ok := s.more[term]; ok {
					cut++
					whole, _ = (&numbers{more}).hits(1 << 30)
				}
				at := numbers{s.at[term]}
				for kind, hits := range all {
					if totals[kind] != len(hits) || !slices.Equal(whole[kind], hits) {
						t.Errorf("%s: %d of kind %d have it, not %d; %v, not %v", term, len(hits), kind, totals[kind], hits, whole[kind])
					}
					slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
					hits = slices.SortedFunc(slices.Values(hits[:min(len(hits), export.BestOfKind)]), func(a, b hit) int { return cmp.Compare(a.object, b.object) })
					if !slices.Equal(best[kind], hits) {
						t.Errorf("%s: the best of kind %d are %v, not %v", term, kind, hits, best[kind])
					}
					for _, h := range whole[kind] {
						got, last := make([]int, at.number()), 0
						for i := range got {
							last += at.number()
							got[i] = last
						}
						if place := places[fmt.Sprint(term, h.object)]; !slices.Equal(got, place) {
							t.Errorf("%s stands in %d at %v, not at %v", term, h.object, place, got)
						}
					}
				}
				if at.rest != "" {
					t.Errorf("%s: %q is left", term, at.rest)
				}
			}
			if (cut > 0) != (briefings > export.BestOfKind) {
				t.Errorf("%d terms are cut", cut)
			}
		})
	}
}

func TestCaptionsCanBeFound(t *testing.T) {
	t.Parallel()
	s := readSearch(t, exported(t, map[string]string{
		"briefings/a.md":  "---\ntitle: A\ndate: 2026\n---\n![alt](a.png \"The quay&amp;nbsp;at\ndawn\")",
		"actors/n.md":     "---\nname: N\nimage: {src: a.png, alt: x, caption: At dawn}\n---",
		"events/e.md":     "---\ntitle: E\ndate: 2026\nimage: {src: a.png, alt: x, credit: Dawn Ltd}\n---",
		"briefings/a.png": "x", "actors/a.png": "x", "events/a.png": "x",
	}))["0"]
	if diff := gocmp.Diff([]string{"actors/n.html", "briefings/a.html", "timeline.html#event-e"}, s.find("dawn")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOnlyWhatIsPublicCanBeFound puts one word everywhere, and finds it where it may be read.
func TestOnlyWhatIsPublicCanBeFound(t *testing.T) {
	t.Parallel()
	out := exported(t, map[string]string{
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nsummary: hidden\ngaps: [hidden]\nclaims:\n" +
			"  c: {text: hidden, gap: true}\n  red: {text: hidden, gap: true, tlp: red}\n" +
			"sources: {own: {title: hidden, access: withheld, reliability: B, grade_basis: hidden}}\n" +
			"events: {e: {date: 2026, title: hidden}, r: {date: 2026, title: hidden, tlp: red}}\n" +
			"actors: {n: {name: Hidden, weak_aliases: [hidden]}}\n---\nhidden [[plain]]",
		"briefings/draft.md":  "---\ntitle: hidden\ndate: 2026\ndraft: true\n---\nhidden",
		"actors/r.md":         "---\nname: hidden\ntlp: red\n---\nhidden",
		"sources/withheld.md": "---\ntitle: hidden\naccess: withheld\nnote: hidden\nreliability: B\ngrade_basis: hidden\n---\nhidden",
		"sources/guarded.md":  "---\ntitle: hidden\naccess: restricted\nnote: hidden\nreliability: B\ngrade_basis: hidden\n---\nhidden",
		"sources/plain.md":    "---\ntitle: Seen plainly\npublisher: n\n---\nhidden",
		"events/s.md":         "---\ntitle: hidden\ndate: 2026\ntlp: red\n---\nhidden",
	})
	s := readSearch(t, out)["0"]
	want := []string{"#claim-c", "actors/n.html", "briefings/a.html", "sources/plain.html", "timeline.html#event-e"}
	if diff := gocmp.Diff(want, s.find("hidden")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(s.rows) != len(want) {
		t.Errorf("there are %d rows: %v", len(s.rows), s.rows)
	}
	// The page shows the source that it names by its title, and not by its id.
	if diff := gocmp.Diff([]string{"briefings/a.html", "sources/plain.html"}, s.find("plainly")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, data := range out {
		if strings.HasPrefix(name, "data/search/") && strings.Contains(data, "guarded") {
			t.Errorf("%s names a restricted source", name)
		}
	}
}

func TestShelvesTogetherNameMoreThanTheBest(t *testing.T) {
	t.Parallel()
	for n := 1; n < 1000; n *= 2 {
		if kept := export.BestOfShelf(n); kept > export.BestOfKind || kept*n < export.BestOfKind || n > 2 && kept*n < 2*export.BestOfKind {
			t.Errorf("%d shelves name %d each", n, kept)
		}
	}
}
