package frontmatter

import (
	"errors"
	"fmt"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// date is a date in EDTF, quoted or not.
var date = kind[edtf.Date]{shape{what: "a date"}, func(r *reader, n *node) (edtf.Date, bool) {
	if n.kind != scalar {
		r.misreadDate(n)
		return edtf.Date{}, false
	}
	if n.isNull() {
		r.report(diag.Diagnostic{
			Code: "bad-date", At: r.span(n), Message: fmt.Sprintf("YAML reads %s as no value, and %s is a date", n.text, r.field),
			Hint: "leave the key out where the date is not known",
		})
		return edtf.Date{}, false
	}
	d, err := edtf.Parse(r.keep(n.text))
	if err == nil {
		return d, true
	}
	problem := diag.Diagnostic{Code: "bad-date", At: r.span(n), Message: err.Error()}
	if e := (*edtf.Error)(nil); errors.As(err, &e) {
		problem.Message, problem.Hint = e.Message, e.Hint
		problem.At = r.within(n, e.Offset)
	}
	r.report(problem)
	return edtf.Date{}, false
}}

// dayFrom is a date of which the first day matters, so that it has to have one.
var dayFrom = kind[edtf.Date]{date.shape, func(r *reader, n *node) (edtf.Date, bool) {
	d, ok := date.read(r, n)
	if start := d.Start(); !ok || start.Kind == edtf.Dated && start.Precision != edtf.PrecisionNoYear {
		return d, ok
	}
	problem := diag.Diagnostic{
		Code: "bad-date", At: r.span(n), Message: fmt.Sprintf("%s goes by the first day of a date, and this one has none", r.field),
		Hint: r.field + ": the first day, such as 2030-01-31",
	}
	if end := d.End(); end.Kind == edtf.Dated && end.Precision == edtf.PrecisionDay {
		problem.Hint = fmt.Sprintf("%s: %04d-%02d-%02d", r.field, end.Last.Year, end.Last.Month, end.Last.Day)
	}
	r.report(problem)
	return edtf.Date{}, false
}}

// misreadDate reports a date that is a list or a mapping to YAML, as the sets of EDTF are.
func (r *reader) misreadDate(n *node) {
	d := diag.Diagnostic{Code: "bad-date", At: r.head(n), Message: fmt.Sprintf("%s is a date, not %s", r.field, n.describe())}
	if written := r.written(n); n.style == flow && len(written) < 1024 {
		d.At = r.span(n)
		written = strings.ReplaceAll(written, " ", "")
		if _, err := edtf.Parse(written); err == nil {
			d.Message = fmt.Sprintf("YAML reads this date as %s", n.describe())
			d.Hint = fmt.Sprintf("%s: %q", r.field, written)
		}
	}
	r.report(d)
}

// within returns the place from an offset into the text of a scalar to its end, or the whole scalar where the text stands in the file
// in other characters.
func (r *reader) within(n *node, offset int) diag.Span {
	start := n.start
	if n.style == quoted {
		start++
	}
	end := start + len(n.text)
	if offset >= len(n.text) || end > n.end || string(r.src[start:end]) != n.text {
		return r.span(n)
	}
	return diag.At(r.file, start+offset, end)
}

// probability is a number from 0 to 1, or two of them with the lower first.
var probability = kind[brief.Probability]{shape{what: "a number from 0 to 1 or a list of two", form: formNumber}, readProbability}

func readProbability(r *reader, n *node) (brief.Probability, bool) {
	ends := []*node{n, n}
	if n.kind == sequence {
		ends = n.children
	}
	if n.kind == mapping || len(ends) != 2 {
		r.expected(n, "a number from 0 to 1 or a list of two", "0.7 or [0.6, 0.8]")
		return brief.Probability{}, false
	}
	p := brief.Probability{Stated: true}
	for i, end := range []*float64{&p.Low, &p.High} {
		value, ok := decimal(ends[i].text)
		if ends[i].kind != scalar || !ok || value < 0 || value > 1 {
			r.wrong(ends[i], "0.7 or [0.6, 0.8]", "%s is a number from 0 to 1, not %s", r.field, short(ends[i].text))
			return brief.Probability{}, false
		}
		*end = value
	}
	if p.Low > p.High {
		r.wrong(n, fmt.Sprintf("[%s, %s]", ends[1].text, ends[0].text), "the lower probability stands first")
		return brief.Probability{}, false
	}
	return p, true
}

// location is a place's name, or its name with degrees.
var location = kind[brief.Location]{
	shape{what: "a name, or keys name, lat and lon", form: formObject, keys: shapeOf(&locationObject).keys},
	func(r *reader, n *node) (brief.Location, bool) {
		if n.kind == mapping {
			return part(&locationObject).read(r, n)
		}
		name, ok := readText(r, n)
		return brief.Location{Name: name}, ok
	},
}

var locationObject = object[brief.Location]{
	name: "a place",
	fields: []field[brief.Location]{
		needed("name", text, func(l *brief.Location) *string { return &l.Name }),
		key("lat", number(-90, 90), func(l *brief.Location) *float64 { return &l.Lat }),
		key("lon", number(-180, 180), func(l *brief.Location) *float64 { return &l.Lon }),
	},
	check: func(r *reader, n *node, l *brief.Location) {
		has := make(map[string]bool)
		for k := range r.pairs(n) {
			has[k.text] = true
		}
		if has["lat"] != has["lon"] {
			r.wrong(n, "give both lat and lon, or neither", "a place has lat and lon together")
		}
		l.Located = has["lat"] && has["lon"]
	},
}
