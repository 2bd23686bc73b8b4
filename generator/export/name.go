package export

import (
	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/wording"
)

// Name is what an object is called on pages. The title of a source that is not public is not shown.
func Name(lang *wording.Language, o site.Object) string {
	s, ok := o.(*site.Source)
	if !ok || s.Public() {
		return o.Label()
	}
	if s.Access == brief.AccessRestricted {
		if words := lang.Descriptor(s.Descriptor); words != "" {
			return words
		}
		return lang.Say("source.restricted")
	}
	return lang.Say("source.withheld")
}
