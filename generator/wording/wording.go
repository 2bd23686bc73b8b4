// Package wording knows what pages say in a language: the texts of its language file, their plural forms, the words of the
// vocabularies, and dates.
//
// Which text stands where is decided by templates and by package plan. Plural forms are those of CLDR; English is the language of
// which every text is there, and what another language lacks is said in it.
package wording

import (
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// English is the language whose file has every text.
const English = "en"

// Language is what pages say in one language. It is immutable.
type Language struct {
	tag   language.Tag
	texts map[string]*text
	terms map[termKey]*Term
	dates bool // dates are worded by the file's texts, not by package edtf
}

// text is a text in its plural forms.
type text struct {
	forms [plural.Many + 1]pieces // other is always there
	count int                     // how many places it has
}

// pieces are what stands between places, and which argument each place shows.
type pieces struct {
	texts  []string // one more than places
	places []int    // from 0
	set    bool
}

// Term is a word of a vocabulary as readers see it, and what it means.
type Term struct{ Word, Meaning string }

type termKey struct{ vocabulary, word string }

// Has reports whether there is a text of the key.
func (l *Language) Has(key string) bool { return l.texts[key] != nil }

// Say returns a text with the arguments, texts and numbers, in its places. The first number decides its plural form. A key that no
// file has is a fault of our own code: it is returned as it is.
func (l *Language) Say(key string, args ...any) string {
	if len(args) == 0 {
		if t := l.texts[key]; t != nil && len(t.forms[plural.Other].places) == 0 {
			return t.forms[plural.Other].texts[0]
		}
	}
	var room [128]byte // enough for most
	return string(l.say(room[:0], key, args...))
}

// say appends what Say returns.
func (l *Language) say(b []byte, key string, args ...any) []byte {
	t := l.texts[key]
	if t == nil {
		return append(b, key...)
	}
	p := t.forms[plural.Other]
	for _, arg := range args {
		if n, ok := arg.(int); ok {
			p = t.of(l.tag, n)
			break
		}
	}
	for i, text := range p.texts {
		b = append(b, text...)
		if i == len(p.places) || p.places[i] >= len(args) {
			continue
		}
		switch arg := args[p.places[i]].(type) {
		case string:
			b = append(b, arg...)
		case int:
			b = strconv.AppendInt(b, int64(arg), 10)
		}
	}
	return b
}

// of returns the form for a number.
func (t *text) of(tag language.Tag, n int) pieces {
	if form := plural.Cardinal.MatchPlural(tag, max(n, -n), 0, 0, 0, 0); t.forms[form].set {
		return t.forms[form]
	}
	return t.forms[plural.Other]
}

// Part returns what a text says before its first place (0), between that and the next (1), and so on: for texts whose places are
// filled with more than words.
func (l *Language) Part(key string, n int) string {
	t := l.texts[key]
	if t == nil {
		return key
	}
	if texts := t.forms[plural.Other].texts; 0 <= n && n < len(texts) {
		return texts[n]
	}
	return ""
}

// Term returns a word of a vocabulary as readers see it. One that no file has is shown as it is written, with spaces.
func (l *Language) Term(vocabulary, word string) string {
	if t := l.terms[termKey{vocabulary, word}]; t != nil && t.Word != "" {
		return t.Word
	}
	return strings.ReplaceAll(word, "_", " ")
}

// Meaning returns what a word of a vocabulary means; empty where no file says.
func (l *Language) Meaning(vocabulary, word string) string {
	if t := l.terms[termKey{vocabulary, word}]; t != nil {
		return t.Meaning
	}
	return ""
}

// Text returns a text as it is written, with its places. It is empty for a key that no file has.
func (l *Language) Text(key string) string {
	if t := l.texts[key]; t != nil {
		return t.forms[plural.Other].String()
	}
	return ""
}

func (p pieces) String() string {
	var b strings.Builder
	for i, text := range p.texts {
		b.WriteString(text)
		if i < len(p.places) {
			b.WriteString("{" + strconv.Itoa(p.places[i]+1) + "}")
		}
	}
	return b.String()
}

// cut finds the places of a text: {1} is the first argument.
func cut(s string) pieces {
	p := pieces{set: true}
	from := 0
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '{' && '1' <= s[i+1] && s[i+1] <= '9' && s[i+2] == '}' {
			p.texts, p.places = append(p.texts, s[from:i]), append(p.places, int(s[i+1]-'1'))
			from = i + 3
			i += 2
		}
	}
	p.texts = append(p.texts, s[from:])
	return p
}
