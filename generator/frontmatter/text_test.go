package frontmatter_test

import (
	"strings"
	"testing"

	"attest/generator/diag"
	"attest/generator/frontmatter"
)

func TestTextThatCannotBeReadIsReportedOnceForEachSort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{"fine", "a\tb\r\nc\rd\n한국 \u2028 \u202E", ""},
		{"empty", "", ""},
		{"byte order mark", "\uFEFFa", ""},
		{"UTF-16, little", "\xFF\xFEa\x00b\x00", "1:1 bad-encoding the file is UTF-16, not UTF-8|"},
		{"UTF-16, big", "\xFE\xFF\x00a", "1:1 bad-encoding the file is UTF-16, not UTF-8|"},
		{"UTF-8", "ab\nc\xFFd\xFE\xC3", "2:2 bad-encoding the byte FF is not UTF-8|"},
		{"surrogate", "\xED\xA0\x80", "1:1 bad-encoding the byte ED is not UTF-8|"},
		{"NUL", "a\x00\x00", "1:2 bad-encoding a NUL character is not text|"},
		{"control", "ä\x1B[31m\x07", "1:2 bad-encoding the control character U+001B is not text|"},
		{"next line", "a\u0085b\x7F", "1:2 bad-encoding the control character U+0085 is not text|"},
		{"mark in the middle", "a\r\n\uFEFFb", "2:1 bad-encoding a byte order mark (U+FEFF) stands in the middle of the file|"},
		{"no character", "\uFFFFa\U0001FFFE", "1:1 bad-encoding U+FFFF is not a character|"},
		{"replacement", "\uFFFD", ""},
		{"several", "\x00\x01\xFF", "1:1 bad-encoding a NUL character is not text|1:2 bad-encoding the control character U+0001 is not text|" +
			"1:3 bad-encoding the byte FF is not UTF-8|"},
		{"merge", "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n<<<<<<< again\n", "2:1 merge-conflict <<<<<<< is the marker of an unresolved merge|"},
		{"rest of a merge", "a\r=======\r>>>>>>> x\n", "3:1 merge-conflict >>>>>>> is the marker of an unresolved merge|"},
		{"heading", "Title\n=======\n", ""},
		{"in a line", "a <<<<<<< b\n", ""},
		{"at the start", "\uFEFF<<<<<<< b\n", "1:2 merge-conflict <<<<<<< is the marker of an unresolved merge|"},
	} {
		list := frontmatter.CheckText("a.md", []byte(c.src)).Resolve(nil)
		var got strings.Builder
		for _, d := range list {
			got.WriteString(place([]byte(c.src), int(d.At.Start)) + " " + d.Code + " " + d.Message + "|")
			within(t, []byte(c.src), d.At)
		}
		if got.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got.String(), c.want)
		}
	}
}

func TestUnreadableTextGivesNoCascade(t *testing.T) {
	t.Parallel()
	b, body, problems := frontmatter.Briefing("a.md", "a", []byte("---\ntitle: \x00\x00 *\n<<: [\n---\nBody"))
	if len(problems) != 1 || problems[0].Code != "bad-encoding" || body != 30 || b.ID != "a" {
		t.Errorf("body at %d, %v", body, problems)
	}
	_, _, problems = frontmatter.Briefing("a.md", "a", []byte("---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\n---\n"))
	if len(problems) != 1 || problems[0].Code != "merge-conflict" || len(problems[0].Related) != 2 {
		t.Errorf("merge: %v", problems)
	}
}

func TestFrontMatterIsFoundAtTheStartOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		src, yaml, body string
		found, closed   bool
	}{
		{"---\na: b\n---\nc\n", "a: b\n", "c\n", true, true},
		{"--- \t\r\na: b\r\n---\r\nc", "a: b\r\n", "c", true, true},
		{"---\ra: b\r---\rc", "a: b\r", "c", true, true},
		{"---\n---", "", "", true, true},
		{"---", "", "", true, false},
		{"---\na\n ---\n", "a\n ---\n", "", true, false},
		{"----\na\n---\n", "", "----\na\n---\n", false, false},
		{"\n---\na\n---\n", "", "\n---\na\n---\n", false, false},
		{"", "", "", false, false},
		{"text", "", "text", false, false},
	} {
		f := frontmatter.Split([]byte(c.src))
		if c.src[f.Start:f.End] != c.yaml || c.src[f.Body:] != c.body || f.Found != c.found || f.Closed != c.closed {
			t.Errorf("%q: got %+v", c.src, f)
		}
	}
}

func TestIDsAreSafeEverywhere(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"a", "a-1", "北", "café", "ß", "1", "ไทย", "com10", strings.Repeat("a", 100)} {
		if d, ok := frontmatter.CheckID(id, diag.Span{File: "a.md"}); !ok {
			t.Errorf("%q: %v", id, d)
		}
	}
	for _, id := range []string{
		"", "A", "con", "a.b", "..", "a/b", `a\b`, "%2e", "a b", "-a", "a-", "cafe\u0301", "a\u202Eb", "a\u2066", "a\u00ADb", "\u0301a", "a\uFE0F",
		"\u3164", "𝐀", "a\x00", "a\xFF", strings.Repeat("a", 101), strings.Repeat("北", 90), "a:b", "a~1", "a#b",
	} {
		d, ok := frontmatter.CheckID(id, diag.Span{File: "a.md"})
		if ok || d.Code != "bad-value" || d.Message == "" {
			t.Errorf("%q passes", id)
		}
		safe, hinted := strings.CutPrefix(d.Hint, "write ")
		if _, ok := frontmatter.CheckID(safe, diag.Span{File: "a.md"}); hinted && !ok {
			t.Errorf("%q: the hint %q is wrong too", id, safe)
		}
	}
}
