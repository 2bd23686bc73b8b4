package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/site"
)

// Shown is an object as `attest show` tells of it. Fields that do not apply are empty.
type Shown struct {
	Kind       string      `json:"kind"`
	ID         string      `json:"id"`
	Label      string      `json:"label,omitempty"`
	Declared   At          `json:"declared"`
	Page       string      `json:"page,omitempty"`          // its address; empty where nothing of it is published
	NotShown   string      `json:"not_published,omitempty"` // why nothing or not all of it is published
	Fields     []Field     `json:"fields"`                  // what it says, as written
	Standing   string      `json:"standing,omitempty"`      // of a claim
	Tally      string      `json:"tally,omitempty"`         // the standing in words
	Review     string      `json:"review,omitempty"`        // of a claim
	Successor  string      `json:"superseded_by,omitempty"` // of a claim
	Evidence   []Branch    `json:"evidence,omitempty"`      // of a claim, each with where its source comes from
	Derivation []Branch    `json:"derivation,omitempty"`    // of a source: what it derives from
	Derived    []Branch    `json:"derived,omitempty"`       // of a source: what derives from it
	NamedBy    []Use       `json:"named_by"`                // who leans on it
	Retraction *Retraction `json:"retraction,omitempty"`    // of a source
}

// At is a place in the files; Line and Column count from 1.
type At struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Field is a field and what was written into it, on one line.
type Field struct {
	Name  string `json:"name"`
	At    At     `json:"at"`
	Value string `json:"value"`
}

// Branch is a source in a derivation, with the evidence that it gives where it stands at the top.
type Branch struct {
	Source string   `json:"source"`
	Title  string   `json:"title,omitempty"`
	Stance string   `json:"stance,omitempty"`
	Grade  string   `json:"grade,omitempty"`
	Notes  []string `json:"notes,omitempty"` // such as "original", "retracted", "see above"
	From   []Branch `json:"from,omitempty"`
}

// Use is a place at which the object is named.
type Use struct {
	At    At     `json:"at"`
	Owner string `json:"owner"`           // such as: the claim "ferry#halt"
	Field string `json:"field,omitempty"` // empty in a text
}

// Retraction is what a source's retraction costs: what it has cost, or what it would cost.
type Retraction struct {
	Supposed  bool     `json:"supposed"` // the source is not retracted
	Sources   []string `json:"sources,omitempty"`
	Claims    []Struck `json:"claims,omitempty"`
	Briefings []string `json:"briefings,omitempty"`
	Events    []string `json:"events,omitempty"`
	Actors    []string `json:"actors,omitempty"`
}

// Struck is a claim with its standing as long as a source is not retracted, and once it is.
type Struck struct {
	ID      string `json:"id"`
	With    string `json:"with"`
	Without string `json:"without"`
	Lost    bool   `json:"lost_standing"`
}

// UnknownError says that nothing has an id.
type UnknownError struct {
	ID   string
	Near []string // ids that may have been meant, the nearest first
}

func (e *UnknownError) Error() string {
	text := fmt.Sprintf("nothing has the id %q", e.ID)
	if len(e.Near) > 0 {
		text += "; did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	return text
}

// AmbiguousError says that an id may mean several objects.
type AmbiguousError struct {
	ID    string
	Forms []string // how each is named for itself
}

func (e *AmbiguousError) Error() string {
	const most = 10 // a claim of this name may stand in every briefing
	text := fmt.Sprintf("%q may mean %s", e.ID, strings.Join(e.Forms[:min(len(e.Forms), most)], " or "))
	if more := len(e.Forms) - most; more > 0 {
		text += fmt.Sprintf(" or one of %d more", more)
	}
	return text
}

var errNoSource = errors.New("only a source can be retracted")

// Show tells of the object with an id: kind:id, briefing#claim, or an id alone where that is enough. With ifRetracted it tells what the
// retraction of a source would cost. The errors *UnknownError and *AmbiguousError are those of who asks.
func Show(ctx context.Context, opt Options, id string, ifRetracted bool) (shown *Shown, err error) {
	session, err := OpenSession(ctx, opt)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	l := session.Latest().loaded
	if l.site == nil {
		return nil, fmt.Errorf("show %s: %s", id, l.diagnostics[0].Message)
	}
	all := l.site.Find(id)
	switch {
	case len(all) == 0:
		_, bare, named := strings.Cut(id, ":")
		if !named {
			bare = id
		}
		return nil, &UnknownError{id, diag.Near(bare, l.site.IDs())}
	case len(all) > 1:
		var forms []string
		for _, f := range all {
			forms = append(forms, string(f.Kind)+":"+f.ID)
		}
		return nil, &AmbiguousError{id, forms}
	}
	s := &shower{site: l.site, read: l.site.Reader(false), source: session.Source, sources: make(map[string][]byte)}
	out := s.show(all[0])
	if source, ok := all[0].Object.(*site.Source); ok {
		if source.Retracted.Stated || ifRetracted {
			out.Retraction = s.retraction(source)
		}
	} else if ifRetracted {
		return nil, fmt.Errorf("show %s: %w", id, errNoSource)
	}
	return out, s.err
}

// shower gathers what is shown.
type shower struct {
	site    *site.Site
	read    *site.Reader
	source  func(name string) ([]byte, error)
	sources map[string][]byte
	err     error // of the first file that could not be read
}

// text returns the bytes of a file.
func (s *shower) text(file string) []byte {
	src, ok := s.sources[file]
	if !ok {
		var err error
		if src, err = s.source(file); err != nil && s.err == nil {
			s.err = fmt.Errorf("read %s: %w", file, err)
		}
		s.sources[file] = src
	}
	return src
}

func (s *shower) at(span diag.Span) At {
	place := diag.PlaceAt(s.text(span.File), int(span.Start))
	return At{span.File, place.Line, place.Column}
}

func (s *shower) show(f site.Found) *Shown {
	out := &Shown{Kind: string(f.Kind), ID: f.ID, Declared: s.at(f.At), NotShown: f.Reason, Fields: []Field{}, NamedBy: []Use{}}
	var declared *brief.Declared
	switch d := f.Declared.(type) {
	case *brief.Briefing:
		out.Label, declared = d.Title, &d.Declared
	case *brief.Claim:
		out.Label, declared = d.Text, &d.Declared
	case *brief.Source:
		out.Label, declared = d.Title, &d.Declared
	case *brief.Actor:
		out.Label, declared = d.Name, &d.Declared
	case *brief.Event:
		out.Label, declared = d.Title, &d.Declared
	case *brief.Page:
		out.Label, declared = d.Title, &d.Declared
	}
	if declared != nil {
		s.fields(out, declared, f.Declared)
	}
	switch o := f.Object.(type) {
	case *site.Claim:
		s.claim(out, o)
	case *site.Source:
		if !o.Public() {
			out.NotShown = "it is " + string(o.Access)
		}
		out.Derivation = s.derivation(o, s.read.Parents)
		out.Derived = s.derivation(o, s.read.Children)
	}
	if o := f.Object; o != nil {
		if source, ok := o.(*site.Source); !ok || !source.Withheld() {
			out.Page = o.Address()
		}
	}
	for _, use := range s.site.NamedBy(f.Kind, f.ID) {
		out.NamedBy = append(out.NamedBy, Use{s.at(use.At), use.Owner, use.Field})
	}
	return out
}

// parts are fields that are objects of their own, or are shown otherwise.
var parts = []string{"claims", "sources", "actors", "events", "evidence"}

// fields adds what an object says: a text as it is read, all else as it is written.
func (s *shower) fields(out *Shown, d *brief.Declared, object any) {
	seen := make(map[string]bool)
	texts := make(map[diag.Span]string)
	for text := range brief.Texts(object, nil) {
		texts[text.At] = text.Words
	}
	for name, at := range d.Places.All() {
		if seen[name] || strings.Contains(name, ".") || slices.Contains(parts, name) && out.Kind != string(site.KindEvent) {
			continue
		}
		seen[name] = true
		src := s.text(at.File)
		if int(at.End) > len(src) {
			continue // it has just been changed
		}
		value := string(src[at.Start:at.End])
		if text, ok := texts[at]; ok && strings.ContainsAny(value[:min(len(value), 1)], `>|"'`) {
			value = text
		}
		out.Fields = append(out.Fields, Field{name, s.at(at), strings.Join(strings.Fields(value), " ")})
	}
}

func (s *shower) claim(out *Shown, c *site.Claim) {
	standing := s.read.Standing(c)
	out.Standing, out.Tally = standing.Word.Label(), standing.Words()
	if c.Reviewed != nil {
		out.Review = "reviewed " + c.Reviewed.On.Words()
		if c.Reviewed.By != "" {
			out.Review += " by " + c.Reviewed.By
		}
		if changes := s.read.ChangedSinceReview(c); len(changes) > 0 {
			out.Review += ", and changed since"
		}
	}
	if next := s.read.Successor(c); next != nil {
		out.Successor = next.Key()
	}
	for _, e := range s.read.Evidence(c) {
		reliability, credibility := s.read.GradeOf(e)
		b := s.branch(e.Source)
		b.Stance, b.Grade = string(e.Stance), string(reliability)+string(credibility)
		b.From = s.derivation(e.Source, s.read.Parents)
		out.Evidence = append(out.Evidence, b)
	}
}

// branch is a source without what it comes from.
func (s *shower) branch(source *site.Source) Branch {
	b := Branch{Source: source.ID, Title: source.Title}
	switch {
	case source.Origin == brief.OriginOriginal:
		b.Notes = append(b.Notes, "original")
	case len(source.DerivedFrom) == 0:
		b.Notes = append(b.Notes, "origin unknown")
	}
	if !source.Public() {
		b.Notes = append(b.Notes, string(source.Access))
	}
	if source.Retracted.Stated {
		b.Notes = append(b.Notes, strings.TrimSpace("retracted "+source.Retracted.Date.Words()))
	}
	return b
}

// maxShown is how many sources a derivation names before it is cut.
const maxShown = 200

// derivation follows derivation in one direction, nearest first. A source that was named already is named again but not followed.
func (s *shower) derivation(of *site.Source, next func(*site.Source) []*site.Source) []Branch {
	type stop struct {
		source   *site.Source
		branches *[]Branch
	}
	var top []Branch
	seen := map[*site.Source]bool{of: true}
	for queue := []stop{{of, &top}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		following := next(at.source)
		*at.branches = make([]Branch, len(following)) // of its own length, as others point into it
		for i, other := range following {
			b := &(*at.branches)[i]
			*b = s.branch(other)
			switch {
			case seen[other]:
				b.Notes = append(b.Notes, "see above")
			case len(seen) > maxShown:
				b.Notes = append(b.Notes, "not followed further")
			default:
				seen[other] = true
				queue = append(queue, stop{other, &b.From})
			}
		}
	}
	return top
}

func (s *shower) retraction(source *site.Source) *Retraction {
	found := s.read.BlastRadius(source)
	r := &Retraction{Supposed: !source.Retracted.Stated}
	for _, c := range found.Claims {
		r.Claims = append(r.Claims, Struck{c.Key(), c.With.Word.Label(), c.Without.Word.Label(), c.Lost})
	}
	slices.SortStableFunc(r.Claims, func(a, b Struck) int { return cmp.Compare(flag(b.Lost), flag(a.Lost)) })
	for _, other := range found.Sources {
		r.Sources = append(r.Sources, other.ID)
	}
	for _, b := range found.Briefings {
		r.Briefings = append(r.Briefings, b.ID)
	}
	for _, e := range found.Events {
		r.Events = append(r.Events, e.ID)
	}
	for _, a := range found.Actors {
		r.Actors = append(r.Actors, a.ID)
	}
	return r
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
