package build

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"

	"github.com/vmihailenco/msgpack/v5"
	"golang.org/x/sync/errgroup"

	"attest/generator/content"
	"attest/generator/site"
)

// made is what is known of the files of an output: the digest of each, and what it was made of. A file is what it was for as long as all it
// was made of is.
type made struct {
	key     content.Digest // of what all files are made of
	needs   []site.Dependency
	digests []content.Digest // of each of needs, when the files were made
	parts   [][]int32        // of pieces that stand in many files: the needs of each, sorted
	files   map[string]madeFile
	size    int     // of needs and parts, when all of them were of use
	scanned scanned // what was looked for in all files

	mu      sync.Mutex // of all but key while files are made
	numbers map[site.Dependency]int32
	known   map[site.Need]int32  // the same, of the version of the site of which they are made
	pieces  map[site.Piece]int32 // to parts
	used    []int32              // of parts, by the file that is added
}

// madeFile is a file of the output.
type madeFile struct {
	digest Digest
	needs  []int32 // sorted
	parts  []int32 // sorted
}

func newMade(key content.Digest) *made {
	return &made{key: key, files: make(map[string]madeFile), known: make(map[site.Need]int32), pieces: make(map[site.Piece]int32)}
}

// number returns the number of a dependency that has not been asked for as a need before: only those that were kept are looked for.
func (m *made) number(d site.Dependency) int32 {
	if m.numbers == nil {
		m.numbers = make(map[site.Dependency]int32, len(m.needs))
		for i, d := range m.needs {
			m.numbers[d] = int32(i)
		}
	}
	if n, ok := m.numbers[d]; ok {
		return n
	}
	m.needs, m.digests = append(m.needs, d), append(m.digests, content.Digest{})
	return int32(len(m.needs) - 1)
}

// numbered returns the numbers of what a Reader was asked for, sorted.
func (m *made) numbered(s *site.Site, needs []site.Need) []int32 {
	out := make([]int32, len(needs))
	for i, need := range needs {
		n, ok := m.known[need]
		if !ok {
			n = m.number(s.Dependency(need))
			m.known[need] = n
		}
		out[i] = n
	}
	slices.Sort(out)
	return out
}

// add enters a file that was made of a version of the site: of the same for all files that are added.
func (m *made) add(s *site.Site, name string, digest Digest, needs *site.Needs) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := madeFile{digest: digest, needs: m.numbered(s, needs.Direct())}
	m.used = m.used[:0]
	for _, piece := range needs.Parts() {
		n, ok := m.pieces[piece]
		if !ok {
			n = int32(len(m.parts))
			m.pieces[piece], m.parts = n, append(m.parts, m.numbered(s, piece.Needs()))
		}
		m.used = append(m.used, n)
	}
	slices.Sort(m.used)
	f.parts = slices.Clone(slices.Compact(m.used))
	m.files[name] = f
}

// current returns the digests of the files that would be made to the same bytes now, and those of all dependencies as they are now.
func (m *made) current(l *loaded) (same map[string]Digest, now []content.Digest) {
	if m.key != l.key() {
		return nil, nil
	}
	now = digests(l.site, m.needs)
	changed := make([]bool, len(now))
	for i := range now {
		changed[i] = now[i] != m.digests[i] || now[i] == content.Digest{}
	}
	any := func(numbers []int32, of []bool) bool {
		return slices.ContainsFunc(numbers, func(n int32) bool { return of[n] })
	}
	other := make([]bool, len(m.parts))
	for i, needs := range m.parts {
		other[i] = any(needs, changed)
	}
	same = make(map[string]Digest, len(m.files))
	for i := range l.plan.Files {
		name := l.plan.Files[i].Address
		if f, ok := m.files[name]; ok && !any(f.needs, changed) && !any(f.parts, other) {
			same[name] = f.digest
		}
	}
	return same, now
}

// digests returns the digest of each dependency in a site.
func digests(s *site.Site, needs []site.Dependency) []content.Digest {
	out := make([]content.Digest, len(needs))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			digester := s.Digester()
			for i := w; i < len(needs); i += workers {
				out[i] = digester.Digest(needs[i])
			}
			return nil
		})
	}
	_ = g.Wait()
	return out
}

// next returns what is to be known of the files that are kept; those that are made anew are yet to be added.
func (m *made) next(key content.Digest, kept map[string]Digest, now []content.Digest) *made {
	next := newMade(key)
	if len(kept) == 0 {
		return next
	}
	for name := range kept {
		next.files[name] = m.files[name]
	}
	next.needs, next.digests, next.parts, next.size = slices.Clone(m.needs), now, slices.Clone(m.parts), m.size
	if next.size == 0 {
		next.size = len(next.needs) + len(next.parts)
	}
	if len(next.needs)+len(next.parts) > 2*next.size {
		next.tidy()
	}
	return next
}

// tidy gives new numbers to the needs and parts that a file still has, and forgets the others.
func (m *made) tidy() {
	parts, needs := make([]int32, len(m.parts)), make([]int32, len(m.needs)) // the new numbers, from 1; 0 for none
	mark := func(used []int32, numbers []int32) {
		for _, n := range used {
			numbers[n] = 1
		}
	}
	for _, f := range m.files {
		mark(f.parts, parts)
		mark(f.needs, needs)
	}
	for i, used := range parts {
		if used > 0 {
			mark(m.parts[i], needs)
		}
	}
	renumber := func(old []int32, numbers []int32) []int32 {
		out := make([]int32, len(old))
		for i, n := range old {
			out[i] = numbers[n] - 1
		}
		return out
	}
	kept := newMade(m.key)
	for i, used := range needs {
		if used > 0 {
			kept.needs, kept.digests = append(kept.needs, m.needs[i]), append(kept.digests, m.digests[i])
			needs[i] = int32(len(kept.needs))
		}
	}
	for i, used := range parts {
		if used > 0 {
			kept.parts = append(kept.parts, renumber(m.parts[i], needs))
			parts[i] = int32(len(kept.parts))
		}
	}
	for name, f := range m.files {
		m.files[name] = madeFile{f.digest, renumber(f.needs, needs), renumber(f.parts, parts)}
	}
	m.needs, m.digests, m.parts, m.numbers = kept.needs, kept.digests, kept.parts, nil
	m.size = len(m.needs) + len(m.parts)
}

// settle takes the digests of what was read first by files that were made anew, after the last of which it is called.
func (m *made) settle(s *site.Site) {
	var fresh []int
	var needs []site.Dependency
	for i := range m.needs {
		if m.digests[i] == (content.Digest{}) {
			fresh, needs = append(fresh, i), append(needs, m.needs[i])
		}
	}
	for i, digest := range digests(s, needs) {
		m.digests[fresh[i]] = digest
	}
	m.numbers, m.known, m.pieces, m.used = nil, nil, nil, nil
}

// savedMade is how it is kept, by columns.
type savedMade struct {
	Key     content.Digest
	Needs   savedNeeds
	Parts   savedNumbers
	Names   []string
	Digests []byte       // of the files, one after the other
	Direct  savedNumbers // the needs of each file
	Pieces  savedNumbers // the parts of each file
	Secrets []byte       // sums
	Known   []known
}

type savedNeeds struct {
	On      []byte
	Kinds   []site.Kind
	IDs     []string
	Digests []byte // one after the other
}

// savedNumbers are lists of sorted numbers.
type savedNumbers struct {
	Sizes  []byte // how many each has, as varints
	Packed []byte // the differences between them, as varints
}

func (s *savedNumbers) add(numbers []int32) {
	s.Sizes = binary.AppendUvarint(s.Sizes, uint64(len(numbers)))
	last := int32(0)
	for _, n := range numbers {
		s.Packed = binary.AppendUvarint(s.Packed, uint64(n-last))
		last = n
	}
}

// next reads a list whose numbers are below limit.
func (s *savedNumbers) next(limit int) ([]int32, error) {
	size, k := binary.Uvarint(s.Sizes)
	if k <= 0 || size > uint64(len(s.Packed)) {
		return nil, errDamaged
	}
	s.Sizes = s.Sizes[k:]
	out := make([]int32, size)
	last := uint64(0)
	for i := range out {
		step, k := binary.Uvarint(s.Packed)
		if last += step; k <= 0 || last >= uint64(limit) {
			return nil, errDamaged
		}
		out[i], s.Packed = int32(last), s.Packed[k:]
	}
	return out, nil
}

// bytes returns it as it is kept; nil where that cannot be.
func (m *made) bytes() []byte {
	used := made{key: m.key, needs: m.needs, digests: m.digests, parts: m.parts, files: maps.Clone(m.files)}
	used.tidy()
	n := len(used.needs)
	s := savedMade{Key: m.key, Names: slices.Sorted(maps.Keys(used.files)), Secrets: bytesOfSums(m.scanned.sums), Known: m.scanned.known, Needs: savedNeeds{
		On: make([]byte, n), Kinds: make([]site.Kind, n), IDs: make([]string, n), Digests: make([]byte, 0, n*len(content.Digest{})),
	}}
	for i, d := range used.needs {
		s.Needs.On[i], s.Needs.Kinds[i], s.Needs.IDs[i] = byte(d.On), d.Kind, d.ID
		s.Needs.Digests = append(s.Needs.Digests, used.digests[i][:]...)
	}
	for _, needs := range used.parts {
		s.Parts.add(needs)
	}
	s.Digests = make([]byte, 0, len(s.Names)*len(Digest{}))
	for _, name := range s.Names {
		f := used.files[name]
		s.Digests = append(s.Digests, f.digest[:]...)
		s.Direct.add(f.needs)
		s.Pieces.add(f.parts)
	}
	data, err := msgpack.Marshal(&s)
	if err != nil {
		return nil
	}
	return data
}

var errDamaged = errors.New("what is kept is damaged")

func parseMade(data []byte) (*made, error) {
	var s savedMade
	if err := msgpack.Unmarshal(data, &s); err != nil {
		return nil, err
	}
	n := len(s.Needs.On)
	if len(s.Needs.Kinds) != n || len(s.Needs.IDs) != n || len(s.Needs.Digests) != n*len(content.Digest{}) || len(s.Digests) != len(s.Names)*len(Digest{}) {
		return nil, errDamaged
	}
	m := newMade(s.Key)
	m.scanned = scanned{sumsOfBytes(s.Secrets), s.Known}
	m.needs, m.digests = make([]site.Dependency, n), make([]content.Digest, n)
	for i := range n {
		m.needs[i] = site.Dependency{On: site.Aspect(s.Needs.On[i]), Kind: s.Needs.Kinds[i], ID: s.Needs.IDs[i]}
		m.digests[i] = content.Digest(s.Needs.Digests[i*len(content.Digest{}):])
	}
	for len(s.Parts.Sizes) > 0 {
		needs, err := s.Parts.next(n)
		if err != nil {
			return nil, err
		}
		m.parts = append(m.parts, needs)
	}
	for i, name := range s.Names {
		needs, err := s.Direct.next(n)
		parts, err2 := s.Pieces.next(len(m.parts))
		if err := cmp.Or(err, err2); err != nil {
			return nil, err
		}
		m.files[name] = madeFile{Digest(s.Digests[i*len(Digest{}):]), needs, parts}
	}
	return m, nil
}

// readMade returns what an earlier run has kept of an output; nothing where it is not wanted, or there is none.
func readMade(t Target, wanted bool) *made {
	none := newMade(content.Digest{})
	if !wanted {
		return none
	}
	where, err := t.check()
	if err != nil {
		return none // publishing will say why
	}
	state, err := os.OpenRoot(where.state)
	if err != nil {
		return none
	}
	defer state.Close()
	if pieces, _ := readKept(state, where.stateName(keptPages)); len(pieces) == 1 {
		if m, err := parseMade(pieces[0]); err == nil {
			return m
		}
	}
	return none
}

// keepMade keeps what the output was made of.
func (p *Publisher) keepMade(data []byte) {
	if name := p.stateName(keptPages); data != nil {
		p.keep(name, slices.Values([][]byte{data}))
	} else {
		_ = p.state.Remove(name)
	}
}

// keepAll makes the files with the digests part of the site being built, as far as they are there, and returns those that are.
func (p *Publisher) keepAll(ctx context.Context, files map[string]Digest) (map[string]Digest, error) {
	names := slices.Sorted(maps.Keys(files))
	there := make([]bool, len(names))
	g, working := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() (err error) {
			for i := w; i < len(names) && err == nil && working.Err() == nil; i += workers {
				there[i], err = p.Keep(names[i], files[names[i]])
			}
			return err
		})
	}
	if err := cmp.Or(g.Wait(), ctx.Err()); err != nil {
		return nil, err
	}
	kept := make(map[string]Digest, len(names))
	for i, name := range names {
		if there[i] {
			kept[name] = files[name]
		}
	}
	return kept, nil
}
