package export

// lexicon numbers terms in the order in which they come. It is a hash table of its own, since every word of a site passes through it: a map
// took twice as long.
type lexicon struct {
	terms []string
	slots []slot // a power of two of them, at most half of which are taken
}

// slot has the hash of a term, and its number plus one; zero where there is none.
type slot struct{ hash, number uint32 }

// number returns the number of a term.
func (l *lexicon) number(term []byte) uint32 {
	h := uint32(2166136261) // FNV-1a
	for _, c := range term {
		h = (h ^ uint32(c)) * 16777619
	}
	if 2*len(l.terms) >= len(l.slots) {
		l.grow()
	}
	mask := uint32(len(l.slots) - 1)
	i := h & mask
	for ; l.slots[i].number != 0; i = (i + 1) & mask {
		if s := l.slots[i]; s.hash == h && l.terms[s.number-1] == string(term) {
			return s.number - 1
		}
	}
	l.terms = append(l.terms, string(term))
	l.slots[i] = slot{h, uint32(len(l.terms))}
	return uint32(len(l.terms)) - 1
}

func (l *lexicon) grow() {
	const first = 1 << 12
	old := l.slots
	l.slots = make([]slot, max(first, 2*len(old)))
	mask := uint32(len(l.slots) - 1)
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		i := s.hash & mask
		for l.slots[i].number != 0 {
			i = (i + 1) & mask
		}
		l.slots[i] = s
	}
}

// clear forgets all terms, and keeps the room.
func (l *lexicon) clear() {
	clear(l.terms)
	clear(l.slots)
	l.terms = l.terms[:0]
}
