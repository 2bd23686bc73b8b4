// Package plan lists every page and file of a site's output: its address and how its bytes are made. It turns the linked site into
// the views that templates get.
//
// What a page looks like is the theme's business, and bytes without a template are package export's. Making a file reads the Site
// only, so any number of files may be made at once.
package plan

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/export"
	"attest/generator/figure"
	"attest/generator/site"
	"attest/generator/theme"
	"attest/generator/wording"
)

// PageSize is the number of entries on a page of a list.
const PageSize = 100

// File is one file of the output. It is made by a Plan; those of several versions of a site may share it.
type File struct {
	Address string // slash-separated, relative to the output
	Page    bool   // an HTML page, made from a template

	words    string    // what it is, unless it is an object's page
	at       diag.Span // where it comes from, for what is no object; the zero Span for what every site has
	kind     site.Kind // of the object that it is the page of; empty for none
	id       string
	template string
	view     func(page) any
	data     func(page, *bytes.Buffer) error // for a file without a template
}

// Plan is the files of a site, sorted by address, no two of one address.
type Plan struct {
	Files []File

	site    *site.Site
	theme   *theme.Theme
	lang    *wording.Language // of the site
	fsys    fs.FS
	frame   theme.Site
	export  *export.Site
	byName  map[string]*File
	clashes diag.List
	labels  *figure.Labels // of pictures of events
	extents extents        // of objects

	// What is worked out once, when a page first shows it.
	rows    rowStore                                // of objects: see fragment
	behind  func() []atomic.Pointer[worked[string]] // of events: see weakest
	derived func() []atomic.Pointer[worked[string]] // of sources: see derivationWords
}

// New lists the files. fsys is the site's folder, from which files of the content are copied. Two files for one address are
// diagnostics; the first of them is kept. Where before is a plan of an earlier version of the site, its list serves again if it can; an empty plan
// is none.
func New(before *Plan, s *site.Site, t *theme.Theme, fsys fs.FS) (*Plan, diag.List) {
	p := &Plan{site: s, theme: t, lang: t.Words(), labels: newLabels(t.Words()), fsys: fsys, rows: rowStore{at: byNumber[row](s)}, behind: byNumber[worked[string]](s), derived: byNumber[worked[string]](s)}
	p.export = export.New(s, p.lang)
	if before != nil && before.site == nil {
		before = nil
	}
	if same := p.measure(before); same && before.theme == t && before.site.SameShape(s) {
		p.Files, p.byName, p.clashes = before.Files, before.byName, before.clashes
	} else {
		p.addLists()
		p.addObjects()
		p.addData()
		p.addFiles()
		p.addAliases()
		p.clashes = p.settle()
	}
	p.frame = p.siteFrame()
	return p, slices.Concat(p.clashes, p.checkLogo())
}

// File returns the file at an address, or nil.
func (p *Plan) File(address string) *File { return p.byName[address] }

// Words says what the file is: `the briefing "a"`.
func (f *File) Words() string {
	if f.kind != "" {
		return fmt.Sprintf("the %s %q", f.kind, f.id)
	}
	return f.words
}

// At returns where a file comes from; the zero Span for what every site has.
func (p *Plan) At(f *File) diag.Span {
	if f.kind == "" {
		return f.at
	}
	return p.site.Place(f.kind, f.id)
}

// Make appends the file's bytes to buf. It may be called at any time, by several goroutines for several files. Where record is set it
// returns what the bytes depend on beside the settings, the theme and the program itself.
func (p *Plan) Make(f *File, buf *bytes.Buffer, record bool) (*site.Needs, error) {
	scratch := scratches.Get().(*scratch)
	defer scratch.release()
	pg := page{Plan: p, read: p.site.Reader(record).In(&scratch.room), address: f.Address, failed: new(error), scratch: scratch}
	var err error
	if f.data != nil {
		err = f.data(pg, buf)
	} else if view := f.view(pg); *pg.failed == nil {
		err = p.theme.Render(buf, f.template, view)
	} else {
		err = *pg.failed
	}
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", f.Address, err)
	}
	return pg.read.Needs(), nil
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

// add lists a file.
func (p *Plan) add(f File) { p.Files = append(p.Files, f) }

// page adds an HTML page that a template makes from a view, which is made only when it is asked for.
func (p *Plan) page(address, template, words string, view func(page) any) {
	p.add(File{Address: address, words: words, Page: true, template: template, view: view})
}

// object adds the page of an object.
func (p *Plan) object(o site.Object, template, id string, view func(page) any) {
	p.add(File{
		Address: o.Address(), Page: true, kind: o.Kind(), id: id, template: template, view: view,
	})
}

// addObjects adds the pages of every briefing, actor, source and own page.
func (p *Plan) addObjects() {
	r := p.site.Reader(false)
	for _, id := range p.site.Briefings {
		p.object(r.Briefing(id), "briefing", id, func(pg page) any { return pg.briefing(pg.read.Briefing(id)) })
	}
	for _, id := range p.site.Actors {
		get := func(pg page) *site.Actor { return pg.read.Actor(id) }
		p.object(r.Actor(id), "actor", id, func(pg page) any { return pg.actor(get(pg)) })
		addParts(p, actorParts, r.Actor(id), id, get, page.actorCrumbs)
	}
	for _, id := range r.OpenSources() {
		get := func(pg page) *site.Source { return pg.read.Source(id) }
		p.object(r.Source(id), "source", id, func(pg page) any { return pg.source(get(pg)) })
		addParts(p, sourceParts, r.Source(id), id, get, page.sourceCrumbs)
	}
	for _, id := range p.site.Pages {
		if own := r.Page(id); own.Address() != site.MethodologyAddress {
			p.object(own, "plain", id, func(pg page) any { return pg.plain(pg.read.Page(id)) })
		}
	}
}

// addData adds what needs no template: feeds, the sitemap, what hosts expect, data for filters and for machines.
func (p *Plan) addData() {
	for _, f := range p.export.Files() {
		p.add(File{Address: f.Address, words: "a file that attest writes", data: func(pg page, buf *bytes.Buffer) error { return f.Write(buf, pg.export, pg.read) }})
	}
	if p.site.Settings.BaseURL != "" {
		p.addSitemap()
	}
}

// addSitemap adds the sitemap; where there are more pages than one may list, an index and the sitemaps that this lists.
func (p *Plan) addSitemap() {
	const address, words = "sitemap.xml", "the sitemap"
	part := func(address string, k int) {
		p.add(File{Address: address, words: words, data: func(pg page, buf *bytes.Buffer) error {
			all := pg.mapped()
			sitemap, err := export.Sitemap(pg.read, all[min(k*export.MaxSitemap, len(all)):min((k+1)*export.MaxSitemap, len(all))])
			buf.Write(sitemap)
			return err
		}})
	}
	pages := len(p.mapped())
	if pages <= export.MaxSitemap {
		part(address, 0)
		return
	}
	var parts []string
	for k := 0; k*export.MaxSitemap < pages; k++ {
		parts = append(parts, fmt.Sprintf("sitemap-%d.xml", k+1))
		part(parts[k], k)
	}
	p.add(File{Address: address, words: words, data: func(pg page, buf *bytes.Buffer) error {
		index, err := export.SitemapIndex(pg.read, parts)
		buf.Write(index)
		return err
	}})
}

// mapped returns the addresses of the pages that sitemaps list, in their order.
func (p *Plan) mapped() []string {
	var addresses []string
	for i := range p.Files {
		if f := &p.Files[i]; f.Page && f.Address != site.NotFoundAddress && f.template != "redirect" {
			addresses = append(addresses, f.Address)
		}
	}
	return addresses
}

// addFiles adds the theme's assets and the files of the content that pages show.
func (p *Plan) addFiles() {
	for _, asset := range p.theme.Assets() {
		p.add(File{
			Address: asset.Name, words: "a static file", at: diag.Span{File: "static/" + asset.Name},
			data: func(_ page, buf *bytes.Buffer) error {
				buf.Write(asset.Bytes)
				return nil
			},
		})
	}
	for _, name := range p.site.Files {
		p.addContent(name, site.FileAddress(name), "a file of the content")
	}
	for _, f := range p.site.CopyFiles {
		p.addContent(f.Name, f.Address, "a copy of a source")
	}
}

// addContent adds a file of the content as it is.
func (p *Plan) addContent(name, address, words string) {
	p.add(File{Address: address, words: words, at: diag.Span{File: name}, data: func(pg page, buf *bytes.Buffer) error {
		pg.read.NeedFile(name)
		data, err := fs.ReadFile(pg.fsys, name)
		buf.Write(data)
		return err
	}})
}

// addAliases adds a page at each earlier address that leads to where the object is now.
func (p *Plan) addAliases() {
	for _, alias := range p.site.Aliases {
		to := p.site.Reader(false).Get(alias.Kind, alias.ID)
		p.add(File{
			Address: AliasAddress(alias.Address), words: "an earlier address of " + to.Address(), Page: true, at: alias.At, template: "redirect",
			view: func(pg page) any { return pg.redirect(pg.read.Get(alias.Kind, alias.ID)) },
		})
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
	order := make([]int, len(p.Files))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.Files[a].Address, p.Files[b].Address), cmp.Compare(a, b))
	})
	taken := make(map[string]*File, len(p.Files))
	folders := make(map[string]*File)
	kept := make([]File, 0, len(p.Files))
	for _, i := range order {
		f := &p.Files[i]
		key := fold(f.Address)
		if first := taken[key]; first != nil {
			problems = append(problems, p.clash(first, f))
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
			problems = append(problems, p.clash(&kept[i], inside))
		}
	}
	p.Files, p.byName = kept, make(map[string]*File, len(kept))
	for i := range kept {
		p.byName[kept[i].Address] = &kept[i]
	}
	return problems
}

// clash reports two files for one address at the one that the author can move.
func (p *Plan) clash(a, b *File) diag.Diagnostic {
	if p.At(b).IsZero() {
		a, b = b, a
	}
	d := diag.Diagnostic{
		Code: "address-clash", At: p.At(b),
		Message: fmt.Sprintf("%s would be written to %s, where %s stands at %s", b.Words(), b.Address, a.Words(), a.Address),
		Hint:    "rename one of them",
	}
	if !p.At(a).IsZero() {
		d.Related = append(d.Related, diag.Related{At: p.At(a), Message: "the other comes from here"})
	}
	return d
}

// absolute returns an address of the site with its base_url.
func (p *Plan) absolute(address string) string { return export.Absolute(p.site, address) }

func (p *Plan) standing(s brief.Standing) theme.Standing {
	return theme.Standing{Class: string(s.Word), Word: p.standingWord(s.Word), Tally: p.lang.Tally(s), Lines: s.For.Lines}
}

// classWord says what a class of standing is.
func (p *Plan) classWord(class string) string {
	if class == withdrawn {
		return p.lang.Say("withdrawn")
	}
	return p.standingWord(brief.StandingWord(class))
}

func (p *Plan) standingWord(word brief.StandingWord) string {
	return p.lang.Term("standing", string(word))
}

// Digest is of what all pages show, or follow: how each is framed, the theme, and whether events lie on one page. Settings are not part of
// it.
func (p *Plan) Digest() [sha256.Size]byte {
	data, err := json.Marshal(p.frame)
	if err != nil {
		panic("plan: digest: " + err.Error()) // all of it is text, or was read from YAML
	}
	return sha256.Sum256(fmt.Appendf(data, "%s %t", p.theme.Digest(), p.site.SplitTimeline()))
}
