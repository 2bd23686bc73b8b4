package site_test

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/content"
	"attest/generator/site"
)

// versions reads versions of a site, each with what is kept of the one before. In each the files stand, named below content/, that
// differ from those before; a text of "-" takes a file away.
func versions(t *testing.T, steps ...map[string]string) []*content.Content {
	t.Helper()
	fsys := fstest.MapFS{}
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var read *content.Content
	var all []*content.Content
	for _, files := range steps {
		clock = clock.Add(time.Hour)
		for name, text := range files {
			if text == "-" {
				delete(fsys, "content/"+name)
				continue
			}
			fsys["content/"+name] = &fstest.MapFile{Data: []byte(text), ModTime: clock}
		}
		var err error
		if read, _, err = read.Again(context.Background(), fsys, content.Options{Began: clock.Add(time.Minute)}, nil); err != nil {
			t.Fatal(err)
		}
		all = append(all, read)
	}
	return all
}

// addresses names objects by their kind and address.
func addresses[T site.Object](objects []T) []string {
	return ids(objects, func(o T) string { return string(o.Kind()) + " " + o.Address() })
}

// question is one that can be asked about an object.
type question struct {
	name string
	ask  func(r *site.Reader, id string) any
}

// about makes a question of one that is asked about an object of a kind; the answer is nil where there is none.
func about[T any](name string, get func(*site.Reader, string) *T, ask func(*site.Reader, *T) any) question {
	return question{name, func(r *site.Reader, id string) any {
		if o := get(r, id); o != nil {
			return ask(r, o)
		}
		return nil
	}}
}

func aboutBriefing(name string, ask func(*site.Reader, *site.Briefing) any) question {
	return about(name, (*site.Reader).Briefing, ask)
}

func aboutClaim(name string, ask func(*site.Reader, *site.Claim) any) question {
	return about(name, (*site.Reader).Claim, ask)
}

func aboutActor(name string, ask func(*site.Reader, *site.Actor) any) question {
	return about(name, (*site.Reader).Actor, ask)
}

func aboutSource(name string, ask func(*site.Reader, *site.Source) any) question {
	return about(name, (*site.Reader).Source, ask)
}

func aboutEvent(name string, ask func(*site.Reader, *site.Event) any) question {
	return about(name, (*site.Reader).Event, ask)
}

func evidence(uses []site.Evidence) []string {
	return ids(uses, func(e site.Evidence) string { return e.Claim.Key() + " " + e.Source.ID + " " + string(e.Stance) })
}

// wording is that of English pages.
var wording = site.Wording{Name: site.Object.Label, Semicolon: "; ", Comma: ", "}

func mentions(r *site.Reader, o site.Object) []string {
	return ids(r.Mentions(o, 0, r.CountMentions(o), wording), func(m site.Mention) string { return fmt.Sprint(m.In.Address(), "#", m.Anchor, " ", m.Sentence) })
}

// wordsOf says what a correction says.
func wordsOf(c *site.Correction) string {
	return fmt.Sprint(c.Anchor, " ", c.Type, c.Status, " ", c.Text)
}

// questions are by the kind of the object that they are about.
var questions = map[site.Kind][]question{
	site.KindBriefing: {
		aboutBriefing("related", func(r *site.Reader, b *site.Briefing) any { return addresses(r.Related(b)) }),
		aboutBriefing("cast", func(r *site.Reader, b *site.Briefing) any { return addresses(r.Cast(b)) }),
		aboutBriefing("bibliography", func(r *site.Reader, b *site.Briefing) any { return addresses(r.Bibliography(b)) }),
		aboutBriefing("judgments", func(r *site.Reader, b *site.Briefing) any { return addresses(r.Judgments(b)) }),
		aboutBriefing("events", func(r *site.Reader, b *site.Briefing) any { return addresses(r.BriefingEvents(b)) }),
		aboutBriefing("topics", func(r *site.Reader, b *site.Briefing) any {
			return ids(r.TopicsOf(b), func(t *site.Topic) string { return t.Name })
		}),
		aboutBriefing("corrections", func(r *site.Reader, b *site.Briefing) any { return ids(r.CorrectionsOf(b), wordsOf) }),
		aboutBriefing("text", func(r *site.Reader, b *site.Briefing) any { return r.Text(b).Targets }),
		aboutBriefing("words", func(r *site.Reader, b *site.Briefing) any { return r.Text(b).Markdown }),
	},
	site.KindClaim: {
		aboutClaim("standing", func(r *site.Reader, c *site.Claim) any { return r.Standing(c) }),
		aboutClaim("evidence", func(r *site.Reader, c *site.Claim) any { return evidence(r.Evidence(c)) }),
		aboutClaim("about", func(r *site.Reader, c *site.Claim) any { return addresses(r.About(c)) }),
		aboutClaim("claimant", func(r *site.Reader, c *site.Claim) any {
			if o := r.Claimant(c); o != nil {
				return o.Label()
			}
			return ""
		}),
		aboutClaim("relations", func(r *site.Reader, c *site.Claim) any {
			return ids(r.Relations(c), func(rel site.Relation) string { return fmt.Sprint(rel.Type, rel.Claim.Key(), rel.Inverse) })
		}),
		aboutClaim("successor", func(r *site.Reader, c *site.Claim) any {
			if next := r.Successor(c); next != nil {
				return next.Text
			}
			return ""
		}),
		aboutClaim("history", func(r *site.Reader, c *site.Claim) any { return ids(r.History(c), wordsOf) }),
		aboutClaim("events", func(r *site.Reader, c *site.Claim) any { return addresses(r.EventsOf(c)) }),
		aboutClaim("actors", func(r *site.Reader, c *site.Claim) any { return addresses(r.ActorsRestingOn([]*site.Claim{c})) }),
	},
	site.KindActor: {
		aboutActor("name", func(_ *site.Reader, a *site.Actor) any { return a.Name }),
		aboutActor("claims", func(r *site.Reader, a *site.Actor) any { return addresses(r.ClaimsAbout(a)) }),
		aboutActor("claims by", func(r *site.Reader, a *site.Actor) any { return addresses(r.ClaimsBy(a)) }),
		aboutActor("events", func(r *site.Reader, a *site.Actor) any { return addresses(r.EventsWith(a)) }),
		aboutActor("relations", func(r *site.Reader, a *site.Actor) any {
			return ids(r.RelationsOf(a), func(rel site.ActorRelation) string {
				return fmt.Sprint(rel.Type, rel.Other.Name, addresses(rel.Claims), rel.Inverse)
			})
		}),
		aboutActor("published", func(r *site.Reader, a *site.Actor) any { return addresses(r.PublishedBy(a)) }),
		aboutActor("count of mentions", func(r *site.Reader, a *site.Actor) any { return r.CountMentions(a) }),
		aboutActor("mentions", func(r *site.Reader, a *site.Actor) any { return mentions(r, a) }),
	},
	site.KindSource: {
		aboutSource("label", func(_ *site.Reader, s *site.Source) any { return s.Label() }),
		aboutSource("parents", func(r *site.Reader, s *site.Source) any { return addresses(r.Parents(s)) }),
		aboutSource("children", func(r *site.Reader, s *site.Source) any { return addresses(r.Children(s)) }),
		aboutSource("roots", func(r *site.Reader, s *site.Source) any { return addresses(r.Roots(s)) }),
		aboutSource("uses", func(r *site.Reader, s *site.Source) any { return evidence(r.Uses(s)) }),
		aboutSource("blast radius", func(r *site.Reader, s *site.Source) any {
			b := r.BlastRadius(s)
			claims := ids(b.Claims, func(c site.Struck) string { return fmt.Sprint(c.Address(), c.With, c.Without, c.Lost) })
			return [][]string{claims, addresses(b.Sources), addresses(b.Briefings), addresses(b.Events), addresses(b.Actors)}
		}),
		aboutSource("events", func(r *site.Reader, s *site.Source) any { return addresses(r.EventsFrom(s)) }),
		aboutSource("count of mentions", func(r *site.Reader, s *site.Source) any { return r.CountMentions(s) }),
		aboutSource("mentions", func(r *site.Reader, s *site.Source) any { return mentions(r, s) }),
		aboutSource("grade", func(r *site.Reader, s *site.Source) any {
			grade, _, from := r.Grade(s)
			return string(grade) + " " + from
		}),
	},
	site.KindEvent: {
		aboutEvent("address", func(_ *site.Reader, e *site.Event) any { return e.Address() }),
		aboutEvent("claims", func(r *site.Reader, e *site.Event) any { return addresses(r.ClaimsBehind(e)) }),
		aboutEvent("actors", func(r *site.Reader, e *site.Event) any { return addresses(r.ActorsOf(e)) }),
	},
}

// lists are questions that are about no object.
var lists = []question{
	{"briefings", func(r *site.Reader, _ string) any { return r.List(site.KindBriefing) }},
	{"actors", func(r *site.Reader, _ string) any { return r.List(site.KindActor) }},
	{"open sources", func(r *site.Reader, _ string) any { return r.OpenSources() }},
	{"topics", func(r *site.Reader, _ string) any {
		return ids(r.AllTopics(), func(t *site.Topic) string { return fmt.Sprint(t.Name, len(t.Briefings)) })
	}},
	{"offered", func(r *site.Reader, _ string) any {
		offered := r.Offered()
		return [][]string{
			ids(offered.Actors, func(a *site.Actor) string { return a.ID + a.Label() }), ids(offered.Sources, func(s *site.Source) string { return s.ID + s.Label() }),
			ids(offered.Topics, func(t *site.Topic) string { return t.Slug + t.Name }),
		}
	}},
	{"counts", func(r *site.Reader, _ string) any { return r.CountClaims() }},
	{"count of events", func(r *site.Reader, _ string) any { return r.Count(site.KindEvent) }},
	{"years", func(r *site.Reader, _ string) any { return r.Years() }},
	{"events of years", func(r *site.Reader, _ string) any {
		var all [][]string
		for _, year := range r.Years() {
			all = append(all, r.EventsIn(year))
		}
		return all
	}},
	{"corrections", func(r *site.Reader, _ string) any {
		return ids(r.AllCorrections(), func(ref site.CorrectionRef) string { return ref.Briefing + " " + r.Correction(ref).Text })
	}},
	{"shelf", func(r *site.Reader, _ string) any {
		return shown(r, r.Shelf(0), func(r *site.Reader, o site.Object) string {
			switch o := o.(type) {
			case *site.Claim:
				return string(r.Standing(o).Word)
			case *site.Source:
				return publisher(r, o)
			}
			return ""
		})
	}},
	{"words of the shelf", func(r *site.Reader, _ string) any {
		return shown(r, r.ShelfWords(0), func(r *site.Reader, o site.Object) string {
			text := ""
			r.Stretches(o, func(words string, stating bool) { text += fmt.Sprintf("%s (%t)", words, stating) })
			if s, ok := o.(*site.Source); ok {
				text += publisher(r, s)
			}
			return text
		})
	}},
}

// shown is what can be said of the objects of a shelf, which one dependency stands for.
func shown(r *site.Reader, shelf *site.Shelf, more func(*site.Reader, site.Object) string) []string {
	all := r.Site.Reader(false)
	out := make([]string, len(shelf.Objects))
	for i, o := range shelf.Objects {
		out[i] = o.Address() + " " + o.Label() + " " + more(all, o)
	}
	return out
}

func publisher(r *site.Reader, s *site.Source) string {
	if a := r.PublisherOf(s); a != nil {
		return a.Name
	}
	return s.Publisher.ID
}

// answers returns the answers to all questions about all that a site has.
func answers(s *site.Site) map[string]any {
	r := s.Reader(false)
	all := map[string]any{}
	for _, q := range lists {
		all[q.name] = q.ask(r, "")
	}
	for kind, qs := range questions {
		for _, id := range r.List(kind) {
			for _, q := range qs {
				all[fmt.Sprintf("%s of %s %s", q.name, kind, id)] = q.ask(r, id)
			}
		}
	}
	return all
}

// sameSite fails unless two sites are the same.
func sameSite(t *testing.T, want, got *site.Site) {
	t.Helper()
	options := cmp.Options{cmpopts.IgnoreUnexported(site.Site{}, site.CorrectionRef{}, site.Target{}, site.Topic{}), cmpopts.IgnoreFields(site.Site{}, "Settings"), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, got, options); diff != "" {
		t.Errorf("lists (-from nothing +from before):\n%s", diff)
	}
	if diff := cmp.Diff(want.Problems().Resolve(nil), got.Problems().Resolve(nil)); diff != "" {
		t.Errorf("problems (-from nothing +from before):\n%s", diff)
	}
	if diff := cmp.Diff(answers(want), answers(got), options); diff != "" {
		t.Errorf("answers (-from nothing +from before):\n%s", diff)
	}
}

// messages are those of a site's problems.
func messages(s *site.Site) []string {
	var all []string
	for _, d := range s.Problems().Resolve(nil) {
		all = append(all, d.Message)
	}
	return all
}

// with returns files with others over them.
func with(files, others map[string]string) map[string]string {
	all := maps.Clone(files)
	maps.Copy(all, others)
	return all
}
