package frontmatter_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/edtf"
	"attest/generator/frontmatter"
)

func reviewOn(t testing.TB, day, by string) brief.Review {
	t.Helper()
	on, err := edtf.Parse(day)
	if err != nil {
		t.Fatal(err)
	}
	return brief.Review{On: on, By: by, Digest: "0123456789ab-0123456789ab-0123456789ab"}
}

const written = "{on: 2026-01-05, by: Ann Lee, digest: 0123456789ab-0123456789ab-0123456789ab}"

func TestAReviewIsWrittenAsTheFileIs(t *testing.T) {
	t.Parallel()
	head := "---\ntitle: T # a title\ndate: 2026\n"
	for name, test := range map[string]struct{ before, after string }{
		"by indentation": {
			"claims:\n  c:\n    text: X # why\n    # about it\n  d: {text: Y}\n",
			"claims:\n  c:\n    text: X # why\n    reviewed: " + written + "\n    # about it\n  d: {text: Y}\n",
		},
		"after a nested last key": {
			"claims:\n    c:\n        text: X\n        evidence:\n            - source: s\n              stance: supports\n\nsources: {s: {title: S}}\n",
			"claims:\n    c:\n        text: X\n        evidence:\n            - source: s\n              stance: supports\n        reviewed: " + written +
				"\n\nsources: {s: {title: S}}\n",
		},
		"after a text of several lines": {
			"claims:\n  c:\n    text: |\n      one\n\n      two\n\n\n  d: {text: Y}\n",
			"claims:\n  c:\n    text: |\n      one\n\n      two\n    reviewed: " + written + "\n\n\n  d: {text: Y}\n",
		},
		"after a plain text of several lines": {
			"claims:\n  c:\n    text: one\n      two\n  d: {text: Y}\n",
			"claims:\n  c:\n    text: one\n      two\n    reviewed: " + written + "\n  d: {text: Y}\n",
		},
		"after a key without a value": {
			"claims:\n  c:\n    text: X\n    why:\n",
			"claims:\n  c:\n    text: X\n    why:\n    reviewed: " + written + "\n",
		},
		"between braces": {
			"claims:\n  c: {text: 'X', kind: fact } # one\n",
			"claims:\n  c: {text: 'X', kind: fact, reviewed: " + written + " } # one\n",
		},
		"between braces on several lines": {
			"claims: {\n  \"c\": {\n    \"text\": \"X\", # first\n    \"kind\": \"fact\", # last\n  },\n}\n",
			"claims: {\n  \"c\": {\n    \"text\": \"X\", # first\n    \"kind\": \"fact\", reviewed: " + written + ", # last\n  },\n}\n",
		},
		"another review by indentation": {
			"claims:\n  c:\n    reviewed:\n      by: desk # who\n      # when\n      on: 2025-01\n    text: X\n",
			"claims:\n  c:\n    reviewed:\n      by: Ann Lee # who\n      # when\n      on: 2026-01-05\n      digest: 0123456789ab-0123456789ab-0123456789ab\n    text: X\n",
		},
		"another review between braces": {
			"claims:\n  c: {text: X, reviewed: { digest: \"x\", on: \"2025\" }}\n",
			"claims:\n  c: {text: X, reviewed: { digest: 0123456789ab-0123456789ab-0123456789ab, on: 2026-01-05, by: Ann Lee }}\n",
		},
		"the same review": {
			"claims:\n  c: {text: X, reviewed: {on: '2026-01-05', by: 'Ann Lee', digest: '0123456789ab-0123456789ab-0123456789ab'}}\n",
			"claims:\n  c: {text: X, reviewed: {on: '2026-01-05', by: 'Ann Lee', digest: '0123456789ab-0123456789ab-0123456789ab'}}\n",
		},
		"a review that is empty": {
			"claims:\n  c:\n    reviewed:\n    text: X\n",
			"claims:\n  c:\n    reviewed: " + written + "\n    text: X\n",
		},
		"a review that is no mapping": {
			"claims:\n  c:\n    reviewed: 2025-01-01 # old\n    text: X\n",
			"claims:\n  c:\n    reviewed: " + written + " # old\n    text: X\n",
		},
		"a review with a key that is not known": {
			"claims:\n  c: {reviewed: {on: 2025, who: x}, text: X}\n",
			"claims:\n  c: {reviewed: " + written + ", text: X}\n",
		},
	} {
		for _, ending := range []string{"\n", "\r\n", "\r"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				const body = "---\n[x]{claim=c}\n\nNo line feed at the end, and  spaces. "
				src := strings.ReplaceAll(head+test.before+body, "\n", ending)
				got, problems := frontmatter.Review("a.md", []byte(src), map[string]brief.Review{"c": reviewOn(t, "2026-01-05", "Ann Lee")})
				for _, d := range problems {
					t.Errorf("%s: %s; %s", d.Code, d.Message, d.Hint)
				}
				if diff := cmp.Diff(strings.ReplaceAll(head+test.after+body, "\n", ending), string(got)); diff != "" {
					t.Errorf("the file (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestNamesAreReadAsTheyWereGiven(t *testing.T) {
	t.Parallel()
	src := "---\ntitle: T\ndate: 2026\nclaims:\n  c:\n    text: X\n  d: {text: Y}\n---\n"
	for _, name := range []string{"desk", "Ann Lee", "yes", "Null", "7", "O'Neil: \"x\" \\ # {y}", "김정은", "a, b", "- x", "@ann", "ann@example.org", "Ann (desk)", "e1"} {
		for _, claim := range []string{"c", "d"} {
			out, problems := frontmatter.Review("a.md", []byte(src), map[string]brief.Review{claim: reviewOn(t, "2026-01-05", name)})
			if len(problems) > 0 {
				t.Errorf("%q: %s", name, problems[0].Message)
				continue
			}
			b, _, _ := frontmatter.Briefing("a.md", "a", out)
			i := slices.IndexFunc(b.Claims, func(c *brief.Claim) bool { return c.ID == claim })
			if got := b.Claims[i].Reviewed; got == nil || got.By != name {
				t.Errorf("%q is read as %+v in\n%s", name, got, out)
			}
		}
	}
}

func TestNothingIsWrittenWhereTheClaimIsNotThere(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"---\ntitle: T\ndate: 2026\nclaims: {halt: {text: X}}\n---\n": `unknown-id: this briefing has no claim "hlat" (did you mean halt?)`,
		"---\ntitle: T\n---\n":                      `unknown-id: this briefing has no claim "hlat" ()`,
		"---\ntitle: [\n---\n":                      "bad-yaml",
		"title: T\n":                                "bad-yaml: the file has no front matter",
		"---\nclaims:\n  hlat: &a {text: X}\n---\n": "bad-yaml: YAML anchors are not read",
		"---\nclaims:\n  hlat: text\n---\n":         `bad-yaml: the review of the claim "hlat" cannot be written into this YAML (write reviewed: ` + written + ")",
	} {
		out, problems := frontmatter.Review("a.md", []byte(src), map[string]brief.Review{"hlat": reviewOn(t, "2026-01-05", "Ann Lee")})
		if out != nil || len(problems) == 0 {
			t.Errorf("%q gives %q", src, out)
			continue
		}
		d := problems[0]
		if got := d.Code + ": " + d.Message + " (" + d.Hint + ")"; !strings.HasPrefix(got, want) {
			t.Errorf("%q gives %q, want %q", src, got, want)
		}
	}
}

// holdReview records reviews of every claim that a file may declare and holds that nothing else is read or stands otherwise.
func holdReview(t *testing.T, src []byte) (written int) {
	t.Helper()
	same := cmp.Options{
		cmpopts.IgnoreTypes(diag.Span{}, brief.Places{}), cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b edtf.Date) bool { return a.String() == b.String() }),
	}
	before, body, problems := frontmatter.Briefing("a.md", "a", src)
	for _, c := range before.Claims {
		review := reviewOn(t, "2026-01-05", "O'Neil, desk")
		out, found := frontmatter.Review("a.md", src, map[string]brief.Review{c.ID: review})
		if len(found) > 0 {
			continue
		}
		written++
		after, bodyAfter, later := frontmatter.Briefing("a.md", "a", out)
		if !bytes.Equal(src[body:], out[bodyAfter:]) {
			t.Errorf("%q: the prose is other than it was", src)
		}
		extent := 0
		if at := c.Places.Of("reviewed"); !at.IsZero() {
			extent = int(at.End - at.Start)
		} else if c.Reviewed != nil {
			t.Fatalf("%q: the review has no place", src)
		}
		if kept := common(src, out); kept < len(src)-extent-lenOfEmpty(src, c) {
			t.Errorf("%q: of %d bytes %d are kept, though the review had %d:\n%s", src, len(src), kept, extent, out)
		}
		again, _ := frontmatter.Review("a.md", out, map[string]brief.Review{c.ID: review})
		if !bytes.Equal(again, out) {
			t.Errorf("%q: the same review once more gives\n%s\nafter\n%s", src, again, out)
		}
		i := slices.IndexFunc(after.Claims, func(other *brief.Claim) bool { return other.ID == c.ID })
		if i < 0 || after.Claims[i].Reviewed == nil || !cmp.Equal(*after.Claims[i].Reviewed, review, same) {
			t.Errorf("%q: the review is not read:\n%s", src, out)
			continue
		}
		after.Claims[i].Reviewed = c.Reviewed
		if diff := cmp.Diff(before, after, same); diff != "" {
			t.Errorf("%q: more than the review is read otherwise:\n%s", src, diff)
		}
		if len(later) > len(problems) {
			t.Errorf("%q: there are %d problems after %d:\n%s", src, len(later), len(problems), out)
		}
	}
	return written
}

// common returns how many bytes two texts share at their beginning and end.
func common(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	end := 0
	for end < len(a)-n && end < len(b)-n && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return n + end
}

// lenOfEmpty is how much of a file may go besides, where a review stands that says nothing, such as "".
func lenOfEmpty(src []byte, c *brief.Claim) int {
	if c.Reviewed == nil && c.Places.Of("reviewed").IsZero() && bytes.Contains(src, []byte("reviewed")) {
		return len(`"                                        "`)
	}
	return 0
}

func TestAReviewLeavesEveryOtherByte(t *testing.T) {
	t.Parallel()
	written := 0
	for _, src := range archives(t) {
		written += holdReview(t, src)
	}
	if written < 50 {
		t.Errorf("only %d reviews were written", written)
	}
}

// TestAllClaimsAreReviewedAtOnce holds what is written at once to what is written one after the other.
func TestAllClaimsAreReviewedAtOnce(t *testing.T) {
	t.Parallel()
	several := 0
	for _, src := range archives(t) {
		b, _, problems := frontmatter.Briefing("a.md", "a", src)
		if len(problems) > 0 || len(b.Claims) < 2 {
			continue
		}
		several++
		reviews := make(map[string]brief.Review)
		one := src
		for i, c := range b.Claims {
			reviews[c.ID] = reviewOn(t, "2026-01-05", fmt.Sprint("Reader ", i))
			if one, problems = frontmatter.Review("a.md", one, map[string]brief.Review{c.ID: reviews[c.ID]}); len(problems) > 0 {
				t.Fatalf("%s: %s", c.ID, problems[0].Message)
			}
		}
		all, _ := frontmatter.Review("a.md", src, reviews)
		if diff := cmp.Diff(string(one), string(all)); diff != "" {
			t.Errorf("(-one after the other +at once):\n%s", diff)
		}
	}
	if several < 5 {
		t.Errorf("only %d briefings have several claims", several)
	}
}

func FuzzReview(f *testing.F) {
	for _, src := range archives(f) {
		f.Add(src)
	}
	for _, claims := range []string{
		"claims:\n  c:\n    text: >+\n      a\n\n\n  d: {text: b, reviewed: {on: 2025}}\n", "claims: {c: {text: a,}, d: {\n text: [b], why:\n}}\n",
		"claims:\r\n  c:\r\n    reviewed: {on: 2025, # x\r\n      by: y}\r\n    text: \"a\r\n      b\"\r\n", "\"claims\":\n  ? c\n  : text: a\n    gap: true\n",
		"claims:\n c:\n  text: 'a''b'\n  reviewed:\n   on: 2025 #x\n   by: |\n    z\n\n d:\n  text: a # b\n",
	} {
		f.Add([]byte("---\ntitle: T\ndate: 2026\n" + claims + "---\nx"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4000 {
			t.Skip()
		}
		holdReview(t, src)
	})
}
