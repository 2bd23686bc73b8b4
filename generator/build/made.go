package build

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"maps"
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
	numbers map[site.Dependency]int32
	files   map[string]madeFile

	mu sync.Mutex // of needs, digests, numbers and files while files are made
}

// madeFile is a file of the output.
type madeFile struct {
	digest Digest
	needs  []int32 // sorted
}

func newMade(key content.Digest) *made {
	return &made{key: key, numbers: make(map[site.Dependency]int32), files: make(map[string]madeFile)}
}

// number returns the number of a dependency.
func (m *made) number(d site.Dependency) int32 {
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

// current returns the digests of the files that would be made to the same bytes now.
func (m *made) current(l *loaded) map[string]Digest {
	if m.key != l.key() {
		return nil
	}
	now := digests(l.site, m.needs)
	changed := make([]bool, len(now))
	for i := range now {
		changed[i] = now[i] != m.digests[i] || now[i] == content.Digest{}
	}
	same := make(map[string]Digest, len(m.files))
	for i := range l.plan.Files {
		name := l.plan.Files[i].Address
		if f, ok := m.files[name]; ok && !slices.ContainsFunc(f.needs, func(n int32) bool { return changed[n] }) {
			same[name] = f.digest
		}
	}
	return same
}

// digests returns the digest of each dependency in a site.
func digests(s *site.Site, needs []site.Dependency) []content.Digest {
	out := make([]content.Digest, len(needs))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(needs); i += workers {
				out[i] = s.Digest(needs[i])
			}
			return nil
		})
	}
	_ = g.Wait()
	return out
}

// next returns what is to be known of the files that are kept; those that are made anew are yet to be added.
func (m *made) next(key content.Digest, kept map[string]Digest) *made {
	next := newMade(key)
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		f := madeFile{digest: kept[name], needs: make([]int32, len(m.files[name].needs))}
		for i, n := range m.files[name].needs {
			f.needs[i] = next.number(m.needs[n])
		}
		slices.Sort(f.needs)
		next.files[name] = f
	}
	return next
}

// settle takes the digests of all that the files were made of.
func (m *made) settle(s *site.Site) { m.digests = digests(s, m.needs) }

// savedMade is how it is kept.
type savedMade struct {
	Key     content.Digest
	Needs   []site.Dependency
	Digests []content.Digest
	Names   []string
	Files   []savedFile
}

type savedFile struct {
	Digest Digest
	Needs  []byte // the differences of their numbers, as varints
}

func (m *made) bytes() ([]byte, error) {
	s := savedMade{Key: m.key, Needs: m.needs, Digests: m.digests, Names: slices.Sorted(maps.Keys(m.files))}
	for _, name := range s.Names {
		f := savedFile{Digest: m.files[name].digest}
		last := int32(0)
		for _, n := range m.files[name].needs {
			f.Needs = binary.AppendUvarint(f.Needs, uint64(n-last))
			last = n
		}
		s.Files = append(s.Files, f)
	}
	return msgpack.Marshal(&s)
}

var errDamaged = errors.New("what is kept is damaged")

func parseMade(data []byte) (*made, error) {
	var s savedMade
	if err := msgpack.Unmarshal(data, &s); err != nil {
		return nil, err
	}
	if len(s.Digests) != len(s.Needs) || len(s.Files) != len(s.Names) {
		return nil, errDamaged
	}
	m := newMade(s.Key)
	m.needs, m.digests = s.Needs, s.Digests
	for i, d := range m.needs {
		m.numbers[d] = int32(i)
	}
	for i, name := range s.Names {
		f := madeFile{digest: s.Files[i].Digest}
		last := uint64(0)
		for packed := s.Files[i].Needs; len(packed) > 0; {
			step, n := binary.Uvarint(packed)
			if last += step; n <= 0 || last >= uint64(len(m.needs)) {
				return nil, errDamaged
			}
			f.needs, packed = append(f.needs, int32(last)), packed[n:]
		}
		m.files[name] = f
	}
	return m, nil
}

// readMade returns what an earlier run has kept of the output, if it was made of what the key stands for; else nothing is known.
func (p *Publisher) readMade(key content.Digest) *made {
	if pieces := readKept(p.state, p.stateName(keptPages)); len(pieces) == 1 {
		if m, err := parseMade(pieces[0]); err == nil && m.key == key {
			return m
		}
	}
	return newMade(key)
}

// keepMade keeps what the output was made of.
func (p *Publisher) keepMade(m *made) {
	name := p.stateName(keptPages)
	data, err := m.bytes()
	if err != nil {
		_ = p.state.Remove(name)
		return
	}
	p.keep(name, [][]byte{data})
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
