package site_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/content"
	"attest/generator/site"
)

// altered reports whether what the answers to a question were taken from is no longer what it was. How the timeline lies is no
// dependency: all files of an output are made of it.
func altered(needs *site.Needs, before, now *site.Site) bool {
	if before.SplitTimeline() != now.SplitTimeline() {
		return true
	}
	was, is := before.Digester(), now.Digester()
	for _, need := range needs.Direct() {
		d := before.Dependency(need)
		if digest := is.Digest(d); digest != was.Digest(d) || digest == (content.Digest{}) {
			return true
		}
	}
	return false
}

// eachQuestion asks every question about all that two sites have, and calls do with the answers and what those of the first were taken from.
func eachQuestion(before, now *site.Site, do func(name string, was, is any, needs *site.Needs)) {
	each := func(q question, what, id string) {
		recording := before.Reader(true)
		was, is := q.ask(recording, id), q.ask(now.Reader(false), id)
		do(q.name+what, was, is, recording.Needs())
	}
	for _, q := range lists {
		each(q, "", "")
	}
	for kind, qs := range questions {
		r, later := before.Reader(false), now.Reader(false)
		for _, id := range r.List(kind) {
			if later.Get(kind, id) == nil {
				continue
			}
			for _, q := range qs {
				each(q, " of "+string(kind)+" "+id, id)
			}
		}
	}
}

// TestAnotherAnswerIsTakenFromSomethingElse makes edits, and asks everything before and after. answers are some that must be others.
func TestAnotherAnswerIsTakenFromSomethingElse(t *testing.T) {
	t.Parallel()
	text := ferryWith
	a, b := "briefings/a.md", "briefings/b.md"
	for _, test := range []struct {
		name    string
		edit    map[string]string
		answers []string
	}{
		{"a body", map[string]string{b: text(b, " of [[actor:port]] and [[a#c]]", " alone")}, []string{"mentions of actor port", "words of briefing b", "cast of briefing b", "words of the shelf"}},
		{"a sentence", map[string]string{b: text(b, " of [[actor", ", as said, of [[actor")}, []string{"mentions of actor port"}},
		{"a name again", map[string]string{"actors/port.md": text("actors/port.md", "calls.", "calls. It is Orsa Line.")}, []string{"count of mentions of actor orsa", "mentions of actor orsa"}},
		{"a name on a page", map[string]string{"pages/about.md": text("pages/about.md", "See", "See Orsa Line. Orsa Line. See")}, []string{"count of mentions of actor orsa"}},
		{"a name", map[string]string{"actors/port.md": text("actors/port.md", "name: Port", "name: Aft")}, []string{"name of actor port", "relations of actor orsa", "actors", "offered", "shelf", "words of the shelf"}},
		{"a grade", map[string]string{"actors/port.md": text("actors/port.md", "reliability: B", "reliability: C")}, []string{"grade of source log"}},
		{"evidence", map[string]string{b: text(b, "stance: disputes", "stance: supports")}, []string{"standing of claim b#c", "uses of source log", "counts", "shelf"}},
		{"an origin", map[string]string{"sources/log.md": text("sources/log.md", "origin: original", "origin: original\nretracted: {}")}, []string{"standing of claim b#c"}},
		{"a derivation", map[string]string{"sources/copy.md": "---\ntitle: Copy\norigin: original\n---\n"}, []string{"standing of claim a#c", "roots of source copy", "children of source log"}},
		{"a claimant", map[string]string{a: text(a, "claimant: port", "claimant: orsa")}, []string{"claims by of actor port", "claimant of claim a#c"}},
		{"a relation", map[string]string{a: text(a, "type: contradicts", "type: supports")}, []string{"relations of claim b#c"}},
		{"a successor", map[string]string{a: text(a, "{text: C,", "{text: Other,")}, []string{"successor of claim a#d"}},
		{"an event of a claim", map[string]string{"events/e.md": text("events/e.md", "claims: [a#c]", "claims: [b#c]")}, []string{"events of claim b#c", "claims of event e"}},
		{"who took part", map[string]string{"events/e.md": text("events/e.md", "[port]", "[orsa]")}, []string{"events of actor orsa", "events of actor port"}},
		{"a new event", map[string]string{"events/e.md": "-", "events/g.md": "---\ntitle: G\ndate: 2023\nactors: [orsa]\n---\n"}, []string{"events of actor orsa", "events of years"}},
		{"an event too many", map[string]string{"events/g.md": "---\ntitle: G\ndate: 2023\n---\n"}, []string{"address of event e", "count of events"}},
		{"a new source", map[string]string{"sources/new.md": "---\ntitle: New\nderived_from: [log]\npublisher: orsa\n---\n"}, []string{"children of source log", "published of actor orsa", "open sources"}},
		{"a new briefing", map[string]string{"briefings/n.md": "---\ntitle: N\ndate: 2026\ntopics: [sea]\n---\n[[orsa]] came.\n"}, []string{"mentions of actor orsa", "related of briefing a", "topics", "briefings"}},
		{"a new actor", map[string]string{"actors/n.md": "---\nname: N\nrelations: [{to: orsa, type: licenses, claims: [b#c]}]\n---\n"}, []string{"relations of actor orsa", "actors of claim b#c"}},
		{"a source gone", map[string]string{"sources/copy.md": "-"}, []string{"evidence of claim a#c", "standing of claim a#c", "children of source log"}},
		{"a source hidden", map[string]string{"sources/copy.md": "---\ntitle: Copy\ntlp: red\n---\n"}, []string{"evidence of claim a#c", "open sources"}},
		{"a source withheld", map[string]string{"sources/log.md": "---\ntitle: Log\naccess: withheld\ndescriptor: {access: x}\n---\n"}, []string{"open sources", "label of source log", "text of briefing a", "shelf"}},
		{"a briefing hidden", map[string]string{b: text(b, "title: B", "title: B\ndraft: true")}, []string{"uses of source log", "mentions of actor port", "events of actor orsa", "relations of claim a#d", "related of briefing a"}},
		{"a date", map[string]string{b: text(b, "2026-01-02", "2025")}, []string{"briefings", "uses of source log"}},
		{"a topic", map[string]string{b: text(b, "topics: sea", "topics: air")}, []string{"topics of briefing b", "topics"}},
		{"a correction", map[string]string{a: text(a, "text: First.", "text: Another.")}, []string{"corrections"}},
		{"a correction of another's claim", map[string]string{b: text(b, "title: B", "title: B\ncorrections: [{date: 2026-03, type: correction, claim: a#d, text: Other.}]")}, []string{"corrections", "corrections of briefing a", "history of claim a#d"}},
		{"an id declared elsewhere", map[string]string{"sources/log.md": "-", "briefings/0.md": "---\ntitle: Z\ndate: 2026\nsources: {log: {title: Zero}}\n---\n"}, []string{"label of source log"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := versions(t, ferry, test.edit)
			if problems := read[1].Problems(); len(problems) > 0 {
				t.Fatalf("problems after the edit: %v", problems)
			}
			before, _ := site.Link(nil, read[0])
			now, _ := site.Link(before, read[1])
			others := map[string]bool{}
			eachQuestion(before, now, func(name string, was, is any, needs *site.Needs) {
				if cmp.Equal(was, is, cmpopts.IgnoreUnexported(site.Target{}, site.Topic{})) {
					return
				}
				others[name] = true
				if !altered(needs, before, now) {
					t.Errorf("%s: %v became %v, but nothing that it was taken from is another", name, was, is)
				}
			})
			for _, name := range test.answers {
				if !others[name] {
					t.Errorf("%s: the answer is the same", name)
				}
			}
		})
	}
}

// TestAClaimantBecomesASource adds a source with what was plain text for an id: those of a library need not have the form of ids.
func TestAClaimantBecomesASource(t *testing.T) {
	t.Parallel()
	a := "briefings/a.md"
	read := versions(t, map[string]string{a: ferryWith(a, "claimant: port", "claimant: Item 2"), "actors/orsa.md": ferry["actors/orsa.md"]},
		map[string]string{"sources/more.json": `[{"id": "Item 2", "title": "Two", "type": "book"}]`})
	before, _ := site.Link(nil, read[0])
	now, _ := site.Link(before, read[1])
	recording, later := before.Reader(true), now.Reader(false)
	c := recording.Claim("a#c")
	if recording.Claimant(c) != nil || later.Claimant(later.Claim("a#c")) == nil {
		t.Fatal("the claimant does not become a source")
	}
	if !altered(recording.Needs(), before, now) {
		t.Error("nothing that the claimant was taken from is another")
	}
}

// TestADateOfOneThatIsNotAmongTheRelated moves a briefing among those that another page names, by its date alone.
func TestADateOfOneThatIsNotAmongTheRelated(t *testing.T) {
	t.Parallel()
	of := func(date, topics string) string {
		return "---\ntitle: T\ndate: " + date + "\ntopics: " + topics + "\n---\n"
	}
	files := map[string]string{"briefings/it.md": of("2000", "[First, Second]"), "briefings/other.md": of("2010", "Second")}
	for day := range 5 {
		files[fmt.Sprintf("briefings/n%d.md", day)] = of(fmt.Sprintf("2020-01-0%d", day+1), "First")
	}
	read := versions(t, files, map[string]string{"briefings/other.md": of("2025", "Second")})
	before, _ := site.Link(nil, read[0])
	now, _ := site.Link(before, read[1])
	recording, later := before.Reader(true), now.Reader(false)
	was, is := recording.Related(recording.Briefing("it")), later.Related(later.Briefing("it"))
	hold(t, "related", []string{"n4", "n3", "n2", "n1", "n0"}, ids(was, briefingID))
	hold(t, "related after the edit", []string{"other", "n4", "n3", "n2", "n1"}, ids(is, briefingID))
	if !altered(recording.Needs(), before, now) {
		t.Error("nothing that the answer was taken from is another")
	}
}

// TestASentenceBecomesTwo parts a sentence between two references to one object, which lead where they led.
func TestASentenceBecomesTwo(t *testing.T) {
	t.Parallel()
	of := func(words string) string { return "---\ntitle: A\ndate: 2026\n---\n" + words }
	files := map[string]string{"actors/orsa.md": "---\nname: Orsa\n---\n", "briefings/a.md": of("It is [[orsa]] or [[orsa]].")}
	read := versions(t, files, map[string]string{"briefings/a.md": of("It is [[orsa]]. Or [[orsa]].")})
	before, _ := site.Link(nil, read[0])
	now, _ := site.Link(before, read[1])
	recording, later := before.Reader(true), now.Reader(false)
	hold(t, "mentions", 1, recording.CountMentions(recording.Actor("orsa")))
	hold(t, "mentions after the edit", 2, later.CountMentions(later.Actor("orsa")))
	if !altered(recording.Needs(), before, now) {
		t.Error("nothing that the count was taken from is another")
	}
}

// TestAnEditElsewhereAltersNothing changes words in which nothing is named.
func TestAnEditElsewhereAltersNothing(t *testing.T) {
	t.Parallel()
	alone := "---\ntitle: Alone\ndate: 2020\n---\nWords.\n"
	read := versions(t, with(ferry, map[string]string{"briefings/alone.md": alone}), map[string]string{"briefings/alone.md": alone + "More words.\n"})
	before, _ := site.Link(nil, read[0])
	now, _ := site.Link(before, read[1])
	own := map[string]bool{"text of briefing alone": true, "words of briefing alone": true, "bibliography of briefing alone": true, "words of the shelf": true}
	eachQuestion(before, now, func(name string, _, _ any, needs *site.Needs) {
		if got := altered(needs, before, now); got != own[name] {
			t.Errorf("what %s was taken from is another: %v", name, got)
		}
	})
}
