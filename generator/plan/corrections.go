package plan

import (
	"strings"

	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// corrected are the corrections that a list names.
func (pg page) corrected(refs []site.CorrectionRef) []*site.Correction {
	out := make([]*site.Correction, len(refs))
	for i, ref := range refs {
		out[i] = pg.read.Correction(ref)
	}
	return out
}

func (pg page) corrections(corrections []*site.Correction) []theme.CorrectionRow {
	var rows []theme.CorrectionRow
	for _, c := range corrections {
		rows = append(rows, pg.correctionRow(c))
	}
	return rows
}

// correctionRow is a change in a list. Where nobody has said when it was, it says that.
func (pg page) correctionRow(c *site.Correction) theme.CorrectionRow {
	row := theme.CorrectionRow{Anchor: c.Anchor, Date: date(c.Date), Type: export.CorrectionWords(c), Text: c.Text, By: c.By}
	if row.Date.Words == "" {
		row.Date.Words = "undated"
	}
	if c.Source != nil {
		row.Text = strings.TrimSpace(strings.TrimSuffix(c.Source.Label(), ".") + ". " + c.Text)
		row.Source = pg.to(c.Source)
		return row
	}
	row.Briefing = pg.to(c.Briefing)
	if c.Claim == nil {
		return row
	}
	row.Claim = pg.to(c.Claim)
	if c.Status != "" {
		row.Text = "no correction says why."
	}
	if next := pg.read.Successor(c.Claim); next != nil {
		row.Successor = pg.to(next)
	}
	return row
}
