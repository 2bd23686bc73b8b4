//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// visit starts a server, prints the address it says and the page at a path below it, stops it and waits for the code with which a
// signal ends it (130 or 143): visit CODE PATH PROGRAM ARG…. What it says of problems is in the file serve.err.
func visit(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 3, "visit code path program [arg…]")
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	said, err := os.Create(ts.MkAbs("serve.err"))
	ts.Check(err)
	defer said.Close()
	cmd := exec.Command(args[2], args[3:]...)
	cmd.Dir, cmd.Stderr = ts.MkAbs("."), said
	cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"))
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	late := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "serving ")
	if err != nil || !ok {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		ts.Fatalf("the server says %q: %v\n%s", line, err, ts.ReadFile("serve.err"))
	}
	answer, err := http.Get(address + args[1])
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%s\nstatus %d\n%s", address, answer.StatusCode, body)
	stopped := time.Now()
	ts.Check(cmd.Process.Signal(syscall.Signal(code - 128)))
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		ts.Fatalf("the server ended with %v, not %d", err, code)
	}
	if took := time.Since(stopped); took > slack*5*time.Second { // it is to be one second, on a machine that does nothing else
		ts.Fatalf("the server ended %v after the signal", took)
	}
	if crash.MatchString(ts.ReadFile("serve.err")) {
		ts.Fatalf("the server crashed")
	}
}
