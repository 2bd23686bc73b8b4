package site_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/site"
)

// link reads and links a site of the files, named below content/.
func link(t *testing.T, files map[string]string) (*site.Site, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("base_url: https://example.org/\n")}}
	for name, text := range files {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	read, problems, err := content.Read(context.Background(), fsys, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	linked, _ := site.Link(nil, read)
	return linked, append(problems, linked.Problems()...)
}

// linkWhole is link for a site without a problem.
func linkWhole(t *testing.T, files map[string]string) *site.Site {
	t.Helper()
	linked, problems := link(t, files)
	for _, d := range problems.Resolve(nil) {
		t.Errorf("%s %s: %s", d.Code, d.At.File, d.Message)
	}
	return linked
}

func ids[T any](objects []T, id func(T) string) []string {
	out := []string{}
	for _, o := range objects {
		out = append(out, id(o))
	}
	return out
}

func claimID(c *site.Claim) string       { return c.ID }
func briefingID(b *site.Briefing) string { return b.ID }
func sourceID(s *site.Source) string     { return s.ID }
func eventID(e *site.Event) string       { return e.ID }

func hold(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(site.Target{}, site.Topic{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestOrdersAreFixed(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, map[string]string{
		"briefings/b.md":    "---\ntitle: B\ndate: 2026-01-02\nclaims: {z: {text: Z}, a: {text: A}}\n---\n[x]{claim=\"z a\"}\n",
		"briefings/a.md":    "---\ntitle: A\ndate: 2026-01-02\n---\n",
		"briefings/new.md":  "---\ntitle: N\ndate: 2026-02\n---\n",
		"actors/one.md":     "---\nname: Ärzte 10\n---\n",
		"actors/two.md":     "---\nname: ärzte 9\n---\n",
		"actors/three.md":   "---\nname: Azure\n---\n",
		"sources/secret.md": "---\ntitle: AAA\naccess: restricted\ndescriptor: {access: an official}\n---\n",
		"sources/open.md":   "---\ntitle: AAB\n---\n",
		"events/late.md":    "---\ntitle: L\ndate: 2025-03\n---\n",
		"events/before.md":  "---\ntitle: B\ndate: \"[..2030]\"\n---\n",
		"events/early.md":   "---\ntitle: E\ndate: 2025-02-28\n---\n",
	})
	hold(t, "briefings", []string{"new", "a", "b"}, s.Briefings)
	hold(t, "claims", []string{"b#z", "b#a"}, s.Claims)
	hold(t, "actors", []string{"two", "one", "three"}, s.Actors)
	hold(t, "sources, by what is shown of them", []string{"open", "secret"}, s.Sources)
	hold(t, "events", []string{"before", "early", "late"}, s.Events)
}

func TestMentionsSayWhatTheReaderReads(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, map[string]string{
		"index.md":       "Of [[bay]].\n",
		"actors/bay.md":  "---\nname: Harbour Bay\n---\n",
		"actors/orsa.md": "---\nname: Orsa\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\n---\nIt is said of [[actor:bay]] and [[orsa|the line]], not by Orsa.\nThen, see [[bay]].\n",
	})
	var got [][2]string
	r := s.Reader(false)
	for _, m := range r.Mentions(r.Actor("bay"), 0, 9, wording) {
		got = append(got, [2]string{m.In.Label(), m.Sentence})
	}
	hold(t, "mentions", [][2]string{
		{"A", "It is said of Harbour Bay and the line, not by Orsa."},
		{"A", "Then, see Harbour Bay."},
		{"Briefings", "Of Harbour Bay."},
	}, got)
}

func TestEverySentenceThatNamesAnActorIsAMention(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, map[string]string{
		"actors/orsa.md": "---\nname: Orsa\n---\nOrsa is Orsa.\n",
		"actors/red.md":  "---\nname: Red\ntlp: red\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nsources: {s: {title: Log}}\n---\nOrsa sailed. It is said that Orsa stopped, Orsa! Then Orsa, see [@s], went.\n\n" +
			"## What Orsa did\n\nSee [Orsa's notice](b.md#x). And [Orsa](../actors/orsa.md) left[^1].\n\n[^1]: So says Orsa. ~~Orsa sank.~~\n",
		"briefings/b.md": "---\ntitle: B\ndate: 2025\nautolink: false\n---\n## X\n\nOrsa is not looked for.\n",
		"events/e.md":    "---\ntitle: E\ndate: 2025\n---\nOrsa came. Orsa saw.\n",
	})
	type mention struct{ In, Sentence, Anchor string }
	var got []mention
	r := s.Reader(false)
	orsa := r.Actor("orsa")
	for _, m := range r.Mentions(orsa, 0, 99, wording) {
		anchor := m.Anchor
		if m.Ref >= 0 {
			anchor = fmt.Sprint("ref ", m.Ref)
		}
		got = append(got, mention{m.In.Label(), m.Sentence, anchor})
	}
	want := []mention{
		{"A", "Orsa sailed.", "ref 0"},
		{"A", "It is said that Orsa stopped, Orsa!", ""},
		{"A", "Then Orsa, see, went.", ""},
		{"A", "See Orsa's notice.", "what-orsa-did"},
		{"A", "And Orsa left.", "what-orsa-did"},
		{"A", "So says Orsa.", "ref 4"},
		{"E", "Orsa came.", "ref 0"},
		{"E", "Orsa saw.", ""},
	}
	hold(t, "mentions", want, got)
	hold(t, "count", len(want), r.CountMentions(orsa))
	hold(t, "the fourth to the sixth", []string{"See Orsa's notice.", "And Orsa left."}, []string{r.Mentions(orsa, 3, 5, wording)[0].Sentence, r.Mentions(orsa, 3, 5, wording)[1].Sentence})
}

func TestMentionsNameSourcesAsThePageDoes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{ // in a briefing, whose page has numbers, and elsewhere
		"Orsa cites [@log] and [@desk] and goes.":             {"Orsa cites [Log] and [access: an official] and goes.", "Orsa cites [Log] and [access: an official] and goes."},
		"Orsa sank [@log, p. 3; @desk].":                      {"Orsa sank.", "Orsa sank [Log, p. 3; access: an official]."},
		"Orsa sank. [@log]\n\nMore.":                          {"Orsa sank.", "Orsa sank. [Log]"},
		"Orsa sank [@log] [@desk], it burnt [@log]; [@desk].": {"Orsa sank, it burnt;.", "Orsa sank [Log; access: an official], it burnt [Log]; [access: an official]."},
		"By [@log], [@desk] or [@log], Orsa sank.":            {"By [Log], [access: an official] or [Log], Orsa sank.", "By [Log], [access: an official] or [Log], Orsa sank."},
		"据[@log]和[@desk]，[[orsa]]沉没。":                         {"据 [Log] 和 [access: an official]，Orsa沉没。", "据 [Log] 和 [access: an official]，Orsa沉没。"},
		"Orsa, says [@log], sank [@desk].":                    {"Orsa, says [Log], sank [access: an official].", "Orsa, says [Log], sank [access: an official]."},
		"[@log] says that [[orsa]] ([@log]) sank.":            {"[Log] says that Orsa ([Log]) sank.", "[Log] says that Orsa ([Log]) sank."},
		"Orsa ~~says [@log]~~ sank.":                          {"Orsa sank.", "Orsa sank."},
		"Orsa [@log] sank.":                                   {"Orsa sank.", "Orsa [Log] sank."},
	} {
		s := linkWhole(t, map[string]string{
			"actors/orsa.md":  "---\nname: Orsa\n---\n",
			"sources/log.md":  "---\ntitle: Log\n---\n",
			"sources/desk.md": "---\ntitle: Desk\naccess: restricted\ndescriptor: {access: an official}\n---\n",
			"briefings/a.md":  "---\ntitle: A\ndate: 2026\n---\n" + text,
			"pages/p.md":      "---\ntitle: P\n---\n" + text,
		})
		r := s.Reader(false)
		var got [2]string
		for i, m := range r.Mentions(r.Actor("orsa"), 0, 9, wording) {
			got[i] = m.Sentence
		}
		hold(t, text, want, got)
	}
}

func TestOnlyMarkedWordsStateAClaim(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, map[string]string{
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims: {one: {text: One}, two: {text: Two}, three: {text: Three}}\n---\n[x]{claim=one} [y]{claim=a#two} [[a#three]]\n",
		"briefings/b.md": "---\ntitle: B\ndate: 2026\n---\n[z]{claim=a#three}\n",
	})
	got := map[string]bool{}
	r := s.Reader(false)
	for _, key := range s.Claims {
		c := r.Claim(key)
		got[c.ID] = c.Stated
	}
	hold(t, "stated", map[string]bool{"one": true, "two": true, "three": false}, got)
}

func TestWhatIsNamedTwiceStandsOnce(t *testing.T) {
	t.Parallel()
	s := linkWhole(t, map[string]string{
		"actors/p.md":  "---\nname: P\n---\n",
		"sources/s.md": "---\ntitle: S\nderived_from: [r, r]\n---\n",
		"sources/r.md": "---\ntitle: R\n---\n",
		"events/e.md":  "---\ntitle: E\ndate: 2020\nactors: [p, p]\nclaims: [a#c, a#c]\n---\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\nkey_judgments: [c, c]\nclaims:\n  c: {text: C, about: [p, p, e, e], " +
			"evidence: [{source: s, stance: supports}, {source: s, stance: qualifies}]}\n---\n[x]{claim=c}\n",
	})
	r := s.Reader(false)
	p, c, e := r.Actor("p"), r.Claim("a#c"), r.Event("e")
	hold(t, "about", []string{"c"}, ids(r.ClaimsAbout(p), claimID))
	hold(t, "events of the actor", []string{"e"}, ids(r.EventsWith(p), eventID))
	hold(t, "claims of the event", []string{"c"}, ids(r.ClaimsBehind(e), claimID))
	hold(t, "events of the claim", []string{"e"}, ids(r.EventsOf(c), eventID))
	hold(t, "judgments", []string{"c"}, ids(r.Judgments(r.Briefing("a")), claimID))
	hold(t, "children", []string{"s"}, ids(r.Children(r.Source("r")), sourceID))
	_, leaning := r.CountUses(r.Source("s"))
	hold(t, "claims that lean on the source", 1, leaning)
	hold(t, "leaning on its root", []string{"c"}, ids(r.BlastRadius(r.Source("r")).Claims, func(c site.Struck) string { return claimID(c.Claim) }))
}

func TestNothingFollowsFromWordsThatAreNotShown(t *testing.T) {
	t.Parallel()
	text := "---\ntitle: T\naccess: %\n---\nOf Orsa, [[orsa]].\n\n# Place\n\n![p](p.png)\n"
	for _, access := range []string{"restricted", "withheld"} {
		s := linkWhole(t, map[string]string{
			"sources/s.md":   text[:len("---\ntitle: T\naccess: ")] + access + text[len("---\ntitle: T\naccess: %"):],
			"sources/p.png":  "",
			"actors/orsa.md": "---\nname: Orsa\n---\n",
		})
		r := s.Reader(false)
		if mentions := r.Mentions(r.Actor("orsa"), 0, 9, wording); len(s.Files) > 0 || len(mentions) > 0 {
			t.Errorf("%s: files %q and %d mentions are published", access, s.Files, len(mentions))
		}
	}
	_, problems := link(t, map[string]string{
		"sources/s.md":   "---\ntitle: T\naccess: restricted\n---\n# Place\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\n---\n[x](../sources/s.md#place)\n",
	})
	hold(t, "codes", []string{"broken-fragment"}, ids(problems.Resolve(nil), func(d diag.Diagnostic) string { return d.Code }))
}

func TestASecondBriefingOfANameIsOneProblem(t *testing.T) {
	t.Parallel()
	_, problems := link(t, map[string]string{
		"briefings/a.md":       "---\ntitle: A\ndate: 2026\ndraft: true\nclaims: {c: {text: C}}\n---\n",
		"briefings/a/index.md": "---\ntitle: A\ndate: 2026\nclaims: {d: {text: D}}\nevents: {e: {date: 2020, title: E, claims: [d, nope]}}\n---\n",
	})
	hold(t, "messages", []string{`there are two briefings with the id "a"`, `this briefing has no claim "nope"`},
		ids(problems.Resolve(nil), func(d diag.Diagnostic) string { return d.Message }))
}

func TestRelatedBriefingsShareTheMost(t *testing.T) {
	t.Parallel()
	files := map[string]string{"actors/orsa.md": "---\nname: Orsa\n---\n"}
	for name, text := range map[string]string{
		"a": "topics: [sea, land]\n---\nOrsa\n", "both": "topics: [sea, land]\n---\n", "one": "topics: sea\n---\nOrsa\n", "old": "topics: land\n---\n",
		"actor": "{}\n---\nOrsa\n", "none": "topics: air\n---\n",
	} {
		if text[0] == '{' {
			text = text[len("{}\n"):]
		}
		files["briefings/"+name+".md"] = "---\ntitle: T\ndate: 2026\n" + text
	}
	r := linkWhole(t, files).Reader(false)
	hold(t, "related", []string{"both", "one", "old", "actor"}, ids(r.Related(r.Briefing("a")), briefingID))
}

func TestManyErrorsAreToldInLinearTime(t *testing.T) {
	t.Parallel()
	body := []byte("---\ntitle: A\ndate: 2026\n---\n")
	files := map[string]string{}
	const n = 3000
	for i := range n {
		id := "actor-of-the-long-name-" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		files["actors/"+id+".md"] = "---\nname: N" + id + "\n---\n"
		body = append(body, "[["+id+"q]]\n\n"...)
	}
	files["briefings/a.md"] = string(body)
	_, problems := link(t, files)
	hints := 0
	for _, d := range problems {
		if d.Hint != "" {
			hints++
		}
	}
	if len(problems) != n || hints == 0 || hints > 300 {
		t.Errorf("%d problems with %d hints, want %d with a few hundred", len(problems), hints, n)
	}
}
