package markdown_test

import (
	"regexp"
	"slices"
	"testing"

	"attest/generator/markdown"
)

func TestMarkedWordsAreFoundInTheFile(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`HERE.*THERE`)
	mark := func(sentence string) (start, end int, ok bool) {
		if at := words.FindStringIndex(sentence); at != nil {
			return at[0], at[1], true
		}
		return 0, 0, false
	}
	for _, test := range []struct {
		name, src string
		want      []string
	}{
		{"plain", "So it is HERE and THERE too.", []string{"HERE and THERE"}},
		{"each in its sentence", "HERE. THERE.\n\nHERE THERE. Or HERE, THERE.", []string{"HERE THERE", "HERE, THERE"}},
		{"not over a block's end", "HERE\n\nTHERE", nil},
		{"over a line's end", "a HERE\n  and THERE.", []string{"HERE\n  and THERE"}},
		{"CRLF", "한 a\r\nHERE\r\nTHERE.", []string{"HERE\r\nTHERE"}},
		{"emphasis and escapes", "**HERE** \\* &amp; *THERE*.", []string{"HERE** \\* &amp; *THERE"}},
		{"a claim's words", "[HERE]{claim=a} and [THERE]{claim=b}.", []string{"HERE]{claim=a} and [THERE"}},
		{"a citation before a stop", "HERE [@x] and THERE [@y].", []string{"HERE [@x] and THERE"}},
		{"a heading", "Words.\n\n## So HERE, THERE {#id}\n\nWords.", []string{"So HERE, THERE {#id}"}},
		{"in links", "Go [HERE](https://a.example) or [THERE](https://b.example) now.", []string{"HERE](https://a.example) or [THERE"}},
		{"nothing but links", "[HERE and THERE](https://a.example)", []string{"HERE and THERE"}},
		{"an item of a list", "- one\n- HERE or THERE", []string{"HERE or THERE"}},
		{"a cell", "| a | b |\n|---|---|\n| HERE | HERE, THERE |", []string{"HERE, THERE"}},
		{"code that begins a paragraph", "Words.\n\n`x` HERE, THERE. `HERE` or THERE", []string{"HERE, THERE", "`HERE` or THERE"}},
		{"code that is all of its paragraph's beginning", "Words.\r\n\r\n`HERE` and THERE.", []string{"`HERE` and THERE"}},
		{"code is no sentence", "    HERE THERE\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			const front = "---\ntitle: x\n---\n"
			file := front + test.src
			body, _ := markdown.New().Convert(markdown.Input{File: "a.md", Source: []byte(file), Offset: len(front), Mark: mark})
			var got []string
			for _, at := range body.Marked {
				got = append(got, file[at.Start:at.End])
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("marked %q, want %q", got, test.want)
			}
		})
	}
}
