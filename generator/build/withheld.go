package build

import (
	"cmp"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attest/generator/diag"
	"attest/generator/site"
)

// origin is where a secret comes from.
type origin struct {
	at   diag.Span
	what string
	tlp  bool
}

// withheld is the secrets of one document, or of what evidence says of one source.
type withheld struct {
	needles []needle // origins are indexes into origins
	origins []origin
	closed  []string // the sources that the document declares and that are not public
}

// cut cuts secrets into needles.
func cut(secrets iter.Seq[site.Secret]) *withheld {
	w := &withheld{}
	var last site.Secret
	for s := range secrets {
		if s.What != last.What || s.At != last.At { // the sentences of a text are one secret
			w.origins = append(w.origins, origin{s.At, s.What, s.TLP})
		}
		last = s
		add := func(piece string) { w.needles = append(w.needles, newNeedle(piece, int32(len(w.origins)-1))) }
		if s.HTML {
			wordsOfHTML(s.Text, add)
		} else {
			needlesOf(s.Text, add)
		}
	}
	return w
}

// secrets is everything that must not be found in the output of one version of a site. It is nil where there is nothing.
type secrets struct {
	*haystack
	origins []origin
	site    *site.Site
	builtIn fs.FS // the theme of attest itself
}

// withhold finds what the documents that were linked anew withhold; of all others it is known.
func (l *loaded) withhold(before *loaded, linked []string) {
	l.withheld = maps.Clone(before.withheld)
	if l.withheld == nil {
		l.withheld = make(map[string]*withheld)
	}
	for _, file := range linked {
		delete(l.withheld, file)
		w := cut(l.site.WithheldIn(file))
		if w.closed = l.site.Closed(file); len(w.needles)+len(w.closed) > 0 {
			l.withheld[file] = w
		}
	}
}

// secrets joins what all documents withhold, and what evidence says of sources that are not public.
func (l *loaded) secrets(builtIn fs.FS) *secrets {
	var all []*withheld
	for _, file := range slices.Sorted(maps.Keys(l.withheld)) {
		w := l.withheld[file]
		all = append(all, w)
		for _, source := range w.closed {
			all = append(all, cut(l.site.WithheldBy(source)))
		}
	}
	s := &secrets{site: l.site, builtIn: builtIn}
	seen := make(map[uint64]bool)
	var needles []needle
	for _, w := range all {
		for _, n := range w.needles {
			if !seen[n.sum] {
				seen[n.sum] = true
				n.origin += int32(len(s.origins))
				needles = append(needles, n)
			}
		}
		s.origins = append(s.origins, w.origins...)
	}
	if len(needles) == 0 {
		return nil
	}
	s.haystack = newHaystack(needles)
	return s
}

// among returns the secrets of which has says so; nil where there are none.
func (s *secrets) among(has func(sum uint64) bool) *secrets {
	if s == nil {
		return nil
	}
	var some []needle
	for _, n := range s.needles {
		if has(n.sum) {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		return nil
	}
	return &secrets{haystack: newHaystack(some), origins: s.origins, site: s.site, builtIn: s.builtIn}
}

// sums returns the sums of all needles, sorted.
func (s *secrets) sums() []uint64 {
	if s == nil {
		return nil
	}
	sums := make([]uint64, len(s.needles))
	for i, n := range s.needles {
		sums[i] = n.sum
	}
	slices.Sort(sums)
	return sums
}

// known is a text that is a secret and is published all the same, in other words of the author's or of attest's: it gives nothing away.
type known struct {
	Sum  uint64
	Text string
	File string // the document that publishes it; empty where attest itself does
}

// stillKnown reports whether the text is published where it was published before.
func (s *secrets) stillKnown(k known) bool {
	want := folded(k.Text)
	if k.File == "" {
		return s.ownWords(func(text string) bool { return strings.Contains(text, want) })
	}
	texts := s.site.PublishedIn(k.File)
	if texts == nil {
		return false
	}
	for text := range texts {
		if strings.Contains(folded(text), want) {
			return true
		}
	}
	return false
}

// publish finds which of the texts are published, and where: in a document, or in the words of attest itself.
func (s *secrets) publish(texts []known) (public []known) {
	wanted := newWanted(texts)
	look := func(text, file string) (enough bool) {
		wanted.look(text, func(k known) {
			k.File = file
			public = append(public, k)
		})
		return wanted.left == 0
	}
	if !s.ownWords(func(text string) bool { return look(text, "") }) {
		for file, found := range s.site.Published() {
			for text := range found {
				if look(folded(text), file) {
					break
				}
			}
			if wanted.left == 0 {
				break
			}
		}
	}
	slices.SortFunc(public, func(a, b known) int { return cmp.Compare(a.Sum, b.Sum) })
	return public
}

// wanted is texts of which it is to be found whether they are published.
type wanted struct {
	texts []known
	done  []bool
	left  int

	long  *haystack // of those that can be needles
	short []int     // the others
}

func newWanted(texts []known) *wanted {
	w := &wanted{texts: texts, done: make([]bool, len(texts)), left: len(texts)}
	var needles []needle
	for i, k := range texts {
		if want := folded(k.Text); len(want) >= minNeedle && len(want) <= maxNeedle {
			needles = append(needles, newNeedle(want, int32(i)))
		} else {
			w.short = append(w.short, i)
		}
	}
	w.long = newHaystack(needles)
	return w
}

// look calls do with each of the texts that stands in a folded text for the first time.
func (w *wanted) look(text string, do func(known)) {
	take := func(i int) {
		if !w.done[i] {
			w.done[i] = true
			w.left--
			do(w.texts[i])
		}
	}
	w.long.find([]byte(text), func(n int32, _, _ int) { take(int(w.long.needles[n].origin)) })
	for _, i := range w.short {
		if strings.Contains(text, folded(w.texts[i].Text)) {
			take(i)
		}
	}
}

// ownWords calls do with all that attest itself, or the site's settings, may say on a page, folded, until do has enough.
func (s *secrets) ownWords(do func(folded string) (enough bool)) bool {
	enough := false
	for _, text := range s.site.OwnWords() {
		if enough = do(folded(text)); enough {
			return true
		}
	}
	_ = fs.WalkDir(s.builtIn, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read says nothing
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".woff2") {
			return err
		}
		data, err := fs.ReadFile(s.builtIn, name)
		if enough = err == nil && do(folded(string(data))); enough {
			return fs.SkipAll
		}
		return err
	})
	return enough
}

// folded returns a text in small letters and digits, with one hyphen for all that stands between them: so a title is found in the address that
// is made of it, and a sentence in one with marks of Markdown.
func folded(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range text {
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
			r = unicode.ToLower(r)
		default:
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
