package edittest_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// size is how many objects a generated site has.
type size struct {
	briefings, actors, sources, events, claims int
	crowded                                    bool // nearly all lead to one actor and one source
}

// usual is just around the hundred entries that a page of a list holds, so that edits make and take away second pages. A few more briefings
// are hidden.
var usual = size{briefings: 32, actors: 100, sources: 101, events: 24, claims: 100}

// crowded has about as many claims and events around one actor as a page of a list holds, and evidence from one source.
var crowded = size{briefings: 32, actors: 12, sources: 24, events: 170, claims: 200, crowded: true}

// small is for what is slow for other reasons than the site.
var small = size{briefings: 12, actors: 24, sources: 26, events: 8, claims: 30}

// Words of the generated texts. The names are those that actors come to have, so that texts name actors that are not there yet.
var (
	names = []string{
		"Line Orsa", "Orsa", "Port of Vela", "Vela Port", "Vela", "Harbour Board", "Ada Port", "A. Port", "Coast Guard", "Northern Line",
		"Quay Works", "Elena Marino", "Marino", "Pilots & Sons", "한성상사", "한성", "부산항만공사", "김철수", "Порт Вела", "Линия Орса",
		"Иван Петров", "Петров", "東港公司", "東港", "Orsa Freight", "Board of Trade", "the Harbour Guild",
	}
	topics = []string{"shipping", "Ports & Piers", "무역", "рынок", "ledgers", "ferries"}
	dates  = []string{
		"2026-05-02", "2026-05", "2025", "2026-05-02T14:30:00Z", "2026-05-02?", "2026-05-?02", "2024-05~", "2026-05%", "2026-05-0X",
		"2023-05-XX", "198X", "2026-21", "2022-33", "2026-05-02/2026-06", "2026-05/..", "2026-05/", "../2026-05", "[2026-05-02,2026-05-04]",
		"[..2021-05-02]", "{2026-05-02,2026-06-02}", "-0044", "2020~/2021?", "1983",
	}
	sentences = []string{
		"The ledger of the harbour says little of %s.", "Nobody counted the ships of %s in that year.", "It was %s who spoke of it first.",
		"Two clerks of %s kept a list by hand.", "%s는 답하지 않았다.", "Об этом сообщает %s.", "What %s wrote was read in May, and again in June.",
		"A pier was let to %s.", "See https://example.net/piers for what %s owns.",
	}
	plain   = []string{"It is likely, we say with high confidence.", "Little is left of it.", "The weather was bad.", "It is not known why.", "This was said twice.", "자료가 없다.", "Это неизвестно."}
	stances = []string{"supports", "supports", "supports", "qualifies", "disputes", "refutes"}
	kinds   = []string{"fact", "figure", "quote", "judgment", "assumption", "forecast"}
	relates = []string{"supports", "attacks", "undercuts", "contradicts", "refines", "same_as"}
	changes = []string{"correction", "clarification", "new_version", "retraction", "expression_of_concern", "withdrawal"}
	grades  = []string{"", "A", "B", "C", "D", "E", "F"}
	trust   = []string{"", "low", "moderate", "high"}
	found   = []string{"", "confirmed", "reported", "disputed", "unverified", "refuted"}
	states  = []string{"", "current", "under_review", "corrected", "superseded", "retracted"}
	bodies  = []string{"person", "organization", "state", "group", "company", "public_body"}
	places  = []string{"", "Port Vela", `{name: "Port Vela", lat: 41.2, lon: 16.9}`, "Pier 4"}
	tongues = []string{"", "", "en", "ko", "ru", "ar", "de-CH"}
)

// generate makes a site from a seed.
func generate(seed uint64, of size) *model {
	m := &model{rng: rand.New(rand.NewPCG(seed, 1)), crowded: of.crowded}
	m.settings = settings{
		title: "Harbour Watch", description: "What is known of the ferries.", language: "en", base: "https://example.org/harbour/",
		author: "The harbour desk", logo: "logo.svg", social: true, yearsFrom: of.events, feedLimit: 10,
	}
	m.static = []*plainFile{
		{"static/logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>`},
		{"static/papers/charter.txt", "The charter of the harbour.\n"},
	}
	m.spare = []*plainFile{{"content/notes.txt", "Notes that nothing shows.\n"}}
	m.libraries = []*library{{name: "library"}, {name: "other", wrapped: true}}
	for range of.briefings * 5 / 4 {
		m.addBriefing()
	}
	for range of.actors {
		m.addActor()
	}
	for range of.sources {
		m.addSource()
	}
	for i := range of.claims {
		if i < of.claims/3 {
			m.addClaim(m.briefings[i%2]) // long ones
			continue
		}
		m.addClaim(m.briefings[i%len(m.briefings)])
	}
	for range of.events {
		m.addEvent()
	}
	for _, s := range m.sources {
		if m.chance(25) {
			s.copy = m.newCopy(s)
		}
	}
	for _, id := range []string{"about", "methodology", "corrections-policy", "funding"} {
		m.pages = append(m.pages, &page{object: m.named("page", id), title: "On " + id})
	}
	m.front = &page{object: object{kind: "page"}}
	m.settings.menu = m.pages[:1]
	m.settings.policies = []policy{{"corrections", m.pages[2]}, {"funding", m.pages[3]}}
	m.pages[0].aliases = []string{"who-we-are/"}
	for _, b := range m.briefings {
		m.write(b, 3)
	}
	m.balance(of)
	for _, b := range m.briefings {
		m.stateAll(b)
	}
	for _, d := range m.documents()[len(m.briefings):] {
		if m.chance(30) {
			m.write(d, 1)
		}
	}
	return m
}

func (m *model) named(kind, id string) object { return object{kind: kind, id: id, born: m.next()} }

// fresh returns the header of a new object. Ids are in several scripts, and no two objects of any kinds have one.
func (m *model) fresh(kind string) object {
	n := m.next()
	stem := map[string][]string{
		"briefing": {"pier", "pier", "보고", "отчёт"}, "actor": {"actor", "배우", "лицо"}, "source": {"source", "출처", "источник"},
		"event": {"event", "사건"}, "claim": {"claim", "claim", "주장"}, "page": {"page"},
	}[kind]
	return object{kind: kind, id: fmt.Sprintf("%s-%d", stem[m.n(len(stem))], n), born: n}
}

// sentence returns a sentence that may name an actor.
func (m *model) sentence() string {
	if m.chance(30) {
		return pick(m, plain)
	}
	name := pick(m, names)
	if a, ok := m.someActor(); ok && m.chance(50) {
		name = a.name
	}
	return fmt.Sprintf(pick(m, sentences), name)
}

func (m *model) day() string { return fmt.Sprintf("20%02d-%02d-%02d", 20+m.n(6), 1+m.n(12), 1+m.n(28)) }

func (m *model) addBriefing() *briefing {
	b := &briefing{object: m.fresh("briefing"), date: m.day(), authors: []string{"desk"}}
	b.folder = m.chance(30)
	b.title = fmt.Sprintf("What happened at pier %d", b.born)
	b.summary = m.sentence()
	b.topics = []string{pick(m, topics)}
	if m.chance(30) {
		b.updated = m.day()
		b.gaps = []string{"Nobody counted the ships."}
		b.alternatives = []string{m.sentence()}
	}
	if m.chance(20) {
		b.aliases = []string{fmt.Sprintf("old/pier-%d/", b.born)}
	}
	switch m.n(14) {
	case 0:
		b.draft = true
	case 1:
		b.publishOn = "2026-07-01"
	case 2:
		b.expiresOn = "2026-06-01"
	case 3:
		b.tlp = "green"
	case 4:
		b.autolinkOff = true
	case 5:
		b.language = pick(m, tongues)
	case 6:
		b.scale = "ipcc"
	}
	if m.chance(35) {
		b.images = append(b.images, m.newPicture())
	}
	m.briefings = append(m.briefings, b)
	return b
}

func (m *model) newPicture() *picture {
	n := m.next()
	return &picture{name: fmt.Sprintf("view-%d.png", n), version: n}
}

// declarer returns the briefing that declares a new object; in most cases none does.
func (m *model) declarer() *briefing {
	if b, ok := m.someBriefing(); ok && m.chance(25) {
		return b
	}
	return nil
}

func (m *model) addActor() *actor {
	a := &actor{object: m.fresh("actor"), kindOf: pick(m, bodies), reliability: pick(m, grades)}
	a.home = m.declarer()
	a.name = fmt.Sprintf("Harbour company %d", a.born)
	if unused := m.unusedNames(); len(unused) > 5 && m.chance(25) {
		a.name = pick(m, unused)
	}
	if unused := m.unusedNames(); len(unused) > 5 && m.chance(15) {
		a.aliases = []string{pick(m, unused)}
	}
	if m.chance(20) {
		a.summary, a.country, a.wikidata = m.sentence(), "Nowhere", "Q"+strconv.Itoa(a.born)
		a.weak = []string{pick(m, names)}
	}
	if m.chance(15) {
		a.roles = []role{{title: "Keeper of the ledger", when: pick(m, dates), of: m.actorOrNone()}}
	}
	if other := m.actorOrNone(); other != nil && m.chance(25) {
		a.relations = []actorRelation{{to: other, kindOf: "owner of"}}
		if c, ok := m.someClaim(); ok {
			a.relations[0].claims = []*claim{c}
		}
	}
	if a.home == nil && m.chance(8) {
		a.image = m.newPicture()
	}
	if m.chance(3) {
		a.tlp = "green"
	}
	m.actors = append(m.actors, a)
	return a
}

func (m *model) actorOrNone() *actor {
	a, _ := m.someActor()
	return a
}

// unusedNames returns the names that no actor has.
func (m *model) unusedNames() []string {
	taken := make(map[string]bool)
	for _, a := range m.actors {
		if a.gone {
			continue
		}
		taken[a.name] = true
		for _, list := range [][]string{a.aliases, a.previous} {
			for _, name := range list {
				taken[name] = true
			}
		}
	}
	var out []string
	for _, name := range names {
		if !taken[name] {
			out = append(out, name)
		}
	}
	return out
}

func (m *model) addSource() *source {
	s := &source{object: m.fresh("source"), kindOf: pick(m, []string{"report", "webpage", "document", "broadcast"})}
	s.title = fmt.Sprintf("Ledger of pier %d", s.born)
	switch m.n(10) {
	case 0, 1, 2:
		s.library = pick(m, m.libraries)
		s.id = fmt.Sprintf("%s%d", pick(m, []string{"Marino", "Weber_", "kim", "Иванов"}), s.born)
		s.overlay = m.chance(25)
		s.library.sources = append(s.library.sources, s)
	default:
		s.home = m.declarer()
	}
	s.published = pick(m, dates)
	s.url = m.chance(50)
	s.language = pick(m, tongues)
	s.archived = m.chance(10)
	s.house = "The Ledger House"
	if m.chance(50) {
		s.publisher = m.actorOrNone()
	}
	m.regrade(s)
	if m.chance(30) {
		m.derive(s)
	}
	switch m.n(20) {
	case 0:
		s.access = "restricted"
		s.descriptor = "An officer of the port"
	case 1:
		s.access = "withheld"
	case 2:
		s.retracted = pick(m, dates)
	case 3:
		s.tlp = "green"
	}
	m.sources = append(m.sources, s)
	return s
}

func (m *model) regrade(s *source) {
	s.reliability, s.tier = pick(m, grades), pick(m, []string{"", "primary", "secondary", "tertiary"})
	s.origin = pick(m, []string{"", "original", "original", "unknown"})
}

// derive gives the source up to two parents, all older than itself.
func (m *model) derive(s *source) {
	s.parents = nil
	for range 1 + m.n(2) {
		parent, ok := find(m, m.sources, func(p *source) bool { return p.born < s.born && m.showsSource(p, nil) })
		if ok {
			s.parents = append(s.parents, parent)
		}
	}
}

func (m *model) addClaim(b *briefing) *claim {
	c := &claim{object: m.fresh("claim"), kindOf: pick(m, kinds), when: pick(m, dates), confidence: pick(m, trust), finding: pick(m, found)}
	c.home = b
	c.text = fmt.Sprintf("Thing %d happened at the pier.", c.born)
	c.likelihood = pick(m, []string{"", "likely", "unlikely"})
	c.probability = m.chance(30)
	c.place = pick(m, places)
	if m.chance(30) {
		c.basis, c.why, c.wouldChange = "Ledgers.", m.sentence(), []string{"A ship is seen."}
	}
	if a, ok := m.someActor(); ok && m.chance(60) {
		c.about = append(c.about, &a.object)
	}
	if e, ok := m.someEvent(); ok && m.chance(15) {
		c.about = append(c.about, &e.object)
	}
	switch m.n(10) {
	case 0:
		c.claimant = headerOf(m.someActor())
	case 1:
		c.claimant = headerOf(m.someSource())
	case 2:
		c.said = "A Witness"
	case 3:
		c.reviewed = m.day()
	case 4:
		m.supersede(c)
	}
	for range m.n(4) {
		m.addEvidence(c)
	}
	if m.chance(25) {
		m.relate(c)
	}
	if m.chance(2) {
		c.tlp = "green"
	}
	b.claims = append(b.claims, c)
	if m.chance(30) {
		b.judgments = append(b.judgments, c)
	}
	if m.chance(10) {
		by := b
		if other, ok := m.someBriefing(); ok && m.chance(50) {
			by = other
		}
		by.corrections = append(by.corrections, correction{date: m.day(), kind: pick(m, changes), text: m.sentence(), claim: c})
	}
	return c
}

// headerOf returns the header of what there is, if any.
func headerOf[T interface{ header() *object }](o T, ok bool) *object {
	if !ok {
		return nil
	}
	return o.header()
}

func (m *model) addEvidence(c *claim) {
	s, ok := m.someSource()
	if !ok {
		return
	}
	e := &evidence{source: s, stance: pick(m, stances), credibility: strconv.Itoa(1 + m.n(6)), basis: pick(m, []string{"", "witnessed", "told"})}
	if m.chance(40) {
		e.locator, e.quote = fmt.Sprintf("p. %d", m.n(90)), fmt.Sprintf("quote number %d", m.n(900))
		e.translation = pick(m, []string{"", "the same in other words"})
	}
	if e.stance == "disputes" || e.stance == "refutes" {
		e.answer = "We have looked into it."
	}
	if m.chance(3) {
		e.tlp = "amber"
	}
	c.evidence = append(c.evidence, e)
}

func (m *model) relate(c *claim) {
	if other, ok := m.someClaim(); ok && other != c {
		c.relations = append(c.relations, relation{other, pick(m, relates)})
	}
}

// supersede lets an older claim take the place of this one: so there is no circle.
func (m *model) supersede(c *claim) {
	if other, ok := m.someClaim(); ok && other.born < c.born {
		c.status, c.supersededBy = "superseded", other
	}
}

func (m *model) addEvent() *event {
	e := &event{object: m.fresh("event"), date: pick(m, dates), text: m.sentence(), place: pick(m, places)}
	if b, ok := m.someBriefing(); ok && m.chance(60) {
		e.home = b
		if len(b.images) > 0 {
			e.image = b.images[0]
		}
	}
	e.title = fmt.Sprintf("A day at pier %d", e.born)
	for range m.n(3) {
		if a, ok := m.someActor(); ok {
			e.actors = append(e.actors, a)
		}
	}
	if c, ok := m.someClaim(); ok && m.chance(60) {
		e.claims = append(e.claims, c)
	}
	m.events = append(m.events, e)
	return e
}

func (m *model) addPage() *page {
	p := &page{object: m.fresh("page"), summary: m.sentence()}
	p.title = fmt.Sprintf("Page %d", p.born)
	m.pages = append(m.pages, p)
	m.write(p, 2)
	return p
}

// write gives a document a text of so many sections.
func (m *model) write(d document, sections int) {
	text := d.body()
	for i := range sections {
		s := &section{}
		if i > 0 || m.chance(50) {
			m.head(s)
		}
		text.sections = append(text.sections, s)
		for range 1 + m.n(3) {
			s.paragraphs = append(s.paragraphs, m.newParagraph(d))
		}
	}
}

func (m *model) head(s *section) {
	n := m.next()
	s.heading = fmt.Sprintf("%s %d", pick(m, []string{"Losses", "What came Next", "이후", "Потери"}), n)
	s.id = ""
	if m.chance(30) {
		s.id = fmt.Sprintf("part-%d", n)
	}
}

func (m *model) newParagraph(d document) *paragraph {
	p := &paragraph{form: pick(m, forms), mark: m.next(), pieces: []*piece{{words: m.sentence()}}}
	for range m.n(4) {
		p.pieces = append(p.pieces, m.newPiece(d))
	}
	return p
}

func (m *model) newPiece(d document) *piece {
	p := &piece{words: fmt.Sprintf("words %d", m.n(1000))}
	b, _ := d.(*briefing)
	switch m.n(9) {
	case 0:
		p.words = m.sentence()
	case 1:
		p.to = headerOf(m.someActor())
	case 2:
		p.to = headerOf(m.someSource())
	case 3:
		p.to = headerOf(m.someEvent())
	case 4:
		p.to = headerOf(m.someBriefing())
	case 5, 6:
		if s, ok := m.someSource(); ok {
			p.sources = append(p.sources, s)
		}
		if s, ok := m.someSource(); ok && m.chance(30) {
			p.sources = append(p.sources, s)
		}
		p.locator = pick(m, []string{"", "p. 3", "Art. 4"})
	case 7:
		p.file = m.someDocument()
		if sections := p.file.body().sections; len(sections) > 0 && m.chance(60) {
			p.place = pick(m, sections)
		}
	case 8:
		switch c, ok := m.someClaim(); {
		case b != nil && len(b.images) > 0 && m.chance(50):
			p.image = pick(m, b.images)
		case ok && b != nil && m.chance(70):
			p.claims = []*claim{c} // of any briefing
		case ok:
			p.to = &c.object
		}
	}
	p.bare, p.shown = m.chance(50), m.chance(60)
	if p.to != nil && p.to.kind == "claim" {
		p.shown = false
	}
	return p
}

// stateAll lets some words of the briefing state each of its claims.
func (m *model) stateAll(b *briefing) {
	for _, c := range b.claims {
		m.state(b, c)
	}
}

func (m *model) state(b *briefing, c *claim) {
	s := pick(m, b.prose.sections)
	if len(s.paragraphs) == 0 {
		s.paragraphs = append(s.paragraphs, m.newParagraph(b))
	}
	p := pick(m, s.paragraphs)
	stated := &piece{words: fmt.Sprintf("thing %d happened", c.born), claims: []*claim{c}}
	if other := pick(m, b.claims); other != c && m.chance(20) {
		stated.claims = append(stated.claims, other)
	}
	p.pieces = append(p.pieces, stated)
}
