package site

import (
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/vmihailenco/msgpack/v5"
	"golang.org/x/sync/errgroup"

	"attest/generator/brief"
	"attest/generator/content"
	"attest/generator/snapshot"
)

// Quote is what is known of a quote: where it stands in our copy of its source.
type Quote struct {
	Tier     snapshot.Tier
	Around   []snapshot.Run // what stands around it
	Fragment string         // the text directives at which a browser finds it in the source; may be empty
	Unread   string         // why the text of the copy could not be read; empty where it could

	key content.Digest // of the text and the quote
}

// quotes are those of a briefing's published evidence that could be looked up.
type quotes map[*brief.Evidence]*Quote

// Quote returns what is known of a quote; nil where there is no text in which it could be looked up.
func (r *Reader) Quote(e Evidence) *Quote {
	r.needDocument(onStandings, e.Claim.Briefing.file)
	return r.documents.at(e.Claim.Briefing.file.number).quotes[e.Evidence]
}

// Fragment returns the text directives at which a browser finds a quote in its source.
func (r *Reader) Fragment(e Evidence) string {
	if q := r.Quote(e); q != nil && q.Tier != snapshot.Missing {
		return q.Fragment
	}
	return snapshot.Fragment(e.Quote)
}

// lookup is a quote that is to be looked up in a text.
type lookup struct {
	document int32
	evidence *brief.Evidence
	key      content.Digest
}

// lookUp looks up the quotes of the files' claims, in each text all of them at once. What was found before, of the same text, serves again.
func (u *update) lookUp(files []string) {
	if len(u.content.Copies) == 0 && (u.before.content == nil || len(u.before.content.Copies) == 0) {
		return
	}
	for _, f := range u.gone {
		if d := u.documents.open(f.number); d.file == nil {
			d.quotes = nil
		}
	}
	known := u.known
	if known == nil {
		known = make(map[content.Digest]*Quote)
	}
	jobs := make(map[*content.Copy][]lookup)
	copies := make(map[string]*Copy)
	formats := make(map[*content.Copy]snapshot.Format)
	for _, file := range files {
		f := u.Site.fileNamed(file)
		if f == nil || f.briefing == nil {
			continue
		}
		d := u.documents.open(f.number)
		for _, q := range d.quotes {
			if q.Unread == "" {
				known[q.key] = q
			}
		}
		d.quotes = nil
		for _, c := range f.briefing.Claims {
			for i := range c.Claim.Evidence {
				e := &c.Claim.Evidence[i]
				if e.Quote == "" || e.TLP.Above(u.Settings.TLP) {
					continue
				}
				source, _ := u.object(name{KindSource, e.Source.ID}).(*Source)
				if source == nil {
					continue
				}
				own, ok := copies[source.ID]
				if !ok {
					own = u.copyOf(source)
					copies[source.ID] = own
				}
				if own.Readable() {
					formats[own.text] = textFormat(own)
					key := new(sum)
					key.bytes(own.text.SHA256[:])
					key.number(int(formats[own.text]))
					key.text(e.Quote)
					jobs[own.text] = append(jobs[own.text], lookup{f.number, e, key.digest()})
				}
			}
		}
	}
	if len(jobs) == 0 {
		return
	}
	texts := slices.SortedFunc(maps.Keys(jobs), func(a, b *content.Copy) int { return strings.Compare(a.Name, b.Name) })
	results := make([][]*Quote, len(texts))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0)) // and no more texts are in memory
	for i, text := range texts {
		g.Go(func() error {
			results[i] = u.find(text, formats[text], jobs[text], known)
			return nil
		})
	}
	_ = g.Wait()
	for i, text := range texts {
		for k, job := range jobs[text] {
			d := u.documents.open(job.document)
			if d.quotes == nil {
				d.quotes = make(quotes)
			}
			d.quotes[job.evidence] = results[i][k]
		}
	}
}

// find looks quotes up in a text, which is read only if one of them is not known.
func (s *Site) find(from *content.Copy, format snapshot.Format, jobs []lookup, known map[content.Digest]*Quote) []*Quote {
	results := make([]*Quote, len(jobs))
	var text *snapshot.Text
	var unread string
	for i, job := range jobs {
		if results[i] = known[job.key]; results[i] != nil {
			continue
		}
		if text == nil && unread == "" {
			data, err := s.content.ReadCopy(from.Name)
			words := ""
			if err == nil {
				words, err = snapshot.Words(data, format)
			}
			if err != nil {
				unread = err.Error()
			} else {
				text = snapshot.NewText(words)
			}
		}
		q := &Quote{key: job.key, Unread: unread}
		if text != nil {
			found := text.Find(job.evidence.Quote)
			q.Tier, q.Around = found.Tier, text.Around(found.Places)
			if found.Tier != snapshot.Missing {
				q.Fragment = text.Fragment(found.Places)
			}
		}
		results[i] = q
	}
	return results
}

// digestQuotes adds what is known of the quotes of a briefing.
func (s *Site) digestQuotes(h *sum, f *file) {
	found := s.documents.at(f.number).quotes
	if len(found) == 0 {
		return
	}
	for _, c := range f.briefing.Claims {
		for i := range c.Claim.Evidence {
			q := found[&c.Claim.Evidence[i]]
			if q == nil {
				continue
			}
			h.number(c.Number)
			h.number(i)
			h.bytes(q.key[:]) // all else follows from it
		}
	}
}

// savedQuote is a Quote as it lasts from one run to the next.
type savedQuote struct {
	Key      content.Digest
	Tier     snapshot.Tier
	Around   []snapshot.Run
	Fragment string
}

// Quotes returns what was found of all quotes, for Restore; nothing where none could be looked up.
func (s *Site) Quotes() []byte {
	var all []savedQuote
	s.eachQuote(func(q *Quote) { all = append(all, savedQuote{q.key, q.Tier, q.Around, q.Fragment}) })
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b savedQuote) int { return slices.Compare(a.Key[:], b.Key[:]) })
	all = slices.CompactFunc(all, func(a, b savedQuote) bool { return a.Key == b.Key })
	data, err := msgpack.Marshal(all)
	if err != nil {
		return nil
	}
	return data
}

// Restore returns a site that has nothing but what an earlier run found of quotes, as something to begin from with Link.
func Restore(quotes []byte) *Site {
	var all []savedQuote
	if len(quotes) == 0 || msgpack.Unmarshal(quotes, &all) != nil {
		return nil
	}
	s := &Site{known: make(map[content.Digest]*Quote, len(all))}
	for _, q := range all {
		s.known[q.Key] = &Quote{Tier: q.Tier, Around: q.Around, Fragment: q.Fragment, key: q.Key}
	}
	return s
}

// knownQuotes returns what a site knows of quotes, by their keys.
func (s *Site) knownQuotes() map[content.Digest]*Quote {
	if s == nil {
		return nil
	}
	known := maps.Clone(s.known)
	if known == nil {
		known = make(map[content.Digest]*Quote)
	}
	s.eachQuote(func(q *Quote) { known[q.key] = q })
	return known
}

// eachQuote calls do for every quote that was looked up.
func (s *Site) eachQuote(do func(*Quote)) {
	if s.content == nil || len(s.content.Copies) == 0 {
		return
	}
	for _, doc := range s.content.Documents {
		if doc.Briefing == nil {
			continue
		}
		for _, q := range s.documents.at(s.number(name{kindDocument, doc.File})).quotes {
			if q.Unread == "" {
				do(q)
			}
		}
	}
}

// Found reports whether the quote stands in the copy.
func (q *Quote) Found() bool { return q.Tier != snapshot.Missing }
