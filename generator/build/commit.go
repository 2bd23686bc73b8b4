package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// change is what Commit is about to do, all of it decided before the first rename.
type change struct {
	sums   []Sum
	writes []string // names, sorted
	early  []string // removals that make room for a write: a file where a folder must be, or in a folder where a file must be
	late   []string // the other removals
	rooms  []string // folders that must go for a file, deepest first
	gone   []string // names of ours that are absent, after a killed build: it may have made their folders
	kept   []string
}

// Commit puts the added files into place, removes those of the earlier build that were not added, and lists all in SHA256SUMS. On an error
// the old site is there whole; foreign files in the way are all named in it, each as a *ForeignFileError. ctx is heeded until the first
// rename; from there on only a fault ends it, and what was renamed is put back.
func (p *Publisher) Commit(ctx context.Context) (Report, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return Report{}, errors.New("commit: the publication has ended")
	}
	report, err := p.commit(ctx)
	if err == nil && p.last != nil {
		p.last(formatSums(report.Sums))
	}
	if err = errors.Join(err, p.close()); err != nil {
		return Report{}, err
	}
	return report, nil
}

func (p *Publisher) commit(ctx context.Context) (Report, error) {
	if p.failed != nil {
		return Report{}, p.failed
	}
	todo, err := p.plan(ctx)
	if err != nil {
		return Report{}, err
	}
	report := Report{
		Written: len(todo.writes), Unchanged: len(p.files) - len(todo.writes), Removed: len(todo.early) + len(todo.late),
		Kept: todo.kept, Changed: todo.writes, Sums: todo.sums,
	}
	data := formatSums(todo.sums)
	if p.root == nil || len(todo.writes)+len(todo.gone)+report.Removed > 0 || string(data) != string(p.sums) {
		if err := p.publish(ctx, todo, data); err != nil {
			return Report{}, err
		}
	}
	// The site is whole. What a failing removal leaves, the next build takes for ours by either list.
	_ = p.state.Remove(p.stateName(journalName))
	p.writeStamps()
	return report, nil
}

// plan decides what is written and removed, and refuses what may not be.
func (p *Publisher) plan(ctx context.Context) (change, error) {
	var todo change
	var problems []error
	names := slices.Sorted(maps.Keys(p.files))
	folded := make(map[string]string, len(names))
	for _, name := range names {
		f := p.files[name]
		todo.sums = append(todo.sums, Sum{name, f.digest})
		if double, ok := folded[fold(name)]; ok {
			problems = append(problems, fmt.Errorf("%s and %s are one file on some systems", p.display(double), p.display(name)))
		}
		folded[fold(name)] = name
		switch {
		case f.foreign:
			problems = append(problems, &ForeignFileError{p.target.Dir, name, f.changed})
		case f.slot != "":
			todo.writes = append(todo.writes, name)
		}
		for above := path.Dir(name); above != "."; above = path.Dir(above) {
			if _, ok := p.files[above]; ok {
				problems = append(problems, fmt.Errorf("%s cannot be a file and the folder of %s", p.display(above), p.display(name)))
			}
		}
	}
	if len(problems) > 0 {
		return change{}, errors.Join(problems...)
	}
	removals, err := p.removals(ctx, &todo)
	if err != nil {
		return change{}, err
	}
	if err := p.makeRoom(&todo, removals); err != nil {
		return change{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(removals)) {
		if next, ok := folded[fold(name)]; ok && p.same(name, next) {
			continue // it is the new file, under another spelling
		}
		if removals[name] {
			todo.early = append(todo.early, name)
		} else {
			todo.late = append(todo.late, name)
		}
	}
	return todo, ctx.Err()
}

// fold returns one name for all that a file system may take for the same.
func fold(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return norm.NFC.String(strings.ToLower(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}

// same reports whether two names are of one file that is there.
func (p *Publisher) same(a, b string) bool {
	one, err := p.root.Lstat(a)
	if err != nil {
		return false
	}
	two, err := p.root.Lstat(b)
	return err == nil && os.SameFile(one, two)
}

// removals returns the files of the earlier build that were not added and still have their bytes; the others it enters as kept.
func (p *Publisher) removals(ctx context.Context, todo *change) (map[string]bool, error) {
	removals := map[string]bool{}
	var left []string
	for name := range p.owned {
		if _, ok := p.files[name]; !ok {
			left = append(left, name)
		}
	}
	slices.Sort(left)
	for _, name := range left {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		there, info, err := p.look(name)
		var got stamp
		if err == nil && there == regular {
			got, err = p.measure(name, info)
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("remove %s: %w", p.display(name), err)
		case there == link:
			return nil, &LinkError{Dir: p.target.Dir, Name: name}
		case there == folder && !p.holdsNew(name):
			return nil, fmt.Errorf("%s lists %s, which is a folder; nothing was touched: restore the file, or delete the folder",
				p.display(SumsName), p.display(name))
		case there == regular && slices.Contains(p.owned[name], got.digest):
			removals[name] = false
		case there == absent && p.recovered:
			todo.gone = append(todo.gone, name)
		case there == regular || there == other:
			todo.kept = append(todo.kept, name)
		}
	}
	return removals, nil
}

// holdsNew reports whether a killed build may have made a folder at the name: a file below it is ours.
func (p *Publisher) holdsNew(name string) bool {
	for other := range p.owned {
		if strings.HasPrefix(other, name+"/") {
			return true
		}
	}
	return false
}

// makeRoom marks the removals that must come first, and refuses what is foreign in such places.
func (p *Publisher) makeRoom(todo *change, removals map[string]bool) error {
	if p.root == nil {
		return nil
	}
	var problems []error
	blocked := map[string]bool{}
	for _, name := range todo.writes {
		for above := path.Dir(name); above != "."; above = path.Dir(above) {
			there, err := p.folderAt(above)
			if err != nil {
				return fmt.Errorf("write %s: %w", p.display(name), err)
			}
			if there != regular && there != other {
				continue
			}
			if _, ours := removals[above]; ours {
				removals[above] = true
			} else if !blocked[above] {
				blocked[above] = true
				problems = append(problems, &ForeignFileError{p.target.Dir, above, len(p.owned[above]) > 0})
			}
		}
		if p.files[name].there != folder {
			continue
		}
		err := fs.WalkDir(p.root.FS(), name, func(below string, entry fs.DirEntry, err error) error {
			_, ours := removals[below]
			switch {
			case err != nil:
				return err
			case entry.IsDir():
				todo.rooms = append(todo.rooms, below)
			case ours:
				removals[below] = true
			default:
				problems = append(problems, &ForeignFileError{p.target.Dir, below, len(p.owned[below]) > 0})
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("write %s: %w", p.display(name), err)
		}
	}
	slices.SortFunc(todo.rooms, func(a, b string) int { return strings.Compare(b, a) }) // a folder comes after what it holds
	return errors.Join(problems...)
}

// publish carries out a change: after it the new site is there whole or, with an error, the old one.
func (p *Publisher) publish(ctx context.Context, todo change, sums []byte) (err error) {
	made, err := p.makeOutput()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			for _, name := range slices.Backward(made) {
				_ = os.Remove(name) // empty, as it was made for this
			}
		}
	}()
	m, err := p.newMover(todo.writes)
	if err != nil {
		return err
	}
	defer m.close()
	if _, err := writeFile(m.staging, SumsName, sums); err != nil {
		return fmt.Errorf("write %s: %w", p.display(SumsName), err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := p.writeJournal(todo.sums); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(p.target.State, journalName), cause(err))
	}
	if err := p.carry(m, todo); err != nil {
		undone := m.undo()
		if undone == nil && !p.recovered {
			undone = p.state.Remove(p.stateName(journalName))
		}
		return errors.Join(err, undone)
	}
	return nil
}

// carry does the renames, SHA256SUMS last.
func (p *Publisher) carry(m *mover, todo change) error {
	for _, name := range todo.early {
		if err := m.take(name); err != nil {
			return fmt.Errorf("remove %s: %w", p.display(name), cause(err))
		}
	}
	for _, name := range todo.rooms {
		if err := m.rmdir(name); err != nil {
			return fmt.Errorf("remove %s: %w", p.display(name), cause(err))
		}
	}
	for _, name := range todo.writes {
		f := p.files[name]
		if err := m.put(f.slot, name, f.there == regular); err != nil {
			return fmt.Errorf("write %s: %w", p.display(name), cause(err))
		}
	}
	for _, name := range todo.late {
		if err := m.take(name); err != nil {
			return fmt.Errorf("remove %s: %w", p.display(name), cause(err))
		}
	}
	for _, name := range emptied(slices.Concat(todo.early, todo.late, todo.gone)) {
		_ = m.rmdir(name) // where it is not empty it stays
	}
	if err := m.put(SumsName, SumsName, p.sums != nil); err != nil {
		return fmt.Errorf("write %s: %w", p.display(SumsName), cause(err))
	}
	return nil
}

// emptied returns the folders that the removal of the files may leave empty, deepest first.
func emptied(names []string) []string {
	folders := map[string]bool{}
	for _, name := range names {
		for above := path.Dir(name); above != "." && !folders[above]; above = path.Dir(above) {
			folders[above] = true
		}
	}
	return slices.SortedFunc(maps.Keys(folders), func(a, b string) int { return strings.Compare(b, a) })
}

// makeOutput makes the output folder where it is absent, and returns the folders it had to make.
func (p *Publisher) makeOutput() (made []string, err error) {
	if p.root != nil {
		return nil, nil
	}
	for dir := p.place.dir; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil || filepath.Dir(dir) == dir {
			break
		}
		made = append(made, dir)
	}
	slices.Reverse(made)
	if err := os.MkdirAll(p.place.dir, 0o755); err != nil {
		return nil, fmt.Errorf("make %s: %w", p.target.Dir, err)
	}
	if p.root, err = os.OpenRoot(p.place.dir); err != nil {
		return nil, fmt.Errorf("open %s: %w", p.target.Dir, err)
	}
	return made, nil
}

func compareSums(a, b Sum) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), slices.Compare(a.Digest[:], b.Digest[:]))
}
