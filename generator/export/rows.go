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

// Rows are the data by which the lists' filters reach over all pages, in classic scripts so that they also load from disk. Each
// script calls attestRows with the list's name and its rows.
type Rows struct {
	site            *site.Site
	actors, sources []Option
}

// NewRows prepares the rows of a site.
func NewRows(s *site.Site) Rows {
	return Rows{site: s, actors: actorOptions(s), sources: sourceOptions(s)}
}

// Option is a value that a filter offers, with the words for it.
type Option struct{ Value, Text string }

// Actors returns the actors that a filter offers, by name.
func (r Rows) Actors() []Option { return r.actors }

// Sources returns the sources that a filter offers, by title.
func (r Rows) Sources() []Option { return r.sources }

// Chunks are named by their list and number, so that they sort as they are read.
func chunkNames(list string, n int) []string {
	var names []string
	for k := range (n + rowsPerChunk - 1) / rowsPerChunk {
		names = append(names, fmt.Sprintf("data/%s-%d.js", list, k+1))
	}
	return names
}

// ClaimChunks returns the addresses of the scripts with the rows of all claims.
func (r Rows) ClaimChunks() []string { return chunkNames("claims", len(r.site.Claims)) }

// EventChunks returns the addresses of the scripts with the rows of all events.
func (r Rows) EventChunks() []string { return chunkNames("timeline", len(r.site.Events)) }

func (r Rows) files() []File {
	var files []File
	for k, name := range r.ClaimChunks() {
		files = append(files, File{name, func() ([]byte, error) { return chunk("claims", r.site.Claims, k, claimRow) }})
	}
	for k, name := range r.EventChunks() {
		files = append(files, File{name, func() ([]byte, error) { return chunk("timeline", r.site.Events, k, eventRow) }})
	}
	return files
}

// chunk writes the k-th script of a list. JSON as Go writes it is also JavaScript: it escapes <, >, &, U+2028 and U+2029.
func chunk[T any](list string, all []T, k int, row func(T) []any) ([]byte, error) {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "attestRows(%q,[\n", list)
	for i, o := range all[k*rowsPerChunk : min((k+1)*rowsPerChunk, len(all))] {
		if i > 0 {
			buf.WriteString(",\n")
		}
		line, err := json.Marshal(row(o))
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
func claimRow(c *site.Claim) []any {
	actors, sources, topics := []string{}, []string{}, []string{}
	for _, o := range c.About {
		if a, ok := o.(*site.Actor); ok {
			actors = append(actors, a.ID)
		}
	}
	if a, ok := c.Claimant.(*site.Actor); ok {
		actors = append(actors, a.ID)
	}
	for _, e := range c.Evidence {
		if !e.Source.Withheld() {
			sources = append(sources, e.Source.ID)
		}
	}
	for _, t := range c.Briefing.Topics {
		topics = append(topics, t.Slug)
	}
	return []any{
		site.Relative("", c.Address()), c.Text, c.Briefing.Title, site.Relative("", c.Briefing.Address()), string(c.Standing.Word),
		c.Standing.Words(), string(c.Confidence), c.Likelihood, isoDay(c.Briefing.Date), c.Briefing.Date.Words(), unique(actors),
		unique(sources), topics, string(c.Finding), statusWords(c), claimant(c),
	}
}

// claimant is whose claim it is; empty for our own.
func claimant(c *site.Claim) string {
	if c.Claimant != nil {
		return c.Claimant.Label()
	}
	return brief.Stated(c.Claim.Claimant).ID
}

// eventRow is what the timeline's filter knows of an event: href, title, date in words, earliest and latest day, actors, topics,
// standings of its claims.
func eventRow(e *site.Event) []any {
	actors, topics, standings := []string{}, []string{}, []string{}
	for _, a := range e.Actors {
		actors = append(actors, a.ID)
	}
	if e.Briefing != nil {
		for _, t := range e.Briefing.Topics {
			topics = append(topics, t.Slug)
		}
	}
	for _, c := range e.Claims {
		standings = append(standings, string(c.Standing.Word))
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

func actorOptions(s *site.Site) []Option {
	return options(s.Actors, func(a *site.Actor) (string, string, int) {
		return a.ID, a.Name, len(a.About) + len(a.By) + len(a.Events)
	})
}

func sourceOptions(s *site.Site) []Option {
	return options(s.OpenSources(), func(s *site.Source) (string, string, int) { return s.ID, s.Label(), len(s.Uses) })
}

// maxListed is how many values a filter offers at most.
const maxListed = 200

// options keeps the order of the objects, which is by name, and of very many only those with the most behind them.
func options[T any](objects []T, describe func(T) (id, text string, n int)) []Option {
	type counted struct {
		option Option
		n      int
		place  int
	}
	var all []counted
	for i, o := range objects {
		if id, text, n := describe(o); n > 0 {
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
