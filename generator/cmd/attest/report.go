package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
)

// The formats in which problems are printed.
const (
	formatText   = "text"
	formatJSON   = "json"
	formatSARIF  = "sarif"
	formatGitHub = "github"
)

// maxInfos is how many problems of one code that are merely worth knowing are printed as text, unless all are asked for.
const maxInfos = 20

// format returns how problems are printed.
func (f siteFlags) format() string {
	if f.JSON {
		return formatJSON
	}
	return f.Format
}

// machine reports whether what is printed is for other programs.
func (f siteFlags) machine() bool { return f.format() != formatText }

// report prints the problems of a run and sets the exit code.
func (e *env) report(flags siteFlags, result *build.Result) error {
	if result.Diagnostics.Failed() {
		e.code = exitProblems
	}
	root, err := os.OpenRoot(flags.Source)
	if err != nil {
		return fmt.Errorf("open the site's folder: %w", err)
	}
	defer root.Close()
	shown := result.Diagnostics
	if flags.Quiet {
		shown = shown[:0:0]
		for _, d := range result.Diagnostics {
			if d.Level >= diag.LevelWarning {
				shown = append(shown, d)
			}
		}
	}
	read := reader(root)
	switch flags.format() {
	case formatJSON:
		err = writeJSON(e.out, result, diag.Problems(shown, read))
	case formatSARIF:
		err = diag.WriteSARIF(e.out, shown, read, diag.SARIFOptions{
			Folder: e.folder(flags.Source), Version: version(), Help: func(code string) diag.Markdown { return diag.Markdown(attest.Explanation(code)) },
		})
	case formatGitHub:
		err = diag.WriteGitHub(e.out, shown, e.folder(flags.Source), read)
	default:
		opt := diag.TextOptions{Color: e.color()}
		if !flags.Verbose {
			opt.Infos = maxInfos
		}
		if err = diag.WriteText(e.err, shown, read, opt); err == nil {
			e.summary(shown)
		}
	}
	if err != nil {
		return fmt.Errorf("print the problems: %w", err)
	}
	return nil
}

// summary says how many problems there are, if one of them is serious.
func (e *env) summary(shown diag.List) {
	var parts []string
	for _, level := range []diag.Level{diag.LevelError, diag.LevelWarning, diag.LevelInfo} {
		if n := shown.Count(level); n > 0 {
			parts = append(parts, count(n, level.String()))
		}
	}
	text := strings.Join(parts, ", ")
	switch {
	case shown.Failed():
		fmt.Fprintf(e.err, "%s; nothing was published\n", text)
	case shown.Count(diag.LevelWarning) > 0:
		fmt.Fprintln(e.err, text)
	}
}

// folder is where the site lies in the repository, as far as is known: below the root of GitHub's checkout, else the current folder. It is
// empty for the root itself, and for what lies outside.
func (e *env) folder(source string) string {
	base, err := os.Getwd()
	if err != nil {
		return ""
	}
	site, err := filepath.Abs(source)
	if err != nil {
		return ""
	}
	if root, ok := e.lookup("GITHUB_WORKSPACE"); ok && filepath.IsAbs(root) {
		if rel, err := filepath.Rel(root, site); err == nil && filepath.IsLocal(rel) {
			base = root
		}
	}
	rel, err := filepath.Rel(base, site)
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}

// reader reads the files of a site for excerpts, but only what is a file: a problem can be that there is a pipe, which would never end.
func reader(root *os.Root) func(name string) ([]byte, error) {
	return func(name string) (data []byte, err error) {
		f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe must not be waited for
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("read %s: it is not a file", name)
		}
		data = make([]byte, info.Size())
		_, err = io.ReadFull(f, data)
		return data, err
	}
}

// resultJSON is the result for other programs.
type resultJSON struct {
	Pages    int            `json:"pages"`
	Files    int            `json:"files"`
	Written  int            `json:"written"`
	Removed  int            `json:"removed"`
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Infos    int            `json:"infos"`
	Problems []diag.Problem `json:"problems"`
}

func writeJSON(w io.Writer, result *build.Result, problems []diag.Problem) error {
	all := result.Diagnostics
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(resultJSON{
		Pages: result.Pages, Files: result.Files, Written: result.Report.Written, Removed: result.Report.Removed,
		Errors: all.Count(diag.LevelError), Warnings: all.Count(diag.LevelWarning), Infos: all.Count(diag.LevelInfo), Problems: problems,
	})
}

// visible returns lines with what a terminal would obey written as escapes.
func visible(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = diag.Visible(line)
	}
	return strings.Join(lines, "\n")
}

// version is that of the program; empty where the tool chain has not recorded one.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}
