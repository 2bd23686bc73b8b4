package build

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"attest/generator/check"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/plan"
	"attest/generator/site"
	"attest/generator/theme"
)

// loaded is a version of a site that was read, linked, checked and planned. It is immutable.
type loaded struct {
	diagnostics diag.List // resolved

	content       *content.Content // nil where there is no folder to read
	site          *site.Site
	checked       checked
	withheld      map[string]*withheld // by file, of those that withhold something
	theme         *theme.Theme
	themeProblems diag.List
	plan          *plan.Plan
	forbidden     diag.List // files with names that the publisher refuses
	problems      diag.List // all but those of the rules, before they are resolved
}

// load reads, links, checks and plans a site. Its pages can be made as long as fsys can be read. Where before is an earlier version of the
// same site, what has not changed since is shared with it; changed are the names of all files that may have, or nil where that is not
// known. Where nothing has changed, before is returned.
func load(ctx context.Context, fsys fs.FS, opt Options, before *loaded, changed []string) (*loaded, error) {
	if before == nil {
		before = &loaded{}
	}
	began := time.Now() //nolint:forbidigo // compared with the times of files, to tell a change that could hide another; no output
	choice := contentOptions(opt, began)
	choice.Listed = opt.listed
	read, problems, err := before.content.Again(ctx, fsys, choice, changed)
	if err != nil {
		return nil, err
	}
	if read == nil {
		return &loaded{plan: &plan.Plan{}, diagnostics: problems.Resolve(nil)}, nil
	}
	l := &loaded{content: read, theme: before.theme}
	found := before.themeProblems
	if before.theme == nil || changed == nil || slices.ContainsFunc(changed, themed) {
		if l.theme, found, err = theme.New(opt.Theme, fsys); err != nil {
			return nil, err
		}
		if before.theme != nil && before.theme.Digest() == l.theme.Digest() {
			l.theme = before.theme
		}
	}
	l.themeProblems = found
	if read == before.content && l.theme == before.theme && slices.EqualFunc(found, before.themeProblems, equalDiagnostics) {
		return before, nil
	}
	var linked []string
	l.site, linked = site.Link(before.site, read)
	problems = slices.Concat(problems, l.site.Problems())
	if l.theme, err = l.theme.In(l.site.Settings.Language); err != nil {
		return nil, err
	}
	type planned struct {
		plan  *plan.Plan
		found diag.List
	}
	planning := aside(func() (p planned) { // which takes one processor
		p.plan, p.found = plan.New(before.plan, l.site, l.theme, fsys)
		return p
	})
	l.checked = before.checked.again(l.site, before.site, linked, opt.Day, failed(problems))
	l.withhold(before, linked)
	l.plan, found = planning().plan, planning().found
	l.forbidden = before.forbidden
	if before.plan == nil || len(before.plan.Files) == 0 || &before.plan.Files[0] != &l.plan.Files[0] {
		l.forbidden = forbiddenNames(l.plan)
	}
	l.problems = slices.Concat(problems, l.themeProblems, found, l.forbidden, check.Site(l.site, l.checked.grades))
	l.diagnostics = l.resolve(nil)
	return l, nil
}

func contentOptions(opt Options, began time.Time) content.Options {
	return content.Options{Day: opt.Day, Drafts: opt.Drafts, Future: opt.Future, Base: opt.Base, Began: began}
}

// themed reports whether a file of the site is one of its templates or static files.
func themed(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == "templates" || first == "static"
}

func equalDiagnostics(a, b diag.Diagnostic) bool {
	return a.Code == b.Code && a.At == b.At && a.Message == b.Message && a.Hint == b.Hint && slices.Equal(a.Related, b.Related)
}

// resolve returns all problems, with those that were found in built bytes.
func (l *loaded) resolve(built diag.List) diag.List {
	return diag.Merge(l.checked.list, slices.Concat(l.problems, built).Resolve(l.site.Settings.Checks))
}

// forbiddenNames reports files of the site, such as static ones, with names that the publisher refuses.
func forbiddenNames(p *plan.Plan) diag.List {
	var problems diag.List
	for i := range p.Files {
		f := &p.Files[i]
		if err := checkName(f.Address); err != nil {
			problems = append(problems, diag.Diagnostic{
				Code: "address-clash", At: p.At(f),
				Message: fmt.Sprintf("%s cannot be published: %v", f.Words(), err), Hint: "rename it",
			})
		}
	}
	return problems
}

func (l *loaded) pages() int {
	n := 0
	for i := range l.plan.Files {
		if l.plan.Files[i].Page {
			n++
		}
	}
	return n
}

// make returns the bytes of a file.
func (l *loaded) make(f *plan.File) ([]byte, error) {
	var buf bytes.Buffer
	if _, err := l.plan.Make(f, &buf, false); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
