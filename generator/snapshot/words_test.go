package snapshot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"attest/generator/snapshot"
)

// FuzzPlainWords holds the short way to find words to that of the Unicode tables.
func FuzzPlainWords(f *testing.F) {
	for _, text := range []string{"", "Services continue.", "it isn't so, at 3.14 or 1,000; no", "a-b (c) \"d\" e:f g_h", "x. y", "a' b", "no 5a", "\t"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := snapshot.PlainWords(text)
		if !ok {
			return
		}
		var want []snapshot.Place
		for rest, state, pos := text, -1, 0; rest != ""; {
			var word string
			word, rest, state = uniseg.FirstWordInString(rest, state)
			if strings.ContainsFunc(word, snapshot.IsWord) {
				want = append(want, snapshot.Place{pos, pos + len(word)})
			}
			pos += len(word)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has the words %v, want %v", text, got, want)
		}
	})
}
