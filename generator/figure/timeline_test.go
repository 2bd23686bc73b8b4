package figure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/edtf"
	"attest/generator/figure"
)

// english are the labels in English.
func english() *figure.Labels {
	return &figure.Labels{
		Months:  [13]string{1: "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		AfterBC: " BC",
	}
}

func dates(t testing.TB, texts ...string) []edtf.Date {
	t.Helper()
	out := make([]edtf.Date, len(texts))
	for i, text := range texts {
		var err error
		if out[i], err = edtf.Parse(text); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var endings = [...]string{"", "fade", "open", "?"}

// words says how a mark is drawn, without where: "point", "pale", "full" for a bar that is sure from end to end, "pale full pale".
func words(m figure.Mark) string {
	if !m.Drawn {
		return "nothing"
	}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(endings[m.Start])
	switch {
	case m.Point:
		add("point")
	case m.SureFrom >= m.SureTo:
		add("pale")
	default:
		if m.SureFrom > m.From {
			add("pale")
		}
		add("full")
		if m.SureTo < m.To {
			add("pale")
		}
	}
	add(endings[m.End])
	return strings.Join(parts, " ")
}

func TestAMarkSaysNoMoreThanItsDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2024-05-02":                "point",
		"2024-05-02T14:30:00Z":      "point",
		"2024-05-02/2024-05-02":     "point",
		"2024-05-02?":               "fade point fade",
		"2024-05":                   "pale",
		"2024-05-0X":                "pale",
		"2024":                      "pale",
		"201X":                      "pale",
		"2024-05~":                  "fade pale fade",
		"2024-02-03/2024-09-30":     "full",
		"2023-09/2025-03":           "pale full pale",
		"2023-09-30/2025-03":        "full pale",
		"2023~/2025-03-01":          "fade pale full",
		"2024/2024":                 "pale",
		"2024-05-02/..":             "full open",
		"2024-05/..":                "pale full open",
		"../2024-05-02":             "open full",
		"2024-05/":                  "pale ?",
		"2024-05-02/":               "pale ?",
		"/2024-05-02":               "? pale",
		"[..2024-05-02]":            "open pale",
		"[2024-05-02..]":            "pale open",
		"[2024-05-02,2024-05-09]":   "pale",
		"{2024-05-02,2024-05-09}":   "pale",
		"Y17000000002":              "pale",
		"-0044-03-15":               "point",
		"2024-05-02~/2024-06-02":    "fade full",
		"2024-05-02/2024-06-02%":    "full fade",
		"[2024-05-02,2024-06-02..]": "pale open",
	} {
		picture := figure.NewTimeline(english(), dates(t, text, "2020-01-01", "2026-01-01"))
		if got := words(picture.Marks[0]); got != want {
			t.Errorf("%s is drawn as %q, want %q", text, got, want)
		}
	}
}

func TestTheAxisKeepsTheOrderOfDays(t *testing.T) {
	t.Parallel()
	all := dates(t, "-0044-03-15", "1961", "2024-06-18", "2024-06-19", "2024-11", "2025-01-01/2025-06-30", "Y17000000002")
	end := 0
	for i, m := range figure.NewTimeline(english(), all).Marks {
		if m.From < end || m.To < m.From || m.To > figure.Whole {
			t.Errorf("%s lies at %d to %d, after one that ends at %d", all[i], m.From, m.To, end)
		}
		end = m.To - 8 // the least that a bar takes
	}
}

// TestNothingFarAwayPressesTheRestTogether adds dates of antiquity and of geology to some of one year.
func TestNothingFarAwayPressesTheRestTogether(t *testing.T) {
	t.Parallel()
	year := []string{"2024-01-02", "2024-03-05", "2024-04-09", "2024-06-02", "2024-08-01", "2024-09-14", "2024-10-30", "2024-12-31"}
	for _, far := range [][]string{{}, {"-0044"}, {"-0044-03-15", "1961"}, {"Y17000000002", "-0044", "1914"}, {"Y-170000000000000", "Y170000000000002"}} {
		picture := figure.NewTimeline(english(), dates(t, append(slices.Clone(year), far...)...))
		first, last := picture.Marks[0], picture.Marks[len(year)-1]
		if width := last.From - first.From; width < figure.Whole/5 {
			t.Errorf("with %v the year takes %d of %d", far, width, figure.Whole)
		}
		if len(picture.Cuts) < len(far) {
			t.Errorf("with %v the axis has %d breaks", far, len(picture.Cuts))
		}
		for i, c := range picture.Cuts {
			if c.After.Compare(c.Before) >= 0 || i > 0 && picture.Cuts[i-1].X >= c.X {
				t.Errorf("with %v time is left out between %v and %v", far, c.After, c.Before)
			}
		}
	}
}

// TestOneScale holds that equal times take equal room on both sides of a break.
func TestOneScale(t *testing.T) {
	t.Parallel()
	m := figure.NewTimeline(english(), dates(t, "1900-01-01", "1900-02-01", "1900-03-01", "1900-05-01", "2000-01-01", "2000-02-01", "2000-03-01", "2000-05-01")).Marks
	before, after := m[3].From-m[0].From, m[7].From-m[4].From
	if before-after > 2 || after-before > 4 {
		t.Errorf("four months take %d before the break and %d after it", before, after)
	}
}

// TestFewDatesAreNotTornApart holds that breaks come only where all else would be pressed together.
func TestFewDatesAreNotTornApart(t *testing.T) {
	t.Parallel()
	for _, texts := range [][]string{
		{"2024-05-02"}, {"2024-01-01", "2024-04-01"}, {"2024-01-01", "2024-02-01", "2024-04-01"}, {"1961", "1995/1996", "2024"}, {"2024-05", "2024-08"},
	} {
		if cuts := figure.NewTimeline(english(), dates(t, texts...)).Cuts; len(cuts) > 0 {
			t.Errorf("%v: the axis leaves time out: %v", texts, cuts)
		}
	}
}

// random are dates of every sort, close together or far apart.
func random(t testing.TB, seed uint64) []edtf.Date {
	r := rand.New(rand.NewPCG(seed, 1))
	years := []int{2024, 2024, 2023 + r.IntN(3), 1900 + r.IntN(120), r.IntN(2000)}
	day := func() string {
		return fmt.Sprintf("%04d-%02d-%02d", years[r.IntN(1+int(seed)%len(years))], 1+r.IntN(12), 1+r.IntN(28))
	}
	texts := make([]string, 1+r.IntN(80))
	for i := range texts {
		d := day()
		texts[i] = [...]string{d, d, d, d, d[:7], d[:4], d[:7] + "~", d + "?", d + "/..", d[:7] + "/", "[.." + d + "]", d[:4] + "/" + d[:3] + "9", "-0044"}[r.IntN(13)]
	}
	return dates(t, texts...)
}

func TestMarksAndLabelsDoNotOverlap(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		all := random(t, seed)
		picture := figure.NewTimeline(english(), all)
		for i, a := range picture.Marks {
			if a.Drawn && (a.From < 0 || a.To > figure.Whole || a.Lane >= max(picture.DayLanes, picture.BarLanes)) {
				t.Fatalf("seed %d: %s lies at %d to %d", seed, all[i], a.From, a.To)
			}
			for _, b := range picture.Marks[:i] {
				if !a.Drawn || !b.Drawn || a.Point != b.Point || a.Lane != b.Lane {
					continue
				}
				if near := max(a.From, b.From) - min(a.To, b.To); near < 0 || a.Point && near < 16 {
					t.Fatalf("seed %d: two marks of one lane lie on each other: %+v and %+v", seed, a, b)
				}
			}
		}
		separate(t, seed, picture.Ticks)
	}
}

// separate fails for labels that lie on each other in the windows of either sort; a letter takes 6 pixels on average.
func separate(t *testing.T, seed uint64, ticks []figure.Tick) {
	t.Helper()
	for _, window := range []struct {
		pixels int
		wide   bool
	}{{284, false}, {324, false}, {864, true}, {1152, true}} {
		end := 0.0
		for _, tick := range ticks {
			if tick.Wide && !window.wide {
				continue
			}
			x := float64(tick.X) * float64(window.pixels) / figure.Whole
			if x < end {
				t.Fatalf("seed %d: %q lies on the label before it in a window of %d: %v", seed, tick.Text, window.pixels, ticks)
			}
			if end = x + 3 + 6*float64(len([]rune(tick.Text))); end > float64(window.pixels)+3 {
				t.Fatalf("seed %d: %q reaches to %v of %d", seed, tick.Text, end, window.pixels)
			}
		}
	}
}

// TestNoMonthStandsWithoutItsYear reads the labels as a reader does, from left to right, in windows of either sort.
func TestNoMonthStandsWithoutItsYear(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		picture := figure.NewTimeline(english(), random(t, seed))
		for _, wide := range []bool{false, true} {
			last := "" // the month that was named last, of the year that was named last
			for _, tick := range picture.Ticks {
				if tick.Wide && !wide {
					continue
				}
				if strings.Trim(tick.Text, "0123456789") != "" || len(tick.Text) > 2 {
					if !isMonth(tick.Text) {
						last = ""
					} else if m := month(tick.Text); m <= month(last) {
						t.Fatalf("seed %d, wide %t: %q comes after %q of the same year: %v", seed, wide, tick.Text, last, picture.Ticks)
					}
					if isMonth(tick.Text) {
						last = tick.Text
					}
				}
			}
		}
	}
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

func isMonth(text string) bool { return len(text) == 3 && strings.Contains(months, text) }

func month(text string) int {
	if text == "" {
		return -1
	}
	return strings.Index(months, text)
}

func TestAPictureIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		all := random(t, seed)
		drawn := func(order []int) []string {
			shuffled := make([]edtf.Date, len(all))
			for i, k := range order {
				shuffled[i] = all[k]
			}
			picture := figure.NewTimeline(english(), shuffled)
			out := []string{fmt.Sprint(picture.DayLanes, picture.BarLanes, picture.Scale)}
			for i, m := range picture.Marks {
				out = append(out, fmt.Sprintf("%s %+v", shuffled[i], m))
			}
			slices.Sort(out[1:])
			return out
		}
		order := make([]int, len(all))
		for i := range order {
			order[i] = i
		}
		want := drawn(order)
		r := rand.New(rand.NewPCG(seed, 2))
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		got := drawn(order)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: the picture is another in another order:\n%s", seed, diff)
		}
	}
}

func BenchmarkTimelineOfABriefing(b *testing.B) {
	all := dates(b, "2024-05-02", "2024-06", "2024-07-01/2024-08-01", "2023-04-05~")
	b.ReportAllocs()
	for b.Loop() {
		figure.NewTimeline(english(), all)
	}
}
