package browsertest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// void are the elements that have no end tag.
var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// element is a start tag and how deep it stands.
type element struct {
	name  string
	depth int
}

// nesting checks that every start tag has its end tag, in order, and that a browser's parser makes of the page the very tree that the
// tags show: it closes, moves and adds nothing.
func nesting(_ *built, p *page, report complain) {
	written, problem := tags(p.raw)
	if problem != "" {
		report("%s", problem)
		return
	}
	var built []element
	var walk func(*html.Node, int)
	walk = func(n *html.Node, depth int) {
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				built = append(built, element{strings.ToLower(c.Data), depth})
				walk(c, depth+1)
			}
		}
	}
	walk(p.doc, 0)
	for i := range max(len(written), len(built)) {
		if i >= len(written) || i >= len(built) || written[i] != built[i] {
			report("the parser builds another tree than is written, at element %d: written %v, built %v", i, window(written, i), window(built, i))
			return
		}
	}
}

func window(list []element, i int) string {
	if i >= len(list) {
		return "nothing"
	}
	return fmt.Sprint(list[max(0, i-2):min(len(list), i+2)])
}

// attributes are those of a start tag as written, with or without a value.
var attributes = regexp.MustCompile(`\s([^\s"'>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?`)

// tags reads the start tags, and says what is wrong where they do not match the end tags.
func tags(raw []byte) (found []element, problem string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(string(raw)))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				return nil, fmt.Sprintf("not closed at the end: %v", open)
			}
			return found, ""
		case html.StartTagToken, html.SelfClosingTagToken:
			seen := make(map[string]bool)
			for _, m := range attributes.FindAllSubmatch(z.Raw(), -1) { // before Token, which drops repetitions
				name := strings.ToLower(string(m[1]))
				if seen[name] {
					return nil, fmt.Sprintf("%s has %s twice", z.Raw(), name)
				}
				seen[name] = true
			}
			token := z.Token()
			found = append(found, element{token.Data, len(open)})
			switch {
			case slices.Contains(void, token.Data):
			case kind == html.StartTagToken:
				open = append(open, token.Data)
			case !slices.Contains(open, "svg") && !slices.Contains(open, "math"):
				return nil, fmt.Sprintf("<%s/> closes itself, which HTML does not know", token.Data)
			}
		case html.EndTagToken:
			token := z.Token()
			if len(open) == 0 || open[len(open)-1] != token.Data {
				return nil, fmt.Sprintf("</%s> where %v is open", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}
