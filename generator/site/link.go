package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// IsID reports whether a text has the form of an id: lower-case letters of any script, digits and hyphens.
func IsID(s string) bool { return s != "" && Slug(s) == s }

// linkClaims resolves what claims rest on and computes their standing.
func (l *linker) linkClaims() {
	for _, c := range l.Claims {
		var counted []brief.Evidence
		for i := range c.Claim.Evidence {
			e := &c.Claim.Evidence[i]
			if e.TLP.Above(l.Settings.TLP) {
				continue
			}
			source := l.sources[e.Source.ID]
			if source == nil {
				l.missing(KindSource, e.Source)
				continue
			}
			evidence := Evidence{Evidence: e, Source: source, Claim: c}
			c.Evidence = append(c.Evidence, evidence)
			if n := len(source.Uses); n == 0 || source.Uses[n-1].Claim != c {
				source.ClaimCount++
			}
			source.Uses = append(source.Uses, evidence)
			counted = append(counted, *e)
		}
		c.Standing = l.derivation.Standing(counted, "")
		for _, ref := range c.Claim.About {
			l.linkAbout(c, ref)
		}
		l.linkClaimant(c)
		for _, r := range c.Claim.Relations {
			if other := l.claim(c.Claim.Briefing, r.To); other == c {
				l.report(diag.Diagnostic{Code: "bad-value", At: r.To.At, Message: fmt.Sprintf("the claim %q relates to itself", c.ID)})
			} else if other != nil {
				c.Relations = append(c.Relations, Relation{Type: r.Type, Claim: other})
			}
		}
		if c.Claim.SupersededBy != nil {
			c.SupersededBy = l.claim(c.Claim.Briefing, *c.Claim.SupersededBy)
		}
		l.linkLikelihood(c)
	}
	for _, c := range l.Claims {
		for _, r := range c.Relations {
			if !r.Inverse {
				r.Claim.Relations = append(r.Claim.Relations, Relation{Type: r.Type, Claim: c, Inverse: true})
			}
		}
		l.checkSuperseded(c)
	}
}

// checkSuperseded reports a claim that takes its own place in the end, at the first claim of the circle.
func (l *linker) checkSuperseded(c *Claim) {
	first := c
	seen := map[*Claim]bool{c: true}
	for next := c.SupersededBy; next != nil; next = next.SupersededBy {
		if next == c {
			if first == c {
				l.report(diag.Diagnostic{
					Code: "bad-value", At: c.Claim.SupersededBy.At,
					Message: fmt.Sprintf("the claim %q is superseded by itself in the end", c.ID),
				})
			}
			return
		}
		if seen[next] {
			return
		}
		seen[next] = true
		if next.Claim.Address() < first.Claim.Address() {
			first = next
		}
	}
}

// linkLikelihood finds the band of the claim's term on its briefing's scale.
func (l *linker) linkLikelihood(c *Claim) {
	if c.Likelihood == "" {
		return
	}
	band, ok := c.Briefing.Scale.Band(c.Likelihood)
	if !ok {
		l.report(diag.Diagnostic{
			Code: "bad-value", At: c.Place("likelihood"),
			Message: fmt.Sprintf("%q is no term of the scale %s", c.Likelihood, c.Briefing.Scale.ID),
			Hint:    diag.OneOf(c.Likelihood, c.Briefing.Scale.Terms()),
		})
		return
	}
	c.LikelihoodBand = band.Percent()
}

func (l *linker) linkAbout(c *Claim, ref brief.Ref) {
	actor, event := l.actors[ref.ID], l.events[ref.ID]
	switch {
	case actor != nil && event != nil:
		l.report(diag.Diagnostic{
			Code: "ambiguous-link", At: ref.At,
			Message: fmt.Sprintf("%q is an actor and an event", ref.ID), Hint: "give one of them another id",
		})
	case actor != nil:
		if !slices.Contains(c.About, Object(actor)) {
			c.About = append(c.About, actor)
			actor.About = append(actor.About, c)
		}
	case event != nil:
		if !slices.Contains(c.About, Object(event)) {
			c.About = append(c.About, event)
			event.Claims = append(event.Claims, c)
			c.Events = append(c.Events, event)
		}
	default:
		l.missingEither(KindActor, KindEvent, ref)
	}
}

// linkClaimant resolves whose claim it is: a text in the form of an id that names neither an actor nor a source is an error.
func (l *linker) linkClaimant(c *Claim) {
	ref := brief.Stated(c.Claim.Claimant)
	if ref.ID == "" {
		return
	}
	if a := l.actors[ref.ID]; a != nil {
		c.Claimant, a.By = a, append(a.By, c)
		return
	}
	if s := l.sources[ref.ID]; s != nil {
		c.Claimant = l.open(s, ref)
		return
	}
	if IsID(ref.ID) {
		l.missingEither(KindActor, KindSource, ref)
	}
}

// claim resolves a reference to a claim from within a briefing; outside one, briefing is empty. What is missing is reported.
func (l *linker) claim(briefing string, ref brief.Ref) *Claim {
	address := ref.ID
	if !strings.Contains(address, "#") {
		if briefing == "" {
			l.report(diag.Diagnostic{
				Code: "unknown-id", At: ref.At,
				Message: fmt.Sprintf("%q does not say which briefing's claim it is", ref.ID), Hint: "write briefing#" + ref.ID,
			})
			return nil
		}
		address = briefing + "#" + ref.ID
	}
	c := l.claims[address]
	if c != nil {
		return c
	}
	if _, hidden := l.hidden["claim:"+address]; hidden || briefing == "" || strings.Contains(ref.ID, "#") {
		l.missing(KindClaim, brief.Ref{ID: address, At: ref.At})
		return nil
	}
	d := diag.Diagnostic{Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("this briefing has no claim %q", ref.ID)}
	if b := l.briefings[briefing]; b != nil && l.hints < maxHints { // there is none where its name is another's
		l.hints++
		var own []string
		for _, c := range b.Claims {
			own = append(own, c.ID)
		}
		d.Hint = diag.DidYouMean(ref.ID, own)
	}
	l.report(d)
	return nil
}

// linkEvents resolves who took part in events and what they rest on.
func (l *linker) linkEvents() {
	split := l.SplitTimeline()
	for _, e := range l.Events {
		for _, ref := range e.Event.Actors {
			actor := l.actors[ref.ID]
			if actor == nil {
				l.missing(KindActor, ref)
				continue
			}
			if !slices.Contains(e.Actors, actor) {
				e.Actors = append(e.Actors, actor)
				actor.Events = append(actor.Events, e)
			}
		}
		for _, ref := range e.Event.Claims {
			if c := l.claim(e.Event.Briefing, ref); c != nil && !slices.Contains(e.Claims, c) {
				e.Claims = append(e.Claims, c)
				c.Events = append(c.Events, e)
			}
		}
		e.Picture = l.picture(e.Image)
		if e.Briefing != nil {
			e.Briefing.Events = append(e.Briefing.Events, e)
		}
		if split {
			e.year = timelineYear(e.Date)
		}
	}
	for _, s := range l.Sources {
		seen := make(map[*Event]bool)
		for _, use := range s.Uses {
			for _, e := range use.Claim.Events {
				if !seen[e] {
					seen[e], s.Events = true, append(s.Events, e)
				}
			}
		}
		slices.SortFunc(s.Events, compareEvents)
	}
}

// timelineYear is the year of an event's earliest, else latest, day; "undated" where it has neither.
func timelineYear(d edtf.Date) string {
	first, last, hasFirst, hasLast := d.Bounds()
	switch {
	case hasFirst:
		return fmt.Sprint(first.Year)
	case hasLast:
		return fmt.Sprint(last.Year)
	}
	return "undated"
}

// linkActors resolves offices and relations of actors.
func (l *linker) linkActors() {
	for _, a := range l.Actors {
		for i := range a.Actor.Roles {
			role := Role{Role: &a.Actor.Roles[i]}
			if IsID(role.Role.Of.ID) {
				if role.Of = l.actors[role.Role.Of.ID]; role.Of == nil {
					l.missing(KindActor, role.Role.Of)
				}
			}
			a.Roles = append(a.Roles, role)
		}
		for i := range a.Actor.Relations {
			r := &a.Actor.Relations[i]
			other := l.actors[r.To.ID]
			if other == nil {
				l.missing(KindActor, r.To)
				continue
			}
			relation := ActorRelation{ActorRelation: r, Other: other}
			for _, ref := range r.Claims {
				if c := l.claim(a.Actor.Briefing, ref); c != nil && !slices.Contains(relation.Claims, c) {
					relation.Claims = append(relation.Claims, c)
				}
			}
			a.Relations = append(a.Relations, relation)
		}
		a.Picture = l.picture(a.Image)
	}
	for _, a := range l.Actors {
		for _, r := range a.Relations {
			if !r.Inverse {
				r.Other.Relations = append(r.Other.Relations, ActorRelation{ActorRelation: r.ActorRelation, Other: a, Claims: r.Claims, Inverse: true})
			}
		}
	}
}

// picture resolves an image and where it is from.
func (l *linker) picture(of *brief.Image) Picture {
	if of == nil || of.Src.ID == "" {
		return Picture{}
	}
	picture := Picture{Address: l.file(path.Dir(of.Src.At.File), of.Src)}
	if of.Source.ID != "" {
		if picture.Source = l.sources[of.Source.ID]; picture.Source == nil {
			l.missing(KindSource, of.Source)
		}
	}
	return picture
}

// file resolves a relative path from a folder of the content to a file that is published as it is, and returns its address.
func (l *linker) file(folder string, ref brief.Ref) string {
	name := path.Join(folder, ref.ID)
	if !l.files[name] || name == content.SettingsFile {
		l.report(diag.Diagnostic{
			Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no file %s", name),
			Hint: l.near(name, kindFile),
		})
		return ""
	}
	l.shown[name] = true
	return FileAddress(name)
}

// linkBriefings resolves key judgments, corrections and topics.
func (l *linker) linkBriefings() {
	topics := make(map[string]*Topic)
	for _, b := range l.Briefings {
		for _, ref := range b.KeyJudgments {
			if c := l.claim(b.ID, ref); c != nil && !slices.Contains(b.Judgments, c) {
				b.Judgments = append(b.Judgments, c)
			}
		}
		ofDay := make(map[string]int)
		for i := range b.Briefing.Corrections {
			correction := &Correction{Correction: &b.Briefing.Corrections[i], Briefing: b}
			day := correction.Date.String()
			correction.Anchor = "correction." + b.ID + "." + Slug(day)
			if ofDay[day]++; ofDay[day] > 1 {
				correction.Anchor += fmt.Sprintf(".%d", ofDay[day])
			}
			if ref := correction.Correction.Claim; ref.ID != "" {
				correction.Claim = l.claim(b.ID, ref)
			}
			b.Corrections = append(b.Corrections, correction)
		}
		l.Corrections = append(l.Corrections, b.Corrections...)
		for _, name := range b.Briefing.Topics {
			slug := Slug(name)
			topic := topics[slug]
			if topic == nil {
				topic = &Topic{Name: name, Slug: slug}
				topics[slug] = topic
			}
			if !strings.EqualFold(topic.Name, name) {
				l.report(diag.Diagnostic{
					Code: "address-clash", At: b.Place("topics"),
					Message: fmt.Sprintf("the topics %q and %q would have one address, %s", topic.Name, name, topic.Address()),
					Hint:    "write one of them otherwise",
				})
			}
			if !slices.Contains(b.Topics, topic) {
				b.Topics = append(b.Topics, topic)
				topic.Briefings = append(topic.Briefings, b)
			}
		}
	}
	for _, slug := range sortedKeys(topics) {
		l.Topics = append(l.Topics, topics[slug])
	}
	slices.SortStableFunc(l.Corrections, func(a, b *Correction) int { return newestFirst(a.Date, b.Date) })
	for _, entry := range l.Settings.Menu {
		l.policy(entry.Page)
	}
	for _, p := range l.Settings.Policies {
		l.policy(p.Page)
	}
}

func (l *linker) policy(ref brief.Ref) {
	if l.pages[ref.ID] == nil && ref.ID != "" {
		l.missing(KindPage, ref)
	}
}
