package brief_test

import (
	"testing"

	"attest/generator/brief"
	"attest/generator/diag"
)

func TestPlacesAreFoundByTheirFields(t *testing.T) {
	t.Parallel()
	r := brief.NewRecorder("a.md", brief.NewFields([]string{"title", "date", "image.src"}))
	outer := r.Begin()
	r.Record("title", 300, 70_000)
	inner := r.Begin() // an object within the other
	r.Record("date", 80_000, 80_004)
	within := r.End(inner)
	r.Record("date", 5, 9) // before what was recorded last
	around := r.End(outer)
	r.Close()

	base := brief.NewRecorder("b.json", brief.NewFields([]string{"date", "image.src"}))
	begin := base.Begin()
	base.Record("date", 1, 2)
	base.Record("image.src", 3, 3)
	under := base.End(begin)
	base.Close()

	for _, test := range []struct {
		name   string
		places brief.Places
		field  string
		want   diag.Span
	}{
		{"far", around, "title", diag.At("a.md", 300, 70_000)},
		{"backwards", around, "date", diag.At("a.md", 5, 9)},
		{"within", within, "date", diag.At("a.md", 80_000, 80_004)},
		{"not written", within, "title", diag.Span{}},
		{"no such field", around, "titel", diag.Span{}},
		{"none", brief.Places{}, "title", diag.Span{}},
		{"over", around.Over(under), "date", diag.At("a.md", 5, 9)},
		{"under", around.Over(under), "image.src", diag.At("b.json", 3, 3)},
		{"over by none", brief.Places{}.Over(under), "date", diag.At("b.json", 1, 2)},
	} {
		if got := test.places.Of(test.field); got != test.want {
			t.Errorf("%s: %s stands at %v, want %v", test.name, test.field, got, test.want)
		}
	}
}
