package main

import (
	"fmt"
	"os"
	"path/filepath"

	"attest/generator/corpus"
)

type corpusCommand struct {
	Dir       string `arg:"" help:"The site's folder; it must not be there yet."`
	Briefings int    `default:"100" help:"How many briefings."`
	Seed      uint64 `default:"1" help:"The same seed gives the same bytes."`
	Hugo      bool   `help:"Write it for Hugo, with the layouts."`
}

// Run writes the site.
func (c *corpusCommand) Run(*env) error {
	if c.Briefings < 1 {
		return fmt.Errorf("a corpus has at least 1 briefing, not %d", c.Briefings)
	}
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(c.Dir)), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(c.Dir, 0o755); err != nil {
		return err
	}
	format := corpus.Attest
	if c.Hugo {
		format = corpus.Hugo
		if err := writeLayouts(c.Dir); err != nil {
			return err
		}
	}
	return writeFiles(c.Dir, corpus.Corpus{Briefings: c.Briefings, Seed: c.Seed}, format)
}

// writeFiles writes a corpus below a folder.
func writeFiles(dir string, c corpus.Corpus, format corpus.Format) error {
	there := make(map[string]bool) // folders
	for file := range c.Files(format) {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if folder := filepath.Dir(name); !there[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			there[folder] = true
		}
		if err := os.WriteFile(name, file.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
