package build

// NeedlesOf returns what is looked for of a text.
func NeedlesOf(text string) (pieces []string) {
	needlesOf(text, func(piece string) { pieces = append(pieces, piece) })
	return pieces
}

// WordsOfHTML returns what is looked for of a stretch of HTML.
func WordsOfHTML(html string) (pieces []string) {
	wordsOfHTML(html, func(piece string) { pieces = append(pieces, piece) })
	return pieces
}

// Find returns where each of the texts stands in data, as many times as it does.
func Find(texts []string, data []byte) map[string][]int {
	var needles []needle
	for i, text := range texts {
		needles = append(needles, newNeedle(text, int32(i)))
	}
	at := make(map[string][]int)
	newHaystack(needles).find(data, func(n int32, start, _ int) { at[texts[n]] = append(at[texts[n]], start) })
	return at
}

// HiddenTexts is hiddenTexts, for tests.
func HiddenTexts(data []byte) [][]byte { return hiddenTexts(data) }

// Unescaped is unescaped, for tests.
func Unescaped(data []byte) []byte { return unescaped(data) }

// Finder prepares to look for texts; what it returns looks for them and says how often one was found.
func Finder(texts []string) func(data []byte) int {
	var needles []needle
	for i, text := range texts {
		needles = append(needles, newNeedle(text, int32(i)))
	}
	h := newHaystack(needles)
	return func(data []byte) (n int) {
		h.find(data, func(int32, int, int) { n++ })
		return n
	}
}
