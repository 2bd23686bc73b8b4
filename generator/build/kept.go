package build

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sync"

	"github.com/cespare/xxhash/v2"
)

// Files of the state's folder that last from one run to the next. Each is of one program, and is ignored where it is another's, damaged
// or not there: everything in it can be made again.
const (
	keptDocuments = "documents" // what files of the content were read to
	keptReading   = "reading"   // what the folder was like, and what has been read since keptDocuments was written
	keptQuotes    = "quotes"    // where quotes stand in copies of their sources
	keptPages     = "pages"     // what every file of an output was made of
	keptResult    = "result"    // what a build of an output found
)

// keptHeader begins such a file. The sum of the program and that of what follows come next.
const keptHeader = "attest kept 1\n"

// keptSum is the length of a sum, which finds damage: xxHash, 64 bits.
const keptSum = 8

// program returns the sum of the running program: another may read and make everything otherwise. It tells versions apart, and keeps out no
// forger, for whom the folder lies open anyway; so it is the sum that is quick.
var program = sync.OnceValues(func() (sum [keptSum]byte, err error) {
	name, err := os.Executable()
	if err != nil {
		return sum, fmt.Errorf("find the program: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return sum, fmt.Errorf("read the program: %w", err)
	}
	defer f.Close()
	h := xxhash.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, fmt.Errorf("read the program: %w", err)
	}
	return [keptSum]byte(h.Sum(nil)), nil
})

// openKept opens a file of the state's folder at its first piece, of which sum is the sum of the file; ok is false where it cannot be used.
func openKept(state *os.Root, name string) (f *os.File, sum []byte, ok bool) {
	own, err := program()
	if err != nil {
		return nil, nil, false
	}
	if f, err = state.Open(name); err != nil {
		return nil, nil, false
	}
	head := make([]byte, len(keptHeader)+len(own)+keptSum)
	if _, err := io.ReadFull(f, head); err != nil || !bytes.HasPrefix(head, append([]byte(keptHeader), own[:]...)) {
		_ = f.Close() // it was only read
		return nil, nil, false
	}
	return f, head[len(head)-keptSum:], true
}

// eachKept calls do with each piece of a file of the state's folder, and returns the sum of the file; ok is false where it cannot be used, and
// then nothing that do was given can. A piece is do's own.
func eachKept(state *os.Root, name string, do func(piece []byte)) (sum []byte, ok bool) {
	f, sum, ok := openKept(state, name)
	if !ok {
		return nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, false
	}
	check := xxhash.New()
	in := bufio.NewReaderSize(f, 1<<20)
	for {
		size, err := binary.ReadUvarint(in)
		if errors.Is(err, io.EOF) {
			return sum, check.Sum64() == binary.LittleEndian.Uint64(sum)
		}
		if err != nil || size > uint64(info.Size()) {
			return nil, false
		}
		piece := make([]byte, size)
		if _, err := io.ReadFull(in, piece); err != nil {
			return nil, false
		}
		addPiece(check, piece)
		do(piece)
	}
}

// addPiece adds a piece to a sum.
func addPiece(sum *xxhash.Digest, piece []byte) {
	_, _ = sum.Write(binary.AppendUvarint(nil, uint64(len(piece)))) // it takes everything
	_, _ = sum.Write(piece)
}

// readKept returns the pieces that a file of the state's folder holds, and its sum; nil where it cannot be used.
func readKept(state *os.Root, name string) (pieces [][]byte, sum []byte) {
	sum, ok := eachKept(state, name, func(piece []byte) { pieces = append(pieces, piece) })
	if !ok {
		return nil, nil
	}
	return pieces, sum
}

// keep writes a file of the state's folder, whole or not at all, and returns its sum. It is for speed only: where it cannot be written
// there is none.
func (p *Publisher) keep(name string, pieces iter.Seq[[]byte]) []byte {
	sum, err := p.writeKept(name, pieces)
	if err != nil {
		_ = p.state.Remove(name)
		return nil
	}
	return sum
}

func (p *Publisher) writeKept(name string, pieces iter.Seq[[]byte]) ([]byte, error) {
	own, err := program()
	if err != nil {
		return nil, err
	}
	f, err := p.staging.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	out, check := bufio.NewWriterSize(f, 1<<18), xxhash.New()
	head := append([]byte(keptHeader), own[:]...)
	_, _ = out.Write(append(head, make([]byte, keptSum)...)) // Flush has the error; the sum is known when all is written
	for piece := range pieces {
		_, _ = out.Write(binary.AppendUvarint(nil, uint64(len(piece))))
		_, _ = out.Write(piece)
		addPiece(check, piece)
	}
	sum := binary.LittleEndian.AppendUint64(nil, check.Sum64())
	err = out.Flush()
	if err == nil {
		_, err = f.WriteAt(sum, int64(len(head)))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, errors.Join(err, p.staging.Remove(name))
	}
	return sum, p.state.Rename(stagingName+"/"+name, name)
}
