package export

import (
	"bytes"
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/site"
)

// rowsPerChunk is how many rows a data script holds.
const rowsPerChunk = 1000

// chunksOf returns how many scripts the rows of n objects take.
func chunksOf(n int) int { return (n + rowsPerChunk - 1) / rowsPerChunk }

// ClaimChunks returns how many scripts there are with the rows of all claims: the data by which a list's filters reach over all its pages, in
// classic scripts so that they also load from disk. Each script calls attestRows with the list's name and its rows.
func ClaimChunks(r *site.Reader) int { return chunksOf(r.Count(site.KindClaim)) }

// SourceChunks returns how many scripts there are with the rows of all sources that have a page.
func SourceChunks(r *site.Reader) int { return chunksOf(len(r.OpenSources())) }

// EventChunks returns how many scripts there are with the rows of all events.
func EventChunks(r *site.Reader) int { return chunksOf(r.Count(site.KindEvent)) }

func (s *Site) rowFiles() []File {
	var files []File
	r := s.Reader(false)
	add := func(list string, chunks int, ids func(*site.Reader) []string, fill func(s *Site, r *site.Reader, id string, to *row)) {
		for k := range chunks {
			files = append(files, File{fmt.Sprintf("data/%s-%d.js", list, k+1), func(to *bytes.Buffer, s *Site, r *site.Reader) error {
				chunk(to, list, ids(r), k, func(id string, to *row) { fill(s, r, id, to) })
				return nil
			}})
		}
	}
	add("claims", ClaimChunks(r), func(r *site.Reader) []string { return r.List(site.KindClaim) }, (*Site).claimLine)
	add("timeline", EventChunks(r), func(r *site.Reader) []string { return r.List(site.KindEvent) }, (*Site).eventLine)
	add("sources", SourceChunks(r), (*site.Reader).OpenSources, (*Site).sourceLine)
	return files
}

// chunk writes the k-th script of a list. JSON as AppendJSON writes it is also JavaScript.
func chunk(to *bytes.Buffer, list string, all []string, k int, fill func(id string, to *row)) {
	fmt.Fprintf(to, "attestRows(%q,[\n", list)
	var line row
	var b []byte
	for i, id := range all[k*rowsPerChunk : min((k+1)*rowsPerChunk, len(all))] {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		line.begin()
		fill(id, &line)
		for k := range line.cells {
			b = append(b, "[,"[min(k, 1)])
			b = line.appendJSON(b, &line.cells[k])
		}
		to.Write(append(b, ']'))
		b = b[:0]
	}
	to.WriteString("\n]);\n")
}

// Withdrawn is the class of claims that were taken back or replaced.
const Withdrawn = "withdrawn"

// Class names the colour and the line pattern of a claim: its standing, or Withdrawn where it is held no longer.
func Class(r *site.Reader, c *site.Claim) string {
	if !c.Status.Held() {
		return Withdrawn
	}
	return string(r.Standing(c).Word)
}

// claimLine is what the ledger's filter knows of a claim: href, text, briefing, its href, standing, tally, confidence, likelihood,
// first day of the briefing's date, the date in words, actors, sources, topics, finding, status other than current, claimant. Addresses
// are relative to the site's root.
func (s *Site) claimLine(r *site.Reader, key string, to *row) {
	c := r.Claim(key)
	standing := r.Standing(c)
	to.text(
		site.Relative("", c.Address()), c.Text, c.Briefing.Title, site.Relative("", c.Briefing.Address()), Class(r, c),
		s.lang.Tally(standing), string(c.Confidence), s.lang.Likelihood(c.Likelihood, c.LikelihoodBand), isoDay(c.Briefing.Date), s.lang.Date(c.Briefing.Date),
	)
	to.list()
	for _, o := range r.About(c) {
		if a, ok := o.(*site.Actor); ok {
			to.item(a.ID)
		}
	}
	if a, ok := r.Claimant(c).(*site.Actor); ok {
		to.item(a.ID)
	}
	to.sorted()
	to.list()
	for _, e := range r.Evidence(c) {
		if !e.Source.Withheld() {
			to.item(e.Source.ID)
		}
	}
	to.sorted()
	to.list()
	for _, t := range r.TopicsOf(c.Briefing) {
		to.item(t.Slug)
	}
	to.text(s.lang.Term("finding", string(c.Finding)), s.lang.Status(c.Status), s.claimant(r, c))
}

// claimant is whose claim it is; empty for our own.
func claimant(r *site.Reader, c *site.Claim) string {
	if o := r.Claimant(c); o != nil {
		return o.Label()
	}
	return brief.Stated(c.Claim.Claimant).ID
}

// claimant names whose claim it is.
func (s *Site) claimant(r *site.Reader, c *site.Claim) string {
	if o := r.Claimant(c); o != nil {
		return Name(s.lang, o)
	}
	return claimant(r, c)
}

// eventLine is what the timeline's filter knows of an event: href, title, date in words, earliest and latest day, actors, topics,
// standings of its claims that are held.
func (s *Site) eventLine(r *site.Reader, id string, to *row) {
	e := r.Event(id)
	first, last, hasFirst, hasLast := e.Date.Bounds()
	to.text(site.Relative("", e.Address()), e.Title, s.lang.Date(e.Date), dayText(first, hasFirst), dayText(last, hasLast))
	to.list()
	for _, a := range r.ActorsOf(e) {
		to.item(a.ID)
	}
	to.list()
	if e.Briefing != nil {
		for _, t := range r.TopicsOf(e.Briefing) {
			to.item(t.Slug)
		}
	}
	to.list()
	for _, c := range r.ClaimsBehind(e) {
		if c.Status.Held() {
			to.item(string(r.Standing(c).Word))
		}
	}
	to.sorted()
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
