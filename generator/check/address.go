package check

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"attest/generator/diag"
	"attest/generator/site"
)

// weakURL reports an address by which a reader may not find the source again: of a shortener, a list of search results, or a copy in an archive.
// That an address is not encrypted is only worth knowing.
func weakURL(_ *View, s *site.Source, report func(diag.Diagnostic)) {
	if s.URL == "" {
		return
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		return // an error elsewhere
	}
	d := diag.Diagnostic{}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch {
	case slices.Contains(shorteners, host):
		d.Message, d.Hint = fmt.Sprintf("%s shortens addresses: who owns it decides where this one leads", host), "write the address that it leads to"
	case isSearch(host, u):
		d.Message, d.Hint = "the address is a list of search results, which is another one tomorrow", "write the address of the result that was read"
	case isArchive(host, u):
		d.Message, d.Hint = "the address is that of a copy in an archive", "write the original's address, and this one below archived"
		if original := archivedOf(s.URL); original != "" {
			d.Hint = fmt.Sprintf("url: %s, and this one below archived", original)
		}
	case u.Scheme == "http":
		d.Message, d.Hint = "the address is not encrypted", "write https:"+strings.TrimPrefix(s.URL, "http:")+" if that leads to the same"
		d.Level = diag.LevelInfo
	default:
		return
	}
	d.At = s.Place("url")
	report(d)
}

// shorteners are hosts whose addresses lead to others'.
var shorteners = []string{
	"adf.ly", "amzn.to", "bit.do", "bit.ly", "bitly.com", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it", "fb.me", "goo.gl", "goo.su", "han.gl",
	"ift.tt", "is.gd", "j.mp", "lnkd.in", "me2.do", "nyti.ms", "ow.ly", "rb.gy", "rebrand.ly", "reut.rs", "s.id", "shorturl.at", "t.co", "t.ly",
	"tiny.cc", "tinyurl.com", "trib.al", "v.gd", "vo.la", "wapo.st", "youtu.be", "zpr.io",
}

// archives are hosts that keep copies of other hosts' pages.
var archives = []string{
	"archive.fo", "archive.is", "archive.li", "archive.md", "archive.ph", "archive.today", "archive.vn", "arquivo.pt", "ghostarchive.org",
	"megalodon.jp", "perma.cc", "web.archive.org", "webcache.googleusercontent.com", "webcitation.org", "webarchive.nationalarchives.gov.uk",
}

// isArchive reports whether an address is a copy. What the Internet Archive itself publishes is none.
func isArchive(host string, u *url.URL) bool {
	return slices.Contains(archives, host) || host == "archive.org" && strings.HasPrefix(u.Path, "/web/") || strings.HasSuffix(host, ".archive.ph")
}

// archivedOf returns the address that a copy is of, where it says so itself, as https://web.archive.org/web/2025/https://example.org does.
func archivedOf(address string) string {
	const scheme = len("https://")
	for i := scheme; i < len(address); i++ {
		if rest := address[i:]; strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") {
			return rest
		}
	}
	return ""
}

// searches are engines, by the beginning of their host, with the path of their results and the key under which the words stand.
var searches = []struct{ host, path, key string }{
	{"google.", "/search", "q"},
	{"news.google.", "/search", "q"},
	{"bing.com", "/search", "q"},
	{"bing.com", "/news/search", "q"},
	{"duckduckgo.com", "/", "q"},
	{"ecosia.org", "/search", "q"},
	{"search.brave.com", "/search", "q"},
	{"search.daum.net", "/search", "q"},
	{"search.naver.com", "/search.naver", "query"},
	{"search.yahoo.", "/search", "p"},
	{"startpage.com", "/search", "query"},
	{"baidu.com", "/s", "wd"},
	{"yandex.", "/search/", "text"},
	{"ya.ru", "/search/", "text"},
}

func isSearch(host string, u *url.URL) bool {
	for _, s := range searches {
		if strings.HasPrefix(host, s.host) && strings.TrimSuffix(u.Path, "/") == strings.TrimSuffix(s.path, "/") && u.Query().Has(s.key) {
			return true
		}
	}
	return false
}
