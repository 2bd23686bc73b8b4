package build

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// Reviewed is a file in which reviews were recorded, and of which claims.
type Reviewed struct {
	File   string
	Claims []string
}

// Review records in the files of a site who reviewed claims, and on what day. What was reviewed is a briefing, for all its claims, or
// briefing#claim. Each file is written whole or not at all, and none where something cannot be recorded: then the list says what.
func Review(source string, what []string, on edtf.Day, by string) (done []Reviewed, problems diag.List, err error) {
	root, err := os.OpenRoot(source)
	if err != nil {
		return nil, nil, fmt.Errorf("open the site's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	var slugs []string
	claims := make(map[string][]string)
	whole := make(map[string]bool)
	for _, target := range what {
		slug, claim, one := strings.Cut(target, "#")
		if !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
		if one {
			claims[slug] = append(claims[slug], claim)
		}
		whole[slug] = whole[slug] || !one
	}
	var records []*content.Recorded
	for _, slug := range slugs {
		if whole[slug] {
			claims[slug] = nil
		}
		record, found, err := content.RecordReview(root.FS(), slug, claims[slug], on, by)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, found...)
		records = append(records, record)
	}
	if len(problems) > 0 {
		return nil, problems.Resolve(nil), nil
	}
	for _, record := range records {
		if err := replaceFile(root, record.File, record.Before, record.After); err != nil {
			return done, nil, err
		}
		done = append(done, Reviewed{record.File, record.Claims})
	}
	return done, nil, nil
}

// replaceFile writes a file of the content anew, whole or not at all, if it is still what it was.
func replaceFile(root *os.Root, name string, before, after []byte) error {
	info, err := root.Lstat(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("write %s: it is no plain file; record the review in the file that it leads to", name)
	}
	if bytes.Equal(before, after) {
		return nil
	}
	temporary := path.Join(path.Dir(name), fmt.Sprintf(".%s.%d.tmp", path.Base(name), os.Getpid())) // a name that no reader of content sees
	err = createFile(root, temporary, after, info.Mode().Perm())
	if err == nil {
		err = stillIs(root, name, before)
	}
	if err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), root.RemoveAll(temporary))
	}
	return nil
}

// createFile writes a file that is not there yet, and waits until it is on the disk.
func createFile(root *os.Root, name string, data []byte, mode os.FileMode) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

var errChanged = errors.New("it has changed meanwhile")

// stillIs returns an error where a file holds anything else.
func stillIs(root *os.Root, name string, data []byte) error {
	now, err := root.ReadFile(name)
	if err == nil && !bytes.Equal(now, data) {
		err = errChanged
	}
	return err
}
