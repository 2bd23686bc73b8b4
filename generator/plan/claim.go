package plan

import (
	"cmp"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// card shows a claim in full. number gives a source's place in the briefing's bibliography.
func (pg page) card(c *site.Claim, number map[*site.Source]int) theme.Card {
	card := theme.Card{
		Anchor: c.Anchor(), Number: c.Number, Text: c.Text, Kind: pg.lang.Term("kind", string(c.Claim.Kind)), Standing: pg.standing(pg.read.Standing(c)),
		Finding: pg.lang.Term("finding", string(c.Finding)), Status: pg.lang.Status(c.Status), Likelihood: pg.likelihood(c), Probability: probability(c.Probability),
		Confidence: pg.lang.Term("confidence", string(c.Confidence)), Claimant: pg.claimant(c), When: pg.date(c.When), Where: brief.Stated(c.Where).Name,
		Gap: c.Gap, Basis: pg.confidenceBasis(brief.Stated(c.ConfidenceBasis)), Why: c.Why, WouldChange: c.WouldChangeIf,
		Reviewed: pg.reviewed(c), Outdated: len(pg.read.ChangedSinceReview(c)) > 0, Permalink: site.Relative(pg.address, c.Address()), CitationText: pg.citationText(c),
	}
	for _, o := range pg.read.About(c) {
		card.About = append(card.About, pg.to(o))
	}
	evidence := pg.read.Evidence(c)
	for _, e := range evidence {
		side := &card.Against
		switch e.Stance {
		case brief.Supports:
			side = &card.For
		case brief.Qualifies:
			side = &card.Qualifying
		}
		if *side == nil {
			*side = make([]theme.Evidence, 0, len(evidence)) // most claims have evidence of one stance
		}
		*side = append(*side, pg.evidence(e, number))
	}
	for _, r := range pg.read.Relations(c) {
		card.Relations = append(card.Relations, theme.RelatedClaim{
			Type: pg.relationWords(r), Claim: pg.to(r.Claim), Standing: pg.standing(pg.read.Standing(r.Claim)),
		})
	}
	if next := pg.read.Successor(c); next != nil {
		card.SupersededBy = pg.to(next)
	}
	return card
}

// relationWords says how the other claim stands to this one, from this one's side.
func (p *Plan) relationWords(r site.Relation) string {
	if !r.Inverse || r.Type == brief.SameAs || r.Type == "contradicts" {
		return p.lang.Term("relation", string(r.Type))
	}
	return p.lang.Say("inverse." + string(r.Type))
}

func (pg page) claimant(c *site.Claim) theme.Link {
	if claimant := pg.read.Claimant(c); claimant != nil {
		return pg.to(claimant)
	}
	return theme.Link{Text: brief.Stated(c.Claim.Claimant).ID}
}

func (p *Plan) confidenceBasis(b brief.ConfidenceBasis) []theme.Labelled {
	var out []theme.Labelled
	for _, l := range []theme.Labelled{
		{Label: p.lang.Say("basis.information"), Text: b.InformationBase}, {Label: p.lang.Say("basis.rigour"), Text: b.Rigour}, {Label: p.lang.Say("basis.volatility"), Text: b.Volatility},
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
	parts := []string{strings.Join(b.Authors, pg.lang.Say("comma")), pg.lang.Say("citation.title", b.Title), pg.site.Settings.Title, pg.lang.Date(b.Date)}
	parts = append(parts, pg.lang.Say("citation.claim", c.Number, c.Text), pg.lang.Say("citation.standing", pg.standingWord(standing.Word), pg.lang.Tally(standing)))
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
		GradeMeaning: pg.lang.Say("grade.meanings", pg.lang.Meaning("reliability", string(reliability)), pg.lang.Meaning("credibility", string(credibility))),
		Retracted:    pg.uncounted(s),
	}
	switch s.Access {
	case brief.AccessWithheld:
		return view
	case brief.AccessRestricted:
		view.Restricted, view.Descriptor = true, pg.lang.Descriptor(s.Descriptor)
		return view
	}
	view.Publisher, view.Published = pg.read.PublisherName(s), pg.date(s.Published)
	view.Basis, view.Locator, view.Note, view.Answer = pg.lang.Term("basis", string(e.Basis)), e.Locator, e.Note, e.Answer
	view.Quote, view.QuoteLanguage, view.QuoteURL = e.Quote, s.Language, s.URL
	view.Translation, view.TranslatedBy = brief.Stated(e.Translation).Text, brief.Stated(e.Translation).By
	if e.Quote != "" {
		pg.verify(e, &view)
		view.QuoteLink = textFragment(s.URL, pg.read.Fragment(e))
	}
	view.Derivation = pg.derivationWords(s)
	return view
}

// uncounted says why evidence that rests on a source is shown but not counted; empty where it is counted.
func (pg page) uncounted(s *site.Source) string {
	if s.Retracted.Stated {
		return pg.retracted(s)
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
	return pg.lang.Say("retracted.roots")
}

func (p *Plan) retracted(s *site.Source) string {
	r := s.Retracted
	if !r.Stated {
		return ""
	}
	text := p.lang.Say("retracted")
	if !s.Public() {
		return text
	}
	if !r.Date.IsZero() {
		text = p.lang.Say("retracted.on", p.lang.Date(r.Date))
	}
	if r.Reason != "" {
		text = p.lang.Say("retracted.why", text, r.Reason)
	}
	return text
}

func (p *Plan) descriptor(d *brief.Descriptor) []theme.Labelled {
	var out []theme.Labelled
	for _, part := range d.Parts() {
		out = append(out, theme.Labelled{Label: p.lang.Say("descriptor." + part.Name), Text: part.Value})
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

// maxNamed is how many sources words on a derivation name at most: of what a source derives from, and of where that comes from. The source's own
// page names all.
const maxNamed = 12

// several names the first of many.
func (p *Plan) several(names []string) string {
	if rest := len(names) - maxNamed; rest > 0 {
		names = append(slices.Clone(names[:maxNamed]), p.lang.Say("more.and", rest))
	}
	return strings.Join(names, p.lang.Say("comma"))
}

// derivationWords says where a source's information comes from. Sources that are not public are not named.
func (pg page) derivationWords(s *site.Source) string {
	return once(pg, pg.derived(), s, func(pg page) string { return pg.derivation(s) })
}

func (pg page) derivation(s *site.Source) string {
	var parents, roots []string
	for _, p := range pg.read.Parents(s) {
		parents = append(parents, pg.name(p))
	}
	for _, r := range pg.knownOrigins(s) {
		roots = append(roots, pg.name(r))
	}
	switch {
	case len(parents) == 0 && s.Origin == brief.OriginOriginal:
		return pg.lang.Say("derivation.original")
	case len(parents) == 0:
		return pg.lang.Say("derivation.unknown")
	}
	text := pg.lang.Say("derivation.from", pg.several(parents))
	if s.Origin == brief.OriginOriginal {
		text = pg.lang.Say("derivation.besides", text)
	}
	switch {
	case len(roots) == 0:
		text = pg.lang.Say("derivation.from.unknown", text)
	case !slices.Equal(roots, parents):
		text = pg.lang.Say("derivation.from.origin", text, pg.several(roots))
	}
	return text
}

// claimRow is a claim in a list.
func (pg page) claimRow(c *site.Claim) theme.ClaimRow {
	row := theme.ClaimRow{
		Link: pg.to(c), Briefing: pg.to(c.Briefing), Standing: pg.standing(pg.read.Standing(c)), Finding: pg.lang.Term("finding", string(c.Finding)),
		Confidence: pg.lang.Term("confidence", string(c.Confidence)), Likelihood: pg.likelihood(c), Date: pg.date(c.Briefing.Date), Status: pg.lang.Status(c.Status),
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
		Claim: pg.to(c), Standing: pg.standing(pg.read.Standing(c)), Likelihood: pg.likelihood(c), Confidence: pg.lang.Term("confidence", string(c.Confidence)), Status: pg.lang.Status(c.Status),
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
	return pg.countViews(n)
}

// allCounts counts all claims by standing.
func (pg page) allCounts() []theme.Count { return pg.countViews(pg.read.CountStandings()) }

func (p *Plan) countViews(n map[brief.StandingWord]int) []theme.Count {
	var out []theme.Count
	for _, term := range brief.Standings().Terms {
		word := brief.StandingWord(term.Word)
		if n[word] > 0 {
			out = append(out, theme.Count{Standing: theme.Standing{Class: term.Word, Word: p.standingWord(word)}, N: n[word]})
		}
	}
	return out
}
