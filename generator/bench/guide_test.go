//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	pprof "github.com/google/pprof/profile"
)

// TestAProfileForTheCompilerTellsNothingOfTheMachine writes one of three samples: of a build, of the collector, and of the benchmark.
func TestAProfileForTheCompilerTellsNothingOfTheMachine(t *testing.T) {
	t.Parallel()
	mapping := &pprof.Mapping{ID: 1, File: "/home/ann/bench.test", BuildID: "b"}
	p := &pprof.Profile{
		SampleType: []*pprof.ValueType{{Type: "samples", Unit: "count"}}, PeriodType: &pprof.ValueType{}, Mapping: []*pprof.Mapping{mapping}, Comments: []string{"at home"},
	}
	for i, name := range []string{"attest/generator/plan.(*Plan).Make", "runtime.gcBgMarkWorker", "attest/generator/bench.writeFiles"} {
		f := &pprof.Function{ID: uint64(i + 1), Name: name, Filename: "/home/ann/f.go", StartLine: 7}
		l := &pprof.Location{ID: f.ID, Mapping: mapping, Line: []pprof.Line{{Function: f, Line: 9}}}
		p.Function, p.Location = append(p.Function, f), append(p.Location, l)
		p.Sample = append(p.Sample, &pprof.Sample{Location: []*pprof.Location{l}, Value: []int64{5}})
	}
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	f, err := os.Create(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	mustBench(t, "", "guide", in, out)
	sameGuide(t, out, "attest/generator/plan.(*Plan).Make")
	sameGuide(t, "../cmd/attest/default.pgo", "attest/generator/plan.(*Plan).Make")
}

// sameGuide asks of a profile that it knows a function, with its line, and names no folder.
func sameGuide(t *testing.T, file, function string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pprof.ParseData(data)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range p.Function {
		found = found || f.Name == function && f.StartLine > 0
	}
	if !found || len(p.Sample) == 0 {
		t.Errorf("%s does not know %s", file, function)
	}
	for _, s := range p.Sample {
		if !ofBuild(s) {
			t.Errorf("%s has what is not of a build", file)
		}
	}
	if text := p.String(); strings.Contains(text, "/home") || strings.Contains(text, "at home") || strings.Contains(text, ".go:") {
		t.Errorf("%s tells of the machine:\n%.2000s", file, text)
	}
}
