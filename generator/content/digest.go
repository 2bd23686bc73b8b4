package content

import (
	"bytes"
	"crypto/sha256"

	"github.com/vmihailenco/msgpack/v5"
)

// Digest names some bytes: the first half of their SHA-256, which no two of a site's files share by chance.
type Digest [16]byte

func digestOf(parts ...[]byte) Digest {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return Digest(h.Sum(nil))
}

// encode writes a value so that it can be read again by this program.
func encode(v any) []byte {
	var buf bytes.Buffer
	enc := msgpack.GetEncoder()
	defer msgpack.PutEncoder(enc)
	enc.Reset(&buf)
	enc.UseArrayEncodedStructs(true)
	if err := enc.Encode(v); err != nil {
		panic("content: encode: " + err.Error()) // all is text, numbers and lists of these
	}
	return buf.Bytes()
}
