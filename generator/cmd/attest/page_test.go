//go:build unix

package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// selectIn prints what a page shows: select FILE SELECTOR [ATTRIBUTE]. Each element found is a line: its text with single spaces, or
// the value of its attribute. With "!" nothing may be found.
func selectIn(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "[!] select file selector [attribute]")
	root, err := parseHTML([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	found := goquery.NewDocumentFromNode(root).Find(args[1])
	switch {
	case neg && found.Length() > 0:
		ts.Fatalf("%s has %s: %s", args[0], args[1], found.Text())
	case !neg && found.Length() == 0:
		ts.Fatalf("%s has no %s", args[0], args[1])
	}
	found.Each(func(_ int, s *goquery.Selection) {
		line := strings.Join(strings.Fields(s.Text()), " ")
		if len(args) > 2 {
			line, _ = s.Attr(args[2])
		}
		fmt.Fprintln(ts.Stdout(), line)
	})
}

// parseHTML reads a page as a browser without scripts does, so that what stands in <noscript> is seen too.
func parseHTML(data []byte) (*html.Node, error) {
	return html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
}

// pageLinks is a built page: where its links lead, and the places that links may lead to.
type pageLinks struct{ hrefs, ids []string }

// links FOLDER: every internal link of every page leads to a file of the folder that is named in full, and to a place in it; and
// no page asks another host for anything.
func links(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "links folder")
	root := ts.MkAbs(args[0])
	all := map[string]bool{}
	pages := map[string]*pageLinks{}
	for _, name := range tree(ts, root) {
		name = filepath.ToSlash(name)
		all[name] = true
		if strings.HasSuffix(name, ".html") {
			pages[name] = readLinks(ts, root, name)
		}
	}
	var wrong []string
	for name, page := range pages {
		if name == "404.html" {
			continue // its links begin at the root of the host
		}
		for _, href := range page.hrefs {
			if why := wrongLink(name, href, all, pages); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s links to %s: %s", name, href, why))
			}
		}
		slices.Sort(page.ids)
		for i, id := range page.ids {
			if i > 0 && page.ids[i-1] == id {
				wrong = append(wrong, fmt.Sprintf("%s has the id %s twice", name, id))
			}
		}
	}
	if wrong != nil {
		slices.Sort(wrong)
		ts.Fatalf("%s", strings.Join(slices.Compact(wrong), "\n"))
	}
}

func readLinks(ts *testscript.TestScript, root, name string) *pageLinks {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	ts.Check(err)
	doc, err := parseHTML(data)
	ts.Check(err)
	page := &pageLinks{}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				page.ids = append(page.ids, a.Val)
			case a.Key == "src" || a.Key == "href" && n.Data != "a" && !slices.Contains([]string{"canonical"}, attribute(n, "rel")):
				if strings.Contains(a.Val, "//") || strings.HasPrefix(a.Val, "data:") {
					ts.Fatalf("%s asks another host for %s", name, a.Val)
				}
				page.hrefs = append(page.hrefs, a.Val)
			case a.Key == "href" && n.Data == "a":
				page.hrefs = append(page.hrefs, a.Val)
			}
		}
	}
	return page
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func wrongLink(from, href string, all map[string]bool, pages map[string]*pageLinks) string {
	u, err := url.Parse(href)
	if err != nil {
		return err.Error()
	}
	switch u.Scheme {
	case "http", "https", "mailto":
		return ""
	case "":
	default:
		return "its scheme is not allowed"
	}
	target := from
	if u.Path != "" {
		target = path.Join(path.Dir(from), u.Path)
	}
	switch {
	case u.Host != "" || strings.HasPrefix(href, "/"):
		return "it is not relative to its page"
	case !all[target]:
		return "there is no such file"
	case href == "#" || u.Fragment == "" && href == "":
		return "it leads nowhere"
	case u.Fragment != "" && pages[target] != nil && !slices.Contains(pages[target].ids, u.Fragment):
		return "there is no such place"
	}
	return ""
}
