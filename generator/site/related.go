package site

import (
	"cmp"
	"path"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	maxRelated = 5   // how many related briefings a briefing names
	maxShared  = 200 // how many briefings of one topic or actor are looked at: the newest
)

// Related returns the briefings that share the most with b, the most first: two points for a topic, one for an actor, and the newer
// of equals. Only what b itself names is followed, so that the cost does not grow with the site.
func (r *Reader) Related(b *Briefing) []*Briefing {
	known := r.kinship()
	t := tallies.Get().(*tally)
	defer t.release()
	t.points = slices.Grow(t.points[:0], len(r.Briefings))[:len(r.Briefings)]
	for _, slug := range b.topics {
		r.need(onTopic, r.topics[slug].index)
		t.add(known.topics[slug], 2)
	}
	for _, number := range r.linksOf(b.file).cast {
		t.add(r.placesOf(known, number), 1)
	}
	t.points[known.places[b.ID]] = 0
	best := make([]int32, 0, maxRelated+1)
	for _, place := range t.touched {
		n := t.points[place]
		if n == 0 || len(best) == maxRelated && n < t.points[best[maxRelated-1]] {
			continue
		}
		i, _ := slices.BinarySearchFunc(best, place, func(x, y int32) int {
			return cmp.Or(cmp.Compare(t.points[y], t.points[x]), cmp.Compare(x, y))
		})
		best = slices.Insert(best, i, place)
		best = best[:min(len(best), maxRelated)]
	}
	out := make([]*Briefing, len(best))
	for i, place := range best {
		out[i] = r.Briefing(r.Briefings[place])
	}
	return out
}

// kinship is which briefings share topics and actors, by their places in the list of all: the newest of each first, and no more of them than
// are looked at.
type kinship struct {
	places map[string]int32 // by slug
	topics map[string][]int32
	actors []atomic.Pointer[[]int32] // by an actor's number; those that were asked for
}

func (s *Site) newKinship() *kinship {
	k := &kinship{
		places: make(map[string]int32, len(s.Briefings)), topics: make(map[string][]int32, len(s.Topics)),
		actors: make([]atomic.Pointer[[]int32], s.count),
	}
	for i, slug := range s.Briefings {
		k.places[slug] = int32(i)
	}
	for _, t := range s.Topics {
		k.topics[t.Slug] = k.placesOf(t.Briefings)
	}
	return k
}

func (k *kinship) placesOf(slugs []string) []int32 {
	places := make([]int32, min(len(slugs), maxShared))
	for i := range places {
		places[i] = k.places[slugs[i]]
	}
	return places
}

// placesOf returns the places of the briefings that speak of an actor.
func (r *Reader) placesOf(known *kinship, actor int32) []int32 {
	o := r.objects.at(actor)
	r.needReferrers(o)
	if places := known.actors[actor].Load(); places != nil {
		return *places
	}
	var places []int32
	r.referring(o, func(b *Briefing, d *document) {
		if slices.Contains(d.links.cast, actor) {
			places = append(places, known.places[b.ID])
		}
	})
	slices.Sort(places)
	places = slices.Clip(places[:min(len(places), maxShared)])
	known.actors[actor].Store(&places)
	return places
}

// tally counts points of briefings by their places.
type tally struct {
	points  []uint16 // all zero between two uses
	touched []int32  // the places that have been given points
}

var tallies = sync.Pool{New: func() any { return new(tally) }}

func (t *tally) add(places []int32, points uint16) {
	for _, place := range places {
		if t.points[place] == 0 {
			t.touched = append(t.touched, place)
		}
		t.points[place] += points
	}
}

func (t *tally) release() {
	for _, place := range t.touched {
		t.points[place] = 0
	}
	t.touched = t.touched[:0]
	tallies.Put(t)
}

// Cast returns the actors that a briefing speaks of, by name.
func (r *Reader) Cast(b *Briefing) []*Actor {
	cast := r.linksOf(b.file).cast
	out := make([]*Actor, len(cast))
	for i, number := range cast {
		out[i] = r.at(number).(*Actor)
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
	r.Citations(b, func(s *Source, _ int) { add(s) })
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
	out := slices.DeleteFunc(slices.Clone(b.file.events), func(e *Event) bool { return !r.published(e) })
	slices.SortFunc(out, compareEvents)
	return out
}

// TopicsOf returns the topics of a briefing, each once.
func (r *Reader) TopicsOf(b *Briefing) []*Topic {
	out := make([]*Topic, len(b.topics))
	for i, slug := range b.topics {
		out[i] = r.topics[slug]
		r.need(onTopicName, out[i].index)
	}
	return out
}

// AllTopics returns every topic, by its slug.
func (r *Reader) AllTopics() []*Topic {
	r.need(onTopics, 0)
	return r.Topics
}

// Topic returns the topic with the slug, or nil.
func (r *Reader) Topic(slug string) *Topic {
	t := r.topics[slug]
	if t == nil {
		r.need(onTopics, 0)
		return nil
	}
	r.need(onTopic, t.index)
	return t
}

func (r *Reader) linksOf(f *file) *links {
	r.needDocument(onLinks, f)
	return r.documents.at(f.number).links
}

// fileBeside returns the address of a file of the content at a relative path from another; empty where there is none.
func (r *Reader) fileBeside(file, rel string) string {
	name := path.Join(path.Dir(file), rel)
	if !r.has(name) {
		return ""
	}
	return FileAddress(name)
}
