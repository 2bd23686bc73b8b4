package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"attest/generator/brief"
	"attest/generator/site"
)

// dataFiles are the facts of the site for machines: each kind as JSON, and as CSV for spreadsheets.
func dataFiles(s *site.Site) []File {
	return slices.Concat(
		table("briefings", []string{"id", "address", "title", "date", "updated", "summary", "authors", "topics"}, s.Briefings, func(b *site.Briefing) []any {
			return []any{b.ID, b.Address(), b.Title, b.Date.String(), b.Updated.String(), b.Summary, list(b.Authors), list(b.Briefing.Topics)}
		}),
		table("claims", []string{
			"id", "address", "text", "kind", "standing", "reports", "lines", "unknown", "against", "finding", "likelihood",
			"confidence", "status", "when", "about", "sources_for", "sources_against", "sources_qualifying", "claimant", "gap",
		}, s.Claims, claimData),
		table("actors", []string{"id", "address", "name", "type", "aliases", "country", "summary"}, s.Actors, func(a *site.Actor) []any {
			return []any{a.ID, a.Address(), a.Name, string(a.Type), list(a.Aliases), a.Country, a.Summary}
		}),
		table("sources", []string{
			"id", "address", "title", "publisher", "url", "published", "reliability", "tier", "origin", "derived_from",
			"retracted",
		}, s.OpenSources(), sourceData),
		table("events", []string{"id", "address", "date", "title", "text", "place", "actors", "claims"}, s.Events, eventData),
	)
}

func list(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}

func claimData(c *site.Claim) []any {
	about := []string{}
	for _, o := range c.About {
		about = append(about, o.Address())
	}
	sides := map[brief.Stance][]string{}
	for _, e := range c.Evidence {
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
	return []any{
		c.Claim.Address(), c.Address(), c.Text, string(c.Claim.Kind), string(c.Standing.Word), c.Standing.For.Reports, c.Standing.For.Lines,
		c.Standing.For.Unknown, c.Standing.Against.Reports, string(c.Finding), c.Likelihood, string(c.Confidence), string(c.Status),
		c.When.String(), about, list(sides[brief.Supports]), list(sides[brief.Disputes]), list(sides[brief.Qualifies]),
		claimant(c), c.Gap,
	}
}

func sourceData(s *site.Source) []any {
	grade, _, _ := s.Grade()
	parents := []string{}
	for _, p := range s.Parents {
		if !p.Withheld() {
			parents = append(parents, p.ID)
		}
	}
	if !s.Public() {
		return []any{s.ID, s.Address(), s.Label(), "", "", "", string(grade), "", "", []string{}, s.Retracted.Stated}
	}
	publisher := s.Source.Publisher.ID
	if s.Publisher != nil {
		publisher = s.Publisher.Name
	}
	return []any{s.ID, s.Address(), s.Title, publisher, s.URL, s.Published.String(), string(grade), string(s.Tier), string(s.Origin), parents, s.Retracted.Stated}
}

func eventData(e *site.Event) []any {
	actors, claims := []string{}, []string{}
	for _, a := range e.Actors {
		actors = append(actors, a.ID)
	}
	for _, c := range e.Claims {
		claims = append(claims, c.Claim.Address())
	}
	return []any{e.ID, e.Address(), e.Date.String(), e.Title, e.Text, brief.Stated(e.Place).Name, actors, claims}
}

// table makes the JSON and the CSV of one kind.
func table[T any](name string, columns []string, objects []T, row func(T) []any) []File {
	return []File{
		{"data/" + name + ".json", func() ([]byte, error) { return tableJSON(columns, objects, row) }},
		{"data/" + name + ".csv", func() ([]byte, error) { return tableCSV(columns, objects, row) }},
	}
}

// tableJSON writes a list of objects, one a line, with the columns as their keys in the same order.
func tableJSON[T any](columns []string, objects []T, row func(T) []any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("[")
	for i, o := range objects {
		if i > 0 {
			buf.WriteByte(',')
		}
		buf.WriteString("\n{")
		for k, value := range row(o) {
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
func tableCSV[T any](columns []string, objects []T, row func(T) []any) ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	cells := make([]string, len(columns))
	for _, o := range objects {
		for k, value := range row(o) {
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
