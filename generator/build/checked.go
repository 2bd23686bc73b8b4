package build

import (
	"maps"
	"slices"

	"attest/generator/check"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/site"
)

// checked is what the rules of evidence find in a site. It is immutable.
type checked struct {
	files  map[string]check.Found // by file; nil before the first check
	grades check.Grades           // of all files
	astray int                    // problems that stand in another file than the one that was checked, such as that of a library
	broken bool                   // there are errors in what the documents say or refer to
	list   diag.List              // what is found in files, resolved
}

// again applies the rules to what was linked anew, and to what a change in that reaches; of all else it is known what they find. broken says
// that there are errors in what the documents say or refer to.
func (c checked) again(now, before *site.Site, linked []string, day edtf.Day, broken bool) checked {
	linked = now.Recheck(before, linked)
	fresh := check.Documents(now, linked, day)
	alike := c.files != nil && before != nil && before.Settings == now.Settings && broken == c.broken
	if alike && !slices.ContainsFunc(linked, func(file string) bool { return !sameFound(c.files[file], fresh[file]) }) {
		return c
	}
	next := checked{files: maps.Clone(c.files), grades: c.grades, astray: c.astray, broken: broken}
	if next.files == nil {
		next.files = make(map[string]check.Found, len(fresh))
	}
	for _, file := range linked {
		next.count(file, next.files[file], -1)
		delete(next.files, file)
	}
	for file, found := range fresh {
		next.count(file, found, 1)
		next.files[file] = found
	}
	levels := now.Settings.Checks
	if alike && c.astray+next.astray == 0 {
		next.list = c.list.Splice(linked, told(fresh, broken).Resolve(levels))
	} else {
		next.list = told(next.files, broken).Resolve(levels)
	}
	return next
}

func sameFound(a, b check.Found) bool {
	same := func(a, b diag.Diagnostic) bool { return equalDiagnostics(a, b) && a.Level == b.Level }
	return a.Grades == b.Grades && slices.EqualFunc(a.Problems, b.Problems, same) && slices.EqualFunc(a.Orphans, b.Orphans, same)
}

// count counts what is found in a file n times more.
func (c *checked) count(file string, found check.Found, n int) {
	c.grades.Add(found.Grades, n)
	for _, list := range []diag.List{found.Problems, found.Orphans} {
		for i := range list {
			if list[i].At.File != file {
				c.astray += n
			}
		}
	}
}

// told returns what is to be told of what was found, file by file.
func told(files map[string]check.Found, broken bool) diag.List {
	n := 0
	for _, found := range files {
		n += len(found.Problems) + len(found.Orphans)
	}
	list := make(diag.List, 0, n)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		found := files[file]
		list = append(list, found.Problems...)
		if !broken {
			list = append(list, found.Orphans...)
		}
	}
	return list
}

// failed reports whether a problem is an error, whatever a site makes of its code.
func failed(problems diag.List) bool {
	return slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return diag.DefaultLevel(d.Code) == diag.LevelError })
}
