package frontmatter_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attest/generator/frontmatter"
)

// sameNodes holds what the subset's reader makes of YAML, where it is of the subset, to what the library makes of it.
func sameNodes(t *testing.T, src []byte) (read bool) {
	t.Helper()
	front := frontmatter.Split(src)
	if front.Found {
		src = src[front.Start:front.End]
	}
	if len(frontmatter.CheckText("a.yaml", src)) > 0 {
		return false // no reader of YAML gets it
	}
	subset, library, ok := frontmatter.Nodes(src)
	if ok && subset+"[]" != library {
		t.Errorf("%q:\nsubset  %s\nlibrary %s", src, subset, library)
	}
	return ok
}

func archives(t testing.TB) [][]byte {
	t.Helper()
	var sources [][]byte
	for _, pattern := range []string{"testdata/*.txtar", "../check/testdata/*/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no archives, %v", pattern, err)
		}
		for _, name := range names {
			_, files, err := readArchive(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				sources = append(sources, file.Data)
			}
		}
	}
	return sources
}

func TestSubsetIsReadAsTheLibraryReadsIt(t *testing.T) {
	t.Parallel()
	read := 0
	for _, src := range archives(t) {
		if sameNodes(t, src) {
			read++
		}
	}
	if read == 0 {
		t.Error("nothing is of the subset")
	}
}

// Texts of mappings, lists and values are put together at random; in half of them a few characters are then changed.
func TestSubsetIsReadAsTheLibraryReadsItAtRandom(t *testing.T) {
	t.Parallel()
	y := &randomYAML{rand.New(rand.NewPCG(1, 2))} //nolint:gosec // the same on every run
	read := 0
	for range 50_000 {
		src := []byte(y.mapping(0, 0))
		if y.IntN(2) == 0 {
			for range 1 + y.IntN(3) {
				at := y.IntN(len(src))
				src = slices.Replace(src, at, min(at+y.IntN(3), len(src)), y.one("", " ", "  ", "\n", "\n ", "#", ":", "-", "\"", "'", "[", "]", ",", "a", "\t", "\r")...)
				if len(src) == 0 {
					break
				}
			}
		}
		if sameNodes(t, src) {
			read++
		}
		if t.Failed() {
			break
		}
	}
	if t.Logf("%d are of the subset", read); read < 4_000 {
		t.Errorf("only %d are of the subset", read)
	}
}

// randomYAML makes texts that are YAML more often than not.
type randomYAML struct{ *rand.Rand }

func (y *randomYAML) one(texts ...string) []byte { return []byte(texts[y.IntN(len(texts))]) }

// mapping returns keys of an indentation, the first without it where it follows a dash.
func (y *randomYAML) mapping(indent, depth int) string {
	var b strings.Builder
	for range 1 + y.IntN(4) {
		fmt.Fprintf(&b, "%*s%s:%s", indent, "", y.one("a", "b", "key-a", "북", "1", "_x", "c", "d", "e", "f ", "<<", "\"q\"", "a.b"), y.after(indent, depth))
	}
	return b.String()
}

// after returns what follows a colon.
func (y *randomYAML) after(indent, depth int) string {
	switch n := y.IntN(8); {
	case n == 0 && depth < 3:
		inner := indent + 1 + y.IntN(3)
		return string(y.ending()) + y.mapping(inner, depth+1)
	case n == 1 && depth < 3:
		return string(y.ending()) + y.list(indent+y.IntN(3), depth+1)
	case n == 2:
		items := make([]string, y.IntN(4))
		for i := range items {
			items[i] = string(y.one("", " ")) + y.value() + string(y.one("", "", " "))
		}
		return fmt.Sprintf(" [%s]%s", strings.Join(items, ","), y.ending())
	case n == 4:
		return " " + y.braces(0) + string(y.ending())
	case n == 3:
		return string(y.ending())
	case n == 5:
		text := fmt.Sprintf(" %s\n", y.one(">-", ">", "|", "|-", ">+", "|2", "> ", "> # a"))
		inner := indent + 1 + y.IntN(3)
		for range 1 + y.IntN(3) {
			text += fmt.Sprintf("%*s%s\n", inner, "", y.one("a", "b c", "# d", "e: f", "- g", `"h`, "i"))
		}
		return text + string(y.one("", "", "\n", "  \n", "\n\n", "# a\n", "\n# a\n", "\n a\n"))
	}
	return fmt.Sprintf("%s%s%s", y.one(" ", " ", " ", "  "), y.value(), y.ending())
}

// braces returns keys and values on one line.
func (y *randomYAML) braces(depth int) string {
	items := make([]string, y.IntN(4))
	for i := range items {
		value := y.value()
		if depth < 3 && y.IntN(4) == 0 {
			value = y.braces(depth + 1)
		}
		items[i] = fmt.Sprintf("%s%s:%s%s%s", y.one("", " "), y.one("a", "b-c", "e"), y.one(" ", " ", " ", "  ", ""), value, y.one("", "", " "))
	}
	return string(y.one("{", "{", "[")) + strings.Join(items, ",") + string(y.one("}", "}", "]"))
}

func (y *randomYAML) list(indent, depth int) string {
	var b strings.Builder
	for range 1 + y.IntN(3) {
		dash := string(y.one("- ", "- ", "-   "))
		item := y.value() + string(y.ending())
		switch y.IntN(4) {
		case 0:
			item = y.braces(0) + "\n"
		case 1, 2:
			item = strings.TrimLeft(y.mapping(indent+len(dash), depth+1), " ")
		}
		fmt.Fprintf(&b, "%*s%s%s", indent, "", dash, item)
	}
	return b.String()
}

func (y *randomYAML) value() string {
	if y.IntN(4) > 0 {
		return string(y.one("a", "two words", "2024-05-0X", "북한 é", `"quoted: # text"`, "'it is'", "0.5"))
	}
	return string(y.one("", "'it''s'", `"a \" b"`, "-0044", "https://a.example/b?c=d#e", "a: b", "a:", ":a", "#a", "a #b", "a#b", "~", "null", `a "b" c`, "- a", "-",
		"?", "? a", "|", ">", "&a", "*a", "!a", "%a", "@a", "[", "]", "{}", "<<", `"open`, `'open`, `"a" b`, `"a"#`, "(a)", "...", "---", "a  b", "=", "a,b",
		"a]", "[a]", "$a", "/a", "a - b", "a\u00a0b", "🙂", "a\u2028b"))
}

func (y *randomYAML) ending() []byte {
	return y.one("\n", "\n", "\n", " \n", " # comment\n", "\n\n", "\n  # comment\n", "\n# comment\n", "\n    \n", "#\n")
}

func FuzzSubset(f *testing.F) {
	for _, src := range archives(f) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) { sameNodes(t, src) })
}
