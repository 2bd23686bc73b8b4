package brief_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// recorded returns the places of two objects of one file.
func recorded(fields *brief.Fields) (first, second brief.Places) {
	r := brief.NewRecorder("a.md", fields)
	begin := r.Begin()
	r.Record("title", 300, 70_000)
	r.Record("date", 5, 9)
	first = r.End(begin)
	begin = r.Begin()
	r.Record("date", 80_000, 80_004)
	second = r.End(begin)
	r.Close()
	return first, second
}

func TestPlacesAreUnpackedAsTheyWere(t *testing.T) {
	t.Parallel()
	fields := brief.NewFields([]string{"title", "date"})
	first, second := recorded(fields)
	unpack := brief.Unpack("a.md", packed(t, second), fields)
	for _, want := range []brief.Places{first, second} {
		data, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got brief.Places
		if err := errors.Join(got.UnmarshalBinary(data), unpack(&got)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(maps.Collect(want.All()), maps.Collect(got.All())); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if file, all := (brief.Places{}).Packed(); file != "" || all != "" {
		t.Errorf("no places are packed as %q of %q", all, file)
	}
}

func packed(t *testing.T, p brief.Places) string {
	t.Helper()
	file, all := p.Packed()
	if file != "a.md" {
		t.Errorf("the places are of %q", file)
	}
	return all
}

func TestGarbageIsNoPlaces(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"nothing":            {},
		"one number":         {1},
		"a number cut off":   {1, 0x80},
		"an end before":      {2, 1},
		"too large":          binary.AppendUvarint([]byte{0}, math.MaxUint32+1),
		"both too large":     binary.AppendUvarint(binary.AppendUvarint(nil, 1<<40), 1<<40),
		"more than 64 bits":  bytes.Repeat([]byte{0xFF}, 30),
		"first of no number": {0x80},
	} {
		var p brief.Places
		if err := p.UnmarshalBinary(data); err == nil {
			t.Errorf("%s: %x is read", name, data)
		}
	}
	fields := brief.NewFields([]string{"title", "date"})
	_, second := recorded(fields)
	data, err := second.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var p brief.Places
	if err := p.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	whole := packed(t, second)
	if err := brief.Unpack("a.md", whole[:len(whole)-1], fields)(&p); err == nil {
		t.Error("places outside their file's are unpacked")
	}
}
