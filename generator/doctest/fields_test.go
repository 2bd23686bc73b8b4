package doctest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/edtf"
)

// fieldSections are the sections of docs/content.md that list fields, with the tables of package frontmatter that they are of.
var fieldSections = map[string][]string{
	"Fields of a briefing":     {"briefingObject"},
	"Fields of a claim":        {"claimObject"},
	"Fields of evidence":       {"evidenceObject"},
	"Fields of a source":       {"sourceObject", "sourceFields"},
	"Fields of an actor":       {"actorObject"},
	"Fields of an event":       {"eventObject"},
	"Fields of a page":         {"pageObject", "pageFields"},
	"Fields of site.yaml":      {"settingsObject"},
	"Translation":              {"translationObject"},
	"Basis of confidence":      {"confidenceObject"},
	"Relation between claims":  {"claimRelationObject"},
	"Review":                   {"reviewObject"},
	"Correction":               {"correctionObject"},
	"Exception to a rule":      {"ignoreObject"},
	"Descriptor":               {"descriptorObject"},
	"Archived copy":            {"archivedObject"},
	"Snapshot":                 {"snapshotObject"},
	"Retraction":               {"retractionObject"},
	"Role":                     {"roleObject"},
	"Relation between actors":  {"actorRelationObject"},
	"Image":                    {"imageObject"},
	"Place":                    {"locationObject"},
	"Menu entry":               {"menuObject"},
	"Settings of the timeline": {"timelineObject"},
	"Settings of the feeds":    {"feedsObject"},
}

var (
	fieldRow = regexp.MustCompile("(?m)^\\| `(\\w+)`( \\*)? \\|")
	dateRow  = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|")
)

// field is a key of an object and whether the object needs it.
type field struct {
	Name   string
	Needed bool
}

// TestContentPageListsTheFieldsThatAreRead holds the lists of fields to the tables from which front matter is read.
func TestContentPageListsTheFieldsThatAreRead(t *testing.T) {
	tables := fieldTables(t)
	p := read(t, "docs/content.md")
	documented := make(map[string]bool)
	for title, names := range fieldSections {
		var want, got []field
		for _, name := range names {
			if tables[name] == nil {
				t.Errorf("package frontmatter has no table %s", name)
			}
			want = append(want, tables[name]...)
			documented[name] = true
		}
		text := p.section(t, title)
		if i := strings.Index(text, "\n#"); i >= 0 {
			text = text[:i]
		}
		for _, m := range fieldRow.FindAllStringSubmatch(text, -1) {
			got = append(got, field{m[1], m[2] != ""})
		}
		byName := func(a, b field) int { return strings.Compare(a.Name, b.Name) }
		slices.SortFunc(want, byName)
		slices.SortFunc(got, byName)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("docs/content.md, %q: the fields that are read (-) are not those listed (+):\n%s", title, diff)
		}
	}
	for name := range tables {
		if !documented[name] && name != "overrideObject" && name != "frontPageObject" {
			t.Errorf("docs/content.md has no section for the fields of %s", name)
		}
	}
}

// fieldTables reads the tables of keys from the source of package frontmatter.
func fieldTables(t *testing.T) map[string][]field {
	t.Helper()
	files, err := fs.Glob(repo(), "generator/frontmatter/*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]field)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				if name := v.Names[0].Name; strings.HasSuffix(name, "Object") || name == "sourceFields" || name == "pageFields" {
					out[name] = keysIn(v)
				}
			}
		}
	}
	return out
}

func keysIn(n ast.Node) []field {
	var keys []field
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		maker, ok := call.Fun.(*ast.Ident)
		if !ok || !slices.Contains([]string{"key", "needed", "hold", "nested"}, maker.Name) {
			return true
		}
		if name, ok := call.Args[0].(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(name.Value)
			keys = append(keys, field{text, maker.Name == "needed"})
		}
		return true
	})
	return keys
}

// TestDatesAreWordedAsThePageSays reads the table of dates.
func TestDatesAreWordedAsThePageSays(t *testing.T) {
	rows := dateRow.FindAllStringSubmatch(read(t, "docs/content.md").section(t, "Dates"), -1)
	if len(rows) < 10 {
		t.Fatalf("docs/content.md has only %d dates", len(rows))
	}
	for _, row := range rows {
		d, err := edtf.Parse(row[1])
		if err != nil {
			t.Errorf("docs/content.md: %q: %v", row[1], err)
			continue
		}
		if d.Words() != strings.TrimSpace(row[2]) {
			t.Errorf("docs/content.md says that %q is worded %q, but it is %q", row[1], row[2], d.Words())
		}
	}
}

// TestFlagsAreDocumented holds docs/commands.md to the fields of the command line.
func TestFlagsAreDocumented(t *testing.T) {
	files, err := fs.Glob(repo(), "generator/cmd/attest/*.go")
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, "docs/commands.md")
	text := strings.Join(p.lines, "\n")
	flags := 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			f, ok := n.(*ast.Field)
			if !ok || f.Tag == nil || len(f.Names) == 0 {
				return true
			}
			raw, _ := strconv.Unquote(f.Tag.Value)
			tag := reflect.StructTag(raw)
			if _, isArgument := tag.Lookup("arg"); isArgument || tag.Get("help") == "" {
				return true
			}
			flags++
			name := tag.Get("name")
			if name == "" {
				name = strings.ToLower(f.Names[0].Name)
			}
			want := "`--" + name
			if _, isCommand := tag.Lookup("cmd"); isCommand {
				want = "## `attest " + name
			} else if short := tag.Get("short"); short != "" {
				want = "`-" + short + "`, " + want
			}
			if !strings.Contains(text, want) {
				t.Errorf("docs/commands.md does not say %s", want)
			}
			return true
		})
	}
	if flags < 10 {
		t.Errorf("only %d commands and flags were found", flags)
	}
}
