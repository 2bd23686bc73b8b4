package doctest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attest/generator/diag"
)

// withoutExample are the codes whose cause cannot be written as lines of text, would be too long for a page, or is not looked for yet.
var withoutExample = []string{
	"bad-config", "bad-encoding", "bad-file", "dead-link", "diagonal-grades", "outside-site", "plain-code", "skipped-file", "too-large",
}

const checksPage = "docs/checks.md"

// TestEveryCodeHasASection also holds its level and title to the registry.
func TestEveryCodeHasASection(t *testing.T) {
	var want, got []string
	var list strings.Builder
	list.WriteString("| code | level | what it says |\n|---|---|---|\n")
	for _, c := range diag.Codes() {
		want = append(want, c.Name)
		fmt.Fprintf(&list, "| [`%s`](#%s) | %s | %s |\n", c.Name, c.Name, c.Level, escaped(c.Title))
	}
	p := read(t, checksPage)
	for i, line := range p.lines {
		name, ok := strings.CutPrefix(line, "### `")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, "`")
		got = append(got, name)
		if i := slices.IndexFunc(diag.Codes(), func(c diag.Code) bool { return c.Name == name }); i < 0 {
			t.Errorf("%s has a section on %q, which is no code", checksPage, name)
		}
		if !slices.Contains(withoutExample, name) && !slices.ContainsFunc(p.blocks, func(b block) bool { return b.section == name && b.lang == "diff" }) {
			t.Errorf("%s:%d: the section on %q has no example", checksPage, i+1, name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s has no section on %q", checksPage, name)
		}
	}
	if !slices.IsSorted(got) {
		t.Errorf("the sections of %s are not sorted by code", checksPage)
	}
	hold(t, checksPage, "codes", list.String())
}

// TestExamplesOfCodesAreTrue runs the examples: with the lines marked - there is the problem and it is printed as the page says, with
// the lines marked + there is none.
func TestExamplesOfCodesAreTrue(t *testing.T) {
	p := read(t, checksPage)
	type example struct {
		wrong, mended map[string]string
		printed       *block
	}
	examples := make(map[string]*example)
	var order []string
	for i, b := range p.blocks {
		e := examples[b.section]
		if e == nil && b.lang == "diff" {
			e = &example{wrong: map[string]string{}, mended: map[string]string{}}
			examples[b.section], order = e, append(order, b.section)
		}
		switch {
		case b.lang == "diff" && b.file == "":
			t.Errorf("%s:%d: the example of %q does not say which file it is", checksPage, b.line, b.section)
		case b.lang == "diff":
			e.wrong[b.file], e.mended[b.file] = sides(b.text)
			if e.wrong[b.file] == "" {
				delete(e.wrong, b.file)
			}
			if e.mended[b.file] == "" {
				delete(e.mended, b.file)
			}
		case b.lang == "text" && e != nil:
			e.printed = &p.blocks[i]
		}
	}
	for _, code := range slices.Backward(order) { // from the end, so that an update moves no line that is still to be written
		e := examples[code]
		found, printed := checked(t, e.wrong)
		if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == code }) {
			t.Errorf("%s: the example of %q has not that problem, but:\n%s", checksPage, code, printed)
		}
		others := func(d diag.Diagnostic) bool { return d.Code != code && !strings.HasPrefix(d.Code, "orphan-") } // an example is cut short
		if slices.ContainsFunc(serious(found), others) {
			t.Errorf("%s: the example of %q has other problems too:\n%s", checksPage, code, printed)
		}
		mended, left := checked(t, e.mended)
		if slices.ContainsFunc(serious(mended), others) || slices.ContainsFunc(mended, func(d diag.Diagnostic) bool { return d.Code == code }) {
			t.Errorf("%s: the example of %q is not mended:\n%s", checksPage, code, left)
		}
		switch {
		case e.printed == nil:
			t.Errorf("%s: the section on %q does not say what is printed:\n%s", checksPage, code, printed)
		case e.printed.text != onlyOf(printed, code) && *update:
			p.lines = slices.Replace(p.lines, e.printed.line, e.printed.end, strings.Split(strings.TrimSuffix(onlyOf(printed, code), "\n"), "\n")...)
		case e.printed.text != onlyOf(printed, code):
			t.Errorf("%s:%d: attest prints of %q (or run go test ./generator/doctest -update):\n%s", checksPage, e.printed.line, code, onlyOf(printed, code))
		}
	}
	if *update {
		if err := os.WriteFile(filepath.Join(root, checksPage), []byte(strings.Join(p.lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sides returns the text before and after a change.
func sides(diff string) (before, after string) {
	for line := range strings.Lines(diff) {
		if line == "\n" {
			line = " \n"
		}
		switch line[0] {
		case '-':
			before += line[1:]
		case '+':
			after += line[1:]
		default:
			before += line[1:]
			after += line[1:]
		}
	}
	return before, after
}

// onlyOf returns what is printed of one code: what is merely worth knowing, such as a missing base_url, is not the example's matter.
func onlyOf(printed, code string) string {
	out, keep := "", false
	for line := range strings.Lines(printed) {
		if !strings.HasPrefix(line, "  ") {
			keep = strings.Contains(line, "["+code+"]")
		}
		if keep {
			out += line
		}
	}
	return out
}
