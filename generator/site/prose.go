package site

import (
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

// prose finds what each reference of the document's text leads to, and whom else it names.
func (r *resolver) prose(in Object) {
	refs := r.file.Prose.Refs
	r.found.targets = make([]Target, len(refs))
	for i := range refs {
		r.found.targets[i] = r.target(in, refs[i])
	}
	mentions := r.file.Prose.Mentions
	r.found.mentions = make([]int32, len(mentions))
	for i := range mentions {
		r.found.mentions[i] = slotOf(r.ask(name{KindActor, mentions[i].Actor}))
	}
}

// target finds what one reference leads to. What is missing is reported at the reference.
func (r *resolver) target(in Object, ref content.Ref) Target {
	id := brief.Ref{ID: ref.Target, At: ref.At}
	switch ref.Kind {
	case content.RefClaim:
		slug := ""
		if b, ok := in.(*Briefing); ok {
			slug = b.ID
		}
		if c := r.claim(slug, id); c != nil {
			return targetOf(c)
		}
	case content.RefObject:
		return targetOf(r.objectNamed(id))
	case content.RefSource:
		o := r.objectOf(KindSource, id)
		if s, ok := o.(*Source); ok && ref.Locator != "" && !s.Public() {
			r.report(diag.Diagnostic{
				Code: "withheld-leak", At: diag.Span{File: ref.At.File, Start: ref.At.End, End: ref.Ends},
				Message: "the text says where in a source that is restricted", Hint: fmt.Sprintf("take the locator out: @%s", ref.Target),
			})
		}
		return targetOf(o)
	case content.RefActor:
		return targetOf(r.ask(name{KindActor, ref.Target}))
	case content.RefImage:
		id.ID = r.unescaped(ref.Target)
		return Target{File: r.asItIs(path.Dir(r.file.File), id), Picture: true}
	case content.RefFile:
		ref.Target, ref.Fragment = r.unescaped(ref.Target), unescape(ref.Fragment)
		return r.link(ref)
	}
	return Target{}
}

func targetOf(o Object) Target {
	if o == nil {
		return Target{}
	}
	n := o.named()
	return Target{Kind: n.kind, ID: n.id, number: o.slot()}
}

// objectNamed finds what [[id]] or [[kind:id]] names.
func (r *resolver) objectNamed(ref brief.Ref) Object {
	kind, id, named := strings.Cut(ref.ID, ":")
	if named {
		return r.objectOf(Kind(kind), brief.Ref{ID: id, At: ref.At})
	}
	if strings.Contains(ref.ID, "#") {
		return r.objectOf(KindClaim, ref)
	}
	anything := []Kind{KindBriefing, KindActor, KindSource, KindEvent}
	var found []Object
	var kinds []string
	for _, kind := range anything {
		if o := r.ask(name{kind, ref.ID}); o != nil {
			found, kinds = append(found, o), append(kinds, string(kind))
		}
	}
	switch len(found) {
	case 1:
		return r.open(found[0], ref)
	case 0:
		for _, kind := range anything {
			if r.reason(name{kind, ref.ID}) != "" {
				r.missing(kind, ref)
				return nil
			}
		}
		r.lack(diag.Diagnostic{Code: "broken-link", At: ref.At, Message: fmt.Sprintf("nothing has the id %q", ref.ID)}, ref.ID, anything...)
		return nil
	}
	r.report(diag.Diagnostic{
		Code: "ambiguous-link", At: ref.At,
		Message: fmt.Sprintf("%q is the id of objects of several kinds: %s", ref.ID, strings.Join(kinds, ", ")),
		Hint:    fmt.Sprintf("write [[%s:%s]]", kinds[0], ref.ID),
	})
	return nil
}

func (r *resolver) objectOf(kind Kind, ref brief.Ref) Object {
	kinds := []string{string(KindBriefing), string(KindClaim), string(KindSource), string(KindActor), string(KindEvent)}
	if !slices.Contains(kinds, string(kind)) {
		r.report(diag.Diagnostic{
			Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no kind %q", kind),
			Hint: diag.OneOf(string(kind), kinds),
		})
		return nil
	}
	if o := r.ask(name{kind, ref.ID}); o != nil {
		return r.open(o, ref)
	}
	r.missing(kind, ref)
	return nil
}

// open returns the object unless it is withheld by the authors: then it may not be named at all, and that is reported.
func (r *resolver) open(o Object, ref brief.Ref) Object {
	if s, ok := o.(*Source); ok && s.Withheld() {
		r.report(diag.Diagnostic{
			Code: "withheld-leak", At: ref.At, Message: "the text names a source that is withheld",
			Hint: "take the reference out; its evidence still counts",
		})
		return nil
	}
	return o
}

// unescaped returns the path of a relative link as files are named: editors and Git hosts write spaces and letters of other scripts
// with percent signs. A file whose very name has one comes first.
func (r *resolver) unescaped(target string) string {
	if file := path.Join(path.Dir(r.file.File), target); r.hasFile(file) || r.ask(name{kindDocument, file}) != nil {
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
func (r *resolver) link(ref content.Ref) Target {
	file := r.file.File
	if ref.Target != "" {
		file = path.Join(path.Dir(file), ref.Target)
	}
	object := r.ask(name{kindDocument, file})
	if object == nil {
		if r.reason(name{kindDocument, file}) == unread {
			return Target{}
		}
		if !r.hasFile(file) && strings.HasSuffix(file, ".md") {
			r.lack(diag.Diagnostic{
				Code: "broken-link", At: ref.At, Message: fmt.Sprintf("there is no published file %s", file),
			}, file, kindDocument)
			return Target{}
		}
		return Target{File: r.asItIs(path.Dir(r.file.File), brief.Ref{ID: ref.Target, At: ref.At})}
	}
	r.ask(object.named())
	if object = r.open(object, brief.Ref{ID: ref.Target, At: ref.At}); object == nil {
		return Target{}
	}
	if ref.Fragment != "" {
		if anchors := anchorsOf(object); !slices.Contains(anchors, ref.Fragment) {
			r.report(diag.Diagnostic{
				Code: "broken-fragment", At: ref.At,
				Message: fmt.Sprintf("%s has no place #%s", file, ref.Fragment), Hint: diag.DidYouMean(ref.Fragment, anchors),
			})
		}
	}
	target := targetOf(object)
	target.Fragment = ref.Fragment
	return target
}

// anchorsOf returns the places in an object's page that a link may name.
func anchorsOf(o Object) []string {
	var ids []string
	switch o := o.(type) {
	case *Briefing:
		ids = content.Sections("briefing")
		for _, c := range o.Claims {
			ids = append(ids, c.Anchor())
		}
	case *Actor:
		ids = content.Sections("actor")
	case *Source:
		ids = content.Sections("source")
	case *Event:
		ids = []string{o.Anchor()}
	case *Page:
		ids = content.Sections("")
		if o.Address() == MethodologyAddress {
			ids = content.Sections("methodology")
		}
	}
	if o != nil {
		if p := proseOf(o); p != nil {
			ids = append(ids, p.Anchors...)
		}
	}
	return ids
}

// proseOf returns the text of an object; nil for one without, and for a source whose words are shown nowhere.
func proseOf(o Object) *content.Prose {
	f := o.declaredIn()
	if s, ok := o.(*Source); ok && !s.Public() || f.object() != o {
		return nil
	}
	return f.Prose
}

// object returns what the file's own text is about; nil for one without a text, as of CSL-JSON.
func (f *file) object() Object {
	switch {
	case f.briefing != nil:
		return f.briefing
	case f.Actor != nil:
		return f.actors[0]
	case f.Source != nil:
		return f.sources[0]
	case f.Event != nil:
		return f.events[0]
	case f.page != nil:
		return f.page
	}
	return nil
}
