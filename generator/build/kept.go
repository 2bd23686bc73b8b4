package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"

	"attest/generator/content"
)

// Files of the state's folder that last from one run to the next. Each is of one program, and is ignored where it is another's, damaged
// or not there: everything in it can be made again.
const (
	keptContent = "content" // what every file of the content was read to
	keptPages   = "pages"   // what every file of an output was made of
)

// keptHeader begins such a file. The digests of the program and of what follows come next.
const keptHeader = "attest kept 1\n"

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

// readKept returns the pieces that a file of the state's folder holds; nil where it cannot be used.
func readKept(state *os.Root, name string) [][]byte {
	own, err := program()
	if err != nil {
		return nil
	}
	data, err := state.ReadFile(name)
	if err != nil {
		return nil
	}
	rest, ok := bytes.CutPrefix(data, append([]byte(keptHeader), own[:]...))
	if !ok || len(rest) < sha256.Size || sha256.Sum256(rest[sha256.Size:]) != [sha256.Size]byte(rest) {
		return nil
	}
	pieces := [][]byte{}
	for rest = rest[sha256.Size:]; len(rest) > 0; {
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) {
			return nil
		}
		pieces = append(pieces, rest[n:n+int(size)])
		rest = rest[n+int(size):]
	}
	return pieces
}

// keep writes a file of the state's folder, whole or not at all. It is for speed only: where it cannot be written there is none.
func (p *Publisher) keep(name string, pieces [][]byte) {
	if err := p.write(name, pieces); err != nil {
		_ = p.state.Remove(name)
	}
}

func (p *Publisher) write(name string, pieces [][]byte) error {
	own, err := program()
	if err != nil {
		return err
	}
	size := len(keptHeader) + len(own) + sha256.Size
	for _, piece := range pieces {
		size += binary.MaxVarintLen64 + len(piece)
	}
	data := make([]byte, 0, size)
	data = append(append(data, keptHeader...), own[:]...)
	data = append(data, make([]byte, sha256.Size)...)
	head := len(data)
	for _, piece := range pieces {
		data = append(binary.AppendUvarint(data, uint64(len(piece))), piece...)
	}
	sum := sha256.Sum256(data[head:])
	copy(data[head-sha256.Size:], sum[:])
	if _, err := writeFile(p.staging, name, data); err != nil {
		return err
	}
	return p.state.Rename(stagingName+"/"+name, name)
}

// reading is what an earlier run read the content to.
type reading struct {
	content *content.Content             // nil for none
	bytes   map[*content.Document][]byte // as they are kept
	state   []byte
}

// restoreReading returns what an earlier run has kept in the state's folder.
func restoreReading(folder string) (r reading) {
	state, err := os.OpenRoot(folder)
	if err != nil {
		return r // there is none yet
	}
	defer state.Close()
	pieces := readKept(state, keptContent)
	if len(pieces) == 0 {
		return r
	}
	c, err := content.Restore(pieces[0], pieces[1:])
	if err != nil {
		return r
	}
	r = reading{content: c, bytes: make(map[*content.Document][]byte, len(c.Documents)), state: pieces[0]}
	for i, doc := range c.Documents {
		r.bytes[doc] = pieces[i+1]
	}
	return r
}

// keepContent keeps what was read, unless it is what is kept already.
func (p *Publisher) keepContent(before *reading, c *content.Content) {
	pieces := [][]byte{c.State()}
	same := bytes.Equal(pieces[0], before.state)
	for _, doc := range c.Documents {
		piece, ok := before.bytes[doc]
		if !ok {
			piece, same = doc.State(), false
		}
		if piece != nil {
			pieces = append(pieces, piece)
		}
	}
	if !same || len(pieces) != len(before.bytes)+1 {
		p.keep(keptContent, pieces)
	}
}
