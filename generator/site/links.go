package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
)

// links is what the references of a document lead to. It holds for as long as nothing that wants names is other than it was.
type links struct {
	targets  []Target // one for each reference of the prose
	mentions []int32  // the actors of the prose's mentions; nowhere for one that is not published
	cast     []int32  // of a briefing: the actors that it speaks of, each once
	claims   []claimLinks
	actors   [][]int32 // of each event that the document declares: who took part
	wants    []int32   // the numbers of everything that was asked for, found or not, sorted
	unknown  []name    // what was asked for and had no number; none when the site is linked
	problems []problem
	digest   content.Digest // of what a page shows of targets
}

// claimLinks is what a claim refers to; nowhere for what is not published or not there.
type claimLinks struct {
	sources  []int32 // of each piece of its evidence
	about    []int32 // actors and events, each once
	claimant int32   // an actor or a source
}

// Target is what a reference of a text leads to: an object, or a file of the content; neither where it is broken.
type Target struct {
	Kind     Kind // of the object; empty for none
	ID       string
	File     string // address of a file, relative to the site's root
	Fragment string // as an anchor; only for links to a place in a page
	Picture  bool   // File is shown in the text, not led to
	number   int32  // of the object
}

// resolver finds what the references of documents lead to, one after the other. It is for one goroutine.
type resolver struct {
	*Site
	file  *file
	found *links
	asked []name          // what was asked for so far, also several times
	known []int32         // the numbers of what was asked for that have one
	spots map[uint64]bool // of a text, while it is summed up
	sums  sum
}

// links links a document. Of one that is not published nothing follows.
func (r *resolver) links(f *file) *links {
	r.file, r.found, r.asked, r.known = f, &links{}, r.asked[:0], r.known[:0]
	if f.reason == "" && f.Unread == "" {
		r.resolve()
	}
	slices.Sort(r.known)
	r.found.wants = slices.Clone(slices.Compact(r.known))
	r.found.digest = r.sum()
	return r.found
}

func (r *resolver) resolve() {
	f := r.file
	for _, s := range f.sources {
		if r.published(s) {
			r.source(s)
		}
	}
	var b *Briefing
	if f.briefing != nil && r.published(f.briefing) {
		b = f.briefing
		r.found.claims = make([]claimLinks, len(b.Claims))
		for i, c := range b.Claims {
			r.claimOf(c, &r.found.claims[i])
		}
	}
	r.found.actors = make([][]int32, len(f.events))
	for i, e := range f.events {
		if r.published(e) {
			r.found.actors[i] = r.event(e)
		}
	}
	for _, a := range f.actors {
		if r.published(a) {
			r.actor(a)
		}
	}
	if b != nil {
		r.briefing(b)
	}
	if o := f.object(); o != nil && proseOf(o) != nil && r.published(o) {
		r.prose(o)
	}
	if b != nil {
		r.castOf(b)
	}
}

// ask returns the object with the name, and remembers that it was asked for.
func (r *resolver) ask(n name) Object {
	r.asked = append(r.asked, n)
	number := r.number(n)
	if number == nowhere {
		r.found.unknown = append(r.found.unknown, n)
	} else {
		r.known = append(r.known, number)
	}
	if n.kind == kindDocument {
		return r.documentOf(n.id)
	}
	return r.objects.at(number)
}

// slotOf returns the number of an object; nowhere for none.
func slotOf(o Object) int32 {
	if o == nil {
		return nowhere
	}
	return o.slot()
}

func (r *resolver) report(d diag.Diagnostic) {
	r.found.problems = append(r.found.problems, problem{Diagnostic: d})
}

// source resolves what a source derives from and who published it.
func (r *resolver) source(s *Source) {
	if ref := s.Publisher; s.byActor && r.ask(name{KindActor, ref.ID}) == nil {
		r.missing(KindActor, ref)
	}
	for _, ref := range s.DerivedFrom {
		if r.ask(name{KindSource, ref.ID}) == nil {
			r.missing(KindSource, ref)
		}
	}
}

// claimOf resolves what a claim rests on, is about, and stands to.
func (r *resolver) claimOf(c *Claim, to *claimLinks) {
	to.sources = make([]int32, len(c.Evidence))
	for i := range c.Evidence {
		e := &c.Evidence[i]
		to.sources[i] = nowhere
		if e.TLP.Above(r.Settings.TLP) {
			continue
		}
		s := r.ask(name{KindSource, e.Source.ID})
		if to.sources[i] = slotOf(s); s == nil {
			r.missing(KindSource, e.Source)
		}
	}
	to.about = make([]int32, len(c.About))
	for i, ref := range c.About {
		if to.about[i] = slotOf(r.about(ref)); slices.Contains(to.about[:i], to.about[i]) {
			to.about[i] = nowhere
		}
	}
	to.claimant = slotOf(r.claimant(c))
	for _, rel := range c.Relations {
		if other := r.claim(c.Claim.Briefing, rel.To); other == c {
			r.report(diag.Diagnostic{Code: "bad-value", At: rel.To.At, Message: fmt.Sprintf("the claim %q relates to itself", c.ID)})
		}
	}
	if c.SupersededBy != nil {
		r.claim(c.Claim.Briefing, *c.SupersededBy)
		r.superseded(c)
	}
	if c.Likelihood != "" && c.LikelihoodBand == "" {
		r.report(diag.Diagnostic{
			Code: "bad-value", At: c.Place("likelihood"),
			Message: fmt.Sprintf("%q is no term of the scale %s", c.Likelihood, c.Briefing.Scale.ID),
			Hint:    diag.OneOf(c.Likelihood, c.Briefing.Scale.Terms()),
		})
	}
}

// superseded reports a claim that takes its own place in the end, at the first claim of the circle.
func (r *resolver) superseded(c *Claim) {
	first := c
	seen := map[*Claim]bool{c: true}
	for next := r.successor(c); next != nil; next = r.successor(next) {
		if next == c {
			if first == c {
				r.report(diag.Diagnostic{
					Code: "bad-value", At: c.SupersededBy.At,
					Message: fmt.Sprintf("the claim %q is superseded by itself in the end", c.ID),
				})
			}
			return
		}
		if seen[next] {
			return
		}
		seen[next] = true
		if next.key < first.key {
			first = next
		}
	}
}

// successor returns the claim that took the place of another, or nil.
func (r *resolver) successor(c *Claim) *Claim {
	if c.SupersededBy == nil {
		return nil
	}
	next, _ := r.ask(name{KindClaim, claimAddress(c.Claim.Briefing, *c.SupersededBy)}).(*Claim)
	return next
}

func (r *resolver) about(ref brief.Ref) Object {
	actor, event := r.ask(name{KindActor, ref.ID}), r.ask(name{KindEvent, ref.ID})
	switch {
	case actor != nil && event != nil:
		r.report(diag.Diagnostic{
			Code: "ambiguous-link", At: ref.At,
			Message: fmt.Sprintf("%q is an actor and an event", ref.ID), Hint: "give one of them another id",
		})
	case actor == nil && event == nil:
		r.missingEither(KindActor, KindEvent, ref)
	case actor == nil:
		return event
	}
	return actor
}

// claimant resolves whose claim it is: a text in the form of an id that names neither an actor nor a source is an error.
func (r *resolver) claimant(c *Claim) Object {
	ref := brief.Stated(c.Claim.Claimant)
	if ref.ID == "" {
		return nil
	}
	if a := r.ask(name{KindActor, ref.ID}); a != nil {
		return a
	}
	if s := r.ask(name{KindSource, ref.ID}); s != nil {
		return r.open(s, ref)
	}
	if IsID(ref.ID) {
		r.missingEither(KindActor, KindSource, ref)
	}
	return nil
}

// claim resolves a reference to a claim from within a briefing; outside one, briefing is empty. What is missing is reported.
func (r *resolver) claim(briefing string, ref brief.Ref) *Claim {
	address := claimAddress(briefing, ref)
	if address == "" {
		r.report(diag.Diagnostic{
			Code: "unknown-id", At: ref.At,
			Message: fmt.Sprintf("%q does not say which briefing's claim it is", ref.ID), Hint: "write briefing#" + ref.ID,
		})
		return nil
	}
	if c, ok := r.ask(name{KindClaim, address}).(*Claim); ok {
		return c
	}
	if r.reason(name{KindClaim, address}) != "" || briefing == "" || strings.Contains(ref.ID, "#") {
		r.missing(KindClaim, brief.Ref{ID: address, At: ref.At})
		return nil
	}
	d := diag.Diagnostic{Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("this briefing has no claim %q", ref.ID)}
	if b, ok := r.ask(name{KindBriefing, briefing}).(*Briefing); ok { // there is none where its name is another's
		var own []string
		for _, c := range b.Claims {
			own = append(own, c.ID)
		}
		d.Hint = diag.DidYouMean(ref.ID, own)
	}
	r.report(d)
	return nil
}

// claimAddress is what a reference to a claim means within a briefing; empty where it does not say which briefing's claim it is.
func claimAddress(briefing string, ref brief.Ref) string { return ref.ClaimAddress(briefing) }

// event resolves who took part in an event and what it rests on.
func (r *resolver) event(e *Event) (actors []int32) {
	actors = make([]int32, len(e.Actors))
	for i, ref := range e.Actors {
		a := r.ask(name{KindActor, ref.ID})
		if actors[i] = slotOf(a); a == nil {
			r.missing(KindActor, ref)
		}
	}
	for _, ref := range e.Claims {
		r.claim(e.Event.Briefing, ref)
	}
	r.picture(e.Image)
	return actors
}

// actor resolves offices and relations. An actor that names itself is there, and is not referred to by that.
func (r *resolver) actor(a *Actor) {
	for i := range a.Roles {
		if of := a.Roles[i].Of; IsID(of.ID) && of.ID != a.ID && r.ask(name{KindActor, of.ID}) == nil {
			r.missing(KindActor, of)
		}
	}
	for i := range a.Relations {
		relation := &a.Relations[i]
		switch to := relation.To; {
		case to.ID == a.ID:
			r.report(diag.Diagnostic{Code: "bad-value", At: to.At, Message: fmt.Sprintf("the actor %q relates to itself", a.ID)})
		case r.ask(name{KindActor, to.ID}) == nil:
			r.missing(KindActor, to)
		}
		for _, ref := range relation.Claims {
			r.claim(a.Actor.Briefing, ref)
		}
	}
	r.picture(a.Image)
}

// picture resolves an image and where it is from.
func (r *resolver) picture(of *brief.Image) {
	if of == nil || of.Src.ID == "" {
		return
	}
	r.asItIs(path.Dir(of.Src.At.File), of.Src)
	if of.Source.ID != "" && r.ask(name{KindSource, of.Source.ID}) == nil {
		r.missing(KindSource, of.Source)
	}
}

// asItIs resolves a relative path from a folder of the content to a file that is published as it is, and returns its address.
func (r *resolver) asItIs(folder string, ref brief.Ref) string {
	file := path.Join(folder, ref.ID)
	if !r.hasFile(file) {
		r.lack(diag.Diagnostic{Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no file %s", file)}, file, kindFile)
		return ""
	}
	return FileAddress(file)
}

// hasFile reports whether the content has a file that is no document.
func (r *resolver) hasFile(file string) bool {
	r.ask(name{kindFile, file})
	return r.has(file)
}

// has reports whether the content has a file that is no document.
func (s *Site) has(file string) bool {
	_, ok := slices.BinarySearch(s.content.Files, file)
	return ok
}

// briefing resolves key judgments and corrections.
func (r *resolver) briefing(b *Briefing) {
	for _, ref := range b.KeyJudgments {
		r.claim(b.ID, ref)
	}
	for i := range b.Corrections {
		if ref := b.Corrections[i].Claim; ref.ID != "" {
			r.claim(b.ID, ref)
		}
	}
}

// castOf gathers the actors that a briefing speaks of.
func (r *resolver) castOf(b *Briefing) {
	add := func(number int32) {
		if _, ok := r.objects.at(number).(*Actor); ok && !slices.Contains(r.found.cast, number) {
			r.found.cast = append(r.found.cast, number)
		}
	}
	for _, t := range r.found.targets {
		if t.Kind == KindActor {
			add(t.number)
		}
	}
	for i, c := range b.Claims {
		for k, number := range r.found.claims[i].about {
			if r.object(name{KindEvent, c.About[k].ID}) == nil {
				add(number)
			}
		}
		add(r.found.claims[i].claimant)
	}
	for _, actors := range r.found.actors {
		for _, number := range actors {
			add(number)
		}
	}
}
