package content

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/markdown"
)

// listNames gathers what every published actor is called, for linking in the prose. A name that two actors share is linked to neither.
func (c *Content) listNames(before *Content, fresh []*Document) {
	if before.known != nil && len(before.shared) == 0 && c.Settings == before.Settings && c.opt.sameBut(before.opt) && c.namesAlike(before, fresh) {
		c.names, c.known = before.names, before.known
		return
	}
	actors := make(map[string]*brief.Actor)
	for _, doc := range c.Documents {
		declared := doc.Actors()
		if len(declared) == 0 || c.Hidden(doc) != "" {
			continue
		}
		for _, a := range declared {
			if a.Autolink == brief.Off || a.TLP.Above(c.Settings.TLP) {
				continue
			}
			actors[a.ID] = a
			c.names = append(c.names, markdown.Name{Text: a.Name, Actor: a.ID})
			for _, text := range a.Aliases {
				c.names = append(c.names, markdown.Name{Text: text, Actor: a.ID})
			}
			for _, text := range a.PreviousNames {
				c.names = append(c.names, markdown.Name{Text: text, Actor: a.ID})
			}
		}
	}
	var shared []markdown.Ambiguity
	if before.known != nil && slices.Equal(c.names, before.names) {
		c.known, shared = before.known, before.shared
	} else {
		c.known, shared = markdown.NewNames(c.names)
	}
	c.shared = shared
	for _, name := range shared {
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
		c.ambiguous = append(c.ambiguous, d)
	}
}

// namesAlike reports whether the documents that were read, and those that are no longer there, have no actors, or have the same as before.
func (c *Content) namesAlike(before *Content, fresh []*Document) bool {
	if len(c.Documents) != len(before.Documents) {
		return false
	}
	for _, doc := range fresh {
		old := before.document(doc.File)
		if old == nil || before.Hidden(old) != c.Hidden(doc) || !slices.EqualFunc(old.Actors(), doc.Actors(), func(a, b *brief.Actor) bool {
			return a.ID == b.ID && a.Name == b.Name && a.Autolink == b.Autolink && a.TLP == b.TLP && slices.Equal(a.Aliases, b.Aliases) &&
				slices.Equal(a.PreviousNames, b.PreviousNames)
		}) {
			return false
		}
	}
	return true
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
