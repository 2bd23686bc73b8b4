package check

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// How many grades say something of how they were given, and above which share of them on the diagonal, in per cent, it looks as if one of the
// two judgments followed from the other.
const (
	minGrades   = 20
	maxDiagonal = 80
)

// Grades counts Admiralty grades of evidence of which neither half is unknown (F, 6).
type Grades struct {
	All      int
	Diagonal int // A1, B2, C3, D4, E5
}

// Add adds n times as many.
func (g *Grades) Add(other Grades, n int) {
	g.All += n * other.All
	g.Diagonal += n * other.Diagonal
}

// count adds the grades of a claim's evidence.
func (g *Grades) count(v *View, c *site.Claim) {
	for _, e := range v.Evidence(c) {
		reliability, credibility := v.GradeOf(e)
		if reliability == brief.ReliabilityUnknown || credibility == brief.CredibilityUnknown {
			continue
		}
		g.All++
		if reliability[0]-'A' == credibility[0]-'1' {
			g.Diagonal++
		}
	}
}

// diagonalGrades reports a site whose sources and information get the same place on their scales nearly always: the two are to be judged apart
// (STANAG 2511).
func diagonalGrades(s *site.Site, g Grades, report func(diag.Diagnostic)) {
	if g.All < minGrades || g.Diagonal*100 <= g.All*maxDiagonal {
		return
	}
	report(diag.Diagnostic{
		At:      s.Settings.At,
		Message: fmt.Sprintf("%d of %d grades of evidence are A1, B2, C3, D4 or E5, as if source and information had not been judged apart", g.Diagonal, g.All),
		Hint:    "grade the information by what it says and what else is known, whoever says it",
	})
}

// ungradedSource reports a source that nobody has graded, neither by itself nor by its publisher, and a grade of which nothing says what it
// rests on.
func ungradedSource(v *View, s *site.Source, report func(diag.Diagnostic)) {
	switch publisher := v.PublisherOf(s); {
	case s.Reliability == "" && (publisher == nil || publisher.Reliability == ""):
		report(diag.Diagnostic{
			At: first(&s.Header, s.Source.Briefing, "title"), Message: fmt.Sprintf("neither the source %q nor its publisher has a grade", s.ID),
			Hint: "reliability: A to F, and grade_basis: why",
		})
	case s.Reliability != "" && s.GradeBasis == "":
		report(diag.Diagnostic{
			At: s.Place("reliability"), Message: fmt.Sprintf("nothing says what the grade %s of the source %q rests on", s.Reliability, s.ID),
			Hint: "grade_basis: why",
		})
	}
}

// ungradedActor reports the grade of a publisher of which nothing says what it rests on.
func ungradedActor(_ *View, a *site.Actor, report func(diag.Diagnostic)) {
	if a.Reliability == "" || a.GradeBasis != "" {
		return
	}
	report(diag.Diagnostic{
		At: a.Place("reliability"), Message: fmt.Sprintf("nothing says what the grade %s of the actor %q rests on", a.Reliability, a.ID),
		Hint: "grade_basis: why",
	})
}

// ungradedEvidence reports evidence whose information nobody has graded.
func ungradedEvidence(v *View, c *site.Claim, report func(diag.Diagnostic)) {
	for _, e := range v.Evidence(c) {
		if e.Credibility == "" {
			report(diag.Diagnostic{
				At: e.Evidence.Source.At, Message: fmt.Sprintf("what the source %q says of the claim %q has no grade", e.Source.ID, c.ID),
				Hint: "credibility: 1 to 6, where 6 means that it cannot be judged",
			})
		}
	}
}
