package plan

import (
	"strings"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/site"
)

// reviewed says when a claim was looked at again and what has changed since, and when it is to be looked at next.
func (pg page) reviewed(c *site.Claim) string {
	var texts []string
	if c.Reviewed != nil && !c.Reviewed.On.IsZero() {
		text := pg.lang.Say("reviewed", pg.lang.Date(c.Reviewed.On))
		if c.Reviewed.By != "" {
			text = pg.lang.Say("reviewed.by", pg.lang.Date(c.Reviewed.On), c.Reviewed.By)
		}
		texts = append(texts, text)
		if changes := pg.read.ChangedSinceReview(c); len(changes) > 0 {
			texts = append(texts, pg.changedWords(changes))
		}
	}
	if !c.ReviewBy.IsZero() {
		texts = append(texts, pg.lang.Say("reviewed.due", pg.lang.Date(c.ReviewBy)))
	}
	return strings.Join(texts, pg.lang.Say("semicolon"))
}

// changedWords says what has changed of a claim since it was reviewed.
func (pg page) changedWords(changes []site.Change) string {
	var parts []string
	for _, change := range changes {
		switch change.Part {
		case brief.PartWords:
			parts = append(parts, pg.lang.Say("changed.words"))
		case brief.PartText:
			parts = append(parts, pg.lang.Say("changed.text"))
		case brief.PartEvidence:
			parts = append(parts, pg.lang.Say("changed.evidence"))
		}
	}
	return pg.lang.Say("changed", strings.Join(parts, pg.lang.Say("comma")))
}

// review says how many of a briefing's claims were reviewed, when the last was, and how many have changed since.
func (pg page) review(b *site.Briefing) string {
	var latest edtf.Date
	reviewed, changed := 0, 0
	for _, c := range b.Claims {
		if c.Reviewed == nil || c.Reviewed.On.IsZero() {
			continue
		}
		if reviewed++; reviewed == 1 || edtf.Compare(c.Reviewed.On, latest) > 0 {
			latest = c.Reviewed.On
		}
		if len(pg.read.ChangedSinceReview(c)) > 0 {
			changed++
		}
	}
	var text string
	switch {
	case reviewed == 0:
		return pg.lang.Say("review.none")
	case reviewed < len(b.Claims):
		text = pg.lang.Say("review.some", reviewed, len(b.Claims), pg.lang.Date(latest))
	default:
		text = pg.lang.Say("review.last", pg.lang.Date(latest))
	}
	if changed > 0 {
		text += pg.lang.Say("semicolon") + pg.lang.Say("review.changed", changed)
	}
	return text
}
