package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// search is the page on which scripts search. What they show is only there when it was asked for.
func (pg page) search() any {
	head := pg.head("search", "Search", "", pg.home())
	view := theme.SearchView{Page: head, Shelves: pg.site.CountShelves(), Best: pg.export.BestOfShelf()}
	for _, list := range []struct {
		kind          site.Kind
		ids           []string
		text, address string
	}{
		{site.KindBriefing, pg.read.List(site.KindBriefing), "Briefings", site.BriefingsAddress},
		{site.KindClaim, pg.read.List(site.KindClaim), "Claims", site.ClaimsAddress},
		{site.KindActor, pg.read.List(site.KindActor), "Actors", site.ActorsAddress},
		{site.KindSource, pg.read.OpenSources(), "Sources", site.SourcesAddress},
		{site.KindEvent, pg.read.List(site.KindEvent), "Events", site.TimelineAddress},
	} {
		view.Kinds = append(view.Kinds, theme.SearchKind{Kind: string(list.kind), Text: list.text, N: len(list.ids)})
		view.Lists = append(view.Lists, pg.toAddress(list.address, list.text))
	}
	return view
}
