package content

import (
	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/frontmatter"
)

// items returns the sources that files of CSL-JSON hold, by key.
func items(docs []*Document) map[string]*brief.Source {
	all := make(map[string]*brief.Source)
	for _, doc := range docs {
		for _, s := range doc.Sources {
			all[s.ID] = s
		}
	}
	return all
}

// untitled reports the items of CSL-JSON to which no file adds the title that they lack.
func untitled(docs []*Document) diag.List {
	added := make(map[string]bool)
	for _, doc := range docs {
		if doc.Overlay && doc.Source != nil {
			added[doc.Source.ID] = true
		}
	}
	var problems diag.List
	for _, doc := range docs {
		for _, s := range doc.Sources {
			if problem, ok := frontmatter.Untitled(s); ok && !added[s.ID] {
				problems = append(problems, problem)
			}
		}
	}
	return problems
}
