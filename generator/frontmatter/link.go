package frontmatter

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"attest/generator/brief"
	"attest/generator/diag"
)

// address is a whole address on the web. One that may not stand in a page is reported and dropped.
var address = addressOf("http", "https")

// addressOf is a whole address with one of the schemes.
func addressOf(schemes ...string) kind[string] {
	return kind[string]{shape{what: "an address"}, func(r *reader, n *node) (string, bool) {
		s, ok := readText(r, n)
		if !ok {
			return "", false
		}
		if message, hint := wrongAddress(s, schemes); message != "" {
			r.report(diag.Diagnostic{Code: "bad-link", At: r.span(n), Message: message, Hint: hint})
			return "", false
		}
		return s, true
	}}
}

// wrongAddress says what is wrong with an address, if anything, and what to write.
func wrongAddress(s string, schemes []string) (message, hint string) {
	if i := strings.IndexFunc(s, notInAddress); i >= 0 {
		c := []rune(s[i:])[0]
		if trimmed := strings.TrimSpace(s); strings.IndexFunc(trimmed, notInAddress) < 0 && trimmed != "" {
			hint = "write " + trimmed
		}
		return fmt.Sprintf("an address cannot hold %s", nameOf(c)), hint
	}
	u, err := url.Parse(s)
	scheme, rest, hasScheme := strings.Cut(s, ":")
	allowed := strings.Join(schemes, " or ")
	switch {
	case err != nil && hasScheme && slices.Contains(schemes, scheme):
		return fmt.Sprintf("the address %s is not well formed", short(s)), ""
	case strings.HasPrefix(s, "//"):
		return "an address begins with its scheme", "write https:" + s
	case err != nil || u.Scheme == "":
		if strings.HasPrefix(s, "www.") {
			hint = "write https://" + s
		}
		return fmt.Sprintf("%s is not a whole address", short(s)), hint
	case !slices.Contains(schemes, scheme):
		if slices.Contains(schemes, u.Scheme) {
			return fmt.Sprintf("the scheme %s is not in lower case", short(scheme)), "write " + u.Scheme + ":" + rest
		}
		return fmt.Sprintf("an address has the scheme %s, not %s", allowed, short(scheme)), ""
	case scheme == "mailto":
		if !strings.Contains(u.Opaque, "@") {
			return "a mail address has an @", ""
		}
		return "", ""
	case u.Hostname() == "":
		return fmt.Sprintf("the address %s names no host", short(s)), ""
	case u.User != nil:
		return "an address cannot hold a user name", ""
	}
	return "", ""
}

// notInAddress reports whether an address with r in it is damaged, or looks like another.
func notInAddress(r rune) bool {
	return r <= ' ' || r == '\\' || r == '<' || r == '>' || r == '"' || unicode.IsSpace(r) || unicode.IsControl(r) || isInvisible(r) ||
		r == unicode.ReplacementChar
}

// doi is a digital object identifier (ISO 26324), without the address of its resolver.
var doi = textOr("a DOI", func(s string) (message, hint string) {
	if isDOI(s) {
		return "", ""
	}
	if bare := bareDOI(s); isDOI(bare) {
		hint = "write " + bare
	}
	return fmt.Sprintf("%s is not a DOI, which looks like 10.1000/182", short(s)), hint
})

// bareDOI returns s from its "10." on.
func bareDOI(s string) string {
	if i := strings.Index(s, "10."); i >= 0 {
		return strings.TrimSpace(s[i:])
	}
	return s
}

func isDOI(s string) bool {
	prefix, suffix, ok := strings.Cut(s, "/")
	registrant, found := strings.CutPrefix(prefix, "10.")
	return ok && found && suffix != "" && registrant != "" && strings.Trim(registrant, ".0123456789") == "" && registrant[0] != '.' &&
		strings.IndexFunc(suffix, notInDOI) < 0
}

// notInDOI allows < and > beside what addresses allow, as the DOIs of older journals hold them.
func notInDOI(r rune) bool { return notInAddress(r) && r != '<' && r != '>' }

// tongue is a language tag (BCP 47).
var tongue = textOr("a language tag", wrongLanguage)

func wrongLanguage(s string) (message, hint string) {
	tag, err := language.Parse(s)
	if err == nil && !strings.Contains(s, "_") {
		return "", ""
	}
	message = fmt.Sprintf("%s is not a language tag (BCP 47)", short(s))
	if err == nil {
		return message, "write " + tag.String()
	}
	if unknown := language.ValueError(nil); errors.As(err, &unknown) {
		message = fmt.Sprintf("%s is not a language that BCP 47 knows", short(s))
	}
	return message, "such as en, de-CH or zh-Hant"
}

// oldAddress is an earlier address of a page, relative to the site's root.
var oldAddress = kind[brief.Ref]{shape{what: "an address relative to the site's root"}, func(r *reader, n *node) (brief.Ref, bool) {
	s, ok := readText(r, n)
	if !ok {
		return brief.Ref{}, false
	}
	local := strings.Trim(s, "/")
	switch {
	case local == "", path.Clean(local) != local, local == ".", local == "..", strings.HasPrefix(local, "../"), strings.HasPrefix(s, "//"):
		r.wrong(n, "", "%s is not an address within the site", short(s))
		return brief.Ref{}, false
	case strings.ContainsAny(s, `:?#%\*"<>|`) || strings.IndexFunc(s, notInAddress) >= 0:
		r.wrong(n, "such as old/name/", "an earlier address is a path of plain names, not %s", short(s))
		return brief.Ref{}, false
	}
	for _, name := range strings.Split(local, "/") {
		if stem, _, _ := strings.Cut(strings.ToLower(name), "."); slices.Contains(reservedNames, stem) {
			r.wrong(n, "", "the name %q in an address is reserved on Windows", name)
			return brief.Ref{}, false
		}
	}
	return brief.Ref{ID: s, At: r.span(n)}, true
}}

// baseURL is the address of the site, which gets a closing slash.
var baseURL = kind[string]{shape{what: "an address"}, func(r *reader, n *node) (string, bool) {
	s, ok := readText(r, n)
	if !ok {
		return "", false
	}
	if message, hint := wrongAddress(s, []string{"http", "https"}); message != "" {
		r.wrong(n, hint, "%s", message)
		return "", false
	}
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		r.wrong(n, "write "+s[:i], "the site's address has no query or fragment")
		return "", false
	}
	if rest, plain := strings.CutPrefix(s, "http:"); plain {
		r.report(diag.Diagnostic{Code: "plain-url", At: r.span(n), Message: "the site's address is not encrypted", Hint: "write https:" + rest})
	}
	return strings.TrimRight(s, "/") + "/", true
}}

// hostName is the name of a host in DNS (RFC 1123), in the form that registries take.
var hostName = textOr("a host name", func(s string) (message, hint string) {
	if isHost(s) {
		return "", ""
	}
	bare := strings.TrimSpace(strings.ToLower(s))
	if _, rest, ok := strings.Cut(bare, "://"); ok {
		bare = rest
	}
	bare, _, _ = strings.Cut(bare, "/")
	if isHost(bare) {
		hint = "write " + bare
	}
	return fmt.Sprintf("%s is not a host name", short(s)), hint
})

func isHost(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return len(labels) > 1 && len(s) <= 253
}
