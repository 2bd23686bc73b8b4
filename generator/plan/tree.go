package plan

import (
	"attest/generator/site"
	"attest/generator/theme"
)

// maxTree is how many sources a derivation tree shows before it is cut.
const maxTree = 200

// branch is a source in a derivation tree before it is shown.
type branch struct {
	source   *site.Source
	repeated bool // it stands elsewhere in the tree, with what follows from it
	cut      bool // there was no room for what follows from it
	branches []*branch
}

// tree follows derivation in one direction, breadth first, so that what is cut from a very large tree is what is farthest away. A
// source that was reached already is named again but not followed, and one that is not public is never followed, as what it derives
// from would say what it is.
func (pg page) tree(s *site.Source, next func(*site.Source) []*site.Source) []theme.TreeNode {
	if !s.Public() {
		return nil
	}
	top := &branch{source: s}
	reached := map[*site.Source]bool{s: true}
	for queue := []*branch{top}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if !at.source.Public() {
			continue
		}
		following := next(at.source)
		if at != top && len(reached)+len(following) > maxTree {
			at.cut = len(following) > 0
			continue
		}
		for _, other := range following {
			b := &branch{source: other, repeated: reached[other]}
			at.branches = append(at.branches, b)
			if !b.repeated {
				reached[other] = true
				queue = append(queue, b)
			}
		}
	}
	return pg.nodes(top)
}

func (pg page) nodes(of *branch) []theme.TreeNode {
	var nodes []theme.TreeNode
	for _, b := range of.branches {
		node := theme.TreeNode{Source: pg.to(b.source), Retracted: b.source.Retracted.Stated, Repeated: b.repeated, Cut: b.cut, Nodes: pg.nodes(b)}
		if b.source.Public() {
			node.Origin = pg.lang.Term("origin", string(b.source.Origin))
		}
		nodes = append(nodes, node)
	}
	return nodes
}

// children are the sources that derive from one, as far as they may be known to.
func (pg page) children(s *site.Source) []*site.Source {
	var public []*site.Source
	for _, child := range pg.read.Children(s) {
		if child.Public() {
			public = append(public, child)
		}
	}
	return public
}
