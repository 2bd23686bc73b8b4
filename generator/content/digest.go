package content

import "crypto/sha256"

// Digest names some bytes: the first half of their SHA-256, which no two of a site's files share by chance.
type Digest [16]byte

func digestOf(parts ...[]byte) Digest {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return Digest(h.Sum(nil))
}
