// Package attest carries the built-in theme, templates and assets, inside the binary.
// What they show is decided by the packages under generator; only the command imports this one.
package attest

import (
	"embed"
	"io/fs"
)

//go:embed templates static
var files embed.FS

// Theme returns the built-in theme: the folders templates and static.
func Theme() fs.FS { return files }
