package frontmatter

import "attest/generator/brief"

// fields are those of all objects that have places. Tables name them.
var fields = brief.NewFields(paths(
	shapeOf(&briefingObject), shapeOf(&actorObject), shapeOf(&sourceObject), shapeOf(&eventObject), shapeOf(&pageObject), shapeOf(&settingsObject),
))

// paths returns the paths of the fields of objects, and of those within them.
func paths(objects ...shape) []string {
	var all []string
	seen := make(map[string]bool)
	var walk func(object shape, prefix string)
	walk = func(object shape, prefix string) {
		for _, m := range object.keys() {
			path := prefix + m.name
			if !seen[path] {
				seen[path] = true
				all = append(all, path)
			}
			switch s := m.shape; {
			case s.keys != nil: // a part, whose places are those of the object around it
				walk(s, path+".")
			case s.items != nil && s.items.keys != nil:
				walk(*s.items, "")
			}
		}
	}
	for _, object := range objects {
		walk(object, "")
	}
	return all
}

// Unpack returns a function that gives places their meaning back that were kept from an earlier reading of a file: see brief.Unpack.
func Unpack(file, packed string) func(*brief.Places) error { return brief.Unpack(file, packed, fields) }
