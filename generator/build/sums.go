package build

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SumsName is the file of the output that lists every other file the build wrote.
const SumsName = "SHA256SUMS"

const (
	sumsHeader      = "# attest 1"            // first line of SHA256SUMS: the folder is ours
	journalHeader   = "# attest 1 publishing" // first line of the journal
	journalEnd      = "# end"                 // last line of a journal that is whole
	publishedHeader = "# attest 1 published"  // first line of the list of sizes and times
)

// Digest is the SHA-256 of a file's bytes.
type Digest [sha256.Size]byte

// DigestOf returns the digest of data.
func DigestOf(data []byte) Digest { return sha256.Sum256(data) }

// String returns the digest in lower-case hexadecimal digits, as sha256sum writes it.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Sum is one file of the output: its slash-separated name and the digest of its bytes.
type Sum struct {
	Name   string
	Digest Digest
}

// formatSums returns the bytes of SHA256SUMS. The sums are sorted by name.
func formatSums(sums []Sum) []byte {
	var b bytes.Buffer
	b.Grow(len(sums) * 100)
	b.WriteString(sumsHeader + "\n")
	for _, s := range sums {
		writeSum(&b, s)
	}
	return b.Bytes()
}

func writeSum(b *bytes.Buffer, s Sum) {
	b.Write(hex.AppendEncode(b.AvailableBuffer(), s.Digest[:]))
	b.WriteString("  ")
	b.WriteString(s.Name)
	b.WriteByte('\n')
}

// isSums reports whether data is a SHA256SUMS of ours.
func isSums(data []byte) bool {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	return string(first) == sumsHeader
}

// parseSums reads a SHA256SUMS of ours. As anybody can edit that file, each line must be one that formatSums could have written:
// the error names the first that is not.
func parseSums(data []byte) ([]Sum, error) {
	var sums []Sum
	seen := map[string]int{}
	for i, line := range lines(data) {
		if i == 0 {
			continue // the header: isSums has seen it
		}
		if !strings.HasSuffix(line, "\n") {
			return nil, fmt.Errorf("line %d is cut off", i+1)
		}
		s, err := parseSum(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if first, double := seen[s.Name]; double {
			return nil, fmt.Errorf("line %d: %q stands in line %d already", i+1, s.Name, first)
		}
		seen[s.Name] = i + 1
		sums = append(sums, s)
	}
	return sums, nil
}

// parseSum reads a line without its end: digest, two spaces, name.
func parseSum(line string) (Sum, error) {
	digits, name, ok := strings.Cut(line, "  ")
	var s Sum
	if !ok || len(digits) != hex.EncodedLen(len(s.Digest)) || digits != strings.ToLower(digits) {
		return Sum{}, fmt.Errorf("%q is not a digest, two spaces and a name", line)
	}
	if _, err := hex.Decode(s.Digest[:], []byte(digits)); err != nil {
		return Sum{}, fmt.Errorf("%q is not a digest, two spaces and a name", line)
	}
	if err := checkName(name); err != nil {
		return Sum{}, err
	}
	s.Name = name
	return s, nil
}

// lines returns the lines of data with their ends.
func lines(data []byte) []string { return slices.Collect(strings.Lines(string(data))) }

// checkName refuses a name that no page or file of a site may have: one that leads out of the output, that SHA256SUMS cannot
// hold, or that is the publisher's or Git's own.
func checkName(name string) error {
	if plainName(name) {
		return nil
	}
	switch {
	case !utf8.ValidString(name):
		return fmt.Errorf("the name %q is not UTF-8", name)
	case strings.HasPrefix(name, "/"):
		return fmt.Errorf("the name %q is absolute", name)
	case strings.Contains(name, `\`):
		return fmt.Errorf("the name %q has a backslash", name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("the name %q has a control character", name)
	case strings.HasSuffix(name, "/"):
		return fmt.Errorf("the name %q is a folder's", name)
	case slices.Contains(strings.Split(name, "/"), ".."):
		return fmt.Errorf("the name %q leads out of the folder", name)
	case name == "." || !fs.ValidPath(name):
		return fmt.Errorf("the name %q is not a clean path", name)
	}
	first, _, _ := strings.Cut(name, "/")
	if strings.EqualFold(first, SumsName) || strings.EqualFold(first, tempName) || strings.EqualFold(first, probeName) {
		return fmt.Errorf("the name %q is one that attest itself needs there", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.EqualFold(part, ".git") {
			return fmt.Errorf("the name %q is Git's", name)
		}
	}
	return nil
}

// plainName reports whether a name is made of small letters, digits and hyphens, with single slashes and dots between, as nearly all are;
// then nothing can be wrong with it.
func plainName(name string) bool {
	between := true // no slash or dot may follow
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-':
			between = false
		case (c == '/' || c == '.') && !between:
			between = true
		default:
			return false
		}
	}
	return !between && !strings.HasPrefix(name, strings.ToLower(SumsName))
}

// formatJournal returns the bytes of the journal of a publication into the folder: what there may be of ours before, and what there will be.
func formatJournal(folder string, old, next []Sum) []byte {
	var b bytes.Buffer
	b.WriteString(journalHeader + "\n" + strconv.Quote(folder) + "\n")
	for _, s := range old {
		b.WriteString("-")
		writeSum(&b, s)
	}
	for _, s := range next {
		b.WriteString("+")
		writeSum(&b, s)
	}
	b.WriteString(journalEnd + "\n")
	return b.Bytes()
}

// parseJournal reads the journal of a publication into the folder and returns what of there is ours, by either digest.
func parseJournal(data []byte, folder string) ([]Sum, error) {
	all := lines(data)
	if len(all) < 3 || all[0] != journalHeader+"\n" || all[1] != strconv.Quote(folder)+"\n" || all[len(all)-1] != journalEnd+"\n" {
		return nil, errors.New("not a whole journal of this folder")
	}
	var sums []Sum
	for _, line := range all[2 : len(all)-1] {
		if line[0] != '-' && line[0] != '+' {
			return nil, errors.New("not a whole journal of this folder")
		}
		s, err := parseSum(strings.TrimSuffix(line[1:], "\n"))
		if err != nil {
			return nil, err
		}
		sums = append(sums, s)
	}
	return sums, nil
}

// stamp is the size and the time of a file whose digest is known.
type stamp struct {
	digest Digest
	size   int64
	mtime  int64 // nanoseconds since 1970
}

// formatStamps returns the bytes of the list of sizes and times, sorted by name.
func formatStamps(stamps map[string]stamp) []byte {
	names := make([]string, 0, len(stamps))
	for name := range stamps {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	b.Grow(len(names) * 128)
	b.WriteString(publishedHeader + "\n")
	for _, name := range names {
		s := stamps[name]
		b.Write(strconv.AppendInt(b.AvailableBuffer(), s.size, 10))
		b.WriteByte(' ')
		b.Write(strconv.AppendInt(b.AvailableBuffer(), s.mtime, 10))
		b.WriteByte(' ')
		writeSum(&b, Sum{name, s.digest})
	}
	return b.Bytes()
}

// parseStamps reads a list of sizes and times. It is a convenience, so that a damaged list is an empty one.
func parseStamps(data []byte) map[string]stamp {
	all := lines(data)
	if len(all) == 0 || all[0] != publishedHeader+"\n" {
		return nil
	}
	stamps := make(map[string]stamp, len(all))
	for _, line := range all[1:] {
		size, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		mtime, rest, _ := strings.Cut(rest, " ")
		sum, err := parseSum(rest)
		n, err2 := strconv.ParseInt(size, 10, 64)
		t, err3 := strconv.ParseInt(mtime, 10, 64)
		if cmp.Or(err, err2, err3) != nil {
			return nil
		}
		stamps[sum.Name] = stamp{digest: sum.Digest, size: n, mtime: t}
	}
	return stamps
}
