package frontmatter

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
)

// Review records at claims of a briefing that they were reviewed, in place of earlier reviews, and returns the file as it is then; reviews are
// by the claim's id. Every byte stays that is no value of `reviewed`: comments, order, quotes, line ends. The result is read again before it is
// returned: where it would say anything else than before, there is a diagnostic and no result, as for a claim that is not there.
func Review(file string, src []byte, reviews map[string]brief.Review) ([]byte, diag.List) {
	ids := slices.Sorted(maps.Keys(reviews))
	if out, problems := review(file, src, reviews, ids); out != nil || len(ids) < 2 {
		return out, problems
	}
	out := src
	for _, id := range ids { // one of them has to be written in another way than the others
		var problems diag.List
		if out, problems = review(file, out, reviews, []string{id}); out == nil {
			return nil, problems
		}
	}
	return out, nil
}

// review records the reviews of the claims with the ids, all in the same way.
func review(file string, src []byte, reviews map[string]brief.Review, ids []string) ([]byte, diag.List) {
	before, problems := readForReview(file, src)
	if before == nil {
		return nil, problems
	}
	claims := before.value("claims")
	want := make(map[string][]pair, len(ids))
	w := &writer{src: src}
	ways := make([][]edit, mostWays)
	var last diag.Diagnostic
	for _, id := range ids {
		at := claims.value(id)
		if at == nil {
			return nil, diag.List{{
				Code: "unknown-id", At: diag.Span{File: file}, Message: fmt.Sprintf("this briefing has no claim %q", id),
				Hint: diag.DidYouMean(id, claims.keys()),
			}}
		}
		want[id] = reviewValues(reviews[id])
		last = diag.Diagnostic{
			Code: "bad-yaml", At: diag.At(file, at.start, at.start), Message: fmt.Sprintf("the review of the claim %q cannot be written into this YAML", id),
			Hint: "write " + reviewedKey + ": " + flowOf(want[id]),
		}
		own := w.waysToReview(at, want[id])
		if len(own) == 0 {
			return nil, diag.List{last}
		}
		for i := range ways {
			ways[i] = append(ways[i], own[min(i, len(own)-1)]...)
		}
	}
	for _, edits := range ways {
		out := apply(src, edits)
		if after, _ := readForReview(file, out); after.isReviewed(before, want) && slices.Equal(prose(out), prose(src)) {
			return out, nil
		}
	}
	return nil, diag.List{last}
}

// mostWays is how many ways to record a review there are at most.
const mostWays = 2

const reviewedKey = "reviewed"

// pair is a key and its value as it is to be read.
type pair struct{ key, text string }

func reviewValues(review brief.Review) []pair {
	values := []pair{{"on", review.On.String()}, {"by", review.By}, {"digest", review.Digest}}
	return slices.DeleteFunc(values, func(p pair) bool { return p.text == "" })
}

// readForReview reads the front matter of a file into nodes; nil where it cannot be read.
func readForReview(file string, src []byte) (*node, diag.List) {
	if problems := CheckText(file, src); len(problems) > 0 {
		return nil, problems
	}
	front := Split(src)
	opening := diag.At(file, front.Open, front.Open+front.marker())
	if !front.Closed {
		return nil, diag.List{{Code: "bad-yaml", At: opening, Message: "the file has no front matter"}}
	}
	r := newReader(file, src)
	root, ok := r.parse(front.Start, front.End, opening)
	switch {
	case !ok:
		return nil, r.problems
	case root == nil:
		root = &node{kind: mapping}
	}
	return root, nil
}

// prose returns what follows the front matter.
func prose(src []byte) []byte { return src[Split(src).Body:] }

// value returns the value of a key of a mapping; nil where there is none.
func (n *node) value(key string) *node {
	if n == nil || n.kind != mapping {
		return nil
	}
	for i := 0; i+1 < len(n.children); i += 2 {
		if n.children[i].kind == scalar && n.children[i].text == key {
			return n.children[i+1]
		}
	}
	return nil
}

// keys returns the keys of a mapping.
func (n *node) keys() []string {
	var keys []string
	if n != nil && n.kind == mapping {
		for i := 0; i < len(n.children); i += 2 {
			keys = append(keys, n.children[i].text)
		}
	}
	return keys
}

// without returns a mapping without a key.
func (n *node) without(key string) *node {
	out := &node{kind: mapping}
	for i := 0; i+1 < len(n.children); i += 2 {
		if n.children[i].text != key {
			out.children = append(out.children, n.children[i], n.children[i+1])
		}
	}
	return out
}

// says reports whether two nodes are read as the same.
func (n *node) says(other *node) bool {
	return n.kind == other.kind && n.text == other.text && (n.kind != scalar || n.isNull() == other.isNull()) &&
		slices.EqualFunc(n.children, other.children, (*node).says)
}

// isReviewed reports whether n differs from what was before in nothing but the reviews of claims, which are as they were to be written.
func (n *node) isReviewed(before *node, want map[string][]pair) bool {
	if n == nil || len(n.children) != len(before.children) {
		return false
	}
	for i, child := range n.children {
		was := before.children[i]
		if i%2 == 1 && was == before.value("claims") {
			if !child.areReviewed(was, want) {
				return false
			}
		} else if !child.says(was) {
			return false
		}
	}
	return true
}

// areReviewed does the same for the mapping of claims.
func (n *node) areReviewed(before *node, want map[string][]pair) bool {
	if n.kind != mapping || !slices.Equal(n.keys(), before.keys()) {
		return false
	}
	seen := make(map[string]bool, len(want))
	for i := 0; i+1 < len(n.children); i += 2 {
		id, claim, was := before.children[i].text, n.children[i+1], before.children[i+1]
		values, reviewed := want[id]
		switch {
		case !reviewed || seen[id]:
			if !claim.says(was) {
				return false
			}
		case claim.kind != mapping || !claim.value(reviewedKey).holds(values) || !claim.without(reviewedKey).says(was.without(reviewedKey)):
			return false
		}
		seen[id] = true
	}
	return true
}

// holds reports whether a mapping has exactly these keys and values, in any order.
func (n *node) holds(want []pair) bool {
	if n == nil || n.kind != mapping || len(n.children) != 2*len(want) {
		return false
	}
	return !slices.ContainsFunc(want, func(p pair) bool {
		v := n.value(p.key)
		return v == nil || v.kind != scalar || v.text != p.text || v.isNull()
	})
}

// edit is a stretch of a file and what takes its place.
type edit struct {
	start, end int
	text       string
}

// apply makes edits, no two of which overlap.
func apply(src []byte, edits []edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(append(out, src[last:e.start]...), e.text...)
		last = e.end
	}
	return append(out, src[last:]...)
}

// writer writes YAML into a file as it is written there.
type writer struct{ src []byte }

// waysToReview returns what may be done to record a review at a claim, what leaves the most as it is first.
func (w *writer) waysToReview(claim *node, value []pair) [][]edit {
	if claim.kind != mapping {
		return nil
	}
	flow := flowOf(value)
	old := claim.value(reviewedKey)
	switch {
	case old == nil:
		return [][]edit{{w.append(claim, reviewedKey, flow)}, {w.prepend(claim, reviewedKey, flow)}}
	case old.isEmpty():
		return [][]edit{{{old.start, old.end, " " + flow}}}
	case old.kind != mapping:
		return [][]edit{{{old.start, old.end, flow}}}
	}
	var edits []edit
	var fresh []pair
	for _, p := range value {
		switch v := old.value(p.key); {
		case v == nil:
			fresh = append(fresh, p)
		case v.isEmpty():
			edits = append(edits, edit{v.start, v.end, " " + scalarOf(p.text)})
		case v.text != p.text || v.kind != scalar:
			edits = append(edits, edit{v.start, v.end, scalarOf(p.text)})
		}
	}
	for _, p := range fresh {
		edits = append(edits, w.append(old, p.key, scalarOf(p.text)))
	}
	return [][]edit{edits, {{old.start, old.end, flow}}}
}

// append adds a key after the last of a mapping.
func (w *writer) append(to *node, key, value string) edit {
	if len(to.children) == 0 {
		return w.prepend(to, key, value)
	}
	last := to.children[len(to.children)-1].end
	if to.style == flow {
		return edit{last, last, ", " + key + ": " + value}
	}
	at := lineEnd(w.src, last)
	return edit{at, at, w.indent(to.start) + key + ": " + value + w.lineBreak(to.start)}
}

// prepend adds a key before the first of a mapping.
func (w *writer) prepend(to *node, key, value string) edit {
	text := key + ": " + value
	switch {
	case to.style != flow:
		return edit{to.start, to.start, text + w.lineBreak(to.start) + w.indent(to.start)}
	case len(to.children) > 0:
		text += ", "
	}
	return edit{to.start + 1, to.start + 1, text}
}

// indent returns as many spaces as there are characters before an offset in its line.
func (w *writer) indent(at int) string {
	start := at
	for start > 0 && w.src[start-1] != '\n' && w.src[start-1] != '\r' {
		start--
	}
	return strings.Repeat(" ", len([]rune(string(w.src[start:at]))))
}

// lineBreak returns the break that ends the line at an offset.
func (w *writer) lineBreak(at int) string {
	end := lineEnd(w.src, at)
	line := string(w.src[at:end])
	return line[len(strings.TrimRight(line, "\r\n")):]
}

// flowOf writes keys and values between braces.
func flowOf(values []pair) string {
	texts := make([]string, len(values))
	for i, p := range values {
		texts[i] = p.key + ": " + scalarOf(p.text)
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

// plainWords is text that needs no quotes anywhere in YAML, and that no reader of YAML takes for anything else.
var plainWords = regexp.MustCompile(`^([A-Z][A-Za-z.]+|[a-z]+)( [A-Za-z.]+)*$|^[0-9]+-[0-9]{2}-[0-9]{2}$|^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$`)

// scalarOf writes a text so that it is read as it is.
func scalarOf(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
	default:
		if plainWords.MatchString(text) {
			return text
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
