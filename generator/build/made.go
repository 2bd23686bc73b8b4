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
	digests []content.Digest          // of each of needs, when the files were made
	numbers map[site.Dependency]int32 // of needs; nil until one is asked for
	files   map[string]madeFile
	scanned scanned // what was looked for in all files

	mu sync.Mutex // of needs, digests, numbers and files while files are made
}

// madeFile is a file of the output.
type madeFile struct {
	digest Digest
	needs  []int32 // sorted
}

func newMade(key content.Digest) *made {
	return &made{key: key, files: make(map[string]madeFile)}
}

// number returns the number of a dependency.
func (m *made) number(d site.Dependency) int32 {
	if m.numbers == nil {
		m.numbers = make(map[site.Dependency]int32, len(m.needs))
		for i, d := range m.needs {
			m.numbers[d] = int32(i)
		}
	}
	n, ok := m.numbers[d]
	if !ok {
		n = int32(len(m.needs))
		m.numbers[d] = n
		m.needs, m.digests = append(m.needs, d), append(m.digests, content.Digest{})
	}
	return n
}

// add enters a file that was made.
func (m *made) add(name string, digest Digest, needs *site.Needs) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := madeFile{digest: digest}
	for d := range needs.All() {
		f.needs = append(f.needs, m.number(d))
	}
	slices.Sort(f.needs)
	f.needs = slices.Clip(f.needs)
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
	same = make(map[string]Digest, len(m.files))
	for i := range l.plan.Files {
		name := l.plan.Files[i].Address
		if f, ok := m.files[name]; ok && !slices.ContainsFunc(f.needs, func(n int32) bool { return changed[n] }) {
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
	if len(kept) > 0 {
		next.needs, next.digests = slices.Clone(m.needs), now
	}
	for name := range kept {
		next.files[name] = m.files[name]
	}
	return next
}

// settle takes the digests of what was read first by files that were made anew.
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
}

// savedMade is how it is kept, by columns.
type savedMade struct {
	Key     content.Digest
	Needs   savedNeeds
	Names   []string
	Digests []byte // of the files, one after the other
	Sizes   []byte // how many needs each file has, as varints
	Packed  []byte // the differences of the numbers of what each file needs, as varints
	Secrets []byte // sums
	Known   []known
}

type savedNeeds struct {
	On      []byte
	Kinds   []site.Kind
	IDs     []string
	Digests []byte // one after the other
}

// bytes returns it as it is kept; nil where that cannot be.
func (m *made) bytes() []byte {
	s := savedMade{Key: m.key, Names: slices.Sorted(maps.Keys(m.files)), Secrets: bytesOfSums(m.scanned.sums), Known: m.scanned.known}
	numbers := make([]int32, len(m.needs)) // from 1, of those that a file still has
	total := 0
	for _, f := range m.files {
		total += len(f.needs)
		for _, n := range f.needs {
			numbers[n] = 1
		}
	}
	s.Needs.On, s.Needs.Kinds, s.Needs.IDs = make([]byte, 0, len(m.needs)), make([]site.Kind, 0, len(m.needs)), make([]string, 0, len(m.needs))
	s.Needs.Digests, s.Digests = make([]byte, 0, len(m.needs)*len(content.Digest{})), make([]byte, 0, len(m.files)*len(Digest{}))
	s.Packed = make([]byte, 0, 2*total) // most numbers take one byte or two
	for i, d := range m.needs {
		if numbers[i] > 0 {
			s.Needs.On, s.Needs.Kinds, s.Needs.IDs = append(s.Needs.On, byte(d.On)), append(s.Needs.Kinds, d.Kind), append(s.Needs.IDs, d.ID)
			s.Needs.Digests = append(s.Needs.Digests, m.digests[i][:]...)
			numbers[i] = int32(len(s.Needs.On))
		}
	}
	for _, name := range s.Names {
		f := m.files[name]
		s.Digests = append(s.Digests, f.digest[:]...)
		s.Sizes = binary.AppendUvarint(s.Sizes, uint64(len(f.needs)))
		last := int32(1)
		for _, n := range f.needs {
			s.Packed = binary.AppendUvarint(s.Packed, uint64(numbers[n]-last))
			last = numbers[n]
		}
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
	for i, name := range s.Names {
		size, k := binary.Uvarint(s.Sizes)
		if k <= 0 || size > uint64(len(s.Packed)) {
			return nil, errDamaged
		}
		s.Sizes = s.Sizes[k:]
		f := madeFile{digest: Digest(s.Digests[i*len(Digest{}):]), needs: make([]int32, size)}
		last := uint64(0)
		for at := range f.needs {
			step, k := binary.Uvarint(s.Packed)
			if last += step; k <= 0 || last >= uint64(n) {
				return nil, errDamaged
			}
			f.needs[at], s.Packed = int32(last), s.Packed[k:]
		}
		m.files[name] = f
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
		p.keep(name, [][]byte{data})
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
