package content

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"maps"
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
				Hint: "briefings lie in content/briefings, all else in content/actors, sources, events or pages",
			})
		}
	}
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
