package plan_test

import (
	"maps"
	"strings"
	"testing"
)

// unsure has claims that two independent sources support, each with something besides that makes it less sure: one was taken back, one is very unlikely,
// one is somebody else's and found to be wrong. Another was replaced.
var unsure = map[string]string{
	"site.yaml":         "base_url: https://example.org/\n",
	"sources/one.md":    "---\ntitle: One\ntype: report\norigin: original\n---\n",
	"sources/two.md":    "---\ntitle: Two\ntype: report\norigin: original\n---\n",
	"sources/rotten.md": "---\ntitle: Rotten\ntype: report\norigin: original\nretracted: {date: 2026-03-01}\n---\n",
	"sources/heir.md":   "---\ntitle: Heir\ntype: report\norigin: derived\nderived_from: rotten\n---\n",
	"actors/orsa.md":    "---\nname: Orsa\ntype: company\nrelations: [{to: vela, type: owns, claims: ['a#gone']}]\n---\n",
	"actors/vela.md":    "---\nname: Vela\ntype: company\n---\n",
	"events/loss.md":    "---\ntitle: The loss\ndate: 2026-05-02\nclaims: 'a#gone'\nactors: orsa\n---\n",
	"briefings/a.md": `---
title: A
date: 2026-06-01
key_judgments: [gone, rare, theirs, guess]
claims:
  gone: {text: A ship was sunk., about: orsa, status: retracted, evidence: [{source: one, stance: supports}, {source: two, stance: supports}]}
  rare: {text: It will sail again., kind: forecast, likelihood: very unlikely, about: [orsa, vela], relations: [{type: supports, to: gone}], evidence: [{source: one, stance: supports}, {source: two, stance: supports}]}
  theirs: {text: Four thousand died., about: orsa, claimant: vela, finding: refuted, evidence: [{source: one, stance: supports}, {source: two, stance: supports}]}
  guess: {text: It was sold., kind: judgment, probability: 0.1, about: orsa, evidence: [{source: one, stance: supports}]}
  old: {text: It was leased., about: orsa, status: superseded, superseded_by: guess, evidence: [{source: rotten, stance: supports}, {source: heir, stance: supports}]}
corrections: [{date: 2026-06-02, type: retraction, claim: gone, text: It was not sunk.}]
---
[It was sunk]{claim=gone}, [it will sail]{claim=rare}, [they died]{claim=theirs}.
`,
	"briefings/b.md": "---\ntitle: B\ndate: 2026-06-03\n---\n[It was sunk]{claim=a#gone}, says [[a#rare]].\n",
}

// part returns what stands on a page between two texts.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, text, found := strings.Cut(text, from)
	if !found {
		t.Fatalf("the page has no %s in\n%s", from, text)
	}
	text, _, _ = strings.Cut(text, to)
	return text
}

// Wherever a claim is named by its words, what makes it less sure than its standing stands with it.
func TestNoClaimLooksSurerThanItIs(t *testing.T) {
	t.Parallel()
	const taken, rare, theirs, guess = `<span class="flag">retracted</span>`, "<small>· Likelihood: very unlikely (5–20 %)</small>",
		"<small>· Finding: refuted</small> <small>· Said by Vela</small>", "<small>· Probability: 10 %</small>"
	a := page(t, unsure, "briefings/a.html")
	for place, text := range map[string]string{
		"the key judgments": between(t, a, `class="judgments"`, "</section>"),
		"the matrix":        between(t, a, `class="matrix"`, "</table>"),
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			has(t, text, taken, rare, theirs, guess)
		})
	}
	has(t, page(t, unsure, "claims.html"), taken, "<span>Likelihood: very unlikely (5–20 %)</span>", `<span>Finding: refuted</span> <span>Said by <a href="actors/vela.html">Vela</a></span>`, "<span>Probability: 10 %</span>")
	has(t, between(t, page(t, unsure, "index.html"), `class="judgments"`, "</section>"), taken, rare)
	has(t, between(t, a, `<li>supports <a href="#claim-gone">`, "</ul>"), taken)
	has(t, between(t, page(t, unsure, "timeline.html"), `class="event-claims"`, "</ul>"), taken, "standing-withdrawn")
	has(t, figures(t, page(t, unsure, "timeline.html"), "overview"), "2 May 2026: The loss (withdrawn)", "no", "corroborated")
	orsa := page(t, unsure, "actors/orsa.html")
	has(t, between(t, orsa, `id="relations"`, "</section>"), taken)
	has(t, figures(t, orsa, "network"), `aria-label="corroborated; retracted: A ship was sunk."`, `aria-label="corroborated; Likelihood: very unlikely (5–20 %): It will sail again."`)
	has(t, a, `aria-label="Claim 1: corroborated; retracted"`, `class="cw standing-withdrawn n1"`, `aria-label="Claim 3: corroborated"`)
	has(t, page(t, unsure, "briefings/b.html"), `aria-label="Claim in “A”: corroborated; retracted"`)
	has(t, a, "A ship was sunk. Standing: corroborated (2 reports, 2 independent lines). Status: retracted.", "Standing: corroborated (2 reports, 2 independent lines). Likelihood: very unlikely (5–20 %).", "Finding: refuted. Said by Vela.")
	has(t, page(t, unsure, "data/search/rows-0-0.js"), `"A ship was sunk.","withdrawn","retracted"]`, `"Four thousand died.","corroborated","Finding: refuted · Said by Vela"]`)
	has(t, page(t, unsure, "data/previews/0.js"), `["A ship was sunk.","corroborated · 2 reports, 2 independent lines · retracted",`, "2 independent lines · Likelihood: very unlikely (5–20 %)")
	has(t, page(t, unsure, "data/claims-1.js"), `"very unlikely (5–20 %)"`)
	has(t, page(t, unsure, "data/timeline-1.js"), "no", "corroborated")
	has(t, a, `"creativeWorkStatus":"retracted"`, `"description":"corroborated; Likelihood: very unlikely (5–20 %)"`)
}

// No claim that was taken back or replaced is counted for what its evidence once said.
func TestWithdrawnClaimsAreCountedApart(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"index.html", "briefings/a.html", "claims.html"} {
		has(t, page(t, unsure, address), `<span class="n">2</span> <span class="st standing-corroborated">corroborated</span>`, `<span class="n">1</span> <span class="st standing-single-source">`,
			`<span class="n">1</span> <span class="st standing-withdrawn">retracted</span>`, `<span class="n">1</span> <span class="st standing-withdrawn">superseded</span>`)
	}
}

// A claim whose place another has taken is superseded without a word of its status.
func TestAClaimWithASuccessorIsSuperseded(t *testing.T) {
	t.Parallel()
	files := maps.Clone(unsure)
	files["briefings/a.md"] = strings.Replace(unsure["briefings/a.md"], "status: superseded, ", "", 1)
	has(t, page(t, files, "briefings/a.html"), `<span class="n">1</span> <span class="st standing-withdrawn">superseded</span>`)
}

// Nor do the ledger and its filters show a standing for them.
func TestWithdrawnClaimsHaveNoStandingInTheLedger(t *testing.T) {
	t.Parallel()
	ledger := page(t, unsure, "claims.html")
	has(t, between(t, ledger, `id="facet-standing"`, "</select>"), `<option value="withdrawn">withdrawn</option>`)
	has(t, ledger, `<p class="row-mark"><span class="st standing-withdrawn">withdrawn</span></p>`)
	has(t, page(t, unsure, "data/claims-1.js"), `"briefings/a.html","withdrawn","2 reports`, "no", `"unsourced"`)
}

// What stands apart from the running text, in tables and under pictures, is not among the sentences of which some state a claim.
func TestTheShareOfSentencesIsOfTheRunningText(t *testing.T) {
	t.Parallel()
	files := map[string]string{"briefings/a.md": "---\ntitle: A\ndate: 2026\nclaims: {c: {text: C}}\n---\n[So it is.]{claim=c} It is said.\n\n| a | b |\n|---|---|\n| c | d |\n"}
	has(t, page(t, files, "briefings/a.html"), "50 % of sentences state a claim")
	files["briefings/a.md"] += "| [So]{claim=c} | |\n"
	has(t, page(t, files, "briefings/a.html"), "66 % of sentences state a claim")
}

func TestAReviewOfAClaimIsOfOneThatIsHeld(t *testing.T) {
	t.Parallel()
	files := maps.Clone(unsure)
	has(t, page(t, files, "briefings/a.html"), `"@type":"ClaimReview"`)
	for _, status := range []string{"retracted", "under_review"} {
		files["briefings/a.md"] = strings.Replace(unsure["briefings/a.md"], "finding: refuted,", "finding: refuted, status: "+status+",", 1)
		has(t, page(t, files, "briefings/a.html"), "no", "ClaimReview")
	}
}

// A card shows what was changed of its claim, in whichever briefing that was said.
func TestACardShowsTheHistoryOfItsClaim(t *testing.T) {
	t.Parallel()
	files := maps.Clone(unsure)
	files["briefings/b.md"] = strings.Replace(files["briefings/b.md"], "date: 2026-06-03\n", "date: 2026-06-03\ncorrections: [{date: 2026-06-04, type: clarification, claim: a#gone, text: It was a ferry., by: the desk}]\n", 1)
	card := between(t, page(t, files, "briefings/a.html"), `id="claim-gone"`, "</article>")
	has(t, between(t, card, `<ol class="history">`, "</ol>"), `4 June 2026</time> <span class="kind">clarification:</span> It was a ferry.`, `In <a href="../briefings/b.html">B</a>`,
		`2 June 2026</time> <span class="kind">retraction:</span> It was not sunk.</li>`)
	has(t, page(t, files, "briefings/b.html"), "no", `class="history"`)
}

// Evidence that is not counted says so, and so does what derives from a retracted source.
func TestRetractedSourcesSayThatTheyAre(t *testing.T) {
	t.Parallel()
	a := page(t, unsure, "briefings/a.html")
	has(t, between(t, a, `class="matrix"`, "</table>"), `<span class="m-supports uncounted" title="supports, not counted">`)
	has(t, a, "derived from Rotten (retracted)")
	heir := page(t, unsure, "sources/heir.html")
	has(t, heir, `<p class="alert">not counted: what it derives from was retracted</p>`, "Rotten (retracted)", `<span class="flag">retracted</span>`)
	has(t, page(t, unsure, "data/previews/0.js"), `["Rotten","retracted · `)
	has(t, page(t, unsure, "data/search/rows-0-0.js"), `"Rotten","retracted`)
}

// A correction that takes a whole briefing back stands at its head, and wherever the briefing is listed.
func TestABriefingThatWasTakenBackSaysSo(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"site.yaml":      "base_url: https://example.org/\n",
		"briefings/a.md": "---\ntitle: A\ndate: 2026\ncorrections: [{date: 2026-06-02, type: retraction, text: All of it was wrong.}, {date: 2026-07-01, type: correction, text: A comma.}]\n---\n",
	}
	head := between(t, page(t, files, "briefings/a.html"), `<header class="briefing-head">`, "</header>")
	has(t, head, "retraction:", "All of it was wrong.", "no", "A comma.", " id=")
	for _, address := range []string{"briefings.html", "index.html"} {
		has(t, between(t, page(t, files, address), `class="row briefing-row"`, "</li>"), `<span class="flag">retraction</span>`)
	}
	has(t, page(t, files, "data/search/rows-0-0.js"), `"A","retraction · 2026"`)
	has(t, page(t, files, "briefings/a.html"), `"creativeWorkStatus":"retraction"`)
	has(t, page(t, files, "feed.atom"), "<title>retraction: A</title>")
	has(t, page(t, files, "feed.json"), `"title": "retraction: A"`)
}
