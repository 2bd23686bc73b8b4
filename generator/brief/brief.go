// Package brief is the model of an annotated briefing: claims, the evidence for and against them, sources, actors and events, with
// the vocabularies of the field and what follows from them: origins, independent lines, standing, blast radius.
//
// It does no input or output and knows neither files' formats nor pages. References are ids as written; package site resolves
// them. Everything here is read-only once it is read. Vocabularies follow the NATO Admiralty code (STANAG 2511), ICD 203 and 206,
// PHIA, IPCC AR6, CiTO, Crossref and TLP 2.0; each table names its own.
package brief

import (
	"slices"
	"strings"

	"attest/generator/diag"
	"attest/generator/edtf"
)

// Ref is the id of another object as the author wrote it, and where.
type Ref struct {
	ID string
	At diag.Span
}

// ClaimAddress returns the address of the claim that the reference names in an object of a briefing; outside one, briefing is empty. It is
// empty where the reference does not say whose claim it is.
func (r Ref) ClaimAddress(briefing string) string {
	switch {
	case strings.Contains(r.ID, "#"):
		return r.ID
	case briefing == "":
		return ""
	}
	return briefing + "#" + r.ID
}

// Declared says where something is declared and where its fields stand.
type Declared struct {
	At     diag.Span // the id where it is a key; else the opening of the front matter, or the first key
	Places Places
}

// Place returns where the field's value stands or, where it is not written, where the object is declared.
func (d *Declared) Place(field string) diag.Span {
	if at := d.Places.Of(field); !at.IsZero() {
		return at
	}
	return d.At
}

// Stated returns what a part says that few objects have; the zero value where it is not stated.
func Stated[T any](part *T) (stated T) {
	if part != nil {
		stated = *part
	}
	return stated
}

// Header is what every object with an id has.
type Header struct {
	ID string
	Declared
	TLP    TLP
	Ignore []Ignore
}

// Ignore says that a rule does not apply to an object, and why.
type Ignore struct {
	Code string
	Why  string
	At   diag.Span
}

// Switch is a setting that may be left to the level above. The zero value is "not stated".
type Switch uint8

// The states of a switch.
const (
	Unset Switch = iota
	On
	Off
)

// Briefing is one annotated text. Its Header.ID is the slug, from the file's name.
type Briefing struct {
	Header
	Title        string
	Date         edtf.Date // published
	Updated      edtf.Date
	Summary      string
	Authors      []string
	Topics       []string
	Language     string // BCP 47; empty for the site's
	Draft        bool   // shown only on demand
	PublishOn    edtf.Date
	ExpiresOn    edtf.Date
	Scale        string // of likelihood; empty for the site's
	KeyJudgments []Ref  // claims
	Gaps         []string
	Alternatives []string
	Claims       []*Claim // in the order written
	Sources      []*Source
	Actors       []*Actor
	Events       []*Event
	Corrections  []Correction
	Aliases      []Ref // earlier addresses, relative to the site's root
	Autolink     Switch
	Extra        map[string]any
}

// Claim is one statement that can be held against evidence.
type Claim struct {
	Header
	Briefing        string // slug of the briefing that declares it
	Text            string
	Kind            ClaimKind
	Claimant        *Ref // an actor's id, a source's id, or plain text
	About           []Ref
	When            edtf.Date
	Where           *Location // nil where not stated, as are all parts that few objects have
	Finding         Finding
	Likelihood      string // a term of the scale, as written
	Probability     Probability
	Confidence      Confidence
	ConfidenceBasis *ConfidenceBasis
	Why             string
	WouldChangeIf   []string
	Evidence        []Evidence
	Relations       []ClaimRelation
	Status          Status
	SupersededBy    *Ref
	ReviewBy        edtf.Date
	Reviewed        *Review
	Gap             bool // known to have no evidence
}

// Address returns the claim's name everywhere but in its own briefing: "briefing#claim".
func (c *Claim) Address() string { return c.Briefing + "#" + c.ID }

// Evidence is a source held for or against a claim.
type Evidence struct {
	Declared
	TLP         TLP
	Source      Ref
	Stance      Stance
	Credibility Credibility
	Basis       Basis
	Locator     string
	Quote       string // in the source's language
	Translation *Translation
	Note        string
	Answer      string
}

// Translation is a quote in the language of the briefing.
type Translation struct{ Text, By string }

// Source is where information comes from.
type Source struct {
	Header
	Briefing    string // slug where it is declared in a briefing; else empty
	Type        string
	Title       string
	Authors     []string
	Publisher   Ref // an actor's id, or plain text
	URL         string
	DOI         string
	Published   edtf.Date
	Accessed    edtf.Date
	Language    string // BCP 47
	Tier        Tier
	Reliability Reliability
	GradeBasis  string
	GradedBy    string
	GradedOn    edtf.Date
	Origin      Origin
	DerivedFrom []Ref
	Descriptor  *Descriptor
	Access      Access
	Archived    []Archived
	Snapshot    *Snapshot
	Retracted   Retraction
	Note        string
}

// Descriptor describes a source in words (ICD 206).
type Descriptor struct{ Access, Record, Bias, Completeness, Currency string }

// Words says what is described, each part by its name; empty where nothing is.
func (d *Descriptor) Words() string {
	var parts []string
	for _, part := range d.Parts() {
		parts = append(parts, part.Name+": "+part.Value)
	}
	return strings.Join(parts, "; ")
}

// Parts returns what is described, in a fixed order.
func (d *Descriptor) Parts() []Named {
	if d == nil {
		return nil
	}
	all := []Named{
		{"access", d.Access}, {"record", d.Record}, {"bias", d.Bias}, {"completeness", d.Completeness}, {"currency", d.Currency},
	}
	return slices.DeleteFunc(all, func(n Named) bool { return n.Value == "" })
}

// Archived is a copy of a source elsewhere.
type Archived struct {
	URL      string
	Captured edtf.Date
}

// Snapshot is our own copy of a source: the file that was fetched, and its text in another where it is not text itself.
type Snapshot struct {
	Path       string // of the file; see package content for what it is relative to
	SHA256     string // of the file, in lower-case hexadecimal
	MediaType  string
	URL        string // where it was found in the end
	CapturedAt edtf.Date
	Tool       string
	Text       string // path of the file with its text
	TextSHA256 string
	Publish    string // full, excerpt or digest-only; empty for digest-only
}

// What is published of a snapshot.
const (
	PublishFull    = "full"    // the copy itself
	PublishExcerpt = "excerpt" // the sentences around quotes
)

// Retraction is the withdrawal of a source by its publisher. Stated tells it from the zero value, as all its fields may be empty.
type Retraction struct {
	Stated bool
	Date   edtf.Date
	Reason string
	URL    string
}

// Actor is a person or body that acts, is spoken of, or publishes.
type Actor struct {
	Header
	Briefing      string // slug where it is declared in a briefing; else empty
	Name          string
	Type          ActorType
	Aliases       []string // linked in the prose
	WeakAliases   []string // searched for, never linked
	PreviousNames []string // linked in the prose
	Country       string
	Roles         []Role
	Reliability   Reliability // of what it publishes
	GradeBasis    string
	Identifiers   []Named
	Relations     []ActorRelation
	Summary       string
	Image         *Image
	Autolink      Switch
	Extra         map[string]any
}

// Named is a value with its name, in the order written.
type Named struct{ Name, Value string }

// Role is an office held by a person.
type Role struct {
	Title string
	Of    Ref // an actor's id, or plain text
	When  edtf.Date
}

// ActorRelation is a relation of one actor to another. It rests on claims.
type ActorRelation struct {
	To         Ref
	Type       string
	Role       string
	Start, End edtf.Date
	Claims     []Ref
}

// ClaimRelation is a relation of one claim to another.
type ClaimRelation struct {
	To   Ref
	Type RelationType
}

// Event is something that happened at a date.
type Event struct {
	Header
	Briefing string // slug where it is declared in a briefing; else empty
	Date     edtf.Date
	Title    string
	Text     string
	Place    *Location
	Actors   []Ref
	Claims   []Ref
	Image    *Image
}

// Location is a place by its name, with WGS 84 degrees where Located.
type Location struct {
	Name     string
	Lat, Lon float64
	Located  bool
}

// Image is a picture beside its file, with the words it needs.
type Image struct {
	Src                  Ref
	Alt, Caption, Credit string
	Source               Ref
}

// Probability is a range of 0 to 1, both ends included; a single number has equal ends. Stated tells it from the zero value.
type Probability struct {
	Low, High float64
	Stated    bool
}

// ConfidenceBasis says what a confidence rests on (ICD 203).
type ConfidenceBasis struct{ InformationBase, Rigour, Volatility string }

// Review records that somebody looked at a claim again.
type Review struct {
	On         edtf.Date
	By, Digest string
}

// Notice is the weightiest correction that takes the briefing as a whole back, or doubts it; empty for none.
func (b *Briefing) Notice() CorrectionType {
	for _, notice := range notices {
		if slices.ContainsFunc(b.Corrections, func(c Correction) bool { return c.Claim.ID == "" && c.Type == notice }) {
			return notice
		}
	}
	return ""
}

// notices are the types of correction that take back or doubt what they are about, the weightiest first.
var notices = []CorrectionType{"retraction", "withdrawal", "expression_of_concern"}

// Leaves returns the status that a correction of the type leaves to what it takes back or doubts; empty where what it is about is held as before.
func (t CorrectionType) Leaves() Status {
	switch t {
	case "retraction", "withdrawal":
		return StatusRetracted
	case "expression_of_concern":
		return StatusUnderReview
	}
	return ""
}

// Notifies reports whether a correction takes its briefing as a whole back, or doubts it.
func (c *Correction) Notifies() bool { return c.Claim.ID == "" && c.Type.Leaves() != "" }

// Correction is a change of our own to what had been published.
type Correction struct {
	At    diag.Span
	Date  edtf.Date
	Type  CorrectionType
	Claim Ref
	Text  string
	By    string
}

// Page is one of the author's own pages. Its Header.ID is the slug.
type Page struct {
	Header
	Title    string
	Summary  string
	Language string
	Draft    bool
	Aliases  []Ref
	Autolink Switch
	Extra    map[string]any
}

// Settings are the site's own.
type Settings struct {
	Places      Places
	At          diag.Span
	Title       string
	Description string
	Language    string // BCP 47; "en" where not stated
	BaseURL     string // with a closing slash; empty for none
	Author      string
	Logo        string
	Scale       string
	TLP         TLP
	Menu        []MenuEntry
	Social      []Named
	Checks      map[string]diag.Level
	Autolink    Switch
	YearsFrom   int // the timeline is split by years when it has more events
	FeedLimit   int
	Policies    []Policy
	CNAME       string
	UnsafeHTML  bool
	Extra       map[string]any
}

// MenuEntry is a link of the author's own in the menu: to one of the pages.
type MenuEntry struct {
	Title string
	Page  Ref
}

// Policy is a page that states a policy, by what it is about: corrections, methodology, funding.
type Policy struct {
	Name string
	Page Ref
}
