package theme

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// escaperPrefix begins the names of the functions that html/template puts into a template.
const escaperPrefix = "_html_template_"

// learn makes a program of a template that html/template has just executed, which means that it has escaped it and what it calls.
func (t *Theme) learn(name string) {
	t.compiling.Lock()
	defer t.compiling.Unlock()
	if p := t.program(name); p != nil {
		t.programs.Store(name, p)
	}
}

// program returns the program of a template, and nil if there is no such template. Templates that call each other share theirs.
func (t *Theme) program(name string) *program {
	if p, ok := t.compiled[name]; ok {
		return p
	}
	tree := t.trees[name]
	if tree == nil || tree.Root == nil {
		return nil
	}
	p := new(program)
	t.compiled[name] = p // before its body is made, since it may call itself
	c := compiler{theme: t}
	c.declare("$")
	p.body = c.list(tree.Root)
	p.vars = c.most
	return p
}

// compiler makes the steps of one template.
type compiler struct {
	theme *Theme
	scope []string // the variables that can be seen, by their place
	most  int      // how many of them there were at most
}

func (c *compiler) declare(name string) (place int) {
	c.scope = append(c.scope, name)
	c.most = max(c.most, len(c.scope))
	return len(c.scope) - 1
}

// place returns that of the innermost variable of the name; -1 if there is none.
func (c *compiler) place(name string) int {
	for i, v := range slices.Backward(c.scope) {
		if v == name {
			return i
		}
	}
	return -1
}

// list makes the steps of a list, of which what it declares is not seen afterwards. Texts that meet become one.
func (c *compiler) list(l *parse.ListNode) steps {
	if l == nil {
		return nil
	}
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	var out steps
	for _, n := range l.Nodes {
		next := c.step(n)
		if now, ok := next.(text); ok && len(out) > 0 {
			if before, ok := out[len(out)-1].(text); ok {
				out[len(out)-1] = before + now
				continue
			}
		}
		out = append(out, next)
	}
	return out
}

func (c *compiler) step(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		if isMark(n.Text) {
			return text("") // a run counts its calls itself
		}
		return text(n.Text)
	case *parse.CommentNode:
		return text("")
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.IfNode:
		return c.branch(&n.BranchNode)
	case *parse.WithNode:
		return c.branch(&n.BranchNode)
	case *parse.RangeNode:
		return c.loop(n)
	case *parse.TemplateNode:
		dot := expr(literal{})
		if n.Pipe != nil {
			dot = c.pipeline(n.Pipe)
		}
		if p := c.theme.program(n.Name); p != nil {
			return &include{p, dot}
		}
	case *parse.BreakNode:
		return leap{errBreak}
	case *parse.ContinueNode:
		return leap{errContinue}
	}
	return leap{errAside}
}

// action makes a step of a pipeline: its last commands are the escapers of its place.
func (c *compiler) action(p *parse.PipeNode) step {
	if len(p.Decl) > 0 {
		return set{c.pipeline(p)}
	}
	commands, names := p.Cmds, []string(nil)
	for len(commands) > 0 && strings.HasPrefix(functionName(commands[len(commands)-1]), escaperPrefix) {
		last := len(commands) - 1
		names = append(names, strings.TrimPrefix(functionName(commands[last]), escaperPrefix))
		commands = commands[:last]
	}
	slices.Reverse(names)
	as := escapers[strings.Join(names, "|")]
	if len(names) == 0 && len(commands) > 0 {
		switch functionName(commands[len(commands)-1]) {
		case "html", "urlquery":
			as = escaped
		}
	}
	if as == nil || len(commands) == 0 {
		return leap{errAside}
	}
	s := &show{c.commands(commands), as}
	if _, ok := s.value.(literal); ok {
		var r run
		if err := s.do(&r, reflect.Value{}); err == nil {
			return text(r.out)
		}
	}
	return s
}

// functionName returns the name of the function that a command calls; empty where it calls none.
func functionName(cmd *parse.CommandNode) string {
	if id, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return id.Ident
	}
	return ""
}

func (c *compiler) branch(n *parse.BranchNode) step {
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	return &branch{on: c.pipeline(n.Pipe), with: n.NodeType == parse.NodeWith, then: c.list(n.List), none: c.list(n.ElseList)}
}

func (c *compiler) loop(n *parse.RangeNode) step {
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	l := &loop{over: c.pipeline(n.Pipe), key: -1, element: -1}
	if a, ok := l.over.(*assignment); ok {
		l.element = a.to[len(a.to)-1]
		if len(a.to) > 1 {
			l.key = a.to[0]
		}
	}
	l.body, l.none = c.list(n.List), c.list(n.ElseList)
	return l
}

// pipeline makes an expression of a pipeline, with the variables that it sets.
func (c *compiler) pipeline(p *parse.PipeNode) expr {
	value := c.commands(p.Cmds)
	if len(p.Decl) == 0 {
		return value
	}
	a := &assignment{value: value}
	for _, v := range p.Decl {
		place := -1
		if p.IsAssign {
			place = c.place(v.Ident[0])
		} else {
			place = c.declare(v.Ident[0])
		}
		if place < 0 {
			return aside{}
		}
		a.to = append(a.to, place)
	}
	return a
}

// commands makes an expression of the commands of a pipeline: each but the first gets the value of the one before it as its last
// argument.
func (c *compiler) commands(cmds []*parse.CommandNode) expr {
	var value expr
	for i, cmd := range cmds {
		name := functionName(cmd)
		switch {
		case name != "":
			args := make([]expr, 0, len(cmd.Args))
			for _, arg := range cmd.Args[1:] {
				args = append(args, c.argument(arg))
			}
			if i > 0 {
				args = append(args, value)
			}
			if i > 0 && (name == "and" || name == "or") {
				return aside{} // which have evaluated what comes from the pipeline even where they do not ask for it
			}
			value = c.theme.function(name, args)
		case i > 0 || len(cmd.Args) > 1:
			return aside{} // a method, or not a function
		default:
			value = c.argument(cmd.Args[0])
		}
		if _, ok := value.(literal); !ok {
			value = command{value}
		}
	}
	return value
}

// argument makes an expression of one word of a command.
func (c *compiler) argument(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot{}
	case *parse.FieldNode:
		return newChain(dot{}, n.Ident)
	case *parse.VariableNode:
		if place := c.place(n.Ident[0]); place >= 0 {
			return newChain(variable(place), n.Ident[1:])
		}
	case *parse.ChainNode:
		if p, ok := n.Node.(*parse.PipeNode); ok && len(p.Decl) == 0 {
			return newChain(c.commands(p.Cmds), n.Field)
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.commands(n.Cmds)
		}
	case *parse.StringNode:
		return literal{reflect.ValueOf(n.Text)}
	case *parse.BoolNode:
		return literal{reflect.ValueOf(n.True)}
	case *parse.NumberNode:
		if n.IsInt && strings.Trim(n.Text, "0123456789") == "" { // of other forms the type is not so plain
			return literal{reflect.ValueOf(int(n.Int64))}
		}
	}
	return aside{}
}

func newChain(from expr, names []string) expr {
	if len(names) == 0 {
		return from
	}
	ch := &chain{from: from}
	for _, name := range names {
		ch.fields = append(ch.fields, newField(name))
	}
	return ch
}
