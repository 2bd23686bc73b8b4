package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// card shows a claim in full. number gives a source's place in the briefing's bibliography.
func (pg page) card(c *site.Claim, number map[*site.Source]int) theme.Card {
	card := theme.Card{
		Anchor: c.Anchor(), Number: c.Number, Text: c.Text, Kind: string(c.Claim.Kind), Standing: standing(pg.read.Standing(c)),
		Finding: label(c.Finding), Status: notCurrent(c.Status), Likelihood: likelihood(c), Probability: probability(c.Probability),
		Confidence: string(c.Confidence), Claimant: pg.claimant(c), When: date(c.When), Where: brief.Stated(c.Where).Name,
		Gap: c.Gap, Basis: confidenceBasis(brief.Stated(c.ConfidenceBasis)), Why: c.Why, WouldChange: c.WouldChangeIf,
		Reviewed: pg.reviewed(c), Outdated: len(pg.read.ChangedSinceReview(c)) > 0, Permalink: site.Relative(pg.address, c.Address()), CitationText: pg.citationText(c),
	}
	for _, o := range pg.read.About(c) {
		card.About = append(card.About, pg.to(o))
	}
	for _, e := range pg.read.Evidence(c) {
		view := pg.evidence(e, number)
		switch e.Stance {
		case brief.Supports:
			card.For = append(card.For, view)
		case brief.Qualifies:
			card.Qualifying = append(card.Qualifying, view)
		default:
			card.Against = append(card.Against, view)
		}
	}
	for _, r := range pg.read.Relations(c) {
		card.Relations = append(card.Relations, theme.RelatedClaim{
			Type: relationWords(r), Claim: pg.to(r.Claim), Standing: standing(pg.read.Standing(r.Claim)),
		})
	}
	if next := pg.read.Successor(c); next != nil {
		card.SupersededBy = pg.to(next)
	}
	return card
}

// relationWords says how the other claim stands to this one, from this one's side.
func relationWords(r site.Relation) string {
	if !r.Inverse || r.Type == brief.SameAs || r.Type == "contradicts" {
		return label(r.Type)
	}
	return map[brief.RelationType]string{
		"supports": "supported by", "attacks": "attacked by", "undercuts": "undercut by", "refines": "refined by",
	}[r.Type]
}

func (pg page) claimant(c *site.Claim) theme.Link {
	if claimant := pg.read.Claimant(c); claimant != nil {
		return pg.to(claimant)
	}
	return theme.Link{Text: brief.Stated(c.Claim.Claimant).ID}
}

func notCurrent(s brief.Status) string {
	if s == brief.StatusCurrent {
		return ""
	}
	return label(s)
}

func confidenceBasis(b brief.ConfidenceBasis) []theme.Labelled {
	var out []theme.Labelled
	for _, l := range []theme.Labelled{
		{Label: "Information base", Text: b.InformationBase}, {Label: "Rigour", Text: b.Rigour}, {Label: "Volatility", Text: b.Volatility},
	} {
		if l.Text != "" {
			out = append(out, l)
		}
	}
	return out
}

// citationText is the claim as one would cite it.
func (pg page) citationText(c *site.Claim) string {
	b, standing := c.Briefing, pg.read.Standing(c)
	parts := []string{strings.Join(b.Authors, ", "), fmt.Sprintf("“%s”", b.Title), pg.site.Settings.Title, b.Date.Words()}
	parts = append(parts, fmt.Sprintf("claim %d: %s", c.Number, c.Text), "Standing: "+standing.Word.Label()+" ("+standing.Words()+")")
	if pg.site.Settings.BaseURL != "" {
		parts = append(parts, pg.Plan.absolute(c.Address()))
	}
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, strings.TrimSuffix(part, "."))
		}
	}
	return strings.Join(kept, ". ")
}

// evidence shows a source held against a claim, as far as the source may be shown.
func (pg page) evidence(e site.Evidence, number map[*site.Source]int) theme.Evidence {
	s := e.Source
	reliability, credibility := pg.read.GradeOf(e)
	view := theme.Evidence{
		Source: pg.to(s), Number: number[s], Stance: string(e.Stance), Grade: string(reliability) + string(credibility),
		GradeMeaning: brief.Reliabilities().Meaning(string(reliability)) + "; " + brief.Credibilities().Meaning(string(credibility)),
		Retracted:    pg.uncounted(s),
	}
	switch s.Access {
	case brief.AccessWithheld:
		return view
	case brief.AccessRestricted:
		view.Restricted, view.Descriptor = true, s.Descriptor.Words()
		return view
	}
	view.Publisher, view.Published = pg.publisher(s), date(s.Published)
	view.Basis, view.Locator, view.Note, view.Answer = string(e.Basis), e.Locator, e.Note, e.Answer
	view.Quote, view.QuoteLanguage, view.QuoteURL = e.Quote, s.Language, s.URL
	view.Translation, view.TranslatedBy = brief.Stated(e.Translation).Text, brief.Stated(e.Translation).By
	if e.Quote != "" {
		pg.verify(e, &view)
		view.QuoteLink = textFragment(s.URL, pg.read.Fragment(e))
	}
	view.Derivation = pg.derivationWords(s)
	return view
}

func (pg page) publisher(s *site.Source) string {
	if a := pg.read.PublisherOf(s); a != nil {
		return a.Name
	}
	return s.Publisher.ID
}

// uncounted says why evidence that rests on a source is shown but not counted; empty where it is counted.
func (pg page) uncounted(s *site.Source) string {
	if s.Retracted.Stated {
		return retracted(s)
	}
	roots := pg.read.Roots(s)
	for _, root := range roots {
		if !root.Retracted.Stated {
			return ""
		}
	}
	if len(roots) == 0 {
		return ""
	}
	return "not counted: what it derives from was retracted"
}

func retracted(s *site.Source) string {
	r := s.Retracted
	if !r.Stated {
		return ""
	}
	text := "retracted"
	if !s.Public() {
		return text
	}
	if !r.Date.IsZero() {
		text += " " + r.Date.Words()
	}
	if r.Reason != "" {
		text += ": " + r.Reason
	}
	return text
}

func descriptor(d *brief.Descriptor) []theme.Labelled {
	var out []theme.Labelled
	for _, part := range d.Parts() {
		out = append(out, theme.Labelled{Label: strings.ToUpper(part.Name[:1]) + part.Name[1:], Text: part.Value})
	}
	return out
}

// knownOrigins are the roots of a source that are original, other than itself, as far as they may be named: what a source derives
// from that is not public says something of that source.
func (pg page) knownOrigins(s *site.Source) []*site.Source {
	var origins []*site.Source
	seen := map[*site.Source]bool{s: true}
	for queue := []*site.Source{s}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at != s && at.Origin == brief.OriginOriginal {
			origins = append(origins, at)
		}
		if !at.Public() {
			continue
		}
		for _, parent := range pg.read.Parents(at) {
			if !seen[parent] {
				seen[parent], queue = true, append(queue, parent)
			}
		}
	}
	slices.SortFunc(origins, func(a, b *site.Source) int { return cmp.Compare(a.ID, b.ID) })
	return origins
}

// derivationWords says where a source's information comes from. Sources that are not public are not named.
func (pg page) derivationWords(s *site.Source) string {
	var parents, roots []string
	for _, p := range pg.read.Parents(s) {
		parents = append(parents, p.Label())
	}
	for _, r := range pg.knownOrigins(s) {
		roots = append(roots, r.Label())
	}
	switch {
	case len(parents) == 0 && s.Origin == brief.OriginOriginal:
		return "original"
	case len(parents) == 0:
		return "origin unknown"
	}
	text := "derived from " + strings.Join(parents, ", ")
	if s.Origin == brief.OriginOriginal {
		text = "own information besides; " + text
	}
	switch {
	case len(roots) == 0:
		text += "; origin unknown"
	case strings.Join(roots, ", ") != strings.Join(parents, ", "):
		text += "; origin: " + strings.Join(roots, ", ")
	}
	return text
}

// claimRow is a claim in a list.
func (pg page) claimRow(c *site.Claim) theme.ClaimRow {
	row := theme.ClaimRow{
		Link: pg.to(c), Briefing: pg.to(c.Briefing), Standing: standing(pg.read.Standing(c)), Finding: label(c.Finding),
		Confidence: string(c.Confidence), Likelihood: likelihood(c), Date: date(c.Briefing.Date), Status: notCurrent(c.Status),
		Claimant: pg.claimant(c),
	}
	if next := pg.read.Successor(c); next != nil {
		row.Successor = pg.to(next)
	}
	return row
}

// claimLinks are claims as a list within another row shows them.
func (pg page) claimLinks(claims []*site.Claim) []theme.ClaimRow {
	links := make([]theme.ClaimRow, len(claims))
	for i, c := range claims {
		links[i] = pg.claimRow(c)
	}
	return links
}

// judgment singles a claim out. The briefing is named unless the page is its own.
func (pg page) judgment(c *site.Claim) theme.Judgment {
	j := theme.Judgment{
		Claim: pg.to(c), Standing: standing(pg.read.Standing(c)), Likelihood: likelihood(c), Confidence: string(c.Confidence), Status: notCurrent(c.Status),
	}
	if c.Briefing.Address() != pg.address {
		j.Briefing = pg.to(c.Briefing)
	}
	return j
}

// counts counts claims by standing, in the fixed order, without those that are zero.
func (pg page) counts(claims []*site.Claim) []theme.Count {
	n := make(map[brief.StandingWord]int)
	for _, c := range claims {
		n[pg.read.Standing(c).Word]++
	}
	return countViews(n)
}

func countViews(n map[brief.StandingWord]int) []theme.Count {
	var out []theme.Count
	for _, term := range brief.Standings().Terms {
		word := brief.StandingWord(term.Word)
		if n[word] > 0 {
			out = append(out, theme.Count{Standing: theme.Standing{Class: term.Word, Word: word.Label()}, N: n[word]})
		}
	}
	return out
}
