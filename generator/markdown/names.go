package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
)

// Name is one searchable name of one actor. A name without an actor is found and never linked, so that no shorter name within it is.
type Name struct{ Text, Actor string }

// Names are actors' names, ready to be looked for. They are immutable and may be shared by goroutines.
//
// They form a trie over bytes, which reads a text once however many names there are: only where a word can begin is anything tried,
// and never further than the longest name goes. (The automata of the libraries at hand need 2 KiB a state: 120 MB for 5,000 names.)
type Names struct {
	nodes  []trieNode
	edges  []trieEdge // a node's edges are neighbours, sorted by byte
	first  [256]int32 // the node after a name's first byte; 0: none
	actors []string   // by name; empty: never linked
	texts  []string   // by name, sorted
}

type trieNode struct {
	edge, edges int32 // the first edge and how many there are
	name        int32 // the name that ends here; -1: none
}

type trieEdge struct {
	by byte
	to int32
}

// Ambiguity is a name of several actors. It is linked to none of them.
type Ambiguity struct {
	Text   string
	Actors []string // sorted
}

// NewNames makes names ready and returns, sorted by text, those that several actors have. Names are compared in NFC, with any white
// space as one space; empty ones are ignored.
func NewNames(names []Name) (*Names, []Ambiguity) {
	sorted := make([]Name, 0, len(names))
	for _, n := range names {
		n.Text = strings.Join(strings.Fields(norm.NFC.String(n.Text)), " ")
		if n.Text != "" {
			sorted = append(sorted, n)
		}
	}
	slices.SortFunc(sorted, func(a, b Name) int { return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Actor, b.Actor)) })
	sorted = slices.Compact(sorted)
	var texts []string
	var ambiguous []Ambiguity
	set := &Names{nodes: []trieNode{{name: -1}}}
	for i := 0; i < len(sorted); {
		j := i + 1
		for j < len(sorted) && sorted[j].Text == sorted[i].Text {
			j++
		}
		actor := sorted[i].Actor
		if j > i+1 {
			actor = ""
			a := Ambiguity{Text: sorted[i].Text}
			for _, n := range sorted[i:j] {
				if n.Actor != "" {
					a.Actors = append(a.Actors, n.Actor)
				}
			}
			if len(a.Actors) > 1 {
				ambiguous = append(ambiguous, a)
			}
		}
		texts = append(texts, sorted[i].Text)
		set.actors = append(set.actors, actor)
		i = j
	}
	set.texts = texts
	set.grow(0, texts, 0, 0)
	for _, e := range set.edges[set.nodes[0].edge:][:set.nodes[0].edges] {
		set.first[e.by] = e.to
	}
	return set, ambiguous
}

// Changed returns the names that lead elsewhere in now than in before, or stand in only one of them. None of them is linked.
func Changed(before, now *Names) *Names {
	var names []Name
	i, k := 0, 0
	for i < len(before.texts) || k < len(now.texts) {
		switch {
		case k == len(now.texts) || i < len(before.texts) && before.texts[i] < now.texts[k]:
			names = append(names, Name{Text: before.texts[i]})
			i++
		case i == len(before.texts) || now.texts[k] < before.texts[i]:
			names = append(names, Name{Text: now.texts[k]})
			k++
		default:
			if before.actors[i] != now.actors[k] {
				names = append(names, Name{Text: now.texts[k]})
			}
			i, k = i+1, k+1
		}
	}
	changed, _ := NewNames(names)
	return changed
}

// Occur reports whether any of the names stands in a text.
func (s *Names) Occur(text string) bool {
	return len(s.texts) > 0 && len(s.find(norm.NFC.AppendString(nil, text), nil)) > 0
}

// grow makes the edges of a node, whose names are texts, the first of them having the number base; depth bytes led to the node.
func (s *Names) grow(node int32, texts []string, base, depth int) {
	for len(texts) > 0 && len(texts[0]) == depth {
		s.nodes[node].name = int32(base)
		texts, base = texts[1:], base+1
	}
	type branch struct{ from, to int }
	var branches []branch
	for i := 0; i < len(texts); {
		j := i + 1
		for j < len(texts) && texts[j][depth] == texts[i][depth] {
			j++
		}
		branches = append(branches, branch{i, j})
		i = j
	}
	first := int32(len(s.edges))
	s.nodes[node].edge, s.nodes[node].edges = first, int32(len(branches))
	for _, b := range branches {
		s.edges = append(s.edges, trieEdge{texts[b.from][depth], int32(len(s.nodes))})
		s.nodes = append(s.nodes, trieNode{name: -1})
	}
	for i, b := range branches {
		s.grow(s.edges[int(first)+i].to, texts[b.from:b.to], base+b.from, depth+1)
	}
}

// match is a name found in a text.
type match struct {
	start, end int
	name       int32
}

// find appends the names that stand in a text, the longest at each place, not overlapping.
func (s *Names) find(t []byte, out []match) []match {
	prev := ' '
	for i := 0; i < len(t); {
		if node := s.first[t[i]]; node != 0 {
			if r, _ := utf8.DecodeRune(t[i:]); mayBegin(prev, r) {
				if name, end := s.longest(t, i, node); name >= 0 {
					out = append(out, match{i, end, name})
					prev, _ = utf8.DecodeLastRune(t[:end])
					i = end
					continue
				}
			}
		}
		size := 1
		if prev = rune(t[i]); prev >= utf8.RuneSelf {
			prev, size = utf8.DecodeRune(t[i:])
		}
		i += size
	}
	return out
}

// longest follows the trie from the node after the byte at i to the longest name that ends where a name may.
func (s *Names) longest(t []byte, i int, node int32) (name int32, end int) {
	name = -1
	for pos := i + 1; ; pos++ {
		n := &s.nodes[node]
		if n.name >= 0 {
			last, _ := utf8.DecodeLastRune(t[i:pos])
			next, size := utf8.DecodeRune(t[pos:])
			if size == 0 || mayEnd(last, next) {
				name, end = n.name, pos
			}
		}
		if pos == len(t) {
			return name, end
		}
		edges := s.edges[n.edge:][:n.edges]
		k := 0
		if len(edges) > 8 {
			k, _ = slices.BinarySearchFunc(edges, t[pos], func(e trieEdge, by byte) int { return cmp.Compare(e.by, by) })
		} else {
			for k < len(edges) && edges[k].by < t[pos] {
				k++
			}
		}
		if k == len(edges) || edges[k].by != t[pos] {
			return name, end
		}
		node = edges[k].to
	}
}

// mayBegin reports whether a name that begins with first may follow prev.
func mayBegin(prev, first rune) bool {
	return !isWord(prev) || !isWord(first) || unspaced(prev) || unspaced(first)
}

// mayEnd reports whether next may follow a name that ends with last. Particles follow Hangul, and foreign names in Korean.
func mayEnd(last, next rune) bool {
	if next >= utf8.RuneSelf && unicode.Is(unicode.M, next) {
		return false
	}
	return !isWord(last) || !isWord(next) || unspaced(last) || unspaced(next) || unicode.Is(unicode.Hangul, last) ||
		unicode.Is(unicode.Hangul, next)
}

// unspaced reports whether r belongs to a script that puts no space between words.
func unspaced(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar, unicode.Bopomofo)
}

// nameLink is an actor's name found in the prose.
type nameLink struct {
	ast.BaseInline
	refs refRange
}

var kindNameLink = ast.NewNodeKind("NameLink")

func (n *nameLink) Kind() ast.NodeKind         { return kindNameLink }
func (n *nameLink) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// linkNames finds the actors' names in the collected text and puts links in the place of each actor's first mention in a section. What else of them
// it finds in sentences it notes.
func (d *document) linkNames() {
	if d.in.Names == nil || len(d.in.Names.actors) == 0 || len(d.pieces) == 0 {
		return
	}
	folded := d.fold.nfc(d.text)
	d.matches = d.in.Names.find(folded, d.matches)
	if len(d.matches) == 0 {
		return
	}
	seen := map[string]int{} // actor to the section, from 1, of the last link
	section, events, at := 1, d.events, 0
	type place struct {
		first, last int // pieces
		start, end  int // in text
	}
	var places []place
	for _, m := range d.matches {
		actor := d.in.Names.actors[m.name]
		if actor == "" || actor == d.in.Self {
			continue
		}
		start, end, ok := d.fold.original(m.start, m.end)
		if !ok {
			continue
		}
		for section <= len(d.headings) && d.headings[section-1].start <= start {
			section++
		}
		for len(events) > 0 && events[0].pos <= start {
			if e := &events[0]; e.ref.Kind == RefObject && !e.ref.Struck {
				if in := d.sectionAt(e.pos); in == section {
					seen[e.ref.actor()] = section
				}
			}
			events = events[1:]
		}
		for at < len(d.pieces) && d.pieces[at].at+d.pieces[at].n <= start {
			at++
		}
		last, linkable := d.covers(at, start, end)
		switch {
		case last < 0:
		case !linkable || seen[actor] == section:
			d.mentions = append(d.mentions, mention{actor, start})
		default:
			seen[actor] = section
			places = append(places, place{at, last, start, end})
			from, to := d.source(at, last, start, end)
			ref := Ref{Kind: RefActor, Target: actor, Label: string(d.text[start:end]), At: d.at(from, to)}
			d.found = append(d.found, event{pos: start, ref: ref})
		}
	}
	for i, p := range slices.Backward(places) { // from the end, so that what comes before keeps its nodes
		n := &nameLink{}
		d.found[i].to = &n.refs
		from, to := d.source(p.first, p.last, p.start, p.end)
		replaceText(d.pieces[p.first].node, d.pieces[p.last].node, from, to, n)
	}
}

// sectionAt returns the number, from 1, of the section in which a place of the text lies.
func (d *document) sectionAt(pos int) int {
	n, _ := slices.BinarySearchFunc(d.headings, pos, func(h heading, pos int) int {
		if h.start <= pos {
			return -1
		}
		return 1
	})
	return n + 1
}

// actor is the id of the actor to whom a reference to an object leads, if it leads to one.
func (r *Ref) actor() string { return strings.TrimPrefix(r.Target, "actor:") }

// mention is a name that did not become a link.
type mention struct {
	actor string
	pos   int // in text
}

// settleMentions returns the names that are no links: of each actor the sentences in which no reference leads there.
func (d *document) settleMentions(body *Body) []Mention {
	if len(d.mentions) == 0 {
		return nil
	}
	type named struct {
		actor    string
		sentence int
	}
	told := make(map[named]bool)
	for i := range body.Refs {
		if r := &body.Refs[i]; r.Kind == RefActor || r.Kind == RefObject && !r.Struck {
			told[named{r.actor(), r.Sentence}] = true
		}
	}
	var out []Mention
	place := make(map[string]int) // of an actor in out
	for _, m := range d.mentions {
		n := named{m.actor, sentenceAt(body, m.pos, false)}
		if n.sentence < 0 || told[n] {
			continue
		}
		told[n] = true
		i, ok := place[m.actor]
		if !ok {
			i, place[m.actor] = len(out), len(out)
			out = append(out, Mention{Actor: m.actor})
		}
		out[i].Sentences = append(out[i].Sentences, int32(n.sentence))
	}
	for i := range out {
		out[i].Sentences = slices.Clip(out[i].Sentences)
	}
	return slices.Clip(out)
}

// covers returns the last of adjacent pieces, from the first on, that hold text[start:end]; -1 where some of it lies in none. A link can take their
// place if they belong to text nodes side by side, from end to end.
func (d *document) covers(first, start, end int) (last int, linkable bool) {
	if first >= len(d.pieces) || d.pieces[first].at > start {
		return -1, false
	}
	p := d.pieces[first]
	linkable = p.node != nil && (!p.opaque || p.at == start)
	for last = first; d.pieces[last].at+d.pieces[last].n < end; last++ {
		if last+1 == len(d.pieces) || d.pieces[last+1].at != d.pieces[last].at+d.pieces[last].n {
			return -1, false
		}
		linkable = linkable && d.pieces[last+1].node != nil && d.pieces[last+1].group == p.group
	}
	p = d.pieces[last]
	return last, linkable && (!p.opaque || p.at+p.n == end)
}

// source returns where text[start:end], which pieces cover, lies in src.
func (d *document) source(first, last, start, end int) (from, to int) {
	a, b := d.pieces[first], d.pieces[last]
	from = a.src + start - a.at
	if b.opaque {
		return from, b.src + b.m
	}
	return from, b.src + end - b.at
}

// replaceText puts n in the place of src[from:to], which begins in the text node first and ends in its later sibling last.
func replaceText(first, last *ast.Text, from, to int, n ast.Node) {
	parent := first.Parent()
	n.(*nameLink).SetPos(from)
	rest := ast.NewTextSegment(text.NewSegment(to, last.Segment.Stop))
	rest.SetSoftLineBreak(last.SoftLineBreak())
	rest.SetHardLineBreak(last.HardLineBreak())
	for c := first.NextSibling(); first != last && c != nil; {
		next := c.NextSibling()
		parent.RemoveChild(parent, c)
		if c == ast.Node(last) {
			break
		}
		c = next
	}
	parent.InsertAfter(parent, first, n)
	if !rest.Segment.IsEmpty() || rest.SoftLineBreak() || rest.HardLineBreak() {
		parent.InsertAfter(parent, n, rest)
	}
	first.Segment = first.Segment.WithStop(from)
	first.SetSoftLineBreak(false)
	first.SetHardLineBreak(false)
	if first.Segment.IsEmpty() {
		parent.RemoveChild(parent, first)
	}
}

// folding is a text in NFC and the way back to the text as written.
type folding struct {
	buf     []byte
	changes []change // ascending; what lies between is as written
	changed bool
}

// change is a stretch that NFC wrote otherwise.
type change struct{ at, n, was, m int } // place and length after and before

// nfc returns t in NFC. The result is valid until the next call, or as long as t where t is in NFC.
func (f *folding) nfc(t []byte) []byte {
	f.buf, f.changes = f.buf[:0], f.changes[:0]
	pos := norm.NFC.QuickSpan(t)
	f.changed = pos < len(t)
	if !f.changed {
		return t
	}
	if pos > 0 { // the last character may yet take a mark
		pos = max(0, norm.NFC.LastBoundary(t[:pos]))
	}
	f.buf = append(f.buf, t[:pos]...)
	var it norm.Iter
	it.Init(norm.NFC, t[pos:])
	for before := 0; !it.Done(); before = it.Pos() {
		s := it.Next()
		was := t[pos+before : pos+it.Pos()]
		if string(s) != string(was) {
			f.changes = append(f.changes, change{len(f.buf), len(s), pos + before, len(was)})
		}
		f.buf = append(f.buf, s...)
	}
	return f.buf
}

// original returns where a stretch of the folded text stands in the text as written; ok is false where it begins or ends within what
// NFC changed.
func (f *folding) original(start, end int) (from, to int, ok bool) {
	if !f.changed {
		return start, end, true
	}
	from, ok = f.place(start)
	if !ok {
		return 0, 0, false
	}
	to, ok = f.place(end)
	return from, to, ok
}

func (f *folding) place(pos int) (int, bool) {
	i, found := slices.BinarySearchFunc(f.changes, pos, func(c change, pos int) int { return cmp.Compare(c.at, pos) })
	if found {
		return f.changes[i].was, true
	}
	if i == 0 {
		return pos, true
	}
	c := f.changes[i-1]
	if pos < c.at+c.n {
		return 0, false
	}
	return c.was + c.m + pos - c.at - c.n, true
}
