package main

import (
	"cmp"
	"fmt"
	"runtime"
)

type versionCommand struct{}

// Run prints the version that the Go tool chain recorded.
func (c *versionCommand) Run(e *env) error {
	_, err := fmt.Fprintf(e.out, "attest %s (%s, %s/%s)\n", cmp.Or(version(), "(unknown)"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return fmt.Errorf("print the version: %w", err)
	}
	return nil
}
