//go:build unix

package main

import (
	"os"
	"regexp"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// until FILE REGEXP waits until a file is there and holds what is looked for; "! until FILE [REGEXP]" until it does not or is not there. It
// is for programs that run in the background.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 && (!neg || len(args) != 1) {
		ts.Fatalf("usage: [!] until file [regexp]")
	}
	wanted := regexp.MustCompile("")
	if len(args) == 2 {
		var err error
		wanted, err = regexp.Compile("(?m)" + args[1])
		ts.Check(err)
	}
	const patience = time.Minute
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		data, err := os.ReadFile(ts.MkAbs(args[0]))
		if (err == nil && wanted.Match(data)) != neg {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("%s: not within %v; it holds:\n%s", args[0], patience, data)
		}
	}
}
