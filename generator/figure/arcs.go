package figure

import (
	"cmp"
	"slices"
)

// Tie connects two rows of a list, From above To, counted from 0.
type Tie struct {
	From, To int
	Strength int // from 1
}

// Arc is a tie as a curve at the side of its list: from the middle of a row to that of another, its bend the further out the further
// they lie apart.
type Arc struct {
	Tie
	Y1, Y2 int // in parts of RowHeight
	Bend   int // where its control points lie, from 0, which is furthest out, to ArcWidth
	Width  int // of the line, from 1 to 3
}

// The measures of arcs. Their picture is as high as its list, however high that is, so only the proportions of heights count.
const (
	RowHeight = 40
	ArcWidth  = 90
)

// NewArcs draws the ties of a list of rows. Stronger ones come last, so that they lie on top.
func NewArcs(rows int, ties []Tie) []Arc {
	arcs := make([]Arc, len(ties))
	most := 1
	for _, t := range ties {
		most = max(most, t.Strength)
	}
	for i, t := range ties {
		const least = ArcWidth / 5 // what an arc between neighbours stands out
		out := least + (ArcWidth-least)*(t.To-t.From-1)/max(rows-2, 1)
		arcs[i] = Arc{
			Tie: t, Y1: t.From*RowHeight + RowHeight/2, Y2: t.To*RowHeight + RowHeight/2,
			Bend: ArcWidth - out, Width: 1 + 2*(t.Strength-1)/max(most-1, 1),
		}
	}
	slices.SortStableFunc(arcs, func(a, b Arc) int {
		return cmp.Or(cmp.Compare(a.Strength, b.Strength), cmp.Compare(b.To-b.From, a.To-a.From), cmp.Compare(a.From, b.From))
	})
	return arcs
}
