package brief

import (
	"fmt"
	"slices"
	"strings"
)

// StandingWord is what the evidence itself says of a claim. It is computed, never written.
type StandingWord string

// The standings, in the order in which vocabularies list them.
const (
	Corroborated StandingWord = "corroborated"
	SingleSource StandingWord = "single-source"
	Contested    StandingWord = "contested"
	Refuted      StandingWord = "refuted"
	Unsourced    StandingWord = "unsourced"
)

// Label returns the word as readers see it.
func (w StandingWord) Label() string { return strings.ReplaceAll(string(w), "-", " ") }

// byStrength is the standings from the one that promises most: a claim that is refuted is worse off than one of which nothing is known.
var byStrength = []StandingWord{Corroborated, SingleSource, Contested, Unsourced, Refuted}

// Weaker returns the standing that promises less; of one and an empty word, the one.
func Weaker(a, b StandingWord) StandingWord {
	if slices.Index(byStrength, a) > slices.Index(byStrength, b) {
		return a
	}
	return b
}

// Standings is the vocabulary of standing.
func Standings() Vocabulary {
	return Vocabulary{"standing", "Standing", "", []Term{
		{string(Corroborated), "two or more independent lines of evidence support it and nothing disputes it"},
		{string(SingleSource), "something supports it, on fewer than two independent lines, and nothing disputes it"},
		{string(Contested), "something supports it and something disputes or refutes it"},
		{string(Refuted), "something refutes it and nothing supports it"},
		{string(Unsourced), "nothing supports it"},
	}}
}

// Tally counts one side of the evidence.
type Tally struct {
	Reports int // distinct sources, without those retracted
	Lines   int // independent lines: reports matched to known origins, each used once
	Unknown int // reports none of whose origins is known
}

// Standing is a claim held against its evidence.
type Standing struct {
	Word     StandingWord
	For      Tally // what supports
	Against  Tally // what disputes or refutes
	Refuting int   // how many of the reports against refute
}

// Words says the standing as a card does: "5 reports, 2 independent lines, 1 origin unknown; disputed by 1".
func (s Standing) Words() string {
	if s.For.Reports == 0 && s.Against.Reports == 0 {
		return "no reports"
	}
	text := plural(s.For.Reports, "report", "reports")
	if s.For.Reports > 0 {
		text += ", " + plural(s.For.Lines, "independent line", "independent lines")
		if s.For.Unknown > 0 {
			text += ", " + plural(s.For.Unknown, "origin unknown", "origins unknown")
		}
	}
	separator := "; "
	if s.Refuting > 0 {
		text += fmt.Sprintf("%srefuted by %d", separator, s.Refuting)
		separator = ", "
	}
	if disputing := s.Against.Reports - s.Refuting; disputing > 0 {
		text += fmt.Sprintf("%sdisputed by %d", separator, disputing)
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Standing computes where a claim stands on its evidence. A report is a distinct source; sources that are not known to d are
// passed over, as they are errors elsewhere.
func (d *Derivation) Standing(evidence []Evidence) Standing {
	return d.StandingIf(evidence, Supposed{})
}

// Supposed is a source of which it is supposed that it is retracted, or that it is not, whatever it says of itself. The zero value
// supposes nothing.
type Supposed struct {
	Source    string // its id
	Retracted bool
}

// retracted reports whether a source is taken as retracted.
func (s Supposed) retracted(source *Source) bool {
	if source.ID == s.Source {
		return s.Retracted
	}
	return source.Retracted.Stated
}

// StandingIf computes where a claim would stand on its evidence if what is supposed were so.
func (d *Derivation) StandingIf(evidence []Evidence, so Supposed) Standing {
	var supporting, opposing, refuting []string
	for i := range evidence {
		switch e := &evidence[i]; e.Stance {
		case Supports:
			supporting = append(supporting, e.Source.ID)
		case Refutes:
			opposing, refuting = append(opposing, e.Source.ID), append(refuting, e.Source.ID)
		case Disputes:
			opposing = append(opposing, e.Source.ID)
		}
	}
	s := Standing{For: d.tally(supporting, so), Against: d.tally(opposing, so), Refuting: d.tally(refuting, so).Reports}
	switch {
	case s.For.Reports == 0 && s.Refuting > 0:
		s.Word = Refuted
	case s.For.Reports == 0:
		s.Word = Unsourced
	case s.Against.Reports > 0:
		s.Word = Contested
	case s.For.Lines >= 2:
		s.Word = Corroborated
	default:
		s.Word = SingleSource
	}
	return s
}

// counts reports whether a source is known and neither it nor all its roots are retracted.
func (d *Derivation) counts(id string, so Supposed) bool {
	src, ok := d.sources[id]
	if !ok || so.retracted(src) {
		return false
	}
	for _, root := range d.roots[id] {
		if !so.retracted(root) {
			return true
		}
	}
	return len(d.roots[id]) == 0 // only in a cycle, which is an error elsewhere
}

// tally counts the distinct sources that count, and matches them with their known origins.
func (d *Derivation) tally(ids []string, so Supposed) Tally {
	seen := make(map[string]bool, len(ids))
	var t Tally
	var reports [][]string // the known roots of each report that has any
	for _, id := range ids {
		if seen[id] || !d.counts(id, so) {
			continue
		}
		seen[id] = true
		t.Reports++
		var known []string
		for _, root := range d.roots[id] {
			if root.Origin == OriginOriginal && !so.retracted(root) {
				known = append(known, root.ID)
			}
		}
		if len(known) == 0 {
			t.Unknown++
			continue
		}
		reports = append(reports, known)
	}
	t.Lines = matching(reports)
	return t
}

// matching returns the size of a maximum matching between reports and their origins, by augmenting paths (Kuhn, 1955): one
// report is never two lines, and one origin never serves two reports.
func matching(reports [][]string) int {
	holder := make(map[string]int) // origin to the report that it serves
	size := 0
	for i := range reports {
		if augment(reports, i, holder, make(map[string]bool)) {
			size++
		}
	}
	return size
}

func augment(reports [][]string, i int, holder map[string]int, tried map[string]bool) bool {
	for _, origin := range reports[i] {
		if tried[origin] {
			continue
		}
		tried[origin] = true
		if j, taken := holder[origin]; !taken || augment(reports, j, holder, tried) {
			holder[origin] = i
			return true
		}
	}
	return false
}

// Held reports whether a claim of the status is one that its authors stand by, or may again: it was neither taken back nor replaced.
func (s Status) Held() bool { return s != StatusRetracted && s != StatusSuperseded }

// Counts says how many claims there are: of those that are held how many have each standing, and of the others how many have each status, so that no
// claim that was taken back counts for what its evidence once said.
type Counts struct {
	Held      map[StandingWord]int
	Withdrawn map[Status]int
}

// Add counts a claim.
func (c *Counts) Add(status Status, standing StandingWord) {
	if c.Held == nil {
		c.Held, c.Withdrawn = make(map[StandingWord]int), make(map[Status]int)
	}
	if status.Held() {
		c.Held[standing]++
	} else {
		c.Withdrawn[status]++
	}
}
