package diag

import (
	"cmp"
	"slices"
)

// Level says how much a problem matters. The zero value is "not stated".
type Level uint8

// The levels, from the least to the most severe.
const (
	LevelUnset   Level = iota
	LevelOff           // not reported
	LevelInfo          // worth knowing
	LevelWarning       // published all the same
	LevelError         // nothing is published
	LevelFirm          // before List.Resolve only: an error that no site can lower, as what it stops would show what must not be seen
)

var levelWords = [...]string{"", "off", "info", "warning", "error"}

// String returns the level's word as it is written in `checks:`.
func (l Level) String() string { return levelWords[min(l, LevelError)] }

// ParseLevel reads a level's word; ok is false for any other text.
func ParseLevel(s string) (l Level, ok bool) {
	i := slices.Index(levelWords[1:], s)
	return Level(i + 1), i >= 0
}

// Levels returns the words that ParseLevel reads, from the most severe.
func Levels() []string { return []string{"error", "warning", "info", "off"} }

// Code is a kind of problem: its stable name, its default level and what it means in a sentence. Where a case of it matters more or less, its
// diagnostic says so.
type Code struct {
	Name  string
	Level Level
	Title string
}

// codes is the registry, sorted by name. A name is never reused.
var codes = []Code{
	{"address-clash", LevelError, "two files would be written to one address"},
	{"ambiguous-link", LevelError, "a link could lead to objects of several kinds"},
	{"ambiguous-name", LevelWarning, "two actors have the same name, so that it is never linked"},
	{"bad-csl", LevelError, "a file of CSL-JSON cannot be read"},
	{"bad-date", LevelError, "a date is not EDTF (ISO 8601-2)"},
	{"bad-encoding", LevelError, "a file is not UTF-8 text"},
	{"bad-file", LevelError, "a file of the content cannot be used as it is"},
	{"bad-link", LevelError, "an address has a scheme that is not allowed"},
	{"bad-markup", LevelError, "one of the notations in the prose is not well formed"},
	{"bad-template", LevelError, "a template of the site cannot be used"},
	{"bad-value", LevelError, "a value is not one that its field takes"},
	{"bad-yaml", LevelError, "front matter or settings are not the YAML that attest reads"},
	{"blocked-address", LevelError, "a built page holds an address that was blocked"},
	{"broken-fragment", LevelError, "an internal link leads to a place that its page does not have"},
	{"broken-link", LevelError, "an internal link leads nowhere"},
	{"changed-since-review", LevelWarning, "words, text or evidence of a claim changed since it was reviewed"},
	{"confidence-with-likelihood", LevelWarning, "one sentence states both how likely something is and how sure that is (ICD 203)"},
	{"cut-text", LevelWarning, "words that follow a text are a comment to YAML"},
	{"dead-link", LevelWarning, "the address of a source cannot be reached (only with --external)"},
	{"derivation-cycle", LevelError, "sources derive from each other in a circle"},
	{"diagonal-grades", LevelWarning, "nearly all grades lie on A1, B2, C3, …, as if source and information had not been judged apart"},
	{"duplicate-id", LevelError, "two objects of a kind have one id"},
	{"duplicate-key", LevelError, "a key stands twice"},
	{"long-quote", LevelInfo, "a quote has more than 300 characters"},
	{"lost-cell", LevelError, "a row of a table has more cells than the table has columns"},
	{"merge-conflict", LevelError, "a file holds the markers of an unresolved merge"},
	{"missing-block", LevelWarning, "a template of the site leaves out what every page has"},
	{"missing-key", LevelError, "a field that a reader cannot do without is not there"},
	{"mixed-scales", LevelWarning, "the claims of a briefing use terms of two scales, or of both wordings of one"},
	{"no-base-url", LevelInfo, "without base_url there are no feeds, sitemap or canonical links"},
	{"orphan-actor", LevelWarning, "nothing refers to an actor"},
	{"orphan-source", LevelWarning, "nothing refers to a source"},
	{"outside-site", LevelError, "a link of the file system leads out of the site"},
	{"over-tlp", LevelError, "a built file holds material over the site's TLP level"},
	{"plain-code", LevelWarning, "a code block is shown without colours"},
	{"plain-url", LevelWarning, "the site's address is not encrypted"},
	{"probability-outside-band", LevelError, "a probability does not lie in the band of its term"},
	{"quote-not-found", LevelError, "a quote is not in the copy of its source"},
	{"quote-unchecked", LevelInfo, "there is no copy of a source to check its quotes against"},
	{"raw-html", LevelWarning, "HTML in the Markdown is shown as text"},
	{"retracted-source", LevelError, "a current claim leans on a source that is retracted"},
	{"review-overdue", LevelWarning, "a claim was to be reviewed before the day of the build"},
	{"skipped-file", LevelWarning, "a file of the content is of a sort that attest does not read"},
	{"snapshot-changed", LevelError, "the copy of a source is missing, or is not what its digest says"},
	{"status-behind-correction", LevelError, "a correction takes back a claim that is still current (a warning for an expression of concern)"},
	{"thin-high-confidence", LevelWarning, "high confidence rests on fewer than two independent lines, and nothing says why"},
	{"time-travel", LevelInfo, "evidence was published after the briefing's last update (an error where a copy is older than its source)"},
	{"too-large", LevelError, "a file or a part of it is over a stated limit"},
	{"unanswered-dispute", LevelWarning, "evidence against a claim has no answer (an error where the finding is confirmed)"},
	{"unearned-one", LevelError, "credibility 1, confirmed by other independent sources, on a side with fewer than two independent lines"},
	{"ungraded", LevelInfo, "a grade is missing, or nothing says what it rests on"},
	{"unknown-id", LevelError, "a reference names an object that is not there"},
	{"unknown-key", LevelError, "a key is not one that its object has"},
	{"unknown-template", LevelWarning, "a template of the site has a name that no page uses"},
	{"unpublished-reference", LevelError, "what is published refers to what is not: a draft, or material over the site's TLP level"},
	{"unsourced-claim", LevelError, "a fact, figure or quote has no evidence"},
	{"unused-claim", LevelWarning, "no words of the briefing state the claim"},
	{"unused-definition", LevelWarning, "no link uses the address that a line defines"},
	{"weak-url", LevelWarning, "an address is a shortener's, a search result or an archive's (info where it is only not encrypted)"},
	{"withheld-leak", LevelError, "material that is withheld is referred to, or found in a built file"},
}

// fixed are the codes whose level no site can change: what they stop would show what must not be seen.
var fixed = []string{"over-tlp", "unpublished-reference", "withheld-leak"}

// Fixed reports whether no site can change the level of a code.
func Fixed(code string) bool { return slices.Contains(fixed, code) }

// Codes returns every code, sorted by name.
func Codes() []Code { return slices.Clone(codes) }

// DefaultLevel returns the level a code has where the site sets none; an unknown code is an error, so that nothing is hidden.
func DefaultLevel(name string) Level {
	i, ok := slices.BinarySearchFunc(codes, name, func(c Code, name string) int { return cmp.Compare(c.Name, name) })
	if !ok {
		return LevelError
	}
	return codes[i].Level
}
