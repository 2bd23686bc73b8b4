package snapshot

// PlainWords is plainWords, for tests.
func PlainWords(text string) ([]Place, bool) { return plainWords(nil, text) }

// IsWord is isWord.
func IsWord(r rune) bool { return isWord(r) }
