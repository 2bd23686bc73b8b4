package export_test

import (
	"encoding/json"
	"testing"

	"attest/generator/export"
)

func FuzzAppendJSON(f *testing.F) {
	for _, text := range []string{"", "plain", "a \"quote\"", "</script>", "a & b", "back\\slash", "경제", "\u2028\u2029", "\xff", "\x7f\n\x00", "é\ufffd"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := export.AppendJSON([]byte("x"), text); string(got) != "x"+string(want) {
			t.Errorf("got %s, want x%s", got, want)
		}
	})
}
