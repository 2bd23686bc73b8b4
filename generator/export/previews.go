package export

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"attest/generator/site"
)

// previewsPerChunk is about how many previews a data script holds.
const previewsPerChunk = 64

// PreviewChunks returns how many scripts with previews a site has. It is a power of two, so that it changes seldom as a site grows.
func (s *Site) PreviewChunks() int {
	n := len(s.Site.Actors) + len(s.Site.Sources) + len(s.Claims)
	chunks := 1
	for chunks*previewsPerChunk < n {
		chunks *= 2
	}
	return chunks
}

// preview names an object that a script speaks of.
type preview struct {
	kind site.Kind
	id   string
}

// previewFiles are the scripts that say in a few words what a link leads to. Each calls attestPreviews with an object from address to
// title, a line of facts and a text; an object's script is found by the FNV-1a hash of its address.
func (s *Site) previewFiles() []File {
	files := make([]File, s.PreviewChunks())
	for n := range files {
		files[n] = File{fmt.Sprintf("data/previews/%d.js", n), func(to *bytes.Buffer, s *Site, r *site.Reader) error {
			r.List(site.KindActor)
			r.List(site.KindClaim)
			r.OpenSources()
			s.previewChunk(to, r, s.previewsOf(n))
			return nil
		}}
	}
	return files
}

// previewsOf returns the objects that the n-th script speaks of.
func (s *Site) previewsOf(n int) []preview {
	s.chunksOnce.Do(func() {
		s.previews = make([][]preview, s.PreviewChunks())
		r := s.Reader(false)
		add := func(kind site.Kind, ids []string) {
			for _, id := range ids {
				h := fnv.New32a()
				_, _ = h.Write([]byte(r.Get(kind, id).Address())) // a hash cannot fail
				n := int(h.Sum32() % uint32(len(s.previews)))
				s.previews[n] = append(s.previews[n], preview{kind, id})
			}
		}
		add(site.KindActor, s.Site.Actors)
		add(site.KindSource, r.OpenSources())
		add(site.KindClaim, s.Claims)
	})
	return s.previews[n]
}

func (s *Site) previewChunk(to *bytes.Buffer, r *site.Reader, objects []preview) {
	to.WriteString("attestPreviews({")
	var b []byte
	for i, p := range objects {
		if i > 0 {
			b = append(b, ',')
		}
		o := r.Get(p.kind, p.id)
		b = append(AppendJSON(append(b, '\n'), o.Address()), ':')
		for k, text := range s.previewOf(r, o) {
			b = AppendJSON(append(b, "[,"[min(k, 1)]), text)
		}
		to.Write(append(b, ']'))
		b = b[:0]
	}
	to.WriteString("\n});\n")
}

// previewOf is an object in three texts: its title, facts about it, and what there is to read.
func (s *Site) previewOf(r *site.Reader, o site.Object) [3]string {
	switch o := o.(type) {
	case *site.Actor:
		return [3]string{o.Name, facts(s.lang.Term("actor", string(o.Type)), o.Country), o.Summary}
	case *site.Source:
		grade, _, _ := r.Grade(o)
		graded := s.lang.Say("grade.meaning", string(grade), s.lang.Meaning("reliability", string(grade)))
		if !o.Public() {
			return [3]string{Name(s.lang, o), facts(s.retracted(o), graded), ""}
		}
		return [3]string{o.Title, facts(s.retracted(o), r.PublisherName(o), s.lang.Date(o.Published), graded), ""}
	case *site.Claim:
		return [3]string{o.Text, facts(slices.Insert(s.held(r, o), 1, s.lang.Tally(r.Standing(o)))...), o.Briefing.Title}
	}
	return [3]string{o.Label()}
}

// held says how a claim is held: its standing, and what makes it less sure than that.
func (s *Site) held(r *site.Reader, c *site.Claim) []string {
	return s.lang.Held(c.Claim, r.Standing(c).Word, c.LikelihoodBand, s.claimant(r, c))
}

// retracted says that a source was retracted; empty where it was not.
func (s *Site) retracted(o *site.Source) string {
	if !o.Retracted.Stated {
		return ""
	}
	return s.lang.Say("retracted")
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
