package check

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// probabilityOutsideBand reports a probability that the term of likelihood beside it does not mean.
func probabilityOutsideBand(_ *View, c *site.Claim, report func(diag.Diagnostic)) {
	if !c.Probability.Stated || c.Likelihood == "" {
		return
	}
	band, ok := c.Briefing.Scale.Band(c.Likelihood)
	if !ok || band.Holds(c.Probability.Low) && band.Holds(c.Probability.High) {
		return // a term that is not of the scale is an error elsewhere
	}
	meaning, fault := band.Percent(), "does not lie in it"
	if band.OpenLow, band.OpenHigh = false, false; band.Holds(c.Probability.Low) && band.Holds(c.Probability.High) {
		fault = "reaches an end that is not part of it"
	}
	report(diag.Diagnostic{
		At:      c.Place("probability"),
		Message: fmt.Sprintf("%q means %s on the scale %s, and the probability %s", c.Likelihood, meaning, c.Briefing.Scale.ID, fault),
		Hint:    "change the probability or the term",
	})
}

// mixedScales reports a claim whose term of likelihood is of another scale than those of claims before it in its briefing, or of the other
// wording of one: a reader would look for a difference between them (ICD 203).
func mixedScales(_ *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Likelihood == "" {
		return
	}
	scale := c.Briefing.Scale
	band, ok := scale.Band(c.Likelihood)
	for _, first := range c.Briefing.Claims {
		if first == c {
			return
		}
		other, known := scale.Band(first.Likelihood)
		switch {
		case !known: // it has no term, or one that is not of the scale, which is an error elsewhere
		case !ok:
			if id := scaleOf(c.Likelihood); id != "" {
				report(mixed(c, first, fmt.Sprintf("%q is a term of the scale %s, and %q of the scale %s", c.Likelihood, id, first.Likelihood, scale.ID)))
			}
			return
		case len(band.Words) < 2:
			return // it has one wording only
		case len(other.Words) > 1:
			wording := slices.Index(other.Words, first.Likelihood)
			if slices.Index(band.Words, c.Likelihood) != wording {
				d := mixed(c, first, fmt.Sprintf("%q and %q are of two wordings of the scale %s", c.Likelihood, first.Likelihood, scale.ID))
				d.Hint = "likelihood: " + band.Words[wording]
				report(d)
			}
			return
		}
	}
}

func mixed(c, first *site.Claim, message string) diag.Diagnostic {
	return diag.Diagnostic{
		At: c.Place("likelihood"), Message: message, Hint: "use the terms of one scale",
		Related: []diag.Related{{At: first.Place("likelihood"), Message: "the other stands here"}},
	}
}

// scaleOf returns the scale that has a term; empty where none has.
func scaleOf(term string) string {
	for _, s := range brief.Scales() {
		if _, ok := s.Band(term); ok {
			return s.ID
		}
	}
	return ""
}

// hedgedText reports a sentence of a briefing that says both how likely something is and how sure that is: ICD 203 keeps the two apart, since
// readers take one for the other. What stands between quotation marks is somebody else's.
func hedgedText(v *View, b *site.Briefing, report func(diag.Diagnostic)) {
	if !v.English(b) {
		return
	}
	for _, at := range v.Hedged(b) {
		report(hedged(at))
	}
}

// hedgedClaim does the same for the text of a claim, unless that quotes somebody.
func hedgedClaim(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Claim.Kind == brief.Quoted {
		return
	}
	if _, _, ok := brief.HedgedIn(c.Text); ok && v.English(c.Briefing) {
		report(hedged(c.Place("text")))
	}
}

func hedged(at diag.Span) diag.Diagnostic {
	return diag.Diagnostic{
		At: at, Message: "one sentence says how likely something is and how sure that is, which are two things",
		Hint: "say in one sentence how likely it is, and in another what the confidence is",
	}
}
