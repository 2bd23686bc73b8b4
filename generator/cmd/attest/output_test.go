//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// state is what a folder looks like: each name with its sort, mode, time and bytes.
func state(ts *testscript.TestScript, dir string) map[string]string {
	found := map[string]string{}
	root := ts.MkAbs(dir)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		found[name] = info.Mode().String()
		if entry.Type()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(path)
			found[name] += " to " + target
			return err
		}
		if entry.Type().IsRegular() {
			data, err := os.ReadFile(path)
			found[name] += fmt.Sprintf(" %v %x", info.ModTime().UnixNano(), sha256.Sum256(data))
			return err
		}
		return nil
	})
	if err != nil && !os.IsNotExist(err) {
		ts.Fatalf("%v", err)
	}
	return found
}

// notes is the key of what a script has remembered: folder to state.
type notes struct{}

// remember notes every name, byte, mode and time of a folder for same.
func remember(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "remember folder")
	ts.Value(notes{}).(map[string]map[string]string)[args[0]] = state(ts, args[0])
}

// same FOLDER: nothing in the folder has changed since remember, not even the time of a file.
func same(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "same folder")
	want, ok := ts.Value(notes{}).(map[string]map[string]string)[args[0]]
	if !ok {
		ts.Fatalf("%s was not remembered", args[0])
	}
	if diff := cmp.Diff(want, state(ts, args[0])); diff != "" {
		ts.Fatalf("%s has changed (-before +now):\n%s", args[0], diff)
	}
}

// absent FOLDER WORD…: no name and no file below the folder holds one of the words, whatever their case.
func absent(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "absent folder word…")
	root := ts.MkAbs(args[0])
	var found []string
	names := tree(ts, root)
	if len(names) == 0 {
		ts.Fatalf("there is nothing in %s", args[0])
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(root, name))
		ts.Check(err)
		data = bytes.ToLower(data)
		for _, word := range args[1:] {
			word = strings.ToLower(word)
			if strings.Contains(strings.ToLower(name), word) {
				found = append(found, fmt.Sprintf("%s is in the name %s", word, name))
			}
			if i := bytes.Index(data, []byte(word)); i >= 0 {
				found = append(found, fmt.Sprintf("%s is in %s: …%s…", word, name, bytes.ToValidUTF8(data[max(0, i-80):min(len(data), i+80)], nil)))
			}
		}
	}
	if found != nil {
		ts.Fatalf("%s", strings.Join(found, "\n"))
	}
}

// files FOLDER [PATTERN] prints the names below the folder, sorted, without those that the pattern matches.
func files(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "files folder [pattern]")
	without := regexp.MustCompile("^$")
	if len(args) > 1 {
		without = regexp.MustCompile(args[1])
	}
	for _, name := range tree(ts, ts.MkAbs(args[0])) {
		if name = filepath.ToSlash(name); !without.MatchString(name) {
			fmt.Fprintln(ts.Stdout(), name)
		}
	}
}

// sums FOLDER: SHA256SUMS is sorted, lists every file but itself (and those named after the folder), and every digest is right.
func sums(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "sums folder [file of the user's own…]")
	root := ts.MkAbs(args[0])
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(filepath.Join(args[0], "SHA256SUMS")), "\n"), "\n")
	if lines[0] != "# attest 1" {
		ts.Fatalf("SHA256SUMS begins with %q", lines[0])
	}
	var listed []string
	for _, line := range lines[1:] {
		digest, name, ok := strings.Cut(line, "  ")
		if !ok {
			ts.Fatalf("bad line in SHA256SUMS: %q", line)
		}
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		ts.Check(err)
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digest {
			ts.Fatalf("the digest of %s is wrong", name)
		}
		listed = append(listed, name)
	}
	if !slices.IsSorted(listed) {
		ts.Fatalf("SHA256SUMS is not sorted")
	}
	var there []string
	for _, name := range tree(ts, root) {
		if name = filepath.ToSlash(name); name != "SHA256SUMS" && !slices.Contains(args[1:], name) {
			there = append(there, name)
		}
	}
	if diff := cmp.Diff(listed, there); diff != "" {
		ts.Fatalf("SHA256SUMS and the folder differ (-listed +there):\n%s", diff)
	}
}
