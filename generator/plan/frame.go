package plan

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"attest/generator/edtf"
	"attest/generator/export"
	"attest/generator/site"
	"attest/generator/theme"
)

// page is one page while its view is made: all ways lead from its address.
type page struct {
	*Plan
	read    *site.Reader
	address string
	failed  *error // the first fault of a fragment of the page
	scratch *scratch
	prefix  string // of the ids of a text that stands on the page with others; else empty
}

// siteFrame is what is the same on all pages.
func (p *Plan) siteFrame() theme.Site {
	set := p.site.Settings
	frame := theme.Site{
		Title: set.Title, Description: set.Description, Language: set.Language, Author: set.Author, Logo: set.Logo,
		Base: set.BaseURL, Extra: set.Extra, Previews: p.export.PreviewChunks(), Feeds: set.BaseURL != "",
		Stylesheet: p.theme.Version("style.css"), Script: p.theme.Version("attest.js"),
	}
	for _, entry := range set.Menu {
		if own := p.site.Page(entry.Page.ID); own != nil {
			frame.Menu = append(frame.Menu, theme.Link{Href: own.Address(), Text: entry.Title})
		}
	}
	for _, policy := range set.Policies {
		if own := p.site.Page(policy.Page.ID); own != nil && own.Address() != site.MethodologyAddress {
			frame.Policies = append(frame.Policies, theme.Link{Href: own.Address(), Text: own.Title})
		}
	}
	for _, s := range set.Social {
		frame.Social = append(frame.Social, theme.Link{Href: s.Value, Text: s.Name})
	}
	return frame
}

// head is the frame around a page, with the way to it as its data for machines.
func (pg page) head(kind, title, description string, crumbs ...theme.Link) theme.Page {
	head := pg.objectHead(kind, title, description, crumbs...)
	if len(crumbs) > 0 {
		head.JSONLD = pg.graph(head)
	}
	return head
}

// objectHead is the frame around the page of an object, of which there is more to say to machines.
func (pg page) objectHead(kind, title, description string, crumbs ...theme.Link) theme.Page {
	head := theme.Page{
		Site: pg.frame, Title: title, Description: description, Kind: kind, Root: site.Root(pg.address), Crumbs: crumbs,
	}
	if pg.site.Settings.BaseURL != "" {
		head.Canonical = pg.Plan.absolute(pg.address)
	}
	return head
}

// to is a link to an object, shown by its name.
func (pg page) to(o site.Object) theme.Link {
	if s, ok := o.(*site.Source); ok && s.Withheld() {
		return theme.Link{Text: pg.name(s)}
	}
	return theme.Link{Href: site.Relative(pg.address, o.Address()), Text: pg.name(o)}
}

// name is what an object is called.
func (pg page) name(o site.Object) string { return export.Name(pg.lang, o) }

// toAddress is a link to an address of the site.
func (pg page) toAddress(address, text string) theme.Link {
	return theme.Link{Href: site.Relative(pg.address, address), Text: text}
}

// home and list are the crumbs that most pages share.
func (pg page) home() theme.Link { return pg.toAddress(site.FrontAddress, pg.site.Settings.Title) }

func (pg page) crumbs(address, text string) []theme.Link {
	return []theme.Link{pg.home(), pg.toAddress(address, text)}
}

// date words a date, with what <time> takes.
func (p *Plan) date(d edtf.Date) theme.Date {
	if d.IsZero() {
		return theme.Date{}
	}
	view := theme.Date{Words: p.lang.Date(d)}
	view.From, view.To = d.Machine()
	if view.To != "" {
		view.FromWords, view.ToWords = p.lang.End(d.Start()), p.lang.End(d.End())
	}
	return view
}

// notFound is the page that a host serves at any depth, so its ways begin at the root of the host.
func (pg page) notFound() any {
	head := pg.head("notfound", pg.lang.Say("notfound.title"), "")
	head.Root, head.Noindex, head.Canonical = "/", true, ""
	if base, err := url.Parse(pg.site.Settings.BaseURL); err == nil && base.Path != "" {
		head.Root = base.EscapedPath()
	}
	if !strings.HasSuffix(head.Root, "/") {
		head.Root += "/"
	}
	return theme.NotFoundView{Page: head}
}

// redirect is the page at an earlier address.
func (pg page) redirect(to site.Object) any {
	head := pg.head("redirect", pg.name(to), "")
	head.Noindex = true
	if pg.site.Settings.BaseURL != "" {
		head.Canonical = pg.Plan.absolute(to.Address())
	}
	return theme.RedirectView{Page: head, To: pg.to(to)}
}

// plain is one of the author's own pages.
func (pg page) plain(own *site.Page) any {
	head := pg.objectHead("plain", own.Title, own.Summary, pg.home())
	head.JSONLD = pg.graph(head, pg.thing("WebPage", own.Title, own.Summary))
	view := theme.PlainView{Page: head, Title: own.Title, Body: pg.text(own), Extra: own.Extra}
	if own.Language != pg.site.Settings.Language {
		view.Language = own.Language
	}
	return view
}

// pager leads through a list of n entries, whose k-th page (from 1) is at address(k). It returns the bounds of page number.
func (pg page) pager(n, number int, address func(int) string) (pager theme.Pager, from, to int) {
	of := pagesOf(n)
	from, to = (number-1)*PageSize, min(number*PageSize, n)
	pager = theme.Pager{Label: pg.lang.Say("pager.label"), Number: number, Of: of, Total: n, First: from + 1, Last: to}
	if number > 1 {
		pager.Prev = pg.toAddress(address(number-1), pg.lang.Say("pager.prev"))
	}
	if number < of {
		pager.Next = pg.toAddress(address(number+1), pg.lang.Say("pager.next.short"))
	}
	if of > 1 {
		pager.Pages = ways(number, of, fewPages, func(k int) theme.Link { return pg.toAddress(address(k), fmt.Sprint(k)) })
	}
	return pager, from, to
}

// ways leads from one of several pages to others: to all where they are few, else to those of waysFrom, with an empty link for each gap. The page's
// own link leads nowhere. A number of 0 is none of the pages.
func ways(number, of, few int, to func(k int) theme.Link) []theme.Link {
	var links []theme.Link
	last := 0
	for _, k := range waysFrom(number, of, few) {
		if k > last+1 {
			links = append(links, theme.Link{})
		}
		link := to(k)
		if k == number {
			link.Href = ""
		}
		links, last = append(links, link), k
	}
	return links
}

// A pager leads to so many pages before and after its own; in a list of few pages, to all.
const (
	nearPages = 3
	fewPages  = 10
)

// waysFrom returns the pages to which the pager of a page leads, that page included: those nearby, the first and the last, and of the tens, the
// hundreds and so on those next to it. So a dozen clicks lead to any page of a thousand, and no page grows with its list. Where only one page would
// be left out it is there too; of few pages it returns all.
func waysFrom(number, of, few int) []int {
	var pages []int
	if of <= few {
		for k := range of {
			pages = append(pages, k+1)
		}
		return pages
	}
	pages = append(pages, 1, of)
	for k := max(1, number-nearPages); k <= min(of, number+nearPages); k++ {
		pages = append(pages, k)
	}
	for step := 10; step < of; step *= 10 {
		before, after := (number-1)/step*step, (number+step)/step*step
		for _, k := range []int{before, after} {
			if k > 1 && k < of {
				pages = append(pages, k)
			}
		}
	}
	slices.Sort(pages)
	pages = slices.Compact(pages)
	for i := len(pages) - 1; i > 0; i-- {
		if pages[i] == pages[i-1]+2 {
			pages = slices.Insert(pages, i, pages[i]-1)
		}
	}
	return pages
}

// pagesOf returns how many pages a list of n entries takes; an empty list takes one.
func pagesOf(n int) int { return max(1, (n+PageSize-1)/PageSize) }
