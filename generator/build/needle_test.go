package build_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"attest"
	"attest/generator/build"
)

// TestNeedlesAreFoundWhereverTheyStand holds what is found against a plain search, in texts of few letters so that much nearly matches.
func TestNeedlesAreFoundWhereverTheyStand(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		random := func(n int) string {
			b := make([]byte, n)
			for i := range b {
				b[i] = "ab "[rng.IntN(3)]
			}
			return string(b)
		}
		var texts []string
		for range 1 + rng.IntN(40) {
			texts = append(texts, random(8+rng.IntN(57)))
		}
		slices.Sort(texts)
		texts = slices.Compact(texts)
		var b strings.Builder
		for range rng.IntN(30) {
			b.WriteString(random(rng.IntN(12)))
			text := texts[rng.IntN(len(texts))]
			b.WriteString(text[:len(text)-rng.IntN(2)])
		}
		data := b.String()
		want := make(map[string][]int)
		for _, text := range texts {
			for i := range data {
				if strings.HasPrefix(data[i:], text) {
					want[text] = append(want[text], i)
				}
			}
		}
		if diff := cmp.Diff(want, build.Find(texts, []byte(data))); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func TestWhatIsLookedForOfAText(t *testing.T) {
	t.Parallel()
	long := "The harbour master told us in confidence that no ship of the line had called at the port since the second of May, and that he expected none."
	for text, want := range map[string][]string{
		"Jane Roe":             {"Jane Roe"},
		"Jane":                 nil,
		"harbour":              nil,
		"internationalisation": {"internationalisation"},
		"김정은":                  {"김정은"},
		"memo-2026":            {"memo-2026"},
		"ferry-link":           {"ferry-link"},
		"12 May 2026":          nil,
		"2 reports, 1 line":    nil,
		"on or about 3 May":    nil,
		"p. 3":                 nil,
		"He said “no” to O'Hara & the “fleet of ships”": {"He said “no” to O", " the “fleet of ships”"},
		"a \"b\" c'd' e":         {"a \"b\" c'd' e", "a &#34;b&#34; c&#39;d&#39; e", "a &quot;b&quot; c'd' e", `a \"b\" c'd' e`, `a \"b\" c\'d\' e`, `a ""b"" c'd' e`},
		"one line\nanother line": {"one line", "another line"},
		long:                     {long[:60], long[61:125]},
	} {
		got := build.NeedlesOf(text)
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if got := build.WordsOfHTML(`<p>The master <em>told us</em> of O&#39;Hara &amp; the fleet</p>`); !slices.Equal(got, []string{"The master", "the fleet"}) {
		t.Errorf("of HTML %q is looked for", got)
	}
}

// TestDatesAreNoSecretInAnyLanguage reads the names of months in every language that is built in.
func TestDatesAreNoSecretInAnyLanguage(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(attest.Theme(), "templates/words/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("the languages are %q, %v", files, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(attest.Theme(), name)
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]any
		if err := yaml.Unmarshal(data, &words); err != nil {
			t.Fatal(err)
		}
		for n := range 12 {
			month := fmt.Sprint(words[fmt.Sprintf("date.month.%d", n+1)])
			for _, text := range []string{"12 " + month + " 2026", "12. " + month + " 2026", month + " 2026"} {
				if got := build.NeedlesOf(text); len(got) > 0 {
					t.Errorf("%s: of %q is looked for %q", name, text, got)
				}
			}
		}
	}
}

func TestEscapedTextIsReadAsItIsMeant(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"x?q=Jane%20Roe": "x?q=Jane Roe", "%ea%b9%80%EC": "김\xec", "q=Jane+Roe&50%": "q=Jane Roe&50%", "a + b": "", "application/ld+json": "", `type="application/ld+json"`: "",
		`"https:\/\/a.example\/b"`: `"https://a.example/b"`, `'a\x26b\x2Fc \xzz'`: `'a&b/c \xzz'`, "a &amp; b &#39;c&#39; &quot;&#34;&lt;&gt;&#43;": "",
		"Orl&eacute;ans &#38; &#x643;&#1740;": "Orléans & كی", "Jane&nbsp;Roe": "Jane Roe", "a & b; c &x; &; &#;": "a & b; c &x; &; &#;", "AT&T": "", "a%2zb%41": "a%2zbA", "100 %": "", "Jane+Roe%2E": "Jane Roe.",
		`{"a": "\u201cx\u201D \ud834\udd1e \ud834x"}`: `{"a": "“x” 𝄞 ` + "\uFFFD" + `x"}`, `C:\users \u12`: "",
	} {
		if got := string(build.Unescaped([]byte(data))); got != want {
			t.Errorf("%q is read as %q, want %q", data, got, want)
		}
	}
}

func png(chunks ...[]byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	for _, chunk := range chunks {
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
		out = append(out, chunk...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	}
	return out
}

func packed(text string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// inUTF16 writes a text in UTF-16, at an odd place where odd is set.
func inUTF16(text string, order binary.AppendByteOrder, odd bool) []byte {
	out := []byte("Exif\x00\x00")
	if odd {
		out = append(out, 'x')
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return append(out, 0, 0)
}

func TestTextsHiddenInPicturesAreRead(t *testing.T) {
	t.Parallel()
	const secret = "Jane Roe of 평양, 𝄞"
	for name, data := range map[string][]byte{
		"zTXt":              png([]byte("IHDR...."), slices.Concat([]byte("zTXtComment\x00\x00"), packed(secret))),
		"iTXt":              png(slices.Concat([]byte("iTXtXML:com.adobe.xmp\x00\x01\x00en\x00x\x00"), packed("<x>"+secret+"</x>"))),
		"tEXt, Latin-1":     png([]byte("tEXtComment\x00Jane Roe of Orl\xe9ans")),
		"zTXt, Latin-1":     png(slices.Concat([]byte("zTXtComment\x00\x00"), packed("Jane Roe of Orl\xe9ans"))),
		"UTF-16LE":          inUTF16(secret, binary.LittleEndian, false),
		"UTF-16BE":          inUTF16(secret, binary.BigEndian, false),
		"UTF-16LE, shifted": inUTF16(secret, binary.LittleEndian, true),
		"UTF-16BE, shifted": inUTF16(secret, binary.BigEndian, true),
	} {
		want := secret
		if strings.HasSuffix(name, "Latin-1") {
			want = "Jane Roe of Orléans"
		}
		if !slices.ContainsFunc(build.HiddenTexts(data), func(text []byte) bool { return bytes.Contains(text, []byte(want)) }) {
			t.Errorf("%s: it is not read", name)
		}
	}
	for _, data := range [][]byte{nil, []byte("text"), png(), png([]byte("zTXt")), []byte("\x89PNG\r\n\x1a\n\xff\xff\xff\xffzTXtx\x00\x00x\x78\x9c")} {
		build.HiddenTexts(data) // must not fail
	}
}

func FuzzHiddenTexts(f *testing.F) {
	f.Add(png(slices.Concat([]byte("zTXtComment\x00\x00"), packed("x"))))
	f.Add(inUTF16("x", binary.LittleEndian, true))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, text := range build.HiddenTexts(data) {
			if len(text) > 2*len(data)+(2<<20) {
				t.Errorf("%d bytes become %d", len(data), len(text))
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	words := make([]string, 3000)
	for i := range words {
		for range 2 + rng.IntN(8) {
			words[i] += string(rune('a' + rng.IntN(26)))
		}
	}
	text := func(n int) string {
		var w strings.Builder
		for w.Len() < n {
			w.WriteString(words[rng.IntN(len(words))] + " ")
		}
		return w.String()[:n]
	}
	data := []byte(text(1 << 20))
	for _, n := range []int{10, 1_000, 100_000} {
		texts := make([]string, n)
		for i := range texts {
			texts[i] = text(8 + rng.IntN(50))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			find := build.Finder(texts)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				find(data)
			}
		})
	}
}
