package edittest_test

import (
	"math/rand/v2"
	"slices"
)

// model is a site as its author thinks of it. Objects refer to each other by pointers, and what cannot be referred to is left out when the
// files are written, so that every edit of the model leaves a site without errors.
type model struct {
	rng       *rand.Rand
	crowded   bool // as size says
	serial    int  // the last number that was made part of a name
	settings  settings
	front     *page
	briefings []*briefing
	actors    []*actor
	sources   []*source
	events    []*event
	pages     []*page
	libraries []*library
	static    []*plainFile
	templates []*plainFile
	spare     []*plainFile // files of the content that nothing shows
}

// object is what every kind of object has.
type object struct {
	kind string
	id   string
	born int // what refers in one direction only, refers to what is older
	gone bool
	tlp  string
	home *briefing // that declares it; nil for one with a file of its own
}

type settings struct {
	title, description, language, base, author, scale, tlp string
	logo, cname                                            string
	menu                                                   []*page
	policies                                               []policy
	social                                                 bool
	autolinkOff, unsafe                                    bool
	yearsFrom, feedLimit                                   int
	checks                                                 []check
}

type policy struct {
	name string
	page *page
}

type check struct{ code, level string }

type briefing struct {
	object
	folder       bool // <id>/index.md
	title        string
	date         string
	updated      string
	summary      string
	authors      []string
	topics       []string
	language     string
	draft        bool
	publishOn    string
	expiresOn    string
	scale        string
	autolinkOff  bool
	aliases      []string
	gaps         []string
	alternatives []string
	judgments    []*claim
	claims       []*claim
	corrections  []correction
	images       []*picture
	prose        prose
}

type correction struct {
	date, kind, text string
	claim            *claim
}

type claim struct {
	object
	text         string
	kindOf       string
	claimant     *object
	said         string // claimant as plain text
	about        []*object
	when         string
	place        string
	finding      string
	likelihood   string
	probability  bool
	confidence   string
	basis        string
	why          string
	wouldChange  []string
	evidence     []*evidence
	relations    []relation
	status       string
	supersededBy *claim
	reviewed     string // date
	digest       string // of the review; empty for none
	reviewBy     string
	ignore       []string // codes
}

type relation struct {
	to     *claim
	kindOf string
}

type evidence struct {
	source                      *source
	stance, credibility, basis  string
	locator, quote, translation string
	note, answer, tlp           string
	silent                      bool // there is no answer
}

type source struct {
	object
	library     *library // whose item it is; nil for one that is written in Markdown
	overlay     bool     // a file adds to the item of the library
	title       string
	kindOf      string
	publisher   *actor
	house       string // publisher as plain text
	url         bool
	published   string
	language    string
	tier        string
	reliability string
	origin      string
	parents     []*source
	access      string
	descriptor  string
	retracted   string // date
	archived    bool
	copy        *copied
	note        string
	baseless    bool     // nothing says what its grade rests on
	ignore      []string // codes
	prose       prose
}

type library struct {
	name    string
	wrapped bool // an object with "items"
	gone    bool
	sources []*source
}

type actor struct {
	object
	name        string
	aliases     []string
	weak        []string
	previous    []string
	kindOf      string
	country     string
	reliability string
	summary     string
	autolinkOff bool
	wikidata    string
	roles       []role
	relations   []actorRelation
	image       *picture
	prose       prose
}

type role struct {
	title, when string
	of          *actor
}

type actorRelation struct {
	to     *actor
	kindOf string
	claims []*claim
}

type event struct {
	object
	title  string
	date   string
	text   string
	place  string
	actors []*actor
	claims []*claim
	image  *picture // of its briefing
	prose  prose
}

type page struct {
	object
	title   string
	summary string
	draft   bool
	aliases []string
	off     bool // autolink
	prose   prose
}

// picture is a PNG; its version decides its size and colour.
type picture struct {
	name    string
	version int
}

// plainFile is a file that is published, or read, as it is.
type plainFile struct {
	name string
	text string
}

// prose is a text of sections, of which the first may lack its heading.
type prose struct{ sections []*section }

type section struct {
	heading    string
	id         string // given by the author; empty for one made of the words
	paragraphs []*paragraph
}

type paragraph struct {
	form   string // one of forms
	mark   int    // of its footnote
	pieces []*piece
}

// piece is a stretch of a paragraph. What it refers to is shown by its words alone where it cannot be referred to.
type piece struct {
	words   string
	claims  []*claim  // that the words state
	to      *object   // a link in double brackets
	bare    bool      // without its kind
	shown   bool      // without a label
	sources []*source // a citation
	locator string
	file    document // a relative link
	place   *section // in file
	image   *picture // of the text's own folder
}

// document is what has a file, and can be led to by a relative link.
type document interface {
	file() string
	header() *object
	body() *prose
}

func (b *briefing) file() string {
	if b.folder {
		return "content/briefings/" + b.id + "/index.md"
	}
	return "content/briefings/" + b.id + ".md"
}
func (a *actor) file() string  { return "content/actors/" + a.id + ".md" }
func (s *source) file() string { return "content/sources/" + s.id + ".md" }
func (e *event) file() string  { return "content/events/" + e.id + ".md" }
func (p *page) file() string {
	if p.id == "" {
		return "content/index.md"
	}
	return "content/pages/" + p.id + ".md"
}
func (l *library) file() string { return "content/sources/" + l.name + ".json" }

func (o *object) header() *object { return o }

// hasFile reports whether there is a file of the source's own, if only one that adds to an item of a library.
func (s *source) hasFile() bool { return s.own() && (s.library == nil || s.overlay && !s.library.gone) }

func (b *briefing) body() *prose { return &b.prose }
func (a *actor) body() *prose    { return &a.prose }
func (s *source) body() *prose   { return &s.prose }
func (e *event) body() *prose    { return &e.prose }
func (p *page) body() *prose     { return &p.prose }

// own reports whether the object has a file of its own.
func (o *object) own() bool { return !o.gone && o.home == nil }

// levels of TLP, from the least.
var levels = []string{"", "clear", "green", "amber", "amber+strict", "red"}

// shows reports whether a text of the briefing, or of none, can refer to the object: it is there, and published on every day and with any
// options, or declared by that briefing itself.
func (m *model) shows(o *object, from *briefing) bool {
	if o == nil || o.gone || m.above(o.tlp) {
		return false
	}
	return o.home == nil || o.home == from && !from.gone || m.published(o.home)
}

// above reports whether the level is above the site's.
func (m *model) above(tlp string) bool {
	return slices.Index(levels, tlp) > max(1, slices.Index(levels, m.settings.tlp))
}

func (m *model) published(b *briefing) bool {
	return !b.gone && !b.draft && b.publishOn == "" && b.expiresOn == "" && !m.above(b.tlp)
}

func (m *model) showsClaim(c *claim, from *briefing) bool {
	return c != nil && m.shows(&c.object, from)
}

func (m *model) showsActor(a *actor, from *briefing) bool {
	return a != nil && m.shows(&a.object, from)
}

func (m *model) showsEvent(e *event, from *briefing) bool {
	return e != nil && m.shows(&e.object, from)
}

// showsSource is false too where the source's library is not there any more.
func (m *model) showsSource(s *source, from *briefing) bool {
	return s != nil && m.shows(&s.object, from) && (s.library == nil || !s.library.gone)
}

// citable reports whether a text may name the source.
func (m *model) citable(s *source, from *briefing) bool {
	return m.showsSource(s, from) && s.access != "withheld"
}

// showsAny is for a reference to any kind of object, by its header.
func (m *model) showsAny(o *object, from *briefing) bool {
	switch {
	case o == nil:
		return false
	case o.kind == "briefing":
		i := slices.IndexFunc(m.briefings, func(b *briefing) bool { return &b.object == o })
		return i >= 0 && m.published(m.briefings[i])
	case o.kind == "source":
		i := slices.IndexFunc(m.sources, func(s *source) bool { return &s.object == o })
		return i >= 0 && m.citable(m.sources[i], from)
	}
	return m.shows(o, from)
}

// leads reports whether a relative link to the document is one that builds.
func (m *model) leads(d document) bool {
	switch d := d.(type) {
	case *briefing:
		return m.published(d)
	case *source:
		return m.citable(d, nil) && d.home == nil && (d.library == nil || d.overlay)
	case *page:
		return !d.gone && !d.draft
	}
	return d.header().home == nil && m.shows(d.header(), nil)
}

// n returns a number from 0 to k-1.
func (m *model) n(k int) int { return m.rng.IntN(k) }

// chance is true in p of 100 cases.
func (m *model) chance(p int) bool { return m.rng.IntN(100) < p }

// next returns a number that no name has yet.
func (m *model) next() int {
	m.serial++
	return m.serial
}

// pick returns one of the values, which are not none.
func pick[T any](m *model, values []T) T { return values[m.n(len(values))] }

// find returns one of the values that fit; ok is false where none does.
func find[T any](m *model, values []T, fits func(T) bool) (found T, ok bool) {
	var fitting []T
	for _, v := range values {
		if fits(v) {
			fitting = append(fitting, v)
		}
	}
	if len(fitting) == 0 {
		return found, false
	}
	return pick(m, fitting), true
}

func (m *model) someBriefing() (*briefing, bool) {
	return find(m, m.briefings, func(b *briefing) bool { return !b.gone })
}

// someActor returns an actor that any text can refer to: on a crowded site, nearly always the first.
func (m *model) someActor() (*actor, bool) {
	return favoured(m, m.actors, func(a *actor) bool { return m.showsActor(a, nil) })
}

func (m *model) someSource() (*source, bool) {
	return favoured(m, m.sources, func(s *source) bool { return m.showsSource(s, nil) })
}

func favoured[T any](m *model, values []T, fits func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(values, fits); i >= 0 && m.crowded && m.chance(85) {
		return values[i], true
	}
	return find(m, values, fits)
}

func (m *model) someEvent() (*event, bool) {
	return find(m, m.events, func(e *event) bool { return m.showsEvent(e, nil) })
}

func (m *model) someClaim() (*claim, bool) {
	b, ok := find(m, m.briefings, func(b *briefing) bool { return !b.gone && len(b.claims) > 0 })
	if !ok {
		return nil, false
	}
	return pick(m, b.claims), true
}

// documents returns what has a file of its own now. Briefings come first.
func (m *model) documents() []document {
	var all []document
	for _, b := range m.briefings {
		if !b.gone {
			all = append(all, b)
		}
	}
	for _, a := range m.actors {
		if a.own() {
			all = append(all, a)
		}
	}
	for _, s := range m.sources {
		if s.hasFile() {
			all = append(all, s)
		}
	}
	for _, e := range m.events {
		if e.own() {
			all = append(all, e)
		}
	}
	for _, p := range m.pages {
		if !p.gone {
			all = append(all, p)
		}
	}
	return append(all, m.front)
}

// someDocument returns a document, in most cases a briefing.
func (m *model) someDocument() document {
	if b, ok := m.someBriefing(); ok && m.chance(70) {
		return b
	}
	return pick(m, m.documents())
}
