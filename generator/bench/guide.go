package main

import (
	"errors"
	"fmt"
	"os"

	pprof "github.com/google/pprof/profile"
)

type guideCommand struct {
	Profile string `arg:"" help:"What a benchmark wrote with -cpuprofile." type:"existingfile"`
	Into    string `arg:"" help:"The file to write."`
}

// Run writes a profile as the compiler wants it to decide what to make fast (profile-guided optimization): without the folders of the machine
// it is from, and of the functions of a build alone.
func (c *guideCommand) Run(*env) (err error) {
	f, err := os.Open(c.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	p, err := pprof.Parse(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", c.Profile, err)
	}
	guide(p)
	out, err := os.Create(c.Into)
	if err != nil {
		return err
	}
	return errors.Join(p.Write(out), out.Close())
}

// guide leaves in a profile what the compiler reads, which are the names of functions and lines.
func guide(p *pprof.Profile) {
	for _, m := range p.Mapping {
		m.File, m.BuildID = "attest", ""
	}
	for _, f := range p.Function {
		f.Filename = ""
	}
	var kept []*pprof.Sample
	for _, s := range p.Sample {
		if ofBuild(s) {
			kept = append(kept, s)
		}
	}
	p.Sample, p.Comments, p.DocURL = kept, nil, ""
	*p = *p.Compact()
}

// ofBuild reports whether a sample is of a build, not of the benchmark around it.
func ofBuild(s *pprof.Sample) bool {
	for _, l := range s.Location {
		for _, line := range l.Line {
			if t := (trace{frames: []string{line.Function.Name}}); t.has("attest/generator/build.", "attest/generator/plan.", "attest/generator/content.") {
				return true
			}
		}
	}
	return false
}
