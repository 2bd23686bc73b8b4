package snapshot

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Files of the folder of a source's copy.
const (
	recordFile = "snapshot.yaml" // what the copy is; package content reads it
	textFile   = "text.txt"      // its text
	FailedFile = "failed.yaml"   // why the last try to fetch it failed
)

// record is what a file beside a copy says of it, by the keys of `snapshot` of a source.
type record struct {
	Path, SHA256, MediaType, URL, CapturedAt, Tool, Text, TextSHA256, Publish string
}

// yaml writes the record as YAML, without what is empty.
func (r record) yaml() []byte {
	return lines([][2]string{
		{"path", r.Path},
		{"sha256", r.SHA256},
		{"media_type", r.MediaType},
		{"url", r.URL},
		{"captured_at", r.CapturedAt},
		{"tool", r.Tool},
		{"text", r.Text},
		{"text_sha256", r.TextSHA256},
		{"publish", r.Publish},
	})
}

// Failure is a try to fetch a copy that came to nothing.
type Failure struct{ URL, At, Reason string }

func (f Failure) yaml() []byte {
	return lines([][2]string{{"url", f.URL}, {"at", f.At}, {"reason", f.Reason}})
}

// ReadFailure reads the file of a failure; ok is false where it is none.
func ReadFailure(data []byte) (f Failure, ok bool) {
	return f, yaml.Unmarshal(data, &f) == nil && f.Reason != ""
}

// lines writes keys and values, each value in quotation marks where it could be read as something else.
func lines(pairs [][2]string) []byte {
	var b strings.Builder
	for _, pair := range pairs {
		if pair[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", pair[0], scalar(pair[1]))
		}
	}
	return []byte(b.String())
}

// scalar writes a text so that YAML reads it as it is. What cannot be seen, and what is no text, is left out.
func scalar(text string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./"
	if strings.Trim(text, plain) == "" && strings.Trim(text[:1], plain[:62]) == "" {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7F || isInvisible(r) || r >= 0x80 && r < 0xA0 || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
