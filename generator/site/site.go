// Package site joins documents into one linked Site: every reference resolved, backlinks with their sentence, standing computed
// from the evidence, orders fixed, addresses given. What is not published is not in it, and what refers to it is a diagnostic.
//
// Objects of one document point at each other; to those of others leads a number that all versions of a site share, and a Reader finds what a
// number leads to and what leads to it. So an edit makes a new Site that shares with the one before every document that neither changed nor names
// what changed.
//
// It leaves the rules of evidence to package check and what a page shows to package plan. A Site is immutable: every slice and
// map it hands out is read-only.
package site

import (
	"sync/atomic"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// Site is the whole of what is published, linked.
type Site struct {
	Settings    *brief.Settings
	Briefings   []string // slugs, newest first
	Claims      []string // addresses, by briefing, newest first, then as written
	Actors      []string // ids, by name
	Sources     []string // ids, by title, or what stands for it
	Events      []string // ids, by date
	Topics      []*Topic // by name
	Pages       []string // ids
	Corrections []CorrectionRef
	Files       []string   // files of the content that pages show or lead to, sorted
	Aliases     []Alias    // earlier addresses
	CopyFiles   []CopyFile // files of copies that are published, by name

	content   *content.Content
	numbers   byKind[int32]              // of everything that is declared or referred to, by id; a claim's is its address, briefing#claim
	count     int32                      // how many numbers there are
	documents vector[document]           // by the number of the file's name
	objects   vector[Object]             // what is published
	wanted    vector[[]int32]            // the documents that refer to what has the number, sorted by name; also of what is not there
	holders   byKind[[]holder]           // who declares an id, unless it is one object that is published
	hidden    byKind[string]             // why what has the id is not published
	topics    map[string]*Topic          // by slug
	history   map[string][]CorrectionRef // by a claim's address: the corrections that name it, newest first
	known     map[content.Digest]*Quote  // before the first link: what an earlier run has found, by Quote.key

	split      bool   // the timeline is a page a year
	doubled    []name // ids that several objects declare
	clashes    []topicClash
	troubled   []string // the files whose references have problems, sorted
	derivation *brief.Derivation
	open       []string // the sources that have a page, by title
	kinship    func() *kinship
	offered    func() *Offered
	counts     func() brief.Counts
	years      func() *years
	uses       func() []atomic.Pointer[uses] // by a source's number, of those that were asked for
	shelving   *shelving
}

// Object is what a reference can lead to.
type Object interface {
	Kind() Kind
	Address() string // of its page, relative to the site's root, with a fragment where it has no page of its own
	Label() string   // its name or title
	named() name
	declaredIn() *file
	slot() int32 // its number
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

// What names also lead to: files.
const (
	kindDocument Kind = "document" // of an object
	kindFile     Kind = "file"     // of any other sort
)

// kinds are all of them, in the order in which lists of several kinds show them.
var kinds = [...]Kind{KindBriefing, KindActor, KindSource, KindEvent, KindPage, KindClaim, kindDocument, kindFile}

// byKind is a table for each kind.
type byKind[V any] [len(kinds)]table[V]

func (k Kind) index() int {
	for i, kind := range kinds {
		if kind == k {
			return i
		}
	}
	return -1
}

// name is the id of an object and of which kind it is. Documents and other files have their file's name as id.
//
// Every name has a number, which is the same in all versions of a site that share anything. So what refers to each other is found without
// looking for ids.
type name struct {
	kind Kind
	id   string
}

// nowhere is the number of a reference that leads to nothing.
const nowhere int32 = -1

// document is what is known of a file of the content. The zero value is of a file that is not there.
type document struct {
	file      *file
	links     *links
	standings standings // of a briefing's published claims, in their order
	quotes    quotes    // of those that could be looked up
}

// file is what a document declares.
type file struct {
	*content.Document
	number   int32
	briefing *Briefing
	actors   []*Actor
	sources  []*Source
	events   []*Event
	page     *Page
	reason   string // why nothing of it is published; empty where it is
}

// Briefing is one annotated text.
type Briefing struct {
	*brief.Briefing
	Claims   []*Claim // those that are published, as written
	Language string
	Scale    brief.Scale
	topics   []string // slugs, each once
	order    edtf.Order
	file     *file
	number   int32
}

// Claim is one statement held against its evidence.
type Claim struct {
	*brief.Claim
	Briefing       *Briefing
	Number         int  // in its briefing, from 1
	Stated         bool // some words of the briefing state it
	LikelihoodBand string
	key            string // briefing#claim
	number         int32
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
	slug    string
	collate string
	byActor bool // the publisher is named by what may be an actor's id
	file    *file
	number  int32
}

// Actor is a person or body.
type Actor struct {
	*brief.Actor
	collate string
	file    *file
	number  int32
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
	Briefing *Briefing // nil for events of the site
	order    edtf.Order
	file     *file
	year     string // of the timeline's page that shows it; empty while it is one page
	index    int    // among the events of its file
	number   int32
}

// Topic is a word that briefings share.
type Topic struct {
	Name      string
	Slug      string
	Briefings []string // slugs, newest first
	index     int32    // among all topics
}

// Page is one of the author's own pages, or the text of the front page.
type Page struct {
	*brief.Page
	front  bool
	label  string
	file   *file
	number int32
}

// CorrectionRef is an entry of the page of corrections: a correction by its briefing and its number there, from 0; a claim whose status has
// changed without a correction that says so; or a source that was retracted.
type CorrectionRef struct {
	Briefing string
	Number   int
	Claim    string // its address; empty for the others
	Source   string // its id; empty for the others
	date     edtf.Date
}

// Correction is a change to what had been published. Its date is zero where nobody has said when that was.
type Correction struct {
	*brief.Correction
	Briefing *Briefing    // nil for a source
	Claim    *Claim       // nil for a briefing as a whole, and for a source
	Status   brief.Status // of a claim of which no correction says that its status has changed; else empty
	Source   *Source      // nil unless it was retracted
	Anchor   string       // on the page of all corrections
}

// Alias is an earlier address and the object whose page it was.
type Alias struct {
	Address string
	At      diag.Span
	Kind    Kind // KindBriefing or KindPage
	ID      string
}

// standings are those of a briefing's published claims, in their order.
type standings []brief.Standing

// SplitTimeline reports whether the timeline is a page a year.
func (s *Site) SplitTimeline() bool { return len(s.Events) > s.Settings.YearsFrom }

// SameShape reports whether two versions of a site have the same pages and files at the same addresses, as far as can be told without
// comparing them one by one.
func (s *Site) SameShape(other *Site) bool {
	return s.Settings == other.Settings && s.split == other.split && same(s.Briefings, other.Briefings) && same(s.Claims, other.Claims) &&
		same(s.Actors, other.Actors) && same(s.Sources, other.Sources) && same(s.open, other.open) && same(s.Events, other.Events) &&
		same(s.Topics, other.Topics) && same(s.Pages, other.Pages) && same(s.Files, other.Files) && same(s.Aliases, other.Aliases) && same(s.CopyFiles, other.CopyFiles) &&
		len(s.Corrections) == len(other.Corrections)
}

// same reports whether two slices are one.
func same[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// Place returns where an object is declared.
func (s *Site) Place(kind Kind, id string) diag.Span { return place(s.object(name{kind, id})) }
