package site_test

import (
	"fmt"
	"strings"
)

// ferry is a site in which everything refers to everything.
var ferry = map[string]string{
	"site.yaml": "base_url: https://example.org/\ntimeline: {years_from: 2}\n",
	"index.md":  "See [[a]].\n",
	"briefings/a.md": `---
title: A
date: 2026-01-01
topics: [sea, Land]
key_judgments: [c]
aliases: [old/a.html]
claims:
  c: {text: C, about: [orsa, e], claimant: port, evidence: [{source: log, stance: supports}, {source: copy, stance: supports}]}
  d: {text: D, superseded_by: c, relations: [{type: contradicts, to: b#c}]}
corrections: [{date: 2026-02-01, type: correction, claim: c, text: First.}]
---
[Orsa Line]{claim=c} sails, see [@log] and [there](b.md#place). ![p](p.png)
`,
	"briefings/b.md": `---
title: B
date: 2026-01-02
topics: sea
claims: {c: {text: BC, evidence: [{source: log, stance: disputes}]}}
events: {f: {title: F, date: 2024, actors: [orsa], claims: [c]}}
---
# Place

[x]{claim=c} of [[actor:port]] and [[a#c]].
`,
	"briefings/p.png":   "png",
	"actors/orsa.md":    "---\nname: Orsa Line\nrelations: [{to: port, type: licenses, claims: [a#c]}]\n---\n",
	"actors/port.md":    "---\nname: Port\nreliability: B\n---\n## History\n\nOrsa Line calls.\n",
	"sources/log.md":    "---\ntitle: Log\npublisher: port\norigin: original\n---\nKept by [[port]].\n",
	"sources/copy.md":   "---\ntitle: Copy\nderived_from: [log]\n---\n",
	"sources/lib.json":  `[{"id": "item", "title": "Item", "type": "book"}]`,
	"events/e.md":       "---\ntitle: E\ndate: 2025\nactors: [port]\nclaims: [a#c]\n---\n",
	"pages/about.md":    "---\ntitle: About\naliases: [us.html]\n---\nSee [a](../briefings/a.md#claim-c).\n",
	"actors/nobody.png": "png",
}

// ferryWith returns a file of ferry with other words in the place of some that stand in it once.
func ferryWith(name, old, now string) string {
	if strings.Count(ferry[name], old) != 1 {
		panic(fmt.Sprintf("%s does not hold %q once", name, old))
	}
	return strings.Replace(ferry[name], old, now, 1)
}
