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

// Rule is one rule, and what it looks at.
type Rule struct {
	Code  string
	Claim func(*site.Reader, *site.Claim, func(diag.Diagnostic))
}

// Rules returns every rule, sorted by code.
func Rules() []Rule {
	return []Rule{
		{Code: "changed-since-review", Claim: changedSinceReview},
		{Code: "unsourced-claim", Claim: unsourcedClaim},
		{Code: "unused-claim", Claim: unusedClaim},
	}
}

// Documents applies every rule to every claim of the files. A claim's own `ignore` switches a rule off for it, and a briefing's for its claims.
// The result has the problems of each file that has any. A rule looks at a claim and at what its document names, and no further, so that the
// problems of a file stay what they are until it is linked again.
func Documents(s *site.Site, files []string) map[string]diag.List {
	found := make(map[string]diag.List)
	rules, r := Rules(), s.Reader(false)
	for _, file := range files {
		for _, c := range s.ClaimsIn(file) {
			for i := range rules {
				rules[i].Claim(r, c, func(d diag.Diagnostic) {
					if !ignored(&c.Header, rules[i].Code) && !ignored(&c.Briefing.Header, rules[i].Code) {
						d.Code = rules[i].Code
						found[file] = append(found[file], d)
					}
				})
			}
		}
	}
	return found
}

func ignored(h *brief.Header, code string) bool {
	return slices.ContainsFunc(h.Ignore, func(i brief.Ignore) bool { return i.Code == code })
}
