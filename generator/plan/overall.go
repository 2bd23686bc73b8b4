package plan

import (
	"sync"
	"sync/atomic"

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// overall is what is worked out once for a version of a site, when a page first shows it.
type overall struct {
	counts     []theme.Count
	countsOnce sync.Once
	behind     func() []atomic.Pointer[weighed] // of an event, by its number
	years      func() *eventYears
}

func newOverall(s *site.Site) *overall {
	return &overall{behind: byNumber[weighed](s), years: sync.OnceValue(func() *eventYears { return newEventYears(s) })}
}

// allCounts counts all claims by standing.
func (pg page) allCounts() []theme.Count {
	pg.read.NeedAll()
	pg.overall.countsOnce.Do(func() {
		r := pg.site.Reader(false)
		n := make(map[brief.StandingWord]int)
		for _, key := range pg.site.Claims {
			n[r.Standing(r.Claim(key)).Word]++
		}
		pg.overall.counts = pg.countViews(n)
	})
	return pg.overall.counts
}
