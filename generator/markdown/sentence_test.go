package markdown_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"attest/generator/markdown"
)

func TestSentences(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"One. Two! Three? Four", "One.|Two!|Three?|Four"},
		{"See No. 4 and p. 3. Then Art. 5.", "See No. 4 and p. 3.|Then Art. 5."},
		{"The U.S. Army left. J. Smith stayed.", "The U.S. Army left.|J. Smith stayed."},
		{"It cost 3.5 million. \"Really?\" he asked. (Yes.) So.", "It cost 3.5 million.|\"Really?\" he asked.|(Yes.)|So."},
		{"Ends in 2019. New one... and on. New… Next", "Ends in 2019.|New one... and on.|New…|Next"},
		{"첫 문장이다. 둘째 문장이다.", "첫 문장이다.|둘째 문장이다."},
		{"一つ。二つ！「三つ。」四つ", "一つ。|二つ！|「三つ。」|四つ"},
		{"هل؟ نعم. لا", "هل؟|نعم.|لا"},
		{"В 5 тыс. Км. Да. Нет", "В 5 тыс. Км.|Да.|Нет"},
		{"# Head. Two\n\n- item one\n- item two\n\nx\n\n    code. Code", "Head.|Two|item one|item two|x"},
		{"over a\nline end. Next", "over a line end.|Next"},
	} {
		b, list := convert(c.src)
		checkBody(t, c.src, b, list)
		var got []string
		for _, s := range b.Sentences {
			got = append(got, b.Text[s.Start:s.End])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), c.want)
		}
	}
}

func TestReferencesKnowTheirSentence(t *testing.T) {
	src := "One [two. Three]{claim=a} x. Four [@s]. Five. [@t] Six [[port]].\n\n[x](#y) Seven [eight]{claim=b}.\n\n[@u]"
	b, list := convert(src)
	checkBody(t, src, b, list)
	if want := "One two.\x00Three x.\x00Four.\x00Five.\x00Six port.\x00x Seven eight."; b.Text != strings.NewReplacer("port.\x00", "port.\n", "\x00", " ").Replace(want) {
		t.Errorf("%q", b.Text)
	}
	want := map[string]int{"a": 0, "s": 2, "t": 3, "port": 4, "": 5, "b": 5, "u": -1}
	for _, r := range b.Refs {
		if r.Sentence != want[r.Target] {
			t.Errorf("%q has sentence %d, want %d", r.Target, r.Sentence, want[r.Target])
		}
	}
	for i, claim := range []bool{true, true, false, false, false, true} {
		if b.Sentences[i].Claim != claim {
			t.Errorf("sentence %d: claim %v", i, !claim)
		}
	}
}

func TestOffsetAndFrontMatter(t *testing.T) {
	src := "---\r\ntitle: x\r\n---\r\nA [x]{claim=vela}\r\n\r\n\r\n[[port]]\r\n[a](javascript:x)\r\n"
	at := strings.Index(src, "A [")
	b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(src), Offset: at, Reserved: []string{"h"}})
	checkBody(t, src, b, list)
	if len(b.Refs) != 2 || src[list[0].At.Start:list[0].At.End] != "javascript:x" {
		t.Errorf("%+v %+v", b.Refs, list)
	}
	if strings.Contains(b.Text, "\r") || strings.Contains(show(b), "\r") {
		t.Errorf("%q", b.Text)
	}
	b, _ = converter.Convert(markdown.Input{File: "a.md", Source: []byte("# h\n# H"), Reserved: []string{"h", "h-3"}})
	if b.Headings[0].ID != "h-2" || b.Headings[1].ID != "h-4" {
		t.Errorf("%+v", b.Headings)
	}
}

func TestEmptyProse(t *testing.T) {
	for _, src := range []string{"", "\n", "---\n", "   ", "\r"} {
		b, list := convert(src)
		checkBody(t, src, b, list)
		if len(list) > 0 || b.Text != "" {
			t.Errorf("%q: %+v %+v", src, b, list)
		}
	}
}

func TestChromaStyleSheetIsTheOneInStatic(t *testing.T) {
	var css bytes.Buffer
	if err := markdown.WriteChromaCSS(&css); err != nil {
		t.Fatal(err)
	}
	const file = "../../static/chroma.css"
	if *update {
		if err := os.WriteFile(file, css.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, css.Bytes()) {
		t.Errorf("static/chroma.css is not what WriteChromaCSS writes (%v); run with -update", err)
	}
}
