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
		if u.Site.fileNamed(file) != nil {
			set[file] = true
		}
	}
	for n := range u.touched {
		for _, file := range u.wanting(n) {
			set[file] = true
		}
	}
	again := slices.Sorted(maps.Keys(set))
	documents := make([]*file, len(again))
	made := make([]*links, len(again))
	parallel(len(again), func() func(int) {
		r := &resolver{Site: u.Site}
		return func(i int) {
			documents[i] = u.Site.fileNamed(again[i])
			made[i] = r.links(documents[i])
		}
	})
	for _, l := range made {
		u.learn(l)
	}
	for _, f := range u.gone {
		if !set[f.File] {
			u.want(f, nil)
		}
	}
	if u.fresh {
		u.wantAll(documents, made)
	} else {
		for i, f := range documents {
			u.want(f, made[i])
		}
	}
	u.seal()
	u.listTroubled(again)
	return again
}

// learn gives numbers to what a document refers to and nothing else has.
func (u *update) learn(l *links) {
	if l.unknown == nil {
		return
	}
	for _, n := range l.unknown {
		l.wants = append(l.wants, u.numberOf(n))
	}
	slices.Sort(l.wants)
	l.wants, l.unknown = slices.Compact(l.wants), nil
}

// listTroubled finds the documents whose references have problems.
func (u *update) listTroubled(linked []string) {
	troubled := slices.DeleteFunc(slices.Clone(u.troubled), func(file string) bool {
		_, again := slices.BinarySearch(linked, file)
		return again || u.Site.fileNamed(file) == nil
	})
	for _, file := range linked {
		if l := u.documents.at(u.numberOf(name{kindDocument, file})).links; len(l.problems) > 0 {
			troubled = append(troubled, file)
		}
	}
	slices.Sort(troubled)
	u.troubled = troubled
}

// want enters what a document refers to; nil for one that is gone.
func (u *update) want(f *file, now *links) {
	d := u.documents.open(f.number)
	var before, after []int32
	if d.links != nil {
		before = d.links.wants
	}
	if now != nil {
		after = now.wants
	} else {
		d.standings = nil
	}
	d.links = now
	if slices.Equal(before, after) {
		return
	}
	u.refiled = true
	byFile := func(number int32, file string) int { return cmp.Compare(u.documents.at(number).file.File, file) }
	for _, n := range before {
		if _, still := slices.BinarySearch(after, n); !still {
			list := u.wanted.at(n)
			u.wanted.set(n, slices.DeleteFunc(slices.Clone(list), func(number int32) bool { return number == f.number }))
		}
	}
	for _, n := range after {
		if _, was := slices.BinarySearch(before, n); !was {
			list := u.wanted.at(n)
			at, _ := slices.BinarySearchFunc(list, f.File, byFile)
			u.wanted.set(n, slices.Insert(slices.Clone(list), at, f.number))
		}
	}
}

// wantAll enters what all documents refer to, where nothing is entered yet. Each worker has its own blocks.
func (u *update) wantAll(documents []*file, made []*links) {
	for i, f := range documents {
		u.documents.open(f.number).links = made[i]
	}
	u.wanted.reach(u.count)
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i, f := range documents {
				for _, n := range made[i].wants {
					if int(n)/block%workers == w {
						list := u.wanted.open(n)
						*list = append(*list, f.number) // the files come in their order
					}
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	u.refiled = true
}
