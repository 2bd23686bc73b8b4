package plan

import (
	"fmt"
	"strings"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/site"
)

// reviewed says when a claim was looked at again and what has changed since, and when it is to be looked at next.
func (pg page) reviewed(c *site.Claim) string {
	var texts []string
	if c.Reviewed != nil && !c.Reviewed.On.IsZero() {
		text := "reviewed " + c.Reviewed.On.Words()
		if c.Reviewed.By != "" {
			text += " by " + c.Reviewed.By
		}
		texts = append(texts, text)
		if changes := pg.read.ChangedSinceReview(c); len(changes) > 0 {
			texts = append(texts, changedWords(changes))
		}
	}
	if !c.ReviewBy.IsZero() {
		texts = append(texts, "to be reviewed by "+c.ReviewBy.Words())
	}
	return strings.Join(texts, "; ")
}

// changedWords says what has changed of a claim since it was reviewed.
func changedWords(changes []site.Change) string {
	var parts []string
	for _, change := range changes {
		switch change.Part {
		case brief.PartWords:
			parts = append(parts, "words")
		case brief.PartText:
			parts = append(parts, "text")
		case brief.PartEvidence:
			parts = append(parts, "evidence")
		}
	}
	return "changed since: " + strings.Join(parts, ", ")
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
		return "not yet reviewed"
	case reviewed < len(b.Claims):
		text = fmt.Sprintf("%d of %d claims reviewed, last %s", reviewed, len(b.Claims), latest.Words())
	default:
		text = "last reviewed " + latest.Words()
	}
	if changed > 0 {
		text += fmt.Sprintf("; %d changed since", changed)
	}
	return text
}
