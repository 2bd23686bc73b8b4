// Package theme turns views, the typed data each page shows, into HTML through the templates of the built-in theme and a site's own.
// It knows templates and assets; what stands in a view is decided by package plan. Its pages are HTML (WHATWG) and meet WCAG 2.2 AA.
package theme

import "html/template"

// The views are the typed data that templates get. All words in them are finished: dates are worded, vocabularies resolved, links
// relative to the page. A template decides only how they stand.

// Page is what every template gets under .Page: the frame around the content.
type Page struct {
	Site        Site
	Title       string // of the document, without the site's name
	Description string // one plain sentence for search engines and social tags; may be empty
	Kind        string // of page: front, briefing, briefings, claims, actor, actors, source, sources, timeline, topic, corrections, methodology, search, plain, notfound, redirect, further
	Root        string // relative way to the site's root: "", "../" or, on the 404 page, an absolute path such as "/repo/"
	Canonical   string // absolute address; empty without base_url
	Image       string // absolute address of a social picture; may be empty
	Crumbs      []Link // from the front page to the parent; empty on the front page
	JSONLD      any    // structured data as template.JS, for a script of type application/ld+json; nil for none
	Noindex     bool
}

// Site is what is the same on all pages.
type Site struct {
	Title       string
	Description string
	Language    string // BCP 47
	Author      string
	Logo        string         // relative to the site's root; may be empty
	Base        string         // base_url with a closing slash; empty if not set
	Menu        []Link         // the author's own entries, Href relative to the site's root
	Policies    []Link         // Href relative to the site's root
	Social      []Link         // absolute addresses
	Feeds       bool           // feed.atom, feed.json and corrections.atom exist
	Stylesheet  string         // style.css?v=digest
	Script      string         // attest.js?v=digest
	Previews    int            // how many chunks data/previews/<n>.js there are; 0 for none
	Extra       map[string]any // of site.yaml
}

// Link is a name and the way to it, relative to the page that shows it.
type Link struct {
	Href string // empty where there is nothing to lead to: then it is shown as text
	Text string
}

// Date is an EDTF date in words. From is set when the date, or its start, is a day, a month or a year after 0, in the form that
// <time datetime> takes; To likewise for the end of an interval. With both empty it is shown as <span class="date">.
type Date struct {
	Words              string // the whole in words; empty when there is no date
	From, To           string
	FromWords, ToWords string // the words of each end when To is set
}

// Standing is what the evidence itself says of a claim.
type Standing struct {
	Class string // corroborated, single-source, contested, refuted, unsourced; withdrawn of a claim that is held no longer: names a colour and a line pattern
	Word  string // the same for readers, such as "single source"
	Tally string // "5 reports, 2 independent lines, 1 origin unknown; disputed by 1"
	Lines int    // independent lines for it

	// What makes a claim less sure than its standing; empty where other fields say so.
	Status       string   // other than current
	Reservations []string // what was found, whose claim it is, how likely it is
}

// HeldClaim is a claim where no more is said of it than its words and how it is held.
type HeldClaim struct {
	Link     Link // Text is the claim's text
	Standing Standing
}

// Labelled is a value with the name of what it is.
type Labelled struct{ Label, Text string }

// Card is a claim beside the text, or anywhere it stands in full.
type Card struct {
	Anchor       string // claim-<id>
	Label        string // "Claim 3: contested"
	Number       int    // in the briefing, from 1
	Text         string
	Kind         string // fact, figure, quote, judgment, assumption, forecast; may be empty
	Standing     Standing
	Finding      string // the editor's word; may be empty
	Status       string // other than current; may be empty
	Likelihood   string // with its band, such as "likely (55–80 %)"; may be empty
	Probability  string // such as "70 %" or "60–80 %"
	Confidence   string // low, moderate, high; may be empty
	Claimant     Link   // whose claim it is; Text empty when ours
	When         Date
	Where        string
	About        []Link
	For          []Evidence // supports
	Qualifying   []Evidence
	Against      []Evidence // disputes, refutes
	Gap          bool       // a known gap: no evidence was found
	Basis        []Labelled // what the confidence rests on
	Why          string
	WouldChange  []string
	Relations    []RelatedClaim
	History      []CorrectionRow // what was changed of it after publication, the newest first
	SupersededBy Link
	Reviewed     string // "reviewed 5 January 2026 by desk; changed since: text"; may be empty
	Outdated     bool   // it has changed since it was reviewed
	Permalink    string // relative address of this card with its fragment
	CitationText string // "copy as citation": plain text
}

// RelatedClaim is another claim and how this one stands to it.
type RelatedClaim struct {
	Type     string // supports, attacks, undercuts, contradicts, refines, same as
	Claim    Link
	Standing Standing
}

// Evidence is a source held for or against a claim.
type Evidence struct {
	Source        Link // Href empty for a source withheld by the authors
	Number        int  // in the briefing's bibliography, from 1; 0 when it has none
	Publisher     string
	Published     Date
	Stance        string // supports, qualifies, disputes, refutes
	Grade         string // such as B2; F6 when nothing is known
	GradeMeaning  string // "usually reliable; probably true"
	Basis         string // how the source knows
	Locator       string
	Quote         string
	QuoteLanguage string // BCP 47; empty when it is the page's
	QuoteURL      string // the source's address; may be empty
	QuoteLink     string // the same with a text fragment, at which a browser finds the quote; may be empty
	Check         string // verification of the quote in words, such as "not checked against a copy of the source"
	Tier          string // how closely it stands in our copy: exact, normalised, typographic, missing; empty where it was not checked
	TierMeaning   string
	Around        []Run // the sentences around the quote in our copy, with the quote itself; empty where they may not be shown
	Translation   string
	TranslatedBy  string
	Note          string
	Answer        string // what the authors answer to evidence against
	Retracted     string // "retracted 1 May 2025: reason"; may be empty
	Derivation    string // "derived from A, B; origin: C"; may be empty
	Restricted    bool   // only descriptor, grade and stance may be shown
	Descriptor    string
}

// Run is a stretch of a passage, and whether it is of the quote.
type Run struct {
	Text   string
	Quoted bool
}

// Copy is our own copy of a source. All is empty where there is none.
type Copy struct {
	Words     string // what it is: "text/html of 3 May 2026"
	URL       string // where it was fetched; may be empty
	SHA256    string // may be empty
	Files     []Link // the copy and its text, where they are published
	Fault     string // why it is not what was archived; mostly empty
	Published string // what of it is published, in words
}

// Count is how many claims have a standing.
type Count struct {
	Standing Standing // Tally empty
	N        int
}

// Strip is the honest line above a briefing.
type Strip struct {
	Counts   []Count // those that are not zero, in the fixed order
	Claims   int
	Share    int    // per cent of sentences that state a claim
	Reviewed string // in words; "not yet reviewed" when never
}

// Judgment is a key judgment: a claim singled out.
type Judgment struct {
	Claim      Link
	Standing   Standing
	Confidence string
	Briefing   Link // empty on the briefing's own page
}

// Row is an object in a list. It stands on many pages, so it is rendered once, by the partial of its name, and views hold the result: claim-row from a
// ClaimRow, event-row from an EventRow, actor-row from an ActorRow, source-row from a SourceRow, briefing-row from a BriefingRow.
type Row = template.HTML

// BriefingRow is a briefing in a list.
type BriefingRow struct {
	Link    Link
	Date    Date
	Updated Date
	Summary string
	Authors []string
	Topics  []Link
	Strip   Strip
	Notice  string // "retraction", "withdrawal" or "expression of concern" where the briefing as a whole has one
}

// ClaimRow is a claim in a list.
type ClaimRow struct {
	Link        Link // Text is the claim's text
	Briefing    Link
	Standing    Standing
	Finding     string
	Confidence  string
	Likelihood  string
	Probability string
	Date        Date   // of the briefing
	Status      string // other than current
	Outdated    bool   // it has changed since it was reviewed
	Successor   Link   // the claim that took its place; Text empty for none
	Claimant    Link
}

// EventRow is an event in a list or on a timeline.
type EventRow struct {
	Anchor   string // event-<id>
	Title    string
	Date     Date
	Text     string
	Place    string
	Actors   []Link
	Claims   []HeldClaim
	Briefing Link // where it is declared; Text empty for events of the site
	Topics   []string
	ActorIDs []string      // for the filter
	Body     template.HTML // of an event with a file of its own; may be empty
	Image    Image
}

// CorrectionRow is a change to what had been published.
type CorrectionRow struct {
	Anchor    string // on the page of all corrections
	Date      Date   // in words "undated" where nobody has said when it was
	Type      string // of the correction; "claim retracted" and the like where none tells of it; "source retracted"
	Text      string
	By        string
	Briefing  Link // Text empty for a source
	Claim     Link // Text empty for a briefing as a whole
	Successor Link // the claim that took its place; Text empty for none
	Source    Link // that was retracted; Text empty for none
}

// Pager leads through a list in pages of 100.
type Pager struct {
	Label      string // what it is called: a page may have several
	Number, Of int    // this page, all pages, from 1
	Total      int    // entries in all
	First      int    // number of this page's first entry, from 1
	Last       int
	Prev, Next Link
	Pages      []Link // the pages nearby and some on the way to the others; Href empty for this one, and Text too for a gap
}

// FrontView fills front.html.
type FrontView struct {
	Page        Page
	Heading     string         // of index.md; may be empty
	Summary     string         // of index.md; may be empty
	Intro       template.HTML  // of index.md; may be empty
	Extra       map[string]any // of index.md
	Judgments   []Judgment
	Briefings   []Row      // the newest 20
	More        bool       // there are more in briefings.html
	Numbers     []Labelled // Label "claims", Text "127"
	Counts      []Count    // of all claims by standing
	Corrections []CorrectionRow
}

// BriefingView fills briefing.html.
type BriefingView struct {
	Page         Page
	Title        string
	Date         Date
	Updated      Date
	Authors      []string
	Summary      string
	Language     string // other than the site's; else empty
	Topics       []Link
	Notices      []CorrectionRow // what takes the briefing as a whole back, or doubts it
	Judgments    []Judgment
	Strip        Strip
	Body         template.HTML   // with each claim's card after its paragraph
	Unstated     []template.HTML // cards of claims that no words state
	Gaps         []string
	Alternatives []string
	Matrix       Matrix
	Overview     Overview // of its events
	Events       []Row
	Sources      []BibliographyEntry
	Actors       []Row
	Related      []Row
	Corrections  []CorrectionRow
	Markdown     string // the prose as written, without comments
	Headings     []Link // of level 2, for a table of contents
	Extra        map[string]any
}

// Matrix holds claims against sources: a row a claim, a column a source. A very large one (Cells nil) lists each claim's evidence instead.
type Matrix struct {
	Columns []MatrixColumn
	Rows    []MatrixRow
}

// MatrixColumn is a source of the bibliography, or all those that are withheld.
type MatrixColumn struct {
	Number int // in the bibliography, from 1; 0 for what is withheld
	Source Link
}

// MatrixRow is a claim. Cells has one entry a column, several evidence items of one source joined in it.
type MatrixRow struct {
	Claim    Link
	Number   int
	Standing Standing
	Cells    []MatrixCell
	Listed   []MatrixListed // instead of Cells in a very large matrix
}

// MatrixCell is the evidence of one source on one claim; empty when there is none.
type MatrixCell struct{ Marks []MatrixMark }

// MatrixMark is one evidence item: its stance and grade.
type MatrixMark struct {
	Stance    string
	Grade     string
	Uncounted bool // as its source was retracted, or all that this comes from
}

// MatrixListed is a mark with its source.
type MatrixListed struct {
	Source Link
	Mark   MatrixMark
}

// BibliographyEntry is a numbered source of a briefing, with the way back to each citation.
type BibliographyEntry struct {
	Number int
	Anchor string // source-<n>
	Source SourceRow
	Back   []Link // Href "#ref.3", Text "a", "b", …
}

// SourceRow is a source in a list.
type SourceRow struct {
	Link               Link
	Authors            []string
	Publisher          Link
	Published          Date
	Type               string
	Reliability        string // A to F
	ReliabilityMeaning string
	Tier               string
	Origin             string
	URL                string // absolute; empty when there is none to show
	DOI                string
	Language           string
	Retracted          string
	Restricted         bool
	Descriptor         string
	Claims             int // that lean on it
}

// ActorRow is an actor in a list.
type ActorRow struct {
	Link     Link
	Type     string
	Country  string
	Summary  string
	Claims   int // about it
	Mentions int
}

// BriefingsView fills briefings.html.
type BriefingsView struct {
	Page      Page
	Briefings []Row
	Topics    []TopicRow
	Pager     Pager
}

// TopicRow is a topic with its number of briefings.
type TopicRow struct {
	Link Link
	N    int
}

// TopicView fills topic.html.
type TopicView struct {
	Page      Page
	Topic     string
	Briefings []Row
	Claims    string // the ledger with the claims of these briefings alone; empty where the site has none
	Pager     Pager
}

// Facet is a filter of a list with the values it can take.
type Facet struct {
	Name   string // the key in the address: standing, confidence, actor, source, topic, grade, tier, origin, from, to, words, sort
	Label  string
	First  string   // what it is called that nothing is chosen; empty for "any"
	Values []Option // empty for a day (from, to) and for words that are typed
}

// Option is one value of a facet.
type Option struct{ Value, Text string }

// ClaimsView fills claims.html, the ledger.
type ClaimsView struct {
	Page   Page
	Claims []Row
	Counts []Count
	Facets []Facet
	Chunks int // how many scripts with data for the filter there are, data/claims-1.js and so on
	Pager  Pager
}

// ActorsView fills actors.html.
type ActorsView struct {
	Page   Page
	Actors []Row
	Pager  Pager
}

// ActorView fills actor.html.
type ActorView struct {
	Page        Page
	Name        string
	Type        string
	Country     string
	Summary     string
	Body        template.HTML
	Aliases     []string
	Previous    []string
	Roles       []Role
	Relations   []ActorRelation
	Identifiers []Labelled // with the address in Text where it is one
	Reliability string     // as a publisher; may be empty
	GradeBasis  string
	Image       Image
	Network     Network
	Overview    Overview // of its events
	Timeline    string   // the way to the same events among all, which needs scripts
	Events      Part
	About       Part // claims
	By          Part // claims
	Published   Part // sources it published
	Mentions    Part
	Extra       map[string]any
}

// Role is an office held.
type Role struct {
	Title string
	Of    Link
	When  Date
}

// ActorRelation is a fact about two actors, with the claims it rests on.
type ActorRelation struct {
	Type       string
	To         Link
	Role       string
	Start, End Date
	Claims     []HeldClaim
	Inverse    bool // the other actor states it
}

// Mention is a sentence in which an object is named.
type Mention struct {
	In       Link // the page
	Sentence string
	Date     Date
}

// Image is a picture with its words.
type Image struct {
	Src, Alt, Caption, Credit string // Src empty for none
	Width, Height             int    // in pixels; 0 where it is not known
	Source                    Link
}

// SourcesView fills sources.html.
type SourcesView struct {
	Page    Page
	Sources []Row
	Facets  []Facet
	Chunks  int // how many scripts with data for the filter there are, data/sources-1.js and so on
	Pager   Pager
}

// SourceView fills source.html.
type SourceView struct {
	Page          Page
	Source        SourceRow
	Body          template.HTML
	Note          string
	Accessed      Date
	GradeBasis    string
	Graded        string // "graded by desk on 15 January 2026"
	GradeFrom     string // "its own grade", "its publisher's grade", "nobody graded it"
	Descriptor    []Labelled
	Copy          Copy
	Archived      []Labelled // Text is the address
	Up            []TreeNode // what it derives from
	Down          []TreeNode // what derives from it
	Roots         []Link     // its known origins
	Uncounted     string     // why evidence that it gives is not counted though it was not retracted itself; may be empty
	Evidence      Part       // every evidence item that uses it
	Events        Part
	Mentions      Part
	Blast         *Blast // when it is retracted
	RetractionURL string // where its publisher says that it is retracted; may be empty
}

// Part is a list within the page of an actor or a source: 100 of its entries, in one of the three. Pager.Total is 0 for an empty list.
type Part struct {
	Rows     []Row
	Mentions []Mention
	Evidence []Leaning
	Pager    Pager
}

// FurtherView fills further.html: a further page of a Part.
type FurtherView struct {
	Page    Page
	Of      Link // the page of the actor or source
	Heading string
	Part    Part
}

// TreeNode is a source in a derivation tree. The tree is cut, and says so, where it would show one source twice or grow too large.
type TreeNode struct {
	Source    Link
	Origin    string
	Retracted bool
	Repeated  bool // it stands elsewhere in the tree, with what follows from it
	Cut       bool // what follows from it is on its own page
	Nodes     []TreeNode
}

// Leaning is a claim that leans on the source, with the evidence.
type Leaning struct {
	Claim    Row
	Evidence Evidence
}

// Blast is what leaned on a retracted source.
type Blast struct {
	Words     string // how many claims leaned on it, and how many of them lost standing
	Claims    []BlastClaim
	Briefings []Link
	Events    []Link
	Actors    []Link
}

// BlastClaim is a claim and its standing with and without the source.
type BlastClaim struct {
	Claim  Link
	Before Standing
	After  Standing
	Lost   bool   // it lost standing
	Status string // other than current; may be empty
}

// TimelineView fills timeline.html.
type TimelineView struct {
	Page     Page
	Heading  string // "Timeline" or "Timeline of 2024"
	Overview Overview
	Legend   []Word // the standings, for what explains the picture
	Events   []Row
	Years    []Link // when the timeline is split; Href empty for this one, and Text too for a gap
	Facets   []Facet
	Chunks   int // how many scripts with data for the filter there are, data/timeline-1.js and so on
	Total    int
}

// Overview is a picture of events along time, as high as so many pixels and as wide as there is room: what lies across is in per cent of
// its width. It has either marks, one an event, or, of very many events, columns.
type Overview struct {
	Height  int
	Axis    int // how far down the axis lies
	Base    int // and what its labels stand on
	Ticks   []Tick
	Cuts    []float64 // where the axis leaves time out
	Marks   []Mark
	Columns []Column
	Words   string // the picture in a sentence, for those who do not see it
	Left    string // which times the axis leaves out; may be empty
	Omitted int    // events that have no place in the picture
	Faded   bool   // some end of a mark fades
	Legend  string // the way to what explains the marks, on another page; empty on the timeline itself
	Skip    string // the way past the picture, for those who go through it by keyboard; empty where that takes few steps
}

// Tick is a day that is named on the axis.
type Tick struct {
	X    float64
	Text string
	Wide bool // it has room in wide windows only
}

// Mark is an event: a point at X where it is one day, else a bar, which is pale from X for Width, all days that the date can mean, and full
// from SureX for SureWidth, where it lies whatever day its ends are.
type Mark struct {
	X, Width         float64
	SureX, SureWidth float64 // SureWidth is 0 where nothing is sure
	Y                int     // of a point's middle, of a bar's upper side
	Point            bool
	Ends             []Ending // those that are not certain
	Href             string
	Title            string // "29 June 2025: Joint gala in Pyongyang (contested)"
	Standing         string // class of the weakest claim behind it; may be empty
}

// Ending is an end of a mark that is no certain day.
type Ending struct {
	X      float64
	Y      int  // of its upper side
	Fades  bool // it is approximate or uncertain
	Opens  bool // it is open; neither: it is not known
	Before bool // it is the beginning
	Pale   bool // the bar is pale there
}

// Column is how many events begin in a month, a year or several years.
type Column struct {
	X, Width float64
	Y, H     int
	N        int
	Room     bool   // the number can stand above the column in wide windows
	Href     string // of the first of them
	Title    string // "2025: 371 events"
}

// Network is a picture of who an actor is connected with: a list, the closest first, and arcs at its side.
type Network struct {
	Name   string // the actor's
	Height int    // of the arcs' picture, in its own units; 90 of them are its width
	Rows   []Neighbour
	Arcs   []Arc
	More   []Link // the next closest
	Rest   int    // how many there are beyond those
	Among  bool   // some arc is between two others
	Signed bool   // some row has a claim
	Words  string // the picture in a sentence
}

// Neighbour is an actor with whom another is connected. What it does reads on from its own name, what is done to it leads up to that.
type Neighbour struct {
	Actor  Link
	Before []string // relations that the page's actor states, such as "intelligence service of"
	After  []string // relations that this one states, such as "relays briefings of"
	Claims []Sign
	Others int // claims beyond those
}

// Sign is a claim shown by the sign of its standing alone.
type Sign struct {
	Href     string
	Standing string // its class
	Words    string // "contested: By mid-January about 4,000 …"
}

// Arc connects two rows, from Y1 to Y2, with control points at Bend.
type Arc struct {
	Y1, Y2, Bend int
	Width        int
	Own          bool // one end is the page's actor; else both are others of its list
	Stated       bool // by a relation, not by claims alone
}

// CorrectionsView fills corrections.html.
type CorrectionsView struct {
	Page        Page
	Corrections []CorrectionRow
	Policy      Link
	Pager       Pager
}

// MethodologyView fills methodology.html.
type MethodologyView struct {
	Page         Page
	Own          template.HTML // the author's pages/methodology.md; may be empty
	Extra        map[string]any
	Vocabularies []Vocabulary
	Scales       []Scale
	Standings    []Word
	Codes        []CodeRow
}

// Vocabulary is a closed list of words and their meaning.
type Vocabulary struct {
	Name     string
	Anchor   string
	Standard string
	Words    []Word
}

// Word is a term and what it means.
type Word struct{ Term, Meaning, Class string }

// Scale is a likelihood scale with its terms and bands.
type Scale struct {
	ID, Title string
	Terms     []Word
	Default   bool
}

// CodeRow is a rule that a build checks.
type CodeRow struct{ Code, Rule, Level string }

// SearchView fills search.html, the page on which scripts search.
type SearchView struct {
	Page    Page
	Shelves int          // in how many parts the data that is searched lies
	Best    int          // how many objects of a kind each part names at once for a word: the best
	Kinds   []SearchKind // of what is found, in the order of the data
	Lists   []Link       // the complete list of each kind
}

// SearchKind is a kind of what a search finds.
type SearchKind struct {
	Kind string // briefing, claim, actor, source, event
	Text string // for readers
	N    int    // how many there are
}

// PlainView fills plain.html: the author's own pages.
type PlainView struct {
	Page     Page
	Title    string
	Language string // other than the site's; else empty
	Body     template.HTML
	Extra    map[string]any
}

// NotFoundView fills notfound.html.
type NotFoundView struct{ Page Page }

// RedirectView fills redirect.html.
type RedirectView struct {
	Page Page
	To   Link
}
