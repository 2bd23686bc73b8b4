package check

import (
	"fmt"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// maxQuote is how many characters of a source a quote may take before it is long: what is quoted for a reader to check is a sentence or two,
// and more may want the leave of whoever owns it.
const maxQuote = 300

// enough is how many independent lines corroborate.
const enough = 2

// unearnedOne reports credibility 1, "confirmed by other independent sources" (STANAG 2511), on evidence whose own side has fewer than two
// independent lines. Evidence that qualifies is on neither side.
func unearnedOne(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if !c.Status.Held() {
		return
	}
	for _, e := range v.Evidence(c) {
		if e.Credibility != brief.CredibilityConfirmed {
			continue
		}
		var lines int
		var side string
		switch standing := v.Standing(c); e.Stance {
		case brief.Supports:
			lines, side = standing.For.Lines, "for"
		case brief.Disputes, brief.Refutes:
			lines, side = standing.Against.Lines, "against"
		default:
			continue
		}
		if lines >= enough {
			continue
		}
		report(diag.Diagnostic{
			At: e.Place("credibility"),
			Message: fmt.Sprintf("credibility 1 means confirmed by other independent sources, but the evidence %s the claim has %s",
				side, count(lines, "independent line", "independent lines")),
			Hint: "credibility: 2, or evidence with another origin",
		})
	}
}

// thinHighConfidence reports high confidence on fewer than two independent lines where nothing says what else it rests on (ICD 203).
func thinHighConfidence(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if c.Confidence != brief.ConfidenceHigh || c.Why != "" || brief.Stated(c.ConfidenceBasis) != (brief.ConfidenceBasis{}) || !c.Status.Held() {
		return
	}
	lines := v.Standing(c).For.Lines
	if lines >= enough {
		return
	}
	report(diag.Diagnostic{
		At:      c.Place("confidence"),
		Message: fmt.Sprintf("high confidence rests on %s, and nothing says why", count(lines, "independent line", "independent lines")),
		Hint:    "say why in confidence_basis or why, or lower the confidence",
	})
}

// unansweredDispute reports evidence against a claim that counts and that the author does not answer. Where the finding is that the claim is
// confirmed, that is an error.
func unansweredDispute(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	if !c.Status.Held() {
		return
	}
	for _, e := range v.Evidence(c) {
		if e.Stance != brief.Disputes && e.Stance != brief.Refutes || e.Answer != "" || v.Withdrawn(e.Source) != nil {
			continue
		}
		d := diag.Diagnostic{
			At: e.Place("stance"), Message: fmt.Sprintf("the source %q %s the claim %q, and nothing answers it", e.Source.ID, e.Stance, c.ID),
			Hint: "answer: why the claim stands all the same",
		}
		if c.Finding == brief.FindingConfirmed {
			d.Level = diag.LevelError
			d.Message += ", while the finding is confirmed"
		}
		report(d)
	}
}

// longQuote reports a quote that is longer than a reader needs.
func longQuote(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	for _, e := range v.Evidence(c) {
		if len(e.Quote) <= maxQuote {
			continue
		}
		if n := utf8.RuneCountInString(e.Quote); n > maxQuote {
			report(diag.Diagnostic{
				At: e.Place("quote"), Message: fmt.Sprintf("the quote has %d characters, and %d are a long one", n, maxQuote),
				Hint: "quote the words that count; […] says that some are left out",
			})
		}
	}
}

// timeTravel reports evidence that was published after the briefing was last updated or, where it never was, published: of each briefing the
// newest, after which one date mends all.
func timeTravel(v *View, b *site.Briefing, report func(diag.Diagnostic)) {
	changed, when := b.Updated, "was last updated"
	if changed.IsZero() {
		changed, when = b.Date, "was published"
	}
	_, last, _, ok := changed.Bounds()
	if !ok {
		return
	}
	var newest site.Evidence
	latest, more := last, -1 // the day of newest, and how many there are beside it
	for _, c := range b.Claims {
		if ignored(&c.Header, "time-travel") {
			continue
		}
		for _, e := range v.Evidence(c) {
			day, _, ok, _ := e.Source.Published.Bounds()
			if !ok || day.Compare(last) <= 0 || ignored(&e.Source.Header, "time-travel") {
				continue
			}
			more++
			if day.Compare(latest) > 0 {
				newest, latest = e, day
			}
		}
	}
	if more < 0 {
		return
	}
	d := diag.Diagnostic{
		At: newest.Evidence.Source.At,
		Message: fmt.Sprintf("the source %q is of %s, and the briefing %s before, %s",
			newest.Source.ID, newest.Source.Published.Words(), when, changed.Words()),
		Hint: "updated: the day on which the briefing took it in",
	}
	if more > 0 {
		d.Message += fmt.Sprintf("; so it is with %s", count(more, "other piece of evidence", "other pieces of evidence"))
	}
	report(d)
}
