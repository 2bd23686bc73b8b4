package site

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/edtf"
)

// corrected reports whether a document that came or went has an entry on the page of corrections.
func (u *update) corrected() bool {
	return slices.ContainsFunc(slices.Concat(u.gone, u.come), func(f *file) bool {
		if f.briefing != nil && (len(f.briefing.Corrections) > 0 || slices.ContainsFunc(f.briefing.Claims, (*Claim).changedStatus)) {
			return true
		}
		return slices.ContainsFunc(f.sources, func(s *Source) bool { return s.Retracted.Stated })
	})
}

// changedStatus reports whether a claim is no longer current.
func (c *Claim) changedStatus() bool { return c.Status != "" && c.Status != brief.StatusCurrent }

// explained reports whether a correction that names a claim, in whichever briefing, says that it has the status that it has.
func (s *Site) explained(c *Claim) bool {
	return slices.ContainsFunc(s.history[c.key], func(ref CorrectionRef) bool {
		return says(s.briefing(ref.Briefing).Corrections[ref.Number].Type, c.Status)
	})
}

// says reports whether a type of correction is a change to the status.
func says(correction brief.CorrectionType, status brief.Status) bool {
	switch correction {
	case "retraction", "withdrawal":
		return status == brief.StatusRetracted || status == "superseded"
	case "new_version":
		return status == "superseded" || status == "corrected"
	case "correction", "clarification":
		return status == "corrected" || status == "superseded"
	case "expression_of_concern":
		return status == "under_review"
	}
	return false
}

// listCorrections lists every correction, every change of a claim's status that no correction tells of, and every retraction of a source
// that may be known; newest first. A change whose date nobody has stated comes last.
func (u *update) listCorrections() {
	u.Corrections, u.history = nil, make(map[string][]CorrectionRef)
	for _, slug := range u.Briefings {
		b := u.Site.briefing(slug)
		for i, c := range b.Corrections {
			ref := CorrectionRef{Briefing: slug, Number: i, date: c.Date}
			u.Corrections = append(u.Corrections, ref)
			if c.Claim.ID != "" {
				claim := claimAddress(slug, c.Claim)
				u.history[claim] = append(u.history[claim], ref)
			}
		}
	}
	for _, refs := range u.history {
		sortCorrections(refs)
	}
	for _, id := range u.open {
		if s := u.Site.object(name{KindSource, id}).(*Source); s.Retracted.Stated {
			u.Corrections = append(u.Corrections, CorrectionRef{Source: id, date: s.retractedOn()})
		}
	}
	for _, slug := range u.Briefings {
		u.Corrections = append(u.Corrections, u.Site.statusChanges(u.Site.briefing(slug))...)
	}
	sortCorrections(u.Corrections)
}

// sortCorrections puts the newest first, and leaves those of one date as they are.
func sortCorrections(refs []CorrectionRef) {
	slices.SortStableFunc(refs, func(a, b CorrectionRef) int { return newestFirst(a.date, b.date) })
}

// retractedOn is the date of a retraction, as far as it may be known.
func (s *Source) retractedOn() edtf.Date {
	if !s.Public() {
		return edtf.Date{}
	}
	return s.Retracted.Date
}

// statusChanges are the claims of a briefing whose status has changed without a correction that says so, as written.
func (s *Site) statusChanges(b *Briefing) []CorrectionRef {
	var refs []CorrectionRef
	for _, c := range b.Claims {
		if c.changedStatus() && !s.explained(c) {
			refs = append(refs, CorrectionRef{Briefing: b.ID, Claim: c.key})
		}
	}
	return refs
}

// History returns the corrections of every briefing that name a claim, newest first.
func (r *Reader) History(c *Claim) []*Correction {
	r.needReferrers(c)
	return r.all(r.history[c.key])
}

// CorrectionsOf returns a briefing's corrections, as written, then those of other briefings that name its claims, newest first, then the
// changes of its claims' status that none of all these tells of.
func (r *Reader) CorrectionsOf(b *Briefing) []*Correction {
	var own, others []CorrectionRef
	for i := range b.Corrections {
		own = append(own, CorrectionRef{Briefing: b.ID, Number: i})
	}
	for _, c := range b.Claims {
		r.needReferrers(c)
		for _, ref := range r.history[c.key] {
			if ref.Briefing != b.ID {
				others = append(others, ref)
			}
		}
	}
	sortCorrections(others)
	return r.all(slices.Concat(own, others, r.statusChanges(b)))
}

// all returns entries of the page of corrections.
func (r *Reader) all(refs []CorrectionRef) []*Correction {
	out := make([]*Correction, len(refs))
	for i, ref := range refs {
		out[i] = r.Correction(ref)
	}
	return out
}

// AllCorrections returns all entries of the page of corrections, newest first.
func (r *Reader) AllCorrections() []CorrectionRef {
	r.need(onCorrections, 0)
	return r.Corrections
}

// Correction returns an entry of the page of corrections.
func (r *Reader) Correction(ref CorrectionRef) *Correction {
	switch {
	case ref.Source != "":
		s := r.Source(ref.Source)
		c := &Correction{Correction: &brief.Correction{Date: s.retractedOn()}, Source: s, Anchor: "source." + s.slug}
		if s.Public() {
			c.Text = s.Retracted.Reason
		}
		return c
	case ref.Claim != "":
		claim := r.Claim(ref.Claim)
		return &Correction{
			Correction: &brief.Correction{At: claim.Place("status")}, Briefing: claim.Briefing, Claim: claim, Status: claim.Status,
			Anchor: "status." + claim.Briefing.ID + "." + claim.ID,
		}
	}
	b := r.Briefing(ref.Briefing)
	own := &b.Corrections[ref.Number]
	day := own.Date.String()
	c := &Correction{Correction: own, Briefing: b, Anchor: "correction." + b.ID + "." + Slug(day)}
	same := 1
	for i := range b.Corrections[:ref.Number] {
		if b.Corrections[i].Date.String() == day {
			same++
		}
	}
	if same > 1 {
		c.Anchor += fmt.Sprintf(".%d", same)
	}
	if own.Claim.ID != "" {
		c.Claim = r.Claim(claimAddress(b.ID, own.Claim))
	}
	return c
}
