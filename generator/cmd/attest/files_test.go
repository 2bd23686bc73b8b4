//go:build unix

package main

import (
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// bytesOf writes what a text archive cannot hold: bytes FILE PART…, where a part is text in Go's quotes or hexadecimal digits.
func bytesOf(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "bytes file part…")
	var out []byte
	for _, part := range args[1:] {
		if strings.HasPrefix(part, `"`) {
			text, err := strconv.Unquote(part)
			ts.Check(err)
			out = append(out, text...)
			continue
		}
		raw, err := hex.DecodeString(part)
		ts.Check(err)
		out = append(out, raw...)
	}
	write(ts, args[0], out)
}

// repeat appends a text many times: repeat FILE N TEXT, with the text in Go's quotes; %d stands for the number, from 1.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 3, "repeat file n text")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + strings.Trim(args[2], `"`) + `"`)
	ts.Check(err)
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "%d", strconv.Itoa(i+1)))
	}
	old, _ := os.ReadFile(ts.MkAbs(args[0])) // absent: begun here
	write(ts, args[0], append(old, b.String()...))
}

// generate writes many files of a form: generate PATTERN FROM TO TEMPLATE; %d in both stands for the number.
func generate(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 4, "generate pattern from to template")
	from, err := strconv.Atoi(args[1])
	ts.Check(err)
	to, err := strconv.Atoi(args[2])
	ts.Check(err)
	template := ts.ReadFile(args[3])
	for i := from; i <= to; i++ {
		number := func(s string) string {
			s = strings.ReplaceAll(s, "%d-1", strconv.Itoa(i-1))
			return strings.ReplaceAll(s, "%d", strconv.Itoa(i))
		}
		write(ts, number(args[0]), []byte(number(template)))
	}
}

func write(ts *testscript.TestScript, name string, data []byte) {
	path := ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
	ts.Check(os.WriteFile(path, data, 0o666))
}

// fifo makes a named pipe that nobody ever writes to.
func fifo(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "fifo file")
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
	ts.Check(syscall.Mkfifo(path, 0o666))
}

// socket makes a socket to which nobody answers.
func socket(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "socket file")
	address := &net.UnixAddr{Name: ts.MkAbs(args[0]), Net: "unix"}
	if len(address.Name) > 100 { // the limit of the system's calls
		dir, err := os.MkdirTemp("", "s")
		ts.Check(err)
		ts.Defer(func() { _ = os.RemoveAll(dir) })
		short := filepath.Join(dir, "s")
		listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
		ts.Check(err)
		listener.SetUnlinkOnClose(false)
		ts.Check(os.Rename(short, address.Name))
		ts.Defer(func() { _ = listener.Close() })
		return
	}
	listener, err := net.ListenUnix("unix", address)
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() })
}

// litterOf puts what editors and systems leave behind into a folder.
func litterOf(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "litter folder")
	for _, name := range []string{
		"x.md~", ".x.md.swp", ".x.md.swo", "4913", ".DS_Store", "#x.md#", "x.md.tmp", "Thumbs.db", "desktop.ini", "x.md___jb_tmp___",
		".git/HEAD", ".idea/workspace.xml", "._x.md",
	} {
		write(ts, filepath.Join(args[0], name), []byte("\x00 litter \xff"))
	}
	ts.Check(os.Symlink("someone@host.1234:1700000000", filepath.Join(ts.MkAbs(args[0]), ".#x.md"))) // a lock of Emacs leads nowhere
}

// copyTree copies a folder: copytree FROM TO [reversed], the last in the reverse order of names.
func copyTree(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "copytree from to [reversed]")
	from := ts.MkAbs(args[0])
	names := tree(ts, from)
	if len(args) > 2 {
		slices.Reverse(names)
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(from, name))
		ts.Check(err)
		write(ts, filepath.Join(args[1], name), data)
	}
}

// replace exchanges a text in a file, once: replace FILE OLD NEW, in Go's quotes or plain.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 3, "replace file old new")
	text := ts.ReadFile(args[0])
	var words [2]string
	for i, word := range args[1:3] {
		var err error
		words[i], err = strconv.Unquote(`"` + word + `"`)
		ts.Check(err)
	}
	if strings.Count(text, words[0]) != 1 {
		ts.Fatalf("%s holds %q %d times", args[0], words[0], strings.Count(text, words[0]))
	}
	write(ts, args[0], []byte(strings.Replace(text, words[0], words[1], 1)))
}

// tree returns the regular files below a folder, sorted, relative to it.
func tree(ts *testscript.TestScript, dir string) []string {
	var names []string
	ts.Check(filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, name)
		return err
	}))
	slices.Sort(names)
	return names
}
