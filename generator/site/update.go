package site

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"attest/generator/brief"
	"attest/generator/content"
)

// Link joins what was read. Where before is a site of an earlier reading of the same folder, the new one shares with it all that is the
// same: only documents that have changed, and those that name what has changed in them, are linked. A nil before has nothing to share.
// linked are the files of all documents of which something else may hold now than before: also those that are gone.
func Link(before *Site, c *content.Content) (s *Site, linked []string) {
	split := false // the number of events decides what their addresses are
	if before != nil && before.Settings == c.Settings {
		split = before.split
	} else {
		split = countEvents(c) > c.Settings.YearsFrom
	}
	s, linked = link(before, c, split)
	if s.SplitTimeline() != s.split {
		s, linked = link(nil, c, s.SplitTimeline())
	}
	if before != nil && before.content != nil && (before.Settings != s.Settings || before.split != s.split) { // nothing is shared
		for _, doc := range before.content.Documents {
			if s.fileNamed(doc.File) == nil {
				linked = append(linked, doc.File)
			}
		}
	}
	return s, linked
}

// countEvents returns how many events are published, if each has an id of its own and a level that may be shown.
func countEvents(c *content.Content) int {
	n := 0
	for _, doc := range c.Documents {
		if events := doc.Events(); len(events) > 0 && c.Hidden(doc) == "" {
			n += len(events)
		}
	}
	return n
}

// update makes a Site of the one before. It is gone when link returns.
type update struct {
	*Site
	before    *Site
	fresh     bool // there is nothing before
	numbers   [len(kinds)]*editor[int32]
	holders   [len(kinds)]*editor[[]holder]
	hidden    [len(kinds)]*editor[string]
	documents *vectorEditor[document]
	objects   *vectorEditor[Object]
	wanted    *vectorEditor[[]int32]

	gone, come []*file          // versions of documents that are no longer, and that are new
	touched    map[name]bool    // whose documents must be linked again, as what the name leads to is no longer what it was
	reordered  [len(kinds)]bool // kinds of which objects have come, gone or changed what they are sorted by
	opened     bool             // sources are withheld now that were not, or the other way
	refiled    bool             // other files are referred to than before
	rerooted   map[string]bool  // sources whose roots, or what is known of these, have changed
	recopied   []string         // files of sources of which another copy is found than before
}

func link(before *Site, c *content.Content, split bool) (*Site, []string) {
	if before == nil || before.Settings != c.Settings {
		before = &Site{split: split, known: before.knownQuotes()}
	}
	next := *before
	next.Settings, next.content, next.shelving = c.Settings, c, new(shelving)
	next.uses = sync.OnceValue(func() []atomic.Pointer[uses] { return make([]atomic.Pointer[uses], next.count) })
	next.kinship = sync.OnceValue(next.newKinship)
	next.offered, next.counts = sync.OnceValue(next.newOffered), sync.OnceValue(next.newCounts)
	next.years = sync.OnceValue(next.newYears)
	u := &update{
		Site: &next, before: before, fresh: before.Settings == nil, touched: make(map[name]bool),
	}
	sizes := countNames(before, c)
	u.documents, u.objects, u.wanted = editVector(before.documents), editVector(before.objects), editVector(before.wanted)
	for i := range kinds {
		u.numbers[i], u.holders[i], u.hidden[i] = edit(before.numbers[i], sizes[i]), edit(before.holders[i], 0), edit(before.hidden[i], 0)
	}
	u.compare()
	u.compareCopies()
	if len(u.gone)+len(u.come)+len(u.touched) == 0 && before.Settings != nil {
		return u.Site, nil
	}
	files := u.declare()
	for _, file := range u.recopied {
		files[file] = true
	}
	u.seal()
	if !u.fresh { // else everything is linked anyway
		for file := range files {
			u.document(file)
		}
	}
	u.derive()
	u.order()
	linked := u.judge(u.relink(files))
	u.lookUp(linked)
	u.listFiles()
	u.listCopies()
	u.seal()
	u.Site.known = nil
	for _, f := range u.gone {
		linked = append(linked, f.File)
	}
	return u.Site, linked
}

// countNames returns about how many names of each kind there will be, if there is nothing before.
func countNames(before *Site, c *content.Content) (sizes [len(kinds)]int) {
	if before.content != nil {
		return sizes // the parts of tables are copied as they are
	}
	for _, doc := range c.Documents {
		sizes[kindDocument.index()]++
		if b := doc.Briefing; b != nil {
			sizes[KindBriefing.index()]++
			sizes[KindClaim.index()] += len(b.Claims)
		}
		sizes[KindActor.index()] += len(doc.Actors())
		sizes[KindSource.index()] += len(doc.AllSources())
		sizes[KindEvent.index()] += len(doc.Events())
	}
	return sizes
}

// seal puts the tables as they have become into the site, for what reads it.
func (u *update) seal() {
	u.Site.documents, u.Site.objects, u.Site.wanted = u.documents.vector, u.objects.vector, u.wanted.vector
	for i := range kinds {
		u.Site.numbers[i], u.Site.holders[i], u.Site.hidden[i] = u.numbers[i].table, u.holders[i].table, u.hidden[i].table
	}
}

// numberOf returns the number of a name, which gets one if it has none.
func (u *update) numberOf(n name) int32 {
	e := u.numbers[n.kind.index()]
	number, ok := e.get(n.id)
	if !ok {
		number = u.count
		u.count++
		e.set(n.id, number)
	}
	return number
}

// wanting returns the files of the documents that refer to what has a name.
func (u *update) wanting(n name) []string {
	var files []string
	for _, number := range u.wanted.at(u.numberOf(n)) {
		if f := u.documents.at(number).file; f != nil {
			files = append(files, f.File)
		}
	}
	return files
}

// compare finds which documents and other files differ from those before.
func (u *update) compare() {
	var old []*content.Document
	var files []string
	if u.before.content != nil {
		old, files = u.before.content.Documents, u.before.content.Files
	}
	var come []*content.Document
	differ(old, u.content.Documents, func(d *content.Document) string { return d.File }, func(a, b *content.Document) {
		if a != nil {
			d := u.documents.open(u.numberOf(name{kindDocument, a.File}))
			u.gone = append(u.gone, d.file)
			d.file = nil
		}
		if b != nil {
			come = append(come, b)
		}
	})
	u.come = make([]*file, len(come))
	parallel(len(come), func() func(int) {
		d := newDeclarer(u.content, u.split)
		return func(i int) { u.come[i] = d.declare(come[i]) }
	})
	for _, f := range u.come {
		f.number = u.numberOf(name{kindDocument, f.File})
		u.documents.open(f.number).file = f
		f.eachObject(func(o Object, number *int32) { *number = u.numberOf(o.named()) })
	}
	if !same(files, u.content.Files) {
		for _, f := range slices.Concat(files, u.content.Files) {
			_, was := slices.BinarySearch(files, f)
			if _, is := slices.BinarySearch(u.content.Files, f); was != is {
				u.refiled = true
				u.touched[name{kindFile, f}] = true
			}
		}
	}
}

// differ calls do for each pair of one name in two sorted lists, of which one may be nil, that are not the same.
func differ[T any](a, b []*T, name func(*T) string, do func(a, b *T)) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) > 0 && len(b) > 0 && a[0] == b[0]:
			a, b = a[1:], b[1:]
		case len(b) == 0 || len(a) > 0 && name(a[0]) < name(b[0]):
			do(a[0], nil)
			a = a[1:]
		case len(a) == 0 || name(b[0]) < name(a[0]):
			do(nil, b[0])
			b = b[1:]
		default:
			do(a[0], b[0])
			a, b = a[1:], b[1:]
		}
	}
}

// derive follows the sources to their roots, unless nothing has changed that this depends on.
func (u *update) derive() {
	type lineage struct {
		published bool
		from      string
		origin    brief.Origin
		retracted bool
	}
	of := func(site *Site, id string) lineage {
		s, ok := site.object(name{KindSource, id}).(*Source)
		if !ok {
			return lineage{}
		}
		var from []string
		for _, ref := range s.DerivedFrom {
			from = append(from, ref.ID)
		}
		return lineage{true, strings.Join(from, "\n"), s.Origin, s.Retracted.Stated}
	}
	changed := make(map[string]bool)
	for _, f := range slices.Concat(u.gone, u.come) {
		for _, s := range f.sources {
			if of(u.before, s.ID) != of(u.Site, s.ID) {
				changed[s.ID] = true
			}
		}
	}
	if u.derivation != nil && len(changed) == 0 {
		return
	}
	before := u.derivation
	var published []*brief.Source
	for _, id := range u.Site.ids(KindSource) {
		published = append(published, u.Site.object(name{KindSource, id}).(*Source).Source)
	}
	u.derivation = brief.Derive(published)
	if before == nil {
		return
	}
	u.rerooted = make(map[string]bool)
	for _, s := range published {
		roots := u.derivation.Roots(s.ID)
		if changed[s.ID] || slices.ContainsFunc(roots, func(r *brief.Source) bool { return changed[r.ID] }) ||
			!slices.EqualFunc(roots, before.Roots(s.ID), func(a, b *brief.Source) bool { return a.ID == b.ID }) {
			u.rerooted[s.ID] = true
		}
	}
}

// judge computes the standing of the claims of the files, and of those that rest on sources whose origins are others now. It returns the
// files of both.
func (u *update) judge(files []string) []string {
	set := make(map[string]bool)
	for _, file := range files {
		set[file] = true
	}
	for id := range u.rerooted {
		for _, file := range u.wanting(name{KindSource, id}) {
			set[file] = true
		}
	}
	all := slices.Sorted(maps.Keys(set))
	made := make([]standings, len(all))
	parallel(len(all), func() func(int) {
		return func(i int) {
			f := u.Site.fileNamed(all[i])
			if f == nil || f.briefing == nil {
				return
			}
			made[i] = make(standings, len(f.briefing.Claims))
			for k, c := range f.briefing.Claims {
				made[i][k] = u.derivation.Standing(u.counted(c))
			}
		}
	})
	for i, file := range all {
		u.documents.open(u.numberOf(name{kindDocument, file})).standings = made[i]
	}
	u.seal()
	return all
}

// counted is the evidence of a claim that is published.
func (s *Site) counted(c *Claim) []brief.Evidence {
	if !slices.ContainsFunc(c.Claim.Evidence, func(e brief.Evidence) bool { return e.TLP.Above(s.Settings.TLP) }) {
		return c.Claim.Evidence
	}
	return slices.DeleteFunc(slices.Clone(c.Claim.Evidence), func(e brief.Evidence) bool { return e.TLP.Above(s.Settings.TLP) })
}

// parallel calls work(i) for every i below n on all processors; each of them calls begin once for its work.
func parallel(n int, begin func() (work func(int))) {
	workers := min(runtime.GOMAXPROCS(0), (n+63)/64)
	var g errgroup.Group
	for w := range workers {
		g.Go(func() error {
			work := begin()
			for i := w; i < n; i += workers {
				work(i)
			}
			return nil
		})
	}
	_ = g.Wait()
}
