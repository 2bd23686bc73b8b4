package theme

import (
	"bytes"
	"errors"
	"html/template"
	"text/template/parse"
)

// Limits of a page: a template that goes beyond them does not come to an end.
const (
	maxPage  = 256 << 20 // bytes
	maxDepth = 5000      // calls of a template within itself, as a derivation tree needs them
)

var (
	errPageSize = errors.New("the page grows without end")
	errDepth    = errors.New("the template calls itself without end")
)

func isEndless(err error) bool { return errors.Is(err, errPageSize) || errors.Is(err, errDepth) }

// A call by which a template can come back to itself stands between two marks, which limited counts and takes out. text/template has
// a limit of its own, at which a page has taken seconds and gigabytes.
var enter, leave = []byte{0, '('}, []byte{0, ')'}

// limited is a writer that refuses to go on for ever.
type limited struct {
	to    *bytes.Buffer
	left  int
	depth int
}

func (l *limited) Write(p []byte) (int, error) {
	if isMark(p) {
		if p[1] == leave[1] {
			l.depth--
		} else if l.depth++; l.depth > maxDepth {
			return 0, errDepth
		}
		return len(p), nil
	}
	if l.left -= len(p); l.left < 0 {
		return 0, errPageSize
	}
	return l.to.Write(p)
}

func isMark(p []byte) bool {
	return len(p) == len(enter) && p[0] == 0 && (p[1] == enter[1] || p[1] == leave[1])
}

// calls returns the calls of other templates in t, in the order of the text.
func calls(t *template.Template) []*parse.TemplateNode {
	var out []*parse.TemplateNode
	walk(t, func(list *parse.ListNode) {
		for _, n := range list.Nodes {
			if call, ok := n.(*parse.TemplateNode); ok {
				out = append(out, call)
			}
		}
	})
	return out
}

// markRecursion puts the marks around each call in t for which recursive says so.
func markRecursion(t *template.Template, recursive func(*parse.TemplateNode) bool) {
	walk(t, func(list *parse.ListNode) {
		var nodes []parse.Node
		for _, n := range list.Nodes {
			if call, ok := n.(*parse.TemplateNode); ok && recursive(call) {
				nodes = append(nodes, &parse.TextNode{NodeType: parse.NodeText, Pos: n.Position(), Text: enter}, n,
					&parse.TextNode{NodeType: parse.NodeText, Pos: n.Position(), Text: leave})
				continue
			}
			nodes = append(nodes, n)
		}
		list.Nodes = nodes
	})
}

// walk visits the lists of nodes of a template, the outer before the inner.
func walk(t *template.Template, visit func(*parse.ListNode)) {
	var list func(*parse.ListNode)
	list = func(l *parse.ListNode) {
		if l == nil {
			return
		}
		visit(l)
		for _, n := range l.Nodes {
			switch n := n.(type) {
			case *parse.IfNode:
				list(n.List)
				list(n.ElseList)
			case *parse.RangeNode:
				list(n.List)
				list(n.ElseList)
			case *parse.WithNode:
				list(n.List)
				list(n.ElseList)
			}
		}
	}
	if t.Tree != nil {
		list(t.Tree.Root)
	}
}

// reaches reports whether the template calls the other, itself or through templates that it calls. seen is what has been looked at.
func (t *Theme) reaches(name, other string, seen map[string]bool) bool {
	if seen[name] {
		return false
	}
	seen[name] = true
	for _, call := range t.calls[name] {
		if call.Name == other || t.reaches(call.Name, other, seen) {
			return true
		}
	}
	return false
}
