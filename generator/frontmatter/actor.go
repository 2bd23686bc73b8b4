package frontmatter

import (
	"attest/generator/brief"
	"attest/generator/edtf"
)

// actorObject is the table of an actor's keys.
var actorObject = object[brief.Actor]{
	name:   "an actor",
	header: func(a *brief.Actor) *brief.Header { return &a.Header },
	fields: []field[brief.Actor]{
		needed("name", text, func(a *brief.Actor) *string { return &a.Name }),
		key("type", word[brief.ActorType](brief.ActorTypes()), func(a *brief.Actor) *brief.ActorType { return &a.Type }),
		key("aliases", list(text), func(a *brief.Actor) *[]string { return &a.Aliases }),
		key("weak_aliases", list(text), func(a *brief.Actor) *[]string { return &a.WeakAliases }),
		key("previous_names", list(text), func(a *brief.Actor) *[]string { return &a.PreviousNames }),
		key("country", text, func(a *brief.Actor) *string { return &a.Country }),
		key("roles", parts(&roleObject), func(a *brief.Actor) *[]brief.Role { return &a.Roles }),
		key("reliability", word[brief.Reliability](brief.Reliabilities()), func(a *brief.Actor) *brief.Reliability { return &a.Reliability }),
		key("grade_basis", text, func(a *brief.Actor) *string { return &a.GradeBasis }),
		key("identifiers", named(text), func(a *brief.Actor) *[]brief.Named { return &a.Identifiers }),
		key("relations", parts(&actorRelationObject), func(a *brief.Actor) *[]brief.ActorRelation { return &a.Relations }),
		key("summary", text, func(a *brief.Actor) *string { return &a.Summary }),
		key("image", rare(part(&imageObject)), func(a *brief.Actor) **brief.Image { return &a.Image }),
		key("autolink", toggle, func(a *brief.Actor) *brief.Switch { return &a.Autolink }),
		hold("tlp", word[brief.TLP](brief.TLPs()), func(a *brief.Actor) *brief.TLP { return &a.TLP }),
		key("ignore", parts(&ignoreObject), func(a *brief.Actor) *[]brief.Ignore { return &a.Ignore }),
		key("extra", anything, func(a *brief.Actor) *map[string]any { return &a.Extra }),
	},
}

var roleObject = object[brief.Role]{
	name: "a role",
	fields: []field[brief.Role]{
		needed("title", text, func(r *brief.Role) *string { return &r.Title }),
		key("of", ref, func(r *brief.Role) *brief.Ref { return &r.Of }),
		key("when", date, func(r *brief.Role) *edtf.Date { return &r.When }),
	},
}

var actorRelationObject = object[brief.ActorRelation]{
	name: "a relation between actors",
	fields: []field[brief.ActorRelation]{
		needed("to", ref, func(a *brief.ActorRelation) *brief.Ref { return &a.To }),
		needed("type", text, func(a *brief.ActorRelation) *string { return &a.Type }),
		key("role", text, func(a *brief.ActorRelation) *string { return &a.Role }),
		key("start", date, func(a *brief.ActorRelation) *edtf.Date { return &a.Start }),
		key("end", date, func(a *brief.ActorRelation) *edtf.Date { return &a.End }),
		key("claims", list(ref), func(a *brief.ActorRelation) *[]brief.Ref { return &a.Claims }),
	},
}

var imageObject = object[brief.Image]{
	name: "an image",
	fields: []field[brief.Image]{
		needed("src", ref, func(i *brief.Image) *brief.Ref { return &i.Src }),
		key("alt", text, func(i *brief.Image) *string { return &i.Alt }),
		key("caption", text, func(i *brief.Image) *string { return &i.Caption }),
		key("credit", text, func(i *brief.Image) *string { return &i.Credit }),
		key("source", ref, func(i *brief.Image) *brief.Ref { return &i.Source }),
	},
}

// eventObject is the table of an event's keys.
var eventObject = object[brief.Event]{
	name:   "an event",
	header: func(e *brief.Event) *brief.Header { return &e.Header },
	fields: []field[brief.Event]{
		needed("date", date, func(e *brief.Event) *edtf.Date { return &e.Date }),
		needed("title", text, func(e *brief.Event) *string { return &e.Title }),
		key("text", text, func(e *brief.Event) *string { return &e.Text }),
		key("place", rare(location), func(e *brief.Event) **brief.Location { return &e.Place }),
		key("actors", list(ref), func(e *brief.Event) *[]brief.Ref { return &e.Actors }),
		key("claims", list(ref), func(e *brief.Event) *[]brief.Ref { return &e.Claims }),
		key("image", rare(part(&imageObject)), func(e *brief.Event) **brief.Image { return &e.Image }),
		hold("tlp", word[brief.TLP](brief.TLPs()), func(e *brief.Event) *brief.TLP { return &e.TLP }),
	},
}
