package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// order sorts the objects of each kind as pages list them, and gathers what briefings have in common.
func (u *update) order() {
	var g errgroup.Group
	for kind, ids := range map[Kind]*[]string{
		KindBriefing: &u.Briefings, KindActor: &u.Actors, KindSource: &u.Sources, KindEvent: &u.Events, KindPage: &u.Pages,
	} {
		if u.reordered[kind.index()] {
			g.Go(func() error {
				*ids = u.sort(kind)
				return nil
			})
		}
	}
	_ = g.Wait()
	if u.reordered[KindBriefing.index()] {
		u.Claims = nil
		for _, slug := range u.Briefings {
			for _, c := range u.Site.briefing(slug).Claims {
				u.Claims = append(u.Claims, c.key)
			}
		}
	}
	if u.reordered[KindSource.index()] || u.opened {
		u.open = slices.DeleteFunc(slices.Clone(u.Sources), func(id string) bool {
			return u.Site.object(name{KindSource, id}).(*Source).Withheld()
		})
	}
	u.Pages = slices.DeleteFunc(u.Pages, func(id string) bool { return id == "" }) // the front page, if the list is new
	briefings := u.reordered[KindBriefing.index()]
	corrections := briefings || u.reordered[KindSource.index()] || u.opened || u.corrected()
	aliases := briefings || u.reordered[KindPage.index()]
	for _, f := range slices.Concat(u.gone, u.come) {
		if f.briefing != nil {
			aliases = aliases || len(f.briefing.Aliases) > 0
		}
		aliases = aliases || f.page != nil && len(f.page.Aliases) > 0
	}
	if briefings || u.retopiced() {
		u.listTopics()
	}
	if corrections {
		u.listCorrections()
	}
	if aliases {
		u.listAliases()
	}
}

// sort returns the ids of a kind in its order.
func (u *update) sort(kind Kind) []string {
	all := u.Site.numbers[kind.index()]
	objects := make([]Object, 0, all.len())
	for _, part := range all.parts {
		for _, number := range part {
			if o := u.Site.objects.at(number); o != nil {
				objects = append(objects, o)
			}
		}
	}
	slices.SortFunc(objects, compare)
	ids := make([]string, len(objects))
	for i, o := range objects {
		ids[i] = o.named().id
	}
	return ids
}

// compare sorts objects of one kind, and those of several by their kinds.
func compare(a, b Object) int {
	if by := cmp.Compare(a.Kind().index(), b.Kind().index()); by != 0 {
		return by
	}
	switch a := a.(type) {
	case *Briefing:
		return compareBriefings(a, b.(*Briefing))
	case *Claim:
		return compareClaims(a, b.(*Claim))
	case *Actor:
		return cmp.Or(cmp.Compare(a.collate, b.(*Actor).collate), cmp.Compare(a.ID, b.(*Actor).ID))
	case *Source:
		return cmp.Or(cmp.Compare(a.collate, b.(*Source).collate), cmp.Compare(a.ID, b.(*Source).ID))
	case *Event:
		return compareEvents(a, b.(*Event))
	case *Page: // the front page is the last
		return cmp.Or(cmp.Compare(flag(a.front), flag(b.(*Page).front)), cmp.Compare(a.ID, b.(*Page).ID))
	}
	return 0
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func compareBriefings(a, b *Briefing) int {
	if by := b.order.Compare(a.order); by != 0 {
		return by
	}
	return cmp.Compare(a.ID, b.ID)
}

func compareClaims(a, b *Claim) int {
	return cmp.Or(compareBriefings(a.Briefing, b.Briefing), cmp.Compare(a.Number, b.Number))
}

// newestFirst is the order of changes. Those of which no day is known, early or late, come last.
func newestFirst(a, b edtf.Date) int {
	known := func(e edtf.End) bool { return e.Kind == edtf.Dated && e.Precision != edtf.PrecisionNoYear }
	undated := func(d edtf.Date) int { return flag(!known(d.Start()) && !known(d.End())) }
	return cmp.Or(cmp.Compare(undated(a), undated(b)), edtf.Compare(b, a))
}

func compareEvents(a, b *Event) int {
	if by := a.order.Compare(b.order); by != 0 {
		return by
	}
	return cmp.Compare(a.ID, b.ID)
}

// timelineYear is the year of an event's earliest, else latest, day; "undated" where it has neither.
func timelineYear(d edtf.Date) string {
	first, last, hasFirst, hasLast := d.Bounds()
	switch {
	case hasFirst:
		return fmt.Sprint(first.Year)
	case hasLast:
		return fmt.Sprint(last.Year)
	}
	return "undated"
}

// retopiced reports whether the topics of briefings have changed.
func (u *update) retopiced() bool {
	topics := func(files []*file) map[string][]string {
		of := make(map[string][]string)
		for _, f := range files {
			if f.briefing != nil {
				of[f.briefing.ID] = f.briefing.Briefing.Topics
			}
		}
		return of
	}
	return !maps.EqualFunc(topics(u.gone), topics(u.come), slices.Equal)
}

func (u *update) listTopics() {
	u.topics = make(map[string]*Topic)
	u.clashes = nil
	for _, slug := range u.Briefings {
		b := u.Site.briefing(slug)
		for _, name := range b.Briefing.Topics {
			at := Slug(name)
			topic := u.topics[at]
			if topic == nil {
				topic = &Topic{Name: name, Slug: at}
				u.topics[at] = topic
			}
			if !strings.EqualFold(topic.Name, name) {
				u.clashes = append(u.clashes, topicClash{b.ID, topic.Name, name, topic.Address()})
			}
			if n := len(topic.Briefings); n == 0 || topic.Briefings[n-1] != slug {
				topic.Briefings = append(topic.Briefings, slug)
			}
		}
	}
	u.Topics = nil
	for i, slug := range slices.Sorted(maps.Keys(u.topics)) {
		u.topics[slug].index = int32(i)
		u.Topics = append(u.Topics, u.topics[slug])
	}
}

// topicClash is two topics that would have one address.
type topicClash struct{ briefing, first, second, address string }

func (s *Site) clash(c topicClash) problem {
	return problem{Diagnostic: diag.Diagnostic{
		Code: "address-clash", At: s.briefing(c.briefing).Place("topics"),
		Message: fmt.Sprintf("the topics %q and %q would have one address, %s", c.first, c.second, c.address),
		Hint:    "write one of them otherwise",
	}}
}

func (u *update) listAliases() {
	u.Aliases = nil
	add := func(kind Kind, id string, aliases []brief.Ref) {
		for i := range aliases {
			u.Aliases = append(u.Aliases, Alias{Address: aliases[i].ID, At: aliases[i].At, Kind: kind, ID: id})
		}
	}
	for _, slug := range slices.Sorted(slices.Values(u.Briefings)) {
		add(KindBriefing, slug, u.Site.briefing(slug).Aliases)
	}
	for _, id := range u.Pages {
		add(KindPage, id, u.Site.Page(id).Aliases)
	}
}

// listFiles lists the files beside the documents that documents refer to.
func (u *update) listFiles() {
	if u.refiled {
		var files []string
		for _, file := range u.Site.numbers[kindFile.index()].keys() {
			if u.has(file) && len(u.Site.wanted.at(u.Site.number(name{kindFile, file}))) > 0 {
				files = append(files, file)
			}
		}
		if !slices.Equal(files, u.Files) {
			u.Files = files
		}
	}
}
