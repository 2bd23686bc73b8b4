package check_test

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"attest/generator/check"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/site"
)

var update = flag.Bool("update", false, "rewrite what the cases want")

// TestEachRuleFindsWhatItsCasesSay runs the cases of every rule, each a site and the problems of that rule, and fails for a rule
// without a bad case, a clean one or a section in the documentation.
func TestEachRuleFindsWhatItsCasesSay(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range check.Rules() {
		if !strings.Contains(string(page), "\n### `"+rule.Code+"`\n") {
			t.Errorf("docs/checks.md has no section on %s", rule.Code)
		}
		files, err := filepath.Glob(filepath.Join("testdata", rule.Code, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		bad, clean := 0, 0
		for _, file := range files {
			t.Run(filepath.ToSlash(file), func(t *testing.T) {
				if want := run(t, rule.Code, file); want == "" {
					clean++
				} else {
					bad++
				}
			})
		}
		if bad == 0 || clean == 0 {
			t.Errorf("%s has %d bad and %d clean cases in testdata/%[1]s, and needs one of each", rule.Code, bad, clean)
		}
	}
}

func TestRulesAreSortedAndRegistered(t *testing.T) {
	t.Parallel()
	codes := diag.Codes()
	for i, rule := range check.Rules() {
		if i > 0 && check.Rules()[i-1].Code >= rule.Code {
			t.Errorf("%s stands out of order", rule.Code)
		}
		if !slices.ContainsFunc(codes, func(c diag.Code) bool { return c.Name == rule.Code }) {
			t.Errorf("%s is not a code of package diag", rule.Code)
		}
	}
}

// day is that of the cases.
var day = edtf.Day{Year: 2026, Month: 7, Day: 1}

// run checks the site of a case and returns what its section want holds.
func run(t *testing.T, code, file string) string {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fsys, want := fstest.MapFS{}, -1
	for i, f := range archive.Files {
		if f.Name == "want" {
			want = i
			continue
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	if want < 0 {
		t.Fatalf("%s has no section want", file)
	}
	read, problems, err := content.Read(context.Background(), fsys, content.Options{Day: day})
	if err != nil {
		t.Fatal(err)
	}
	linked, files := site.Link(nil, read)
	problems = append(problems, linked.Problems()...)
	found := check.Documents(linked, files, day)
	broken := problems.Resolve(nil).Failed()
	var grades check.Grades
	for _, f := range found {
		problems = append(problems, f.Problems...)
		if !broken {
			problems = append(problems, f.Orphans...)
		}
		grades.Add(f.Grades, 1)
	}
	problems = append(problems, check.Site(linked, grades)...)
	all := problems.Resolve(linked.Settings.Checks)
	problems = slices.DeleteFunc(problems.Resolve(linked.Settings.Checks), func(d diag.Diagnostic) bool { return d.Code != code })
	var got strings.Builder
	readFile := func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }
	if err := diag.WriteText(&got, problems, readFile, diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if len(problems) == 0 && all.Failed() && filepath.Base(file) != "broken.txtar" {
		t.Errorf("the case is not clean, as there are other errors, which may be why nothing is found: %+v", all)
	}
	if *update {
		archive.Files[want].Data = []byte(got.String())
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(archive.Files[want].Data), got.String()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	return string(archive.Files[want].Data)
}

// TestThePageSaysWhatCanBeSetAsideWhere holds the table in the documentation against what rules look at. Those of a briefing look at its claims
// or, as time-travel does, at what they rest on.
func TestThePageSaysWhatCanBeSetAsideWhere(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	row := func(on string) string {
		_, rest, _ := strings.Cut(string(page), "\n| "+on+" | ")
		line, _, _ := strings.Cut(rest, "\n")
		return line
	}
	claim, source, actor := row("a claim"), row("a source"), row("an actor")
	for _, rule := range check.Rules() {
		for _, it := range []struct {
			row string
			is  bool
		}{
			{claim, rule.Claim != nil || rule.Briefing != nil},
			{source, rule.Source != nil || rule.Code == "quote-unchecked" || rule.Code == "retracted-source"},
			{actor, rule.Actor != nil},
		} {
			if strings.Contains(it.row, "`"+rule.Code+"`") != it.is {
				t.Errorf("of %s, this is said: %s", rule.Code, it.row)
			}
		}
	}
}
