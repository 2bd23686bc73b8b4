// Package browsertest holds tests of whole built sites and no code of its own: a crawl over every page of the output, and what a
// reader sees and does in Chromium, from disk and from a host.
//
// The sites are the repository's own content and a generated one with what that lacks: lists of several pages, a timeline split by
// years, ids in other scripts, redirects, pictures, restricted, withheld and retracted sources. Tests in the browser are skipped
// where there is no Chromium, unless REQUIRE_BROWSER=1. testdata/axe-core is Deque's axe-core (MPL-2.0), as published on npm.
package browsertest
