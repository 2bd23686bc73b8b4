package edittest_test

import (
	"fmt"
	"slices"

	"attest/generator/brief"
)

// edit is one thing that an author does. It returns false where the site has nothing to do it to.
type edit struct {
	name   string
	weight int
	do     func(m *model) bool
}

// edits are what happens to documents, claims, sources, actors and events; siteEdits are the rest.
var edits = []edit{
	{"prose: add a paragraph", 6, func(m *model) bool {
		return m.inSection(func(d document, s *section) bool {
			s.paragraphs = slices.Insert(s.paragraphs, m.n(len(s.paragraphs)+1), m.newParagraph(d))
			return true
		})
	}},
	{"prose: change a sentence", 8, func(m *model) bool {
		return m.inParagraph(func(_ document, p *paragraph) bool {
			p.pieces[0] = &piece{words: m.sentence()}
			return true
		})
	}},
	{"prose: remove a paragraph", 5, func(m *model) bool {
		return m.inSection(func(_ document, s *section) bool {
			if len(s.paragraphs) == 0 {
				return false
			}
			i := m.n(len(s.paragraphs))
			s.paragraphs = slices.Delete(s.paragraphs, i, i+1)
			return true
		})
	}},
	{"prose: move a paragraph", 4, func(m *model) bool {
		return m.inSection(func(_ document, s *section) bool {
			if len(s.paragraphs) < 2 {
				return false
			}
			last := len(s.paragraphs) - 1
			s.paragraphs[0], s.paragraphs[last] = s.paragraphs[last], s.paragraphs[0]
			return true
		})
	}},
	{"prose: add a reference", 8, func(m *model) bool {
		return m.inParagraph(func(d document, p *paragraph) bool {
			p.pieces = append(p.pieces, m.newPiece(d))
			return true
		})
	}},
	{"prose: remove a reference", 5, func(m *model) bool {
		return m.inParagraph(func(_ document, p *paragraph) bool {
			if len(p.pieces) < 2 {
				return false
			}
			p.pieces = slices.Delete(p.pieces, 1, 2)
			return true
		})
	}},
	{"prose: name an actor", 5, func(m *model) bool {
		a, ok := m.someActor()
		return ok && m.inParagraph(func(_ document, p *paragraph) bool {
			p.pieces = append(p.pieces, &piece{words: "So says " + pick(m, append([]string{a.name}, a.aliases...)) + "."})
			return true
		})
	}},
	{"prose: lay a paragraph out in another way", 3, func(m *model) bool {
		return m.inParagraph(func(_ document, p *paragraph) bool {
			p.form = pick(m, forms)
			return true
		})
	}},
	{"prose: add a section", 3, func(m *model) bool {
		m.write(m.someDocument(), 1)
		return true
	}},
	{"prose: remove a section", 2, func(m *model) bool {
		text := m.someDocument().body()
		if len(text.sections) < 2 {
			return false
		}
		text.sections = text.sections[:len(text.sections)-1]
		return true
	}},
	{"prose: rename a heading", 4, func(m *model) bool {
		return m.inSection(func(_ document, s *section) bool {
			m.head(s)
			return true
		})
	}},
	{"prose: link to a heading", 3, func(m *model) bool {
		to := m.someDocument()
		if len(to.body().sections) == 0 {
			return false
		}
		place := pick(m, to.body().sections)
		return m.inParagraph(func(_ document, p *paragraph) bool {
			p.pieces = append(p.pieces, &piece{words: "see there", file: to, place: place})
			return true
		})
	}},
	{"prose: state a claim", 4, func(m *model) bool {
		b, ok := find(m, m.briefings, func(b *briefing) bool { return !b.gone && len(b.claims) > 0 && len(b.prose.sections) > 0 })
		if ok {
			m.state(b, pick(m, b.claims))
		}
		return ok
	}},
	{"prose: state a claim no more", 3, func(m *model) bool {
		return m.inParagraph(func(_ document, p *paragraph) bool {
			i := slices.IndexFunc(p.pieces, func(p *piece) bool { return len(p.claims) > 0 })
			if i >= 0 {
				p.pieces[i] = &piece{words: p.pieces[i].words}
			}
			return i >= 0
		})
	}},

	{"briefing: title", 5, inBriefing(func(m *model, b *briefing) { b.title = fmt.Sprintf("What became of pier %d", m.next()) })},
	{"briefing: date", 4, inBriefing(func(m *model, b *briefing) { b.date = m.day() })},
	{"briefing: updated", 2, inBriefing(func(m *model, b *briefing) { b.updated = pick(m, []string{"", m.day()}) })},
	{"briefing: summary", 3, inBriefing(func(m *model, b *briefing) { b.summary = pick(m, []string{"", m.sentence()}) })},
	{"briefing: topics", 4, inBriefing(func(m *model, b *briefing) {
		b.topics = nil
		for range m.n(3) {
			if topic := pick(m, topics); !slices.Contains(b.topics, topic) {
				b.topics = append(b.topics, topic)
			}
		}
	})},
	{"briefing: authors", 1, inBriefing(func(m *model, b *briefing) { b.authors = pick(m, [][]string{nil, {"desk"}, {"desk", "Ada Port"}}) })},
	{"briefing: language", 1, inBriefing(func(m *model, b *briefing) { b.language = pick(m, tongues) })},
	{"briefing: scale", 1, inBriefing(func(m *model, b *briefing) { b.scale = pick(m, []string{"", "icd203", "phia", "ipcc"}) })},
	{"briefing: autolink", 2, inBriefing(func(_ *model, b *briefing) { b.autolinkOff = !b.autolinkOff })},
	{"briefing: draft", 4, inBriefing(func(_ *model, b *briefing) { b.draft = !b.draft })},
	{"briefing: publish_on", 2, inBriefing(func(m *model, b *briefing) {
		b.publishOn = pick(m, []string{"", "2026-06-29", "2026-07-01", "2026-07"})
	})},
	{"briefing: expires_on", 2, inBriefing(func(m *model, b *briefing) { b.expiresOn = pick(m, []string{"", "2026-06-30", "2026-07-02"}) })},
	{"briefing: tlp", 2, inBriefing(func(m *model, b *briefing) { b.tlp = pick(m, []string{"", "", "clear", "green", "amber"}) })},
	{"briefing: earlier address", 2, inBriefing(func(m *model, b *briefing) {
		b.aliases = nil
		if m.chance(60) {
			b.aliases = []string{fmt.Sprintf("earlier/pier-%d.html", m.next())}
		}
	})},
	{"briefing: gaps", 1, inBriefing(func(m *model, b *briefing) {
		b.gaps = pick(m, [][]string{nil, {m.sentence()}, {m.sentence(), "More."}})
	})},
	{"briefing: alternatives", 1, inBriefing(func(m *model, b *briefing) { b.alternatives = pick(m, [][]string{nil, {m.sentence()}}) })},
	{"briefing: key judgments", 3, inBriefing(func(m *model, b *briefing) {
		b.judgments = nil
		if len(b.claims) > 0 {
			b.judgments = []*claim{pick(m, b.claims)}
		}
	})},
	{"briefing: corrections", 3, inBriefing(func(m *model, b *briefing) {
		if len(b.corrections) > 1 {
			b.corrections = b.corrections[1:]
			return
		}
		c := correction{date: m.day(), kind: pick(m, changes), text: m.sentence()}
		if len(b.claims) > 0 {
			c.claim = pick(m, b.claims)
		}
		if other, ok := m.someClaim(); ok && m.chance(50) {
			c.claim = other
		}
		b.corrections = append(b.corrections, c)
	})},
	{"briefing: rename", 2, inBriefing(func(m *model, b *briefing) { b.id = m.fresh("briefing").id })},
	{"briefing: into a folder, or out of it", 2, inBriefing(func(_ *model, b *briefing) { b.folder = !b.folder })},
	{"briefing: add", 3, func(m *model) bool {
		b := m.addBriefing()
		for range m.n(4) {
			m.addClaim(b)
		}
		m.write(b, 1+m.n(3))
		m.stateAll(b)
		return true
	}},
	{"briefing: delete", 3, func(m *model) bool {
		b, ok := find(m, m.briefings[2:], func(b *briefing) bool { return !b.gone })
		if ok {
			b.gone = true
		}
		return ok
	}},

	{"claim: text", 4, inClaim(func(m *model, c *claim) { c.text = fmt.Sprintf("Thing %d happened at the quay.", m.next()) })},
	{"claim: kind", 1, inClaim(func(m *model, c *claim) { c.kindOf = pick(m, kinds) })},
	{"claim: likelihood", 2, inClaim(func(m *model, c *claim) {
		c.likelihood, c.probability = pick(m, []string{"", "likely", "unlikely"}), m.chance(50)
	})},
	{"claim: confidence", 2, inClaim(func(m *model, c *claim) { c.confidence = pick(m, trust) })},
	{"claim: finding", 2, inClaim(func(m *model, c *claim) { c.finding = pick(m, found) })},
	{"claim: status", 2, inClaim(func(m *model, c *claim) { c.status = pick(m, states) })},
	{"claim: review_by", 2, inClaim(func(m *model, c *claim) {
		c.reviewBy = pick(m, []string{"", "2026-06-30", "2026-06-29", "2026-05", "2027"})
	})},
	{"claim: ignore", 2, inClaim(func(m *model, c *claim) {
		c.ignore = pick(m, [][]string{nil, {"retracted-source", "review-overdue"}, {"unused-claim"}, {"ungraded", "time-travel"}, {"unanswered-dispute"}, {"status-behind-correction"}})
	})},
	{"claim: review", 3, inClaim(func(m *model, c *claim) {
		c.reviewed, c.digest = m.day(), pick(m, []string{"", "of another form", (&brief.Claim{Text: c.text}).ReviewDigest(nil)})
	})},
	{"claim: when", 2, inClaim(func(m *model, c *claim) { c.when = pick(m, dates) })},
	{"claim: where", 1, inClaim(func(m *model, c *claim) { c.place = pick(m, places) })},
	{"claim: tlp", 2, inClaim(func(m *model, c *claim) { c.tlp = pick(m, []string{"", "", "clear", "green"}) })},
	{"claim: about", 3, inClaim(func(m *model, c *claim) {
		c.about = nil
		for range m.n(3) {
			if a, ok := m.someActor(); ok {
				c.about = append(c.about, &a.object)
			}
		}
		if e, ok := m.someEvent(); ok && m.chance(30) {
			c.about = append(c.about, &e.object)
		}
	})},
	{"claim: claimant", 2, inClaim(func(m *model, c *claim) {
		c.claimant, c.said = nil, pick(m, []string{"", "A Witness"})
		if m.chance(60) {
			c.claimant = headerOf(m.someActor())
		}
	})},
	{"claim: superseded", 2, inClaim(func(m *model, c *claim) {
		if c.supersededBy != nil {
			c.status, c.supersededBy = "", nil
			return
		}
		m.supersede(c)
	})},
	{"claim: relations", 3, inClaim(func(m *model, c *claim) {
		if len(c.relations) > 1 {
			c.relations = nil
			return
		}
		m.relate(c)
	})},
	{"claim: add evidence", 5, inClaim(func(m *model, c *claim) { m.addEvidence(c) })},
	{"claim: remove evidence", 4, inClaim(func(m *model, c *claim) {
		if len(c.evidence) > 0 {
			c.evidence = slices.Delete(c.evidence, 0, 1)
		}
	})},
	{"evidence: stance", 5, inEvidence(func(m *model, e *evidence) { e.stance = pick(m, stances) })},
	{"evidence: source", 3, inEvidence(func(m *model, e *evidence) {
		if s, ok := m.someSource(); ok {
			e.source = s
		}
	})},
	{"evidence: quote", 3, inEvidence(func(m *model, e *evidence) {
		e.locator, e.quote = fmt.Sprintf("p. %d", m.n(99)), pick(m, []string{"", fmt.Sprintf("quote of line %d", m.n(999))})
	})},
	{"evidence: credibility", 2, inEvidence(func(m *model, e *evidence) { e.credibility = pick(m, []string{"", "1", "2", "3", "4", "5", "6"}) })},
	{"evidence: answer", 2, inEvidence(func(_ *model, e *evidence) { e.silent = !e.silent })},
	{"evidence: note", 1, inEvidence(func(m *model, e *evidence) { e.note = pick(m, []string{"", m.sentence()}) })},
	{"evidence: tlp", 1, inEvidence(func(m *model, e *evidence) { e.tlp = pick(m, []string{"", "", "green"}) })},
	{"claim: add", 4, func(m *model) bool {
		b, ok := find(m, m.briefings, func(b *briefing) bool { return !b.gone && len(b.prose.sections) > 0 })
		if ok {
			m.state(b, m.addClaim(b))
		}
		return ok
	}},
	{"claim: remove", 4, inClaim(func(_ *model, c *claim) { removeClaim(c) })},
	{"claim: rename", 2, inClaim(func(m *model, c *claim) { c.id = m.fresh("claim").id })},
	{"claim: another order", 2, inBriefing(func(_ *model, b *briefing) {
		b.claims = slices.Clone(b.claims)
		slices.Reverse(b.claims)
	})},

	{"source: title", 4, inSource(func(m *model, s *source) { s.title = fmt.Sprintf("Book of pier %d", m.next()) })},
	{"source: grade", 3, inSource(func(m *model, s *source) { m.regrade(s) })},
	{"source: basis of its grade", 2, inSource(func(_ *model, s *source) { s.baseless = !s.baseless })},
	{"source: ignore", 2, inSource(func(m *model, s *source) {
		s.ignore = pick(m, [][]string{nil, {"orphan-source"}, {"ungraded", "orphan-source"}, {"weak-url"}, {"retracted-source", "quote-unchecked", "time-travel"}})
	})},
	{"source: derived_from", 4, inSource(func(m *model, s *source) { m.derive(s) })},
	{"source: derived no more", 2, inSource(func(_ *model, s *source) { s.parents = nil })},
	{"source: retracted", 4, inSource(func(m *model, s *source) { s.retracted = pick(m, []string{"", "2024-02", "2025-03-04"}) })},
	{"source: access", 4, inSource(func(m *model, s *source) {
		s.access, s.descriptor = pick(m, []string{"", "public", "restricted", "withheld"}), pick(m, []string{"", "A clerk of the port"})
	})},
	{"source: publisher", 3, inSource(func(m *model, s *source) {
		s.publisher = nil
		if m.chance(70) {
			s.publisher = m.actorOrNone()
		}
	})},
	{"source: published", 2, inSource(func(m *model, s *source) { s.published = pick(m, dates) })},
	{"source: language", 1, inSource(func(m *model, s *source) { s.language = pick(m, tongues) })},
	{"source: address and copies", 1, inSource(func(m *model, s *source) { s.url, s.archived = m.chance(50), m.chance(50) })},
	{"source: note", 1, inSource(func(m *model, s *source) { s.note = pick(m, []string{"", m.sentence()}) })},
	{"source: tlp", 1, inSource(func(m *model, s *source) { s.tlp = pick(m, []string{"", "", "green"}) })},
	{"source: add", 4, func(m *model) bool {
		m.addSource()
		return true
	}},
	{"source: delete", 4, inSource(func(_ *model, s *source) { s.gone = true })},
	{"source: rename", 2, inSource(func(m *model, s *source) { s.id = m.fresh("source").id })},
	{"source: move to a file or a briefing", 2, inSource(func(m *model, s *source) {
		if s.library == nil {
			s.home = m.declarer()
		}
	})},
	{"source: overlay of an item", 4, func(m *model) bool {
		s, ok := find(m, m.sources, func(s *source) bool { return !s.gone && s.library != nil })
		if ok {
			s.overlay = !s.overlay
		}
		return ok
	}},
	{"source: out of the library, or into it", 2, func(m *model) bool {
		s, ok := find(m, m.sources, func(s *source) bool { return s.own() && s.library == nil })
		if !ok {
			return false
		}
		s.library = pick(m, m.libraries)
		s.library.sources = append(s.library.sources, s)
		return true
	}},

	{"actor: name", 4, inActor(func(m *model, a *actor) {
		a.name = pick(m, append(m.unusedNames(), fmt.Sprintf("Harbour body %d", m.next())))
	})},
	{"actor: add an alias", 6, inActor(func(m *model, a *actor) {
		if unused := m.unusedNames(); len(unused) > 0 {
			a.aliases = append(slices.Clone(a.aliases), pick(m, unused))
		}
	})},
	{"actor: remove aliases", 5, func(m *model) bool {
		a, ok := find(m, m.actors, func(a *actor) bool { return !a.gone && len(a.aliases)+len(a.previous) > 0 })
		if ok {
			a.aliases, a.previous = nil, nil
		}
		return ok
	}},
	{"actor: take the alias of another", 4, inActor(func(m *model, a *actor) {
		other, ok := find(m, m.actors, func(o *actor) bool { return m.showsActor(o, nil) && o != a })
		if ok {
			a.aliases = append(slices.Clone(a.aliases), other.name)
		}
	})},
	{"actor: an alias becomes a weak one", 2, func(m *model) bool {
		a, ok := find(m, m.actors, func(a *actor) bool { return !a.gone && len(a.aliases) > 0 })
		if ok {
			a.weak, a.aliases = append(slices.Clone(a.weak), a.aliases[0]), a.aliases[1:]
		}
		return ok
	}},
	{"actor: previous name", 3, inActor(func(m *model, a *actor) {
		if unused := m.unusedNames(); len(unused) > 0 {
			a.previous = []string{pick(m, unused)}
		}
	})},
	{"actor: grade", 3, inActor(func(m *model, a *actor) { a.reliability = pick(m, grades) })},
	{"actor: type and country", 1, inActor(func(m *model, a *actor) { a.kindOf, a.country = pick(m, bodies), pick(m, []string{"", "Vela"}) })},
	{"actor: summary", 2, inActor(func(m *model, a *actor) { a.summary = pick(m, []string{"", m.sentence()}) })},
	{"actor: autolink", 2, inActor(func(_ *model, a *actor) { a.autolinkOff = !a.autolinkOff })},
	{"actor: tlp", 1, inActor(func(m *model, a *actor) { a.tlp = pick(m, []string{"", "", "green"}) })},
	{"actor: roles", 2, inActor(func(m *model, a *actor) {
		a.roles = []role{{title: fmt.Sprintf("Master %d", m.n(100)), when: pick(m, dates), of: m.actorOrNone()}}
	})},
	{"actor: relations", 3, inActor(func(m *model, a *actor) {
		a.relations = nil
		if other := m.actorOrNone(); other != nil {
			a.relations = []actorRelation{{to: other, kindOf: pick(m, []string{"owner of", "licenses"})}}
			if c, ok := m.someClaim(); ok {
				a.relations[0].claims = []*claim{c}
			}
		}
	})},
	{"actor: image", 2, inActor(func(m *model, a *actor) {
		switch {
		case a.image == nil:
			a.image = m.newPicture()
		case m.chance(50):
			a.image = nil
		default:
			a.image = &picture{a.image.name, m.next()}
		}
	})},
	{"actor: add", 4, func(m *model) bool {
		m.addActor()
		return true
	}},
	{"actor: delete", 4, inActor(func(_ *model, a *actor) { a.gone = true })},
	{"actor: rename", 3, inActor(func(m *model, a *actor) { a.id = m.fresh("actor").id })},
	{"actor: move to a file or a briefing", 2, inActor(func(m *model, a *actor) { a.home = m.declarer() })},

	{"event: date", 4, inEvent(func(m *model, e *event) { e.date = pick(m, dates) })},
	{"event: title", 2, inEvent(func(m *model, e *event) { e.title = fmt.Sprintf("A night at pier %d", m.next()) })},
	{"event: text", 2, inEvent(func(m *model, e *event) { e.text = pick(m, []string{"", m.sentence()}) })},
	{"event: place", 1, inEvent(func(m *model, e *event) { e.place = pick(m, places) })},
	{"event: actors", 2, inEvent(func(m *model, e *event) {
		e.actors = nil
		if a := m.actorOrNone(); a != nil {
			e.actors = []*actor{a}
		}
	})},
	{"event: claims", 3, inEvent(func(m *model, e *event) {
		e.claims = nil
		if c, ok := m.someClaim(); ok {
			e.claims = []*claim{c}
		}
	})},
	{"event: add", 6, func(m *model) bool {
		m.addEvent()
		return true
	}},
	{"event: delete", 5, inEvent(func(_ *model, e *event) { e.gone = true })},
	{"event: rename", 2, inEvent(func(m *model, e *event) { e.id = m.fresh("event").id })},
	{"event: move to a file or a briefing", 2, inEvent(func(m *model, e *event) { e.home = m.declarer() })},
}

func (m *model) inSection(do func(document, *section) bool) bool {
	d := m.someDocument()
	if len(d.body().sections) == 0 {
		return false
	}
	return do(d, pick(m, d.body().sections))
}

func (m *model) inParagraph(do func(document, *paragraph) bool) bool {
	return m.inSection(func(d document, s *section) bool {
		return len(s.paragraphs) > 0 && do(d, pick(m, s.paragraphs))
	})
}

func inBriefing(do func(*model, *briefing)) func(*model) bool {
	return func(m *model) bool {
		b, ok := m.someBriefing()
		if ok {
			do(m, b)
		}
		return ok
	}
}

func inClaim(do func(*model, *claim)) func(*model) bool {
	return func(m *model) bool {
		c, ok := m.someClaim()
		if ok {
			do(m, c)
		}
		return ok
	}
}

func inEvidence(do func(*model, *evidence)) func(*model) bool {
	return func(m *model) bool {
		c, ok := m.someClaim()
		if !ok || len(c.evidence) == 0 {
			return false
		}
		e := pick(m, c.evidence)
		do(m, e)
		if e.answer = ""; e.stance == "disputes" || e.stance == "refutes" {
			e.answer = "We have looked into it."
		}
		return true
	}
}

func inSource(do func(*model, *source)) func(*model) bool {
	return func(m *model) bool {
		s, ok := find(m, m.sources, func(s *source) bool { return !s.gone })
		if ok {
			do(m, s)
		}
		return ok
	}
}

func inActor(do func(*model, *actor)) func(*model) bool {
	return func(m *model) bool {
		a, ok := find(m, m.actors, func(a *actor) bool { return !a.gone })
		if ok {
			do(m, a)
		}
		return ok
	}
}

func inEvent(do func(*model, *event)) func(*model) bool {
	return func(m *model) bool {
		e, ok := find(m, m.events, func(e *event) bool { return !e.gone })
		if ok {
			do(m, e)
		}
		return ok
	}
}

// edit does one of the edits, each as often as it weighs, and returns its name.
func (m *model) edit(among []edit) string {
	total := 0
	for _, e := range among {
		total += e.weight
	}
	for {
		at := m.n(total)
		i := slices.IndexFunc(among, func(e edit) bool {
			at -= e.weight
			return at < 0
		})
		if among[i].do(m) {
			return among[i].name
		}
	}
}

// balance keeps a site from growing or shrinking in a long run, and keeps the numbers of what it shows near a whole page of a list: so second
// pages come and go.
func (m *model) balance(of size) {
	m.briefings = slices.DeleteFunc(m.briefings, func(b *briefing) bool { return b.gone })
	m.actors = slices.DeleteFunc(m.actors, func(a *actor) bool { return a.gone || a.home != nil && a.home.gone })
	m.events = slices.DeleteFunc(m.events, func(e *event) bool { return e.gone || e.home != nil && e.home.gone })
	m.sources = slices.DeleteFunc(m.sources, func(s *source) bool { return s.gone || s.home != nil && s.home.gone })
	for _, l := range m.libraries {
		l.sources = slices.DeleteFunc(slices.Clone(l.sources), func(s *source) bool { return s.gone })
	}
	toward(m, &m.briefings, of.briefings, m.published, func(b *briefing) { b.gone = true }, func() {
		b := m.addBriefing()
		m.write(b, 2)
	})
	toward(m, &m.actors, of.actors, func(a *actor) bool { return m.showsActor(a, nil) }, func(a *actor) { a.gone = true }, func() { m.addActor() })
	toward(m, &m.sources, of.sources, func(s *source) bool { return m.showsSource(s, nil) }, func(s *source) { s.gone = true }, func() { m.addSource() })
	toward(m, &m.events, of.events, func(e *event) bool { return m.showsEvent(e, nil) }, func(e *event) { e.gone = true }, func() { m.addEvent() })
	var claims []*claim
	for _, b := range m.briefings {
		claims = append(claims, b.claims...)
	}
	toward(m, &claims, of.claims, func(c *claim) bool { return m.showsClaim(c, nil) }, removeClaim, func() {
		if b, ok := find(m, m.briefings, m.published); ok {
			m.addClaim(b)
		}
	})
	for _, d := range m.documents() {
		for _, s := range d.body().sections {
			if len(s.paragraphs) > 6 {
				s.paragraphs = s.paragraphs[2:]
			}
			for _, p := range s.paragraphs {
				if len(p.pieces) > 8 {
					p.pieces = append(p.pieces[:1], p.pieces[4:]...)
				}
			}
		}
		if text := d.body(); len(text.sections) > 5 {
			text.sections = text.sections[1:]
		}
	}
}

// toward adds or removes objects until about as many are shown as there should be.
func toward[T any](m *model, objects *[]T, want int, shown func(T) bool, remove func(T), add func()) {
	var visible []T
	for _, o := range *objects {
		if shown(o) {
			visible = append(visible, o)
		}
	}
	want += m.n(7) - 3
	for n := len(visible); n > want; n-- {
		remove(visible[n-1])
	}
	for n := len(visible); n < want; n++ {
		add()
	}
}

func removeClaim(c *claim) {
	c.gone = true
	c.home.claims = slices.DeleteFunc(slices.Clone(c.home.claims), func(other *claim) bool { return other == c })
}
