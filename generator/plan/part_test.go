package plan_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"

	"attest/generator/plan"
)

// hub is a site around one actor and one source, with n entries in each list of their pages.
func hub(n int) map[string]string {
	files := map[string]string{"actors/hub.md": "---\nname: Harbour Hub\ntype: organization\n---\n", "sources/ledger.md": "---\ntitle: Ledger\ntype: report\n---\n", "actors/quay.md": "---\nname: Quay Works\ntype: organization\n---\n"}
	var claims, prose, events strings.Builder
	for i := range n {
		fmt.Fprintf(&claims, "  c%d: {text: Claim no %d., about: hub, claimant: hub, evidence: [{source: ledger, stance: supports, quote: Quote no %d.}]}\n", i, i, i)
		fmt.Fprintf(&prose, "Sentence no %d is of [[hub]] [@ledger], not of Quay Works.\n\n", i)
		fmt.Fprintf(&events, "  e%d: {title: Event no %d, date: %d, actors: hub, claims: c%d}\n", i, i, 1500+i, i)
		files[fmt.Sprintf("sources/s%d.md", i)] = fmt.Sprintf("---\ntitle: Paper no %d\ntype: report\npublisher: hub\n---\n", i)
	}
	files["briefings/a.md"] = fmt.Sprintf("---\ntitle: A\ndate: 2026\nclaims:\n%sevents:\n%s---\n%s", claims.String(), events.String(), prose.String())
	return files
}

// made returns the pages of a site by address.
func made(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	p, _ := planned(t, files)
	pages := make(map[string]string)
	for i := range p.Files {
		if f := &p.Files[i]; f.Page {
			var buf bytes.Buffer
			if _, err := p.Make(f, &buf, false); err != nil {
				t.Fatal(err)
			}
			pages[f.Address] = buf.String()
		}
	}
	return pages
}

// Each list of the page of an actor or a source goes on over as many pages as it takes: each entry stands there once, in order, and all ways between
// the pages lead somewhere.
func TestLongListsOfAnObjectGoOnOnFurtherPages(t *testing.T) {
	t.Parallel()
	const n = 2*plan.PageSize + 1
	pages := made(t, hub(n))
	for _, test := range []struct{ first, part, entry string }{
		{"actors/hub", "claims", `>Claim no (\d+)\.</a>`},
		{"actors/hub", "claims-by", `>Claim no (\d+)\.</a>`},
		{"actors/hub", "timeline", `>Event no (\d+)</h3>`},
		{"actors/hub", "published", `>Paper no (\d+)</a>`},
		{"actors/hub", "mentions", `>Sentence no (\d+) is of Harbour Hub`},
		{"actors/quay", "mentions", `>Sentence no (\d+) is of Harbour Hub`},
		{"sources/ledger", "evidence", `<p>Quote no (\d+)\.</p>`},
		{"sources/ledger", "timeline", `>Event no (\d+)</h3>`},
		{"sources/ledger", "mentions", `>Sentence no (\d+) is of Harbour Hub`},
	} {
		t.Run(test.first+"."+test.part, func(t *testing.T) {
			t.Parallel()
			_, own, _ := strings.Cut(pages[test.first+".html"], `<h2 id="`+test.part+`">`)
			own, _, _ = strings.Cut(own, "</section>")
			seen := make(map[string]bool)
			for k, text := range []string{own, pages[fmt.Sprintf("%s.%s-2.html", test.first, test.part)], pages[fmt.Sprintf("%s.%s-3.html", test.first, test.part)]} {
				found := regexp.MustCompile(test.entry).FindAllStringSubmatch(text, -1)
				if want := min(plan.PageSize, n-k*plan.PageSize); len(found) != want {
					t.Errorf("page %d has %d entries, want %d", k+1, len(found), want)
				}
				for _, m := range found {
					if seen[m[1]] {
						t.Errorf("page %d has the entry %s again", k+1, m[1])
					}
					seen[m[1]] = true
				}
				has(t, text, fmt.Sprintf("%d to %d of %d", k*plan.PageSize+1, min((k+1)*plan.PageSize, n), n))
				if k > 0 {
					has(t, text, fmt.Sprintf(`href="../%s.html#%s">1</a>`, test.first, test.part), fmt.Sprintf(` start="%d"`, k*plan.PageSize+1))
				}
			}
			if _, ok := pages[fmt.Sprintf("%s.%s-4.html", test.first, test.part)]; ok {
				t.Error("there is a fourth page")
			}
		})
	}
	holdLinks(t, pages)
}

// holdLinks finds links between pages, and to places in them, that lead nowhere.
func holdLinks(t *testing.T, pages map[string]string) {
	t.Helper()
	for address, text := range pages {
		for _, m := range regexp.MustCompile(`href="([^"]*\.html|)(?:#([^"]+))?"`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], ":") || address == "404.html" {
				continue
			}
			to := address
			if m[1] != "" {
				to = path.Join(path.Dir(address), m[1])
			}
			if target, ok := pages[to]; !ok || m[2] != "" && !strings.Contains(target, ` id="`+m[2]+`"`) {
				t.Errorf("%s leads to %s#%s, which is not there", address, to, m[2])
			}
		}
	}
}
