package check

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/site"
)

// held reports whether a claim is one that we stand by, or may again.
func held(c *site.Claim) bool { return c.Status.Held() }

// unsourcedClaim reports a fact, figure or quote that no evidence is held against, unless the author says that it is a known gap.
func unsourcedClaim(_ *View, c *site.Claim, report func(diag.Diagnostic)) {
	switch c.Claim.Kind {
	case brief.Fact, brief.Figure, brief.Quoted:
	default:
		return
	}
	if len(c.Claim.Evidence) > 0 || c.Gap {
		return
	}
	report(diag.Diagnostic{
		At:      c.At,
		Message: fmt.Sprintf("the %s %q has no evidence", c.Claim.Kind, c.ID),
		Hint:    "add evidence, or gap: true to show that it is known to have none",
	})
}

// unusedClaim reports a claim that no words of its briefing state, so that its card would stand beside nothing.
func unusedClaim(_ *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Stated {
		return
	}
	report(diag.Diagnostic{
		At:      c.At,
		Message: fmt.Sprintf("no words of the briefing state the claim %q", c.ID),
		Hint:    fmt.Sprintf("mark them with [words]{claim=%s}", c.ID),
	})
}

// reviewOverdue reports a claim whose last day for a review has passed.
func reviewOverdue(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.ReviewBy.IsZero() || v.Day == (edtf.Day{}) || !held(c) {
		return
	}
	if _, last, _, ok := c.ReviewBy.Bounds(); !ok || v.Day.Compare(last) <= 0 {
		return
	}
	report(diag.Diagnostic{
		At:      c.Place("review_by"),
		Message: fmt.Sprintf("the claim %q was to be reviewed by %s", c.ID, c.ReviewBy.Words()),
		Hint:    "look at it again, and write when that is to be done next",
	})
}

// retractedSource reports evidence for a claim from a source that counts for nothing, as it or all that it comes from is retracted, until the
// claim is under review.
func retractedSource(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Status == brief.StatusUnderReview || !held(c) {
		return
	}
	for _, e := range v.Evidence(c) {
		if e.Stance != brief.Supports && e.Stance != brief.Qualifies {
			continue
		}
		gone := v.Withdrawn(e.Source)
		if gone == nil {
			continue
		}
		message := fmt.Sprintf("the claim %q leans on the source %q, which is retracted", c.ID, e.Source.ID)
		if gone != e.Source {
			message = fmt.Sprintf("the claim %q leans on the source %q, which comes from %q, which is retracted", c.ID, e.Source.ID, gone.ID)
		}
		report(diag.Diagnostic{
			At: e.Evidence.Source.At, Message: message,
			Hint: "write status: under_review while you look at the claim again, or take the evidence out",
		})
	}
}
