package export

import (
	"bytes"
	"encoding/csv"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/wording"
)

// dataFiles are the facts of the site for machines: each kind as JSON, and as CSV for spreadsheets.
func dataFiles() []File {
	return slices.Concat(
		table("briefings", []string{"id", "address", "title", "date", "updated", "summary", "authors", "topics"}, func(r *site.Reader) []string { return r.Briefings }, briefingRow),
		table("claims", []string{
			"id", "address", "text", "kind", "standing", "reports", "lines", "unknown", "against", "finding", "likelihood",
			"confidence", "status", "when", "about", "sources_for", "sources_against", "sources_qualifying", "claimant", "gap",
			"uncounted_for", "uncounted_against", "likelihood_band", "probability",
		}, func(r *site.Reader) []string { return r.Claims }, claimRow),
		table("actors", []string{"id", "address", "name", "type", "aliases", "country", "summary"}, func(r *site.Reader) []string { return r.Actors }, actorRow),
		table("sources", []string{
			"id", "address", "title", "publisher", "url", "published", "reliability", "tier", "origin", "derived_from",
			"retracted",
		}, (*site.Reader).OpenSources, sourceRow),
		table("events", []string{"id", "address", "date", "title", "text", "place", "actors", "claims"}, func(r *site.Reader) []string { return r.Events }, eventRow),
	)
}

func briefingRow(r *site.Reader, id string, to *row) {
	b := r.Briefing(id)
	to.text(b.ID, b.Address(), b.Title, b.Date.String(), b.Updated.String(), b.Summary)
	to.list(b.Authors...)
	to.list(b.Topics...)
}

func actorRow(r *site.Reader, id string, to *row) {
	a := r.Actor(id)
	to.text(a.ID, a.Address(), a.Name, string(a.Type))
	to.list(a.Aliases...)
	to.text(a.Country, a.Summary)
}

func claimRow(r *site.Reader, key string, to *row) {
	c := r.Claim(key)
	standing := r.Standing(c)
	to.text(c.Key(), c.Address(), c.Text, string(c.Claim.Kind), string(standing.Word))
	to.number(standing.For.Reports, standing.For.Lines, standing.For.Unknown, standing.Against.Reports)
	to.text(string(c.Finding), c.Likelihood, string(c.Confidence), string(c.Status), c.When.String())
	to.list()
	for _, o := range r.About(c) {
		to.item(o.Address())
	}
	evidence := r.Evidence(c)
	whole := func(*site.Source) bool { return true }
	uncounted := func(s *site.Source) bool { return r.Withdrawn(s) != nil }
	to.sources(evidence, whole, brief.Supports)
	to.sources(evidence, whole, brief.Disputes, brief.Refutes)
	to.sources(evidence, whole, brief.Qualifies)
	to.text(claimant(r, c))
	to.truth(c.Gap)
	to.sources(evidence, uncounted, brief.Supports)
	to.sources(evidence, uncounted, brief.Disputes, brief.Refutes)
	to.text(c.LikelihoodBand, wording.Probability(c.Probability))
}

// sources adds a list of the sources of evidence that has one of the stances, as far as listed says so: each once, though nothing tells those
// that are withheld apart.
func (r *row) sources(evidence []site.Evidence, listed func(*site.Source) bool, stances ...brief.Stance) {
	r.list()
	seen := make(map[*site.Source]bool)
	for _, e := range evidence {
		if !slices.Contains(stances, e.Stance) || seen[e.Source] || !listed(e.Source) {
			continue
		}
		seen[e.Source] = true
		if e.Source.Withheld() {
			r.item("withheld")
		} else {
			r.item(e.Source.ID)
		}
	}
}

func sourceRow(r *site.Reader, id string, to *row) {
	s := r.Source(id)
	grade, _, _ := r.Grade(s)
	if !s.Public() {
		to.text(s.ID, s.Address(), s.Label(), "", "", "", string(grade), "", "")
		to.list()
		to.truth(s.Retracted.Stated)
		return
	}
	to.text(s.ID, s.Address(), s.Title, r.PublisherName(s), s.URL, s.Published.String(), string(grade), string(s.Tier), string(s.Origin))
	to.list()
	for _, p := range r.Parents(s) {
		if p.Withheld() {
			to.item("withheld")
		} else {
			to.item(p.ID)
		}
	}
	to.truth(s.Retracted.Stated)
}

func eventRow(r *site.Reader, id string, to *row) {
	e := r.Event(id)
	to.text(e.ID, e.Address(), e.Date.String(), e.Title, e.Text, brief.Stated(e.Place).Name)
	to.list()
	for _, a := range r.ActorsOf(e) {
		to.item(a.ID)
	}
	to.list()
	for _, c := range r.ClaimsBehind(e) {
		to.item(c.Key())
	}
}

// measured is how many lines of a table say how much room all of them take: a buffer that finds out as it grows has thrice as much at a time.
const measured = 256

// table makes the JSON and the CSV of one kind. A line of it is what fill says of an object.
func table(name string, columns []string, ids func(*site.Reader) []string, fill func(r *site.Reader, id string, to *row)) []File {
	rows := func(to *bytes.Buffer, s *Site, r *site.Reader) iter.Seq[*row] {
		r = s.whole(r)
		return func(yield func(*row) bool) {
			var line row
			all := ids(r)
			for i, id := range all {
				if i == measured {
					to.Grow(to.Len() / measured * (len(all) - measured) * 9 / 8)
				}
				line.begin()
				if fill(r, id, &line); !yield(&line) {
					return
				}
			}
		}
	}
	return []File{
		{"data/" + name + ".json", func(to *bytes.Buffer, s *Site, r *site.Reader) error {
			tableJSON(to, columns, rows(to, s, r))
			return nil
		}},
		{"data/" + name + ".csv", func(to *bytes.Buffer, s *Site, r *site.Reader) error { return tableCSV(to, columns, rows(to, s, r)) }},
	}
}

// tableJSON writes a list of objects, one a line, with the columns as their keys in the same order.
func tableJSON(to *bytes.Buffer, columns []string, rows iter.Seq[*row]) {
	to.WriteByte('[')
	var b []byte
	separator := "\n{"
	for line := range rows {
		b = append(b, separator...)
		separator = ",\n{"
		for k := range line.cells {
			if k > 0 {
				b = append(b, ',')
			}
			b = append(AppendJSON(b, columns[k]), ':')
			b = line.appendJSON(b, &line.cells[k])
		}
		to.Write(append(b, '}'))
		b = b[:0]
	}
	to.WriteString("\n]\n")
}

// tableCSV writes a table (RFC 4180); lists are joined by a semicolon.
func tableCSV(to *bytes.Buffer, columns []string, rows iter.Seq[*row]) error {
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := w.Write(columns); err != nil {
		return err
	}
	cells := make([]string, len(columns))
	for line := range rows {
		for k := range line.cells {
			switch c := &line.cells[k]; c.kind {
			case listCell:
				items := line.items[c.from:c.to]
				for i := range items {
					items[i] = harmless(items[i])
				}
				cells[k] = strings.Join(items, "; ")
			case textCell:
				cells[k] = harmless(c.text)
			default:
				cells[k] = harmless(string(line.appendJSON(nil, c)))
			}
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula: one that begins like a formula gets an apostrophe before it, as
// OWASP advises against CSV injection.
func harmless(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}
