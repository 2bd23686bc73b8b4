package build

import (
	"context"
	"os"
	"slices"

	"attest/generator/content"
	"attest/generator/site"
)

// ReadKept is readKept, for tests.
func ReadKept(folder, name string) (pieces [][]byte, sum []byte, err error) {
	state, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, err
	}
	defer state.Close()
	pieces, sum = readKept(state, name)
	return pieces, sum, nil
}

// Keep keeps pieces in a file of the state's folder.
func Keep(ctx context.Context, t Target, name string, pieces [][]byte) (sum []byte, err error) {
	p, err := OpenPublisher(ctx, t)
	if err != nil {
		return nil, err
	}
	sum = p.keep(name, slices.Values(pieces))
	return sum, p.Abort()
}

// KeptProgram is where a kept file names the program, and how long that name is; the sum comes next, then the pieces.
func KeptProgram() (from, size int) { return len(keptHeader), keptSum }

// Made is a made, for tests.
type Made struct{ made *made }

// NewMade returns what is known of the files, each of which needs those of the dependencies that are numbered: the first itself, the others
// through a piece that stands in it.
func NewMade(needs []site.Dependency, files map[string][]int32) Made {
	m := newMade(content.Digest{1})
	m.needs, m.digests = needs, make([]content.Digest, len(needs))
	for name, numbers := range files {
		f := madeFile{digest: DigestOf([]byte(name))}
		if len(numbers) > 0 {
			f.needs, f.parts = numbers[:1], []int32{int32(len(m.parts))}
			m.parts = append(m.parts, numbers[1:])
		}
		m.files[name] = f
	}
	return Made{m}
}

// ParseMade is parseMade.
func ParseMade(data []byte) (Made, error) {
	m, err := parseMade(data)
	return Made{m}, err
}

// Bytes is made.bytes.
func (m Made) Bytes() []byte { return m.made.bytes() }

// Needs returns what each file needs.
func (m Made) Needs() map[string][]site.Dependency {
	all := make(map[string][]site.Dependency)
	for name, f := range m.made.files {
		all[name] = []site.Dependency{}
		numbers := slices.Clone(f.needs)
		for _, part := range f.parts {
			numbers = append(numbers, m.made.parts[part]...)
		}
		for _, n := range numbers {
			all[name] = append(all[name], m.made.needs[n])
		}
	}
	return all
}

// RestoreReading reports how many documents restoreReading finds; -1 where it finds nothing.
func RestoreReading(state string) int {
	r := restoreReading(state)
	if r.content == nil {
		return -1
	}
	return len(r.content.Documents)
}
