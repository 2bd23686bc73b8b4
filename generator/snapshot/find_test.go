package snapshot_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"attest/generator/snapshot"
)

// TestQuotesAreFoundInTheirTier reads the cases that are shared with the design.
func TestQuotesAreFoundInTheirTier(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/quotes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Text, Quote, Tier string }
	if err := yaml.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if got := snapshot.NewText(c.Text).Find(c.Quote).Tier.String(); got != c.Tier {
			t.Errorf("%q in %q is %s, not %s", c.Quote, c.Text, got, c.Tier)
		}
	}
}

func TestTiers(t *testing.T) {
	t.Parallel()
	const exact, normalised, typographic, missing = snapshot.Exact, snapshot.Normalised, snapshot.Typographic, snapshot.Missing
	cases := []struct {
		text, quote string
		want        snapshot.Tier
	}{
		// White space and what is invisible.
		{"no\u00a0arrivals\u202frecorded", "no arrivals recorded", normalised},
		{"no\n\n\tarrivals", "no arrivals", normalised},
		{"no arrivals", "noarrivals", missing},
		{"noarrivals", "no arrivals", missing},
		{"no ar\u200brivals", "no arrivals", normalised},
		{"\ufeffno arrivals", "no arrivals", exact},
		{"no arrivals", "  no arrivals \n", exact},
		{"no arrivals", "no\n  arrivals", normalised},
		{"\u0644\u0645 \u200fتصل", "لم تصل", normalised},

		// Hyphens at line ends, with and without, beside each other.
		{"a well-\nknown port", "a well-known port", normalised},
		{"a well-\nknown port", "a wellknown port", normalised},
		{"the well-\nknown arri-\r\n  vals", "the well-known arrivals", normalised},
		{"pre-\nand post-war", "pre- and post-war", normalised},
		{"arri\u00ad\nvals", "arrivals", normalised},
		{"arri\u2010\nvals", "arrivals", normalised},
		{"a well-known port", "a wellknown port", missing},
		{"a well-known port", "a well known port", missing},
		{"a well known port", "a well-known port", missing},
		{"a well- known port", "a wellknown port", missing},
		{"pages 10-\n20", "pages 10-20", normalised},
		{"pages 10-\n20", "pages 1020", missing},
		{"he left -\nand came", "he leftand came", missing},
		{"no arrivals recorded", "no arri-\nvals recorded", normalised},
		{"he left —\nand came", "he left — and came", normalised},

		// Normal forms and ligatures.
		{"caf\u00e9 closed", "cafe\u0301 closed", normalised},
		{"cafe\u0301 closed", "cafe\u0301 closed", exact},
		{"cafe\u0301 closed", "cafe", missing},
		{"caf\u00e9 closed", "cafe closed", missing},
		{"the final office", "the ﬁnal oﬃce", normalised},
		{"the ﬁnal", "inal", missing},
		{"the oﬀ", "of", missing},
		{"ﬆ. gallen", "st. gallen", normalised},
		{"\u1112\u1161\u11ab 국", "한 국", normalised},
		{"x² is", "x2 is", missing},
		{"½ of", "1/2 of", missing},
		{"１２ ships", "12 ships", missing},

		// Typography.
		{"« nous partons »", "“ nous partons ”", typographic},
		{"don’t go", "don't go", typographic},
		{"he said ‘we left’", "he said \"we left\"", typographic},
		{"1914–1918", "1914-1918", typographic},
		{"co\u2011operation", "co-operation", typographic},
		{"he left — twice", "he left -- twice", typographic},
		{"he left—twice", "he left - twice", missing},
		{"−5 degrees", "-5 degrees", typographic},
		{"5 degrees", "-5 degrees", missing},
		{"so it was…", "so it was...", typographic},
		{"so it was...", "so it was…", typographic},
		{"so it was.", "so it was…", exact}, // “…” leaves words out where it does not stand in the source
		{"so it was.", "so it was...", missing},
		{"“the ﬁnal” word", "\"the final\" word", typographic},
		{"he said: yes", "he said; yes", missing},
		{"he said yes", "he said, yes", missing},

		// Case, digits, words.
		{"THE PORT", "the port", missing},
		{"straße", "strasse", missing},
		{"12,000", "12.000", missing},
		{"12 000 men", "12000 men", missing},
		{"the port", "the port was", missing},
		{"", "the port", missing},
		{"the port", "", missing},
		{"the port", "…", missing},
		{"the port", "[…]", missing},
		{"a — b", "—", exact},

		// Word boundaries.
		{"ports were closed", "port", missing},
		{"it can't be", "can", missing},
		{"3.14159", "3.14", missing},
		{"foo_bar", "bar", missing},
		{"the well-known", "known", exact},
		{"정부는 발표했다", "발표했다", exact},
		{"정부는 발표했다", "발표", missing},
		{"港口已关闭", "已关闭", exact},
		{"airport. The port was closed", "port was closed", exact},
		{"the (port) was", "port", exact},
		{"🇩🇪🇫🇷 flags", "🇫🇷 flags", exact},

		// Parts.
		{"Sailings stopped on Monday. Staff were told.", "Sailings stopped [...] Staff were told", exact},
		{"Sailings stopped on Monday. Staff were told.", "Sailings stopped… Staff were told", exact},
		{"Sailings stopped on Monday. Staff were told.", "Sailings stopped ... Staff were told", missing},
		{"Sailings stopped… Staff were told.", "Sailings stopped… Staff were told", exact},
		{"Sailings stopped [sic] on Monday", "Sailings stopped [sic] on Monday", exact},
		{"Sailings stopped on Monday", "Sailings stopped [sic] on Monday", exact},
		{"Sailings  stopped on Monday. “Staff” were told.", "Sailings stopped […] \"Staff\" were told", typographic},
		{"Sailings  stopped on Monday. Staff were told.", "Sailings stopped […] Staff were told", normalised},
		{"He said that he would resign", "said that [the minister] would resign", exact},
		{"the port was closed", "the port [the port] was closed", exact},
		{"the port was", "the port was […] the port was", missing},
		{"the port was. the port was", "the port was […] the port was", exact},
		{"When the port was closed", "[T]he port was closed", exact},
		{"When bathe port was closed", "[T]he port was closed", missing},
		{"one arrival was", "one arrival[s] was", exact},
		{"all arrivals were", "all arrival[s] were", exact},
		{"all arrivalists were", "all arrival[s] were", missing},
		{"about 11,000 troops", "[1]1,000 troops", missing},
		{"port was closed", "the port [was closed", missing},
		{"the port [was closed", "the port [was closed", exact},
		{"It was shut, he said", "It […], [the mayor] said", exact},
		{"one two three", "one [a [b] c] three", exact},
		{"three one two", "one […] two […] three", missing},
	}
	for _, c := range cases {
		if got := snapshot.NewText(c.text).Find(c.quote).Tier; got != c.want {
			t.Errorf("%q in %q is %s, not %s", c.quote, c.text, got, c.want)
		}
	}
}

// TestPlacesAreOfTheWordsThatWereFound also goes across the marks of a long text.
func TestPlacesAreOfTheWordsThatWereFound(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("Ships came and went – “as ever”, ﬁve a day. ", 400)
	text := snapshot.NewText(filler + "No arri-\nvals were re\u00adcorded. " + filler + "The “office” was shut. " + filler)
	for _, c := range []struct {
		quote string
		want  []string
	}{
		{"No arrivals were recorded", []string{"No arri-\nvals were re\u00adcorded"}},
		{"No arrivals […] The 'office' was shut.", []string{"No arri-\nvals", "The “office” was shut."}},
		{"- 'as ever', five a day", []string{"– “as ever”, ﬁve a day"}},
		{"went -", []string{"went –"}},
	} {
		found := text.Find(c.quote)
		var got []string
		for _, p := range found.Places {
			got = append(got, text.String()[p.Start:p.End])
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q is found at %q, not %q (%s)", c.quote, got, c.want, found.Tier)
		}
	}
}

// FuzzFind holds what is found to what was looked for: places lie in the text in their order, begin and end at whole characters, and a text
// holds each of its own words and itself.
func FuzzFind(f *testing.F) {
	for _, seed := range [][2]string{
		{"The ledger shows no arri-\nvals", "no arrivals"},
		{"he said “we left” — twice…", "he said \"we left\" - twice..."},
		{"Sailings stopped on Monday. Staff", "Sailings stopped […] Staff"},
		{"e\u0301\u00ad-\n\ufb03", "\u00e9[T]x"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, raw, quote string) {
		text := snapshot.NewText(raw)
		found := text.Find(quote)
		last := 0
		for _, p := range found.Places {
			if p.Start < last || p.End <= p.Start || p.End > len(text.String()) || !utf8.ValidString(text.String()[p.Start:p.End]) {
				t.Fatalf("%q in %q: place %v after %d", quote, raw, p, last)
			}
			last = p.End
		}
		if found.Tier == snapshot.Missing && found.Places != nil {
			t.Fatalf("%q in %q is missing at %v", quote, raw, found.Places)
		}
		if own := strings.TrimSpace(raw); own == raw && own != "" && utf8.ValidString(own) && text.Find(own).Tier != snapshot.Exact {
			t.Fatalf("%q does not hold itself", raw)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var words strings.Builder
	for i := range 400_000 {
		words.WriteString([]string{"arrivals ", "the – ", "ledger\n", "“recorded” ", "after 2 May. "}[(i*i+i/7)%5])
	}
	text := words.String()
	b.Run("prepare", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			snapshot.NewText(text)
		}
	})
	ready := snapshot.NewText(text + "and no ship was seen in the har-\nbour")
	for _, quote := range []string{"no ship was seen in the harbour", "not a word of it was there", "the […] and no ship was seen"} {
		b.Run(quote, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ready.Find(quote)
			}
		})
	}
}
