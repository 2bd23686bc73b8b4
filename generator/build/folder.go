package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// look returns what is at the name, reached through no link.
func (p *Publisher) look(name string) (kind, fs.FileInfo, error) {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	above, err := p.folderAt(dir)
	if err != nil || above != folder {
		return absent, nil, err
	}
	if root := p.rootOf(dir); root != nil {
		return lstat(root, base)
	}
	return p.lstat(name)
}

// maxRoots is how many folders of the output are kept open at most: those in which nearly all files lie are few.
const maxRoots = 8

// rootOf returns a folder of the output, open; nil where too many are open already.
func (p *Publisher) rootOf(dir string) *os.Root {
	if dir == "." {
		return p.root
	}
	p.rootsMu.Lock()
	defer p.rootsMu.Unlock()
	root, ok := p.roots[dir]
	if !ok && len(p.roots) < maxRoots {
		if opened, err := p.root.OpenRoot(dir); err == nil {
			root = opened
		}
		if p.roots == nil {
			p.roots = make(map[string]*os.Root)
		}
		p.roots[dir] = root
	}
	return root
}

// closeOutput closes the output and the folders of it that are open.
func (p *Publisher) closeOutput() error {
	err := p.closeRoots()
	if p.root != nil {
		err = errors.Join(err, p.root.Close())
	}
	return err
}

func (p *Publisher) closeRoots() error {
	var err error
	for _, root := range p.roots {
		if root != nil {
			err = errors.Join(err, root.Close())
		}
	}
	p.roots = nil
	return err
}

// folderAt returns what is at the name of a folder, remembered, and refuses links: so no file is reached through one.
func (p *Publisher) folderAt(name string) (kind, error) {
	if p.root == nil {
		return absent, nil
	}
	if name == "." {
		return folder, nil
	}
	if there, ok := p.folders.Load(name); ok {
		return there.(kind), nil
	}
	there, err := p.folderAt(path.Dir(name))
	if err != nil {
		return absent, err
	}
	if there == folder {
		if there, _, err = p.lstat(name); err != nil {
			return absent, err
		}
		if there == link {
			return absent, &LinkError{Dir: p.target.Dir, Name: name}
		}
	} else {
		there = absent
	}
	p.folders.Store(name, there)
	return there, nil
}

func (p *Publisher) lstat(name string) (kind, fs.FileInfo, error) { return lstat(p.root, name) }

func lstat(root *os.Root, name string) (kind, fs.FileInfo, error) {
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return absent, nil, nil
	case err != nil:
		return absent, nil, err
	case info.Mode().IsRegular():
		return regular, info, nil
	case info.IsDir():
		return folder, info, nil
	case info.Mode()&fs.ModeSymlink != 0:
		return link, info, nil
	}
	return other, info, nil
}
