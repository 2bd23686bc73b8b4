package site

// LayOut puts all objects of a site on n shelves.
func (s *Site) LayOut(n int) []Shelf { return s.layOut(n) }

// Groups calls do with each group that lies side by side on the shelf.
func (s *Shelf) Groups(do func(objects []Object)) {
	for i, first := range s.First {
		end := len(s.Objects)
		if i+1 < len(s.First) {
			end = s.First[i+1]
		}
		do(s.Objects[first:end])
	}
}
