package content

import (
	"fmt"
	"io/fs"
	"strings"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
	"attest/generator/markdown"
)

// Outdated is a claim of a document that is no longer as it was reviewed.
type Outdated struct {
	Claim string
	Parts []brief.Part // that have changed; at least one
}

// compareReviews finds the claims of a briefing that have changed since they were reviewed. Of a review without a digest that cannot be said.
func (doc *Document) compareReviews(body *Body) {
	if doc.Briefing == nil {
		return
	}
	for _, c := range doc.Briefing.Claims {
		if c.Reviewed == nil || c.Reviewed.Digest == "" {
			continue
		}
		if parts := brief.ChangedParts(c.Reviewed.Digest, c.ReviewDigest(wordsOf(body, c.ID))); len(parts) > 0 {
			doc.Outdated = append(doc.Outdated, Outdated{c.ID, parts})
		}
	}
}

// wordsOf returns the words of a briefing that state one of its claims.
func wordsOf(body *Body, claim string) []string {
	var words []string
	for _, s := range body.Stated {
		if s.Claim == claim {
			words = append(words, body.Text[s.Start:s.End])
		}
	}
	return words
}

// Recorded is a briefing's file in which reviews are recorded.
type Recorded struct {
	File          string
	Before, After []byte
	Claims        []string // ids, in the order written
}

// RecordReview records that claims of a briefing were reviewed, all of them where none is named. It reads that briefing and nothing else, and writes
// nothing. Where it cannot be done, the list says why and there is no result.
func RecordReview(fsys fs.FS, slug string, claims []string, on edtf.Day, by string) (*Recorded, diag.List, error) {
	name, near, err := findBriefing(fsys, slug)
	if err != nil {
		return nil, nil, err
	}
	if name == "" {
		return nil, diag.List{{Code: "unknown-id", Message: fmt.Sprintf("there is no briefing %q", slug), Hint: diag.DidYouMean(slug, near)}}, nil
	}
	settings, err := fs.ReadFile(fsys, SettingsFile)
	if err != nil && !isNotExist(err) {
		return nil, nil, fmt.Errorf("read %s: %w", SettingsFile, err)
	}
	read, _ := frontmatter.Settings(SettingsFile, settings) // its problems are a build's matter
	doc, _ := classify(name)
	if err := doc.readHead(fsys, nil); err != nil {
		return nil, nil, err
	}
	if doc.Unread != "" {
		return nil, doc.problems, nil
	}
	day, err := edtf.Parse(on.String())
	if err != nil {
		return nil, nil, fmt.Errorf("date the review: %w", err)
	}
	r := &Recorded{File: name, Before: doc.source}
	body, _ := markdown.New().Convert(markdown.Input{
		File: name, Source: doc.source, Offset: doc.head, Unsafe: read.UnsafeHTML, Briefing: doc.Briefing.ID, Reserved: doc.reserved(),
	})
	reviews := make(map[string]brief.Review)
	for _, id := range claims { // also one that is not there, which is reported
		reviews[id] = brief.Review{On: day, By: by}
	}
	for _, c := range doc.Briefing.Claims {
		if _, named := reviews[c.ID]; named || len(claims) == 0 {
			reviews[c.ID] = brief.Review{On: day, By: by, Digest: c.ReviewDigest(wordsOf(body, c.ID))}
			r.Claims = append(r.Claims, c.ID)
		}
	}
	var problems diag.List
	if r.After, problems = frontmatter.Review(name, r.Before, reviews); r.After == nil {
		return nil, problems, nil
	}
	return r, nil, nil
}

// findBriefing returns the file of a briefing; empty where there is none, with the slugs of those that there are.
func findBriefing(fsys fs.FS, slug string) (name string, slugs []string, err error) {
	const folder = Root + "/briefings"
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil && !isNotExist(err) {
		return "", nil, fmt.Errorf("list %s: %w", folder, err)
	}
	for _, e := range entries {
		file := folder + "/" + e.Name()
		if e.IsDir() {
			file += "/index.md"
			if _, err := fs.Stat(fsys, file); err != nil {
				continue
			}
		}
		doc, ok := classify(file)
		if !ok || litter(e.Name()) || !strings.HasSuffix(file, ".md") {
			continue
		}
		if doc.id() == slug {
			return file, nil, nil
		}
		slugs = append(slugs, doc.id())
	}
	return "", slugs, nil
}
