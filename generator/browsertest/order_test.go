package browsertest_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// listedSource is what the site's own data says of a source.
type listedSource struct{ Address, Title, Publisher, Published, Reliability, Tier, Origin string }

// titles are those of the entries that are shown.
const titles = `measure.all("#list > li.row:not(:has(> button)) .row-title").map(e => e.textContent)`

// orders puts a list in an order as a reader does and waits until it begins with want.
func (b *tab) orders(by string, want []string) {
	b.t.Helper()
	b.set("sort", by)
	begins := fmt.Sprintf(`JSON.stringify(%s.slice(0, %d)) === %s`, titles, len(want), quoted(jsonOf(want)))
	if !b.eventually("in the order "+by, begins) {
		b.t.Errorf("the list begins with %q, not with %q", eval[[]string](b, titles+`.slice(0, `+fmt.Sprint(len(want))+`)`), want)
	}
}

func jsonOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// TestSourcesAreFilteredAndOrdered filters and orders the sources of the sample site, which has them of many grades and days; what must
// come is reckoned from the site's own data.
func TestSourcesAreFilteredAndOrdered(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, sampleHosted)
	var sources []listedSource
	if err := json.Unmarshal(site.read(t, "data/sources.json"), &sources); err != nil {
		t.Fatal(err)
	}
	count := func(fits func(listedSource) bool) (n int) {
		for _, s := range sources {
			if fits(s) {
				n++
			}
		}
		return n
	}
	for _, w := range site.ways(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.expect(w.prefix, "")
			b.look(w.on("sources.html"))
			whole := eval[int](b, rows)
			for _, f := range []filtered{
				{"grade", "B", count(func(s listedSource) bool { return s.Reliability == "B" })},
				{"tier", "primary", count(func(s listedSource) bool { return s.Tier == "primary" })},
				{"origin", "derived", count(func(s listedSource) bool { return s.Origin == "derived" })},
				{"words", "yonhap 2025", count(func(s listedSource) bool {
					text := strings.ToLower(s.Title + " " + s.Publisher)
					return strings.Contains(text, "yonhap") && strings.Contains(text, "2025")
				})},
				{"words", "treaty", count(func(s listedSource) bool { return strings.Contains(strings.ToLower(s.Title+" "+s.Publisher), "treaty") })},
			} {
				b.set(f.name, f.value)
				b.leaves(f, len(sources))
				b.set(f.name, "")
			}
			b.eventually("all are back", fmt.Sprintf(`%s === %d && !location.href.includes("=")`, rows, whole))

			first := func(n int, compare func(a, b listedSource) int) []string {
				sorted := slices.Clone(sources)
				slices.SortStableFunc(sorted, compare)
				var names []string
				for _, s := range sorted[:n] {
					names = append(names, s.Title)
				}
				return names
			}
			byGrade := func(a, b listedSource) int { return strings.Compare(a.Reliability, b.Reliability) }
			b.orders("grade", first(5, byGrade))
			address := eval[string](b, `location.href`)
			if !strings.Contains(address, "sort=grade") {
				t.Errorf("the address does not say the order: %s", address)
			}
			// With whole days only, as others begin where the first day that they can mean is.
			b.set("from", "2025-01-01")
			b.set("tier", "primary")
			b.set("sort", "date")
			days := eval[[]string](b, `measure.all("#list > li .row-title a").map(a => decodeURI(a.getAttribute("href")))`)
			published := make(map[string]string)
			for _, s := range sources {
				published[s.Address] = s.Published
			}
			if len(days) == 0 || !slices.IsSortedFunc(days, func(x, y string) int {
				if len(published[x]) != 10 || len(published[y]) != 10 {
					return 0
				}
				return cmp.Compare(published[x], published[y])
			}) {
				t.Errorf("from the oldest: %v", days)
			}
			b.goTo("about:blank")
			b.look(address)
			b.eventually("the address leads to the order", fmt.Sprintf(`JSON.stringify(%s.slice(0, 5)) === %s`, titles, quoted(jsonOf(first(5, byGrade)))))
			b.quiet()
		})
	}
}

// TestClaimsAreOrdered puts the ledger in the orders that it offers.
func TestClaimsAreOrdered(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, sampleHosted)
	var claims []struct{ Text, Standing, Confidence string }
	if err := json.Unmarshal(site.read(t, "data/claims.json"), &claims); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, wide)
	b.look(site.ways(t)[0].on("claims.html"))
	for by, values := range map[string][]string{
		"standing":    {"corroborated", "single-source", "contested", "refuted", "unsourced"},
		"-confidence": {"high", "moderate", "low", ""},
	} {
		var want []string
		for _, value := range values {
			for _, c := range claims {
				if is := map[bool]string{true: c.Standing, false: c.Confidence}[by == "standing"]; is == value {
					want = append(want, c.Text)
				}
			}
		}
		b.orders(by, want)
	}
	b.set("sort", "")
	b.eventually("the ledger's own order", titles+`[0] === `+quoted(claims[0].Text))
	// An order that is not offered, from an address, leaves the list as it is.
	b.goTo("about:blank")
	b.expect("", "")
	b.look(site.ways(t)[0].on("claims.html") + "?sort=actor&length=8")
	b.eventually("the list stands", fmt.Sprintf(`%s === %d`, rows, len(claims)))
	b.quiet()
}
