package content

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/markdown"
)

// names gathers what every published actor is called, for linking in the prose. A name that two actors share is linked to neither.
func (c *Content) names() (*markdown.Names, diag.List) {
	var names []markdown.Name
	actors := make(map[string]*brief.Actor)
	for _, doc := range c.Documents {
		if doc.Hidden != "" {
			continue
		}
		for _, a := range doc.Actors() {
			if a.Autolink == brief.Off || a.TLP.Above(c.Settings.TLP) {
				continue
			}
			actors[a.ID] = a
			for _, text := range slices.Concat([]string{a.Name}, a.Aliases, a.PreviousNames) {
				names = append(names, markdown.Name{Text: text, Actor: a.ID})
			}
		}
	}
	known, ambiguous := markdown.NewNames(names)
	var problems diag.List
	for _, name := range ambiguous {
		d := diag.Diagnostic{
			Code:    "ambiguous-name",
			Message: fmt.Sprintf("%q is a name of %d actors, so it is linked to none of them", name.Text, len(name.Actors)),
			Hint:    "move it to weak_aliases of all but one",
		}
		for i, id := range name.Actors {
			at := namePlace(actors[id], name.Text)
			if i == 0 {
				d.At = at
				continue
			}
			d.Related = append(d.Related, diag.Related{At: at, Message: "also a name of " + id})
		}
		problems = append(problems, d)
	}
	return known, problems
}

func namePlace(a *brief.Actor, text string) diag.Span {
	switch {
	case slices.Contains(a.Aliases, text):
		return a.Place("aliases")
	case slices.Contains(a.PreviousNames, text):
		return a.Place("previous_names")
	}
	return a.Place("name")
}

// Actors returns the actors that the document declares.
func (doc *Document) Actors() []*brief.Actor {
	switch {
	case doc.Actor != nil:
		return []*brief.Actor{doc.Actor}
	case doc.Briefing != nil:
		return doc.Briefing.Actors
	}
	return nil
}

// AllSources returns the sources that the document declares.
func (doc *Document) AllSources() []*brief.Source {
	switch {
	case doc.Source != nil:
		return []*brief.Source{doc.Source}
	case doc.Briefing != nil:
		return doc.Briefing.Sources
	}
	return doc.Sources
}

// Events returns the events that the document declares.
func (doc *Document) Events() []*brief.Event {
	switch {
	case doc.Event != nil:
		return []*brief.Event{doc.Event}
	case doc.Briefing != nil:
		return doc.Briefing.Events
	}
	return nil
}
