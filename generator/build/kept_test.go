package build_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/build"
	sitepkg "attest/generator/site"
)

func readKept(t *testing.T, target build.Target, name string) (pieces [][]byte, sum []byte) {
	t.Helper()
	pieces, sum, err := build.ReadKept(target.State, name)
	if err != nil {
		t.Fatal(err)
	}
	return pieces, sum
}

func TestWhatIsKeptIsReadAsItWas(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	for _, pieces := range [][][]byte{nil, {{}}, {[]byte("one"), {}, bytes.Repeat([]byte("long "), 100_000)}} {
		sum, err := build.Keep(t.Context(), target, "file", pieces)
		if err != nil || sum == nil {
			t.Fatalf("kept with the sum %x, error %v", sum, err)
		}
		got, again := readKept(t, target, "file")
		if diff := cmp.Diff(pieces, got); diff != "" || !bytes.Equal(sum, again) {
			t.Errorf("pieces (-want +got):\n%s\nsum %x, want %x", diff, again, sum)
		}
	}
}

// TestDamagedFilesAreIgnored damages a file in every place.
func TestDamagedFilesAreIgnored(t *testing.T) {
	t.Parallel()
	target := newSite(t)
	if _, err := build.Keep(t.Context(), target, "file", [][]byte{[]byte("first"), []byte("second"), {}}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(target.State, "file")
	whole, err := os.ReadFile(file)
	must(t, err)
	ignored := func(what string, at int, data []byte) {
		t.Helper()
		must(t, os.WriteFile(file, data, 0o644))
		if pieces, sum := readKept(t, target, "file"); pieces != nil || sum != nil {
			t.Errorf("%s at %d: read as %q", what, at, pieces)
		}
	}
	for i := range whole {
		ignored("cut off", i, whole[:i])
		for bit := range 8 {
			flipped := slices.Clone(whole)
			flipped[i] ^= 1 << bit
			ignored("a bit flipped", i, flipped)
		}
	}
	ignored("longer", len(whole), append(slices.Clone(whole), 0))
	from, size := build.KeptProgram()
	foreign := slices.Clone(whole)
	copy(foreign[from:from+size], bytes.Repeat([]byte{7}, size))
	ignored("another program", from, foreign)
	huge := slices.Concat(whole[:from+size+8], bytes.Repeat([]byte{0xFF}, 9), []byte{1})
	ignored("a huge piece", from+size+8, huge)
	must(t, os.WriteFile(file, whole, 0o644))
	if pieces, _ := readKept(t, target, "file"); len(pieces) != 3 {
		t.Errorf("whole again, but read as %q", pieces)
	}
	must(t, os.Remove(file))
	must(t, os.Mkdir(file, 0o755))
	if pieces, sum := readKept(t, target, "file"); pieces != nil || sum != nil {
		t.Errorf("a folder is read as %q", pieces)
	}
}

// TestAReadingIsOfOnePair exchanges one of the two files that a reading is kept in.
func TestAReadingIsOfOnePair(t *testing.T) {
	t.Parallel()
	opt, site := smallSite(t)
	mustBuild(t, opt)
	if n := build.RestoreReading(opt.Target().State); n != smallDocuments {
		t.Fatalf("%d documents were kept, want %d", n, smallDocuments)
	}
	for _, name := range []string{"documents", "reading"} {
		whole, err := site.ReadFile(".attest/" + name)
		must(t, err)
		if _, err := build.Keep(t.Context(), opt.Target(), name, [][]byte{[]byte("one"), []byte("two")}); err != nil {
			t.Fatal(err)
		}
		if n := build.RestoreReading(opt.Target().State); n >= 0 {
			t.Errorf("%s is another, and %d documents were restored", name, n)
		}
		must(t, site.WriteFile(".attest/"+name, whole, 0o644))
	}
	if n := build.RestoreReading(opt.Target().State); n != smallDocuments {
		t.Errorf("%d documents of the pair", n)
	}
}

// sampleMade has a file that needs nothing, and a dependency that no file needs.
func sampleMade() build.Made {
	return build.NewMade([]sitepkg.Dependency{
		{On: 1, ID: "content/a.md"}, {On: 5, Kind: sitepkg.KindActor, ID: "a"}, {On: 6, Kind: sitepkg.KindClaim}, {On: 13},
	}, map[string][]int32{"index.html": {0, 2, 3}, "a.html": {0}, "b.html": {2, 3}, "style.css": nil})
}

func TestWhatFilesAreMadeOfIsKept(t *testing.T) {
	t.Parallel()
	m := sampleMade()
	got, err := build.ParseMade(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Needs(), got.Needs()); diff != "" {
		t.Errorf("needs (-kept +read):\n%s", diff)
	}
	if !bytes.Equal(m.Bytes(), got.Bytes()) {
		t.Error("it is kept otherwise the second time")
	}
}

func FuzzParseMade(f *testing.F) {
	data := sampleMade().Bytes()
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xDC}, 20))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := build.ParseMade(data)
		if err != nil {
			return
		}
		again, err := build.ParseMade(m.Bytes())
		if err != nil {
			t.Fatalf("kept again: %v", err)
		}
		if diff := cmp.Diff(m.Needs(), again.Needs()); diff != "" {
			t.Errorf("needs (-first +second):\n%s", diff)
		}
	})
}
