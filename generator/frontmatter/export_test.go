package frontmatter

import (
	"fmt"
	"strings"
)

// Nodes returns the nodes of YAML as readSubset reads them and as the library does, for comparison; ok is false where the YAML is not of
// the subset.
func Nodes(src []byte) (subset, library string, ok bool) {
	root, size, ok := readSubset(string(src), 0, new(nodes))
	if !ok {
		return "", "", false
	}
	values := 0
	subset = write(root, &values)
	if values != size {
		subset = fmt.Sprintf("%d bytes of values, not %d: %s", values, size, subset)
	}
	r := newReader("a.yaml", src)
	if root, ok := r.library(0, len(src)); ok {
		library = write(root, &values)
	}
	return subset, library + fmt.Sprint(r.problems), true
}

// write returns a node with all it says, and counts the bytes of values.
func write(n *node, values *int) string {
	if n == nil {
		return ""
	}
	if n.kind == scalar {
		*values += len(n.text)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d/%d@%d-%d %q(", n.kind, n.style, n.start, n.end, n.text)
	for i, child := range n.children {
		b.WriteString(write(child, values))
		if n.kind == mapping && i%2 == 0 {
			*values -= len(child.text)
		}
	}
	return b.String() + ")"
}
