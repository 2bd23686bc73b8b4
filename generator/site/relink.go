package site

import (
	"cmp"
	"maps"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// relink resolves the references of the documents in the files, and of those that name what is no longer what it was. It returns the files
// of both, sorted.
func (u *update) relink(files map[string]bool) []string {
	set := make(map[string]bool, len(files))
	for file := range files {
		if _, ok := u.files.get(file); ok {
			set[file] = true
		}
	}
	for n := range u.touched {
		wanting, _ := u.wanted[n.kind.index()].get(n.id)
		for _, file := range wanting {
			if _, ok := u.files.get(file); ok {
				set[file] = true
			}
		}
	}
	again := slices.Sorted(maps.Keys(set))
	made := make([]*links, len(again))
	parallel(len(again), func() func(int) {
		r := &resolver{Site: u.Site}
		return func(i int) {
			f, _ := u.files.get(again[i])
			made[i] = r.links(f)
		}
	})
	for _, f := range u.gone {
		if !set[f.File] {
			u.want(f.File, nil)
		}
	}
	if u.fresh {
		u.wantAll(again, made)
	} else {
		for i, file := range again {
			u.want(file, made[i])
		}
	}
	u.seal()
	u.listTroubled(again)
	return again
}

// listTroubled finds the documents whose references have problems.
func (u *update) listTroubled(linked []string) {
	troubled := slices.DeleteFunc(slices.Clone(u.troubled), func(file string) bool {
		_, again := slices.BinarySearch(linked, file)
		_, there := u.links.get(file)
		return again || !there
	})
	for _, file := range linked {
		if l, _ := u.links.get(file); len(l.problems) > 0 {
			troubled = append(troubled, file)
		}
	}
	slices.Sort(troubled)
	u.troubled = troubled
}

// want enters what a document refers to; nil for one that is gone.
func (u *update) want(file string, now *links) {
	old, _ := u.links.get(file)
	var before, after []name
	if old != nil {
		before = old.wants
	}
	if now != nil {
		after = now.wants
		u.links.set(file, now)
	} else {
		u.links.delete(file)
	}
	if slices.Equal(before, after) {
		return
	}
	note := func(n name) { u.refiled = u.refiled || n.kind == kindFile }
	for _, n := range before {
		if _, still := slices.BinarySearchFunc(after, n, compareNames); !still {
			note(n)
			e := u.wanted[n.kind.index()]
			files, _ := e.get(n.id)
			if files = slices.DeleteFunc(slices.Clone(files), func(f string) bool { return f == file }); len(files) > 0 {
				e.set(n.id, files)
			} else {
				e.delete(n.id)
			}
		}
	}
	for _, n := range after {
		if _, was := slices.BinarySearchFunc(before, n, compareNames); !was {
			note(n)
			e := u.wanted[n.kind.index()]
			files, _ := e.get(n.id)
			at, _ := slices.BinarySearch(files, file)
			e.set(n.id, slices.Insert(slices.Clone(files), at, file))
		}
	}
}

// wantAll enters what all documents refer to, where nothing is entered yet. Each worker has its own parts of the tables.
func (u *update) wantAll(files []string, made []*links) {
	for i, file := range files {
		u.links.set(file, made[i])
	}
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	counts := make([][len(kinds)]int, workers)
	for w := range workers {
		g.Go(func() error {
			for i, file := range files {
				for _, n := range made[i].wants {
					if part(n.id)%workers != w {
						continue
					}
					k := n.kind.index()
					lists := u.wanted[k].open(n.id)
					list, known := lists[n.id]
					if !known {
						counts[w][k]++
					}
					lists[n.id] = append(list, file) // the files come in their order
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	for _, count := range counts {
		for k, n := range count {
			u.wanted[k].n += n
		}
	}
	u.refiled = u.wanted[kindFile.index()].n > 0
}

func compareNames(a, b name) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id)) }
