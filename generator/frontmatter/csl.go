package frontmatter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// CSL reads CSL-JSON as reference managers export it: a list of items, a single item, or an object with a list of items. The order is
// kept, and the id of an item is its key whatever its form. Markup in titles stays as written, as it is shown as text. Where the file
// is no JSON there are no sources. A source may lack its title; see Untitled.
func CSL(file string, src []byte) ([]*brief.Source, diag.List) {
	if len(src) > maxCSL {
		return nil, diag.List{{
			Code: "too-large", At: diag.Span{File: file},
			Message: fmt.Sprintf("%d bytes of CSL-JSON are over the limit of %d", len(src), maxCSL), Hint: "split the file",
		}}
	}
	if problems := CheckText(file, src); len(problems) > 0 {
		return nil, problems
	}
	r := newReader(file, src)
	defer r.close()
	root, ok := r.parseJSON()
	if !ok {
		return nil, r.problems
	}
	var sources []*brief.Source
	seen := make(map[string]*node)
	for _, item := range items(root) {
		if item.kind != mapping {
			r.report(diag.Diagnostic{Code: "bad-csl", At: r.head(item), Message: fmt.Sprintf("an item of CSL-JSON is an object, not %s", item.describe())})
			continue
		}
		id := item.child("id")
		if id == nil || id.kind != scalar || id.text == "" {
			r.report(diag.Diagnostic{Code: "bad-csl", At: r.head(item), Message: "an item of CSL-JSON needs an id"})
			continue
		}
		if first := seen[id.text]; first != nil {
			r.twice("duplicate-id", "the id "+short(id.text), id, first)
			continue
		}
		seen[id.text] = id
		sources = append(sources, r.item(item, id))
	}
	return sources, r.problems
}

// items returns the items of a file of CSL-JSON.
func items(root *node) []*node {
	if root.kind == sequence {
		return root.children
	}
	if list := root.child("items"); list != nil && list.kind == sequence {
		return list.children
	}
	return []*node{root}
}

// child returns the value of a key of a mapping, or nil.
func (n *node) child(key string) *node {
	for i := 0; n.kind == mapping && i+1 < len(n.children); i += 2 {
		if n.children[i].text == key {
			return n.children[i+1]
		}
	}
	return nil
}

// cslFields are the variables of CSL that the model has, by the names of our fields. The others are passed over.
var cslFields = []struct {
	csl   string
	field field[brief.Source]
}{
	{"type", key("type", text, func(s *brief.Source) *string { return &s.Type })},
	{"title", key("title", text, func(s *brief.Source) *string { return &s.Title })},
	{"author", key("authors", list(cslName), func(s *brief.Source) *[]string { return &s.Authors })},
	{"URL", key("url", address, func(s *brief.Source) *string { return &s.URL })},
	{"DOI", key("doi", cslDOI, func(s *brief.Source) *string { return &s.DOI })},
	{"issued", key("published", cslDate, func(s *brief.Source) *edtf.Date { return &s.Published })},
	{"accessed", key("accessed", cslDate, func(s *brief.Source) *edtf.Date { return &s.Accessed })},
	{"language", key("language", tongue, func(s *brief.Source) *string { return &s.Language })},
	{"note", key("note", text, func(s *brief.Source) *string { return &s.Note })},
}

// item reads one item of CSL-JSON.
func (r *reader) item(n, id *node) *brief.Source {
	s := &brief.Source{}
	s.ID, s.At = id.text, r.span(id)
	begin := r.places.Begin()
	for _, f := range cslFields {
		v := n.child(f.csl)
		if v == nil || v.isEmpty() || v.text == "" && len(v.children) == 0 {
			continue
		}
		r.field = f.csl
		r.places.Record(f.field.name, v.start, v.end)
		f.field.read(r, v, s)
	}
	// What appears in a newspaper, journal or on a site is published by it; of books and reports the publisher is a house.
	order := []string{"publisher", "container-title"}
	if strings.HasPrefix(s.Type, "article") || slices.Contains([]string{"webpage", "post", "post-weblog", "broadcast"}, s.Type) {
		slices.Reverse(order)
	}
	for _, name := range order {
		if v := n.child(name); v != nil && v.kind == scalar && v.text != "" {
			s.Publisher = brief.Ref{ID: v.text, At: r.span(v)}
			r.places.Record("publisher", v.start, v.end)
			break
		}
	}
	s.Places = r.places.End(begin)
	return s
}

// cslName is a name of CSL, as text in the order in which it is spoken.
var cslName = kind[string]{shape{what: "a name"}, func(r *reader, n *node) (string, bool) {
	if n.kind == scalar {
		return readText(r, n)
	}
	var words []string
	for _, part := range []string{"literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix"} {
		v := n.child(part)
		if v == nil || v.kind != scalar || v.text == "" {
			continue
		}
		words = append(words, v.text)
		if part == "literal" {
			break
		}
	}
	if words == nil {
		r.report(diag.Diagnostic{Code: "bad-csl", At: r.head(n), Message: "a name of CSL-JSON has family, given or literal"})
	}
	return strings.Join(words, " "), words != nil
}}

// cslDOI is a DOI, also with the address of its resolver, as some exports have it.
var cslDOI = kind[string]{doi.shape, func(r *reader, n *node) (string, bool) {
	if n.kind == scalar && isDOI(bareDOI(n.text)) {
		return bareDOI(n.text), true
	}
	return doi.read(r, n)
}}

// cslDate is a date of CSL: date-parts, a season and circa, or a text that is EDTF.
var cslDate = kind[edtf.Date]{shape{what: "a date"}, func(r *reader, n *node) (edtf.Date, bool) {
	if n.kind == scalar {
		return date.read(r, n)
	}
	for _, name := range []string{"raw", "literal"} {
		if v := n.child(name); v != nil && n.child("date-parts") == nil {
			return date.read(r, v)
		}
	}
	written, ok := cslDateText(n)
	if !ok {
		r.report(diag.Diagnostic{Code: "bad-csl", At: r.head(n), Message: "a date of CSL-JSON has date-parts such as [[2024, 5, 1]]"})
		return edtf.Date{}, false
	}
	d, err := edtf.Parse(written)
	if err != nil {
		r.report(diag.Diagnostic{Code: "bad-date", At: r.head(n), Message: fmt.Sprintf("%s is not a date: %v", short(written), err)})
	}
	return d, err == nil
}}

// cslDateText returns the EDTF of a date of CSL with date-parts.
func cslDateText(n *node) (string, bool) {
	parts := n.child("date-parts")
	if parts == nil || parts.kind != sequence || len(parts.children) == 0 || len(parts.children) > 2 {
		return "", false
	}
	mark := ""
	if circa := n.child("circa"); circa != nil && circa.text != "" && circa.text != "false" && circa.text != "0" {
		mark = "~"
	}
	var ends []string
	for _, part := range parts.children {
		end, ok := cslPoint(part, n.child("season"))
		if !ok {
			return "", false
		}
		ends = append(ends, end+mark)
	}
	return strings.Join(ends, "/"), true
}

// cslPoint returns the EDTF of a year with perhaps a month, or a season, and a day. A month of 13 to 16 is a season too.
func cslPoint(n, season *node) (string, bool) {
	var numbers []int
	for _, child := range n.children {
		i, err := strconv.Atoi(child.text)
		if err != nil || i == 0 && len(numbers) == 0 {
			return "", false
		}
		if i == 0 {
			break // some exports fill in what is not known
		}
		numbers = append(numbers, i)
	}
	if n.kind != sequence || len(numbers) == 0 {
		return "", false
	}
	if season != nil && len(numbers) == 1 {
		if i, err := strconv.Atoi(season.text); err == nil && i >= 1 && i <= 4 {
			numbers = append(numbers, i+20)
		}
	}
	if len(numbers) > 1 && numbers[1] >= 13 && numbers[1] <= 16 {
		numbers[1] += 8
	}
	var b strings.Builder
	switch year := numbers[0]; {
	case year > 9999:
		fmt.Fprintf(&b, "Y%d", year)
	case year < -9999:
		fmt.Fprintf(&b, "Y%d", year+1)
	case year < 0: // CSL counts years before Christ, EDTF has a year 0
		if year++; year == 0 {
			b.WriteString("0000")
		} else {
			fmt.Fprintf(&b, "-%04d", -year)
		}
	default:
		fmt.Fprintf(&b, "%04d", year)
	}
	for _, i := range numbers[1:] {
		fmt.Fprintf(&b, "-%02d", i)
	}
	return b.String(), true
}
