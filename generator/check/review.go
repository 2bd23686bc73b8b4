package check

import (
	"fmt"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// changedSinceReview reports a claim that is no longer what was reviewed, at the first part that has changed: the words that state it, its
// text or its evidence. What else the claim says, such as its confidence, a review does not vouch for.
func changedSinceReview(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	changes := v.ChangedSinceReview(c)
	if len(changes) == 0 {
		return
	}
	var parts []string
	for _, change := range changes {
		parts = append(parts, partWords(change.Part))
	}
	verb := "has"
	if len(changes) > 1 || changes[0].Part == brief.PartWords {
		verb = "have"
	}
	d := diag.Diagnostic{
		At:      changes[0].At,
		Message: fmt.Sprintf("%s of the claim %q %s changed since the review of %s", joined(parts), c.ID, verb, c.Reviewed.On.Words()),
		Hint:    fmt.Sprintf("look at it again, then run: attest review %s", c.Key()),
		Related: []diag.Related{{At: c.Place("reviewed"), Message: "it was reviewed here"}},
	}
	for _, change := range changes[1:] {
		d.Related = append(d.Related, diag.Related{At: change.At, Message: "this has changed too"})
	}
	report(d)
}

func partWords(part brief.Part) string {
	switch part {
	case brief.PartWords:
		return "the words"
	case brief.PartText:
		return "the text"
	}
	return "the evidence"
}

// joined writes texts as a list in a sentence.
func joined(texts []string) string {
	last := len(texts) - 1
	if last == 0 {
		return texts[0]
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
