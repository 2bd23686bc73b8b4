package edtf_test

import (
	"math/rand/v2"
	"testing"

	"attest/generator/edtf"
)

func TestOrdersCompareAsTheirDates(t *testing.T) {
	t.Parallel()
	dates := []edtf.Date{{}}
	for _, c := range readCases(t).Valid {
		dates = append(dates, mustParse(t, c.Date))
	}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func() edtf.Date { return dates[random.IntN(len(dates))] }
	for range 5000 {
		a, b, c := pick(), pick(), pick()
		got := a.Order().Compare(b.Order())
		if want := edtf.Compare(a, b); got != want {
			t.Errorf("the orders of %q and %q compare as %d, the dates as %d", a, b, got, want)
		}
		if back := b.Order().Compare(a.Order()); back != -got {
			t.Errorf("the orders of %q and %q compare as %d, and as %d the other way", a, b, got, back)
		}
		if got <= 0 && edtf.Compare(b, c) <= 0 && edtf.Compare(a, c) > 0 {
			t.Errorf("%q, %q and %q are in no order", a, b, c)
		}
		if edtf.Relate(a, b) == edtf.Before && got >= 0 {
			t.Errorf("%q lies before %q but is not shown before it", a, b)
		}
	}
}

func TestDatesAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	dates := []string{""}
	for _, c := range readCases(t).Valid {
		dates = append(dates, c.Date)
	}
	for _, text := range dates {
		d := mustParse(t, "1999")
		if err := d.UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		written, err := d.MarshalText()
		if err != nil || string(written) != text {
			t.Errorf("%q is written %q, error %v", text, written, err)
		}
		if want, err := edtf.Parse(text); err == nil && (edtf.Compare(d, want) != 0 || d.Words() != want.Words()) {
			t.Errorf("%q is read as %q", text, d.Words())
		}
	}
	for _, c := range readCases(t).Invalid {
		d := mustParse(t, "1999")
		if err := d.UnmarshalText([]byte(c.Date)); c.Date != "" && (err == nil || !d.IsZero()) {
			t.Errorf("%q is read as %q, error %v", c.Date, d, err)
		}
	}
}
