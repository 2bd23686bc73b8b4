package wording

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"attest/generator/brief"
)

// Tally counts the evidence of a claim as a card does: "5 reports, 2 independent lines, 1 origin unknown; disputed by 1".
func (l *Language) Tally(s brief.Standing) string {
	if s.For.Reports == 0 && s.Against.Reports == 0 {
		return l.Say("tally.none")
	}
	var room [128]byte
	b := l.say(room[:0], "tally.reports", s.For.Reports)
	if s.For.Reports > 0 {
		b = l.say(l.say(b, "comma"), "tally.lines", s.For.Lines)
		if s.For.Unknown > 0 {
			b = l.say(l.say(b, "comma"), "tally.unknown", s.For.Unknown)
		}
	}
	separator := "semicolon"
	if s.Refuting > 0 {
		b = l.say(l.say(b, separator), "tally.refuted", s.Refuting)
		separator = "comma"
	}
	if disputing := s.Against.Reports - s.Refuting; disputing > 0 {
		b = l.say(l.say(b, separator), "tally.disputed", disputing)
	}
	return string(b)
}

// Status is the status of a claim; empty for a current one.
func (l *Language) Status(s brief.Status) string {
	if s == brief.StatusCurrent {
		return ""
	}
	return l.Term("status", string(s))
}

// Likelihood is a term of likelihood with its band in per cent, such as "likely (55–80 %)"; either may be empty.
func (l *Language) Likelihood(term, band string) string {
	word := l.Term("likelihood", term)
	if band == "" {
		return word
	}
	return l.Say("likelihood.band", word, band)
}

// Held says how a claim is held: its standing, its status unless it is current, and its Reservations.
func (l *Language) Held(c *brief.Claim, standing brief.StandingWord, band, claimant string) []string {
	words := []string{l.Term("standing", string(standing))}
	if status := l.Status(c.Status); status != "" {
		words = append(words, status)
	}
	return append(words, l.Reservations(c, band, claimant)...)
}

// Probability is a probability in per cent, such as "70 %" or "60–80 %"; empty where none is stated.
func Probability(p brief.Probability) string {
	switch {
	case !p.Stated:
		return ""
	case p.Low == p.High:
		return percent(p.Low) + " %"
	}
	return percent(p.Low) + "–" + percent(p.High) + " %"
}

func percent(p float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", p*100), "0"), ".")
}

// Reservations are what must stand, beside its status, wherever a claim is named by its words and its standing alone, so that it looks no surer
// than it is: what the editors found, whose claim it is, and how likely it is. band is that of the term of likelihood.
func (l *Language) Reservations(c *brief.Claim, band, claimant string) []string {
	var all []string
	add := func(key, text string) {
		if text != "" {
			all = append(all, l.Say(key, text))
		}
	}
	add("level.finding", l.Term("finding", string(c.Finding)))
	add("row.claimant", claimant)
	add("level.likelihood", l.Likelihood(c.Likelihood, band))
	if c.Likelihood == "" {
		add("level.probability", Probability(c.Probability))
	}
	return all
}

// Descriptor describes a restricted source in one line.
func (l *Language) Descriptor(d *brief.Descriptor) string {
	var parts []string
	for _, part := range d.Parts() {
		parts = append(parts, l.Say("descriptor.line."+part.Name, part.Value))
	}
	return strings.Join(parts, l.Say("semicolon"))
}

// LanguageName names a language, a BCP 47 tag; one that is not known is shown as written.
func (l *Language) LanguageName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	namer := display.Tags(l.tag)
	if namer == nil {
		namer = display.English.Tags()
	}
	if name := namer.Name(parsed); name != "" {
		return name
	}
	return tag
}
