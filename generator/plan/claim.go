package plan

import (
	"cmp"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
	"attest/generator/wording"
)

// withdrawn is the class of what belongs to claims that are held no longer.
const withdrawn = export.Withdrawn

// card shows a claim in full. number gives a source's place in the briefing's bibliography.
func (pg page) card(c *site.Claim, number map[*site.Source]int) theme.Card {
	card := theme.Card{
		Anchor: c.Anchor(), Label: pg.cardLabel(c), Number: c.Number, Text: c.Text, Kind: pg.lang.Term("kind", string(c.Claim.Kind)), Standing: pg.standingOf(c),
		Finding: pg.lang.Term("finding", string(c.Finding)), Status: pg.lang.Status(c.Status), Likelihood: pg.lang.Likelihood(c.Likelihood, c.LikelihoodBand), Probability: wording.Probability(c.Probability),
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
			Type: pg.relationWords(r), Claim: pg.to(r.Claim), Standing: pg.held(r.Claim),
		})
	}
	for _, change := range pg.read.History(c) {
		row := pg.correctionRow(change)
		row.Anchor, row.Claim, row.Successor = "", theme.Link{}, theme.Link{} // the card itself says these
		if change.Briefing == c.Briefing {
			row.Briefing = theme.Link{}
		}
		card.History = append(card.History, row)
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
	if status := pg.lang.Status(c.Status); status != "" {
		parts = append(parts, pg.lang.Say("citation.status", status))
	}
	parts = append(parts, pg.lang.Reservations(c.Claim, c.LikelihoodBand, pg.claimant(c).Text)...)
	if c.Confidence != "" {
		parts = append(parts, pg.lang.Say("level.confidence", pg.lang.Term("confidence", string(c.Confidence))))
	}
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

// called is the name of a source, and that it was retracted.
func (pg page) called(s *site.Source) string {
	if !s.Retracted.Stated {
		return pg.name(s)
	}
	return pg.lang.Say("aside", pg.name(s), pg.lang.Say("retracted"))
}

func (pg page) derivation(s *site.Source) string {
	var parents, roots []string
	for _, p := range pg.read.Parents(s) {
		parents = append(parents, pg.called(p))
	}
	for _, r := range pg.knownOrigins(s) {
		roots = append(roots, pg.called(r))
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
		Link: pg.to(c), Briefing: pg.to(c.Briefing), Standing: pg.marked(pg.standingOf(c)), Finding: pg.lang.Term("finding", string(c.Finding)),
		Confidence: pg.lang.Term("confidence", string(c.Confidence)), Likelihood: pg.lang.Likelihood(c.Likelihood, c.LikelihoodBand), Probability: wording.Probability(c.Probability),
		Date: pg.date(c.Briefing.Date), Status: pg.lang.Status(c.Status), Claimant: pg.claimant(c), Outdated: len(pg.read.ChangedSinceReview(c)) > 0,
	}
	if next := pg.read.Successor(c); next != nil {
		row.Successor = pg.to(next)
	}
	return row
}

// claimLinks are claims as a list within another row shows them.
func (pg page) claimLinks(claims []*site.Claim) []theme.HeldClaim {
	links := make([]theme.HeldClaim, len(claims))
	for i, c := range claims {
		links[i] = theme.HeldClaim{Link: pg.to(c), Standing: pg.marked(pg.held(c))}
	}
	return links
}

// marked is a standing as rows in lists are marked with it: a claim that was withdrawn has none.
func (p *Plan) marked(s theme.Standing) theme.Standing {
	s.Word = p.classWord(s.Class)
	return s
}

func (pg page) standingOf(c *site.Claim) theme.Standing {
	standing := pg.standing(pg.read.Standing(c))
	standing.Class = pg.class(c)
	return standing
}

func (pg page) class(c *site.Claim) string { return export.Class(pg.read, c) }

// held is the standing of a claim for places that say no more of it than its words.
func (pg page) held(c *site.Claim) theme.Standing {
	standing := pg.standingOf(c)
	standing.Status = pg.lang.Status(c.Status)
	standing.Reservations = pg.lang.Reservations(c.Claim, c.LikelihoodBand, pg.claimant(c).Text)
	return standing
}

// cardLabel is what the card of a claim, and the way to it, are called.
func (pg page) cardLabel(c *site.Claim) string {
	words := pg.standingWord(pg.read.Standing(c).Word)
	if status := pg.lang.Status(c.Status); status != "" {
		words += pg.lang.Say("semicolon") + status
	}
	return pg.lang.Say("card.label", c.Number, words)
}

// heldWords says the same as held in words alone.
func (pg page) heldWords(c *site.Claim) string {
	return strings.Join(pg.lang.Held(c.Claim, pg.read.Standing(c).Word, c.LikelihoodBand, pg.claimant(c).Text), pg.lang.Say("semicolon"))
}

// judgment singles a claim out. The briefing is named unless the page is its own.
func (pg page) judgment(c *site.Claim) theme.Judgment {
	j := theme.Judgment{
		Claim: pg.to(c), Standing: pg.held(c), Confidence: pg.lang.Term("confidence", string(c.Confidence)),
	}
	if c.Briefing.Address() != pg.address {
		j.Briefing = pg.to(c.Briefing)
	}
	return j
}

// counts counts claims by standing, and those that were withdrawn by their status, in the fixed order, without those that are zero.
func (pg page) counts(claims []*site.Claim) []theme.Count {
	var n brief.Counts
	for _, c := range claims {
		n.Add(c.Status, pg.read.Standing(c).Word)
	}
	return pg.countViews(n)
}

// allCounts counts all claims by standing.
func (pg page) allCounts() []theme.Count { return pg.countViews(pg.read.CountClaims()) }

func (p *Plan) countViews(n brief.Counts) []theme.Count {
	var out []theme.Count
	for _, term := range brief.Standings().Terms {
		word := brief.StandingWord(term.Word)
		if n.Held[word] > 0 {
			out = append(out, theme.Count{Standing: theme.Standing{Class: term.Word, Word: p.standingWord(word)}, N: n.Held[word]})
		}
	}
	for _, term := range brief.Statuses().Terms {
		if status := brief.Status(term.Word); n.Withdrawn[status] > 0 {
			out = append(out, theme.Count{Standing: theme.Standing{Class: withdrawn, Word: p.lang.Status(status)}, N: n.Withdrawn[status]})
		}
	}
	return out
}
