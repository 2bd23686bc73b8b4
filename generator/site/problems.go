package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// problem is a diagnostic of which something is only known when all are.
type problem struct {
	diag.Diagnostic
	got   string // what was written: the hint names what comes near it
	near  []Kind // of these kinds
	maybe bool   // no problem while a file cannot be read that may declare what is missing
}

// maxHints is how many suggestions a run works out. Each is held against all ids, so that many errors on a large site would take long.
const maxHints = 200

// lack reports that something is not there, with what comes near it.
func (r *resolver) lack(d diag.Diagnostic, got string, near ...Kind) {
	maybe := near[0] != kindFile && near[0] != kindDocument
	r.found.problems = append(r.found.problems, problem{Diagnostic: d, got: got, near: near, maybe: maybe})
}

// reason says why what has the name is not published; empty where it is, and where nothing has it.
func (s *Site) reason(n name) string {
	if n.kind == kindDocument {
		if f := s.fileNamed(n.id); f != nil && f.Unread != "" {
			return unread
		}
		return ""
	}
	reason, _ := s.hidden[n.kind.index()].get(n.id)
	return reason
}

// missing reports a reference that leads to nothing that is published.
func (r *resolver) missing(kind Kind, ref brief.Ref) {
	if kind == KindClaim {
		slug, _, _ := strings.Cut(ref.ID, "#")
		r.ask(name{KindBriefing, slug})
		if r.reason(name{KindBriefing, slug}) == unread {
			return
		}
	}
	switch reason := r.reason(name{kind, ref.ID}); reason {
	case unread:
	case "":
		r.lack(diag.Diagnostic{Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("there is no %s %q", kind, ref.ID)}, ref.ID, kind)
		if kind != KindActor && kind != KindSource && kind != KindEvent {
			r.found.problems[len(r.found.problems)-1].maybe = false
		}
	default:
		r.report(diag.Diagnostic{
			Code: "unpublished-reference", At: ref.At,
			Message: fmt.Sprintf("the %s %q is not published: %s", kind, ref.ID, reason),
			Hint:    "take the reference out, or publish what it names",
		})
	}
}

// missingEither reports a reference to an object of one of two kinds that leads to nothing that is published.
func (r *resolver) missingEither(one, other Kind, ref brief.Ref) {
	for _, kind := range []Kind{one, other} {
		if r.reason(name{kind, ref.ID}) != "" {
			r.missing(kind, ref)
			return
		}
	}
	r.lack(diag.Diagnostic{
		Code: "unknown-id", At: ref.At, Message: fmt.Sprintf("there is no %s or %s %q", one, other, ref.ID),
	}, ref.ID, one, other)
}

// Problems returns what is wrong with how the documents refer to each other, in no order.
func (s *Site) Problems() diag.List {
	var found []problem
	partial := s.content.Partial()
	for _, file := range s.troubled {
		found = append(found, s.documents.at(s.number(name{kindDocument, file})).links.problems...)
	}
	for _, n := range s.doubled {
		found = append(found, doubles(n, s.holding(n))...)
	}
	for _, c := range s.clashes {
		found = append(found, s.clash(c))
	}
	found = append(found, s.settingsProblems()...)
	for _, cycle := range s.derivation.Cycles() {
		found = append(found, s.cycle(cycle))
	}
	// Which of very many get a hint must not depend on the order in which they were found.
	slices.SortStableFunc(found, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Start, b.At.Start))
	})
	list := make(diag.List, 0, len(found))
	hints := 0
	known := make(map[Kind][]string)
	for _, p := range found {
		if p.maybe && partial {
			continue
		}
		if p.near != nil && hints < maxHints {
			hints++
			p.Hint = s.nearest(p, known)
		}
		list = append(list, p.Diagnostic)
	}
	return list
}

// nearest returns a hint that names the ids that are nearest to what was written. known keeps the ids of a kind.
func (s *Site) nearest(p problem, known map[Kind][]string) string {
	var ids []string
	for _, kind := range p.near {
		if _, ok := known[kind]; !ok {
			switch kind {
			case kindFile:
				known[kind] = s.content.Files
			case kindDocument:
				for _, doc := range s.content.Documents {
					if s.documentOf(doc.File) != nil {
						known[kind] = append(known[kind], doc.File)
					}
				}
			default:
				known[kind] = s.ids(kind)
			}
		}
		ids = append(ids, known[kind]...)
	}
	return diag.DidYouMean(p.got, ids)
}

// settingsProblems are those of what site.yaml refers to.
func (s *Site) settingsProblems() []problem {
	r := &resolver{Site: s, found: &links{}}
	if s.Settings.BaseURL == "" {
		r.report(diag.Diagnostic{
			Code: "no-base-url", At: s.Settings.At,
			Message: "without base_url there are no feeds, no sitemap and no canonical links", Hint: "base_url: https://example.org/",
		})
	}
	page := func(ref brief.Ref) {
		if ref.ID != "" && s.Page(ref.ID) == nil {
			r.missing(KindPage, ref)
		}
	}
	for _, entry := range s.Settings.Menu {
		page(entry.Page)
	}
	for _, policy := range s.Settings.Policies {
		page(policy.Page)
	}
	return r.found.problems
}

// cycle reports sources that derive from each other.
func (s *Site) cycle(cycle []*brief.Source) problem {
	sources := make([]*Source, len(cycle))
	for i, c := range cycle {
		sources[i] = s.object(name{KindSource, c.ID}).(*Source) // as it stands now, not as it was when the circle was found
	}
	first := sources[0]
	d := diag.Diagnostic{Code: "derivation-cycle", At: first.Place("derived_from"), Hint: "take out the derivation that is not so"}
	if len(cycle) == 1 {
		d.Message = fmt.Sprintf("the source %q derives from itself", first.ID)
	} else {
		d.Message = fmt.Sprintf("the source %q derives from itself by way of %s", first.ID, others(cycle[1:]))
	}
	for _, other := range sources[1:] {
		d.Related = append(d.Related, diag.Related{At: other.Place("derived_from"), Message: fmt.Sprintf("%q is part of the circle", other.ID)})
	}
	return problem{Diagnostic: d}
}

func others(sources []*brief.Source) string {
	const most = 3
	var names []string
	for i, s := range sources {
		if i == most {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(sources)-most)
		}
		names = append(names, fmt.Sprintf("%q", s.ID))
	}
	return strings.Join(names, ", ")
}
