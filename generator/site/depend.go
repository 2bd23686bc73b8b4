package site

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"attest/generator/brief"
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
	onCount                            // how many objects of a kind there are
	onTopics                           // which topics there are, and how many briefings each has
	onTopic                            // a topic and its briefings
	onTopicName                        // how a topic is written
	onOffered                          // what filters offer
	onCounts                           // how many claims have each standing, and how many were withdrawn
	onYears                            // in which years there are events
	onYear                             // which events stand in a year, and their order
	onCorrections                      // which corrections there are, and their order
	onDerivation                       // how all sources derive from each other
	onFile                             // a file that is no document
	onCopy                             // our copy of a source
	onAll                              // what all documents declare, and the standing of all claims
	onShelf                            // what the documents of a shelf declare, and the standing of their claims
	onShelfWords                       // what the documents of a shelf declare, and their texts
	aspects       = onReferrers        // how many there are of a document
)

// Need is a dependency by number: it means something to one version of a site only.
type Need uint64

func needOf(on Aspect, number int32) Need { return Need(on)<<32 | Need(uint32(number)) }

// Dependency says what a need is, for other versions as well.
func (s *Site) Dependency(n Need) Dependency {
	number, d := int32(uint32(n)), Dependency{On: Aspect(n >> 32)}
	switch {
	case d.On < aspects:
		d.ID = s.documents.at(number).file.File
	case d.On == onReferrers, d.On == onCopy:
		of := s.objects.at(number).named()
		d.Kind, d.ID = of.kind, of.id
	case d.On == onList, d.On == onCount:
		d.Kind = kinds[number]
	case d.On == onTopic, d.On == onTopicName:
		d.ID = s.Topics[number].Slug
	case d.On == onYear:
		d.ID = s.years().names[number]
	case d.On == onShelf, d.On == onShelfWords:
		d.ID = s.shelfName(int(number))
	case d.On == onFile:
		d.ID = s.content.FileAt(int(number))
	}
	return d
}

// Needs is what a Reader has been asked for.
type Needs struct {
	direct []Need
	index  map[Need]bool // of direct, where there are many
	parts  []Piece       // of pieces that others have as well
}

// Piece is what a piece that several files may show was made of: needs in ascending order, packed. Two that are the same were made of the same.
type Piece string

// many is how many needs are no longer looked for one by one.
const many = 32

func (n *Needs) add(need Need) {
	if n.index != nil {
		if !n.index[need] {
			n.index[need], n.direct = true, append(n.direct, need)
		}
		return
	}
	if slices.Contains(n.direct, need) {
		return
	}
	if n.direct = append(n.direct, need); len(n.direct) > many {
		n.index = make(map[Need]bool, 2*len(n.direct))
		for _, need := range n.direct {
			n.index[need] = true
		}
	}
}

// Direct returns what was asked for, each once, in no order, but for that of the parts.
func (n *Needs) Direct() []Need {
	if n == nil {
		return nil
	}
	return n.direct
}

// Parts returns what pieces were made of that it shares with others, some of them more than once.
func (n *Needs) Parts() []Piece {
	if n == nil {
		return nil
	}
	return n.parts
}

// Needs returns what the piece was made of, each once.
func (p Piece) Needs() []Need {
	var needs []Need
	var last uint64
	for packed := []byte(p); len(packed) > 0; {
		step, n := binary.Uvarint(packed)
		last += step
		needs, packed = append(needs, Need(last)), packed[n:]
	}
	return needs
}

// need remembers a dependency.
func (r *Reader) need(on Aspect, number int32) {
	if r.needs != nil {
		r.needs.add(needOf(on, number))
	}
}

// needDocument remembers an aspect of a document.
func (r *Reader) needDocument(on Aspect, f *file) { r.need(on, f.number) }

// NeedFile remembers that a file of the content that is no document was read.
func (r *Reader) NeedFile(name string) {
	if i, ok := r.content.FileIndex(name); ok {
		r.need(onFile, int32(i))
	} else {
		r.NeedAll()
	}
}

// NeedAll remembers that everything was read but texts.
func (r *Reader) NeedAll() { r.need(onAll, 0) }

// NeedObject remembers what an object's document declares, for one that was had from elsewhere.
func (r *Reader) NeedObject(o Object) { r.needDocument(onHead, o.declaredIn()) }

// Needs returns what the answers so far were taken from; nil where nothing is remembered.
func (r *Reader) Needs() *Needs { return r.needs }

// Piece returns what the answers so far were taken from, for a piece that others will show as well; empty where nothing is remembered.
func (r *Reader) Piece() Piece {
	if r.needs == nil {
		return ""
	}
	all := slices.Clone(r.needs.direct)
	for _, part := range r.needs.parts {
		all = append(all, part.Needs()...)
	}
	slices.Sort(all)
	var packed []byte
	var last Need
	for _, need := range slices.Compact(all) {
		packed, last = binary.AppendUvarint(packed, uint64(need-last)), need
	}
	return Piece(packed)
}

// Add remembers a piece that was made for this purpose and others.
func (r *Reader) Add(piece Piece) {
	if r.needs != nil && piece != "" {
		r.needs.parts = append(r.needs.parts, piece)
	}
}

// Beside returns a reader that remembers as r does, but opens each text in memory of its own.
func (r *Reader) Beside() *Reader { return &Reader{Site: r.Site, needs: r.needs} }

// Apart returns a reader of the same site that remembers by itself, if r does. It opens each text in memory of its own.
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
		f := s.fileNamed(d.ID)
		if f == nil {
			return content.Digest{}
		}
		return s.digestOf(d.On, f)
	case onReferrers:
		s.digestReferrers(h, s.number(name{d.Kind, d.ID}), nil)
	case onList:
		r := Reader{Site: s.Site}
		h.texts(r.List(d.Kind))
		if d.Kind == KindSource {
			h.texts(s.open)
		}
	case onCount:
		r := Reader{Site: s.Site}
		h.number(len(r.List(d.Kind)))
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
	case onOffered:
		offered := s.offered()
		for _, a := range offered.Actors {
			h.text(a.ID)
			h.text(a.Name)
		}
		h.number(len(offered.Actors))
		for _, source := range offered.Sources {
			h.text(source.ID)
			h.text(source.Label())
			h.text(string(source.Access))
		}
		for _, t := range offered.Topics {
			h.text(t.Slug)
			h.text(t.Name)
		}
		h.number(len(offered.Topics))
	case onCounts:
		counts := s.counts()
		for _, word := range brief.Standings().Words() {
			h.number(counts.Held[brief.StandingWord(word)])
		}
		for _, word := range brief.Statuses().Words() {
			h.number(counts.Withdrawn[brief.Status(word)])
		}
	case onYears:
		h.texts(s.years().names)
	case onYear:
		h.texts(s.years().events[d.ID])
	case onCorrections:
		for _, c := range s.Corrections {
			h.text(c.Briefing)
			h.number(c.Number)
			h.text(c.Claim)
			h.text(c.Source)
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
	case onShelf, onShelfWords:
		shelf := s.shelfNamed(d.ID)
		if shelf == nil {
			return content.Digest{}
		}
		s.digestShelf(h, shelf, d.On == onShelfWords)
	case onAll:
		for _, doc := range s.content.Documents {
			f := s.fileNamed(doc.File)
			h.text(doc.File) // from which ids follow
			s.digestDocument(h, onHead, f)
			s.digestDocument(h, onStandings, f)
		}
		for _, list := range [][]string{s.Briefings, s.Claims, s.Actors, s.Sources, s.Events, s.Pages} {
			h.number(len(list))
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
			h.number(flag(s.published(source)))
		}
		s.heads[f] = h.digest()
		return s.heads[f]
	case onProse:
		if f.Prose != nil {
			return f.Prose.Digest
		}
	case onLinks:
		if l := s.documents.at(f.number).links; l != nil {
			return l.digest
		}
	case onStandings:
		all := s.documents.at(f.number).standings
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
			s.digestReferrers(h, c.number, f)
		}
		return h.digest()
	}
	return content.Digest{1} // there is nothing, which is as good as any other answer
}

// digestReferrers adds which documents but one name what has a number, and what they declare.
func (s *Digester) digestReferrers(h *sum, number int32, but *file) {
	documents := s.wanted.at(number)
	h.number(len(documents))
	for _, number := range documents {
		if f := s.documents.at(number).file; f != nil && f != but {
			h.text(f.File)
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
	r.sumSpots(h)
	for _, number := range r.found.cast {
		h.text(r.objects.at(number).named().id)
	}
	for _, n := range r.asked {
		h.text(string(n.kind))
		h.text(n.id)
	}
	for i := range r.found.claims { // what else is not found is an error
		h.number(flag(r.found.claims[i].claimant != nowhere))
	}
	return h.digest()
}

// sumSpots adds which references are the first of their sentence to an object, and how many sentences name an actor only: so many mentions are told.
func (r *resolver) sumSpots(h *sum) {
	if r.file.Prose == nil {
		return
	}
	if r.spots == nil {
		r.spots = make(map[uint64]bool)
	}
	clear(r.spots)
	first := func(number int32, sentence int) bool {
		before := len(r.spots)
		r.spots[uint64(uint32(number))<<32|uint64(uint32(sentence))] = true
		return len(r.spots) > before
	}
	for i := range r.found.targets {
		if ref := &r.file.Prose.Refs[i]; r.found.targets[i].Kind != "" && !ref.Struck {
			h.number(flag(first(r.found.targets[i].number, ref.Sentence)))
		}
	}
	for i, number := range r.found.mentions {
		if number == nowhere {
			h.number(-1)
			continue
		}
		more := 0
		for _, n := range r.file.Prose.Mentions[i].Sentences {
			more += flag(first(number, int(n)))
		}
		h.number(more)
	}
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
