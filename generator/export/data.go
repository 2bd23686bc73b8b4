package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/site"
)

// dataFiles are the facts of the site for machines: each kind as JSON, and as CSV for spreadsheets.
func dataFiles() []File {
	return slices.Concat(
		table("briefings", []string{"id", "address", "title", "date", "updated", "summary", "authors", "topics"}, briefingRows),
		table("claims", []string{
			"id", "address", "text", "kind", "standing", "reports", "lines", "unknown", "against", "finding", "likelihood",
			"confidence", "status", "when", "about", "sources_for", "sources_against", "sources_qualifying", "claimant", "gap",
		}, claimRows),
		table("actors", []string{"id", "address", "name", "type", "aliases", "country", "summary"}, actorRows),
		table("sources", []string{
			"id", "address", "title", "publisher", "url", "published", "reliability", "tier", "origin", "derived_from",
			"retracted",
		}, sourceRows),
		table("events", []string{"id", "address", "date", "title", "text", "place", "actors", "claims"}, eventRows),
	)
}

func briefingRows(r *site.Reader) iter.Seq[[]any] {
	return each(r.Briefings, func(id string) []any {
		b := r.Briefing(id)
		return []any{b.ID, b.Address(), b.Title, b.Date.String(), b.Updated.String(), b.Summary, list(b.Authors), list(b.Topics)}
	})
}

func claimRows(r *site.Reader) iter.Seq[[]any] {
	return each(r.Claims, func(key string) []any { return claimData(r, r.Claim(key)) })
}

func actorRows(r *site.Reader) iter.Seq[[]any] {
	return each(r.Actors, func(id string) []any {
		a := r.Actor(id)
		return []any{a.ID, a.Address(), a.Name, string(a.Type), list(a.Aliases), a.Country, a.Summary}
	})
}

func sourceRows(r *site.Reader) iter.Seq[[]any] {
	return each(r.OpenSources(), func(id string) []any { return sourceData(r, r.Source(id)) })
}

func eventRows(r *site.Reader) iter.Seq[[]any] {
	return each(r.Events, func(id string) []any { return eventData(r, r.Event(id)) })
}

// each yields the row of every object with one of the ids.
func each(ids []string, row func(id string) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, id := range ids {
			if !yield(row(id)) {
				return
			}
		}
	}
}

func list(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}

func claimData(r *site.Reader, c *site.Claim) []any {
	about := []string{}
	for _, o := range r.About(c) {
		about = append(about, o.Address())
	}
	sides := map[brief.Stance][]string{}
	for _, e := range r.Evidence(c) {
		side := e.Stance
		if side == brief.Refutes {
			side = brief.Disputes
		}
		name := e.Source.ID
		if e.Source.Withheld() {
			name = "withheld"
		}
		sides[side] = append(sides[side], name)
	}
	standing := r.Standing(c)
	return []any{
		c.Key(), c.Address(), c.Text, string(c.Claim.Kind), string(standing.Word), standing.For.Reports, standing.For.Lines,
		standing.For.Unknown, standing.Against.Reports, string(c.Finding), c.Likelihood, string(c.Confidence), string(c.Status),
		c.When.String(), about, list(sides[brief.Supports]), list(sides[brief.Disputes]), list(sides[brief.Qualifies]),
		claimant(r, c), c.Gap,
	}
}

func sourceData(r *site.Reader, s *site.Source) []any {
	grade, _, _ := r.Grade(s)
	parents := []string{}
	for _, p := range r.Parents(s) {
		if !p.Withheld() {
			parents = append(parents, p.ID)
		}
	}
	if !s.Public() {
		return []any{s.ID, s.Address(), s.Label(), "", "", "", string(grade), "", "", []string{}, s.Retracted.Stated}
	}
	return []any{s.ID, s.Address(), s.Title, publisher(r, s), s.URL, s.Published.String(), string(grade), string(s.Tier), string(s.Origin), parents, s.Retracted.Stated}
}

func eventData(r *site.Reader, e *site.Event) []any {
	actors, claims := []string{}, []string{}
	for _, a := range r.ActorsOf(e) {
		actors = append(actors, a.ID)
	}
	for _, c := range r.ClaimsBehind(e) {
		claims = append(claims, c.Key())
	}
	return []any{e.ID, e.Address(), e.Date.String(), e.Title, e.Text, brief.Stated(e.Place).Name, actors, claims}
}

// publisher is who published a source: an actor's name, or the author's own words.
func publisher(r *site.Reader, s *site.Source) string {
	if a := r.PublisherOf(s); a != nil {
		return a.Name
	}
	return s.Publisher.ID
}

// table makes the JSON and the CSV of one kind.
func table(name string, columns []string, rows func(*site.Reader) iter.Seq[[]any]) []File {
	return []File{
		{"data/" + name + ".json", func(s *Site, r *site.Reader) ([]byte, error) { return tableJSON(columns, rows(s.whole(r))) }},
		{"data/" + name + ".csv", func(s *Site, r *site.Reader) ([]byte, error) { return tableCSV(columns, rows(s.whole(r))) }},
	}
}

// tableJSON writes a list of objects, one a line, with the columns as their keys in the same order.
func tableJSON(columns []string, rows iter.Seq[[]any]) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("[")
	separator := ""
	for row := range rows {
		buf.WriteString(separator + "\n{")
		separator = ","
		for k, value := range row {
			if k > 0 {
				buf.WriteByte(',')
			}
			text, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&buf, "%q:%s", columns[k], text)
		}
		buf.WriteByte('}')
	}
	buf.WriteString("\n]\n")
	return buf.Bytes(), nil
}

// tableCSV writes a table (RFC 4180); lists are joined by a semicolon.
func tableCSV(columns []string, rows iter.Seq[[]any]) ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	cells := make([]string, len(columns))
	for row := range rows {
		for k, value := range row {
			switch v := value.(type) {
			case []string:
				items := make([]string, len(v))
				for i, item := range v {
					items[i] = harmless(item)
				}
				cells[k] = strings.Join(items, "; ")
			default:
				cells[k] = harmless(fmt.Sprint(v))
			}
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return buf.Bytes(), w.Error()
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
