package figure_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/edtf"
	"attest/generator/figure"
)

func TestDensityCountsWhatItIsSureOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dates   []string
		byYears bool
		want    string
	}{
		{[]string{"2024-05-02", "2024-05", "2024-05-30/2024-09", "2024-07", "2024"}, false, "2024-05-01–2024-05-31 3, 2024-07-01–2024-07-31 1, unsure 1"},
		{[]string{"2024-05-02", "2024", "2023~/..", "201X", "/2022-05"}, true, "2022-01-01–2022-12-31 1, 2023-01-01–2023-12-31 1, 2024-01-01–2024-12-31 2, unsure 1"},
		{[]string{"2023-12-31", "2024-12-31", "-0044-03-15"}, true, "-0044-01-01–-0044-12-31 1, 2023-01-01–2023-12-31 1, 2024-01-01–2024-12-31 1, unsure 0"},
	} {
		d := figure.NewDensity(english(), dates(t, c.dates...), c.byYears)
		got := ""
		for _, column := range d.Columns {
			got += fmt.Sprintf("%s–%s %d, ", column.First, column.Last, column.N)
		}
		got += fmt.Sprint("unsure ", d.Unsure)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.dates, diff)
		}
	}
}

// TestDensityHasFewColumns spreads dates over ever longer times.
func TestDensityHasFewColumns(t *testing.T) {
	t.Parallel()
	for _, years := range []int{1, 7, 80, 900, 9000} {
		var texts []string
		for i := range 2000 {
			texts = append(texts, fmt.Sprintf("%04d-%02d-%02d", i*years/2000, 1+i%12, 1+i%28))
		}
		d := figure.NewDensity(english(), dates(t, texts...), false)
		n, end := 0, 0
		for _, c := range d.Columns {
			if c.X < end-1 || c.X+c.Width > figure.Whole || c.Width < 3 {
				t.Errorf("%d years: a column lies at %d, %d wide, after one that ends at %d", years, c.X, c.Width, end)
			}
			end = c.X + c.Width
			n += c.N
			if first := dates(t, texts[c.Of])[0]; first.Start().First.Compare(c.First) < 0 || first.Start().First.Compare(c.Last) > 0 {
				t.Errorf("%d years: the column from %s leads to %s", years, c.First, first)
			}
		}
		if len(d.Columns) > 135 || len(d.Columns) < 7 || n != len(texts) {
			t.Errorf("%d years: %d columns of %d dates", years, len(d.Columns), n)
		}
		separate(t, uint64(years), d.Ticks)
	}
}

func TestArcsLeadFromRowToRow(t *testing.T) {
	t.Parallel()
	ties := []figure.Tie{{From: 0, To: 1, Strength: 9}, {From: 0, To: 12, Strength: 1}, {From: 3, To: 5, Strength: 4}}
	want := []figure.Arc{
		{Tie: ties[1], Y1: 20, Y2: 500, Bend: 0, Width: 1}, {Tie: ties[2], Y1: 140, Y2: 220, Bend: 66, Width: 1}, {Tie: ties[0], Y1: 20, Y2: 60, Bend: 72, Width: 3},
	}
	if diff := cmp.Diff(want, figure.NewArcs(13, ties)); diff != "" {
		t.Errorf("arcs (-want +got):\n%s", diff)
	}
}

// FuzzPictures holds that no dates, however far apart, break a picture.
func FuzzPictures(f *testing.F) {
	for _, seed := range []string{"2024-05-02", "Y-170000000000000", "Y999999999999999", "..", "[..2024]", "-0044/2024~", "XXXX-12-25"} {
		f.Add(seed, "2024-05", "1961")
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var all []edtf.Date
		for _, text := range []string{a, b, c, a} {
			if d, err := edtf.Parse(text); err == nil {
				all = append(all, d)
			}
		}
		for i, m := range figure.NewTimeline(english(), all).Marks {
			if m.Drawn && (m.From < 0 || m.To < m.From || m.To > figure.Whole || m.SureTo < m.SureFrom || m.SureTo > m.To) {
				t.Errorf("%s lies at %+v", all[i], m)
			}
		}
		for _, column := range figure.NewDensity(english(), all, true).Columns {
			if column.X < 0 || column.X+column.Width > figure.Whole+3 {
				t.Errorf("a column lies at %+v", column)
			}
		}
	})
}
