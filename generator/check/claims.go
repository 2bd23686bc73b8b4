package check

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// unsourcedClaim reports a fact, figure or quote that no evidence is held against, unless the author says that it is a known gap.
func unsourcedClaim(_ *site.Reader, c *site.Claim, report func(diag.Diagnostic)) {
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
func unusedClaim(_ *site.Reader, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Stated {
		return
	}
	report(diag.Diagnostic{
		At:      c.At,
		Message: fmt.Sprintf("no words of the briefing state the claim %q", c.ID),
		Hint:    fmt.Sprintf("mark them with [words]{claim=%s}", c.ID),
	})
}
