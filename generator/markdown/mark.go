package markdown

import (
	"slices"
	"strings"

	"attest/generator/diag"
)

// marked returns where in the file the stretches stand that Mark finds in the sentences.
func (d *document) marked(body *Body) []diag.Span {
	if d.in.Mark == nil {
		return nil
	}
	var out []diag.Span
	for _, s := range body.Sentences {
		if start, end, ok := d.in.Mark(body.Text[s.Start:s.End]); ok {
			out = append(out, d.placeOf(s.Start+start, s.Start+end))
		}
	}
	return out
}

// placeOf returns where in the file a stretch of text stands. Of a heading it is the whole line. Words whose place is not known, as in code,
// are taken with the marks around them.
func (d *document) placeOf(start, end int) diag.Span {
	for i := range d.headings {
		if h := &d.headings[i]; h.start <= start && end <= h.end && h.node.Lines().Len() > 0 {
			line := h.node.Lines().At(0)
			return d.at(line.Start, line.Stop)
		}
	}
	if len(d.pieces) == 0 {
		return d.at(0, len(d.src))
	}
	first, _ := slices.BinarySearchFunc(d.pieces, start, func(p piece, pos int) int {
		if p.at+p.n <= pos {
			return -1
		}
		return 1
	})
	last, _ := slices.BinarySearchFunc(d.pieces, end, func(p piece, pos int) int {
		if p.at < pos {
			return -1
		}
		return 1
	})
	from, to := 0, len(d.src)
	switch {
	case first < len(d.pieces) && d.pieces[first].at <= start:
		from = d.pieces[first].in(start)
	case first > 0:
		from = d.pieces[first-1].src + d.pieces[first-1].m
	}
	for from < len(d.src) && strings.IndexByte(" \r\n", d.src[from]) >= 0 { // after a paragraph before
		from++
	}
	switch {
	case last > 0 && d.pieces[last-1].at+d.pieces[last-1].n >= end:
		to = d.pieces[last-1].in(end)
	case last < len(d.pieces):
		to = d.pieces[last].src
	}
	return d.at(from, max(from, to))
}

// in returns where in src a place of the piece's text stands.
func (p *piece) in(pos int) int {
	if p.opaque && pos < p.at+p.n {
		return p.src
	}
	if p.opaque {
		return p.src + p.m
	}
	return p.src + pos - p.at
}
