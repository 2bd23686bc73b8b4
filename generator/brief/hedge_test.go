package brief_test

import (
	"testing"

	"attest/generator/brief"
)

func TestHedgedFindsALikelihoodBesideAConfidence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"We judge with high confidence that it is very likely to last.":        "high confidence that it is very likely",
		"It is Likely, and our confidence is moderate.":                        "Likely, and our confidence is moderate",
		"A remote possibility (low-confidence).":                               "remote possibility (low-confidence",
		"Almost  certain, with medium\nconfidence.":                            "Almost  certain, with medium\nconfidence",
		"It is fine. Then it is probable, in low confidence. No more.":         "probable, in low confidence",
		"We have high confidence in the ledger. It is likely that more ships.": "",
		"We have high confidence in the ledger.":                               "",
		"It is likely that confidence in the port will fall.":                  "",
		"The remote port was closed, we say with high confidence.":             "",
		"They wrote “highly likely, with high confidence” and no more.":        "",
		"They wrote “highly likely” with high confidence.":                     "",
		"A highconfidence unlikelyhood.":                                       "",
		"":                                                                     "",
	} {
		got := ""
		if start, end, ok := brief.HedgedIn(text); ok {
			got = text[start:end]
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}
