package site

import (
	"cmp"
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
)

// holder is one of those that declare an id. The first holds it; for any other that is a problem.
type holder struct {
	file   *file
	object Object // nil where the file cannot be read
	reason string // why it is not published; empty where it is
}

// unread is the reason of what is declared in a file that cannot be used: its own problem is told, and what refers to it is right.
const unread = "its file cannot be read"

// adds reports whether the holder takes the place of an item of a library.
func (h holder) adds() bool { return h.file.Overlay }

// item reports whether the holder is an item of a library.
func (h holder) item() bool { return h.file.Sources != nil }

// holding returns who declares an id, sorted by file.
func (s *Site) holding(n name) []holder {
	if held, ok := s.holders[n.kind.index()].get(n.id); ok {
		return held
	}
	if o := s.object(n); o != nil {
		return []holder{{file: o.declaredIn(), object: o}}
	}
	return nil
}

// winner returns who holds an id. An item of a library gives way to the file that adds to it, and a file that cannot be read to any other.
func winner(held []holder) holder {
	added := slices.ContainsFunc(held, holder.adds)
	for _, h := range held {
		if h.object != nil && !(added && h.item()) {
			return h
		}
	}
	if len(held) == 0 {
		return holder{}
	}
	return held[0]
}

// doubles reports all but the first holder of an id.
func doubles(n name, held []holder) []problem {
	one := winner(held)
	var found []problem
	for _, h := range held {
		if h.object == nil || h.object == one.object || h.item() && one.adds() {
			continue
		}
		found = append(found, problem{Diagnostic: diag.Diagnostic{
			Code: "duplicate-id", At: place(h.object), Message: fmt.Sprintf("there are two %ss with the id %q", n.kind, n.id),
			Hint: "give one of them another id", Related: []diag.Related{{At: place(one.object), Message: "the other stands here"}},
		}})
	}
	return found
}

// headerOf returns what objects of all kinds have; nil for no object.
func headerOf(o Object) *brief.Header {
	switch o := o.(type) {
	case *Briefing:
		return &o.Header
	case *Claim:
		return &o.Header
	case *Actor:
		return &o.Header
	case *Source:
		return &o.Header
	case *Event:
		return &o.Header
	case *Page:
		return &o.Header
	}
	return nil
}

// place returns where an object is declared.
func place(o Object) diag.Span {
	if h := headerOf(o); h != nil {
		return h.At
	}
	return diag.Span{}
}

// declared yields everything with an id that the file declares, but for claims, which are their briefing's.
func (f *file) declared(settings *brief.Settings, yield func(name, holder)) {
	f.eachObject(func(o Object, _ *int32) {
		if o.Kind() != KindClaim {
			yield(o.named(), holder{f, o, cmp.Or(f.reason, level(settings, headerOf(o).TLP))})
		}
	})
	if n, ok := f.unread(); ok {
		yield(n, holder{f, nil, unread})
	}
}

// declare gives the ids of documents that came to their objects, and takes those of documents that went from them. It returns the files
// of all documents that may have won or lost an id.
func (u *update) declare() map[string]bool {
	pending := make(map[name][]holder) // who declares an id now
	declaring := func(n name) []holder {
		if held, ok := pending[n]; ok {
			return held
		}
		if held, ok := u.holders[n.kind.index()].get(n.id); ok {
			return slices.Clone(held)
		}
		if o := u.objects.at(u.numberOf(n)); o != nil {
			return []holder{{file: o.declaredIn(), object: o}}
		}
		return nil
	}
	for _, f := range u.gone {
		f.declared(u.Settings, func(n name, _ holder) {
			pending[n] = slices.DeleteFunc(declaring(n), func(h holder) bool { return h.file == f })
		})
	}
	for _, f := range u.come {
		f.declared(u.Settings, func(n name, h holder) {
			if u.fresh && h.object != nil && h.reason == "" && declaring(n) == nil {
				u.settle(n, nil, []holder{h}) // as nearly all are
				return
			}
			pending[n] = append(declaring(n), h)
		})
	}
	files := make(map[string]bool)
	for _, f := range slices.Concat(u.gone, u.come) {
		files[f.File] = true
	}
	u.doubled = slices.DeleteFunc(slices.Clone(u.doubled), func(n name) bool {
		_, again := pending[n]
		return again
	})
	for n, held := range pending {
		slices.SortStableFunc(held, func(a, b holder) int { return cmp.Compare(a.file.File, b.file.File) })
		before := u.before.holding(n)
		u.settle(n, before, held)
		if len(doubles(n, held)) > 0 {
			u.doubled = append(u.doubled, n)
		}
		if len(held) > 1 || len(before) > 1 {
			for _, h := range held { // which of them has the id may have changed
				files[h.file.File] = true
			}
		}
	}
	return files
}

// settle publishes the object that has an id, or says why there is none.
func (u *update) settle(n name, before, held []holder) {
	one := winner(held)
	object := one.object
	if one.reason != "" {
		object = nil
	}
	i := n.kind.index()
	switch {
	case len(held) == 0 || len(held) == 1 && object != nil:
		u.holders[i].delete(n.id) // the object says it all
	default:
		u.holders[i].set(n.id, held)
	}
	reason := one.reason
	u.put(n, object, reason)
	if n.kind == KindBriefing {
		u.settleClaims(object, before, held)
	}
}

// settleClaims publishes the claims of a briefing, or says why they are not.
func (u *update) settleClaims(object Object, before, held []holder) {
	published, _ := object.(*Briefing)
	if published != nil && len(before) == 0 && len(held) == 1 && len(published.Claims) == len(published.Briefing.Claims) {
		for _, c := range published.Claims {
			u.put(c.named(), c, "")
		}
		return
	}
	reasons := make(map[name]string) // of all claims, those that are no longer declared included
	for _, h := range before {
		for _, c := range claimsOf(h) {
			reasons[name{KindClaim, c.Address()}] = ""
		}
	}
	for _, h := range held {
		for _, c := range claimsOf(h) {
			if at := (name{KindClaim, c.Address()}); h.object == object {
				reasons[at] = level(u.Settings, c.TLP)
			} else {
				reasons[at] = cmp.Or(reasons[at], h.reason, unread) // of a second briefing of one name the problem is told
			}
		}
	}
	if published != nil {
		for _, c := range published.Claims {
			delete(reasons, c.named())
			u.put(c.named(), c, "")
		}
	}
	for n, reason := range reasons {
		u.put(n, nil, reason)
	}
}

func claimsOf(h holder) []*brief.Claim {
	if b, ok := h.object.(*Briefing); ok {
		return b.Briefing.Claims
	}
	return nil
}

// put enters what an id leads to: an object, or nothing, with the reason if there is one.
func (u *update) put(n name, o Object, reason string) {
	i := n.kind.index()
	number := u.numberOf(n)
	if u.fresh && o != nil {
		u.reordered[i] = true
		u.objects.set(number, o)
		return
	}
	old := u.objects.at(number)
	was, _ := u.hidden[i].get(n.id)
	if was != reason || !alike(old, o) {
		u.touched[n] = true
		u.opened = u.opened || n.kind == KindSource
	}
	if !sorted(old, o) {
		u.reordered[i] = true
	}
	u.objects.set(number, o)
	if reason != "" {
		u.hidden[i].set(n.id, reason)
	} else {
		u.hidden[i].delete(n.id)
	}
}

// alike reports whether who refers to an object sees no difference between two versions of it: it is there or not, and may be named. Nor
// does who declares it.
func alike(a, b Object) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if a.declaredIn().File != b.declaredIn().File {
		return false // of two that declare an id, one has it
	}
	switch a := a.(type) {
	case *Source:
		b := b.(*Source)
		return a.Withheld() == b.Withheld() && a.Public() == b.Public() && sameRecord(a.Source.Snapshot, b.Source.Snapshot)
	case *Claim:
		return brief.Stated(a.SupersededBy).ID == brief.Stated(b.(*Claim).SupersededBy).ID
	}
	return true
}

// sorted reports whether two versions of an object stand at the same place in lists.
func sorted(a, b Object) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if a.declaredIn().File != b.declaredIn().File {
		return false // another object, of which nothing needs be the same
	}
	switch a := a.(type) {
	case *Briefing:
		b := b.(*Briefing)
		return a.Date.Equal(b.Date) && slices.EqualFunc(a.Claims, b.Claims, func(x, y *Claim) bool { return x.key == y.key })
	case *Actor:
		return a.collate == b.(*Actor).collate
	case *Source:
		return a.collate == b.(*Source).collate
	case *Event:
		return a.Date.Equal(b.(*Event).Date)
	}
	return true
}

// document finds whether links to a file of an object, and to places in it, lead where they led.
func (u *update) document(file string) {
	was, is := u.before.documentOf(file), u.Site.documentOf(file)
	if !alike(was, is) || !slices.Equal(anchorsOf(was), anchorsOf(is)) || u.before.reason(name{kindDocument, file}) != u.Site.reason(name{kindDocument, file}) {
		u.touched[name{kindDocument, file}] = true
	}
}

// documentOf returns the object that a file is about, if it is published; else nil.
func (s *Site) documentOf(file string) Object {
	if f := s.fileNamed(file); f != nil {
		if o := f.object(); o != nil && s.published(o) {
			return o
		}
	}
	return nil
}
