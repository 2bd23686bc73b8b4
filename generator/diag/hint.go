package diag

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxNear is how many candidates a hint names.
const maxNear = 3

// Near returns the words that the author may have meant by got: at most three, the nearest first. A word is near when no more
// than a third of its characters (and at least one) would have to change.
func Near(got string, words []string) []string {
	type candidate struct {
		word     string
		distance int
	}
	var near []candidate
	folded, length := strings.ToLower(got), utf8.RuneCountInString(got)
	for _, word := range words {
		n := utf8.RuneCountInString(word)
		limit := max(1, max(n, length)/3)
		if abs(n-length) > limit {
			continue
		}
		if d := distance(folded, strings.ToLower(word)); d <= limit {
			near = append(near, candidate{word, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.word, b.word)
	})
	out := make([]string, 0, maxNear)
	for _, c := range near {
		if len(out) == maxNear {
			break
		}
		if !slices.Contains(out, c.word) {
			out = append(out, c.word)
		}
	}
	return out
}

// distance is the number of characters to insert, delete or change; two neighbours that change places count as one.
func distance(a, b string) int {
	if swapped([]rune(a), []rune(b)) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether a and b differ in two neighbours that change places, and in nothing else.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// DidYouMean returns a hint that names the nearest words, or an empty one where none is near.
func DidYouMean(got string, words []string) string {
	near := Near(got, words)
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf("did you mean %s?", strings.Join(near, " or "))
}

// OneOf returns a hint for a closed vocabulary: the nearest words, else all of them.
func OneOf(got string, words []string) string {
	if hint := DidYouMean(got, words); hint != "" {
		return hint
	}
	return "one of: " + strings.Join(words, ", ")
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
