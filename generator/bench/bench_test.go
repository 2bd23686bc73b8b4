package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attest"
	"attest/generator/build"
	"attest/generator/check"
	"attest/generator/content"
	"attest/generator/corpus"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
	"attest/generator/plan"
	"attest/generator/site"
	"attest/generator/theme"
)

// The benchmarks go through the stages of a build one by one, then through builds, each at two sizes. Those named Again and Edit go on from
// a version before, as a server does.

// eachSize runs a benchmark on a small site and on a large one.
func eachSize(b *testing.B, run func(b *testing.B, m *madeUp)) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprintf("briefings=%d", n), func(b *testing.B) {
			m := &madeUp{b: b, dir: b.TempDir(), corpus: corpus.Corpus{Briefings: n, Seed: 1}}
			if err := writeFiles(m.dir, m.corpus, corpus.Attest); err != nil {
				b.Fatal(err)
			}
			if err := age(m.dir, time.Hour); err != nil {
				b.Fatal(err)
			}
			root, err := os.OpenRoot(m.dir)
			if err != nil {
				b.Fatal(err)
			}
			defer root.Close()
			m.root, m.fsys = root, root.FS()
			b.ReportAllocs()
			run(b, m)
		})
	}
}

// madeUp is a made-up site on disk.
type madeUp struct {
	b      *testing.B
	dir    string
	root   *os.Root
	fsys   fs.FS
	corpus corpus.Corpus
	marks  int
}

// read is a reading of the content from nothing.
func (m *madeUp) read() *content.Content {
	read, problems, err := content.Read(m.b.Context(), m.fsys, content.Options{})
	m.sound(problems, err)
	return read
}

func (m *madeUp) sound(problems diag.List, err error) {
	if err != nil || len(problems) > 0 {
		m.b.Fatal(err, problems)
	}
}

func (m *madeUp) linked() *site.Site {
	linked, _ := site.Link(nil, m.read())
	return linked
}

func (m *madeUp) theme() *theme.Theme {
	look, problems, err := theme.New(attest.Theme(), m.fsys)
	m.sound(problems, err)
	return look
}

// subject is the file that is edited.
func (m *madeUp) subject() string { return corpus.Briefing(m.corpus.Briefings / 2) }

// edit changes the subject's text, to another each time, and returns what it shows now.
func (m *madeUp) edit() (mark string) {
	m.marks++
	mark = fmt.Sprintf("edit-%d-", m.marks)
	if err := edit(filepath.Join(m.dir, filepath.FromSlash(m.subject())), mark, editTitle); err != nil {
		m.b.Fatal(err)
	}
	return mark
}

func BenchmarkFrontMatter(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		files := slices.Collect(m.corpus.Files(corpus.Attest))[1:]
		size := 0
		for _, f := range files {
			size += len(f.Data)
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, f := range files {
				if problems := readHead(f); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		}
	})
}

func readHead(f corpus.File) (problems diag.List) {
	id := strings.TrimSuffix(path.Base(f.Name), ".md")
	switch path.Base(path.Dir(f.Name)) {
	case "briefings":
		_, _, problems = frontmatter.Briefing(f.Name, id, f.Data)
	case "actors":
		_, _, problems = frontmatter.Actor(f.Name, id, f.Data)
	case "sources":
		_, _, problems = frontmatter.Source(f.Name, id, f.Data)
	}
	return problems
}

// BenchmarkProse converts the texts of all briefings, with the names of all actors to look for.
func BenchmarkProse(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		var names []markdown.Name
		var texts []markdown.Input
		size := 0
		for f := range m.corpus.Files(corpus.Attest) {
			id := strings.TrimSuffix(path.Base(f.Name), ".md")
			switch path.Base(path.Dir(f.Name)) {
			case "actors":
				a, _, _ := frontmatter.Actor(f.Name, id, f.Data)
				for _, text := range append([]string{a.Name}, a.Aliases...) {
					names = append(names, markdown.Name{Text: text, Actor: id})
				}
			case "briefings":
				body := frontmatter.Split(f.Data).Body
				size += len(f.Data) - body
				texts = append(texts, markdown.Input{File: f.Name, Source: f.Data, Offset: body, Briefing: id})
			}
		}
		known, _ := markdown.NewNames(names)
		converter := markdown.New()
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, text := range texts {
				text.Names = known
				if _, problems := converter.Convert(text); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		}
	})
}

// BenchmarkRead reads all files, front matter and prose, on all processors.
func BenchmarkRead(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		for b.Loop() {
			m.read()
		}
	})
}

func BenchmarkReadEdit(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		read := m.read()
		for b.Loop() {
			b.StopTimer()
			m.edit()
			b.StartTimer()
			next, problems, err := read.Again(b.Context(), m.fsys, content.Options{}, []string{m.subject()})
			m.sound(problems, err)
			if next == read {
				b.Fatal("the edit is not seen")
			}
			read = next
		}
	})
}

func BenchmarkLink(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		read := m.read()
		for b.Loop() {
			if linked, _ := site.Link(nil, read); len(linked.Problems()) > 0 {
				b.Fatal(linked.Problems())
			}
		}
	})
}

func BenchmarkLinkEdit(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		read := m.read()
		linked, _ := site.Link(nil, read)
		m.edit()
		next, problems, err := read.Again(b.Context(), m.fsys, content.Options{}, []string{m.subject()})
		m.sound(problems, err)
		for b.Loop() {
			if _, files := site.Link(linked, next); len(files) == 0 {
				b.Fatal("nothing is linked again")
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		read := m.read()
		linked, files := site.Link(nil, read)
		for b.Loop() {
			for file, found := range check.Documents(linked, files, edtf.Day{}) {
				if found.Problems.Resolve(nil).Failed() {
					b.Fatal(file, found.Problems)
				}
			}
		}
	})
}

func BenchmarkPlan(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		linked, look := m.linked(), m.theme()
		for b.Loop() {
			if _, problems := plan.New(nil, linked, look, m.fsys); len(problems) > 0 {
				b.Fatal(problems)
			}
		}
	})
}

// BenchmarkMake makes the files of one kind after the other, with what they share of other kinds, one processor at work.
func BenchmarkMake(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		linked, look := m.linked(), m.theme()
		kinds := make(map[string][]int)
		first, _ := plan.New(nil, linked, look, m.fsys)
		for i := range first.Files {
			kind := kindOf(first.Files[i].Address)
			kinds[kind] = append(kinds[kind], i)
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			b.Run("kind="+kind, func(b *testing.B) {
				b.ReportAllocs()
				var buf bytes.Buffer
				size := int64(0)
				for b.Loop() {
					b.StopTimer()
					p, _ := plan.New(nil, linked, look, m.fsys) // one that has made nothing yet
					b.StartTimer()
					size = 0
					for _, i := range kinds[kind] {
						buf.Reset()
						if _, err := p.Make(&p.Files[i], &buf, true); err != nil {
							b.Fatal(err)
						}
						size += int64(buf.Len())
					}
				}
				b.SetBytes(size)
				b.ReportMetric(float64(len(kinds[kind])), "files")
			})
		}
	})
}

// kindOf groups files of the output: the pages of a kind of object, a list with all of its pages, data, feeds, and all else.
func kindOf(address string) string {
	folder, _, found := strings.Cut(address, "/")
	switch {
	case found:
		return folder
	case path.Ext(address) == ".html":
		return "lists"
	}
	return "other"
}

func BenchmarkPublish(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		p, _ := plan.New(nil, m.linked(), m.theme(), m.fsys)
		made := make([][]byte, len(p.Files))
		size := 0
		for i := range p.Files {
			var buf bytes.Buffer
			if _, err := p.Make(&p.Files[i], &buf, false); err != nil {
				b.Fatal(err)
			}
			made[i] = buf.Bytes()
			size += buf.Len()
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			b.StopTimer()
			m.clean()
			b.StartTimer()
			publisher, err := build.OpenPublisher(b.Context(), m.options().Target())
			if err != nil {
				b.Fatal(err)
			}
			for i := range p.Files {
				if err := publisher.Add(p.Files[i].Address, made[i]); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := publisher.Commit(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func (m *madeUp) options() build.Options {
	return build.Options{Source: m.dir, Theme: attest.Theme()}
}

// clean takes away what builds have made.
func (m *madeUp) clean() {
	for _, name := range []string{"public", build.StateFolder} {
		if err := m.root.RemoveAll(name); err != nil {
			m.b.Fatal(err)
		}
	}
}

func (m *madeUp) build() *build.Result {
	result, err := build.Run(m.b.Context(), m.options())
	if err != nil || result.Diagnostics.Failed() {
		m.b.Fatal(err, result)
	}
	return result
}

// BenchmarkBuild builds from nothing, on all processors. make profile takes its profile.
func BenchmarkBuild(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		for b.Loop() {
			b.StopTimer()
			m.clean()
			b.StartTimer()
			m.build()
		}
	})
}

func BenchmarkBuildAgain(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		m.build()
		for b.Loop() {
			if result := m.build(); result.Report.Written > 0 {
				b.Fatal("an unchanged site is written again: ", result.Report.Changed)
			}
		}
	})
}

func BenchmarkBuildEdit(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		m.build()
		for b.Loop() {
			b.StopTimer()
			m.edit()
			b.StartTimer()
			if result := m.build(); result.Report.Written == 0 {
				b.Fatal("an edit changes nothing")
			}
		}
	})
}

// BenchmarkServeEdit is what a server does when a title is edited and the page is asked for.
func BenchmarkServeEdit(b *testing.B) {
	eachSize(b, func(b *testing.B, m *madeUp) {
		session, err := build.OpenSession(b.Context(), m.options())
		if err != nil {
			b.Fatal(err)
		}
		defer session.Close()
		page := "briefings/" + corpus.BriefingID(m.corpus.Briefings/2) + ".html"
		for b.Loop() {
			b.StopTimer()
			mark := m.edit()
			b.StartTimer()
			if err := session.Rebuild(b.Context(), []string{m.subject()}); err != nil {
				b.Fatal(err)
			}
			data, _, _, err := session.Latest().File(page)
			if err != nil || !bytes.Contains(data, []byte(mark)) {
				b.Fatal("the page does not show the edit: ", err)
			}
		}
	})
}
