package browsertest_test

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
)

// The budget of a briefing's page on first load. Bytes are as a host sends them: gzipped, but for what is compressed in itself.
const (
	pageBytes   = 200_000
	pageScripts = 2
	pageFonts   = 3 // of text, of labels, and slanted text
)

// TestBriefingsKeepTheirBudget opens each briefing of the sample site from a host and counts what it asks for. Only pages with names in
// other scripts may ask for fonts of those.
func TestBriefingsKeepTheirBudget(t *testing.T) {
	t.Parallel()
	needChromium(t)
	site := must(t, sampleHosted)
	host := site.ways(t)[1]
	for _, file := range site.files {
		if !strings.HasPrefix(file, "briefings/") {
			continue
		}
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.expect(host.prefix, "")
			b.look(host.on(file))
			var size, scripts int
			var fonts []string
			for _, address := range append(eval[[]string](b, `performance.getEntriesByType("resource").map(e => e.name)`), host.on(file)) {
				u, err := url.Parse(address)
				if err != nil || !strings.HasPrefix(address, host.prefix) {
					t.Errorf("it asks for %s", address)
					continue
				}
				name := strings.TrimPrefix(u.Path, "/repo/")
				size += sent(t, site, name)
				switch path.Ext(name) {
				case ".js":
					scripts++
				case ".woff2":
					if !slices.Contains(fonts, name) {
						fonts = append(fonts, name)
					}
				}
			}
			latin := slices.DeleteFunc(slices.Clone(fonts), func(f string) bool { return strings.Contains(f, "cyrillic") || strings.Contains(f, "latin-ext") })
			if size > pageBytes || scripts > pageScripts || len(latin) > pageFonts {
				t.Errorf("%d bytes, %d scripts, fonts %v", size, scripts, fonts)
			}
			cyrillic := eval[bool](b, `/[\u0400-\u04ff]/.test(document.body.innerText)`)
			if asked := slices.ContainsFunc(fonts, func(f string) bool { return strings.Contains(f, "cyrillic") }); asked && !cyrillic {
				t.Errorf("without a letter of Cyrillic it asks for %v", fonts)
			}
			if moved := eval[struct{ Sum float64 }](b, `measure.shifts()`); moved.Sum != 0 {
				t.Errorf("the layout shifts by %.4f", moved.Sum)
			}
			t.Logf("%d bytes, %d scripts, fonts %v", size, scripts, fonts)
			b.quiet()
		})
	}
}

// TestScriptsAndStylesAreSmall holds all scripts and styles of the theme, as they are published, to their budgets. Data is beside them, in
// a folder of its own.
func TestScriptsAndStylesAreSmall(t *testing.T) {
	t.Parallel()
	site, size := must(t, sampleHosted), map[string]int{}
	for _, file := range site.files {
		if !strings.HasPrefix(file, "data/") {
			size[path.Ext(file)] += len(site.read(t, file))
		}
	}
	for kind, budget := range map[string]int{".js": 15_000, ".css": 40_000} {
		if size[kind] == 0 || size[kind] >= budget {
			t.Errorf("*%s has %d bytes; there are %d for it", kind, size[kind], budget)
		}
	}
}

// sent is how many bytes a host sends of a file.
func sent(t *testing.T, site *built, name string) int {
	t.Helper()
	data := site.read(t, name)
	if ext := path.Ext(name); ext == ".woff2" || ext == ".png" || ext == ".jpg" {
		return len(data)
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
