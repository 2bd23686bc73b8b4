package content

// Sections returns the ids that a page made from the template uses itself, beside those of its text, claims and events. No heading
// takes one, and a link may name them. A test holds the built-in templates to this list.
func Sections(template string) []string {
	own := []string{"main"}
	switch template {
	case "briefing":
		return append(own, "judgments", "gaps", "alternatives", "unstated", "matrix", "timeline", "sources", "actors", "related", "corrections")
	case "actor":
		return append(own, "relations", "timeline", "claims", "claims-by", "published", "mentions")
	case "source":
		return append(own, "derivation", "evidence", "timeline", "mentions", "blast")
	case "front":
		return append(own, "judgments", "briefings", "numbers", "corrections")
	case "methodology":
		return append(own, "standing", "scales", "rules")
	}
	return own
}

// template is the template that shows the document.
func (doc *Document) template() string {
	switch {
	case doc.Briefing != nil:
		return "briefing"
	case doc.Actor != nil:
		return "actor"
	case doc.Source != nil:
		return "source"
	case doc.Front:
		return "front"
	case doc.Page != nil && doc.Page.ID == "methodology":
		return "methodology"
	}
	return ""
}

// reserved are the ids that the document's page uses itself, its claims and events included.
func (doc *Document) reserved() []string {
	ids := Sections(doc.template())
	if doc.Briefing == nil {
		return ids
	}
	for _, c := range doc.Briefing.Claims {
		ids = append(ids, "claim-"+c.ID)
	}
	for _, e := range doc.Briefing.Events {
		ids = append(ids, "event-"+e.ID)
	}
	return ids
}
