package plan

import (
	"attest/generator/brief"
	"attest/generator/theme"
)

// The orders that a list offers beside its own. A value is the column that is sorted by; one that begins with a minus begins with what is
// greatest. A column whose values a filter offers is in the order in which it offers them.
var (
	claimOrders = theme.Facet{Name: "sort", Label: "Order", First: "newest briefing first", Values: []theme.Option{
		{Value: "date", Text: "oldest briefing first"},
		{Value: "standing", Text: "by standing"},
		{Value: "-confidence", Text: "most confident first"},
		{Value: "title", Text: "by text"},
	}}
	sourceOrders = theme.Facet{Name: "sort", Label: "Order", First: "by title", Values: []theme.Option{
		{Value: "-date", Text: "newest first"},
		{Value: "date", Text: "oldest first"},
		{Value: "grade", Text: "most reliable first"},
		{Value: "-claims", Text: "most claims first"},
		{Value: "publisher", Text: "by publisher"},
	}}
)

// sourceFacets are the filters of the sources. None depends on what sources there are, so that no list is made again for another source.
func sourceFacets() []theme.Facet {
	var grades []theme.Option
	for _, t := range brief.Reliabilities().Terms {
		grades = append(grades, theme.Option{Value: t.Word, Text: t.Word + " " + t.Meaning})
	}
	return append([]theme.Facet{
		{Name: "grade", Label: "Grade", Values: grades},
		{Name: "tier", Label: "Tier", Values: options(brief.Tiers().Words())},
		{Name: "origin", Label: "Origin", Values: options(brief.Origins().Words())},
	}, between("Published from", "Published to", sourceOrders)...)
}

// between are the filters that every list ends with: days, words, and the order.
func between(from, to string, orders theme.Facet) []theme.Facet {
	return []theme.Facet{{Name: "from", Label: from}, {Name: "to", Label: to}, {Name: "words", Label: "Words"}, orders}
}
