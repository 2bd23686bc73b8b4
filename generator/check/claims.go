package check

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/site"
)

// unsourcedClaim reports a fact, figure or quote that no evidence is held against, as far as it is published, unless the author says that it is
// a known gap.
func unsourcedClaim(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	switch c.Claim.Kind {
	case brief.Fact, brief.Figure, brief.Quoted:
	default:
		return
	}
	shown := func(e brief.Evidence) bool { return !e.TLP.Above(v.Settings.TLP) }
	if c.Gap || !c.Status.Held() || slices.ContainsFunc(c.Claim.Evidence, shown) {
		return
	}
	d := diag.Diagnostic{
		At:      c.At,
		Message: fmt.Sprintf("the %s %q has no evidence", c.Claim.Kind, c.ID),
		Hint:    "add evidence, or gap: true to show that it is known to have none",
	}
	if len(c.Claim.Evidence) > 0 {
		d.Message += " that is published: it is over the site's TLP level"
	}
	report(d)
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
	if c.ReviewBy.IsZero() || v.Day == (edtf.Day{}) || !c.Status.Held() {
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

// takesBack says what a correction that leaves another status does to a claim.
var takesBack = map[brief.CorrectionType]string{"retraction": "retracts", "withdrawal": "withdraws", "expression_of_concern": "expresses concern about"}

// statusBehindCorrection reports a current claim that the newest of its corrections, in whichever briefing, takes back, as who reads the claim
// is told nothing of that. An expression of concern is a warning. Of two corrections of one date none is the newest.
func statusBehindCorrection(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	history := v.History(c)
	if c.Status != "" && c.Status != brief.StatusCurrent || len(history) == 0 {
		return
	}
	newest := history[0]
	now := newest.Type.Leaves()
	if now == "" || slices.ContainsFunc(history, func(other *site.Correction) bool {
		return other.Type.Leaves() != now && edtf.Compare(other.Date, newest.Date) >= 0
	}) {
		return
	}
	d := diag.Diagnostic{
		At:      c.Place("status"),
		Message: fmt.Sprintf("a correction of %s %s the claim %q, whose status is current", newest.Date.Words(), takesBack[newest.Type], c.ID),
		Hint:    fmt.Sprintf("status: %s", now),
		Related: []diag.Related{{At: newest.At, Message: "this correction says so"}},
	}
	if now == brief.StatusUnderReview {
		d.Level = diag.LevelWarning
	}
	report(d)
}

// retractedSource reports evidence for a claim that we stand by, corrected or not, from a source that counts for nothing, as it or all that it
// comes from is retracted. A claim under review is being looked at.
func retractedSource(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Status == brief.StatusUnderReview || !c.Status.Held() {
		return
	}
	for _, e := range v.Evidence(c) {
		if e.Stance != brief.Supports || ignored(&e.Source.Header, "retracted-source") {
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
