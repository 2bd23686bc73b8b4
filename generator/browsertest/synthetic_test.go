package browsertest_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// Sizes of the synthetic site: more than one page of every list, that of the claims about one actor included, and more events than a timeline of one page holds.
const (
	manyBriefings = 150
	manyActors    = 108
	manySources   = 112
)

// actorID and the like name the i-th object. Ids are in several scripts, so that addresses have to be escaped.
func actorID(i int) string {
	return fmt.Sprintf([...]string{"actor-%d", "배우-%d", "лицо-%d"}[i%3], i)
}

func sourceID(i int) string {
	return fmt.Sprintf([...]string{"source-%d", "출처-%d", "источник-%d"}[i%3], i)
}

func briefingID(i int) string {
	return fmt.Sprintf([...]string{"briefing-%d", "briefing-%d", "보고-%d", "отчёт-%d"}[i%4], i)
}

// topic is the topic of the i-th briefing.
func topic(i int) string {
	return [...]string{"shipping", "Ports & Piers", "무역", "рынок"}[i%4]
}

// synthetic is a site with what the repository's own content lacks.
func synthetic() (map[string][]byte, error) {
	files := map[string][]byte{
		"content/site.yaml":                   []byte(syntheticSettings),
		"content/index.md":                    []byte("---\ntitle: Harbour desk\n---\n\nWhat the desk knows of the harbours, see [[everything]].\n"),
		"content/pages/about.md":              []byte("---\ntitle: About the desk\naliases: [who-we-are/]\n---\n\n## Who\n\nThe desk, see [[everything]].\n\n### How\n\nBy hand.\n"),
		"content/briefings/everything.md":     []byte(everything()),
		"content/briefings/pictured/index.md": []byte(pictured),
		"content/briefings/rtl.md":            []byte(rightToLeft),
		"content/sources/restricted.md":       []byte("---\ntitle: SECRET-TITLE-R\naccess: restricted\ntype: interview\nreliability: B\norigin: original\ndescriptor: {access: An officer of the port, bias: none known}\n---\n"),
		"content/sources/withheld.md":         []byte("---\ntitle: SECRET-TITLE-W\naccess: withheld\nreliability: C\norigin: original\n---\n"),
		"content/sources/retracted.md":        []byte("---\ntitle: A study later withdrawn\npublisher: actor-0\nurl: https://example.net/study\npublished: 2020-03\norigin: original\nreliability: D\nretracted: {date: 2021-05-02, reason: The figures were made up., url: https://example.net/notice}\n---\n"),
		"content/actors/portrait.md":          []byte("---\nname: Ada Port\ntype: person\naliases: [A. Port]\nweak_aliases: [Port]\nprevious_names: [Ada Pier]\ncountry: Nowhere\nroles: [{title: Harbour master, of: actor-0, when: 2020-01/..}]\nidentifiers: {wikidata: Q1}\nrelations: [{to: actor-0, type: commands, role: harbour master, start: 2020-01, claims: [everything#halt]}]\nimage: {src: portrait.png, alt: Ada Port on a pier, caption: On the pier, credit: The desk, source: source-0}\nreliability: B\ngrade_basis: Often right.\nsummary: Harbour master.\n---\n\nMaster of the harbour since 2020.\n"),
		"static/logo.svg":                     []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>`),
	}
	for _, name := range []string{"content/briefings/pictured/quay.png", "content/actors/portrait.png"} {
		data, err := picture(480, 360)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	for i := range manyActors {
		files["content/actors/"+actorID(i)+".md"] = fmt.Appendf(nil, "---\nname: Harbour company %d\ntype: company\ncountry: Nowhere\nsummary: The company numbered %d.\nreliability: %c\ngrade_basis: Its record.\n---\n\nIt has ships.\n", i, i, 'A'+i%6)
	}
	for i := range manySources {
		files["content/sources/"+sourceID(i)+".md"] = []byte(syntheticSource(i))
	}
	for i := range manyBriefings {
		files["content/briefings/"+briefingID(i)+".md"] = []byte(syntheticBriefing(i))
	}
	return files, nil
}

const syntheticSettings = `title: Harbour desk
description: A site with much in it.
language: en
author: The desk
logo: logo.svg
menu: [{title: About, page: about}]
policies: {corrections: about, funding: about}
social: {mastodon: "https://social.example/@desk"}
`

func syntheticSource(i int) string {
	origin := "origin: original"
	if i%5 == 4 {
		origin = fmt.Sprintf("derived_from: [%s]", sourceID(i-4))
	}
	return fmt.Sprintf("---\ntitle: Ledger of pier %d, with a title long enough to be cut in a card\ntype: document\npublisher: %s\nurl: https://example.net/ledger/%d\npublished: 20%02d-0%d\nlanguage: %s\nreliability: %c\ngrade_basis: Kept daily.\n%s\narchived: [{url: \"https://archive.example/%d\", captured: 2024-01-02}]\n---\n",
		i, actorID(i%12), i, 10+i%14, 1+i%9, [...]string{"en", "ko", "ru"}[i%3], 'A'+i%6, origin, i)
}

// syntheticBriefing has two claims, whose standings go round with i, and three events.
func syntheticBriefing(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: What happened at pier %d\ndate: 20%02d-%02d-%02d\nsummary: Two things happened at pier %d.\nauthors: [desk]\ntopics: [%q]\nkey_judgments: [first]\n", i, 16+i%10, 1+i%12, 1+i%28, i, topic(i))
	if i == 0 {
		b.WriteString("aliases: [old/first/, 옛-주소, earlier/name.html]\n")
	}
	if i%10 == 0 {
		fmt.Fprintf(&b, "corrections: [{date: 2026-01-%02d, type: correction, claim: first, text: The number of pier %d was wrong., by: desk}]\n", 1+i/10, i)
	}
	b.WriteString("claims:\n")
	for k, name := range []string{"first", "second"} {
		n := i + 2*k
		fmt.Fprintf(&b, "  %s:\n    text: The %s thing happened at pier %d.\n    kind: judgment\n    when: 20%02d\n    about: [%s, portrait]\n    confidence: %s\n    confidence_basis: {information_base: Ledgers.}\n",
			name, name, i, 16+i%10, actorID(n%12), [...]string{"low", "moderate", "high"}[n%3])
		b.WriteString(syntheticEvidence(n))
	}
	fmt.Fprintf(&b, `events:
  day-%d: {date: 20%02d-%02d-%02d, title: A day at pier %d, actors: [%s], claims: [first], place: Pier %d}
  month-%d: {date: "20%02d-%02d%s", title: A month at pier %d, actors: [%s]}
  span-%d: {date: "%s", title: A while at pier %d, claims: [second]}
---

At pier %d [the first thing happened]{claim=first} [@%s, p. 3], says Harbour company %d. It was long ago,
and little is left but the ledgers that each pier kept for itself.

## Later

Then [the second thing]{claim=second} came about [@%s; @%s]. See also [[%s]].
`, i, 16+i%10, 1+i%12, 1+i%28, i, actorID(i%12), i,
		i, 16+i%10, 1+i%12, [...]string{"", "~", "?", "%"}[i%4], i, actorID((i+1)%12),
		i, syntheticSpan(i), i,
		i, sourceID(i%manySources), i%12, sourceID(i%manySources), sourceID((i+1)%manySources), briefingID((i+1)%manyBriefings))
	return b.String()
}

// syntheticSpan is a longer time, with ends of every sort.
func syntheticSpan(i int) string {
	year := 2016 + i%10
	switch i % 8 {
	case 0:
		return fmt.Sprintf("%d-02/%d-05", year, year)
	case 1:
		return fmt.Sprintf("%d-02-03/..", year)
	case 2:
		return fmt.Sprintf("/%d-05", year)
	case 3:
		return fmt.Sprintf("[..%d-05-01]", year)
	case 4:
		return fmt.Sprintf("%d~/%d?", year, year+1)
	case 5:
		return fmt.Sprintf("%d-22", year)
	case 6:
		return "-0044"
	}
	return fmt.Sprintf("%dX", year/10)
}

// syntheticEvidence goes round all standings.
func syntheticEvidence(n int) string {
	item := func(source int, stance string) string {
		return fmt.Sprintf("      - {source: %s, stance: %s, credibility: %d, quote: the ledger says so on its page %d, answer: We have looked into it.}\n", sourceID(source%manySources), stance, 2+n%4, n)
	}
	one, other := 5*n, 5*n+1 // sources with origins of their own
	switch n % 5 {
	case 0:
		return "    evidence:\n" + item(one, "supports") + item(other, "supports")
	case 1:
		return "    evidence:\n" + item(one, "supports")
	case 2:
		return "    evidence:\n" + item(one, "supports") + item(other, "disputes")
	case 3:
		return "    evidence:\n" + item(one, "refutes")
	}
	return "    gap: true\n"
}

// everything is a briefing with all that the notations and fields give, among them cards that are longer than their paragraphs.
func everything() string {
	var b strings.Builder
	b.WriteString(`---
title: Everything that a briefing can hold, under a title that takes more than one line of a narrow window
date: 2026-05-20
updated: 2026-06-01
summary: One briefing with all notations.
authors: [desk, Ada Port]
topics: [shipping, 무역]
key_judgments: [halt, long-card]
gaps: [Nobody counted the ships.]
alternatives: [The ledgers may be wrong.]
corrections:
  - {date: 2026-05-28, type: correction, claim: halt, text: The day was wrong., by: desk}
  - {date: 2026-05-30, type: retraction, claim: gone, text: The claim is withdrawn., by: desk}
claims:
  halt:
    text: All sailings to the port stopped in early May 2026.
    kind: fact
    claimant: portrait
    when: 2026-05-0X
    where: {name: Port Vela, lat: 1.5, lon: 2.5}
    about: [portrait, actor-0]
    likelihood: likely
    probability: [0.6, 0.7]
    confidence: moderate
    confidence_basis: {information_base: Two ledgers., rigour: Good., volatility: Low.}
    why: Two ledgers agree.
    would_change_if: [A third ledger disagrees., A ship is seen.]
    finding: reported
    relations: [{to: "everything#long-card", type: supports}]
    evidence:
      - {source: source-0, stance: supports, credibility: 2, basis: witnessed, locator: p. 3, quote: "no arrivals recorded after 2 May"}
      - {source: restricted, stance: supports, credibility: 2, note: Told to us.}
      - {source: withheld, stance: supports, credibility: 3}
      - {source: 출처-1, stance: disputes, credibility: 4, quote: "운항은 계속된다", translation: {text: sailings go on, by: desk}, answer: It speaks of reduced service.}
  long-card:
    text: A claim with very many sources, whose card is longer than its paragraph.
    kind: figure
    confidence: high
    confidence_basis: {information_base: Many.}
    evidence:
`)
	for i := range 14 {
		stance := "supports"
		if i >= 9 {
			stance = "disputes"
		}
		fmt.Fprintf(&b, "      - {source: %s, stance: %s, credibility: 3, quote: \"quote number %d of the ledger, which goes on for a while so that it takes more than one line\", answer: We have looked into it.}\n", sourceID(20+i), stance, i)
	}
	b.WriteString(`  right-after:
    text: A claim stated in the very next words.
    kind: fact
    status: under_review
    evidence: [{source: retracted, stance: supports, credibility: 5, quote: it was seen}]
  gone:
    text: A claim that was withdrawn.
    kind: fact
    status: retracted
    superseded_by: halt
    evidence: [{source: source-3, stance: refutes, credibility: 3, answer: Rightly.}]
  quoted: {text: A claim inside a quotation., kind: quote, evidence: [{source: source-6, stance: qualifies, credibility: 2, quote: in part}]}
  listed: {text: A claim inside a list., kind: judgment, gap: true}
  tabled: {text: A claim inside a table., kind: fact, evidence: [{source: source-9, stance: supports, credibility: 2}]}
  unstated: {text: A claim that no words state., kind: assumption}
  last: {text: The claim of the last words., kind: forecast, likelihood: unlikely, evidence: [{source: source-12, stance: supports, credibility: 2, quote: at the very end}]}
---

[Line Orsa stopped all sailings]{claim=halt} in the first days of May [@source-0, p. 3; @retracted]. The port authority, see
[[portrait]] and [[actor:배우-1|its owner]], has kept a ledger since 1983.[^note]

[Many sources]{claim=long-card} say so.

[Right after]{claim=right-after} it, and [words that state two [claims]{claim=long-card} at once]{claim="halt right-after"}, and
one of [another briefing]{claim=briefing-0#first}.

## A heading with [code](https://example.net/a?b=c&d=%20e) and *emphasis*

> [Quoted words]{claim=quoted} stand here.

- a list with [listed words]{claim=listed}
- [x] a task done
- [ ] a task to do

### Deeper

| Pier | What |
|:-----|-----:|
| 1 | [tabled]{claim=tabled} [@source-9] |
| a-very-long-word-without-any-place-to-break-it-which-is-hard-on-narrow-windows | ~~struck~~ |

Term
: Its definition.

` + "```go\nfunc main() { fmt.Println(\"a line of code that is rather long, so that it does not fit into a narrow window at all\") }\n```" + `

A [claim withdrawn]{claim=gone}. An address in full: <https://example.net/a/very/long/address/that/does/not/break/anywhere/at/all/because/it/is/one/word>.

## Deeper

The same heading again. [The last words]{claim=last}.

[^note]: A footnote with a citation [@source-0].
`)
	return b.String()
}

const pictured = `---
title: A briefing with a picture beside its text
date: 2026-04-01
topics: [shipping]
claims:
  seen: {text: The quay was seen empty., kind: fact, evidence: [{source: source-0, stance: supports, credibility: 2, quote: the quay is empty}]}
events:
  seen-empty: {date: 2026-03-30, title: The quay is seen empty, claims: [seen], image: {src: quay.png, alt: The empty quay}}
---

[The quay was empty]{claim=seen}.

![The empty quay, from the sea](quay.png "The quay")

More words follow the picture.
`

const rightToLeft = `---
title: عنوان التقرير
date: 2026-03-01
language: ar
topics: [shipping]
claims:
  halt: {text: توقفت الرحلات., kind: fact, evidence: [{source: source-0, stance: supports, credibility: 2, quote: no arrivals}, {source: source-3, stance: disputes, credibility: 4, quote: some arrivals, answer: لا.}]}
---

[توقفت جميع الرحلات]{claim=halt} في أوائل مايو [@source-0].

الفقرة التالية بعد البطاقة.
`

// picture is a PNG of the given size.
func picture(width, height int) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{R: uint8(x), G: uint8(y), B: 128, A: 255})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil, fmt.Errorf("encode a picture: %w", err)
	}
	return buf.Bytes(), nil
}
