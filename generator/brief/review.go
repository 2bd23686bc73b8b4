package brief

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Part is a part of a claim that a review vouches for.
type Part uint8

// The parts, in the order in which a digest names them.
const (
	PartWords    Part = iota // the words of the briefing that state the claim
	PartText                 // its own text
	PartEvidence             // what is held for and against it
	partCount
)

// partDigits is how many hexadecimal digits of a part's SHA-256 stand in a digest: 48 bits, so that no two versions meet by chance.
const partDigits = 12

// ReviewDigest returns the digest of what a review of a claim vouches for: the words that state it (each stretch of them, in the order of
// the text), its text and its evidence, each by twelve hexadecimal digits. White space counts as single spaces, so that a paragraph can be
// wrapped anew.
func (c *Claim) ReviewDigest(words []string) string {
	evidence := make([]string, 0, 11*len(c.Evidence))
	for i := range c.Evidence {
		e := &c.Evidence[i]
		translation := Stated(e.Translation)
		evidence = append(evidence, e.Source.ID, string(e.Stance), string(e.Credibility), string(e.Basis), e.Locator, e.Quote, translation.Text,
			translation.By, e.Note, e.Answer, string(e.TLP))
	}
	parts := [partCount]string{PartWords: digestOf(words), PartText: digestOf([]string{c.Text}), PartEvidence: digestOf(evidence)}
	return strings.Join(parts[:], "-")
}

// ChangedParts returns the parts by which two digests of one claim differ, in order. A digest of another form differs in all.
func ChangedParts(before, after string) []Part {
	one, other := strings.Split(before, "-"), strings.Split(after, "-")
	var changed []Part
	for part := range partCount {
		if len(one) != int(partCount) || len(other) != int(partCount) || one[part] != other[part] {
			changed = append(changed, part)
		}
	}
	return changed
}

func digestOf(texts []string) string {
	h := sha256.New()
	for _, text := range texts {
		text = strings.Join(strings.Fields(text), " ")
		h.Write([]byte(strconv.Itoa(len(text)) + ":" + text)) // so that each is told from the next
	}
	return hex.EncodeToString(h.Sum(nil))[:partDigits]
}
