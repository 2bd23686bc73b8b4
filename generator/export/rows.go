package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/site"
)

// rowsPerChunk is how many rows a data script holds.
const rowsPerChunk = 1000

// Option is a value that a filter offers, with the words for it.
type Option struct{ Value, Text string }

// Actors returns the actors that a filter offers, by name.
func (s *Site) Actors() []Option {
	s.once.Do(s.prepare)
	return s.actors
}

// Sources returns the sources that a filter offers, by title.
func (s *Site) Sources() []Option {
	s.once.Do(s.prepare)
	return s.sources
}

func (s *Site) prepare() {
	r := s.Reader(false)
	s.actors, s.sources = actorOptions(r), sourceOptions(r)
}

// Chunks are named by their list and number, so that they sort as they are read.
func chunkNames(list string, n int) []string {
	var names []string
	for k := range (n + rowsPerChunk - 1) / rowsPerChunk {
		names = append(names, fmt.Sprintf("data/%s-%d.js", list, k+1))
	}
	return names
}

// ClaimChunks returns the addresses of the scripts with the rows of all claims: the data by which a list's filters reach over all its
// pages, in classic scripts so that they also load from disk. Each script calls attestRows with the list's name and its rows.
func (s *Site) ClaimChunks() []string { return chunkNames("claims", len(s.Claims)) }

// EventChunks returns the addresses of the scripts with the rows of all events.
func (s *Site) EventChunks() []string { return chunkNames("timeline", len(s.Events)) }

func (s *Site) rowFiles() []File {
	var files []File
	for k, name := range s.ClaimChunks() {
		files = append(files, File{name, func(s *Site, r *site.Reader) ([]byte, error) {
			r = s.whole(r)
			return chunk("claims", s.Claims, k, func(key string) []any { return claimRow(r, r.Claim(key)) })
		}})
	}
	for k, name := range s.EventChunks() {
		files = append(files, File{name, func(s *Site, r *site.Reader) ([]byte, error) {
			r = s.whole(r)
			return chunk("timeline", s.Events, k, func(id string) []any { return eventRow(r, r.Event(id)) })
		}})
	}
	return files
}

// chunk writes the k-th script of a list. JSON as Go writes it is also JavaScript: it escapes <, >, &, U+2028 and U+2029.
func chunk(list string, all []string, k int, row func(id string) []any) ([]byte, error) {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "attestRows(%q,[\n", list)
	for i, id := range all[k*rowsPerChunk : min((k+1)*rowsPerChunk, len(all))] {
		if i > 0 {
			buf.WriteString(",\n")
		}
		line, err := json.Marshal(row(id))
		if err != nil {
			return nil, err
		}
		buf.Write(line)
	}
	buf.WriteString("\n]);\n")
	return buf.Bytes(), nil
}

// claimRow is what the ledger's filter knows of a claim: href, text, briefing, its href, standing, tally, confidence, likelihood,
// first day of the briefing's date, the date in words, actors, sources, topics, finding, status other than current, claimant. Addresses
// are relative to the site's root.
func claimRow(r *site.Reader, c *site.Claim) []any {
	actors, sources, topics := []string{}, []string{}, []string{}
	for _, o := range r.About(c) {
		if a, ok := o.(*site.Actor); ok {
			actors = append(actors, a.ID)
		}
	}
	if a, ok := r.Claimant(c).(*site.Actor); ok {
		actors = append(actors, a.ID)
	}
	for _, e := range r.Evidence(c) {
		if !e.Source.Withheld() {
			sources = append(sources, e.Source.ID)
		}
	}
	for _, t := range r.TopicsOf(c.Briefing) {
		topics = append(topics, t.Slug)
	}
	standing := r.Standing(c)
	return []any{
		site.Relative("", c.Address()), c.Text, c.Briefing.Title, site.Relative("", c.Briefing.Address()), string(standing.Word),
		standing.Words(), string(c.Confidence), c.Likelihood, isoDay(c.Briefing.Date), c.Briefing.Date.Words(), unique(actors),
		unique(sources), topics, string(c.Finding), statusWords(c), claimant(r, c),
	}
}

// claimant is whose claim it is; empty for our own.
func claimant(r *site.Reader, c *site.Claim) string {
	if o := r.Claimant(c); o != nil {
		return o.Label()
	}
	return brief.Stated(c.Claim.Claimant).ID
}

// eventRow is what the timeline's filter knows of an event: href, title, date in words, earliest and latest day, actors, topics,
// standings of its claims.
func eventRow(r *site.Reader, e *site.Event) []any {
	actors, topics, standings := []string{}, []string{}, []string{}
	for _, a := range r.ActorsOf(e) {
		actors = append(actors, a.ID)
	}
	if e.Briefing != nil {
		for _, t := range r.TopicsOf(e.Briefing) {
			topics = append(topics, t.Slug)
		}
	}
	for _, c := range r.ClaimsBehind(e) {
		standings = append(standings, string(r.Standing(c).Word))
	}
	first, last, hasFirst, hasLast := e.Date.Bounds()
	return []any{site.Relative("", e.Address()), e.Title, e.Date.Words(), dayText(first, hasFirst), dayText(last, hasLast), actors, topics, unique(standings)}
}

func unique(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

func isoDay(d edtf.Date) string {
	first, _, ok, _ := d.Bounds()
	return dayText(first, ok)
}

func dayText(d edtf.Day, ok bool) string {
	if !ok {
		return ""
	}
	return d.String()
}

func actorOptions(r *site.Reader) []Option {
	return options(r.Site.Actors, func(id string) (string, int) {
		a := r.Actor(id)
		return a.Name, len(r.ClaimsAbout(a)) + len(r.ClaimsBy(a)) + len(r.EventsWith(a))
	})
}

func sourceOptions(r *site.Reader) []Option {
	return options(r.OpenSources(), func(id string) (string, int) {
		s := r.Source(id)
		n, _ := r.CountUses(s)
		return s.Label(), n
	})
}

// maxListed is how many values a filter offers at most.
const maxListed = 200

// options keeps the order of the objects, which is by name, and of very many only those with the most behind them.
func options(ids []string, describe func(id string) (text string, n int)) []Option {
	type counted struct {
		option Option
		n      int
		place  int
	}
	var all []counted
	for i, id := range ids {
		if text, n := describe(id); n > 0 {
			all = append(all, counted{Option{Value: id, Text: text}, n, i})
		}
	}
	slices.SortFunc(all, func(a, b counted) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.place, b.place)) })
	all = all[:min(len(all), maxListed)]
	slices.SortFunc(all, func(a, b counted) int { return cmp.Compare(a.place, b.place) })
	out := make([]Option, len(all))
	for i := range all {
		out[i] = all[i].option
	}
	return out
}
