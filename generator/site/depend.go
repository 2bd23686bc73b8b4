package site

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"

	"attest/generator/content"
)

// Dependency is a part of a Site that an answer of a Reader was taken from.
type Dependency struct {
	On   Aspect
	Kind Kind   // of what has the id; empty for a document
	ID   string // or the name of a document's file; empty for what a site has one of
}

// Aspect says which part of a Site it is.
type Aspect uint8

// The aspects. The first five are of a document.
const (
	onHead        Aspect        = iota // what its front matter declares
	onProse                            // its text
	onLinks                            // what its references lead to
	onStandings                        // the standing of its claims, and where their quotes stand in copies of sources
	onNamedClaims                      // which other documents name its claims, and what these declare
	onReferrers                        // which documents name an object, and what they declare
	onList                             // which objects of a kind there are, and their order
	onTopics                           // which topics there are, and how many briefings each has
	onTopic                            // a topic and its briefings
	onTopicName                        // how a topic is written
	onCorrections                      // which corrections there are, and their order
	onDerivation                       // how all sources derive from each other
	onFile                             // a file that is no document
	onCopy                             // our copy of a source
	onAll                              // what all documents declare, and the standing of all claims
	aspects       = onReferrers        // how many there are of a document
)

// Needs is what a Reader has been asked for.
type Needs struct {
	documents few[*file]      // the aspects of each, as bits
	others    few[Dependency] // without a value
}

// few maps keys to bits, of which it has mostly few: then they are looked for one by one.
type few[K comparable] struct {
	keys  []K
	bits  []uint8
	index map[K]int // nil while there are few
}

// many is how many keys are no longer few.
const many = 16

func (f *few[K]) add(key K, bits uint8) {
	i, ok := f.find(key)
	if ok {
		f.bits[i] |= bits
		return
	}
	f.keys, f.bits = append(f.keys, key), append(f.bits, bits)
	if f.index != nil {
		f.index[key] = len(f.keys) - 1
	} else if len(f.keys) > many {
		f.index = make(map[K]int, 2*len(f.keys))
		for i, key := range f.keys {
			f.index[key] = i
		}
	}
}

func (f *few[K]) find(key K) (int, bool) {
	if f.index != nil {
		i, ok := f.index[key]
		return i, ok
	}
	i := slices.Index(f.keys, key)
	return i, i >= 0
}

// All yields every dependency once, in no order.
func (n *Needs) All() iter.Seq[Dependency] {
	return func(yield func(Dependency) bool) {
		if n == nil {
			return
		}
		for i, f := range n.documents.keys {
			for on := range aspects {
				if n.documents.bits[i]&(1<<on) != 0 && !yield(Dependency{On: on, ID: f.File}) {
					return
				}
			}
		}
		for _, d := range n.others.keys {
			if !yield(d) {
				return
			}
		}
	}
}

// need remembers a dependency.
func (r *Reader) need(d Dependency) {
	if r.needs != nil {
		r.needs.others.add(d, 0)
	}
}

// needDocument remembers an aspect of a document.
func (r *Reader) needDocument(on Aspect, f *file) {
	if r.needs != nil {
		r.needs.documents.add(f, 1<<on)
	}
}

// NeedFile remembers that a file of the content that is no document was read.
func (r *Reader) NeedFile(name string) { r.need(Dependency{On: onFile, ID: name}) }

// NeedAll remembers that everything was read but texts.
func (r *Reader) NeedAll() { r.need(Dependency{On: onAll}) }

// NeedObject remembers what an object's document declares, for one that was had from elsewhere.
func (r *Reader) NeedObject(o Object) { r.needDocument(onHead, o.declaredIn()) }

// Needs returns what the answers so far were taken from; nil where nothing is remembered.
func (r *Reader) Needs() *Needs { return r.needs }

// Add remembers what was read elsewhere for the same purpose.
func (r *Reader) Add(needs *Needs) {
	if r.needs == nil || needs == nil {
		return
	}
	for i, f := range needs.documents.keys {
		r.needs.documents.add(f, needs.documents.bits[i])
	}
	for _, d := range needs.others.keys {
		r.needs.others.add(d, 0)
	}
}

// Apart returns a reader of the same site that remembers by itself, if r does.
func (r *Reader) Apart() *Reader { return r.Site.Reader(r.needs != nil) }

// Digester returns the digests of what dependencies on a site stand for. It is for one goroutine.
type Digester struct {
	*Site
	sum   sum
	heads map[*file]content.Digest // of what is no plain document, as a library has many sources
}

// Digester returns a digester.
func (s *Site) Digester() *Digester { return &Digester{Site: s, heads: make(map[*file]content.Digest)} }

// Digest returns a digest of what a dependency stands for: where it is the same for two sites, so are the answers. It is zero where
// that cannot be said.
func (s *Digester) Digest(d Dependency) content.Digest {
	h := s.sum.begin()
	switch d.On {
	case onHead, onProse, onLinks, onStandings, onNamedClaims:
		f, ok := s.files.get(d.ID)
		if !ok {
			return content.Digest{}
		}
		return s.digestOf(d.On, f)
	case onReferrers:
		s.digestReferrers(h, name{d.Kind, d.ID}, nil)
	case onList:
		r := Reader{Site: s.Site}
		h.texts(r.List(d.Kind))
		if d.Kind == KindSource {
			h.texts(s.open)
		}
	case onTopics:
		for _, t := range s.Topics {
			h.text(t.Name)
			h.text(t.Slug)
			h.number(len(t.Briefings))
		}
	case onTopic, onTopicName:
		t := s.topics[d.ID]
		if t == nil {
			return content.Digest{}
		}
		h.text(t.Name)
		if d.On == onTopic {
			h.texts(t.Briefings)
			for _, slug := range t.Briefings { // by which those of several topics are sorted
				h.text(s.briefing(slug).Date.String())
			}
		}
	case onCorrections:
		for _, c := range s.Corrections {
			h.text(c.Briefing)
			h.number(c.Number)
		}
	case onDerivation:
		for _, id := range s.Sources {
			f := s.object(name{KindSource, id}).declaredIn()
			s.digestDocument(h, onHead, f)
		}
	case onFile:
		return s.content.FileDigest(d.ID)
	case onCopy:
		if source, ok := s.object(name{KindSource, d.ID}).(*Source); ok {
			s.digestCopy(h, source)
		}
	case onAll:
		for _, doc := range s.content.Documents {
			f, _ := s.files.get(doc.File)
			h.text(doc.File) // from which ids follow
			s.digestDocument(h, onHead, f)
			s.digestDocument(h, onStandings, f)
		}
		for _, kind := range kinds {
			h.number(s.objects[kind.index()].len())
		}
	}
	return h.digest()
}

// digestOf returns the digest of an aspect of a document.
func (s *Digester) digestOf(on Aspect, f *file) content.Digest {
	switch on {
	case onHead:
		if f.reason == "" && f.Sources == nil {
			return f.Head
		}
		if digest, ok := s.heads[f]; ok {
			return digest
		}
		h := new(sum)
		h.bytes(f.Head[:])
		h.text(f.reason)
		for _, source := range f.sources { // to some of a library other files may add
			h.number(flag(s.object(source.named()) == Object(source)))
		}
		s.heads[f] = h.digest()
		return s.heads[f]
	case onProse:
		if f.Prose != nil {
			return f.Prose.Digest
		}
	case onLinks:
		if l, ok := s.links.get(f.File); ok {
			return l.digest
		}
	case onStandings:
		all, _ := s.standings.get(f.File)
		if len(all) == 0 {
			break
		}
		h := &sum{data: make([]byte, 0, 256)}
		for _, st := range all {
			h.text(string(st.Word))
			for _, n := range []int{
				st.For.Reports, st.For.Lines, st.For.Unknown, st.Against.Reports, st.Against.Lines, st.Against.Unknown, st.Refuting,
			} {
				h.number(n)
			}
		}
		s.digestQuotes(h, f)
		return h.digest()
	case onNamedClaims:
		h := new(sum)
		for _, c := range s.ClaimsIn(f.File) {
			h.number(c.Number)
			s.digestReferrers(h, c.named(), f)
		}
		return h.digest()
	}
	return content.Digest{1} // there is nothing, which is as good as any other answer
}

// digestReferrers adds which documents but one name an object, and what they declare.
func (s *Digester) digestReferrers(h *sum, n name, but *file) {
	files, _ := s.wanted[n.kind.index()].get(n.id)
	h.number(len(files))
	for _, name := range files {
		if f, ok := s.files.get(name); ok && f != but {
			h.text(name)
			s.digestDocument(h, onHead, f)
			s.digestDocument(h, onLinks, f)
		}
	}
}

func (s *Digester) digestDocument(h *sum, on Aspect, f *file) {
	digest := s.digestOf(on, f)
	h.bytes(digest[:])
}

// sum digests what a document's references lead to.
func (r *resolver) sum() content.Digest {
	h := r.sums.begin()
	h.number(len(r.found.targets))
	for i := range r.found.targets {
		t := &r.found.targets[i]
		h.text(string(t.Kind))
		h.text(t.ID)
		h.text(t.File)
		h.text(t.Fragment)
	}
	h.texts(r.found.cast)
	for _, n := range r.found.wants {
		h.text(string(n.kind))
		h.text(n.id)
	}
	return h.digest()
}

// sum gathers texts and numbers, each of which is told from the next, for a digest.
type sum struct{ data []byte }

// begin forgets what was gathered before.
func (h *sum) begin() *sum {
	h.data = h.data[:0]
	return h
}

func (h *sum) number(n int) { h.data = binary.AppendVarint(h.data, int64(n)) }

func (h *sum) text(s string) {
	h.number(len(s))
	h.data = append(h.data, s...)
}

func (h *sum) texts(all []string) {
	h.number(len(all))
	for _, s := range all {
		h.text(s)
	}
}

func (h *sum) bytes(b []byte) { h.data = append(h.data, b...) }

func (h *sum) digest() content.Digest {
	digest := sha256.Sum256(h.data)
	return content.Digest(digest[:len(content.Digest{})])
}
