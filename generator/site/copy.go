package site

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/snapshot"
)

// Copy is our own copy of a source: what is recorded of it, in its own file or with the source, and what is found.
type Copy struct {
	brief.Snapshot
	CapturedPlace diag.Span         // where CapturedAt stands
	Faults        []diag.Diagnostic // why it is not what is recorded, without a code

	raw, text *content.Copy // nil where they are not there
	source    *Source
}

// CopyOf returns our copy of a source; nil where none is recorded.
func (r *Reader) CopyOf(s *Source) *Copy {
	r.need(onCopy, s.number)
	return r.copyOf(s)
}

func (s *Site) copyOf(source *Source) *Copy {
	record := s.content.RecordOf(source.slug)
	if source.Snapshot == nil && record == nil {
		return nil
	}
	own := brief.Stated(source.Snapshot)
	if record == nil {
		record = &content.Record{}
	}
	c := &Copy{Snapshot: record.Snapshot, source: source, CapturedPlace: record.At.CapturedAt}
	at := record.At
	// take has a field of the source itself go before the record's.
	take := func(field string, own, recorded *string, place *diag.Span) {
		if *own != "" {
			*recorded = *own
			if place != nil {
				*place = source.Place("snapshot." + field)
			}
		}
	}
	if own.Path != "" && own.Path != record.Path { // of another file the record says nothing
		c.SHA256, c.MediaType, c.URL = "", "", ""
	}
	if own.Text != "" && own.Text != record.Text {
		c.TextSHA256 = ""
	}
	take("path", &own.Path, &c.Path, &at.Path)
	take("sha256", &own.SHA256, &c.SHA256, &at.SHA256)
	take("media_type", &own.MediaType, &c.MediaType, nil)
	take("url", &own.URL, &c.URL, nil)
	take("tool", &own.Tool, &c.Tool, nil)
	take("text", &own.Text, &c.Text, &at.Text)
	take("text_sha256", &own.TextSHA256, &c.TextSHA256, &at.TextSHA256)
	take("publish", &own.Publish, &c.Publish, nil)
	if !own.CapturedAt.IsZero() {
		c.CapturedAt, c.CapturedPlace = own.CapturedAt, source.Place("snapshot.captured_at")
	}
	if c.Path == "" {
		return nil
	}
	c.raw = s.found(c, "the copy", c.Path, c.SHA256, at.Path, at.SHA256)
	switch {
	case c.Text != "":
		c.text = s.found(c, "the text of the copy", c.Text, c.TextSHA256, at.Text, at.TextSHA256)
	case format(c).Readable():
		c.text = c.raw
	}
	return c
}

// found returns a file of a copy, and notes where it is not what is recorded.
func (s *Site) found(c *Copy, what, written, digest string, at, digestAt diag.Span) *content.Copy {
	fault := func(at diag.Span, hint, format string, args ...any) {
		c.Faults = append(c.Faults, diag.Diagnostic{At: at, Message: what + fmt.Sprintf(format, args...), Hint: hint})
	}
	name := content.CopyName(c.source.slug, written)
	f := s.content.Copy(name)
	switch {
	case name == "":
		fault(at, "move it there", " does not lie in %s/", content.Snapshots)
	case f == nil:
		fault(at, "attest archive --again "+c.source.ID+" fetches it", " is missing: there is no file %s", name)
	case f.Unread != "":
		fault(at, "", " cannot be read: %s", f.Unread)
	case digest == "":
	case digest != hex.EncodeToString(f.SHA256[:]):
		fault(digestAt, "put back the file that was archived, or attest archive --again "+c.source.ID+" fetches it",
			" has changed: its SHA-256 is %x", f.SHA256)
	}
	return f
}

// format says how the text of a copy is had from the file itself.
func format(c *Copy) snapshot.Format { return snapshot.FormatOf(c.MediaType, c.Path) }

// textFormat says how the text of a copy is had from the file in which it stands.
func textFormat(c *Copy) snapshot.Format {
	if c.Text != "" {
		return snapshot.Plain
	}
	return format(c)
}

// Intact reports whether the copy is what is recorded.
func (c *Copy) Intact() bool { return len(c.Faults) == 0 }

// Readable reports whether there is a text in which quotes can be looked up.
func (c *Copy) Readable() bool { return c != nil && c.text != nil && c.text.Unread == "" }

// Shown reports whether what the copy says may be shown, and whether all of it may be.
func (c *Copy) Shown() (excerpts, all bool) {
	if !c.source.Public() {
		return false, false
	}
	return c.Publish == brief.PublishExcerpt || c.Publish == brief.PublishFull, c.Publish == brief.PublishFull
}

// CopyFile is a file of a copy that is published, and its address.
type CopyFile struct{ Name, Address string }

// Published returns the files of a copy that are published: the copy and its text, if all of it is.
func (c *Copy) Published() []CopyFile {
	if _, all := c.Shown(); !all || !c.Intact() || c.raw == nil {
		return nil
	}
	files := []CopyFile{{c.raw.Name, copyAddress(c.raw.Name, c.MediaType)}}
	if c.text != nil && c.text != c.raw {
		files = append(files, CopyFile{c.text.Name, copyAddress(c.text.Name, "text/plain")})
	}
	return files
}

// copyAddress returns where a file of a copy is published. What a browser would run has an ending that makes it text: it is somebody else's
// page, and must not act as one of ours.
func copyAddress(name, mediaType string) string {
	address := FileAddress(name)
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".txt", ext == ".pdf" && mediaType == "application/pdf",
		slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp"}, ext) && strings.HasPrefix(mediaType, "image/"):
		return address
	}
	return address + ".txt"
}

// copied yields what pages of a document's objects publish of copies: what stands around quotes, where copies were found, and copies as a
// whole.
func (s *Site) copied(f *file) iter.Seq[string] {
	return func(yield func(string) bool) {
		found := s.documents.at(f.number).quotes
		for _, c := range s.ClaimsIn(f.File) {
			for i := range c.Claim.Evidence {
				e := &c.Claim.Evidence[i]
				source, _ := s.object(name{KindSource, e.Source.ID}).(*Source)
				if found[e] == nil || source == nil {
					continue
				}
				own := s.copyOf(source)
				if own == nil || !own.Intact() {
					continue
				}
				if excerpts, _ := own.Shown(); !excerpts {
					continue
				}
				var around strings.Builder
				for _, run := range found[e].Around {
					around.WriteString(run.Text)
				}
				if !yield(around.String()) {
					return
				}
			}
		}
		for _, source := range f.sources {
			own := s.copyOf(source)
			if own == nil || s.object(source.named()) != Object(source) || !source.Public() {
				continue
			}
			if !yield(own.URL) {
				return
			}
			for _, file := range own.Published() {
				data, err := s.content.ReadCopy(file.Name)
				if err != nil {
					continue
				}
				if !yield(string(data)) {
					return
				}
				if own.text == nil || file.Name != own.text.Name || textFormat(own) == snapshot.Plain {
					continue
				}
				if words, err := snapshot.Words(data, textFormat(own)); err == nil && !yield(words) {
					return
				}
			}
		}
	}
}

// compareCopies finds of which sources, published or not, another copy is found than before: whoever names them has quotes to look up again,
// and what the copy's record says may be a secret.
func (u *update) compareCopies() {
	if u.before.content == nil || same(u.before.content.Copies, u.content.Copies) {
		return
	}
	for _, doc := range u.before.content.Documents {
		f := u.before.fileNamed(doc.File)
		for _, source := range f.sources {
			if !sameCopy(u.before.copyOf(source), u.Site.copyOf(source)) {
				u.touched[source.named()] = true
				u.recopied = append(u.recopied, f.File)
			}
		}
	}
}

// sameCopy reports whether two copies of one source are the same to whoever shows or checks them.
func sameCopy(a, b *Copy) bool {
	if a == nil || b == nil {
		return a == b
	}
	return sameRecord(&a.Snapshot, &b.Snapshot) && a.raw == b.raw && a.text == b.text && a.CapturedPlace == b.CapturedPlace &&
		slices.EqualFunc(a.Faults, b.Faults, func(x, y diag.Diagnostic) bool { return x.At == y.At && x.Message == y.Message })
}

// sameRecord reports whether two records, either of which may be nil, say the same.
func sameRecord(a, b *brief.Snapshot) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.CapturedAt.Equal(b.CapturedAt) && a.Path == b.Path && a.SHA256 == b.SHA256 && a.MediaType == b.MediaType && a.URL == b.URL &&
		a.Tool == b.Tool && a.Text == b.Text && a.TextSHA256 == b.TextSHA256 && a.Publish == b.Publish
}

// listCopies finds which files of copies are published.
func (u *update) listCopies() {
	var all []CopyFile
	if len(u.content.Copies) > 0 {
		for _, id := range u.open {
			if c := u.copyOf(u.object(name{KindSource, id}).(*Source)); c != nil {
				all = append(all, c.Published()...)
			}
		}
		slices.SortFunc(all, func(a, b CopyFile) int { return cmp.Compare(a.Name, b.Name) })
		all = slices.Compact(all)
	}
	if !slices.Equal(all, u.CopyFiles) {
		u.CopyFiles = all
	}
}

// digestCopy adds what a page can show of a source's copy.
func (s *Site) digestCopy(h *sum, source *Source) {
	c := s.copyOf(source)
	if c == nil {
		return
	}
	for _, text := range []string{c.Path, c.SHA256, c.MediaType, c.URL, c.CapturedAt.String(), c.Tool, c.Text, c.TextSHA256, c.Publish} {
		h.text(text)
	}
	h.number(len(c.Faults))
	for _, f := range []*content.Copy{c.raw, c.text} {
		if f != nil {
			h.text(f.Name)
			h.bytes(f.SHA256[:])
		}
	}
}
