package build

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
)

// mover renames files from the staging folder into the output and back. It remembers each step, and the old file of each, so that all can
// be undone.
//
// On systems that can rename between two open folders the staging folder is the state's, and a killed build leaves nothing but
// whole files in the output. Elsewhere, and where the output is on another file system, it is a folder of the output.
type mover struct {
	out     *os.Root
	staging *os.Root
	inside  bool // staging is tempName of out

	from   *os.File // staging, open; nil if inside
	to     *os.File // the folder of out that was used last, open
	toName string

	steps []step
}

type step struct {
	act  act
	name string
	slot string // in staging: of the old file; "" where there was none, or it could not be linked
}

type act uint8

const (
	madeFolder act = iota
	removedFolder
	tookFile
	putFile
	replacedFile
)

// newMover finds out how files can be renamed into the output, and copies the staged ones where they must lie inside it.
func (p *Publisher) newMover(writes []string) (*mover, error) {
	m := &mover{out: p.root, staging: p.staging}
	err := m.probe()
	if err == nil {
		return m, nil
	}
	m.close()
	if !crossing(err) {
		return nil, fmt.Errorf("write to %s: %w", p.target.Dir, cause(err))
	}
	m = &mover{out: p.root, inside: true}
	p.inside = true
	if err := p.root.Mkdir(tempName, 0o755); err != nil {
		return nil, fmt.Errorf("write to %s: %w", p.target.Dir, cause(err))
	}
	if m.staging, err = p.root.OpenRoot(tempName); err != nil {
		return nil, fmt.Errorf("write to %s: %w", p.target.Dir, cause(err))
	}
	for _, name := range writes {
		f := p.files[name]
		if err := m.copyIn(p.staging, f); err != nil {
			m.close()
			return nil, fmt.Errorf("write %s: %w", p.display(name), cause(err))
		}
	}
	return m, nil
}

// probe tries to rename an empty file into the output.
func (m *mover) probe() (err error) {
	if m.from, err = m.staging.Open("."); err != nil {
		return err
	}
	if err := m.staging.WriteFile(probeName, nil, 0o644); err != nil {
		return err
	}
	to, err := m.folder(".")
	if err != nil {
		return err
	}
	if err := renameAt(m.from, probeName, to, probeName); err != nil {
		return err
	}
	return m.out.Remove(probeName)
}

// copyIn copies a staged file, so that what was compared is what is published.
func (m *mover) copyIn(staging *os.Root, f *file) error {
	in, err := staging.Open(f.slot)
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	info, err := writeFile(m.staging, f.slot, data)
	if err != nil {
		return err
	}
	f.stamp = stampOf(f.digest, info)
	return nil
}

// put renames a staged file to the name, making its folders.
func (m *mover) put(slot, name string, replaces bool) error {
	if err := m.mkdir(path.Dir(name)); err != nil {
		return err
	}
	s := step{act: putFile, name: name}
	if replaces {
		s.act = replacedFile
		s.slot = m.spare()
		if err := m.link(name, s.slot); err != nil {
			s.slot = "" // a file system without links: the rename is still atomic, but cannot be undone
		}
	}
	if err := m.rename(slot, name); err != nil {
		return err
	}
	m.steps = append(m.steps, s)
	return nil
}

// take removes a file of the output, keeping it in staging.
func (m *mover) take(name string) error {
	slot := m.spare()
	if err := m.back(name, slot); err != nil {
		return err
	}
	m.steps = append(m.steps, step{act: tookFile, name: name, slot: slot})
	return nil
}

func (m *mover) mkdir(name string) error {
	if name == "." || name == m.toName && m.to != nil {
		return nil
	}
	if info, err := m.out.Lstat(name); err == nil && info.IsDir() {
		return nil
	}
	if err := m.mkdir(path.Dir(name)); err != nil {
		return err
	}
	if err := m.out.Mkdir(name, 0o755); err != nil {
		return err
	}
	m.steps = append(m.steps, step{act: madeFolder, name: name})
	return nil
}

// rmdir removes an empty folder.
func (m *mover) rmdir(name string) error {
	m.leave()
	info, err := m.out.Lstat(name)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New("is not a folder")
	}
	if err := m.out.Remove(name); err != nil {
		return err
	}
	m.steps = append(m.steps, step{act: removedFolder, name: name})
	return nil
}

// undo takes back all steps, the last first. It goes on after an error, to save what can be saved.
func (m *mover) undo() error {
	var errs []error
	for len(m.steps) > 0 {
		s := m.steps[len(m.steps)-1]
		m.steps = m.steps[:len(m.steps)-1]
		var err error
		switch {
		case s.act == madeFolder:
			m.leave()
			err = m.out.Remove(s.name)
		case s.act == removedFolder:
			err = m.out.Mkdir(s.name, 0o755)
		case s.act == putFile:
			err = m.out.Remove(s.name)
		case s.slot != "":
			err = m.rename(s.slot, s.name)
		default:
			err = errors.New("the file system has no links to keep the old file by")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("put back %s: %w", s.name, err))
		}
	}
	return errors.Join(errs...)
}

// spare returns a name in staging for an old file.
func (m *mover) spare() string { return "old-" + strconv.Itoa(len(m.steps)) }

func (m *mover) rename(slot, name string) error {
	if m.inside {
		return m.out.Rename(tempName+"/"+slot, name)
	}
	to, err := m.folder(path.Dir(name))
	if err != nil {
		return err
	}
	return renameAt(m.from, slot, to, path.Base(name))
}

func (m *mover) back(name, slot string) error {
	if m.inside {
		return m.out.Rename(name, tempName+"/"+slot)
	}
	to, err := m.folder(path.Dir(name))
	if err != nil {
		return err
	}
	return renameAt(to, path.Base(name), m.from, slot)
}

func (m *mover) link(name, slot string) error {
	if m.inside {
		return m.out.Link(name, tempName+"/"+slot)
	}
	to, err := m.folder(path.Dir(name))
	if err != nil {
		return err
	}
	return linkAt(to, path.Base(name), m.from, slot)
}

// folder opens a folder of the output; as names come sorted, one at a time is enough.
func (m *mover) folder(name string) (*os.File, error) {
	if m.to != nil && m.toName == name {
		return m.to, nil
	}
	m.leave()
	to, err := m.out.Open(name)
	if err != nil {
		return nil, err
	}
	m.to, m.toName = to, name
	return to, nil
}

// leave forgets the folder that was used last.
func (m *mover) leave() {
	if m.to != nil {
		_ = m.to.Close() // a folder, read only
		m.to = nil
	}
}

func (m *mover) close() {
	m.leave()
	if m.from != nil {
		_ = m.from.Close() // a folder, read only
	}
	if m.inside && m.staging != nil {
		_ = m.staging.Close() // a folder, read only
	}
}
