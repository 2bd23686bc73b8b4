package corpus

import "fmt"

// What a briefing is made of. It is about what a desk writes in a day: 900 words, and front matter of nearly as many.
const (
	actorCount  = 5 // that it speaks of
	sourceCount = 6
	claimCount  = 8
	eventCount  = 4
	sections    = 4
	paragraphs  = 3 // of a section
	inParagraph = 4 // sentences
)

type actor struct {
	id, name, kind, alias string
	text                  []string
}

func (c Corpus) actor(i int) actor {
	m := c.maker('a', i)
	family := pick(m, familyNames)
	return actor{
		id: actorID(i), name: fmt.Sprintf("%s %s %d", pick(m, givenNames), family, i), alias: fmt.Sprintf("%s-%d", family, i),
		kind: pick(m, []string{"person", "organization", "state"}), text: m.sentences(3),
	}
}

type source struct {
	id, title, publisher, url, published, reliability string
	parent                                            string // derived from; empty for an original
}

func (c Corpus) source(i int) source {
	m := c.maker('s', i)
	s := source{
		id: sourceID(i), title: m.title(), publisher: capital(pick(m, nouns)) + " " + pick(m, houses),
		url: fmt.Sprintf("https://example.org/%d/%s", i, pick(m, nouns)), published: m.day(2015, 2023), reliability: string("ABCDEF"[m.IntN(6)]),
	}
	if i > 0 && m.chance(20) {
		s.parent = sourceID(m.IntN(i))
	}
	return s
}

type briefing struct {
	id, title, date, summary string
	topics, actors, sources  []string
	claims                   []claim
	events                   []event
	blocks                   []block
	related                  string // another briefing
}

type claim struct {
	id, text, confidence, likelihood, why string
	about                                 []string
	evidence                              []evidence
}

type evidence struct {
	source, stance, quote, answer string
	credibility                   int
}

type event struct {
	id, date, title string
	actors          []string
}

// block is a block of the text; one of its fields is set.
type block struct {
	heading   string
	paragraph []statement
	list      []string
	table     [][]string
	code      []string
}

// statement is a sentence. It may state a claim, or say what an actor said.
type statement struct {
	words string
	claim string
	actor *actor
}

func (c Corpus) briefing(i int) briefing {
	m := c.maker('b', i)
	actors := m.some(actorCount, c.Actors(), i%c.Actors())
	sources := m.ownFirst(c, i)
	b := briefing{
		id: BriefingID(i), title: fmt.Sprintf("%s %d", m.title(), i), date: m.day(2024, 2025), summary: m.sentence(),
		topics: []string{}, actors: ids(actors, actorID), sources: ids(sources, sourceID),
		related: BriefingID(m.other(i, c.Briefings)),
	}
	for _, n := range m.some(2, topics, m.IntN(topics)) {
		b.topics = append(b.topics, nouns[n])
	}
	for n := range claimCount {
		b.claims = append(b.claims, m.claim(n, c.own(i), b.actors, b.sources))
	}
	for n := range eventCount {
		b.events = append(b.events, event{fmt.Sprintf("event-%d-%d", i, n), m.when(), m.title(), m.two(b.actors, n)})
	}
	spoken := make([]actor, len(actors))
	for n, a := range actors {
		spoken[n] = c.actor(a)
	}
	b.blocks = m.blocks(b.claims, spoken)
	return b
}

// topics is how many topics a site has.
const topics = 20

func ids(numbers []int, id func(int) string) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = id(n)
	}
	return out
}

// own is how many sources are of that briefing before any other: those whose number is the briefing's but for multiples of their count.
func (c Corpus) own(i int) int { return (c.Sources() - i + c.Briefings - 1) / c.Briefings }

// ownFirst returns the sources of a briefing, its own first.
func (m maker) ownFirst(c Corpus, i int) []int {
	var out []int
	taken := make(map[int]bool)
	for n := i; n < c.Sources() && len(out) < sourceCount; n += c.Briefings {
		out, taken[n] = append(out, n), true
	}
	for len(out) < sourceCount {
		if n := m.IntN(c.Sources()); !taken[n] {
			out, taken[n] = append(out, n), true
		}
	}
	return out
}

// other returns a number below n, another than i where there is one.
func (m maker) other(i, n int) int {
	if n == 1 {
		return i
	}
	return (i + 1 + m.IntN(n-1)) % n
}

// two returns the n-th of the values, from the beginning again where there are fewer, and another of them.
func (m maker) two(values []string, n int) []string {
	n %= len(values)
	return []string{values[n], values[m.other(n, len(values))]}
}

// claim makes the n-th claim of a briefing. The first ones have the briefing's own sources as evidence.
func (m maker) claim(n, own int, actors, sources []string) claim {
	c := claim{
		id: fmt.Sprintf("c%d", n), text: m.sentence(), about: m.two(actors, n),
		confidence: pick(m, []string{"low", "moderate", "high"}),
		likelihood: pick(m, []string{"unlikely", "roughly even chance", "likely", "very likely", "almost certain"}),
	}
	if c.confidence == "high" {
		c.why = m.sentence()
	}
	count, first := m.weighed(1, 3, 4, 2), m.IntN(len(sources))
	if n < own {
		count, first = max(count, 1), n
	}
	if count == 0 {
		return c
	}
	for _, s := range m.some(count, len(sources), first) {
		e := evidence{source: sources[s], stance: [...]string{"supports", "disputes", "qualifies"}[m.weighed(8, 1, 1)], quote: m.sentence(), credibility: m.between(2, 6)}
		if e.stance == "disputes" {
			e.answer = "Considered and set aside."
		}
		c.evidence = append(c.evidence, e)
	}
	return c
}

// blocks makes a text that states each claim once.
func (m maker) blocks(claims []claim, actors []actor) []block {
	var out []block
	for section := range sections {
		out = append(out, block{heading: m.title()})
		for range paragraphs {
			var p []statement
			for n := range inParagraph {
				s := statement{words: m.sentence()}
				switch {
				case n%2 == 1 && len(claims) > 0:
					s.claim, claims = claims[0].id, claims[1:]
				case n == 2 && m.chance(60):
					s.actor = &actors[m.IntN(len(actors))]
				}
				p = append(p, s)
			}
			out = append(out, block{paragraph: p})
		}
		switch section {
		case 1:
			out = append(out, block{list: m.sentences(4)})
		case 2:
			out = append(out, block{table: m.table(5, 4)})
		case 3:
			out = append(out, block{code: m.code(6)})
		}
	}
	return out
}

func (m maker) table(rows, columns int) [][]string {
	out := make([][]string, rows)
	for i := range out {
		for range columns {
			out[i] = append(out[i], pick(m, nouns))
		}
	}
	return out
}

// code is lines of JSON.
func (m maker) code(lines int) []string {
	out := make([]string, lines)
	for i := range out {
		out[i] = fmt.Sprintf(`{"%s": %d, "ok": true}`, pick(m, nouns), m.IntN(1000))
	}
	return out
}
