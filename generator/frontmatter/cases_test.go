package frontmatter_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/frontmatter"
)

var update = flag.Bool("update", false, "write the diagnostics found to testdata")

// TestProblemsStandAtTheirPlaces reads each input of testdata/*.txtar, whose name says what it is, and compares what is reported with
// the file "want" beside it.
func TestProblemsStandAtTheirPlaces(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			comment, files, err := readArchive(name)
			if err != nil {
				t.Fatal(err)
			}
			var out []archived
			for i, file := range files {
				if path.Base(file.Name) == "want" {
					continue
				}
				got := []byte(show(file.Data, problems(file.Name, file.Data)))
				want := archived{Name: path.Dir(file.Name) + "/want", Data: got}
				out = append(out, file, want)
				if *update {
					continue
				}
				if i+1 == len(files) || files[i+1].Name != want.Name {
					t.Errorf("%s: no %s follows", file.Name, want.Name)
				} else if d := cmp.Diff(string(files[i+1].Data), string(got)); d != "" {
					t.Errorf("%s (-want +got):\n%s", file.Name, d)
				}
			}
			if *update {
				if err := os.WriteFile(name, format(comment, out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// archived is a file of a txtar archive.
type archived struct {
	Name string
	Data []byte
}

// readArchive reads the txtar format: a comment, then files, each after a line "-- name --".
func readArchive(name string) (comment string, files []archived, err error) {
	data, err := os.ReadFile(name)
	for line := range strings.Lines(string(data)) {
		marker, isMarker := strings.CutPrefix(strings.TrimSuffix(line, " --\n"), "-- ")
		switch {
		case isMarker && strings.HasSuffix(line, " --\n"):
			files = append(files, archived{Name: marker})
		case files == nil:
			comment += line
		default:
			last := &files[len(files)-1]
			last.Data = append(last.Data, line...)
		}
	}
	return comment, files, err
}

func format(comment string, files []archived) []byte {
	b := []byte(comment)
	for _, f := range files {
		b = fmt.Appendf(b, "-- %s --\n%s", f.Name, f.Data)
	}
	return b
}

// problems reads a file with the function for its name.
func problems(name string, src []byte) diag.List {
	const id = "this"
	var list diag.List
	switch base := path.Base(name); base {
	case "briefing.md":
		_, _, list = frontmatter.Briefing(base, id, src)
	case "actor.md":
		_, _, list = frontmatter.Actor(base, id, src)
	case "source.md":
		_, _, list = frontmatter.Source(base, id, src)
	case "event.md":
		_, _, list = frontmatter.Event(base, id, src)
	case "page.md":
		_, _, list = frontmatter.Page(base, id, src)
	case "index.md":
		_, _, list = frontmatter.Page(base, "index", src)
	case "override.md":
		_, _, list = frontmatter.Override(&brief.Source{Header: brief.Header{ID: id}, Title: "Title"}, base, src)
	case "site.yaml":
		_, list = frontmatter.Settings(base, src)
	case "items.json":
		_, list = frontmatter.CSL(base, src)
	default:
		panic("no reader for " + name)
	}
	return list.Resolve(nil)
}

// show writes problems as the wanted files have them: place, code and message; then the text at the place, the hint, other places.
func show(src []byte, list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s %s %s\n", place(src, int(d.At.Start)), d.Code, d.Message)
		fmt.Fprintf(&b, "  at: %q\n", src[d.At.Start:d.At.End])
		if d.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", d.Hint)
		}
		for _, other := range d.Related {
			fmt.Fprintf(&b, "  also: %s %s\n", place(src, int(other.At.Start)), other.Message)
		}
	}
	return b.String()
}

// place returns line and column, counted in characters from 1.
func place(src []byte, offset int) string {
	before := bytes.ReplaceAll(bytes.ReplaceAll(src[:offset], []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return fmt.Sprintf("%d:%d", bytes.Count(before, []byte("\n"))+1, utf8.RuneCount(line)+1)
}
