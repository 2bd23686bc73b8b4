package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/cespare/xxhash/v2"

	"attest/generator/content"
)

// Files of the state's folder that last from one run to the next. Each is of one program, and is ignored where it is another's, damaged
// or not there: everything in it can be made again.
const (
	keptDocuments = "documents" // what files of the content were read to
	keptReading   = "reading"   // what the folder was like, and what has been read since keptDocuments was written
	keptPages     = "pages"     // what every file of an output was made of
	keptResult    = "result"    // what a build of an output found
)

// keptHeader begins such a file. The digest of the program and the sum of what follows come next.
const keptHeader = "attest kept 1\n"

// keptSum is the length of the sum, which finds damage: xxHash, 64 bits.
const keptSum = 8

// program returns the digest of the running program: another may read and make everything otherwise.
var program = sync.OnceValues(func() (digest content.Digest, err error) {
	name, err := os.Executable()
	if err != nil {
		return digest, fmt.Errorf("find the program: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return digest, fmt.Errorf("read the program: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return digest, fmt.Errorf("read the program: %w", err)
	}
	return content.Digest(h.Sum(nil)), nil
})

// readKept returns the pieces that a file of the state's folder holds, and its sum; nil where it cannot be used.
func readKept(state *os.Root, name string) (pieces [][]byte, sum []byte) {
	own, err := program()
	if err != nil {
		return nil, nil
	}
	data, err := state.ReadFile(name)
	if err != nil {
		return nil, nil
	}
	rest, ok := bytes.CutPrefix(data, append([]byte(keptHeader), own[:]...))
	if !ok || len(rest) < keptSum {
		return nil, nil
	}
	sum, rest = rest[:keptSum], rest[keptSum:]
	if binary.LittleEndian.Uint64(sum) != xxhash.Sum64(rest) {
		return nil, nil
	}
	for pieces = [][]byte{}; len(rest) > 0; {
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) {
			return nil, nil
		}
		pieces = append(pieces, rest[n:n+int(size)])
		rest = rest[n+int(size):]
	}
	return pieces, sum
}

// keep writes a file of the state's folder, whole or not at all, and returns its sum. It is for speed only: where it cannot be written
// there is none.
func (p *Publisher) keep(name string, pieces [][]byte) []byte {
	sum, err := p.writeKept(name, pieces)
	if err != nil {
		_ = p.state.Remove(name)
		return nil
	}
	return sum
}

func (p *Publisher) writeKept(name string, pieces [][]byte) ([]byte, error) {
	own, err := program()
	if err != nil {
		return nil, err
	}
	size := len(keptHeader) + len(own) + keptSum
	for _, piece := range pieces {
		size += binary.MaxVarintLen64 + len(piece)
	}
	data := append(append(make([]byte, 0, size), keptHeader...), own[:]...)
	data = append(data, make([]byte, keptSum)...)
	head := len(data)
	for _, piece := range pieces {
		data = append(binary.AppendUvarint(data, uint64(len(piece))), piece...)
	}
	sum := data[head-keptSum : head]
	binary.LittleEndian.PutUint64(sum, xxhash.Sum64(data[head:]))
	if _, err := writeFile(p.staging, name, data); err != nil {
		return nil, err
	}
	return bytes.Clone(sum), p.state.Rename(stagingName+"/"+name, name)
}
