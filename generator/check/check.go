// Package check holds the rules of evidence: a table of pure functions over a linked site, each with its code. What level a code
// has, and whether it is reported at all, is not a rule's business.
//
// That front matter is well formed and references lead somewhere is found by the readers and by package site.
package check

import (
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// Rule is one rule; exactly one of its functions is set, by what it looks at.
type Rule struct {
	Code  string
	Claim func(*site.Claim, func(diag.Diagnostic))
}

// Rules returns every rule, sorted by code.
func Rules() []Rule {
	return []Rule{
		{Code: "unsourced-claim", Claim: unsourcedClaim},
		{Code: "unused-claim", Claim: unusedClaim},
	}
}

// Site applies every rule to every object of the site. An object's own `ignore` switches a rule off for it, and a briefing's for its
// claims.
func Site(s *site.Site) diag.List {
	var problems diag.List
	for _, rule := range Rules() {
		for _, c := range s.Claims {
			rule.Claim(c, func(d diag.Diagnostic) {
				if !ignored(&c.Header, rule.Code) && !ignored(&c.Briefing.Header, rule.Code) {
					d.Code = rule.Code
					problems = append(problems, d)
				}
			})
		}
	}
	return problems
}

func ignored(h *brief.Header, code string) bool {
	return slices.ContainsFunc(h.Ignore, func(i brief.Ignore) bool { return i.Code == code })
}
