package content

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"attest/generator/diag"
)

// others finds the files that are no documents. Markdown of which no page is made is named.
func (c *Content) others() {
	c.Files, c.skipped = nil, nil
	for i := range c.entries {
		name := c.entries[i].name
		if _, ok := classify(name); ok || name == SettingsFile || archived(name) {
			continue
		}
		c.Files = append(c.Files, name)
		if strings.HasSuffix(name, ".md") {
			c.skipped = append(c.skipped, diag.Diagnostic{
				Code: "skipped-file", At: diag.Span{File: name}, Message: "no page is made of this file",
				Hint: "briefings lie in content/briefings, all else in content/actors, sources, events or pages; a file of a folder further down is none",
			})
		} else if hint := misnamed(name); hint != "" {
			c.skipped = append(c.skipped, diag.Diagnostic{Code: "skipped-file", At: diag.Span{File: name}, Message: "this file is of a sort that is not read", Hint: hint})
		}
	}
}

// misnamed says how a file that looks like one of the content has to be called; empty where it does not.
func misnamed(name string) string {
	folder, base := path.Split(strings.TrimPrefix(name, Root+"/"))
	ending := strings.ToLower(path.Ext(base))
	switch {
	case folder == "" && ending == ".yml", folder == "" && strings.EqualFold(base, "site.yaml"):
		return "call it site.yaml, if it has the settings"
	case ending == ".md", ending == ".markdown":
		return "call it " + strings.TrimSuffix(base, path.Ext(base)) + ".md"
	case folder == "sources/" && (ending == ".json" || ending == ".bib" || ending == ".ris"):
		return "a library is a file of CSL-JSON whose name ends in .json"
	}
	return ""
}

// SettingsDigest is of all that decides the settings.
func (c *Content) SettingsDigest() Digest { return digestOf(c.settings[:], []byte(c.opt.Base)) }

// readOthers reports whether one of the files that are no documents has other bytes than before, as far as is known.
func (c *Content) readOthers(fsys fs.FS, before *Content, look look) (replaced bool) {
	c.digests = maps.Clone(before.digests)
	for _, name := range look.gone {
		delete(c.digests, name)
	}
	for _, name := range look.doubtful {
		if _, other := slices.BinarySearch(before.Files, name); !other {
			continue
		}
		digest, err := digestFile(fsys, name)
		if err == nil && c.digests[name] == digest {
			continue
		}
		replaced = true
		if c.digests == nil {
			c.digests = make(map[string]Digest)
		}
		c.digests[name] = digest
	}
	return replaced
}

// digestFile returns the digest of a file's bytes.
func digestFile(fsys fs.FS, name string) (digest Digest, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return digest, err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return digest, err
	}
	return Digest(h.Sum(nil)), nil
}
