package plan

import (
	"cmp"
	"slices"

	"attest/generator/figure"
	"attest/generator/site"
	"attest/generator/theme"
)

// How much the picture of an actor's connections shows.
const (
	maxNeighbours     = 12 // the closest
	maxNeighbourClaim = 3  // claims of each
	maxBetween        = 24 // ties among them
	maxFurther        = 24 // names of those that are not in the picture
)

// connection is another actor, and what an actor is connected with it by.
type connection struct {
	actor     *site.Actor
	relations []site.ActorRelation
	claims    []*site.Claim // each once, in the order of all claims
}

// strength is how close the connection is: a relation says more than a claim that speaks of both.
func (c *connection) strength() int { return 2*len(c.relations) + len(c.claims) }

// network shows who an actor is connected with by its relations and by the claims about it or by it, the closest first. Of the ties
// among the others it shows the relations that they state, and the claims of this actor that speak of several of them.
func (pg page) network(a *site.Actor, relations []site.ActorRelation, claims []*site.Claim) theme.Network {
	all, together := pg.connections(a, relations, claims)
	if len(all) == 0 {
		return theme.Network{}
	}
	shown := all[:min(len(all), maxNeighbours)]
	view := theme.Network{Name: a.Name, Height: (len(shown) + 1) * figure.RowHeight}
	for _, c := range shown {
		view.Rows = append(view.Rows, pg.neighbour(c))
		view.Signed = view.Signed || len(c.claims) > 0
	}
	for _, c := range all[len(shown):min(len(all), len(shown)+maxFurther)] {
		view.More = append(view.More, pg.to(c.actor))
	}
	view.Rest = len(all) - len(shown) - len(view.More)
	for _, arc := range figure.NewArcs(len(shown)+1, ties(shown, together)) {
		own := arc.From == 0
		view.Among = view.Among || !own
		view.Arcs = append(view.Arcs, theme.Arc{
			Y1: arc.Y1, Y2: arc.Y2, Bend: arc.Bend, Width: arc.Width, Own: own, Stated: own && len(shown[arc.To-1].relations) > 0,
		})
	}
	view.Words = pg.lang.Say("network.words", a.Name, pg.lang.Say("actors", len(all)))
	if len(all) > len(shown) {
		view.Words = pg.lang.Say("network.closest", view.Words, len(shown))
	}
	return view
}

// connections returns whom an actor is connected with, the closest first and then by name, and of each claim who is named together in it.
func (pg page) connections(a *site.Actor, relations []site.ActorRelation, claims []*site.Claim) (all []*connection, together [][]*site.Actor) {
	found := make(map[*site.Actor]*connection)
	to := func(other *site.Actor) *connection {
		c := found[other]
		if c == nil {
			c = &connection{actor: other}
			found[other], all = c, append(all, c)
		}
		return c
	}
	seen := make(map[*site.Claim]bool, len(claims))
	for _, claim := range claims {
		if seen[claim] {
			continue
		}
		seen[claim] = true
		others := pg.named(claim, a)
		for _, other := range others {
			c := to(other)
			c.claims = append(c.claims, claim)
		}
		if len(others) > 1 {
			together = append(together, others)
		}
	}
	for _, r := range relations {
		if r.Other == a {
			continue
		}
		c := to(r.Other)
		c.relations = append(c.relations, r)
		for _, claim := range r.Claims {
			if !slices.Contains(c.claims, claim) {
				c.claims = append(c.claims, claim)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y *connection) int {
		return cmp.Or(cmp.Compare(y.strength(), x.strength()), cmp.Compare(x.actor.Name, y.actor.Name), cmp.Compare(x.actor.ID, y.actor.ID))
	})
	return all, together
}

// named returns the actors that a claim is about or that make it, each once, but one.
func (pg page) named(c *site.Claim, but *site.Actor) []*site.Actor {
	var actors []*site.Actor
	for _, o := range pg.read.About(c) {
		if a, ok := o.(*site.Actor); ok && a != but {
			actors = append(actors, a)
		}
	}
	if a, ok := pg.read.Claimant(c).(*site.Actor); ok && a != but && !slices.Contains(actors, a) {
		actors = append(actors, a)
	}
	return actors
}

// ties connects the page's actor, which is row 0, with each of its neighbours, and these among each other.
func ties(shown []*connection, together [][]*site.Actor) []figure.Tie {
	row := make(map[*site.Actor]int, len(shown))
	var out []figure.Tie
	for i, c := range shown {
		row[c.actor] = i + 1
		out = append(out, figure.Tie{From: 0, To: i + 1, Strength: c.strength()})
	}
	between := make(map[[2]int]int)
	tie := func(i, j, strength int) {
		if i != 0 && j != 0 && i != j {
			between[[2]int{min(i, j), max(i, j)}] += strength
		}
	}
	var rows []int // of the neighbours that a claim speaks of
	for _, actors := range together {
		rows = rows[:0]
		for _, a := range actors {
			if i := row[a]; i != 0 {
				rows = append(rows, i)
			}
		}
		for k, i := range rows {
			for _, j := range rows[k+1:] {
				tie(i, j, 1)
			}
		}
	}
	byID := make(map[string]int, len(shown))
	for a, i := range row {
		byID[a.ID] = i
	}
	for a, i := range row {
		for k := range a.Relations {
			tie(i, byID[a.Relations[k].To.ID], 2)
		}
	}
	var more []figure.Tie
	for pair, strength := range between {
		more = append(more, figure.Tie{From: pair[0], To: pair[1], Strength: strength})
	}
	slices.SortFunc(more, func(x, y figure.Tie) int {
		return cmp.Or(cmp.Compare(y.Strength, x.Strength), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return append(out, more[:min(len(more), maxBetween)]...)
}

func (pg page) neighbour(c *connection) theme.Neighbour {
	view := theme.Neighbour{Actor: pg.to(c.actor)}
	for _, r := range c.relations {
		words := &view.Before
		if r.Inverse {
			words = &view.After
		}
		if word := pg.lang.Term("", r.Type); !slices.Contains(*words, word) {
			*words = append(*words, word)
		}
	}
	shown := c.claims[:min(len(c.claims), maxNeighbourClaim)]
	view.Others = len(c.claims) - len(shown)
	for _, claim := range shown {
		view.Claims = append(view.Claims, theme.Sign{Href: pg.to(claim).Href, Standing: pg.class(claim), Words: pg.lang.Say("sign", pg.heldWords(claim), claim.Text)})
	}
	return view
}
