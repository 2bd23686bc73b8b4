package brief_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attest/generator/brief"
)

func reviewed() *brief.Claim {
	return &brief.Claim{
		Header: brief.Header{ID: "halt"}, Text: "Line Orsa stopped all sailings.", Confidence: "low",
		Evidence: []brief.Evidence{
			{Source: brief.Ref{ID: "log"}, Stance: "supports", Credibility: "2", Quote: "no arrivals after 2 May"},
			{Source: brief.Ref{ID: "notice"}, Stance: "disputes", Answer: "It speaks of fewer sailings."},
		},
	}
}

var words = []string{"Line Orsa stopped", "no sailings"}

func TestAReviewDigestNamesWhatChanged(t *testing.T) {
	t.Parallel()
	before := reviewed().ReviewDigest(words)
	if !regexp.MustCompile(`^[0-9a-f]{12}-[0-9a-f]{12}-[0-9a-f]{12}$`).MatchString(before) {
		t.Fatalf("the digest %q is not of three parts", before)
	}
	tests := []struct {
		name  string
		edit  func(c *brief.Claim)
		words []string
		want  []brief.Part
	}{
		{"nothing", func(*brief.Claim) {}, words, nil},
		{"what is no part of it", func(c *brief.Claim) { c.Confidence, c.Status, c.ReviewBy = "high", "corrected", c.When }, words, nil},
		{"a paragraph wrapped anew", func(c *brief.Claim) { c.Text = "Line Orsa\nstopped  all sailings." }, []string{"Line\nOrsa stopped", "no sailings"}, nil},
		{"words", func(*brief.Claim) {}, []string{"Line Orsa halted", "no sailings"}, []brief.Part{brief.PartWords}},
		{"where words end", func(*brief.Claim) {}, []string{"Line Orsa", "stopped no sailings"}, []brief.Part{brief.PartWords}},
		{"no words", func(*brief.Claim) {}, nil, []brief.Part{brief.PartWords}},
		{"text", func(c *brief.Claim) { c.Text += " Perhaps." }, words, []brief.Part{brief.PartText}},
		{"a quote", func(c *brief.Claim) { c.Evidence[0].Quote = "no arrivals after 3 May" }, words, []brief.Part{brief.PartEvidence}},
		{"a grade", func(c *brief.Claim) { c.Evidence[0].Credibility = "1" }, words, []brief.Part{brief.PartEvidence}},
		{"an answer", func(c *brief.Claim) { c.Evidence[1].Answer = "" }, words, []brief.Part{brief.PartEvidence}},
		{"a translation", func(c *brief.Claim) { c.Evidence[1].Translation = &brief.Translation{Text: "x"} }, words, []brief.Part{brief.PartEvidence}},
		{"less evidence", func(c *brief.Claim) { c.Evidence = c.Evidence[:1] }, words, []brief.Part{brief.PartEvidence}},
		{"the order of evidence", func(c *brief.Claim) { c.Evidence[0], c.Evidence[1] = c.Evidence[1], c.Evidence[0] }, words, []brief.Part{brief.PartEvidence}},
		{"a value in another field", func(c *brief.Claim) { c.Evidence[1].Note, c.Evidence[1].Answer = c.Evidence[1].Answer, "" }, words, []brief.Part{brief.PartEvidence}},
		{"text and words", func(c *brief.Claim) { c.Text = "" }, nil, []brief.Part{brief.PartWords, brief.PartText}},
	}
	for _, test := range tests {
		c := reviewed()
		test.edit(c)
		if diff := cmp.Diff(test.want, brief.ChangedParts(before, c.ReviewDigest(test.words))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestADigestOfAnotherFormVouchesForNothing(t *testing.T) {
	t.Parallel()
	all := []brief.Part{brief.PartWords, brief.PartText, brief.PartEvidence}
	for _, digest := range []string{"sha256:0", "a-b", "a-b-c-d"} {
		if diff := cmp.Diff(all, brief.ChangedParts(digest, reviewed().ReviewDigest(words))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", digest, diff)
		}
	}
}
