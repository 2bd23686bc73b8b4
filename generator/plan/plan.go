// Package plan lists every page and file of a site's output: its address and how its bytes are made. It turns the linked site into
// the views that templates get.
//
// What a page looks like is the theme's business, and bytes without a template are package export's. Making a file reads the Site
// only, so any number of files may be made at once.
package plan

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// PageSize is the number of entries on a page of a list.
const PageSize = 100

// File is one file of the output.
type File struct {
	Address string    // slash-separated, relative to the output
	At      diag.Span // where it comes from, for clashes; the zero Span for what every site has
	Source  string    // what it is in words, for messages: `the briefing "a"`
	Page    bool      // an HTML page, made from a template
	make    func(*bytes.Buffer) error
}

// Make appends the file's bytes to buf. It may be called at any time, by several goroutines for several files.
func (f *File) Make(buf *bytes.Buffer) error {
	if err := f.make(buf); err != nil {
		return fmt.Errorf("make %s: %w", f.Address, err)
	}
	return nil
}

// Plan is the files of a site, sorted by address, no two of one address.
type Plan struct {
	Files []File

	site  *site.Site
	theme *theme.Theme
	fsys  fs.FS
	frame theme.Site
	rows  export.Rows

	counts []theme.Count  // of all claims by standing
	open   []*site.Source // those that have a page

	fragments sync.Map // fragment to template.HTML
}

// New lists the files. fsys is the site's folder, from which files of the content are copied. Two files for one address are
// diagnostics; the first of them is kept.
func New(s *site.Site, t *theme.Theme, fsys fs.FS) (*Plan, diag.List) {
	p := &Plan{site: s, theme: t, fsys: fsys, rows: export.NewRows(s), counts: counts(s.Claims), open: s.OpenSources()}
	p.frame = p.siteFrame()
	p.addLists()
	p.addObjects()
	p.addData()
	p.addFiles()
	p.addAliases()
	return p, append(p.settle(), p.checkLogo()...)
}

// checkLogo reports a logo that is no file of the site, and shows none then.
func (p *Plan) checkLogo() diag.List {
	logo := p.site.Settings.Logo
	if logo == "" {
		return nil
	}
	var files []string
	for i := range p.Files {
		switch f := &p.Files[i]; {
		case f.Page:
		case f.Address == logo:
			return nil
		default:
			files = append(files, f.Address)
		}
	}
	p.frame.Logo = ""
	hint := diag.DidYouMean(logo, files)
	if hint == "" {
		hint = "put it into static/ and write its path there"
	}
	return diag.List{{
		Code: "broken-link", At: p.site.Settings.Places.Of("logo"), Message: fmt.Sprintf("the site has no file %q", logo), Hint: hint,
	}}
}

// page adds an HTML page that a template makes from a view, which is made only when it is asked for.
func (p *Plan) page(address, template string, at diag.Span, source string, view func(page) any) {
	p.Files = append(p.Files, File{Address: address, At: at, Source: source, Page: true, make: func(buf *bytes.Buffer) error {
		pg := page{Plan: p, address: address, failed: new(error)}
		if shown := view(pg); *pg.failed == nil {
			return p.theme.Render(buf, template, shown)
		}
		return *pg.failed
	}})
}

// data adds a file whose bytes need no template.
func (p *Plan) data(address, source string, at diag.Span, bytesOf func() ([]byte, error)) {
	p.Files = append(p.Files, File{Address: address, At: at, Source: source, make: func(buf *bytes.Buffer) error {
		data, err := bytesOf()
		buf.Write(data)
		return err
	}})
}

// addObjects adds the page of every briefing, actor, source, topic and own page.
func (p *Plan) addObjects() {
	for _, b := range p.site.Briefings {
		p.page(b.Address(), "briefing", b.At, fmt.Sprintf("the briefing %q", b.ID), func(pg page) any { return pg.briefing(b) })
	}
	for _, a := range p.site.Actors {
		p.page(a.Address(), "actor", a.At, fmt.Sprintf("the actor %q", a.ID), func(pg page) any { return pg.actor(a) })
	}
	for _, s := range p.open {
		p.page(s.Address(), "source", s.At, fmt.Sprintf("the source %q", s.ID), func(pg page) any { return pg.source(s) })
	}
	for _, own := range p.site.Pages {
		if own.Address() != site.MethodologyAddress {
			p.page(own.Address(), "plain", own.At, fmt.Sprintf("the page %q", own.ID), func(pg page) any { return pg.plain(own) })
		}
	}
}

// addData adds what needs no template: feeds, the sitemap, what hosts expect, data for filters and for machines.
func (p *Plan) addData() {
	var none diag.Span
	for _, f := range export.Files(p.site, p.rows) {
		p.data(f.Address, "a file that attest writes", none, f.Bytes)
	}
	if base := p.site.Settings.BaseURL; base != "" {
		p.data("sitemap.xml", "the sitemap", none, func() ([]byte, error) {
			var addresses []string
			for i := range p.Files {
				if f := &p.Files[i]; f.Page && f.Address != site.NotFoundAddress && !strings.HasPrefix(f.Source, "an earlier address") {
					addresses = append(addresses, f.Address)
				}
			}
			return export.Sitemap(p.site, addresses)
		})
	}
}

// addFiles adds the theme's assets and the files of the content that pages show.
func (p *Plan) addFiles() {
	for _, asset := range p.theme.Assets() {
		p.data(asset.Name, "a static file", diag.Span{File: "static/" + asset.Name}, func() ([]byte, error) { return asset.Bytes, nil })
	}
	for _, name := range p.site.Files {
		p.data(site.FileAddress(name), "a file of the content", diag.Span{File: name}, func() ([]byte, error) {
			return fs.ReadFile(p.fsys, name)
		})
	}
}

// addAliases adds a page at each earlier address that leads to where the object is now.
func (p *Plan) addAliases() {
	for _, alias := range p.site.Aliases {
		address := AliasAddress(alias.Address)
		p.page(address, "redirect", alias.At, "an earlier address of "+alias.To.Address(), func(pg page) any { return pg.redirect(alias.To) })
	}
}

// AliasAddress is the file that an earlier address stands for: a folder's is its index.html, a name without ending a page's.
func AliasAddress(alias string) string {
	alias = strings.TrimPrefix(alias, "/")
	switch {
	case alias == "" || strings.HasSuffix(alias, "/"):
		return alias + "index.html"
	case !strings.HasSuffix(alias, ".html"):
		return alias + ".html"
	}
	return alias
}

// settle sorts the files and reports those that cannot both be written, also where only a system that folds case would mix them.
func (p *Plan) settle() diag.List {
	var problems diag.List
	slices.SortStableFunc(p.Files, func(a, b File) int { return cmp.Compare(a.Address, b.Address) })
	taken := make(map[string]*File, len(p.Files))
	folders := make(map[string]*File)
	kept := make([]File, 0, len(p.Files))
	for i := range p.Files {
		f := &p.Files[i]
		key := fold(f.Address)
		if first := taken[key]; first != nil {
			problems = append(problems, clash(first, f))
			continue
		}
		taken[key] = f
		kept = append(kept, *f)
		for dir := key; strings.Contains(dir, "/"); {
			dir = dir[:strings.LastIndex(dir, "/")]
			if _, ok := folders[dir]; !ok {
				folders[dir] = f
			}
		}
	}
	for i := range kept {
		if inside := folders[fold(kept[i].Address)]; inside != nil {
			problems = append(problems, clash(&kept[i], inside))
		}
	}
	p.Files = kept
	return problems
}

// clash reports two files for one address at the one that the author can move.
func clash(a, b *File) diag.Diagnostic {
	if b.At.IsZero() {
		a, b = b, a
	}
	d := diag.Diagnostic{
		Code: "address-clash", At: b.At,
		Message: fmt.Sprintf("%s would be written to %s, where %s stands at %s", b.Source, b.Address, a.Source, a.Address),
		Hint:    "rename one of them",
	}
	if !a.At.IsZero() {
		d.Related = append(d.Related, diag.Related{At: a.At, Message: "the other comes from here"})
	}
	return d
}

// absolute returns an address of the site with its base_url.
func (p *Plan) absolute(address string) string { return export.Absolute(p.site, address) }

// label gives a word of a vocabulary as readers see it.
func label[V ~string](word V) string { return strings.ReplaceAll(string(word), "_", " ") }

func standing(s brief.Standing) theme.Standing {
	return theme.Standing{Class: string(s.Word), Word: s.Word.Label(), Tally: s.Words(), Lines: s.For.Lines}
}
