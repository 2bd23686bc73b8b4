package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/site"
	"attest/generator/snapshot"
)

// Archivable is a source that can be named to be archived.
type Archivable struct {
	snapshot.Target
	Public bool // nothing of it is held back from readers
	Copied bool // there is a copy already
}

// ReadSources returns every source that the content declares, drafts included, sorted by id. Problems of the content are not its matter.
func ReadSources(ctx context.Context, source string) (all []Archivable, err error) {
	root, err := os.OpenRoot(source)
	if err != nil {
		return nil, fmt.Errorf("open the site's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	c, _, err := readDrafts(ctx, root)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	add := func(s *brief.Source) {
		if seen[s.ID] {
			return
		}
		seen[s.ID] = true
		slug := site.Slug(s.ID)
		a := Archivable{
			Target: snapshot.Target{ID: s.ID, Slug: slug, Address: s.URL},
			Public: (s.Access == "" || s.Access == brief.AccessPublic) && !s.TLP.Above(c.Settings.TLP),
			Copied: s.Snapshot != nil && s.Snapshot.Path != "",
		}
		if s.URL == "" && s.DOI != "" {
			a.Address = "https://doi.org/" + s.DOI
		}
		if record := c.RecordOf(slug); record != nil {
			a.Copied, a.Publish = true, record.Publish
		}
		all = append(all, a)
	}
	for _, library := range []bool{false, true} { // an item of a library gives way to the file that adds to it
		for _, doc := range c.Documents {
			for _, s := range doc.AllSources() {
				if (doc.Sources != nil) == library {
					add(s)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Archivable) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// readDrafts reads the content of a site, drafts included. It is an error where that is no content at all.
func readDrafts(ctx context.Context, root *os.Root) (*content.Content, diag.List, error) {
	c, problems, err := content.Read(ctx, root.FS(), content.Options{Drafts: true, Future: true})
	if err == nil && c == nil {
		err = errors.New(problems[0].Message + "; " + problems[0].Hint)
	}
	return c, problems, err
}

// OpenStore opens the folder of all copies of a site, which is made if it is not there, and tidies it up. It ends with Close of its root.
func OpenStore(source string) (snapshot.Store, error) {
	root, err := os.OpenRoot(source)
	if err != nil {
		return snapshot.Store{}, fmt.Errorf("open the site's folder: %w", err)
	}
	defer root.Close()
	name := filepath.FromSlash(content.Snapshots)
	if err := root.MkdirAll(name, 0o755); err != nil {
		return snapshot.Store{}, fmt.Errorf("make the folder of copies: %w", err)
	}
	copies, err := root.OpenRoot(name)
	if err != nil {
		return snapshot.Store{}, fmt.Errorf("open the folder of copies: %w", err)
	}
	store := snapshot.Store{Root: copies}
	if err := store.Tidy(); err != nil {
		return snapshot.Store{}, errors.Join(err, copies.Close())
	}
	return store, nil
}

// CopyCheck is one thing that was checked of a copy.
type CopyCheck struct {
	Source string `json:"source"` // id
	Check  string `json:"check"`  // digest, quote or fetch
	Result string `json:"result"` // intact or changed; the tier of a quote, or unchecked; failed
	Where  string `json:"where"`  // the file, or the claim and the quote
	Failed bool   `json:"failed"`
}

// VerifyCopies repeats every check of a digest and of a quote, drafts and what is over the site's TLP level included, with nothing
// kept from an earlier run. What could not be read of the content is not checked; problems says how many errors there are in it.
func VerifyCopies(ctx context.Context, source string) (checks []CopyCheck, problems int, err error) {
	root, err := os.OpenRoot(source)
	if err != nil {
		return nil, 0, fmt.Errorf("open the site's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	c, found, err := readDrafts(ctx, root)
	if err != nil {
		return nil, 0, err
	}
	settings := *c.Settings // nothing is shown to anybody but who asks, so that no level is too high
	settings.TLP = brief.TLPRed
	c.Settings = &settings
	linked, _ := site.Link(nil, c)
	r := linked.Reader(false)
	for _, id := range slices.Sorted(slices.Values(linked.Sources)) {
		s := r.Source(id)
		checks = append(checks, copyChecks(r, c, s)...)
	}
	return checks, found.Resolve(nil).Count(diag.LevelError), nil
}

// copyChecks checks the copy of one source.
func copyChecks(r *site.Reader, c *content.Content, s *site.Source) (checks []CopyCheck) {
	slug := site.Slug(s.ID)
	if data, err := c.ReadCopy(content.Snapshots + "/" + slug + "/" + snapshot.FailedFile); err == nil {
		if f, ok := snapshot.ReadFailure(data); ok {
			checks = append(checks, CopyCheck{s.ID, "fetch", "failed", f.At + ": " + f.Reason, false})
		}
	}
	own := r.CopyOf(s)
	if own != nil {
		for _, fault := range own.Faults {
			checks = append(checks, CopyCheck{s.ID, "digest", "changed", fault.Message, true})
		}
		if own.Intact() {
			checks = append(checks, CopyCheck{s.ID, "digest", "intact", content.CopyName(slug, own.Path), false})
		}
	}
	for _, use := range r.Uses(s) {
		if use.Quote == "" {
			continue
		}
		check := CopyCheck{Source: s.ID, Check: "quote", Result: "unchecked", Where: use.Claim.Key() + ": " + use.Quote}
		if q := r.Quote(use); q != nil && q.Unread == "" {
			check.Result, check.Failed = q.Tier.String(), !q.Found()
		} else if q != nil {
			check.Result, check.Failed, check.Where = "unreadable", true, check.Where+": the text of the copy "+q.Unread
		}
		checks = append(checks, check)
	}
	return checks
}
