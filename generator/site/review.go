package site

import (
	"slices"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
)

// Change is a part of a claim that is other than when the claim was reviewed, and where it stands now.
type Change struct {
	Part brief.Part
	At   diag.Span
}

// ChangedSinceReview returns what has changed of a claim since it was reviewed, in the order of the parts; nothing where it was not
// reviewed, or where the review has no digest to tell by.
func (r *Reader) ChangedSinceReview(c *Claim) []Change {
	f := c.Briefing.file
	if c.Reviewed == nil || c.Reviewed.Digest == "" {
		return nil // and the head, of which the caller has asked, says so
	}
	r.needDocument(onProse, f)
	i := slices.IndexFunc(f.Outdated, func(o content.Outdated) bool { return o.Claim == c.ID })
	if i < 0 {
		return nil
	}
	changes := make([]Change, len(f.Outdated[i].Parts))
	for k, part := range f.Outdated[i].Parts {
		changes[k] = Change{part, c.placeOf(part)}
	}
	return changes
}

// placeOf returns where a part of a claim stands: the first words that state it, else the claim itself.
func (c *Claim) placeOf(part brief.Part) diag.Span {
	switch part {
	case brief.PartText:
		return c.Place("text")
	case brief.PartEvidence:
		if len(c.Claim.Evidence) > 0 {
			return c.Claim.Evidence[0].At
		}
	case brief.PartWords:
		if prose := c.Briefing.file.Prose; prose != nil {
			for i := range prose.Refs {
				if ref := &prose.Refs[i]; ref.Kind == content.RefClaim && ref.Target == c.ID {
					return ref.At
				}
			}
		}
	}
	return c.At
}
