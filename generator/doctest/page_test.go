package doctest_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the parts of the documentation that follow from the code")

// root is the repository.
const root = "../.."

// repo is the repository as a file system, whose reads the test cache sees.
func repo() fs.FS { return os.DirFS(root) }

// block is a fenced code block of a page.
type block struct {
	section string // the words of the last heading before it, without backticks
	file    string // the file that it is, where the line before is "`path`:"
	lang    string
	text    string
	line    int // of its first line within the fence, from 0
	end     int // of the closing fence
}

// page is a page of the documentation, line by line.
type page struct {
	name   string
	lines  []string
	blocks []block
}

var (
	heading  = regexp.MustCompile(`^#{1,6} +(.*?) *$`)
	fileLine = regexp.MustCompile("^`([\\w./-]+)`:$")
)

func read(t *testing.T, name string) *page {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{name: name, lines: strings.Split(string(src), "\n")}
	p.findBlocks()
	return p
}

func (p *page) findBlocks() {
	p.blocks = nil
	section, before := "", ""
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		if m := heading.FindStringSubmatch(line); m != nil {
			section = strings.ReplaceAll(m[1], "`", "")
		}
		fence := strings.TrimRight(line[:len(line)-len(strings.TrimLeft(line, "`"))], " ")
		if len(fence) < 3 {
			if strings.TrimSpace(line) != "" {
				before = line
			}
			continue
		}
		b := block{section: section, lang: strings.TrimPrefix(line, fence), line: i + 1}
		if m := fileLine.FindStringSubmatch(before); m != nil {
			b.file = m[1]
		}
		for i++; i < len(p.lines) && p.lines[i] != fence; i++ {
		}
		b.end = i
		b.text = strings.Join(p.lines[b.line:min(b.end, len(p.lines))], "\n") + "\n"
		p.blocks = append(p.blocks, b)
		before = ""
	}
}

// section returns the lines below a heading, up to the next of the same or a higher level.
func (p *page) section(t *testing.T, title string) string {
	t.Helper()
	level, from := 0, 0
	fenced := false
	for i, line := range p.lines {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		m := heading.FindStringSubmatch(line)
		if m == nil || fenced {
			continue
		}
		depth := strings.IndexByte(line, ' ')
		switch {
		case level > 0 && depth <= level:
			return strings.Join(p.lines[from:i], "\n")
		case level == 0 && strings.ReplaceAll(m[1], "`", "") == title:
			level, from = depth, i+1
		}
	}
	if level == 0 {
		t.Errorf("%s has no section %q", p.name, title)
	}
	return strings.Join(p.lines[from:], "\n")
}

// files returns the files that the blocks of a page, or of one of its sections, write.
func (p *page) files(section string) map[string]string {
	out := make(map[string]string)
	for _, b := range p.blocks {
		if b.file != "" && (section == "" || b.section == section) {
			out[b.file] = b.text
		}
	}
	return out
}

// hold compares a part of a page, between two comments, with what follows from the code; with -update it writes it.
func hold(t *testing.T, name, part, want string) {
	t.Helper()
	file := filepath.Join(root, name)
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	open := fmt.Sprintf("<!-- from the code: %s -->\n", part)
	const closing = "<!-- end -->\n"
	before, rest, found := strings.Cut(string(src), open)
	got, after, closed := strings.Cut(rest, closing)
	if !found || !closed {
		t.Fatalf("%s has no part %q between %q and %q", name, part, open, closing)
	}
	if got == want {
		return
	}
	if !*update {
		t.Errorf("%s: the part %q is out of date; run go test ./generator/doctest -update", name, part)
		return
	}
	if err := os.WriteFile(file, []byte(before+open+want+closing+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// escaped makes a text fit for a cell of a table.
func escaped(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
