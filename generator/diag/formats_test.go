package diag_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"attest/generator/diag"
)

// hostileList is diagnostics that could break out of a format, with the files they stand in.
func hostileList() (diag.List, func(string) ([]byte, error)) {
	files := map[string]string{
		"content/북한 100%, a:b.md": "---\r\ntitle: 북한 x\r\nsummary: >-\r\n  two\r\n  lines\r\n---\r\n",
		"content/site.yaml":       "title: T\n",
	}
	at := func(file, words string) diag.Span {
		start := strings.Index(files[file], words)
		return diag.At(file, start, start+len(words))
	}
	const hostile = "content/북한 100%, a:b.md"
	list := diag.List{
		{
			Code: "unknown-key", At: at(hostile, "x"), Message: "100% wrong::error file=x::\r\n::set-output name=a::b, c",
			Hint:    "\x1b[31mred\u202e",
			Related: []diag.Related{{At: at("content/site.yaml", "T"), Message: "it is <here> & there"}},
		},
		{Code: "unanswered-dispute", At: at(hostile, "two\r\n  lines"), Message: "over two lines", Level: diag.LevelError},
		{Code: "no-base-url", At: diag.Span{File: "content/site.yaml"}, Message: "at the start"},
		{Code: "bad-file", At: diag.Span{File: "content/gone.md"}, Message: "cannot be read"},
		{Code: "unused-claim", Message: "without a place"},
	}.Resolve(nil)
	return list, func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("it is not there")
	}
}

func TestGitHubIsToldTheLineAndNothingElse(t *testing.T) {
	t.Parallel()
	list, read := hostileList()
	var out strings.Builder
	if err := diag.WriteGitHub(&out, list, "sites/harbour", read); err != nil {
		t.Fatal(err)
	}
	const want = `::warning title=unused-claim::without a place
::error file=sites/harbour/content/gone.md,title=bad-file::cannot be read
::notice file=sites/harbour/content/site.yaml,line=1,col=1,endLine=1,endColumn=1,title=no-base-url::at the start
::error file=sites/harbour/content/북한 100%25%2C a%3Ab.md,line=2,col=11,endLine=2,endColumn=12,title=unknown-key::` +
		`100%25 wrong::error file=x::\x0d\x0a::set-output name=a::b, c%0Ahint: \x1b[31mred\u202e%0A` +
		`sites/harbour/content/site.yaml:1:8: it is <here> & there
::error file=sites/harbour/content/북한 100%25%2C a%3Ab.md,line=4,col=3,endLine=5,title=unanswered-dispute::over two lines
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func TestSARIFIsValidAndSaysWhere(t *testing.T) {
	t.Parallel()
	list, read := hostileList()
	for name, test := range map[string]struct {
		list diag.List
		opt  diag.SARIFOptions
	}{
		"problems": {list, diag.SARIFOptions{
			Folder: "sites/harbour", Version: "v1.2.3", Help: func(code string) diag.Markdown { return diag.Markdown("**" + code + "**") },
		}},
		"nothing": {diag.List{}, diag.SARIFOptions{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := diag.WriteSARIF(&out, test.list, read, test.opt); err != nil {
				t.Fatal(err)
			}
			validSARIF(t, out.Bytes())
			golden(t, "testdata/"+name+".sarif", out.Bytes())
		})
	}
}

// validSARIF holds a log against the schema that OASIS publishes.
func validSARIF(t *testing.T, log []byte) {
	t.Helper()
	src, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("the log is not valid: %v", err)
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{}}}); err == nil {
		t.Error("the schema takes anything")
	}
}

func TestProblemsAreWrittenWithTheirPlaces(t *testing.T) {
	t.Parallel()
	list, read := hostileList()
	got, err := json.MarshalIndent(diag.Problems(list, read), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/problems.json", append(got, '\n'))
}

func TestTextLeavesOutWhatIsOnlyWorthKnowingManyTimes(t *testing.T) {
	t.Parallel()
	var list diag.List
	for i := range 5 {
		list = append(list, diag.Diagnostic{Code: "ungraded", At: diag.At("a.md", i, i), Message: "no grade"})
	}
	list = append(list, diag.Diagnostic{Code: "unused-claim", Message: "one"}, diag.Diagnostic{Code: "unused-claim", Message: "two"})
	list = append(list, diag.Diagnostic{Code: "long-quote", At: diag.At("b.md", 0, 0), Message: "long"})
	var out strings.Builder
	nothing := func(string) ([]byte, error) { return nil, errors.New("no") }
	if err := diag.WriteText(&out, list.Resolve(nil), nothing, diag.TextOptions{Infos: 2}); err != nil {
		t.Fatal(err)
	}
	const want = `warning[unused-claim]: one
warning[unused-claim]: two
a.md: info[ungraded]: no grade
a.md: info[ungraded]: no grade
b.md: info[long-quote]: long
info[ungraded]: 3 more are not shown
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestNoFormatForPeopleHoldsWhatSteersATerminal holds for names of files too, which are anybody's.
func TestNoFormatForPeopleHoldsWhatSteersATerminal(t *testing.T) {
	t.Parallel()
	const hostile = "\x1b[31m\u009b\u061c\u200e\u202e\u2066\r\u2028"
	list := diag.List{{
		Code: "bad-file", At: diag.At("content/"+hostile+".md", 0, 1), Message: hostile, Hint: hostile,
		Related: []diag.Related{{At: diag.At("content/"+hostile, 0, 1), Message: hostile}},
	}}.Resolve(nil)
	read := func(string) ([]byte, error) { return []byte(hostile), nil }
	var text, github strings.Builder
	if err := errors.Join(diag.WriteText(&text, list, read, diag.TextOptions{}), diag.WriteGitHub(&github, list, hostile, read)); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{"text": text.String(), "github": github.String()} {
		for _, r := range hostile {
			if (r < ' ' || r > '~') && strings.ContainsRune(out, r) {
				t.Errorf("%s holds %U: %q", name, r, out)
			}
		}
	}
}
