package main

import (
	"os"
	"path/filepath"
	"time"
)

// age gives all files of a site's content a time that long before a day on which no file is newly made. A file that has just been changed
// is mistrusted, and would be read again.
func age(dir string, before time.Duration) error {
	then := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(-before)
	return filepath.Walk(filepath.Join(dir, "content"), func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return os.Chtimes(name, then, then)
	})
}
