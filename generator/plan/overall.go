package plan

import (
	"sync"
	"sync/atomic"

	"attest/generator/site"
)

// overall is what is worked out once for a version of a site, when a page first shows it.
type overall struct {
	behind func() []atomic.Pointer[weighed] // of an event, by its number
	years  func() *eventYears
}

func newOverall(s *site.Site) *overall {
	return &overall{behind: byNumber[weighed](s), years: sync.OnceValue(func() *eventYears { return newEventYears(s) })}
}
