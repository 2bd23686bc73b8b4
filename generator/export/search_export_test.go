package export

// Terms splits a text.
func Terms(text string) []string {
	var out []string
	s := splitter{folder: make(folder)}
	s.split(text, func(term []byte) { out = append(out, string(term)) })
	return out
}

// What tests hold the search data against.
const (
	Digits     = digits
	BestOfKind = bestOfKind
)

// AppendNumber writes a number of the search data.
func AppendNumber(b []byte, n int) []byte { return appendNumber(b, n) }

// Score is how well an object answers to a term that it has n times.
func Score(n, length, usual int) int { return score(n, length, usual) }

// BestOfShelf is how many of the best each shelf names.
func BestOfShelf(shelves int) int { return bestOfShelf(shelves) }
