package site

// NamedAnew returns the published objects that documents name which are other than they were in an earlier version of the site, or refer to
// something else now: what names any other object is what it was. It reports false where the versions share nothing.
func (s *Site) NamedAnew(before *Site) (objects []Object, shared bool) {
	if before.Settings != s.Settings || before.split != s.split {
		return nil, false
	}
	seen := make(map[int32]bool)
	for i := range s.documents.blocks {
		if i < len(before.documents.blocks) && s.documents.blocks[i] == before.documents.blocks[i] {
			continue
		}
		for number := int32(i) * block; number < int32(i+1)*block; number++ {
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
	}
	return objects, true
}

// NamedOften returns the published objects that documents name more than n times, in claims, evidence, events, texts or as publishers; and the sources
// of claims on which more than n events rest. Nothing that a Reader lists of other objects is longer than that.
func (s *Site) NamedOften(n int) []Object {
	named, events := make([]int, s.count), make([]int, s.count)
	count := func(in []int, number int32, by int) {
		if number >= 0 {
			in[number] += by
		}
	}
	s.eachLinked(func(f *file, l *links) {
		for i := range l.targets {
			if l.targets[i].Kind != "" {
				count(named, l.targets[i].number, 1)
			}
		}
		for i, number := range l.mentions {
			count(named, number, len(f.Prose.Mentions[i].Sentences))
		}
		for i, actors := range l.actors {
			for _, actor := range actors {
				count(named, actor, 1)
			}
			e := f.events[i]
			for _, ref := range e.Claims {
				count(events, s.number(name{KindClaim, claimAddress(e.Event.Briefing, ref)}), 1)
			}
		}
		for _, source := range f.sources {
			if source.byActor {
				count(named, s.number(name{KindActor, source.Publisher.ID}), 1)
			}
		}
	})
	s.eachLinked(func(f *file, l *links) {
		for i := range l.claims {
			c := &l.claims[i]
			resting := events[f.briefing.Claims[i].number]
			for _, o := range c.about {
				count(named, o, 1)
				if _, ok := s.objects.at(o).(*Event); ok {
					resting++
				}
			}
			count(named, c.claimant, 1)
			for _, source := range c.sources {
				count(named, source, 1)
				count(events, source, resting)
			}
		}
	})
	var often []Object
	for number := range named {
		if named[number] > n || events[number] > n {
			if o := s.objects.at(int32(number)); o != nil { //nolint:gosec // there are no more than int32 counts
				often = append(often, o)
			}
		}
	}
	return often
}

// eachLinked calls do for each document that is linked.
func (s *Site) eachLinked(do func(*file, *links)) {
	for _, block := range s.documents.blocks {
		if block == nil {
			continue
		}
		for i := range block {
			if d := &block[i]; d.file != nil && d.links != nil {
				do(d.file, d.links)
			}
		}
	}
}
