//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package build

import (
	"errors"
	"os"
)

func renameAt(_ *os.File, _ string, _ *os.File, _ string) error { return errors.ErrUnsupported }

func linkAt(_ *os.File, _ string, _ *os.File, _ string) error { return errors.ErrUnsupported }

// crossing reports whether files cannot be renamed between two open folders.
func crossing(err error) bool { return errors.Is(err, errors.ErrUnsupported) }
