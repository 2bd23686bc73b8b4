package doctest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// viewType is a type of generator/theme/view.go.
type viewType struct {
	name, doc string
	fields    []viewField
}

type viewField struct{ name, typ, doc string }

var fills = regexp.MustCompile(`^(\w+) fills (\w+)\.html`)

// TestTemplatesPageIsOfTheViews holds docs/templates.md to the types that templates get.
func TestTemplatesPageIsOfTheViews(t *testing.T) {
	types := views(t)
	byTemplate := make(map[string]viewType)
	for _, v := range types {
		if m := fills.FindStringSubmatch(v.doc); m != nil {
			byTemplate[m[2]] = v
		}
	}
	templates, err := fs.Glob(repo(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	var list, all strings.Builder
	list.WriteString("| template | gets |\n|---|---|\n")
	for _, file := range templates {
		name := strings.TrimSuffix(path.Base(file), ".html")
		v, ok := byTemplate[name]
		if !ok {
			t.Errorf("%s: no view says that it fills this template", file)
			continue
		}
		fmt.Fprintf(&list, "| `%s` | [`%s`](#%s) |\n", file, v.name, strings.ToLower(v.name))
	}
	known := make(map[string]bool)
	for _, v := range types {
		known[v.name] = true
	}
	for _, v := range types {
		fmt.Fprintf(&all, "### %s\n\n%s\n\n", v.name, v.doc)
		if len(v.fields) == 0 {
			continue
		}
		all.WriteString("| field | type | what it holds |\n|---|---|---|\n")
		for _, f := range v.fields {
			fmt.Fprintf(&all, "| `.%s` | %s | %s |\n", f.name, linkType(f.typ, known), escaped(f.doc))
		}
		all.WriteString("\n")
	}
	hold(t, "docs/templates.md", "templates", list.String())
	hold(t, "docs/templates.md", "views", all.String())
}

// TestEveryPartialIsDocumented holds the list of partial templates to the files.
func TestEveryPartialIsDocumented(t *testing.T) {
	files, err := fs.Glob(repo(), "templates/partials/*.html")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, file := range files {
		want = append(want, path.Base(file))
	}
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([\\w-]+\\.html)` \\|").FindAllStringSubmatch(read(t, "docs/templates.md").section(t, "Partial templates"), -1) {
		got = append(got, m[1])
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("docs/templates.md names the partial templates\n%v\nbut there are\n%v", got, want)
	}
}

// linkType shows a Go type as code, with a link where it is one of the views.
func linkType(typ string, known map[string]bool) string {
	bare := strings.TrimLeft(typ, "[]*")
	if known[bare] {
		return fmt.Sprintf("[`%s`](#%s)", typ, strings.ToLower(bare))
	}
	return "`" + typ + "`"
}

func views(t *testing.T) []viewType {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, filepath.Join(root, "generator/theme/view.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var out []viewType
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		for _, spec := range gen.Specs {
			ts := spec.(*ast.TypeSpec)
			st, ok := ts.Type.(*ast.StructType)
			if !ok || !ts.Name.IsExported() {
				continue
			}
			v := viewType{name: ts.Name.Name, doc: words(gen.Doc, ts.Doc)}
			for _, f := range st.Fields.List {
				for _, name := range f.Names {
					v.fields = append(v.fields, viewField{name.Name, typeWords(f.Type), words(f.Comment, f.Doc)})
				}
			}
			out = append(out, v)
		}
	}
	return out
}

func words(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if text := strings.Join(strings.Fields(g.Text()), " "); text != "" {
			return strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(text)
		}
	}
	return ""
}

func typeWords(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.ArrayType:
		return "[]" + typeWords(e.Elt)
	case *ast.StarExpr:
		return "*" + typeWords(e.X)
	case *ast.SelectorExpr:
		return typeWords(e.X) + "." + e.Sel.Name
	}
	return "any"
}
