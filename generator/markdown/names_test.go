package markdown_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"attest/generator/markdown"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

var actors = []markdown.Name{
	{"Kim", "kim"},
	{"Kim Jong Un", "kju"},
	{"Line Orsa", "orsa"},
	{"Orsa", "orsa"},
	{"C++ (group)", "cpp"},
	{".*", "any"},
	{"A", "a"},
	{"", "none"},
	{"  ", "none"},
	{"조선인민군", "kpa"},
	{"김정은", "kju"},
	{"Вагнер", "wagner"},
	{"حزب الله", "hizb"},
	{"北朝鮮", "nk"},
	{"トヨタ", "toyota"},
	{"Société Générale", "socgen"},
	{"Dup", "x"},
	{"Dup", "y"},
	{"Dup Land", "z"},
	{"Moskva River", "mr"},
	{"Moskva", "m"},
	{"AT&T", "att"},
	{"Weak", ""},
}

// found lists the names that a source's HTML links, as actor|label.
func found(b *markdown.Body) []string {
	var out []string
	for _, r := range b.Refs {
		if r.Kind == markdown.RefActor {
			out = append(out, r.Target+"|"+r.Label)
		}
	}
	return out
}

func TestNamesAreFound(t *testing.T) {
	names, ambiguous := markdown.NewNames(actors)
	if diff := cmp.Diff([]markdown.Ambiguity{{"Dup", []string{"x", "y"}}}, ambiguous); diff != "" {
		t.Error(diff)
	}
	nfd := norm.NFD.String
	for _, c := range []struct{ name, src, want string }{
		{"longest match first", "Kim Jong Un and Kim", "kju|Kim Jong Un, kim|Kim"},
		{"longest that ends at a word's end", "Kim Jong Unsung", "kim|Kim"},
		{"first mention only", "Kim, Kim and Orsa, then Line Orsa", "kim|Kim, orsa|Orsa"},
		{"a heading begins a section", "Kim\n\n# H Kim\n\nKim\n\n> ## I\n>\n> Kim", "kim|Kim, kim|Kim, kim|Kim"},
		{"words have boundaries", "Kims xKim Kim2 _Kim_ Kim's Kim-x", "kim|Kim"},
		{"digits and marks are of a word", "2Kim Kim\u0301", ""},
		{"case counts", "kim KIM", ""},
		{"literally", "C++ (group) and .* and a A", "cpp|C++ (group), any|.*, a|A"},
		{"no pattern", "CCC xyz", ""},
		{"Hangul takes particles", "조선인민군은 김정은이", "kpa|조선인민군, kju|김정은"},
		{"Hangul begins a word", "북조선인민군 x김정은", ""},
		{"Cyrillic has boundaries", "Вагнера Вагнер.", "wagner|Вагнер"},
		{"Arabic has boundaries", "وحزب الله حزب الله", "hizb|حزب الله"},
		{"Han and kana have none", "これは北朝鮮のトヨタです", "nk|北朝鮮, toyota|トヨタ"},
		{"foreign names among Han and before particles", "在Orsa公司 Kim은", "orsa|Orsa, kim|Kim"},
		{"decomposed text", nfd("La Société Générale, 김정은이"), nfd("socgen|Société Générale, kju|김정은")},
		{"within marks of emphasis", "**Kim** and *Kim Jong Un*", "kim|Kim, kju|Kim Jong Un"},
		{"not across marks of emphasis", "C++ *(group)* and Line *Orsa*", ""},
		{"marks of emphasis are no boundary", "**Kim**s", ""},
		{"over a line end", "Kim Jong\nUn, > \nLine\nOrsa", "kju|Kim Jong Un, orsa|Line Orsa"},
		{"over a line end of a quote", "> Kim\n> Jong Un", "kju|Kim Jong Un"},
		{"escapes and entities", `AT&amp;T and C\+\+ (group) K&#105;m`, "att|AT&T, cpp|C++ (group), kim|Kim"},
		{"not in links, code, headings, images, addresses", "# Kim\n\n[Kim](x.md) `Kim` ![Kim](a.png) [[x|Kim]] https://Kim.org/Kim\n\n    Kim\n\n<b title=\"Kim\">", ""},
		{"in claim spans, tables, lists, footnotes", "[Kim was]{claim=c}\n\n# H\n\n| Kim |\n|--|\n| Orsa |\n\n- A b[^1]\n\n[^1]: Moskva", "kim|Kim, kim|Kim, orsa|Orsa, a|A, m|Moskva"},
		{"not in the notation of a claim", "[x]{claim=Kim} [@Kim, A]", ""},
		{"an explicit link is a first mention", "[[kim]] Kim\n\n# H\n\nKim [[actor:orsa|X]] Orsa", "kim|Kim"},
		{"an explicit link behind is not", "Kim [[kim]]", "kim|Kim"},
		{"of two actors: neither, nor what is within", "Dup and Dup Land", "z|Dup Land"},
		{"a name within a longer one", "Moskva River", "mr|Moskva River"},
		{"a name that is not to be linked", "Weak", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(c.src), Names: names})
			checkBody(t, c.src, b, list)
			if got := strings.Join(found(b), ", "); got != c.want {
				t.Errorf("got %s want %s\n%s", got, c.want, show(b))
			}
		})
	}
}

func TestNamesThatAreNoLinksAreMentions(t *testing.T) {
	t.Parallel()
	names, _ := markdown.NewNames(actors)
	for _, c := range []struct{ name, src, want string }{
		{"once a sentence", "Kim. Kim and Kim. So what? Orsa, Kim.", "kim: Kim and Kim. | Orsa, Kim."},
		{"not where a reference leads there", "Kim. [[kim]], Kim. [[actor:kim|He]], Kim. Kim, [[kim]]. Kim.", "kim: Kim."},
		{"a struck reference leads nowhere", "Kim. It is Kim ~~[[kim]]~~.", "kim: It is Kim."},
		{"in a link, over marks, in a cell", "[Kim said](x.md) so. Line *Orsa* went. *Kim* left.\n\n| **A** | A |\n|--|--|", "kim: Kim said so.; orsa: Line Orsa went.; a: A"},
		{"in a claim span and a label", "Kim. [Kim was]{claim=c} here. So is [[x|Kim]].", "kim: Kim was here."},
		{"not in headings, code, descriptions, captions, addresses, notations", "Kim\n\n# Kim\n\nx `Kim` ![Kim](a.png) https://Kim.org/Kim [x]{claim=Kim} [@Kim] [[Kim]]\n\n![A](a.png \"Kim.\")\n\n```\nKim\n```", ""},
		{"not what is struck out", "Kim. ~~Kim.~~ ~~Orsa~~ went.", ""},
		{"not weak or ambiguous ones", "Weak. Weak. Dup. Dup.", ""},
		{"in footnotes", "Kim[^1].\n\n[^1]: Kim.\n\n    Kim went.", "kim: Kim. | Kim went."},
		{"decomposed", norm.NFD.String("Société Générale. Société Générale."), norm.NFD.String("socgen: Société Générale.")},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(c.src), Names: names})
			checkBody(t, c.src, b, list)
			var all []string
			for _, m := range b.Mentions {
				var in []string
				for _, n := range m.Sentences {
					in = append(in, b.Text[b.Sentences[n].Start:b.Sentences[n].End])
				}
				all = append(all, m.Actor+": "+strings.Join(in, " | "))
			}
			if got := strings.Join(all, "; "); got != c.want {
				t.Errorf("got %s want %s\n%q", got, c.want, b.Text)
			}
		})
	}
}

func TestNameLinksStandInThePlaceOfTheWords(t *testing.T) {
	names, _ := markdown.NewNames(actors)
	src := "a **Kim Jong\nUn**, Orsa  \nAT&amp;T x"
	b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(src), Names: names})
	checkBody(t, src, b, list)
	want := "<p>a <strong>{name kju|Kim Jong Un}</strong>, {name orsa|Orsa}<br>\n{name att|AT&T} x</p>\n"
	if got := show(b); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, r := range b.Refs {
		if got := src[r.At.Start:r.At.End]; strings.NewReplacer("\n", " ", "&amp;", "&").Replace(got) != r.Label {
			t.Errorf("%q lies at %q", r.Label, got)
		}
	}
}

func TestNoActorIsLinkedOnTheirOwnPage(t *testing.T) {
	names, _ := markdown.NewNames(actors)
	b, _ := converter.Convert(markdown.Input{File: "a.md", Source: []byte("Kim Jong Un, Kim"), Names: names, Self: "kju"})
	if got := strings.Join(found(b), ", "); got != "kim|Kim" {
		t.Error(got)
	}
}

func TestThousandsOfNamesAndManyGoroutines(t *testing.T) {
	var many []markdown.Name
	for i := range 20_000 {
		many = append(many, markdown.Name{fmt.Sprintf("Actor %d of many", i), fmt.Sprint("actor-", i)})
	}
	names, ambiguous := markdown.NewNames(many)
	if len(ambiguous) > 0 {
		t.Error(ambiguous)
	}
	src := []byte("# H\n\nActor 19999 of many, Actor 7 of many and Actor 77 of man.\n\n```go\nvar x\n```\n")
	want := ""
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 8 {
		wg.Go(func() {
			for range 50 {
				b, _ := converter.Convert(markdown.Input{File: "a.md", Source: src, Names: names})
				mu.Lock()
				if got := show(b) + strings.Join(found(b), ","); want == "" {
					want = got
				} else if got != want {
					t.Error("bodies differ")
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if !strings.Contains(want, "actor-19999|Actor 19999 of many,actor-7|Actor 7 of many") {
		t.Error(want)
	}
}
