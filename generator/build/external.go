package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
	"attest/generator/fetch"
	"attest/generator/site"
)

// keptAddresses is the file of the state's folder that holds which addresses could be reached, and when.
const keptAddresses = "addresses.json"

const codeDead = "dead-link"

// external asks for the addresses of all sources that are public, unless it is known from not long ago whether they can be reached. The
// address of a source that is restricted or withheld is told to nobody, not even to its host.
func (l *loaded) external(ctx context.Context, opt Options) (diag.List, error) {
	r := l.site.Reader(false)
	bearing := make(map[string][]*site.Source) // by address
	for _, id := range r.List(site.KindSource) {
		if s := r.Source(id); s.URL != "" && s.Public() && !setAside(r, s) {
			bearing[s.URL] = append(bearing[s.URL], s)
		}
	}
	now, state := opt.External.Now(), opt.Target().State
	known := readAnswers(state)
	maps.DeleteFunc(known, func(address string, a fetch.Answer) bool { return bearing[address] == nil || !a.Fresh(now) })
	var open []string
	for address := range bearing {
		if _, ok := known[address]; !ok {
			open = append(open, address)
		}
	}
	slices.Sort(open)
	answers, err := opt.External.Probe(ctx, open)
	maps.Copy(known, answers)
	if len(answers) > 0 {
		err = errors.Join(err, writeAnswers(state, known)) // also what was learnt before a stop
	}
	if err != nil {
		return nil, err
	}
	var found diag.List
	for address, sources := range bearing {
		for _, s := range sources {
			d := diag.Diagnostic{Code: codeDead, At: s.Place("url")}
			switch a := known[address]; a.Verdict {
			case fetch.Dead:
				d.Message = fmt.Sprintf("the address of the source %q leads nowhere: %s", s.ID, a.Why)
				d.Hint = "write the address that the page has now; of one that is gone, name a copy below archived, and set the rule aside with ignore"
			case fetch.Unclear, fetch.Refused:
				d.Message = fmt.Sprintf("it is not clear whether the address of the source %q can be reached: %s", s.ID, a.Why)
				d.Level = diag.LevelInfo
			default:
				continue
			}
			found = append(found, d)
		}
	}
	return found, nil
}

// setAside reports whether a source, or the briefing that declares it, sets the rule aside.
func setAside(r *site.Reader, s *site.Source) bool {
	ignores := func(h *brief.Header) bool {
		return slices.ContainsFunc(h.Ignore, func(i brief.Ignore) bool { return i.Code == codeDead })
	}
	if ignores(&s.Header) {
		return true
	}
	b := r.Briefing(s.Source.Briefing)
	return b != nil && ignores(&b.Header)
}

// readAnswers returns what an earlier run has learnt. What cannot be read is asked for again.
func readAnswers(folder string) map[string]fetch.Answer {
	known := make(map[string]fetch.Answer)
	state, err := os.OpenRoot(folder)
	if err != nil {
		return known // there is none yet
	}
	defer state.Close()
	data, err := state.ReadFile(keptAddresses)
	if err != nil || json.Unmarshal(data, &known) != nil || known == nil {
		return make(map[string]fetch.Answer)
	}
	return known
}

// writeAnswers keeps what is known, whole or not at all.
func writeAnswers(folder string, known map[string]fetch.Answer) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("keep what is known of addresses: %w", err)
		}
	}()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	state, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer state.Close()
	data, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return err
	}
	next := fmt.Sprintf("%s-%d", keptAddresses, os.Getpid())
	if err := state.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	if err := state.Rename(next, keptAddresses); err != nil {
		return errors.Join(err, state.Remove(next))
	}
	return nil
}
