package site

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
)

// linkProse resolves the references of every text, in an order that does not depend on the files'.
func (l *linker) linkProse() {
	for _, b := range l.Briefings {
		l.resolve(b, &b.Prose, b.Doc.File)
	}
	for _, a := range l.Actors {
		l.resolve(a, &a.Prose, a.At.File)
	}
	for _, s := range l.Sources {
		l.resolve(s, &s.Prose, s.At.File)
	}
	for _, e := range l.Events {
		l.resolve(e, &e.Prose, e.At.File)
	}
	for _, p := range l.Pages {
		l.resolve(p, &p.Prose, p.At.File)
	}
	if l.Front != nil {
		l.resolve(l.Front, &l.Front.Prose, content.Root+"/index.md")
	}
}

// resolve finds what each reference of a text leads to, and leaves the mention with those it leads to.
func (l *linker) resolve(in Object, prose *Prose, file string) {
	if prose.Body == nil {
		return
	}
	prose.Targets = make([]Target, len(prose.Refs))
	type key struct {
		object   Object
		sentence int
	}
	seen := make(map[key]bool)
	for i, ref := range prose.Refs {
		prose.Targets[i] = l.target(in, ref, file)
	}
	last, words := -1, "" // a sentence of many references is worded once
	for i, ref := range prose.Refs {
		target := prose.Targets[i]
		if target.Object == nil || target.Object == in {
			continue
		}
		if c, ok := target.Object.(*Claim); ok {
			if b, own := in.(*Briefing); own && c.Briefing == b && ref.Kind == content.RefClaim {
				c.Stated = true
			}
			continue
		}
		k := key{target.Object, ref.Sentence}
		if seen[k] {
			continue
		}
		seen[k] = true
		if ref.Sentence != last {
			last, words = ref.Sentence, prose.sentence(i)
		}
		mention := Mention{In: in, Sentence: words, Ref: i}
		if ref.Kind == content.RefFile {
			mention.Ref = -1 // a link that the author made has no anchor of ours
		}
		switch object := target.Object.(type) {
		case *Actor:
			object.Mentions = append(object.Mentions, mention)
		case *Source:
			object.Mentions = append(object.Mentions, mention)
		}
	}
}

// target finds what one reference leads to. What is missing is reported at the reference.
func (l *linker) target(in Object, ref content.Ref, file string) Target {
	id := brief.Ref{ID: ref.Target, At: ref.At}
	switch ref.Kind {
	case content.RefClaim:
		slug := ""
		if b, ok := in.(*Briefing); ok {
			slug = b.ID
		}
		if c := l.claim(slug, id); c != nil {
			return Target{Object: c}
		}
	case content.RefObject:
		return Target{Object: l.object(id)}
	case content.RefSource:
		return Target{Object: l.objectOf(KindSource, id)}
	case content.RefActor:
		if a := l.actors[ref.Target]; a != nil {
			return Target{Object: a}
		}
	case content.RefImage:
		id.ID = l.unescaped(ref.Target, file)
		return Target{File: l.file(path.Dir(file), id), Picture: true}
	case content.RefFile:
		ref.Target, ref.Fragment = l.unescaped(ref.Target, file), unescape(ref.Fragment)
		return l.link(ref, file)
	}
	return Target{}
}

// object finds what [[id]] or [[kind:id]] names.
func (l *linker) object(ref brief.Ref) Object {
	kind, id, named := strings.Cut(ref.ID, ":")
	if named {
		return l.objectOf(Kind(kind), brief.Ref{ID: id, At: ref.At})
	}
	if strings.Contains(ref.ID, "#") {
		return l.objectOf(KindClaim, ref)
	}
	var found []Object
	var kinds []string
	for _, kind := range []Kind{KindBriefing, KindActor, KindSource, KindEvent} {
		if o := l.lookUp(kind, ref.ID); o != nil {
			found, kinds = append(found, o), append(kinds, string(kind))
		}
	}
	switch len(found) {
	case 1:
		return l.open(found[0], ref)
	case 0:
		for _, kind := range []Kind{KindBriefing, KindActor, KindSource, KindEvent} {
			if _, hidden := l.hidden[string(kind)+":"+ref.ID]; hidden {
				l.missing(kind, ref)
				return nil
			}
		}
		if l.partial {
			return nil
		}
		l.report(diag.Diagnostic{
			Code: "broken-link", At: ref.At, Message: fmt.Sprintf("nothing has the id %q", ref.ID),
			Hint: l.near(ref.ID, KindBriefing, KindActor, KindSource, KindEvent),
		})
		return nil
	}
	l.report(diag.Diagnostic{
		Code: "ambiguous-link", At: ref.At,
		Message: fmt.Sprintf("%q is the id of objects of several kinds: %s", ref.ID, strings.Join(kinds, ", ")),
		Hint:    fmt.Sprintf("write [[%s:%s]]", kinds[0], ref.ID),
	})
	return nil
}

func (l *linker) objectOf(kind Kind, ref brief.Ref) Object {
	kinds := []string{string(KindBriefing), string(KindClaim), string(KindSource), string(KindActor), string(KindEvent)}
	if !slices.Contains(kinds, string(kind)) {
		l.report(diag.Diagnostic{
			Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no kind %q", kind),
			Hint: diag.OneOf(string(kind), kinds),
		})
		return nil
	}
	if o := l.lookUp(kind, ref.ID); o != nil {
		return l.open(o, ref)
	}
	l.missing(kind, ref)
	return nil
}

// open returns the object unless it is withheld by the authors: then it may not be named at all, and that is reported.
func (l *linker) open(o Object, ref brief.Ref) Object {
	if s, ok := o.(*Source); ok && s.Withheld() {
		l.report(diag.Diagnostic{
			Code: "withheld-leak", At: ref.At, Message: "the text names a source that is withheld",
			Hint: "take the reference out; its evidence still counts",
		})
		return nil
	}
	return o
}

// lookUp returns the object of a kind with the id. It returns a plain nil, never a nil pointer in an interface.
func (l *linker) lookUp(kind Kind, id string) Object {
	switch kind {
	case KindBriefing:
		if o := l.briefings[id]; o != nil {
			return o
		}
	case KindClaim:
		if o := l.claims[id]; o != nil {
			return o
		}
	case KindActor:
		if o := l.actors[id]; o != nil {
			return o
		}
	case KindSource:
		if o := l.sources[id]; o != nil {
			return o
		}
	case KindEvent:
		if o := l.events[id]; o != nil {
			return o
		}
	}
	return nil
}

// unescaped returns the path of a relative link as files are named: editors and Git hosts write spaces and letters of other scripts
// with percent signs. A file whose very name has one comes first.
func (l *linker) unescaped(target, file string) string {
	if name := path.Join(path.Dir(file), target); l.files[name] || l.documents[name] != nil {
		return target
	}
	return unescape(target)
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil && utf8.ValidString(plain) {
		return plain
	}
	return s
}

// link finds what a relative link leads to: a place in the same text, a document, or another file of the content.
func (l *linker) link(ref content.Ref, file string) Target {
	name := file
	if ref.Target != "" {
		name = path.Join(path.Dir(file), ref.Target)
	}
	object := l.documents[name]
	if object == nil {
		if l.hidden["file:"+name] == unread {
			return Target{}
		}
		if !l.files[name] && strings.HasSuffix(name, ".md") {
			l.report(diag.Diagnostic{
				Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no published file %s", name),
				Hint: l.near(name, kindDocument),
			})
			return Target{}
		}
		return Target{File: l.file(path.Dir(file), brief.Ref{ID: ref.Target, At: ref.At})}
	}
	if object = l.open(object, brief.Ref{ID: ref.Target, At: ref.At}); object == nil {
		return Target{}
	}
	if ref.Fragment != "" && !l.hasAnchor(object, ref.Fragment) {
		l.report(diag.Diagnostic{
			Code: "broken-fragment", At: ref.At,
			Message: fmt.Sprintf("%s has no place #%s", name, ref.Fragment), Hint: diag.DidYouMean(ref.Fragment, l.anchors(object)),
		})
	}
	return Target{Object: object, Fragment: ref.Fragment}
}

func (l *linker) hasAnchor(o Object, fragment string) bool {
	return slices.Contains(l.anchors(o), fragment)
}

// anchors returns the places in an object's page that a link may name.
func (l *linker) anchors(o Object) []string {
	var prose *Prose
	var ids []string
	switch o := o.(type) {
	case *Briefing:
		prose, ids = &o.Prose, content.Sections("briefing")
		for _, c := range o.Claims {
			ids = append(ids, c.Anchor())
		}
	case *Actor:
		prose, ids = &o.Prose, content.Sections("actor")
	case *Source:
		prose, ids = &o.Prose, content.Sections("source")
	case *Event:
		prose, ids = &o.Prose, []string{o.Anchor()}
	case *Page:
		prose, ids = &o.Prose, content.Sections("")
		if o.Address() == MethodologyAddress {
			ids = content.Sections("methodology")
		}
	}
	if prose != nil && prose.Body != nil {
		ids = append(ids, prose.Anchors...)
	}
	return ids
}

// relate fills what follows from resolved texts: each briefing's bibliography and actors, and each actor's briefings.
func (l *linker) relate() {
	for i, b := range l.Briefings {
		b.rank = i
		l.bibliography(b)
		l.cast(b)
	}
}

// bibliography gathers a briefing's sources: those cited in the order of the text, then those that only evidence names.
func (l *linker) bibliography(b *Briefing) {
	seen := make(map[*Source]bool)
	add := func(s *Source) {
		if !s.Withheld() && !seen[s] {
			seen[s], b.Sources = true, append(b.Sources, s)
		}
	}
	b.Citations(func(s *Source, _ int) { add(s) })
	for _, c := range b.Claims {
		for _, e := range c.Evidence {
			add(e.Source)
		}
	}
}

// cast gathers the actors that a briefing speaks of, by how they are sorted in the site.
func (l *linker) cast(b *Briefing) {
	seen := make(map[*Actor]bool)
	add := func(o Object) {
		if a, ok := o.(*Actor); ok && !seen[a] {
			seen[a], b.Actors = true, append(b.Actors, a)
			a.Briefings = append(a.Briefings, b)
		}
	}
	for _, t := range b.Targets {
		add(t.Object)
	}
	for _, c := range b.Claims {
		for _, o := range c.About {
			add(o)
		}
		add(c.Claimant)
	}
	for _, e := range b.Events {
		for _, a := range e.Actors {
			add(a)
		}
	}
	slices.SortFunc(b.Actors, func(x, y *Actor) int { return cmp.Compare(x.rank, y.rank) })
}
