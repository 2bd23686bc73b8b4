package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"attest/generator/content"
	"attest/generator/site"
)

// TestALinkedSiteIsOneLinkedFromNothing makes edits one after the other, and holds the site after each to one that shares nothing. want is
// what is wrong after each.
func TestALinkedSiteIsOneLinkedFromNothing(t *testing.T) {
	t.Parallel()
	type step = map[string]string
	text := ferryWith
	a, b := "briefings/a.md", "briefings/b.md"
	for _, test := range []struct {
		name  string
		steps []step
		want  [][]string // parts of the messages after each step
	}{
		{"a body", []step{{b: text(b, "of [[", "and of [[")}}, [][]string{nil}},
		{"an id declared twice, and mended", []step{
			{b: text(b, "events:", "actors: {orsa: {name: Other}}\nevents:")},
			{b: ferry[b]},
		}, [][]string{{`two actors with the id "orsa"`}, nil}},
		{"the holder of an id gone first", []step{
			{"briefings/c.md": "---\ntitle: C\ndate: 2026\nactors: {port: {name: Second Port}}\n---\n"},
			{"actors/port.md": "-"},
			{"actors/port.md": ferry["actors/port.md"]},
			{"briefings/c.md": "-"},
		}, [][]string{{`two actors with the id "port"`}, nil, {`two actors with the id "port"`}, nil}},
		{"an id passes to an earlier file", []step{
			{"briefings/0.md": "---\ntitle: Z\ndate: 2026\nsources: {log: {title: Another}}\n---\n"},
			{"sources/log.md": "-"},
		}, [][]string{{`two sources with the id "log"`}, nil}},
		{"two briefings of a name", []step{
			{"briefings/a/index.md": "---\ntitle: Second\ndate: 2026\nclaims: {c: {text: Second}}\naliases: [second.html]\n" +
				"corrections: [{date: 2026, type: correction, text: Second.}]\n---\n"},
			{a: "-"},
			{a: ferry[a], "briefings/a/index.md": "-"},
		}, [][]string{{`two briefings with the id "a"`}, {"no published file"}, nil}},
		{"two briefings of a name and a date, the first of which is hidden", []step{
			{a: "-", "briefings/a/index.md": ferry[a]},
			{a: "---\ntitle: A\ndate: 2026-01-01\ntlp: red\n---\n"},
			{a: "-"},
		}, nil},
		{"a source of two files, the first of which is hidden", []step{
			{"briefings/0.md": "---\ntitle: Z\ndate: 2026\ntlp: red\nsources: {log: {title: Log}}\n---\n"},
			{"briefings/0.md": "-"},
		}, nil},
		{"a page of two files", []step{
			{"pages/about.md": "-", "pages/about/index.md": ferry["pages/about.md"]},
			{"pages/about.md": "---\ntitle: About\ntlp: red\n---\n"},
			{"pages/about.md": "-"},
		}, nil},
		{"claims supersede each other in a circle", []step{
			{a: text(a, "{text: C,", "{text: C, superseded_by: b#c,"), b: text(b, "{text: BC,", "{text: BC, superseded_by: a#d,")},
			{b: ferry[b]},
		}, [][]string{{"superseded by itself in the end"}, nil}},
		{"a circle closed by another file alone", []step{
			{a: text(a, "{text: C,", "{text: C, superseded_by: b#c,")},
			{b: text(b, "{text: BC,", "{text: BC, superseded_by: a#d,")},
			{b: "-"},
		}, [][]string{nil, {"superseded by itself in the end"}, {`no claim "b#c"`, `no claim "b#c"`, "no published file"}}},
		{"a broken link mended by a new file", []step{
			{"pages/about.md": text("pages/about.md", "../briefings/a.md#claim-c", "new.md")},
			{"pages/new.md": "---\ntitle: New\n---\n"},
			{"pages/new.md": "-"},
		}, [][]string{{"no published file content/pages/new.md"}, nil, {"no published file content/pages/new.md"}}},
		{"a broken reference mended by a new object", []step{
			{"index.md": "See [[new]] and [[actor:new]].\n"},
			{"actors/new.md": "---\nname: New\n---\n"},
			{"events/new.md": "---\ntitle: New\ndate: 2020\n---\n"},
		}, [][]string{{`nothing has the id "new"`, `no actor "new"`}, nil, {"objects of several kinds"}}},
		{"a heading renamed", []step{
			{b: text(b, "# Place", "# Elsewhere")},
			{a: text(a, "b.md#place", "b.md#elsewhere")},
		}, [][]string{{"has no place #place"}, nil}},
		{"a claim gone to which a link leads", []step{
			{a: "---\ntitle: A\ndate: 2026-01-01\n---\n"},
		}, [][]string{{`no claim "a#c"`, `no claim "a#c"`, `no claim "a#c"`, "has no place #claim-c"}}},
		{"a derivation", []step{
			{"sources/copy.md": "---\ntitle: Copy\norigin: original\n---\n"},
			{"sources/log.md": text("sources/log.md", "origin: original", "derived_from: [copy]")},
			{"sources/copy.md": ferry["sources/copy.md"]},
			{"sources/log.md": text("sources/log.md", "origin: original", "origin: original\nretracted: {}")},
		}, [][]string{nil, nil, {"derive"}, nil}},
		{"a hidden briefing shown", []step{
			{a: text(a, "title: A", "title: A\ndraft: true")},
			{a: ferry[a]},
			{a: text(a, "title: A", "title: A\ntlp: red")},
			{a: ferry[a]},
		}, nil},
		{"a source withheld", []step{
			{"sources/log.md": text("sources/log.md", "title: Log", "title: Log\naccess: withheld\ndescriptor: {access: an official}")},
			{"sources/log.md": ferry["sources/log.md"]},
		}, nil},
		{"a source cited with a locator restricted", []step{
			{a: text(a, "[@log]", "[@log, desk 7]")},
			{"sources/log.md": text("sources/log.md", "title: Log", "title: Log\naccess: restricted")},
			{a: ferry[a]},
		}, [][]string{nil, {"where in a source that is restricted"}, nil}},
		{"names that are no links", []step{
			{"actors/port.md": text("actors/port.md", "calls.", "calls. Orsa Line went.")},
			{"actors/orsa.md": text("actors/orsa.md", "Orsa Line", "Line Orsa")},
			{"actors/orsa.md": ferry["actors/orsa.md"], "actors/nobody.md": "---\nname: Orsa Line\n---\n"},
			{"actors/nobody.md": "---\nname: Orsa Line went\ntlp: red\n---\n"},
			{"actors/nobody.md": "---\nname: Orsa Line went\n---\n"},
			{"actors/nobody.md": "-", "actors/port.md": text("actors/port.md", "## History", "# Past")},
		}, nil},
		{"the timeline is split and is whole again", []step{
			{"events/g.md": "---\ntitle: G\ndate: 2023-05\n---\n"},
			{"events/h.md": "---\ntitle: H\ndate: 2023\n---\nWords.\n"},
			{"events/g.md": "-", "events/h.md": "-"},
			{b: text(b, "title: B", "title: B\ndraft: true"), "events/h.md": "---\ntitle: H\ndate: 2023\n---\n"},
		}, nil},
		{"a file cannot be read, with what refers to it", []step{
			{a: "---\ntitle: [\n---\n"},
			{"index.md": "See [[a]], [[a#c]] and [[unknown]].\n"},
			{a: ferry[a]},
		}, [][]string{nil, nil, {`nothing has the id "unknown"`}}},
		{"a library cannot be read", []step{
			{"index.md": "See [@item].\n"}, {"sources/lib.json": "["}, {"sources/lib.json": ferry["sources/lib.json"]},
		}, [][]string{nil, nil, nil}},
		{"a file adds to an item", []step{
			{"index.md": "See [@item].\n"},
			{"sources/item.md": "---\ntitle: Item of ours\nderived_from: [log]\n---\n"},
			{"sources/item.md": "---\naccess: withheld\ndescriptor: {access: an official}\n---\n"},
			{"sources/lib.json": "-", "sources/item.md": "---\ntitle: Alone\n---\n"},
			{"sources/item.md": "-"},
		}, [][]string{nil, nil, {"withheld"}, nil, {`no source "item"`}}},
		{"a picture gone", []step{{"briefings/p.png": "-"}, {"briefings/p.png": "other"}}, [][]string{{"p.png"}, nil}},
		{"a topic in other words", []step{
			{b: text(b, "topics: sea", "topics: [Sea, air, LAND]")},
			{a: text(a, "[sea, Land]", "[air]")},
			{b: text(b, "topics: sea", "topics: [c++, c]")},
			{b: "-"},
		}, nil},
		{"dates", []step{{b: text(b, "2026-01-02", "2025"), "events/e.md": text("events/e.md", "2025", "2023")}}, [][]string{nil}},
		{"names", []step{
			{"actors/orsa.md": text("actors/orsa.md", "Orsa Line", "Zephyr")}, {"sources/copy.md": text("sources/copy.md", "title: Copy", "title: Zz")},
		}, [][]string{nil, nil}},
		{"corrections and earlier addresses", []step{
			{b: text(b, "title: B", "title: B\naliases: [old/b.html]\ncorrections: [{date: 2026-03, type: clarification, text: Second.}]")},
			{a: text(a, "aliases: [old/a.html]\n", "")},
			{"pages/about.md": "-", a: "-"},
		}, nil},
		{"a correction in another briefing", []step{
			{a: text(a, "{text: D,", "{text: D, status: retracted,")},
			{b: text(b, "title: B", "title: B\ncorrections: [{date: 2026-03, type: retraction, claim: a#d, text: Second.}]")},
			{b: text(b, "title: B", "title: B\ncorrections: [{date: 2026-03, type: clarification, claim: a#d, text: Second.}]")},
			{b: text(b, "title: B", "title: B\ndraft: true\ncorrections: [{date: 2026-03, type: retraction, claim: a#d, text: Second.}]"), a: text(a, "to: b#c", "to: c")},
		}, nil},
		{"an id that is an actor's becomes an event's too", []step{
			{"events/orsa.md": "---\ntitle: Orsa\ndate: 2020\n---\n"}, {"events/orsa.md": "-"},
		}, nil},
		{"all gone and back", []step{
			func() step {
				gone := step{}
				for name := range ferry {
					if name != "site.yaml" {
						gone[name] = "-"
					}
				}
				return gone
			}(),
			ferry,
		}, [][]string{nil, nil}},
		{"settings with a file gone", []step{
			{"site.yaml": ferry["site.yaml"] + "title: T\n", "events/e.md": "-", a: text(a, "about: [orsa, e]", "about: [orsa]")},
		}, [][]string{nil}},
		{"settings", []step{
			{"site.yaml": "tlp: red\n"}, {"site.yaml": ferry["site.yaml"] + "menu: [{title: X, page: absent}]\n"}, {"pages/absent.md": "---\ntitle: X\n---\n"},
		}, [][]string{{"without base_url"}, {"absent"}, nil}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := versions(t, append([]map[string]string{ferry}, test.steps...)...)
			now, _ := site.Link(nil, read[0])
			if got := messages(now); len(got)+len(read[0].Problems()) > 0 {
				t.Fatalf("problems in the beginning: %q, %v", got, read[0].Problems())
			}
			for i, c := range read[1:] {
				before := answers(now)
				next, linked := site.Link(now, c)
				fresh, _ := site.Link(nil, c)
				sameSite(t, fresh, next)
				if test.want != nil {
					expect(t, fmt.Sprintf("step %d", i+1), test.want[i], messages(next))
				}
				hold(t, "answers of the version before", before, answers(now))
				linksAll(t, read[i], c, linked)
				now = next
			}
		})
	}
}

// expect fails unless each message holds one of the parts.
func expect(t *testing.T, what string, want, got []string) {
	t.Helper()
	ok := len(want) == len(got)
	for _, part := range want {
		ok = ok && slices.ContainsFunc(got, func(message string) bool { return strings.Contains(message, part) })
	}
	if !ok {
		t.Errorf("%s: problems %q, want %q", what, got, want)
	}
}

// linksAll fails unless every document that came, went or changed is among those that were linked.
func linksAll(t *testing.T, before, now *content.Content, linked []string) {
	t.Helper()
	for _, docs := range [][2][]*content.Document{{before.Documents, now.Documents}, {now.Documents, before.Documents}} {
		for _, doc := range docs[0] {
			if !slices.Contains(docs[1], doc) && !slices.Contains(linked, doc.File) {
				t.Errorf("%s changed and is not among those that were linked", doc.File)
			}
		}
	}
}

func TestNothingIsLinkedWhereNothingHasChanged(t *testing.T) {
	t.Parallel()
	read := versions(t, ferry, map[string]string{"briefings/b.md": ferry["briefings/b.md"] + "More.\n"})
	first, _ := site.Link(nil, read[0])
	if again, linked := site.Link(first, read[0]); len(linked) > 0 || !again.SameShape(first) {
		t.Errorf("%q were linked", linked)
	}
	second, linked := site.Link(first, read[1])
	hold(t, "linked after an edit of a body", []string{"content/briefings/b.md"}, slices.Compact(linked))
	if !second.SameShape(first) {
		t.Error("an edit of a body gives the site another shape")
	}
}
