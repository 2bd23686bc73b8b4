package site

import (
	"cmp"
	"path"
	"slices"
)

const (
	maxRelated = 5   // how many related briefings a briefing names
	maxShared  = 200 // how many briefings of one topic or actor are looked at: the newest
)

// Related returns the briefings that share the most with b, the most first: two points for a topic, one for an actor, and the newer
// of equals. Only what b itself names is followed, so that the cost does not grow with the site.
func (r *Reader) Related(b *Briefing) []*Briefing {
	points := make(map[string]int)
	for _, slug := range b.topics {
		r.need(Dependency{On: onTopic, ID: slug})
		score(points, r.topics[slug].Briefings, 2)
	}
	for _, id := range r.linksOf(b.file).cast {
		score(points, r.briefingsOf(id), 1)
	}
	delete(points, b.ID)
	best := make([]*Briefing, 0, maxRelated+1)
	for slug, n := range points {
		if len(best) == maxRelated && n < points[best[maxRelated-1].ID] {
			continue
		}
		other := r.briefing(slug)
		i, _ := slices.BinarySearchFunc(best, other, func(x, y *Briefing) int {
			return cmp.Or(cmp.Compare(points[y.ID], points[x.ID]), compareBriefings(x, y))
		})
		if i < maxRelated {
			best = slices.Insert(best, i, other)
			best = best[:min(len(best), maxRelated)]
		}
	}
	for _, other := range best {
		r.Briefing(other.ID)
	}
	return best
}

func score(points map[string]int, others []string, n int) {
	for _, other := range others[:min(len(others), maxShared)] {
		points[other] += n
	}
}

// briefingsOf returns the slugs of the briefings that speak of an actor, newest first.
func (r *Reader) briefingsOf(actor string) []string {
	n := name{KindActor, actor}
	r.need(Dependency{onReferrers, n.kind, n.id})
	if slugs, ok := r.spoken.Load(actor); ok {
		return slugs.([]string)
	}
	var briefings []*Briefing
	r.referring(n, func(b *Briefing, f *file) {
		if l, _ := r.links.get(f.File); l != nil && slices.Contains(l.cast, actor) {
			briefings = append(briefings, b)
		}
	})
	slices.SortFunc(briefings, compareBriefings)
	slugs := make([]string, len(briefings))
	for i, b := range briefings {
		slugs[i] = b.ID
	}
	r.spoken.Store(actor, slugs)
	return slugs
}

// Cast returns the actors that a briefing speaks of, by name.
func (r *Reader) Cast(b *Briefing) []*Actor {
	cast := r.linksOf(b.file).cast
	out := make([]*Actor, len(cast))
	for i, id := range cast {
		out[i] = r.Actor(id)
	}
	slices.SortFunc(out, func(x, y *Actor) int { return compare(x, y) })
	return out
}

// Bibliography returns a briefing's sources: those cited in the order of the text, then those that only evidence names.
func (r *Reader) Bibliography(b *Briefing) []*Source {
	seen := make(map[*Source]bool)
	var out []*Source
	add := func(s *Source) {
		if s != nil && !s.Withheld() && !seen[s] {
			seen[s], out = true, append(out, s)
		}
	}
	text := r.Text(b)
	text.Citations(func(s *Source, _ int) { add(s) })
	for _, c := range b.Claims {
		for _, e := range r.Evidence(c) {
			add(e.Source)
		}
	}
	return out
}

// Judgments returns a briefing's key judgments, each once.
func (r *Reader) Judgments(b *Briefing) []*Claim {
	var out []*Claim
	for _, ref := range b.KeyJudgments {
		if c := r.Claim(claimAddress(b.ID, ref)); c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// BriefingEvents returns the events that a briefing declares, by date.
func (r *Reader) BriefingEvents(b *Briefing) []*Event {
	out := slices.DeleteFunc(slices.Clone(b.file.events), func(e *Event) bool { return r.object(e.named()) != Object(e) })
	slices.SortFunc(out, compareEvents)
	return out
}

// TopicsOf returns the topics of a briefing, each once.
func (r *Reader) TopicsOf(b *Briefing) []*Topic {
	out := make([]*Topic, len(b.topics))
	for i, slug := range b.topics {
		r.need(Dependency{On: onTopicName, ID: slug})
		out[i] = r.topics[slug]
	}
	return out
}

// AllTopics returns every topic, by its slug.
func (r *Reader) AllTopics() []*Topic {
	r.need(Dependency{On: onTopics})
	return r.Topics
}

// Topic returns the topic with the slug, or nil.
func (r *Reader) Topic(slug string) *Topic {
	r.need(Dependency{On: onTopic, ID: slug})
	return r.topics[slug]
}

func (r *Reader) linksOf(f *file) *links {
	r.needDocument(onLinks, f)
	l, _ := r.links.get(f.File)
	return l
}

// fileBeside returns the address of a file of the content at a relative path from another; empty where there is none.
func (r *Reader) fileBeside(file, rel string) string {
	name := path.Join(path.Dir(file), rel)
	if !r.has(name) {
		return ""
	}
	return FileAddress(name)
}
