package check

import (
	"fmt"
	"strconv"
	"strings"

	"attest/generator/diag"
	"attest/generator/site"
)

// quoteNotFound reports a quote that does not stand in the copy of its source, however closely.
func quoteNotFound(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	for _, e := range v.Evidence(c) {
		q := v.Quote(e)
		if q == nil || q.Found() {
			continue
		}
		d := diag.Diagnostic{
			At: e.Place("quote"), Message: fmt.Sprintf("the quote is not in the copy of the source %q", e.Source.ID),
			Hint: "quote it as it stands there; […] leaves words out, and words in square brackets are ours",
		}
		if q.Unread != "" {
			d.Message, d.Hint = fmt.Sprintf("the quote cannot be looked up: the text of the copy of %q %s", e.Source.ID, q.Unread), ""
		}
		report(d)
	}
}

// quoteUnchecked reports a source of whose quotes none can be checked, as there is no copy with a text: in each briefing once, at the first of
// them.
func quoteUnchecked(v *View, b *site.Briefing, report func(diag.Diagnostic)) {
	first := make(map[*site.Source]int) // of found
	var found []diag.Diagnostic
	var more []int
	for _, c := range b.Claims {
		if ignored(&c.Header, "quote-unchecked") {
			continue
		}
		for _, e := range v.Evidence(c) {
			if e.Quote == "" || v.Quote(e) != nil || ignored(&e.Source.Header, "quote-unchecked") {
				continue
			}
			if i, ok := first[e.Source]; ok {
				more[i]++
				continue
			}
			first[e.Source] = len(found)
			found, more = append(found, unchecked(v, e)), append(more, 0)
		}
	}
	for i, d := range found {
		if more[i] > 0 {
			d.Message += fmt.Sprintf("; so it is with %s of it", count(more[i], "other quote", "other quotes"))
		}
		report(d)
	}
}

// unchecked is the problem of a quote for which there is no text.
func unchecked(v *View, e site.Evidence) diag.Diagnostic {
	id := strconv.Quote(e.Source.ID)
	d := diag.Diagnostic{At: e.Place("quote"), Message: "there is no copy of the source " + id + " to check the quote against"}
	switch own := v.CopyOf(e.Source); {
	case own != nil && !own.Intact(): // of which snapshot-changed tells
		d.Message = "the copy of the source " + id + " is not there to check the quote against"
	case own != nil:
		d.Message = "the copy of the source " + id + " has no text to check the quote against"
		d.Hint = "put the text into a file beside it, and name that in text of the snapshot"
	case strings.HasPrefix(e.Source.URL, "http"):
		d.Hint = "attest archive " + e.Source.ID
	default:
		d.Hint = "keep one in content/snapshots, and name it in snapshot of the source " + id
	}
	return d
}

// snapshotChanged reports a copy of a source that is missing, or is not what its digest says.
func snapshotChanged(v *View, s *site.Source, report func(diag.Diagnostic)) {
	own := v.CopyOf(s)
	if own == nil {
		return
	}
	for _, fault := range own.Faults {
		report(fault)
	}
}

// earlyCopy reports a copy that was made before its source was published. It is an error, as it cannot be a copy of that.
func earlyCopy(v *View, s *site.Source, report func(diag.Diagnostic)) {
	own := v.CopyOf(s)
	if own == nil {
		return
	}
	_, made, _, ok := own.CapturedAt.Bounds()
	published, _, known, _ := s.Published.Bounds()
	if !ok || !known || made.Compare(published) >= 0 {
		return
	}
	report(diag.Diagnostic{
		At: own.CapturedPlace, Level: diag.LevelError,
		Message: fmt.Sprintf("the copy is of %s, before the source was published, %s", own.CapturedAt.Words(), s.Published.Words()),
		Hint:    "one of the two dates is wrong, or the copy is of something else",
	})
}
