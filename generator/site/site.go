// Package site joins documents into one linked Site: every reference resolved, backlinks with their sentence, standing computed
// from the evidence, orders fixed, addresses given. What is not published is not in it, and what refers to it is a diagnostic.
//
// It leaves the rules of evidence to package check and what a page shows to package plan. A Site is immutable: every slice and
// map it hands out is read-only.
package site

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// Site is the whole of what is published, linked.
type Site struct {
	Settings    *brief.Settings
	Front       *Page       // nil without a content/index.md
	Briefings   []*Briefing // newest first
	Claims      []*Claim    // by briefing, newest first, then as written
	Actors      []*Actor    // by name
	Sources     []*Source   // by title, or what stands for it
	Events      []*Event    // by date
	Topics      []*Topic    // by name
	Pages       []*Page     // by id
	Corrections []*Correction
	Files       []string // files of the content that pages show or lead to, sorted
	Aliases     []Alias  // earlier addresses

	briefings map[string]*Briefing
	claims    map[string]*Claim // by address: briefing#claim
	actors    map[string]*Actor
	sources   map[string]*Source
	events    map[string]*Event
	pages     map[string]*Page
	hidden    map[string]string // kind:id to the reason why it is not published
	documents map[string]Object // by file
	files     map[string]bool   // all other files of the content
	shown     map[string]bool   // those that pages show or lead to

	derivation *brief.Derivation
}

// Object is what a reference can lead to.
type Object interface {
	Kind() Kind
	Address() string // of its page, relative to the site's root, with a fragment where it has no page of its own
	Label() string   // its name or title
}

// Kind is a sort of object.
type Kind string

// The kinds of objects. The first five can be named in the prose.
const (
	KindBriefing Kind = "briefing"
	KindClaim    Kind = "claim"
	KindSource   Kind = "source"
	KindActor    Kind = "actor"
	KindEvent    Kind = "event"
	KindPage     Kind = "page"
)

// Briefing is one annotated text.
type Briefing struct {
	*brief.Briefing
	Prose
	Doc         *content.Document
	Claims      []*Claim
	Judgments   []*Claim
	Sources     []*Source // its bibliography: in the order of citation and evidence
	Actors      []*Actor  // by name
	Events      []*Event  // by date
	Topics      []*Topic
	Corrections []*Correction
	Language    string
	Scale       brief.Scale
	rank        int // in Site.Briefings
}

// Claim is one statement held against its evidence.
type Claim struct {
	*brief.Claim
	Briefing       *Briefing
	Number         int // in its briefing, from 1
	Standing       brief.Standing
	Evidence       []Evidence // what is published of it, as written
	About          []Object   // actors and events
	Claimant       Object     // an actor or a source; nil for plain text or nobody
	Relations      []Relation // to other claims, then those that other claims state, inverse
	SupersededBy   *Claim
	Events         []*Event
	Stated         bool // some words of the briefing state it
	LikelihoodBand string
}

// Evidence is a source held for or against a claim.
type Evidence struct {
	*brief.Evidence
	Source *Source
	Claim  *Claim
}

// Relation is another claim and how it stands to this one. Inverse: the other claim says so of this one.
type Relation struct {
	Type    brief.RelationType
	Claim   *Claim
	Inverse bool
}

// Source is where information comes from.
type Source struct {
	*brief.Source
	Prose
	Publisher  *Actor // nil for plain text
	Roots      []*Source
	Parents    []*Source
	Children   []*Source
	Uses       []Evidence // by claim
	ClaimCount int        // distinct, of Uses
	Events     []*Event   // of the claims that lean on it
	Mentions   []Mention
	slug       string
}

// Actor is a person or body.
type Actor struct {
	*brief.Actor
	Prose
	Roles     []Role
	Relations []ActorRelation // its own, then those that other actors state, inverse
	About     []*Claim        // claims about it
	By        []*Claim        // claims it makes
	Events    []*Event
	Published []*Source
	Mentions  []Mention
	Briefings []*Briefing // that speak of it
	Picture   Picture
	rank      int // in Site.Actors
}

// Picture is the image of an object: the address of its file, empty for none, and the source it is from, if any.
type Picture struct {
	Address string
	Source  *Source
}

// Role is an office; Of is nil where the author wrote plain text.
type Role struct {
	*brief.Role
	Of *Actor
}

// ActorRelation is a relation between two actors. Inverse: the other states it.
type ActorRelation struct {
	*brief.ActorRelation
	Other   *Actor
	Claims  []*Claim
	Inverse bool
}

// Event is something that happened at a date.
type Event struct {
	*brief.Event
	Prose
	Briefing *Briefing // nil for events of the site
	Actors   []*Actor
	Claims   []*Claim
	Picture  Picture
	year     string // of the timeline's page that shows it; empty while it is one page
}

// Topic is a word that briefings share.
type Topic struct {
	Name      string
	Slug      string
	Briefings []*Briefing
}

// Page is one of the author's own pages, or the text of the front page.
type Page struct {
	*brief.Page
	Prose
	front bool
	label string
}

// Correction is a change of our own.
type Correction struct {
	*brief.Correction
	Briefing *Briefing
	Claim    *Claim // nil for the briefing as a whole
	Anchor   string // on the page of all corrections
}

// Mention is a sentence in which an object is named.
type Mention struct {
	In       Object
	Sentence string
	Ref      int // index into the prose's Refs, for the anchor; -1 for none
}

// Alias is an earlier address and where it leads now.
type Alias struct {
	Address string
	At      diag.Span
	To      Object
}

// Link joins what was read. Diagnostics come beside a Site that is whole but for what they name.
func Link(c *content.Content) (*Site, diag.List) {
	l := &linker{Site: &Site{
		Settings:  c.Settings,
		briefings: make(map[string]*Briefing),
		claims:    make(map[string]*Claim),
		actors:    make(map[string]*Actor),
		sources:   make(map[string]*Source),
		events:    make(map[string]*Event),
		pages:     make(map[string]*Page),
		hidden:    make(map[string]string),
		documents: make(map[string]Object),
		files:     make(map[string]bool),
		shown:     make(map[string]bool),
	}}
	for _, name := range c.Files {
		l.files[name] = true
	}
	for _, key := range c.Unread {
		l.hidden[key] = unread
		kind, _, _ := strings.Cut(key, ":")
		l.partial = l.partial || kind == string(KindBriefing) || kind == "library"
	}
	l.declare(c.Documents)
	if l.Settings.BaseURL == "" {
		l.report(diag.Diagnostic{
			Code: "no-base-url", At: l.Settings.At,
			Message: "without base_url there are no feeds, no sitemap and no canonical links", Hint: "base_url: https://example.org/",
		})
	}
	l.fixOrders()
	l.linkSources()
	l.linkClaims()
	l.linkEvents()
	l.linkActors()
	l.linkBriefings()
	l.linkProse()
	l.relate()
	l.Files = sortedKeys(l.shown)
	return l.Site, l.problems
}

// fixOrders sorts the objects of each kind as pages list them.
func (l *linker) fixOrders() {
	tag, err := language.Parse(l.Settings.Language)
	if err != nil {
		tag = language.English
	}
	collator := collate.New(tag, collate.IgnoreCase, collate.Numeric)
	var buf collate.Buffer
	sortByText(l.Actors, collator, &buf, func(a *Actor) (string, string) { return a.Name, a.ID })
	sortByText(l.Sources, collator, &buf, func(s *Source) (string, string) { return s.Label(), s.ID })
	slices.SortFunc(l.Briefings, func(a, b *Briefing) int {
		return cmp.Or(newestFirst(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(l.Events, compareEvents)
	slices.SortFunc(l.Pages, func(a, b *Page) int { return cmp.Compare(a.ID, b.ID) })
	for _, b := range l.Briefings {
		l.Claims = append(l.Claims, b.Claims...)
	}
	for i, a := range l.Actors {
		a.rank = i
	}
}

// sortByText sorts by the language's own order, then by id. Keys are computed once.
func sortByText[T any](objects []T, collator *collate.Collator, buf *collate.Buffer, text func(T) (string, string)) {
	type keyed struct {
		key    string
		id     string
		object T
	}
	keys := make([]keyed, len(objects))
	for i, o := range objects {
		name, id := text(o)
		buf.Reset()
		keys[i] = keyed{string(collator.KeyFromString(buf, name)), id, o}
	}
	slices.SortFunc(keys, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	for i := range keys {
		objects[i] = keys[i].object
	}
}

func newestFirst(a, b edtf.Date) int { return edtf.Compare(b, a) }

func compareEvents(a, b *Event) int {
	return cmp.Or(edtf.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
}

// Claim returns the claim with the address "briefing#claim", or nil.
func (s *Site) Claim(address string) *Claim { return s.claims[address] }

// Briefing returns the briefing with the slug, or nil.
func (s *Site) Briefing(slug string) *Briefing { return s.briefings[slug] }

// Page returns the author's own page with the id, or nil.
func (s *Site) Page(id string) *Page { return s.pages[id] }

// Source returns the source with the id, or nil.
func (s *Site) Source(id string) *Source { return s.sources[id] }

// Grade returns a source's reliability and where it comes from: its own, its publisher's, or F where nobody judged it.
func (s *Source) Grade() (grade brief.Reliability, basis, from string) {
	switch {
	case s.Reliability != "":
		return s.Reliability, s.GradeBasis, "its own grade"
	case s.Publisher != nil && s.Publisher.Reliability != "":
		return s.Publisher.Reliability, s.Publisher.GradeBasis, "the grade of its publisher"
	}
	return brief.ReliabilityUnknown, "", "nobody has graded it"
}

// Grade returns the Admiralty grade of the evidence, such as B2: the effective reliability of its source and its credibility. What
// was not judged is F and 6.
func (e Evidence) Grade() (reliability brief.Reliability, credibility brief.Credibility) {
	reliability, _, _ = e.Source.Grade()
	credibility = e.Credibility
	if credibility == "" {
		credibility = brief.CredibilityUnknown
	}
	return reliability, credibility
}

// Without returns the standing that a claim would have were the retracted source not retracted.
func (s *Site) Without(c *Claim, source *Source) brief.Standing {
	var evidence []brief.Evidence
	for _, e := range c.Evidence {
		evidence = append(evidence, *e.Evidence)
	}
	return s.derivation.Standing(evidence, source.ID)
}

// OpenSources returns the sources that have a page: all but those withheld by the authors.
func (s *Site) OpenSources() []*Source {
	open := make([]*Source, 0, len(s.Sources))
	for _, source := range s.Sources {
		if !source.Withheld() {
			open = append(open, source)
		}
	}
	return open
}

// Leaning returns the claims that lean on a source or on one that derives from it, each once and in a fixed order.
func (s *Site) Leaning(source *Source) []*Claim {
	var claims []*Claim
	found := make(map[*Claim]bool)
	seen := map[*Source]bool{source: true}
	for queue := []*Source{source}; len(queue) > 0; queue = queue[1:] {
		for _, use := range queue[0].Uses {
			if !found[use.Claim] {
				found[use.Claim], claims = true, append(claims, use.Claim)
			}
		}
		for _, child := range queue[0].Children {
			if !seen[child] {
				seen[child], queue = true, append(queue, child)
			}
		}
	}
	return claims
}

// SplitTimeline reports whether the timeline is a page a year.
func (s *Site) SplitTimeline() bool { return len(s.Events) > s.Settings.YearsFrom }
