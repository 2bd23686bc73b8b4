package content

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/frontmatter"
)

// Snapshots is the folder of archived copies, with a folder for each source, named like the source's page.
const Snapshots = Root + "/snapshots"

// RecordFile is the file in the folder of a source that says what the copy in it is.
const RecordFile = "snapshot.yaml"

// Copy is a file of Snapshots. Its bytes are not kept.
type Copy struct {
	Name     string
	SHA256   [sha256.Size]byte // zero where it could not be read
	Unread   string            // why it could not be read
	Record   *Record           // of a file of records that says anything; else nil
	Problems diag.List
}

// Record is what the file beside a copy says of it, and where.
type Record struct {
	brief.Snapshot
	At RecordPlaces
}

// RecordPlaces says where fields of a record stand; the zero Span for those that do not.
type RecordPlaces struct{ Path, SHA256, URL, Text, TextSHA256, CapturedAt diag.Span }

// archived reports whether a file lies in Snapshots.
func archived(name string) bool { return strings.HasPrefix(name, Snapshots+"/") }

// Copy returns a file of Snapshots, or nil.
func (c *Content) Copy(name string) *Copy {
	i, ok := slices.BinarySearchFunc(c.Copies, name, func(f *Copy, name string) int { return strings.Compare(f.Name, name) })
	if !ok {
		return nil
	}
	return c.Copies[i]
}

// RecordOf returns the record of the source whose page has the slug, or nil.
func (c *Content) RecordOf(slug string) *Record {
	if len(c.Copies) == 0 {
		return nil
	}
	if f := c.Copy(Snapshots + "/" + slug + "/" + RecordFile); f != nil {
		return f.Record
	}
	return nil
}

// CopyName returns the name of the file that a path in a snapshot means: one of the source's folder or, where it has a slash, of content/.
// It is empty for a path that leads out of Snapshots.
func CopyName(slug, written string) string {
	name := path.Join(Snapshots, slug, written)
	if strings.Contains(written, "/") {
		name = path.Join(Root, strings.TrimPrefix(written, Root+"/"))
	}
	if !archived(name) {
		return ""
	}
	return name
}

// ReadCopy returns the bytes of a file of Snapshots. They may be others than when it was read; the next reading is told of that.
func (c *Content) ReadCopy(name string) ([]byte, error) {
	src, problem, err := readFile(c.fsys, name)
	if problem != nil {
		return nil, errors.New(problem.Message)
	}
	return src, err
}

// readCopies looks at the files of Snapshots that may have changed since before.
func (c *Content) readCopies(ctx context.Context, before *Content, look look) error {
	c.Copies = before.Copies
	var fresh []*Copy
	for _, name := range look.doubtful {
		if archived(name) {
			fresh = append(fresh, &Copy{Name: name})
		}
	}
	if len(fresh) == 0 && !slices.ContainsFunc(look.gone, archived) {
		return nil
	}
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range fresh {
		if working.Err() != nil {
			break
		}
		g.Go(func() error { return f.read(c.fsys) })
	}
	if err := errors.Join(g.Wait(), ctx.Err()); err != nil {
		return err
	}
	again := make(map[string]*Copy, len(fresh))
	for _, f := range fresh {
		if old := before.Copy(f.Name); old != nil && old.SHA256 == f.SHA256 && old.Unread == f.Unread {
			f = old
		}
		again[f.Name] = f
	}
	copies := make([]*Copy, 0, len(before.Copies)+len(fresh))
	for _, f := range before.Copies {
		_, gone := slices.BinarySearch(look.gone, f.Name)
		if !gone && again[f.Name] == nil {
			copies = append(copies, f)
		}
	}
	for _, f := range again {
		copies = append(copies, f)
	}
	slices.SortFunc(copies, func(a, b *Copy) int { return strings.Compare(a.Name, b.Name) })
	if !slices.Equal(copies, before.Copies) {
		c.Copies = slices.Clip(copies)
	}
	return nil
}

// read takes the digest of a file, and reads it where it is a record.
func (f *Copy) read(fsys fs.FS) error {
	in, err := fsys.Open(f.Name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) || isNotExist(err) {
			f.Unread = cause(err)
			return nil
		}
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer in.Close()
	h := sha256.New()
	if _, err := io.Copy(h, in); err != nil {
		return fmt.Errorf("read %s: %w", f.Name, err)
	}
	f.SHA256 = [sha256.Size]byte(h.Sum(nil))
	if path.Base(f.Name) != RecordFile {
		return nil
	}
	src, problem, err := readFile(fsys, f.Name)
	if err != nil {
		return err
	}
	if problem != nil {
		f.Problems = diag.List{*problem}
		return nil
	}
	s, places, problems := frontmatter.Snapshot(f.Name, src)
	f.Problems = problems
	if s != nil {
		of := func(field string) diag.Span { return places.Of("snapshot." + field) }
		f.Record = &Record{*s, RecordPlaces{of("path"), of("sha256"), of("url"), of("text"), of("text_sha256"), of("captured_at")}}
	}
	return nil
}
