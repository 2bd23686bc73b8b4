package frontmatter

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// briefingObject is the table of a briefing's keys.
var briefingObject = object[brief.Briefing]{
	name:   "a briefing",
	header: func(b *brief.Briefing) *brief.Header { return &b.Header },
	fields: []field[brief.Briefing]{
		needed("title", text, func(b *brief.Briefing) *string { return &b.Title }),
		needed("date", date, func(b *brief.Briefing) *edtf.Date { return &b.Date }),
		key("updated", date, func(b *brief.Briefing) *edtf.Date { return &b.Updated }),
		key("summary", text, func(b *brief.Briefing) *string { return &b.Summary }),
		key("authors", list(text), func(b *brief.Briefing) *[]string { return &b.Authors }),
		key("topics", list(text), func(b *brief.Briefing) *[]string { return &b.Topics }),
		key("language", tongue, func(b *brief.Briefing) *string { return &b.Language }),
		hold("draft", flag, func(b *brief.Briefing) *bool { return &b.Draft }),
		hold("publish_on", dayFrom, func(b *brief.Briefing) *edtf.Date { return &b.PublishOn }),
		hold("expires_on", dayFrom, func(b *brief.Briefing) *edtf.Date { return &b.ExpiresOn }),
		hold("tlp", word[brief.TLP](brief.TLPs()), func(b *brief.Briefing) *brief.TLP { return &b.TLP }),
		key("scale", wordOf[string](brief.ScaleIDs()), func(b *brief.Briefing) *string { return &b.Scale }),
		key("key_judgments", list(ref), func(b *brief.Briefing) *[]brief.Ref { return &b.KeyJudgments }),
		key("gaps", list(text), func(b *brief.Briefing) *[]string { return &b.Gaps }),
		key("alternatives", list(text), func(b *brief.Briefing) *[]string { return &b.Alternatives }),
		key("claims", byID(&claimObject), func(b *brief.Briefing) *[]*brief.Claim { return &b.Claims }),
		key("sources", byID(&sourceObject), func(b *brief.Briefing) *[]*brief.Source { return &b.Sources }),
		key("actors", byID(&actorObject), func(b *brief.Briefing) *[]*brief.Actor { return &b.Actors }),
		key("events", byID(&eventObject), func(b *brief.Briefing) *[]*brief.Event { return &b.Events }),
		key("corrections", parts(&correctionObject), func(b *brief.Briefing) *[]brief.Correction { return &b.Corrections }),
		key("aliases", list(oldAddress), func(b *brief.Briefing) *[]brief.Ref { return &b.Aliases }),
		key("autolink", toggle, func(b *brief.Briefing) *brief.Switch { return &b.Autolink }),
		key("ignore", parts(&ignoreObject), func(b *brief.Briefing) *[]brief.Ignore { return &b.Ignore }),
		key("extra", anything, func(b *brief.Briefing) *map[string]any { return &b.Extra }),
	},
}

// claimObject is the table of a claim's keys. Whether likelihood is a term of its scale depends on the site's, and is checked elsewhere.
var claimObject = object[brief.Claim]{
	name:   "a claim",
	header: func(c *brief.Claim) *brief.Header { return &c.Header },
	fields: []field[brief.Claim]{
		needed("text", text, func(c *brief.Claim) *string { return &c.Text }),
		key("kind", word[brief.ClaimKind](brief.ClaimKinds()), func(c *brief.Claim) *brief.ClaimKind { return &c.Kind }),
		key("claimant", rare(ref), func(c *brief.Claim) **brief.Ref { return &c.Claimant }),
		key("about", list(ref), func(c *brief.Claim) *[]brief.Ref { return &c.About }),
		key("when", date, func(c *brief.Claim) *edtf.Date { return &c.When }),
		key("where", rare(location), func(c *brief.Claim) **brief.Location { return &c.Where }),
		key("finding", word[brief.Finding](brief.Findings()), func(c *brief.Claim) *brief.Finding { return &c.Finding }),
		key("likelihood", text, func(c *brief.Claim) *string { return &c.Likelihood }),
		key("probability", probability, func(c *brief.Claim) *brief.Probability { return &c.Probability }),
		key("confidence", word[brief.Confidence](brief.Confidences()), func(c *brief.Claim) *brief.Confidence { return &c.Confidence }),
		key("confidence_basis", rare(part(&confidenceObject)), func(c *brief.Claim) **brief.ConfidenceBasis { return &c.ConfidenceBasis }),
		key("why", text, func(c *brief.Claim) *string { return &c.Why }),
		key("would_change_if", list(text), func(c *brief.Claim) *[]string { return &c.WouldChangeIf }),
		key("evidence", parts(&evidenceObject), func(c *brief.Claim) *[]brief.Evidence { return &c.Evidence }),
		key("relations", parts(&claimRelationObject), func(c *brief.Claim) *[]brief.ClaimRelation { return &c.Relations }),
		key("status", word[brief.Status](brief.Statuses()), func(c *brief.Claim) *brief.Status { return &c.Status }),
		key("superseded_by", rare(ref), func(c *brief.Claim) **brief.Ref { return &c.SupersededBy }),
		key("review_by", date, func(c *brief.Claim) *edtf.Date { return &c.ReviewBy }),
		key("reviewed", rare(part(&reviewObject)), func(c *brief.Claim) **brief.Review { return &c.Reviewed }),
		key("gap", flag, func(c *brief.Claim) *bool { return &c.Gap }),
		hold("tlp", word[brief.TLP](brief.TLPs()), func(c *brief.Claim) *brief.TLP { return &c.TLP }),
		key("ignore", parts(&ignoreObject), func(c *brief.Claim) *[]brief.Ignore { return &c.Ignore }),
	},
	check: checkSuccessor,
}

// checkSuccessor makes a claim whose place another has taken a superseded one, unless the author says what it is; current it cannot be.
func checkSuccessor(r *reader, n *node, c *brief.Claim) {
	switch {
	case c.SupersededBy == nil:
	case c.Status == "":
		c.Status = brief.StatusSuperseded
	case c.Status == brief.StatusCurrent:
		for k, v := range r.pairs(n) {
			if k.text == "status" {
				r.wrong(v, "write superseded, or take superseded_by out", "the claim is current, and %s has taken its place", c.SupersededBy.ID)
			}
		}
	}
}

// evidenceObject is the table of the keys of a piece of evidence.
var evidenceObject = object[brief.Evidence]{
	name:  "evidence",
	place: func(e *brief.Evidence) *brief.Declared { return &e.Declared },
	fields: []field[brief.Evidence]{
		needed("source", ref, func(e *brief.Evidence) *brief.Ref { return &e.Source }),
		needed("stance", word[brief.Stance](brief.Stances()), func(e *brief.Evidence) *brief.Stance { return &e.Stance }),
		key("credibility", word[brief.Credibility](brief.Credibilities()), func(e *brief.Evidence) *brief.Credibility { return &e.Credibility }),
		key("basis", word[brief.Basis](brief.Bases()), func(e *brief.Evidence) *brief.Basis { return &e.Basis }),
		key("locator", text, func(e *brief.Evidence) *string { return &e.Locator }),
		key("quote", text, func(e *brief.Evidence) *string { return &e.Quote }),
		key("translation", rare(part(&translationObject)), func(e *brief.Evidence) **brief.Translation { return &e.Translation }),
		key("note", text, func(e *brief.Evidence) *string { return &e.Note }),
		key("answer", text, func(e *brief.Evidence) *string { return &e.Answer }),
		hold("tlp", word[brief.TLP](brief.TLPs()), func(e *brief.Evidence) *brief.TLP { return &e.TLP }),
	},
}

var translationObject = object[brief.Translation]{
	name: "a translation",
	fields: []field[brief.Translation]{
		needed("text", text, func(t *brief.Translation) *string { return &t.Text }),
		key("by", text, func(t *brief.Translation) *string { return &t.By }),
	},
}

var confidenceObject = object[brief.ConfidenceBasis]{
	name: "a basis of confidence",
	fields: []field[brief.ConfidenceBasis]{
		key("information_base", text, func(b *brief.ConfidenceBasis) *string { return &b.InformationBase }),
		key("rigour", text, func(b *brief.ConfidenceBasis) *string { return &b.Rigour }),
		key("volatility", text, func(b *brief.ConfidenceBasis) *string { return &b.Volatility }),
	},
}

var claimRelationObject = object[brief.ClaimRelation]{
	name: "a relation between claims",
	fields: []field[brief.ClaimRelation]{
		needed("to", ref, func(c *brief.ClaimRelation) *brief.Ref { return &c.To }),
		needed("type", word[brief.RelationType](brief.RelationTypes()), func(c *brief.ClaimRelation) *brief.RelationType { return &c.Type }),
	},
}

var reviewObject = object[brief.Review]{
	name: "a review",
	fields: []field[brief.Review]{
		needed("on", date, func(v *brief.Review) *edtf.Date { return &v.On }),
		key("by", text, func(v *brief.Review) *string { return &v.By }),
		key("digest", text, func(v *brief.Review) *string { return &v.Digest }),
	},
}

var correctionObject = object[brief.Correction]{
	name: "a correction",
	fields: []field[brief.Correction]{
		needed("date", date, func(c *brief.Correction) *edtf.Date { return &c.Date }),
		needed("type", word[brief.CorrectionType](brief.CorrectionTypes()), func(c *brief.Correction) *brief.CorrectionType { return &c.Type }),
		key("claim", ref, func(c *brief.Correction) *brief.Ref { return &c.Claim }),
		needed("text", text, func(c *brief.Correction) *string { return &c.Text }),
		key("by", text, func(c *brief.Correction) *string { return &c.By }),
	},
	check: func(r *reader, n *node, c *brief.Correction) { c.At = r.head(n) },
}

// ignoreObject is the table of the keys with which an author sets a rule aside.
var ignoreObject = object[brief.Ignore]{
	name: "an exception to a rule",
	fields: []field[brief.Ignore]{
		needed("code", rule, func(i *brief.Ignore) *string { return &i.Code }),
		needed("why", text, func(i *brief.Ignore) *string { return &i.Why }),
	},
	check: func(r *reader, n *node, i *brief.Ignore) { i.At = r.head(n) },
}

// ruleCodes are the codes that an author may name.
var ruleCodes = func() []string {
	var names []string
	for _, c := range diag.Codes() {
		names = append(names, c.Name)
	}
	return names
}()

// rule is the code of a rule.
var rule = textOr("the code of a rule", func(s string) (message, hint string) {
	for _, c := range ruleCodes {
		if c == s {
			return "", ""
		}
	}
	return fmt.Sprintf("there is no rule %s", short(s)), diag.DidYouMean(s, ruleCodes)
})
