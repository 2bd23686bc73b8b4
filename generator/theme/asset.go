package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The stylesheet, and the colours of code, which are published at its end: a page has one stylesheet.
const (
	stylesheet = "style.css"
	codeStyles = "chroma.css"
)

// digestLength is the number of hexadecimal digits of a digest in an address: enough that no two versions of an asset meet.
const digestLength = 12

// Asset is a file that is published as it is, at its name below the site's root.
type Asset struct {
	Name   string // slash-separated, such as "fonts/serif.woff2"
	Bytes  []byte // read-only
	Digest string // of the bytes, as it stands in addresses
}

// Assets returns every static file of the theme and of the site, sorted by name; an own file replaces a built-in one of its name.
func (t *Theme) Assets() []Asset { return t.assets }

// Version returns the address of an asset relative to the site's root, with its digest ("style.css?v=…"), since hosts cache assets.
// A name that is no asset is returned as it is.
func (t *Theme) Version(name string) string { return version(t.assets, name) }

func version(assets []Asset, name string) string {
	i, ok := slices.BinarySearchFunc(assets, name, func(a Asset, name string) int { return strings.Compare(a.Name, name) })
	if !ok {
		return name
	}
	return name + "?v=" + assets[i].Digest
}

// finish turns files into assets: the colours of code join the stylesheet, and the addresses in it get their digests.
func finish(files map[string][]byte) []Asset {
	if code, ok := files[codeStyles]; ok {
		files[stylesheet] = slices.Concat(files[stylesheet], []byte("\n"), code)
		delete(files, codeStyles)
	}
	assets := make([]Asset, 0, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		assets = append(assets, Asset{Name: name, Bytes: files[name], Digest: digest(files[name])})
	}
	for i, a := range assets {
		if a.Name == stylesheet {
			assets[i].Bytes = withDigests(a.Bytes, assets)
			assets[i].Digest = digest(assets[i].Bytes)
		}
	}
	return assets
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:digestLength]
}

// cssAddress is a relative address in a stylesheet.
var cssAddress = regexp.MustCompile(`url\(["']?([\w./-]+)["']?\)`)

// withDigests adds to each address in the stylesheet, which stands at the site's root, the digest of the asset it names.
func withDigests(css []byte, assets []Asset) []byte {
	return cssAddress.ReplaceAllFunc(css, func(m []byte) []byte {
		name := string(cssAddress.FindSubmatch(m)[1])
		return bytes.Replace(m, []byte(name), []byte(version(assets, path.Clean(name))), 1)
	})
}

// direction returns "rtl" for a BCP 47 tag of a language or script that is written from right to left, else "".
func direction(language string) string {
	parts := strings.Split(strings.ToLower(language), "-")
	for _, part := range parts[1:] {
		switch part {
		case "arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg":
			return "rtl"
		case "latn", "cyrl", "deva", "grek", "guru":
			return ""
		}
	}
	switch parts[0] {
	case "ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi":
		return "rtl"
	}
	return ""
}
