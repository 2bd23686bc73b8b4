// Package check holds the rules of evidence: a table of pure functions over a linked site, each with its code. What level a code
// has, and whether it is reported at all, is not a rule's business; a rule only says so of a case that matters more or less than others.
//
// That front matter is well formed and references lead somewhere is found by the readers and by package site.
package check

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/site"
)

// Rule is one rule: a function for each sort of object that it looks at, or one for the whole site.
type Rule struct {
	Code     string
	Briefing func(*View, *site.Briefing, func(diag.Diagnostic))
	Claim    func(*View, *site.Claim, func(diag.Diagnostic))
	Source   func(*View, *site.Source, func(diag.Diagnostic))
	Actor    func(*View, *site.Actor, func(diag.Diagnostic))
	Site     func(*site.Site, Grades, func(diag.Diagnostic))

	Orphan bool // it finds what nothing refers to
}

// Rules returns every rule, sorted by code.
func Rules() []Rule {
	return []Rule{
		{Code: "changed-since-review", Claim: changedSinceReview},
		{Code: "confidence-with-likelihood", Briefing: hedgedText, Claim: hedgedClaim},
		{Code: "diagonal-grades", Site: diagonalGrades},
		{Code: "long-quote", Claim: longQuote},
		{Code: "mixed-scales", Claim: mixedScales},
		{Code: "orphan-actor", Actor: orphanActor, Orphan: true},
		{Code: "orphan-source", Source: orphanSource, Orphan: true},
		{Code: "probability-outside-band", Claim: probabilityOutsideBand},
		{Code: "quote-not-found", Claim: quoteNotFound},
		{Code: "quote-unchecked", Briefing: quoteUnchecked},
		{Code: "retracted-source", Claim: retractedSource},
		{Code: "review-overdue", Claim: reviewOverdue},
		{Code: "snapshot-changed", Source: snapshotChanged},
		{Code: "status-behind-correction", Claim: statusBehindCorrection},
		{Code: "thin-high-confidence", Claim: thinHighConfidence},
		{Code: "time-travel", Briefing: timeTravel, Source: earlyCopy},
		{Code: "unanswered-dispute", Claim: unansweredDispute},
		{Code: "unearned-one", Claim: unearnedOne},
		{Code: "ungraded", Claim: ungradedEvidence, Source: ungradedSource, Actor: ungradedActor},
		{Code: "unsourced-claim", Claim: unsourcedClaim},
		{Code: "unused-claim", Claim: unusedClaim},
		{Code: "weak-url", Source: weakURL},
	}
}

// View is what a rule sees: what a Reader finds, and the day of the build. It sees what its document declares, and no more of what that
// names than site.Recheck follows, so that the problems of a file stay what they are until then.
type View struct {
	*site.Reader
	Day edtf.Day // zero where no day matters

	briefing *site.Briefing  // the last of whose claims the evidence was asked for
	evidence []site.Evidence // of all of its claims, in their order
	ends     []int           // where that of each claim ends
}

// Evidence returns what is published of a claim's evidence, until it is asked for that of another briefing's.
func (v *View) Evidence(c *site.Claim) []site.Evidence {
	if v.briefing != c.Briefing {
		v.read(c.Briefing)
	}
	start := 0
	if c.Number > 1 {
		start = v.ends[c.Number-2]
	}
	return v.evidence[start:v.ends[c.Number-1]]
}

func (v *View) read(b *site.Briefing) {
	v.briefing, v.evidence, v.ends = b, v.evidence[:0], v.ends[:0]
	for _, c := range b.Claims {
		for i := range c.Claim.Evidence {
			e := &c.Claim.Evidence[i]
			if e.TLP.Above(v.Settings.TLP) {
				continue
			}
			if s := v.Source(e.Source.ID); s != nil {
				v.evidence = append(v.evidence, site.Evidence{Evidence: e, Source: s, Claim: c})
			}
		}
		v.ends = append(v.ends, len(v.evidence))
	}
}

// Found is what is found in one file. The zero value is nothing.
type Found struct {
	Problems diag.List
	Orphans  diag.List // what nothing refers to: not to be told while references are broken, as these may be what refers to it
	Grades   Grades    // of its evidence, for what only all grades together show
}

// Documents applies every rule but those of the whole site to what the files declare. An object's own `ignore` switches a rule off for it, and
// a briefing's for all that it declares. Rules about what a source is heed its `ignore` wherever it is evidence. The result has the files in which
// something is found. A zero day is none.
func Documents(s *site.Site, files []string, day edtf.Day) map[string]Found {
	each := make([]Found, len(files))
	workers := min(runtime.GOMAXPROCS(0), (len(files)+63)/64) // a few files are not worth a goroutine
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			r := run{rules: Rules(), view: &View{Reader: s.Reader(false), Day: day}}
			for i := w; i < len(files); i += workers {
				each[i] = r.file(s.DeclaredIn(files[i]))
			}
		})
	}
	wait.Wait()
	found := make(map[string]Found)
	for i, f := range each {
		if len(f.Problems)+len(f.Orphans) > 0 || f.Grades.All > 0 {
			found[files[i]] = f
		}
	}
	return found
}

// Site applies the rules of the whole site, of which grades are those of all files.
func Site(s *site.Site, grades Grades) diag.List {
	var list diag.List
	for _, rule := range Rules() {
		if rule.Site != nil {
			rule.Site(s, grades, func(d diag.Diagnostic) {
				d.Code = rule.Code
				list = append(list, d)
			})
		}
	}
	return list
}

// run applies rules to one file after the other.
type run struct {
	rules []Rule
	view  *View

	found       Found
	rule        *Rule         // that is applied
	own, around *brief.Header // of the object it is applied to, and of the briefing that declares it, if one does
}

func (r *run) file(d site.Declared) Found {
	r.found, r.around = Found{}, nil
	report := r.report // once, as it is handed to each rule
	if b := d.Briefing; b != nil {
		r.around = &b.Header
		r.each(&b.Header, func(rule *Rule) {
			if rule.Briefing != nil {
				rule.Briefing(r.view, b, report)
			}
		})
		for _, c := range b.Claims {
			r.each(&c.Header, func(rule *Rule) {
				if rule.Claim != nil {
					rule.Claim(r.view, c, report)
				}
			})
			r.found.Grades.count(r.view, c)
		}
	}
	for _, s := range d.Sources {
		r.each(&s.Header, func(rule *Rule) {
			if rule.Source != nil {
				rule.Source(r.view, s, report)
			}
		})
	}
	for _, a := range d.Actors {
		r.each(&a.Header, func(rule *Rule) {
			if rule.Actor != nil {
				rule.Actor(r.view, a, report)
			}
		})
	}
	if d.Library {
		r.found.Problems, r.found.Orphans = onceEach(r.found.Problems), onceEach(r.found.Orphans)
	}
	return r.found
}

// each hands every rule to apply, which applies it to the object with the header.
func (r *run) each(own *brief.Header, apply func(*Rule)) {
	r.own = own
	for i := range r.rules {
		r.rule = &r.rules[i]
		apply(r.rule)
	}
}

func (r *run) report(d diag.Diagnostic) {
	if ignored(r.own, r.rule.Code) || r.around != nil && ignored(r.around, r.rule.Code) {
		return
	}
	d.Code = r.rule.Code
	if r.rule.Orphan {
		r.found.Orphans = append(r.found.Orphans, d)
	} else {
		r.found.Problems = append(r.found.Problems, d)
	}
}

func ignored(h *brief.Header, code string) bool {
	return slices.ContainsFunc(h.Ignore, func(i brief.Ignore) bool { return i.Code == code })
}

// onceEach keeps the first problem of each code, which says of how many more items it could be said: a library of CSL-JSON is written by a
// program, and holds thousands.
func onceEach(found diag.List) diag.List {
	var list diag.List
	more := make(map[string]int)
	for _, d := range found {
		if more[d.Code]++; more[d.Code] == 1 {
			list = append(list, d)
		}
	}
	for i := range list {
		if n := more[list[i].Code] - 1; n > 0 {
			list[i].Message += fmt.Sprintf("; so it is with %s of this library", count(n, "more item", "more items"))
		}
	}
	return list
}

// count words a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// first returns where an object is named: its id in a briefing, else the field of its own file that says its name.
func first(h *brief.Header, briefing, field string) diag.Span {
	if briefing != "" {
		return h.At
	}
	return h.Place(field)
}
