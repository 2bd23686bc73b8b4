package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"go.yaml.in/yaml/v3"
	"golang.org/x/sync/errgroup"
)

// floorCommand is the floor: it reads every file of a site, decodes its front matter, converts its text, and writes as many files with as
// many bytes as a build has written. It knows no links and fills no template.
type floorCommand struct {
	Content string `arg:"" help:"The site's content/."`
	Like    string `arg:"" help:"The output of a build of it."`
	Out     string `arg:"" help:"Where to write; it must not be there yet."`
}

// frontMatter is what the front matter of all objects decodes into.
type frontMatter struct {
	Title, Name, Type, Date, Summary, Publisher, URL, Published, Reliability, Origin string
	Topics, Aliases                                                                  []string
	DerivedFrom                                                                      []string `yaml:"derived_from"`
	GradeBasis                                                                       string   `yaml:"grade_basis"`
	Claims                                                                           map[string]struct {
		Text, Kind, Confidence, Likelihood, Why string
		About                                   []string
		Evidence                                []struct {
			Source, Stance, Quote, Answer string
			Credibility                   int
		}
	}
	Events map[string]struct {
		Date, Title string
		Actors      []string
	}
}

// Run does the work and prints nothing.
func (c *floorCommand) Run(*env) error {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	err := eachFile(c.Content, func(name string, _ int64) error { return convertFile(md, name) })
	if err != nil {
		return err
	}
	filler := bytes.Repeat([]byte("<p>Words to fill a page with.</p>\n"), 1<<15)
	return eachFile(c.Like, func(name string, size int64) error {
		relative, err := filepath.Rel(c.Like, name)
		if err != nil {
			return err
		}
		return fill(filepath.Join(c.Out, relative), filler, size)
	})
}

// convertFile reads and converts a file of the content, and throws away what comes of it.
func convertFile(md goldmark.Markdown, name string) error {
	data, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".md") {
		return err
	}
	_, rest, _ := bytes.Cut(data, []byte("---\n"))
	head, text, found := bytes.Cut(rest, []byte("---\n"))
	var front frontMatter
	if !found {
		return fmt.Errorf("%s has no front matter", name)
	}
	if err := yaml.Unmarshal(head, &front); err != nil {
		return fmt.Errorf("decode %s: %w", name, err)
	}
	var html bytes.Buffer
	return md.Convert(text, &html)
}

// fill writes a file of that size.
func fill(name string, filler []byte, size int64) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for size > 0 && err == nil {
		n := min(size, int64(len(filler)))
		_, err = f.Write(filler[:n])
		size -= n
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

// eachFile calls do for every file below a folder, on all processors.
func eachFile(root string, do func(name string, size int64) error) error {
	type file struct {
		name string
		size int64
	}
	var files []file
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files = append(files, file{name, info.Size()})
		}
		return err
	})
	if err != nil {
		return err
	}
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(files); i += workers {
				if err := do(files[i].name, files[i].size); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}
