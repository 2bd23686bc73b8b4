//go:build unix

package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect (cmp) from what they get")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"attest": main, "limit": limit})
}

// TestScripts runs the command as an author does. A script is named after the command and the topic.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Condition: condition,
		Setup: func(e *testscript.Env) error {
			e.Values[notes{}] = map[string]map[string]string{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "visit": visit,
			// files_test.go: what a text archive cannot hold
			"bytes": bytesOf, "repeat": repeat, "generate": generate, "fifo": fifo, "socket": socket, "litter": litterOf,
			"copytree": copyTree, "replace": replace,
			// output_test.go: what is in a folder
			"remember": remember, "same": same, "absent": absent, "files": files, "sums": sums,
			// watch_test.go: what changes while a program runs
			"until": until,
			// archive_test.go: a web server, and a program that is killed
			"host": host, "killed": killed,
			// page_test.go, poison_test.go: what is in a page
			"links": links, "select": selectIn, "poison": poison, "harmless": intact, "shape": shape,
		},
	})
}

func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "casefold":
		return runtime.GOOS == "darwin", nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// crash is what a Go program prints when it dies of its own fault.
var crash = regexp.MustCompile(`(?m)^(panic: |fatal error: |goroutine \d+ \[|runtime: )`)

// status CODE PROGRAM ARG… is exec for a program that must end with that code. It must neither panic nor print an error of the
// runtime, whatever the code.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status code program [arg…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if crash.MatchString(ts.ReadFile("stderr")) {
		ts.Fatalf("the program crashed")
	}
	if got != want {
		ts.Fatalf("the program ended with %d, not %d", got, want)
	}
}

// limit is a program: limit [cpu=2s] [wall=10s] [mb=100] PROGRAM ARG…. It runs the other program and ends with its code, or with
// overLimit where that took more processor time, more time or more memory than was allowed.
func limit() {
	limits := map[string]string{}
	args := os.Args[1:]
	for len(args) > 0 && strings.Contains(args[0], "=") {
		name, value, _ := strings.Cut(args[0], "=")
		limits[name], args = value, args[1:]
	}
	cpu, wall := slack*duration(limits["cpu"], time.Hour), slack*duration(limits["wall"], time.Minute)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "limit:", err)
		os.Exit(overLimit)
	}
	late := time.AfterFunc(wall, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // its code is passed on below
	if !late.Stop() {
		over("killed after %v", wall)
	}
	if used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); used > cpu {
		over("took %v of the processor, more than %v", used, cpu)
	}
	if allowed, err := strconv.Atoi(limits["mb"]); err == nil {
		if used := megabytes(cmd.ProcessState); used > slack*allowed {
			over("took %d MB, more than %d", used, slack*allowed)
		}
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

const overLimit = 99

// megabytes returns the most memory that a process has had.
func megabytes(state *os.ProcessState) int {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int(usage.Maxrss >> 20) // there in bytes, elsewhere in kB
	}
	return int(usage.Maxrss >> 10)
}

func over(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "limit: "+format+"\n", args...)
	os.Exit(overLimit)
}

func duration(s string, otherwise time.Duration) time.Duration {
	if s == "" {
		return otherwise
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		over("%v", err)
	}
	return d
}

// plainUsage stops a script that gives a command of ours too few arguments, or a "!" that its usage does not begin with.
func plainUsage(ts *testscript.TestScript, neg bool, args []string, least int, usage string) {
	if neg && !strings.HasPrefix(usage, "[!]") || len(args) < least {
		ts.Fatalf("usage: %s", usage)
	}
}
