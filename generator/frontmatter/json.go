package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"attest/generator/diag"
)

// parseJSON reads the whole file as one JSON value (RFC 8259). Where it is none, the problem is reported and ok is false.
func (r *reader) parseJSON() (root *node, ok bool) {
	base := len(r.src) - len(trimBOM(r.src))
	j := &jsonReader{r: r, base: base, decoder: jsontext.NewDecoder(bytes.NewBuffer(r.src[base:]))}
	root, err := j.value(0)
	if err == nil {
		if _, err = j.decoder.ReadToken(); err == nil {
			err = errMore
		}
	}
	if root != nil && err == io.EOF { //nolint:errorlint // the decoder returns it as it is only at the end of whole JSON
		return root, true
	}
	d := j.problem(err)
	if errors.Is(err, errMore) {
		more := len(r.src) - len(bytes.TrimLeft(r.src[root.end:], " \t\r\n"))
		d.At = diag.At(r.file, more, more+1)
	}
	r.report(d)
	return nil, false
}

// jsonReader makes nodes of JSON.
type jsonReader struct {
	r       *reader
	base    int
	decoder *jsontext.Decoder
}

var (
	errDeep = errors.New("too deep")
	errMore = errors.New("more follows the end of its value")
)

// problem turns an error of the library into a diagnostic at its offset.
func (j *jsonReader) problem(err error) diag.Diagnostic {
	at := j.base + int(j.decoder.InputOffset())
	message := err.Error()
	syntactic := (*jsontext.SyntacticError)(nil)
	if errors.As(err, &syntactic) {
		at, message = j.base+int(syntactic.ByteOffset), strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
	}
	d := diag.Diagnostic{Code: "bad-csl", Message: "this is not JSON: " + message}
	switch {
	case errors.Is(err, errDeep):
		d.Message = fmt.Sprintf("this is nested more than %d levels deep", maxDepth)
	case errors.Is(err, errMore):
		d.Message = "this follows the end of the JSON"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), len(bytes.TrimSpace(j.r.src[min(at, len(j.r.src)):])) == 0:
		d.Message, d.Hint = "the file ends in the middle of its JSON", "export it again"
	case strings.HasPrefix(message, "invalid surrogate pair"):
		d.Message = "half of a surrogate pair is no character"
	case errors.Is(err, jsontext.ErrDuplicateName):
		d.Code, d.Message = "duplicate-key", "a key stands twice in one object"
	}
	at = min(max(at, 0), len(j.r.src))
	d.At = diag.At(j.r.file, at, min(at+1, len(j.r.src)))
	return d
}

func (j *jsonReader) value(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, errDeep
	}
	switch kind := j.decoder.PeekKind(); kind {
	case '{', '[':
		return j.collection(kind, depth)
	}
	return j.scalar()
}

func (j *jsonReader) collection(open jsontext.Kind, depth int) (*node, error) {
	n := &node{kind: sequence, style: flow}
	if open == '{' {
		n.kind = mapping
	}
	if _, err := j.decoder.ReadToken(); err != nil {
		return nil, err
	}
	n.start = j.base + int(j.decoder.InputOffset()) - 1
	for kind := j.decoder.PeekKind(); kind != '}' && kind != ']'; kind = j.decoder.PeekKind() {
		child, err := j.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n.children = append(n.children, child)
	}
	_, err := j.decoder.ReadToken()
	n.end = j.base + int(j.decoder.InputOffset())
	return n, err
}

func (j *jsonReader) scalar() (*node, error) {
	raw, err := j.decoder.ReadValue()
	if err != nil {
		return nil, err
	}
	end := j.base + int(j.decoder.InputOffset())
	n := &node{style: plain, start: end - len(raw), end: end}
	switch raw.Kind() {
	case '"':
		n.style = quoted
		unquoted, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return nil, err
		}
		n.text = string(unquoted)
		if len(n.text) != len(raw)-2 {
			j.r.escapes(n)
		}
	case 'n': // null is a key without a value
	default:
		n.text = string(raw)
	}
	return n, nil
}
