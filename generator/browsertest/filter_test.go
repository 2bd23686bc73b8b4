package browsertest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// filtered is a filter that a reader sets, and how many entries it leaves.
type filtered struct {
	name, value string
	want        int
}

// claimFilters are filters of the ledger; what they leave is counted in the site's own data.
func claimFilters(t *testing.T, b *built) (filters []filtered, total int) {
	t.Helper()
	var claims []struct {
		Standing, Confidence, Address, When string
		About                               []string
		For                                 []string `json:"sources_for"`
		Against                             []string `json:"sources_against"`
		Qualifying                          []string `json:"sources_qualifying"`
	}
	if err := json.Unmarshal(b.read(t, "data/claims.json"), &claims); err != nil {
		t.Fatal(err)
	}
	filters = []filtered{
		{"standing", "contested", 0}, {"confidence", "low", 0}, {"actor", "배우-1", 0}, {"source", sourceID(10), 0}, {"topic", "무역", 0},
	}
	ofTopic := []string{"briefings/everything.html"}
	for i := range manyBriefings {
		if topic(i) == "무역" {
			ofTopic = append(ofTopic, "briefings/"+briefingID(i)+".html")
		}
	}
	for _, c := range claims {
		page, _, _ := strings.Cut(c.Address, "#")
		for i, holds := range []bool{
			c.Standing == "contested", c.Confidence == "low", slices.Contains(c.About, "actors/배우-1.html"),
			slices.Contains(slices.Concat(c.For, c.Against, c.Qualifying), sourceID(10)), slices.Contains(ofTopic, page),
		} {
			if holds {
				filters[i].want++
			}
		}
	}
	return filters, len(claims)
}

// eventFilters are filters of the timeline.
func eventFilters(t *testing.T, b *built) (filters []filtered, total int) {
	t.Helper()
	var events []struct {
		Actors    []string
		Standings []string
	}
	if err := json.Unmarshal(b.read(t, "data/events.json"), &events); err != nil {
		t.Fatal(err)
	}
	filters = []filtered{{"actor", "배우-1", 0}}
	for _, e := range events {
		if slices.ContainsFunc(e.Actors, func(a string) bool {
			return strings.TrimSuffix(strings.TrimPrefix(a, "actors/"), ".html") == "배우-1"
		}) {
			filters[0].want++
		}
	}
	ofTopic := 3 // of each briefing, three
	n := 0
	for i := range manyBriefings {
		if topic(i) == "рынок" {
			n++
		}
	}
	return append(filters, filtered{"topic", "рынок", ofTopic * n}), len(events)
}

// TestFilterReachesOverAllPages sets filters in the ledger and in the timeline, on their first and on further pages, from disk and from a
// host: entries of all pages are found, the address says what is set and leads there again, and all can be undone.
func TestFilterReachesOverAllPages(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, syntheticHosted)
	claims, allClaims := claimFilters(t, site)
	events, allEvents := eventFilters(t, site)
	for _, c := range []struct {
		file    string
		filters []filtered
		total   int
	}{
		{"claims.html", claims, allClaims}, {"claims/2.html", claims[:1], allClaims}, {"timeline.html", events, allEvents}, {"timeline/2020.html", events[:1], allEvents},
	} {
		for _, w := range site.ways(t) {
			for i, f := range c.filters {
				if w.name == "host" && i > 0 {
					continue // how a filter comes by its data and its address is tried with the first; the rest is the same script
				}
				t.Run(fmt.Sprint(c.file, " from ", w.name, " by ", f.name), func(t *testing.T) {
					t.Parallel()
					if f.want == 0 || f.want == c.total {
						t.Fatalf("the filter would leave %d of %d", f.want, c.total)
					}
					b := newTab(t, wide)
					b.expect(w.prefix, "")
					b.look(w.on(c.file))
					whole := eval[int](b, rows)
					b.set(f.name, f.value)
					b.leaves(f, c.total)
					address := eval[string](b, `location.href`)
					if !strings.HasPrefix(address, w.on(c.file)) || !strings.Contains(address, f.name+"=") {
						t.Fatalf("the address does not say what is set: %s", address)
					}
					b.goTo("about:blank")
					b.look(address)
					b.leaves(f, c.total)
					if set := eval[string](b, `document.querySelector("form.filter").elements[`+quoted(f.name)+`].value`); set != f.value {
						t.Errorf("opened again, the form says %q", set)
					}
					b.do(chromedp.Click(chromedp.CSS("form.filter [type=reset]")))
					b.eventually("all entries are back", fmt.Sprintf(`%s === %d && !location.href.includes("=")`, rows, whole))
					b.quiet()
				})
			}
		}
	}
}

// TestFilterJoinsWhatIsSet sets two filters at once, and one that nothing fits.
func TestFilterJoinsWhatIsSet(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, syntheticHosted)
	b := newTab(t, wide)
	b.look(site.ways(t)[0].on("claims.html"))
	b.set("from", "2020-01-01")
	b.set("to", "2020-12-31")
	const ofYear = 2 * manyBriefings / 10 // two claims of every tenth briefing
	b.eventually("the claims of 2020", fmt.Sprintf(`%s === %d`, rows, ofYear))
	b.set("to", "1999-12-31")
	b.eventually("no claim before it began", rows+` === 0 && /^0\b/.test(document.querySelector(".filter-state").textContent)`)
}

// rows counts the entries that are shown.
const rows = `document.querySelectorAll("#list > li.row:not(:has(> button))").length`

// set sets a filter as a reader does.
func (b *tab) set(name, value string) {
	b.t.Helper()
	b.run(fmt.Sprintf(`(() => { const e = document.querySelector("form.filter").elements[%s]; e.value = %s; if (e.value !== %[2]s) throw new Error("there is no such choice"); e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); })()`, quoted(name), quoted(value)))
}

// leaves waits until the filter has left what it must, and says so.
func (b *tab) leaves(f filtered, total int) {
	b.t.Helper()
	const says = `document.querySelector(".filter-state").textContent`
	if !b.eventually(fmt.Sprintf("%s=%s leaves %d of %d", f.name, f.value, f.want, total), fmt.Sprintf(`%s === %d && parseInt(%s) === %[2]d`, rows, f.want, says)) {
		b.t.Errorf("there are %d; it says %q", eval[int](b, rows), eval[string](b, says))
	}
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

// TestFilterAddsNoSteps sets filters one after the other, also where a browser lets no script change the query, as some do from disk: the way
// back still leads to the page before, and the address to what is set.
func TestFilterAddsNoSteps(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, refuse := range []string{``, `history.replaceState = () => { throw new Error("refused"); }; `} {
		b := newTab(t, wide)
		b.look(must(t, syntheticHosted).ways(t)[0].on("claims.html"))
		b.run(refuse + `0`)
		b.do(chromedp.Click(chromedp.CSS("h1"))) // without a reader's hand no step counts
		steps, whole := eval[int](b, `history.length`), eval[int](b, rows)
		for _, standing := range []string{"contested", "refuted", "unsourced"} {
			b.set("standing", standing)
			b.eventually("the address says so", `/[?#]standing=`+standing+`$/.test(location.href) && /\d/.test(document.querySelector(".filter-state").textContent)`)
		}
		left := eval[int](b, rows)
		if now := eval[int](b, `history.length`); now != steps || left == 0 || left == whole {
			t.Errorf("refused: %t: three filters add %d steps and leave %d of %d", refuse != "", now-steps, left, whole)
		}
		address := eval[string](b, `location.href`)
		b.goTo("about:blank")
		b.look(address)
		b.eventually("the address leads there again", fmt.Sprintf(`%s === %d`, rows, left))
	}
}
