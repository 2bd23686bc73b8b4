package theme_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"attest"
	"attest/generator/brief"
	"attest/generator/theme"
	"attest/generator/wording"
)

// languages reads the built-in language files, by their tags.
func languages(t *testing.T) map[string]*wording.File {
	t.Helper()
	names, err := fs.Glob(attest.Theme(), "templates/words/*")
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]*wording.File)
	for _, name := range names {
		data, err := fs.ReadFile(attest.Theme(), name)
		if err != nil {
			t.Fatal(err)
		}
		tag := strings.TrimSuffix(path.Base(name), ".yaml")
		file, found := wording.Read(name, tag, data)
		for _, d := range found {
			t.Errorf("%s: %s", name, d.Message)
		}
		out[tag] = file
	}
	return out
}

// asked are the words that templates and our own code ask for by a whole key, with the numbers of arguments or of the part.
var asked = regexp.MustCompile(`(?:\{\{(?:word|part) |\(word |\.Say\(|\.title\()"([a-z0-9.-]+)"`)

func TestEveryWordThatIsAskedForIsThereInEnglish(t *testing.T) {
	t.Parallel()
	english := languages(t)["en"]
	known := make(map[string]bool)
	for _, key := range english.Keys() {
		known[key] = true
	}
	used := 0
	for _, folder := range []fs.FS{attest.Theme(), os.DirFS("../plan"), os.DirFS("../export"), os.DirFS("../wording")} {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") {
				return err
			}
			data, err := fs.ReadFile(folder, name)
			for _, m := range asked.FindAllSubmatch(data, -1) {
				used++
				if key := string(m[1]); !known[key] && !strings.HasSuffix(key, ".") {
					t.Errorf("%s asks for %q, which English does not have", name, key)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if used < 200 {
		t.Errorf("only %d words are asked for", used)
	}
}

// told is what a script asks for.
var told = regexp.MustCompile(`"script\.([a-z.-]+)(/[0-9])?"`)

func TestScriptsSpeakTheLanguage(t *testing.T) {
	t.Parallel()
	asked := make(map[string]bool)
	for _, name := range []string{"static/attest.js", "static/search.js"} {
		script, err := fs.ReadFile(attest.Theme(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range told.FindAllSubmatch(script, -1) {
			asked["script."+string(m[1])] = true
		}
	}
	for _, key := range languages(t)["en"].Keys() {
		if strings.HasPrefix(key, "script.") && !asked[key] {
			t.Errorf("no script asks for %q", key)
		}
	}
	own := fstest.MapFS{"static/search.js": {Data: []byte(`a("script.copied", "script.found/1", "script.more", "script.nope", 'script.more')`)}, "static/mine.js": {Data: []byte(`"script.copied"`)}}
	th, _, err := theme.New(attest.Theme(), own)
	if err != nil {
		t.Fatal(err)
	}
	german, err := th.In("de")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		theme      *theme.Theme
		name, want string
	}{
		{th, "attest.js", `"Copied"`},
		{german, "attest.js", `"Kopiert"`},
		{german, "mine.js", `"script.copied"`},
		{th, "search.js", `a("Copied", " of ", "Show {1} more", "script.nope", 'script.more')`},
		{german, "search.js", `a("Kopiert", " von ", "{1} weitere zeigen", "script.nope", 'script.more')`},
	} {
		for _, a := range test.theme.Assets() {
			if a.Name == test.name && !strings.Contains(string(a.Bytes), test.want) {
				t.Errorf("%s does not say %s:\n%s", a.Name, test.want, a.Bytes)
			}
			if a.Name == "attest.js" && told.Match(a.Bytes) {
				t.Errorf("a script still asks for %s", told.Find(a.Bytes))
			}
		}
	}
	if th.Version("attest.js") == german.Version("attest.js") {
		t.Error("scripts in two languages have one address")
	}
}

func TestEveryLanguageSaysWhatEnglishSays(t *testing.T) {
	t.Parallel()
	files := languages(t)
	english := files["en"]
	if len(files) < 3 {
		t.Errorf("there are %d languages", len(files))
	}
	for tag, file := range files {
		for _, d := range file.Against(english) {
			t.Errorf("%s: %s; %s", tag, d.Message, d.Hint)
		}
		for _, d := range english.Against(file) {
			t.Errorf("%s lacks what English has: %s; %s", tag, d.Message, d.Hint)
		}
		// All plural forms that whole numbers take.
		var want []plural.Form
		for n := range 1000 {
			want = append(want, plural.Cardinal.MatchPlural(language.MustParse(tag), n, 0, 0, 0, 0))
		}
		for key, missing := range file.Lacks(want) {
			t.Errorf("%s: %q has no form %q", tag, key, missing)
		}
	}
}

// ownComma is a comma or semicolon that a template sets between two values itself.
var ownComma = regexp.MustCompile(`(?:\}\}|>)[,;]`)

func TestListsHaveTheCommaOfTheLanguage(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"templates", "templates/partials"} {
		names, err := fs.Glob(attest.Theme(), folder+"/*.html")
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d templates, %v", folder, len(names), err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(attest.Theme(), name)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range ownComma.FindAllIndex(data, -1) {
				t.Errorf(`%s: %q is no {{word "comma"}} or {{word "semicolon"}}`, name, data[max(0, at[0]-20):min(len(data), at[1]+20)])
			}
		}
	}
}

func TestEnglishSaysWhatTheVocabulariesSay(t *testing.T) {
	t.Parallel()
	say := builtIn(t).Words()
	for _, v := range append(brief.Vocabularies(), brief.Standings()) {
		if got := say.Say("vocabulary." + v.Key); got != v.Name {
			t.Errorf("the vocabulary %s is %q, want %q", v.Key, got, v.Name)
		}
		for _, term := range v.Terms {
			want := strings.ReplaceAll(term.Word, "_", " ")
			if v.Key == "standing" {
				want = brief.StandingWord(term.Word).Label()
			}
			if word, meaning := say.Term(v.Key, term.Word), say.Meaning(v.Key, term.Word); word != want || meaning != term.Meaning {
				t.Errorf("%s.%s is %q, %q; want %q, %q", v.Key, term.Word, word, meaning, want, term.Meaning)
			}
		}
	}
	for _, scale := range brief.Scales() {
		for _, term := range scale.Terms() {
			if got := say.Term("likelihood", term); got != term {
				t.Errorf("likelihood.%s is %q", term, got)
			}
		}
	}
}

func TestOwnWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, language string
		files          map[string]string
		template       string
		want           string
		problems       []string
	}{
		{"a language of the theme", "de", nil, `{{word "claims" 1}}, {{word "claims" 2}}`, "1 Behauptung, 2 Behauptungen", nil},
		{"six plural forms", "ar", nil, `{{range .Extra.n}}{{word "events" .}}; {{end}}`, "لا أحداث; حدث واحد; حدثان; 3 أحداث; 11 حدثًا; 100 حدث; ", nil},
		{"a part of a language", "de-AT", map[string]string{"de-AT": "date.month.1: Jänner\n"}, `{{word "date.month.1"}} {{word "date.month.2"}}`, "Jänner Februar", nil},
		{"no such language", "tlh", nil, `{{word "page.claims"}}`, "Claims", nil},
		{"English anew", "en", map[string]string{"en": "page.claims: Statements\n"}, `{{word "page.claims"}} {{word "page.actors"}}`, "Statements Actors", nil},
		{"a new language", "ko", map[string]string{"ko": "in: \"{1}에서\"\nstance.supports: {word: 지지}\n"}, `{{part "in" 0}}<b>X</b>{{part "in" 1}} {{term "stance" "supports"}} {{term "stance" "refutes"}}`, "<b>X</b>에서 지지 refutes", nil},
		{"a meaning alone", "en", map[string]string{"en": "stance.supports: {means: it says so}\n"}, `{{term "stance" "supports"}}`, "supports", nil},
		{"unknown keys", "en", map[string]string{"fr": "page.claim: x\nclaims: {one: a, others: b}\n"}, ``, "", []string{
			`unknown-key 31-41 a text has no form "others"; did you mean other?`,
			`bad-value 22-41 "claims" lacks the form "other", which all languages have; `,
			`unknown-key 0-13 no page asks for the words "page.claim"; did you mean page.claims or prose.claim?`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := fstest.MapFS{"templates/plain.html": {Data: []byte(test.template + `{{if false}}{{template "head" .Page}}{{template "foot" .Page}}{{end}}`)}}
			for tag, text := range test.files {
				own["templates/words/"+tag+".yaml"] = &fstest.MapFile{Data: []byte(text)}
			}
			th, found, err := theme.New(attest.Theme(), own)
			if err != nil {
				t.Fatal(err)
			}
			var problems []string
			for _, d := range found {
				problems = append(problems, d.Code+" "+fmt.Sprintf("%d-%d", d.At.Start, d.At.End)+" "+d.Message+"; "+d.Hint)
			}
			if strings.Join(problems, "\n") != strings.Join(test.problems, "\n") {
				t.Errorf("problems:\n%s", strings.Join(problems, "\n"))
			}
			if th, err = th.In(test.language); err != nil {
				t.Fatal(err)
			}
			view := theme.PlainView{Extra: map[string]any{"n": []int{0, 1, 2, 3, 11, 100}}}
			page, quick := both(t, th, "plain", view)
			if page != test.want || !quick {
				t.Errorf("the page is %q, want %q; by its program: %v", page, test.want, quick)
			}
		})
	}
}

func TestWordsAreOfTheDigest(t *testing.T) {
	t.Parallel()
	one, _, err := theme.New(attest.Theme(), fstest.MapFS{"templates/words/de.yaml": {Data: []byte("comma: a\n")}})
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := theme.New(attest.Theme(), fstest.MapFS{"templates/words/de.yaml": {Data: []byte("comma: b\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if one.Digest() == other.Digest() || one.Digest() == builtIn(t).Digest() {
		t.Error("other words have the same digest")
	}
}

func TestAWordThatIsNotThereIsAFault(t *testing.T) {
	t.Parallel()
	_, found, err := theme.New(attest.Theme(), fstest.MapFS{"templates/plain.html": {Data: []byte(`{{template "head" .Page}}{{word "nope"}}{{template "foot" .Page}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 || found[0].Message != `error calling word: there are no words "nope"` {
		t.Errorf("problems: %+v", found)
	}
}

func TestWordsCostNothing(t *testing.T) {
	own := fstest.MapFS{"templates/plain.html": {Data: []byte(strings.Repeat(`{{word "page.claims"}}{{part "in" 0}}`, 100) + `{{if false}}{{template "head" .Page}}{{template "foot" .Page}}{{end}}`)}}
	th, _, err := theme.New(attest.Theme(), own)
	if err != nil {
		t.Fatal(err)
	}
	if th, err = th.In("de"); err != nil {
		t.Fatal(err)
	}
	var view any = theme.PlainView{}
	w := bytes.NewBuffer(make([]byte, 0, 1<<16))
	if n := testing.AllocsPerRun(100, func() {
		w.Reset()
		if err := th.Render(w, "plain", view); err != nil {
			t.Fatal(err)
		}
	}); n > 3 {
		t.Errorf("200 words cost %v allocations", n)
	}
}
