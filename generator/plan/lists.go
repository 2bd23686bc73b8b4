package plan

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// How many entries the front page shows: of key judgments the first few of each briefing.
const (
	newestBriefings   = 20
	newestJudgments   = 10
	leadJudgments     = 2
	newestCorrections = 5
)

// addLists adds the pages of which a site has one, and the further pages of lists.
func (p *Plan) addLists() {
	only := func(address, template string, view func(page) any) {
		p.page(address, template, "a page of every site", view)
	}
	only(site.FrontAddress, "front", page.front)
	only(site.MethodologyAddress, "methodology", page.methodology)
	only(site.SearchAddress, "search", page.search)
	only(site.NotFoundAddress, "notfound", page.notFound)

	p.list(site.BriefingsAddress, "briefings", numbered("briefings-"), len(p.site.Briefings), page.allBriefings)
	p.list(site.ClaimsAddress, "claims", numbered("claims/"), len(p.site.Claims), page.allClaims)
	p.list(site.ActorsAddress, "actors", numbered("actors-"), len(p.site.Actors), page.allActors)
	p.list(site.CorrectionsAddress, "corrections", numbered("corrections-"), len(p.site.Corrections), page.allCorrections)
	p.list(site.SourcesAddress, "sources", numbered("sources-"), len(p.site.Reader(false).OpenSources()), page.allSources)
	for _, t := range p.site.Topics {
		p.list(t.Address(), "topic", numbered("topics/"+t.Slug+"-page-"), len(t.Briefings), func(pg page, k int) any { return pg.topic(pg.read.Topic(t.Slug), k) })
	}
	p.addTimelines()
}

// list adds the pages of a list of n entries: the first at address, the k-th at further(k).
func (p *Plan) list(address, template string, further func(int) string, n int, view func(page, int) any) {
	for k := 1; k <= pagesOf(n); k++ {
		at := address
		if k > 1 {
			at = further(k)
		}
		p.page(at, template, "a list of every site", func(pg page) any { return view(pg, k) })
	}
}

func numbered(prefix string) func(int) string {
	return func(k int) string { return fmt.Sprintf("%s%d.html", prefix, k) }
}

// listAddress returns the address of the k-th page of a list.
func listAddress(first, prefix string) func(int) string {
	return func(k int) string {
		if k == 1 {
			return first
		}
		return numbered(prefix)(k)
	}
}

func (pg page) front() any {
	title := pg.site.Settings.Title
	head := pg.objectHead("front", title, pg.site.Settings.Description)
	head.JSONLD = pg.graph(head, pg.thing("WebSite", title, pg.site.Settings.Description))
	briefings := pg.read.List(site.KindBriefing)
	view := theme.FrontView{Page: head, Counts: pg.allCounts(), More: len(briefings) > newestBriefings}
	if own := pg.read.Page(""); own != nil {
		view.Heading, view.Summary = own.Title, own.Summary
		view.Intro, view.Extra = pg.text(own), own.Extra
	}
	newest := all(briefings[:min(newestBriefings, len(briefings))], pg.read.Briefing)
	view.Briefings = pg.briefingRows(newest)
	for _, b := range newest {
		judgments := pg.read.Judgments(b)
		for _, c := range judgments[:min(leadJudgments, len(judgments))] {
			if len(view.Judgments) < newestJudgments {
				view.Judgments = append(view.Judgments, pg.judgment(c))
			}
		}
	}
	for _, n := range []struct {
		label string
		count int
	}{
		{"number.briefings", len(briefings)},
		{"number.claims", len(pg.read.List(site.KindClaim))},
		{"number.sources", len(pg.read.OpenSources())},
		{"number.actors", len(pg.read.List(site.KindActor))},
		{"number.events", len(pg.read.List(site.KindEvent))},
	} {
		view.Numbers = append(view.Numbers, theme.Labelled{Label: pg.lang.Say(n.label, n.count), Text: fmt.Sprint(n.count)})
	}
	corrections := pg.read.AllCorrections()
	view.Corrections = pg.corrections(pg.corrected(corrections[:min(newestCorrections, len(corrections))]))
	return view
}

func (pg page) allBriefings(k int) any {
	view := theme.BriefingsView{Page: pg.head("briefings", pg.title("page.briefings", k), pg.lang.Say("briefings.summary"), pg.home())}
	briefings := pg.read.List(site.KindBriefing)
	pager, from, to := pg.pager(len(briefings), k, listAddress(site.BriefingsAddress, "briefings-"))
	view.Pager, view.Briefings = pager, pg.briefingRows(all(briefings[from:to], pg.read.Briefing))
	if k == 1 {
		for _, t := range pg.read.AllTopics() {
			view.Topics = append(view.Topics, theme.TopicRow{Link: pg.toAddress(t.Address(), t.Name), N: len(t.Briefings)})
		}
	}
	return view
}

// title is that of the k-th page of a list, whose name has a key.
func (pg page) title(key string, k int) string { return pg.numbered(pg.lang.Say(key), k) }

func (pg page) numbered(title string, k int) string {
	if k == 1 {
		return title
	}
	return pg.lang.Say("page.numbered", title, k)
}

func (pg page) topic(t *site.Topic, k int) any {
	view := theme.TopicView{Page: pg.head("topic", pg.numbered(t.Name, k), pg.lang.Say("topic.summary", t.Name), pg.crumbs(site.BriefingsAddress, pg.lang.Say("page.briefings"))...), Topic: t.Name}
	pager, from, to := pg.pager(len(t.Briefings), k, listAddress(t.Address(), "topics/"+t.Slug+"-page-"))
	view.Pager, view.Briefings = pager, pg.briefingRows(all(t.Briefings[from:to], pg.read.Briefing))
	if len(pg.allCounts()) > 0 {
		view.Claims = site.Relative(pg.address, site.ClaimsAddress) + "?topic=" + url.QueryEscape(t.Slug)
	}
	return view
}

func (pg page) allClaims(k int) any {
	view := theme.ClaimsView{
		Page:   pg.head("claims", pg.title("page.claims", k), pg.lang.Say("claims.summary"), pg.home()),
		Counts: pg.allCounts(), Facets: pg.claimFacets(), Chunks: export.ClaimChunks(pg.read),
	}
	claims := pg.read.List(site.KindClaim)
	pager, from, to := pg.pager(len(claims), k, listAddress(site.ClaimsAddress, "claims/"))
	view.Pager, view.Claims = pager, pg.claimRows(all(claims[from:to], pg.read.Claim))
	return view
}

// claimFacets are the filters of the ledger.
func (pg page) claimFacets() []theme.Facet {
	actors, sources, topics := pg.offered()
	return append(choices(
		theme.Facet{Name: "standing", Label: pg.lang.Say("standing"), Values: append(pg.standingOptions(), theme.Option{Value: withdrawn, Text: pg.classWord(withdrawn)})},
		theme.Facet{Name: "confidence", Label: pg.lang.Say("filter.confidence"), Values: pg.options(brief.Confidences())},
		theme.Facet{Name: "actor", Label: pg.lang.Say("filter.actor"), Values: actors},
		theme.Facet{Name: "source", Label: pg.lang.Say("filter.source"), Values: sources},
		theme.Facet{Name: "topic", Label: pg.lang.Say("topic"), Values: topics},
	), pg.between("filter.from", "filter.to", pg.claimOrders())...)
}

func (p *Plan) standingOptions() []theme.Option { return p.options(brief.Standings()) }

func (p *Plan) options(v brief.Vocabulary) []theme.Option {
	out := make([]theme.Option, len(v.Terms))
	for i, t := range v.Terms {
		out[i] = theme.Option{Value: t.Word, Text: p.lang.Term(v.Key, t.Word)}
	}
	return out
}

func (pg page) allActors(k int) any {
	view := theme.ActorsView{Page: pg.head("actors", pg.title("page.actors", k), pg.lang.Say("actors.summary"), pg.home())}
	actors := pg.read.List(site.KindActor)
	pager, from, to := pg.pager(len(actors), k, listAddress(site.ActorsAddress, "actors-"))
	view.Pager, view.Actors = pager, pg.actorRows(all(actors[from:to], pg.read.Actor))
	return view
}

func (pg page) allSources(k int) any {
	open := pg.read.OpenSources()
	view := theme.SourcesView{
		Page:   pg.head("sources", pg.title("page.sources", k), pg.lang.Say("sources.summary"), pg.home()),
		Facets: pg.sourceFacets(), Chunks: export.SourceChunks(pg.read),
	}
	pager, from, to := pg.pager(len(open), k, listAddress(site.SourcesAddress, "sources-"))
	view.Pager, view.Sources = pager, pg.sourceRows(all(open[from:to], pg.read.Source))
	return view
}

func (pg page) allCorrections(k int) any {
	view := theme.CorrectionsView{
		Page: pg.head("corrections", pg.title("page.corrections", k), pg.lang.Say("corrections.summary"), pg.home()),
	}
	corrections := pg.read.AllCorrections()
	pager, from, to := pg.pager(len(corrections), k, listAddress(site.CorrectionsAddress, "corrections-"))
	view.Pager, view.Corrections = pager, pg.corrections(pg.corrected(corrections[from:to]))
	for _, policy := range pg.site.Settings.Policies {
		if policy.Name != "corrections" || policy.Page.ID == "" {
			continue
		}
		if own := pg.read.Page(policy.Page.ID); own != nil {
			view.Policy = pg.to(own)
		}
	}
	return view
}

// methodology is written from the program's own tables, so that it cannot drift from what it does.
func (pg page) methodology() any {
	title, summary := pg.lang.Say("page.methodology"), pg.lang.Say("methodology.summary")
	view := theme.MethodologyView{}
	if own := pg.read.Page("methodology"); own != nil {
		title, summary = own.Title, cmp.Or(own.Summary, summary)
		view.Own, view.Extra = pg.text(own), own.Extra
	}
	view.Page = pg.head("methodology", title, summary, pg.home())
	for _, v := range brief.Vocabularies() {
		view.Vocabularies = append(view.Vocabularies, theme.Vocabulary{
			Name: pg.lang.Say("vocabulary." + v.Key), Anchor: "words." + site.Slug(v.Name), Standard: v.Standard, Words: pg.terms(v),
		})
	}
	view.Standings = pg.standingWords()
	for _, s := range brief.Scales() {
		scale := theme.Scale{ID: s.ID, Title: s.Title, Default: s.ID == cmp.Or(pg.site.Settings.Scale, brief.DefaultScale)}
		for _, band := range s.Bands {
			scale.Terms = append(scale.Terms, theme.Word{Term: pg.likelihoods(band.Words), Meaning: band.Percent()})
		}
		view.Scales = append(view.Scales, scale)
	}
	for _, code := range diag.Codes() {
		level := code.Level
		if set, ok := pg.site.Settings.Checks[code.Name]; ok {
			level = set
		}
		view.Codes = append(view.Codes, theme.CodeRow{Code: code.Name, Rule: code.Title, Level: level.String()})
	}
	return view
}

// likelihoods are the wordings of a band.
func (p *Plan) likelihoods(words []string) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = p.lang.Term("likelihood", word)
	}
	return strings.Join(slices.Compact(out), " / ")
}

// standingWords are the standings as readers see them.
func (p *Plan) standingWords() []theme.Word { return p.terms(brief.Standings()) }

func (p *Plan) terms(v brief.Vocabulary) []theme.Word {
	out := make([]theme.Word, len(v.Terms))
	for i, t := range v.Terms {
		out[i] = theme.Word{Term: p.lang.Term(v.Key, t.Word), Meaning: p.lang.Meaning(v.Key, t.Word), Class: t.Word}
	}
	return out
}
