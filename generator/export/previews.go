package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
)

// previewsPerChunk is about how many previews a data script holds.
const previewsPerChunk = 64

// PreviewChunks returns how many scripts with previews a site has. It is a power of two, so that it changes seldom as a site grows.
func PreviewChunks(s *site.Site) int {
	n := len(s.Actors) + len(s.Sources) + len(s.Claims)
	chunks := 1
	for chunks*previewsPerChunk < n {
		chunks *= 2
	}
	return chunks
}

// previewFiles are the scripts that say in a few words what a link leads to. Each calls attestPreviews with an object from address to
// title, a line of facts and a text; an object's script is found by the FNV-1a hash of its address.
func previewFiles(s *site.Site) []File {
	chunks := make([][]site.Object, PreviewChunks(s))
	add := func(o site.Object) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(o.Address())) // a hash cannot fail
		n := int(h.Sum32() % uint32(len(chunks)))
		chunks[n] = append(chunks[n], o)
	}
	for _, a := range s.Actors {
		add(a)
	}
	for _, source := range s.OpenSources() {
		add(source)
	}
	for _, c := range s.Claims {
		add(c)
	}
	files := make([]File, len(chunks))
	for n, objects := range chunks {
		files[n] = File{fmt.Sprintf("data/previews/%d.js", n), func() ([]byte, error) { return previewChunk(objects) }}
	}
	return files
}

func previewChunk(objects []site.Object) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("attestPreviews({")
	for i, o := range objects {
		if i > 0 {
			buf.WriteByte(',')
		}
		key, err := json.Marshal(o.Address())
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(preview(o))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&buf, "\n%s:%s", key, value)
	}
	buf.WriteString("\n});\n")
	return buf.Bytes(), nil
}

// preview is an object in three texts: its title, facts about it, and what there is to read.
func preview(o site.Object) [3]string {
	switch o := o.(type) {
	case *site.Actor:
		return [3]string{o.Name, facts(strings.ReplaceAll(string(o.Type), "_", " "), o.Country), o.Summary}
	case *site.Source:
		grade, _, _ := o.Grade()
		graded := string(grade) + ", " + brief.Reliabilities().Meaning(string(grade))
		if !o.Public() {
			return [3]string{o.Label(), graded, ""}
		}
		publisher := o.Source.Publisher.ID
		if o.Publisher != nil {
			publisher = o.Publisher.Name
		}
		return [3]string{o.Title, facts(publisher, o.Published.Words(), graded), ""}
	case *site.Claim:
		return [3]string{o.Text, facts(statusWords(o), o.Standing.Word.Label(), o.Standing.Words()), o.Briefing.Title}
	}
	return [3]string{o.Label()}
}

// statusWords is the status of a claim as readers see it; empty for a current one.
func statusWords(c *site.Claim) string {
	if c.Status == brief.StatusCurrent {
		return ""
	}
	return strings.ReplaceAll(string(c.Status), "_", " ")
}

func facts(texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, " · ")
}
