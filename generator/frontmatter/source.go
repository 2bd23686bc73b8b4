package frontmatter

import (
	"fmt"
	"strings"

	"attest/generator/brief"
	"attest/generator/edtf"
)

// sourceObject is the table of a source's keys.
var sourceObject = object[brief.Source]{
	name:   "a source",
	header: func(s *brief.Source) *brief.Header { return &s.Header },
	fields: append([]field[brief.Source]{
		needed("title", text, func(s *brief.Source) *string { return &s.Title }),
	}, sourceFields...),
}

// overrideObject is the table for the file beside an item of CSL-JSON, which has a title already.
var overrideObject = object[brief.Source]{
	name:   sourceObject.name,
	header: sourceObject.header,
	fields: append([]field[brief.Source]{
		key("title", text, func(s *brief.Source) *string { return &s.Title }),
	}, sourceFields...),
}

// sourceFields are the keys of a source but its title.
var sourceFields = []field[brief.Source]{
	key("type", text, func(s *brief.Source) *string { return &s.Type }),
	key("authors", list(text), func(s *brief.Source) *[]string { return &s.Authors }),
	key("publisher", ref, func(s *brief.Source) *brief.Ref { return &s.Publisher }),
	key("url", address, func(s *brief.Source) *string { return &s.URL }),
	key("doi", doi, func(s *brief.Source) *string { return &s.DOI }),
	key("published", date, func(s *brief.Source) *edtf.Date { return &s.Published }),
	key("accessed", date, func(s *brief.Source) *edtf.Date { return &s.Accessed }),
	key("language", tongue, func(s *brief.Source) *string { return &s.Language }),
	key("tier", word[brief.Tier](brief.Tiers()), func(s *brief.Source) *brief.Tier { return &s.Tier }),
	key("reliability", word[brief.Reliability](brief.Reliabilities()), func(s *brief.Source) *brief.Reliability { return &s.Reliability }),
	key("grade_basis", text, func(s *brief.Source) *string { return &s.GradeBasis }),
	key("graded_by", text, func(s *brief.Source) *string { return &s.GradedBy }),
	key("graded_on", date, func(s *brief.Source) *edtf.Date { return &s.GradedOn }),
	key("origin", word[brief.Origin](brief.Origins()), func(s *brief.Source) *brief.Origin { return &s.Origin }),
	key("derived_from", list(ref), func(s *brief.Source) *[]brief.Ref { return &s.DerivedFrom }),
	key("descriptor", rare(part(&descriptorObject)), func(s *brief.Source) **brief.Descriptor { return &s.Descriptor }),
	hold("access", word[brief.Access](brief.Accesses()), func(s *brief.Source) *brief.Access { return &s.Access }),
	key("archived", parts(&archivedObject), func(s *brief.Source) *[]brief.Archived { return &s.Archived }),
	key("snapshot", rare(part(&snapshotObject)), func(s *brief.Source) **brief.Snapshot { return &s.Snapshot }),
	key("retracted", part(&retractionObject), func(s *brief.Source) *brief.Retraction { return &s.Retracted }),
	key("note", text, func(s *brief.Source) *string { return &s.Note }),
	hold("tlp", word[brief.TLP](brief.TLPs()), func(s *brief.Source) *brief.TLP { return &s.TLP }),
	key("ignore", parts(&ignoreObject), func(s *brief.Source) *[]brief.Ignore { return &s.Ignore }),
}

var descriptorObject = object[brief.Descriptor]{
	name: "a descriptor",
	fields: []field[brief.Descriptor]{
		key("access", text, func(d *brief.Descriptor) *string { return &d.Access }),
		key("record", text, func(d *brief.Descriptor) *string { return &d.Record }),
		key("bias", text, func(d *brief.Descriptor) *string { return &d.Bias }),
		key("completeness", text, func(d *brief.Descriptor) *string { return &d.Completeness }),
		key("currency", text, func(d *brief.Descriptor) *string { return &d.Currency }),
	},
}

var archivedObject = object[brief.Archived]{
	name: "an archived copy",
	fields: []field[brief.Archived]{
		needed("url", address, func(a *brief.Archived) *string { return &a.URL }),
		key("captured", date, func(a *brief.Archived) *edtf.Date { return &a.Captured }),
	},
}

var snapshotObject = object[brief.Snapshot]{
	name: "a snapshot",
	fields: []field[brief.Snapshot]{
		key("path", text, func(s *brief.Snapshot) *string { return &s.Path }),
		key("sha256", digest, func(s *brief.Snapshot) *string { return &s.SHA256 }),
		key("media_type", text, func(s *brief.Snapshot) *string { return &s.MediaType }),
		key("captured_at", date, func(s *brief.Snapshot) *edtf.Date { return &s.CapturedAt }),
		key("url", address, func(s *brief.Snapshot) *string { return &s.URL }),
		key("tool", text, func(s *brief.Snapshot) *string { return &s.Tool }),
		key("text", text, func(s *brief.Snapshot) *string { return &s.Text }),
		key("text_sha256", digest, func(s *brief.Snapshot) *string { return &s.TextSHA256 }),
		key("publish", wordOf[string]([]string{brief.PublishFull, brief.PublishExcerpt, "digest-only"}), func(s *brief.Snapshot) *string { return &s.Publish }),
	},
}

// digest is a SHA-256 in hexadecimal.
var digest = textOr("a SHA-256 in hexadecimal", func(s string) (message, hint string) {
	const length = 64
	lower := strings.ToLower(s)
	if len(s) != length || strings.Trim(lower, "0123456789abcdef") != "" {
		return fmt.Sprintf("a SHA-256 is %d hexadecimal digits, not %s", length, short(s)), ""
	}
	if lower != s {
		return "the digits of a SHA-256 are lower-case", "write " + lower
	}
	return "", ""
})

var retractionObject = object[brief.Retraction]{
	name: "a retraction",
	fields: []field[brief.Retraction]{
		key("date", date, func(t *brief.Retraction) *edtf.Date { return &t.Date }),
		key("reason", text, func(t *brief.Retraction) *string { return &t.Reason }),
		key("url", address, func(t *brief.Retraction) *string { return &t.URL }),
	},
	check: func(_ *reader, _ *node, t *brief.Retraction) { t.Stated = true },
}
