package site

// NamedAnew returns the published objects that documents name which are other than they were in an earlier version of the site, or refer to
// something else now: what names any other object is what it was. It reports false where the versions share nothing.
func (s *Site) NamedAnew(before *Site) (objects []Object, shared bool) {
	if before.Settings != s.Settings || before.split != s.split {
		return nil, false
	}
	seen := make(map[int32]bool)
	for i := range s.documents.blocks {
		if i < len(before.documents.blocks) && s.documents.blocks[i] == before.documents.blocks[i] {
			continue
		}
		for number := int32(i) * block; number < int32(i+1)*block; number++ {
			was, is := before.documents.at(number), s.documents.at(number)
			if was.file == is.file && was.links == is.links {
				continue
			}
			for _, l := range []*links{was.links, is.links} {
				if l == nil {
					continue
				}
				for _, wanted := range l.wants {
					if o := s.objects.at(wanted); o != nil && !seen[wanted] {
						seen[wanted], objects = true, append(objects, o)
					}
				}
			}
		}
	}
	return objects, true
}
