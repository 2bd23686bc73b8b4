//go:build linux || darwin || freebsd || netbsd || openbsd

package build

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// renameAt renames a file of one open folder into another. Neither name has a slash, so that no link is followed.
func renameAt(from *os.File, old string, to *os.File, name string) error {
	return unix.Renameat(int(from.Fd()), old, int(to.Fd()), name)
}

// linkAt gives a file of one open folder a name in another.
func linkAt(from *os.File, old string, to *os.File, name string) error {
	return unix.Linkat(int(from.Fd()), old, int(to.Fd()), name, 0)
}

// crossing reports whether a rename failed because the folders lie on different file systems.
func crossing(err error) bool { return errors.Is(err, unix.EXDEV) }
