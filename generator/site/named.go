package site

// NamedAnew returns the published objects that documents name which are other than they were in an earlier version of the site, or refer to
// something else now: what names any other object is what it was. It reports false where the versions share nothing.
func (s *Site) NamedAnew(before *Site) (objects []Object, shared bool) {
	if before.Settings != s.Settings || before.split != s.split {
		return nil, false
	}
	seen := make(map[int32]bool)
	for number := range s.documents.changed(before.documents) {
		was, is := before.documents.at(number), s.documents.at(number)
		if was.file == is.file && was.links == is.links {
			continue
		}
		for _, l := range []*links{was.links, is.links} {
			if l == nil {
				continue
			}
			for _, wanted := range l.wants {
				if o := s.objects.at(wanted); o != nil && !seen[wanted] {
					seen[wanted], objects = true, append(objects, o)
				}
			}
		}
	}
	return objects, true
}

// The ways in which a document names an object.
const (
	inClaims = iota
	inEvidence
	inEvents
	inTexts
	asPublisher
	byEvents // not by name: the events of a claim, and of the claims that lean on a source
	namings
)

// NamedOften returns the published objects that documents name more than n times in one way: in claims, evidence, events, texts or as publishers; and
// the sources of claims to which more than n events belong. Nothing that a Reader lists of other objects is longer than that.
func (s *Site) NamedOften(n int) []Object {
	var named [namings][]int32
	for way := range named {
		named[way] = make([]int32, s.count)
	}
	count := func(way int, number int32, by int) {
		if number >= 0 {
			named[way][number] += int32(by) //nolint:gosec // a site has no more of anything
		}
	}
	s.eachLinked(func(f *file, l *links) {
		for i := range l.targets {
			if l.targets[i].Kind != "" {
				count(inTexts, l.targets[i].number, 1)
			}
		}
		for i, number := range l.mentions {
			count(inTexts, number, len(f.Prose.Mentions[i].Sentences))
		}
		for i, actors := range l.actors {
			for _, actor := range actors {
				count(inEvents, actor, 1)
			}
			e := f.events[i]
			for _, ref := range e.Claims {
				count(byEvents, s.number(name{KindClaim, claimAddress(e.Event.Briefing, ref)}), 1)
			}
		}
		for _, source := range f.sources {
			if source.byActor {
				count(asPublisher, s.number(name{KindActor, source.Publisher.ID}), 1)
			}
		}
	})
	s.eachLinked(func(f *file, l *links) {
		for i := range l.claims {
			c := &l.claims[i]
			events := int(named[byEvents][f.briefing.Claims[i].number])
			for _, o := range c.about {
				count(inClaims, o, 1)
				if _, ok := s.objects.at(o).(*Event); ok {
					events++
				}
			}
			count(inClaims, c.claimant, 1)
			for _, source := range c.sources {
				count(inEvidence, source, 1)
				count(byEvents, source, events)
			}
		}
	})
	var often []Object
	for number := range s.count {
		for way := range named {
			if int(named[way][number]) <= n {
				continue
			}
			if o := s.objects.at(number); o != nil {
				often = append(often, o)
			}
			break
		}
	}
	return often
}

// eachLinked calls do for each document that is linked.
func (s *Site) eachLinked(do func(*file, *links)) {
	for d := range s.documents.all() {
		if d.file != nil && d.links != nil {
			do(d.file, d.links)
		}
	}
}
