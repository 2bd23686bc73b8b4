package wording_test

import (
	"io/fs"
	"strings"
	"testing"

	"attest"
	"attest/generator/brief"
	"attest/generator/edtf"
	"attest/generator/wording"
)

// language reads the built-in files of a language and of English. Dates are worded by the files.
func language(t *testing.T, tag string) *wording.Language {
	t.Helper()
	var files []*wording.File
	for _, tag := range wording.Tags(tag) {
		data, err := fs.ReadFile(attest.Theme(), "templates/words/"+tag+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		file, found := wording.Read(tag, tag, data)
		if len(found) > 0 {
			t.Fatal(found)
		}
		files = append(files, file)
	}
	return wording.New(files, true)
}

func TestDates(t *testing.T) {
	t.Parallel()
	english, german, arabic := language(t, "en"), language(t, "de"), language(t, "ar")
	tests := []struct{ date, german, arabic string }{
		{"2026-05-02", "2. Mai 2026", "2 مايو 2026"},
		{"2026-05-02T14:30:00Z", "2. Mai 2026, 14:30:00Z", "2 مايو 2026، 14:30:00Z"},
		{"2026-12", "Dezember 2026", "ديسمبر 2026"},
		{"2026", "2026", "2026"},
		{"-0043", "44 v. Chr.", "44 ق.م."},
		{"0079-08-24", "24. August 79 n. Chr.", "24 أغسطس 79 م"},
		{"2024-05~", "etwa Mai 2024", "نحو مايو 2024"},
		{"2024-05-02?", "2. Mai 2024 (unsicher)", "2 مايو 2024 (غير مؤكد)"},
		{"2024%", "etwa 2024 (unsicher)", "نحو 2024 (غير مؤكد)"},
		{"2024-01-01/2024-02", "1. Januar 2024 bis Februar 2024", "1 يناير 2024 إلى فبراير 2024"},
		{"2024-05/..", "seit Mai 2024, noch offen", "منذ مايو 2024، ما زال مستمرًا"},
		{"2024-05/", "ab Mai 2024, Ende unbekannt", "من مايو 2024، النهاية غير معروفة"},
		{"../2024-05", "bis Mai 2024, Beginn offen", "حتى مايو 2024، البداية مفتوحة"},
		{"/2024-05", "bis Mai 2024, Beginn unbekannt", "حتى مايو 2024، البداية غير معروفة"},
		{"2024-21", "Frühling 2024", "ربيع 2024"},
		{"2024-33", "erstes Quartal 2024", "الربع الأول من 2024"},
		{"2024-05-XX", "Mai 2024, Tag nicht genannt", "مايو 2024، اليوم غير مذكور"},
		{"2024-XX", "2024, Monat nicht genannt", "2024، الشهر غير مذكور"},
		{"[2024-05-02,2024-05-09]", "eines von: 2. Mai 2024, 9. Mai 2024", "واحد من: 2 مايو 2024، 9 مايو 2024"},
		{"{2024,2025}", "alle von: 2024, 2025", "كل من: 2024، 2025"},
	}
	for _, test := range tests {
		d, err := edtf.Parse(test.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := english.Date(d); got != d.Words() {
			t.Errorf("%s is %q in the words of English, which says %q", test.date, got, d.Words())
		}
		if got := german.Date(d); got != test.german {
			t.Errorf("%s is %q in German, want %q", test.date, got, test.german)
		}
		if got := arabic.Date(d); got != test.arabic {
			t.Errorf("%s is %q in Arabic, want %q", test.date, got, test.arabic)
		}
	}
	// What no language file words stays in English, whole.
	for _, date := range []string{"156X-12-25", "2024-05-0X", "2024-05-~02", "1X24", "XXXX-12-25", "[2024-05-0X,2024-06]"} {
		d, err := edtf.Parse(date)
		if err != nil {
			t.Fatal(err)
		}
		if got := german.Date(d); got != d.Words() || got == "" {
			t.Errorf("%s is %q in German, want %q", date, got, d.Words())
		}
	}
	if got := german.Date(edtf.Date{}); got != "" {
		t.Errorf("no date is %q", got)
	}
}

func TestTallies(t *testing.T) {
	t.Parallel()
	english, german, arabic := language(t, "en"), language(t, "de"), language(t, "ar")
	for reports := range 4 {
		for lines := range 3 {
			for unknown := range 3 {
				for against := range 3 {
					for refuting := range against + 1 {
						s := brief.Standing{For: brief.Tally{Reports: reports, Lines: lines, Unknown: unknown}, Against: brief.Tally{Reports: against}, Refuting: refuting}
						if got := english.Tally(s); got != s.Words() {
							t.Errorf("%+v is %q, want %q", s, got, s.Words())
						}
					}
				}
			}
		}
	}
	s := brief.Standing{For: brief.Tally{Reports: 5, Lines: 2, Unknown: 1}, Against: brief.Tally{Reports: 2}, Refuting: 1}
	if got, want := german.Tally(s), "5 Meldungen, 2 unabhängige Linien, 1 Ursprung unbekannt; widerlegt von 1, bestritten von 1"; got != want {
		t.Errorf("in German: %q, want %q", got, want)
	}
	if got, want := arabic.Tally(s), "5 تقارير، مساران مستقلان، أصل مجهول واحد؛ يدحضه 1، ينازعه 1"; got != want {
		t.Errorf("in Arabic: %q, want %q", got, want)
	}
}

func TestLanguagesAreNamedInTheLanguage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ of, tag, want string }{
		{"en", "ko", "Korean"}, {"de", "ko", "Koreanisch"}, {"ar", "ko", "الكورية"}, {"de", "not a tag", "not a tag"},
	} {
		if got := language(t, test.of).LanguageName(test.tag); got != test.want {
			t.Errorf("in %s %s is %q, want %q", test.of, test.tag, got, test.want)
		}
	}
}

func TestWhatIsWrongWithALanguageFileIsTold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, tag, text, want string }{
		{"no tag", "klingonisch!", "a: b\n", "bad-value"},
		{"not YAML", "de", "a: [\n", "bad-yaml"},
		{"a list", "de", "- a\n", "bad-value"},
		{"a key twice", "de", "a: b\na: c\n", "duplicate-key"},
		{"a list in a text", "de", "a: [b]\n", "bad-value"},
		{"an alias", "de", "a: &x b\nc: *x\n", "bad-value"},
		{"a form of no text", "de", "a: {other: [x]}\n", "bad-value"},
		{"nothing", "de", "", ""},
		{"only a comment", "de", "# nothing\n", ""},
	}
	for _, test := range tests {
		_, found := wording.Read("de.yaml", test.tag, []byte(test.text))
		var codes []string
		for _, d := range found {
			codes = append(codes, d.Code)
		}
		if got := strings.Join(codes, " "); got != test.want {
			t.Errorf("%s: %q, want %q: %v", test.name, got, test.want, found)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a: b\n", "claims: {one: \"{1} x\", other: y}\n", "stance.supports: {word: a, means: b}\n", "é: {ö: ü}\r\n", "a: &x [*x]\n", "? a\n: b", "{1}{2}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, found := wording.Read("f.yaml", "de", []byte(text))
		for _, d := range found {
			if d.At.Start < 0 || d.At.Start > d.At.End || int(d.At.End) > len(text) {
				t.Errorf("%q: a place of %d to %d", text, d.At.Start, d.At.End)
			}
		}
		l := wording.New([]*wording.File{file}, true)
		for _, key := range file.Keys() {
			_, _ = l.Say(key, 1, "two"), l.Part(key, 1)
		}
	})
}
