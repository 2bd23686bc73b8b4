package check

import (
	"fmt"

	"attest/generator/diag"
	"attest/generator/site"
)

// orphanActor reports an actor to which nothing that is published refers: no claim, event, source, actor or text.
func orphanActor(v *View, a *site.Actor, report func(diag.Diagnostic)) {
	if v.Referred(a) {
		return
	}
	report(diag.Diagnostic{
		At: first(&a.Header, a.Actor.Briefing, "name"), Message: fmt.Sprintf("nothing that is published refers to the actor %q", a.ID),
		Hint: "name it in a text, say of a claim that it is about it, or take it out",
	})
}

// orphanSource reports a source to which nothing that is published refers: no evidence, no citation, no source that comes from it.
func orphanSource(v *View, s *site.Source, report func(diag.Diagnostic)) {
	if v.Referred(s) {
		return
	}
	report(diag.Diagnostic{
		At: first(&s.Header, s.Source.Briefing, "title"), Message: fmt.Sprintf("nothing that is published refers to the source %q", s.ID),
		Hint: "hold it against a claim, cite it with [@" + s.ID + "], or take it out",
	})
}
