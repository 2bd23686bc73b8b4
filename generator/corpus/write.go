package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// first is the file that a corpus has beside its objects: the settings or, as Hugo's are part of the layouts, the page of all claims.
func (w *writer) first() File {
	if w.hugo {
		w.line("---\ntitle: Claims\n---")
		return w.file("content/claims/_index.md")
	}
	w.line("title: Made-up briefings\ndescription: A corpus for benchmarks\nlanguage: en\nbase_url: https://example.org/repo/")
	return w.file("content/site.yaml")
}

func (w *writer) actor(a actor) File {
	w.line("---\n%s: %q\n%s: %s\n%s: [%q]\n---\n", w.either("name", "title"), a.name, w.either("type", "actorkind"), a.kind, w.either("aliases", "aka"), a.alias)
	w.line("%s", strings.Join(a.text, " "))
	return w.file("content/actors/" + a.id + w.either(".md", "/_index.md"))
}

func (w *writer) source(s source) File {
	w.line("---\ntitle: %q\npublisher: %q\n%s: %s\n%s: %s", s.title, s.publisher, w.either("url", "link"), s.url, w.either("published", "date"), s.published)
	w.line("reliability: %s\ngrade_basis: Its record.", s.reliability)
	if s.parent == "" {
		w.line("origin: original")
	} else {
		w.line("derived_from: [%s]", s.parent)
	}
	w.line("---")
	return w.file("content/sources/" + s.id + w.either(".md", "/_index.md"))
}

func (w *writer) briefing(b briefing) File {
	w.line("---\ntitle: %q\ndate: %s\nsummary: %q\ntopics: %s", b.title, b.date, b.summary, list(b.topics))
	if w.hugo { // taxonomies, by which Hugo finds what leads to an object
		w.line("actors: %s\nsources: %s\nyears: %s", list(b.actors), list(b.sources), list(years(b.events)))
	}
	w.line("claims:")
	for _, c := range b.claims {
		w.key(c.id)
		w.claim(c)
	}
	w.line("events:")
	for _, e := range b.events {
		w.key(e.id)
		w.line("    date: %q\n    title: %q\n    actors: %s", e.date, e.title, list(e.actors))
	}
	w.line("---\n")
	for _, block := range b.blocks {
		w.block(block)
	}
	if w.hugo {
		w.line("See also [%s](/briefings/%s/).", b.related, b.related)
	} else {
		w.line("See also [[%s]].", b.related)
	}
	return w.file("content/briefings/" + b.id + ".md")
}

// key begins what has that id.
func (w *writer) key(id string) { w.line(w.either("  %s:", "  - id: %s"), id) }

func list(values []string) string { return "[" + strings.Join(values, ", ") + "]" }

// years are those of the events, quoted, as Hugo makes pages of texts only.
func years(events []event) []string {
	var out []string
	for _, e := range events {
		out = append(out, fmt.Sprintf("%q", e.date[:len("2015")]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *writer) claim(c claim) {
	w.line("    text: %q\n    kind: judgment\n    about: %s\n    confidence: %s\n    likelihood: %s", c.text, list(c.about), c.confidence, c.likelihood)
	if c.why != "" {
		w.line("    why: %q", c.why)
	}
	if len(c.evidence) == 0 {
		return
	}
	w.line("    evidence:")
	for _, e := range c.evidence {
		w.line("      - source: %s\n        stance: %s\n        quote: %q\n        credibility: %d", e.source, e.stance, e.quote, e.credibility)
		if e.answer != "" {
			w.line("        answer: %s", e.answer)
		}
	}
}

func (w *writer) block(b block) {
	switch {
	case b.heading != "":
		w.line("## %s", b.heading)
	case b.list != nil:
		for _, item := range b.list {
			w.line("- %s", item)
		}
	case b.table != nil:
		w.line("| a | b | c | d |\n| --- | --- | --- | --- |")
		for _, row := range b.table {
			w.line("| %s |", strings.Join(row, " | "))
		}
	case b.code != nil:
		w.line("```json\n%s\n```", strings.Join(b.code, "\n"))
	default:
		var words []string
		for _, s := range b.paragraph {
			words = append(words, w.statement(s))
		}
		w.line("%s", strings.Join(words, " "))
	}
	w.line("")
}

func (w *writer) statement(s statement) string {
	switch {
	case s.claim != "" && w.hugo:
		return fmt.Sprintf("[%s](#claim-%s)", s.words, s.claim)
	case s.claim != "":
		return fmt.Sprintf("[%s]{claim=%s}", s.words, s.claim)
	case s.actor != nil && w.hugo:
		return fmt.Sprintf("[%s](/actors/%s/) said: %s", s.actor.name, s.actor.id, s.words)
	case s.actor != nil:
		return s.actor.name + " said: " + s.words
	}
	return s.words
}
