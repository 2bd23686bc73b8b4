package edtf_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"attest/generator/edtf"
)

func FuzzParse(f *testing.F) {
	c := readCases(f)
	for _, valid := range c.Valid {
		f.Add(valid.Date, "2024-05")
	}
	for _, invalid := range c.Invalid {
		f.Add(invalid.Date, "2024-05/..")
	}
	for _, order := range c.Order {
		f.Add(order.A, order.B)
	}
	for _, s := range []string{"?2024-05~-%11", "190X-02-29", "X900-02-29", "[..156X-1X-3X,2024..]", "{XXXX-24,Y-17000%}"} {
		f.Add(s, "1914–18")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		a, okA := checkDate(t, first)
		b, okB := checkDate(t, second)
		if !okA || !okB {
			return
		}
		if edtf.Compare(a, b) != -edtf.Compare(b, a) {
			t.Errorf("Compare(%q, %q) is %d, and %d the other way", a, b, edtf.Compare(a, b), edtf.Compare(b, a))
		}
		there, back := edtf.Relate(a, b), edtf.Relate(b, a)
		if (there == edtf.Before) != (back == edtf.After) || (there == edtf.Overlaps) != (back == edtf.Overlaps) {
			t.Errorf("Relate(%q, %q) is %s, and %s the other way", a, b, there, back)
		}
		if there == edtf.Before && edtf.Compare(a, b) >= 0 {
			t.Errorf("%q is before %q but not shown before it", a, b)
		}
	})
}

// checkDate reads s, checks what must hold of every date and every error, and reports whether s is a date.
func checkDate(t *testing.T, s string) (edtf.Date, bool) {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		var e *edtf.Error
		if !errors.As(err, &e) || e.Message == "" || e.Offset < 0 || e.Offset > len(s) || !d.IsZero() {
			t.Errorf("%q: date %q and error %#v", s, d, err)
		}
		if utf8.ValidString(s) && !utf8.ValidString(err.Error()) {
			t.Errorf("%q: error %q is not UTF-8", s, err)
		}
		return d, false
	}
	if d.IsZero() || d.String() != s {
		t.Errorf("%q is written %q", s, d)
	}
	if again, err := edtf.Parse(d.String()); err != nil || !again.Equal(d) || edtf.Compare(again, d) != 0 {
		t.Errorf("%q read again is %q, error %v", s, again, err)
	}
	earliest, latest, hasEarliest, hasLatest := d.Bounds()
	if hasEarliest && hasLatest && (earliest.Compare(latest) > 0 || earliest.Ordinal() > latest.Ordinal()) {
		t.Errorf("%q lasts from %s to %s", s, earliest, latest)
	}
	if !hasEarliest && !hasLatest && !d.IsSet() {
		t.Errorf("%q has no bounds", s)
	}
	for _, e := range []edtf.End{d.Start(), d.End()} {
		dated := e.Kind == edtf.Dated
		if dated != (e.Precision != 0) || dated != (e.Words() != "") || e.Kind.String() == "" || e.First.Compare(e.Last) > 0 {
			t.Errorf("%q has the end %+v", s, e)
		}
	}
	if words := d.Words(); words == "" || !utf8.ValidString(words) {
		t.Errorf("%q has the words %q", s, words)
	}
	if from, to := d.Machine(); from == "" && to != "" {
		t.Errorf("%q gives machines %q and %q", s, from, to)
	}
	return d, true
}
