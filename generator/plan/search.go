package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// search is the page on which scripts search. What they show is only there when it was asked for.
func (pg page) search() any {
	head := pg.head("search", "Search", "", pg.home())
	view := theme.SearchView{Page: head, Shelves: pg.site.CountShelves()}
	for _, list := range []struct {
		kind          site.Kind
		text, address string
	}{
		{site.KindBriefing, "Briefings", site.BriefingsAddress},
		{site.KindClaim, "Claims", site.ClaimsAddress},
		{site.KindActor, "Actors", site.ActorsAddress},
		{site.KindSource, "Sources", site.SourcesAddress},
		{site.KindEvent, "Events", site.TimelineAddress},
	} {
		view.Kinds = append(view.Kinds, theme.Option{Value: string(list.kind), Text: list.text})
		view.Lists = append(view.Lists, pg.toAddress(list.address, list.text))
	}
	return view
}
