package build

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"attest/generator/diag"
)

// found is a secret in a file of the output.
type found struct {
	needle  int32
	address string
	text    string
}

// finds collects what is found, of each secret text once for all files. Its methods may be called by several goroutines.
type finds struct {
	*secrets
	mu    sync.Mutex
	first map[int32]found // by needle: in the file of the first address
	files map[int32]int   // in how many files it was
}

func newFinds(s *secrets) *finds {
	return &finds{secrets: s, first: make(map[int32]found), files: make(map[int32]int)}
}

// look looks for secrets in the bytes of a file, also as they are written in addresses and, in a file that is copied, in other encodings.
func (f *finds) look(address string, data []byte, copied bool) {
	if f.secrets == nil {
		return
	}
	var here map[int32]found
	search := func(data []byte) {
		f.find(data, func(n int32, start, end int) {
			if here == nil {
				here = make(map[int32]found)
			}
			if _, ok := here[n]; !ok {
				here[n] = found{n, address, string(data[start:end])}
			}
		})
	}
	search(data)
	if decoded := unescaped(data); decoded != nil {
		search(decoded)
	}
	if copied {
		for _, text := range hiddenTexts(data) {
			search(text)
		}
	}
	if len(here) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for n, hit := range here {
		f.files[n]++
		if old, ok := f.first[n]; !ok || address < old.address {
			f.first[n] = hit
		}
	}
}

// leaks returns a problem for each secret that was found and is published nowhere, and what of the others is published; before is what is known
// to be.
func (f *finds) leaks(before []known, where func(address string) diag.Span) (diag.List, []known) {
	if f.secrets == nil {
		return nil, nil
	}
	public := make(map[uint64]known)
	for _, k := range before {
		public[k.Sum] = k
	}
	var doubtful []known
	numbers := slices.Sorted(maps.Keys(f.first))
	for _, n := range numbers {
		hit, sum := f.first[n], f.needles[n].sum
		if _, ok := public[sum]; !ok {
			doubtful = append(doubtful, known{Sum: sum, Text: plain(hit.text)})
		}
	}
	if len(doubtful) > 0 {
		for _, k := range f.publish(doubtful) {
			public[k.Sum] = k
		}
	}
	var problems diag.List
	at := make(map[int32]int) // origin to its problem
	for _, n := range numbers {
		if _, ok := public[f.needles[n].sum]; ok {
			continue
		}
		hit, number := f.first[n], f.needles[n].origin
		if _, ok := at[number]; !ok {
			at[number] = len(problems)
			problems = append(problems, f.problem(f.origins[number], hit, f.files[n], where))
		}
	}
	return problems, slices.SortedFunc(maps.Values(public), func(a, b known) int { return cmp.Compare(a.Sum, b.Sum) })
}

// problem reports a secret at the place that it comes from.
func (f *finds) problem(from origin, hit found, files int, where func(address string) diag.Span) diag.Diagnostic {
	d := diag.Diagnostic{Code: "withheld-leak", At: from.at, Message: from.what + ", is in the output: " + hit.address}
	if from.tlp {
		d.Code = "over-tlp"
	}
	if files > 1 {
		d.Message += " and others"
	}
	d.Hint = fmt.Sprintf("“%s” stands there; take it out of the text, template or file that shows it", plain(hit.text))
	if at := where(hit.address); !at.IsZero() && at.File != from.at.File {
		d.Related = []diag.Related{{At: at, Message: hit.address + " is made of this"}}
	}
	return d
}

// bytesOfSums writes sums as they are kept.
func bytesOfSums(sums []uint64) []byte {
	out := make([]byte, 0, 8*len(sums))
	for _, sum := range sums {
		out = binary.LittleEndian.AppendUint64(out, sum)
	}
	return out
}

// sumsOfBytes reads what bytesOfSums has written.
func sumsOfBytes(data []byte) []uint64 {
	sums := make([]uint64, len(data)/8)
	for i := range sums {
		sums[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	return sums
}

// lookAgain looks in the files that are kept of an earlier build for secrets that were none then, or that were published then.
func (p *Publisher) lookAgain(ctx context.Context, kept map[string]Digest, f *finds) error {
	if f.secrets == nil {
		return nil
	}
	names := slices.Sorted(maps.Keys(kept))
	g, working := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(names) && working.Err() == nil; i += workers {
				data, err := p.root.ReadFile(names[i])
				if err != nil {
					return fmt.Errorf("read %s: %w", p.display(names[i]), err)
				}
				f.look(names[i], data, true)
			}
			return nil
		})
	}
	return cmp.Or(g.Wait(), ctx.Err())
}

// scanned is what is known of the output about secrets.
type scanned struct {
	sums  []uint64 // of those that no file has, sorted
	known []known  // of these, what is published all the same, sorted by sum
}

// begin returns what is known still, and the secrets for which the files that are kept have to be looked through.
func (m scanned) begin(s *secrets) (still []known, again *secrets) {
	if s == nil {
		return nil, nil
	}
	lost := make(map[uint64]bool)
	sums := s.sums()
	for _, k := range m.known {
		if _, secret := slices.BinarySearch(sums, k.Sum); !secret {
			continue
		}
		if s.stillKnown(k) {
			still = append(still, k)
		} else {
			lost[k.Sum] = true
		}
	}
	return still, s.among(func(sum uint64) bool {
		_, before := slices.BinarySearch(m.sums, sum)
		return !before || lost[sum]
	})
}

// leaks looks for what is withheld in all files, made or kept, and returns what is known then. The function render makes and looks through
// the files that are made.
func (m scanned) leaks(ctx context.Context, l *loaded, s *secrets, p *Publisher, kept map[string]Digest, render func(*finds) (diag.List, error)) (
	diag.List, scanned, error,
) {
	still, again := m.begin(s)
	old, fresh := newFinds(again), newFinds(s)
	if err := p.lookAgain(ctx, kept, old); err != nil {
		return nil, scanned{}, err
	}
	problems, err := render(fresh)
	if err != nil {
		return nil, scanned{}, err
	}
	inOld, public := old.leaks(still, l.origin)
	inFresh, public := fresh.leaks(public, l.origin)
	return slices.Concat(problems, inOld, inFresh), scanned{s.sums(), public}, nil
}

// origin returns where the file at an address comes from.
func (l *loaded) origin(address string) (at diag.Span) {
	if file := l.plan.File(address); file != nil {
		at = l.plan.At(file)
	}
	return at
}
