package edtf_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"attest/generator/edtf"
)

// cases is testdata/edtf.yaml, shared with other programs and read as it is.
type cases struct {
	Valid   []validCase
	Invalid []struct{ Date, Hint string }
	Order   []struct{ A, B, Is string }
}

type validCase struct {
	Date             string
	Earliest, Latest string // ISO days; "" is without bound
	Year             int64  // in place of the days, where it is not 0
	Uncertain        bool
	Approximate      bool
	OpenStart        bool `yaml:"open_start"`
	OpenEnd          bool `yaml:"open_end"`
	UnknownStart     bool `yaml:"unknown_start"`
	UnknownEnd       bool `yaml:"unknown_end"`
}

func readCases(t testing.TB) cases {
	t.Helper()
	f, err := os.Open("testdata/edtf.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var c cases
	decoder := yaml.NewDecoder(f)
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil {
		t.Fatal(err)
	}
	if len(c.Valid) == 0 || len(c.Invalid) == 0 || len(c.Order) == 0 {
		t.Fatal("testdata/edtf.yaml lacks cases")
	}
	return c
}

func mustParse(t testing.TB, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return d
}

func TestSharedValidDatesReadAsStated(t *testing.T) {
	t.Parallel()
	for _, want := range readCases(t).Valid {
		t.Run(want.Date, func(t *testing.T) {
			t.Parallel()
			d := mustParse(t, want.Date)
			got := validCase{
				Date:         d.String(),
				Uncertain:    d.Uncertain(),
				Approximate:  d.Approximate(),
				OpenStart:    d.OpenStart(),
				OpenEnd:      d.OpenEnd(),
				UnknownStart: d.UnknownStart(),
				UnknownEnd:   d.UnknownEnd(),
			}
			earliest, latest, hasEarliest, hasLatest := d.Bounds()
			if want.Year != 0 {
				if latest.Year != want.Year {
					t.Errorf("latest year is %d, want %d", latest.Year, want.Year)
				}
				got.Year = earliest.Year
			} else {
				if hasEarliest {
					got.Earliest = earliest.String()
				}
				if hasLatest {
					got.Latest = latest.String()
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSharedInvalidDatesAreRefusedWithTheirHint(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t).Invalid {
		t.Run(c.Date, func(t *testing.T) {
			t.Parallel()
			d, err := edtf.Parse(c.Date)
			var e *edtf.Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse gives %q and error %v, want an *Error", d, err)
			}
			if !strings.Contains(e.Message+"\n"+e.Hint, c.Hint) {
				t.Errorf("message %q, hint %q: want %q in one of them", e.Message, e.Hint, c.Hint)
			}
		})
	}
}

func TestSharedDatesRelateAsStated(t *testing.T) {
	t.Parallel()
	mirrored := map[edtf.Relation]edtf.Relation{
		edtf.Before: edtf.After, edtf.After: edtf.Before, edtf.Overlaps: edtf.Overlaps,
	}
	for _, c := range readCases(t).Order {
		a, b := mustParse(t, c.A), mustParse(t, c.B)
		got := edtf.Relate(a, b)
		if got.String() != c.Is {
			t.Errorf("Relate(%s, %s) = %s, want %s", a, b, got, c.Is)
		}
		if back := edtf.Relate(b, a); back != mirrored[got] {
			t.Errorf("Relate(%s, %s) = %s, but the other way %s", a, b, got, back)
		}
	}
}
