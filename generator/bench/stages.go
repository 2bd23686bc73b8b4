package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

type stagesCommand struct {
	page
	SVG string `name:"svg" help:"Draw it into this file too."`
}

// Run prints a table of the stages of a build, each with its share of the processor time and what most of it goes into.
func (c *stagesCommand) Run(e *env) error {
	p, err := readTraces(e.in)
	if err != nil {
		return err
	}
	if c.SVG != "" {
		if err := os.WriteFile(c.SVG, []byte(p.draw()), 0o644); err != nil {
			return err
		}
	}
	return c.print(e.out, "make profile", p.table().String())
}

// trace is a sample of a profile: some processor time and the functions that were running, the innermost first.
type trace struct {
	time   time.Duration
	frames []string
}

// has reports whether one of the words stands in the name of a function.
func (t trace) has(words ...string) bool {
	return slices.ContainsFunc(t.frames, func(f string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(f, word) })
	})
}

// group is functions that belong together.
type group struct {
	name      string
	functions []string
}

// stages of a build, in its order, by words in the names of their functions. A trace is of the first that has one of them, but that pages
// which are being made are asked for first, as they use the others.
var stages = []group{
	{"front matter read", []string{"attest/generator/frontmatter."}},
	{"prose converted", []string{"attest/generator/markdown."}},
	{"content read, else", []string{"attest/generator/content."}},
	{"linked", []string{"attest/generator/site."}},
	{"rules checked", []string{"attest/generator/check."}},
	{"planned, theme read", []string{"attest/generator/plan.", "attest/generator/theme."}},
	making: {"pages made", []string{"plan.(*Plan).Make"}},
	{"written, kept for the next build", []string{"attest/generator/build."}},
	{"memory cleaned", []string{"runtime.gcBgMarkWorker", "runtime.bgsweep", "runtime.bgscavenge"}},
}

// making is the stage in which pages are made.
const making = 6

// stage returns the number of a trace's stage; ok is false for what is no part of a build, such as the benchmark around it.
func (t trace) stage() (n int, ok bool) {
	if t.has(stages[making].functions...) {
		return making, true
	}
	n = slices.IndexFunc(stages, func(s group) bool { return t.has(s.functions...) })
	return n, n >= 0
}

// sorts are what time goes into, by how the names of their functions begin. The innermost function of a trace that is of a sort decides.
var sorts = []group{
	{"memory", []string{"runtime.mallocgc", "runtime.newobject", "runtime.growslice", "runtime.makeslice", "runtime.gc", "runtime.bg", "runtime.(*sweep"}},
	{"system calls", []string{"syscall.", "internal/runtime/syscall"}},
	{"digests", []string{"crypto/"}},
	{"YAML", []string{"go.yaml.in/"}},
	{"Markdown", []string{"github.com/yuin/goldmark", "attest/generator/markdown."}},
	{"highlighting", []string{"github.com/alecthomas/chroma", "github.com/dlclark/regexp2"}},
	{"templates", []string{"attest/generator/theme.", "html/template.", "text/template", "reflect."}},
	{"views", []string{"attest/generator/plan."}},
	{"data", []string{"attest/generator/export.", "encoding/", "github.com/go-json-experiment/"}},
	{"front matter", []string{"attest/generator/frontmatter."}},
	{"look-ups", []string{"attest/generator/site.", "attest/generator/check."}},
	{"packing", []string{"github.com/klauspost/compress", "github.com/vmihailenco/msgpack"}},
}

const otherSort = "other"

func (t trace) sort() string {
	for _, f := range t.frames {
		for _, s := range sorts {
			if slices.ContainsFunc(s.functions, func(prefix string) bool { return strings.HasPrefix(f, prefix) }) {
				return s.name
			}
		}
	}
	return otherSort
}

// profile is the processor time of builds by stage and sort.
type profile struct {
	total time.Duration
	parts []map[string]time.Duration // one for each stage: its time by sort
}

var errNoTraces = errors.New("no traces of a build; this reads what go tool pprof -traces prints")

// readTraces reads the text form of a profile: traces that are divided by lines of dashes, each with its time before the first function.
func readTraces(r io.Reader) (*profile, error) {
	p := &profile{parts: make([]map[string]time.Duration, len(stages))}
	for i := range p.parts {
		p.parts[i] = make(map[string]time.Duration)
	}
	var t trace
	lines := bufio.NewScanner(r)
	begun := false
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "----") {
			p.add(t)
			t, begun = trace{}, true
			continue
		}
		fields := strings.Fields(line)
		if !begun || len(fields) == 0 {
			continue
		}
		if len(t.frames) == 0 {
			d, err := time.ParseDuration(fields[0])
			if err != nil || len(fields) < 2 {
				continue // a label
			}
			t.time, fields = d, fields[1:]
		}
		t.frames = append(t.frames, fields[0])
	}
	p.add(t)
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if p.total == 0 {
		return nil, errNoTraces
	}
	return p, nil
}

func (p *profile) add(t trace) {
	if n, ok := t.stage(); ok {
		p.parts[n][t.sort()] += t.time
		p.total += t.time
	}
}

func (p *profile) share(d time.Duration) float64 { return 100 * float64(d) / float64(p.total) }

// sum returns the time of a stage.
func (p *profile) sum(stage int) time.Duration {
	var sum time.Duration
	for _, d := range p.parts[stage] {
		sum += d
	}
	return sum
}

// largest returns the sorts of a stage, those with the most time first.
func (p *profile) largest(stage int) []string {
	parts := p.parts[stage]
	return slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		return cmp.Or(cmp.Compare(parts[b], parts[a]), strings.Compare(a, b))
	})
}

func (p *profile) table() table {
	t := table{{"stage", "share", "of which"}}
	for i, s := range stages {
		var most []string
		for _, name := range p.largest(i) {
			if share := p.share(p.parts[i][name]); share >= 1 {
				most = append(most, fmt.Sprintf("%s %.0f %%", name, share))
			}
		}
		t = append(t, []string{s.name, fmt.Sprintf("%.0f %%", p.share(p.sum(i))), strings.Join(most, ", ")})
	}
	return t
}

// Sizes of the picture, in pixels.
const (
	labelWidth = 220
	barWidth   = 560 // of the longest bar
	rowHeight  = 26
	barHeight  = 18
	keyWidth   = 130
	keysInRow  = (labelWidth + barWidth) / keyWidth
)

// colours of the sorts. They are told apart by their order in a bar and their titles too.
var colours = []string{"#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0", "#b8860b", "#2f7f7f", "#c8c8c8"}

// draw returns an SVG with a bar for each stage, as long as its share, parted into sorts.
func (p *profile) draw() string {
	names := make([]string, 0, len(sorts)+1)
	for _, s := range sorts {
		names = append(names, s.name)
	}
	names = append(names, otherSort)
	var longest time.Duration
	for i := range stages {
		longest = max(longest, p.sum(i))
	}
	var b strings.Builder
	height := (len(stages)+(len(names)+keysInRow-1)/keysInRow)*rowHeight + rowHeight
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
<title>Where the processor time of a build goes</title>
<style>text { fill: #333 } @media (prefers-color-scheme: dark) { text { fill: #ddd } }</style>
`, labelWidth+barWidth+60, height)
	for i, s := range stages {
		y := i * rowHeight
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", labelWidth-8, y+barHeight-4, s.name)
		x := float64(labelWidth)
		for n, name := range names {
			d := p.parts[i][name]
			width := barWidth * float64(d) / float64(longest)
			if width < 0.5 {
				continue
			}
			fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"><title>%s: %s, %.1f %%</title></rect>`+"\n",
				x, y, width, barHeight, colours[n], s.name, name, p.share(d))
			x += width
		}
		fmt.Fprintf(&b, `<text x="%.1f" y="%d">%.0f %%</text>`+"\n", x+6, y+barHeight-4, p.share(p.sum(i)))
	}
	for n, name := range names {
		x, y := n%keysInRow*keyWidth, (len(stages)+n/keysInRow)*rowHeight+rowHeight/2
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="12" height="12" fill="%s"/><text x="%d" y="%d">%s</text>`+"\n", x+8, y, colours[n], x+26, y+11, name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
