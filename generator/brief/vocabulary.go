package brief

import "slices"

// Term is a word of a vocabulary and what it means.
type Term struct{ Word, Meaning string }

// Vocabulary is a closed list of words. Key names it in language files, Standard where the words come from; it is empty for attest's own.
type Vocabulary struct {
	Key, Name, Standard string
	Terms               []Term
}

// Words returns the vocabulary's words in their order.
func (v Vocabulary) Words() []string {
	words := make([]string, len(v.Terms))
	for i, t := range v.Terms {
		words[i] = t.Word
	}
	return words
}

// Has reports whether word is one of the vocabulary's.
func (v Vocabulary) Has(word string) bool {
	return slices.ContainsFunc(v.Terms, func(t Term) bool { return t.Word == word })
}

// Meaning returns what word means, or an empty text.
func (v Vocabulary) Meaning(word string) string {
	for _, t := range v.Terms {
		if t.Word == word {
			return t.Meaning
		}
	}
	return ""
}

// The types of the closed vocabularies. The zero value of each is "not stated".
type (
	Reliability    string // of a source, A to F (STANAG 2511)
	Credibility    string // of one piece of information, 1 to 6 (STANAG 2511); a character, never a number
	ClaimKind      string
	Confidence     string // ICD 203
	Stance         string // from the source towards the claim (CiTO)
	Basis          string // how the source knows
	Tier           string
	Origin         string
	Access         string
	Finding        string // the editor's word
	Status         string
	CorrectionType string // Crossref
	RelationType   string // between claims
	TLP            string // Traffic Light Protocol 2.0
	ActorType      string
)

// Words that rules and pages depend on.
const (
	Fact   ClaimKind = "fact"
	Figure ClaimKind = "figure"
	Quoted ClaimKind = "quote"

	Supports  Stance = "supports"
	Qualifies Stance = "qualifies"
	Disputes  Stance = "disputes"
	Refutes   Stance = "refutes"

	OriginOriginal Origin = "original"
	OriginDerived  Origin = "derived"
	OriginUnknown  Origin = "unknown"

	AccessPublic     Access = "public"
	AccessRestricted Access = "restricted"
	AccessWithheld   Access = "withheld"

	StatusCurrent     Status = "current"
	StatusUnderReview Status = "under_review"
	StatusSuperseded  Status = "superseded"
	StatusRetracted   Status = "retracted"

	ReliabilityUnknown   Reliability = "F"
	CredibilityConfirmed Credibility = "1"
	CredibilityUnknown   Credibility = "6"

	ConfidenceHigh   Confidence = "high"
	FindingConfirmed Finding    = "confirmed"

	TLPClear TLP          = "clear"
	TLPRed   TLP          = "red"
	SameAs   RelationType = "same_as"
)

// Above reports whether material of level t may not be shown where the level is limit. A level not stated is clear.
func (t TLP) Above(limit TLP) bool { return t != "" && t.rank() > limit.rank() }

func (t TLP) rank() int {
	return max(0, slices.Index(TLPs().Words(), string(t)))
}

// Reliabilities is the reliability of a source.
func Reliabilities() Vocabulary {
	return Vocabulary{"reliability", "Reliability of a source", "NATO Admiralty code, STANAG 2511", []Term{
		{"A", "completely reliable"},
		{"B", "usually reliable"},
		{"C", "fairly reliable"},
		{"D", "not usually reliable"},
		{"E", "unreliable"},
		{"F", "reliability cannot be judged"},
	}}
}

// Credibilities is the credibility of one piece of information.
func Credibilities() Vocabulary {
	return Vocabulary{"credibility", "Credibility of the information", "NATO Admiralty code, STANAG 2511", []Term{
		{"1", "confirmed by other independent sources"},
		{"2", "probably true"},
		{"3", "possibly true"},
		{"4", "doubtful"},
		{"5", "improbable"},
		{"6", "truth cannot be judged"},
	}}
}

// ClaimKinds is what sort of statement a claim is.
func ClaimKinds() Vocabulary {
	return Vocabulary{"kind", "Kind of claim", "", []Term{
		{"fact", "something that happened or is so"},
		{"figure", "a number somebody counted or estimated"},
		{"quote", "words that somebody said"},
		{"judgment", "what an analyst concludes"},
		{"assumption", "what is taken as given"},
		{"forecast", "what is expected to happen"},
	}}
}

// Confidences is the analysts' confidence in a judgment.
func Confidences() Vocabulary {
	return Vocabulary{"confidence", "Confidence", "ICD 203", []Term{
		{"low", "the information is scant, questionable or fragmented"},
		{"moderate", "the information is credible and plausible, but not of sufficient quality or corroboration"},
		{"high", "the information is of high quality, or the judgment is a solid one; it may still be wrong"},
	}}
}

// Stances is how a source stands to a claim.
func Stances() Vocabulary {
	return Vocabulary{"stance", "Stance", "CiTO, the Citation Typing Ontology", []Term{
		{"supports", "the source says that the claim is so"},
		{"qualifies", "the source says that it is so with limits; shown, not counted"},
		{"disputes", "the source puts the claim in doubt"},
		{"refutes", "the source says that the claim is not so"},
	}}
}

// Bases is how a source knows.
func Bases() Vocabulary {
	return Vocabulary{"basis", "Basis of the information", "", []Term{
		{"witnessed", "the source saw or measured it"},
		{"told", "the source was told"},
		{"deduced", "it follows from what the source knows"},
		{"induced", "it is generalised from what the source knows"},
		{"unknown", "how the source knows is not known"},
	}}
}

// Tiers is how near a source is to what it speaks of.
func Tiers() Vocabulary {
	return Vocabulary{"tier", "Tier of a source", "", []Term{
		{"primary", "a record or a text of those who took part"},
		{"secondary", "reporting or analysis of others"},
		{"tertiary", "a relay or digest of secondary sources"},
	}}
}

// Origins is where the information in a source comes from.
func Origins() Vocabulary {
	return Vocabulary{"origin", "Origin", "", []Term{
		{"original", "it comes from this source itself"},
		{"derived", "it comes from another source"},
		{"unknown", "nobody declared where it comes from"},
	}}
}

// Accesses is how much of a source may be shown.
func Accesses() Vocabulary {
	return Vocabulary{"access", "Access", "", []Term{
		{"public", "everything about the source is shown"},
		{"restricted", "only its descriptor, grade and stance are shown"},
		{"withheld", "only its grade is shown; it still counts"},
	}}
}

// Findings is the editor's word on a claim.
func Findings() Vocabulary {
	return Vocabulary{"finding", "Finding", "", []Term{
		{"confirmed", "we found it to be so"},
		{"reported", "it is reported; we did not confirm it"},
		{"disputed", "those who know disagree"},
		{"unverified", "we could not check it"},
		{"refuted", "we found it not to be so"},
	}}
}

// Statuses is where a claim stands in its life.
func Statuses() Vocabulary {
	return Vocabulary{"status", "Status", "", []Term{
		{"current", "we hold it as it stands"},
		{"under_review", "it is being looked at again"},
		{"corrected", "it was changed after publication"},
		{"superseded", "another claim has taken its place"},
		{"retracted", "we no longer hold it"},
	}}
}

// CorrectionTypes is what sort of change was made after publication.
func CorrectionTypes() Vocabulary {
	return Vocabulary{"correction", "Type of correction", "Crossref", []Term{
		{"correction", "something was wrong and is right now"},
		{"clarification", "something could be misread and is clearer now"},
		{"new_version", "the text was written anew"},
		{"retraction", "it is withdrawn because it was wrong"},
		{"expression_of_concern", "there is reason to doubt it"},
		{"withdrawal", "it is withdrawn for another reason"},
	}}
}

// RelationTypes is how a claim stands to another claim.
func RelationTypes() Vocabulary {
	return Vocabulary{"relation", "Relation between claims", "", []Term{
		{"supports", "if this is so, the other is likelier"},
		{"attacks", "if this is so, the other is less likely"},
		{"undercuts", "this takes away a reason for the other"},
		{"contradicts", "both cannot be so"},
		{"refines", "this says the same more exactly"},
		{"same_as", "both say the same"},
	}}
}

// TLPs is who may see what, from the least restricted.
func TLPs() Vocabulary {
	return Vocabulary{"tlp", "Traffic Light Protocol", "FIRST TLP 2.0", []Term{
		{"clear", "may be given to anybody"},
		{"green", "for the community only"},
		{"amber", "for the organisation and its clients only"},
		{"amber+strict", "for the organisation only"},
		{"red", "for the named recipients only"},
	}}
}

// ActorTypes is what an actor is.
func ActorTypes() Vocabulary {
	return Vocabulary{"actor", "Type of actor", "", []Term{
		{"person", "a human being"},
		{"organization", "a body that is none of the others"},
		{"state", "a state"},
		{"group", "people who act together without being a body"},
		{"company", "a business"},
		{"public_body", "an authority of a state or of several"},
	}}
}

// Verifications is how closely a quote stands in the copy of its source. It is found, never written.
func Verifications() Vocabulary {
	return Vocabulary{"verification", "Verification of a quote", "", []Term{
		{"exact", "it stands there to the letter"},
		{"normalised", "it stands there but for white space, hyphens at line ends, soft hyphens, ligatures and Unicode's normal form"},
		{"typographic", "it stands there but for quotation marks, dashes and ellipses too"},
		{"missing", "it does not stand there"},
	}}
}

// Vocabularies returns every vocabulary, in the order in which a reader meets them.
func Vocabularies() []Vocabulary {
	return []Vocabulary{
		Reliabilities(), Credibilities(), Stances(), Bases(), Tiers(), Origins(), Accesses(), ClaimKinds(), Confidences(),
		Findings(), Statuses(), RelationTypes(), CorrectionTypes(), TLPs(), ActorTypes(), Verifications(),
	}
}
