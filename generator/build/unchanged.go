package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/vmihailenco/msgpack/v5"

	"attest/generator/content"
	"attest/generator/diag"
	"attest/generator/theme"
)

// keptBuild is what a build found, kept so that one of the same site need not find it again.
type keptBuild struct {
	Of           []byte // what it was a build of: the sum of the reading, the digest of the theme and what is wrong with its files
	Diagnostics  diag.List
	Files, Pages int
}

// of says what a build is of, but for what the reading itself says: options, and every file of the content.
func of(reading []byte, look *theme.Theme, problems diag.List) []byte {
	sum := slices.Concat(reading, []byte(look.Digest()))
	for _, d := range problems { // also of a file that the theme could not take, of which its digest says nothing
		sum = fmt.Appendf(sum, "\n%s %s %d %s", d.Code, d.At.File, d.At.Start, d.Message)
	}
	return sum
}

// bytes returns it as it is kept, but for the sum of what is published; nil where that cannot be.
func (k *keptBuild) bytes() []byte {
	var buf bytes.Buffer
	enc := msgpack.NewEncoder(&buf)
	enc.UseArrayEncodedStructs(true) // there may be very many diagnostics
	if enc.Encode(k) != nil {
		return nil
	}
	return buf.Bytes()
}

// keepBuild keeps what a build found that was published as sums say.
func (p *Publisher) keepBuild(found, sums []byte) {
	name := p.stateName(keptResult)
	if found == nil {
		_ = p.state.Remove(name)
		return
	}
	digest := DigestOf(sums)
	p.keep(name, slices.Values([][]byte{found, digest[:]}))
}

// unchanged publishes a site again that is, by the sizes and times of its files, what was published last. It returns no result where it is
// not; listed is the content's folder as it was found.
func unchanged(ctx context.Context, opt Options) (result *Result, listed *content.Listing, err error) {
	root, err := os.OpenRoot(opt.Source)
	if err != nil {
		return nil, nil, fmt.Errorf("open the site's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	state, err := os.OpenRoot(opt.Target().State)
	if err != nil {
		return nil, nil, nil // there is nothing yet
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	reading, sum := readKept(state, keptReading)
	began := time.Now() //nolint:forbidigo // compared with the times of files, to tell a change that could hide another; no output
	if len(reading) < 2 {
		return nil, nil, nil
	}
	if listed, err = content.List(root.FS(), began); err != nil {
		return nil, nil, err
	}
	if !listed.Unchanged(reading[1], contentOptions(opt, began)) {
		return nil, listed, nil
	}
	look, problems, err := theme.New(opt.Theme, root.FS())
	if err != nil {
		return nil, nil, err
	}
	where, err := opt.Target().check()
	if err != nil {
		return nil, nil, err
	}
	pieces, _ := readKept(state, where.stateName(keptResult))
	var kept keptBuild
	if len(pieces) != 2 || msgpack.Unmarshal(pieces[0], &kept) != nil || string(kept.Of) != string(of(sum, look, problems)) {
		return nil, listed, nil
	}
	publisher, err := OpenPublisher(ctx, opt.Target())
	if err != nil {
		return nil, nil, err
	}
	whole, err := publisher.keepPublished(ctx, kept.Files, pieces[1])
	if err != nil || !whole {
		return nil, listed, errors.Join(err, publisher.Abort())
	}
	result = &Result{Diagnostics: kept.Diagnostics, Files: kept.Files, Pages: kept.Pages, Output: opt.Target().Dir}
	result.Report, err = publisher.Commit(ctx)
	return result, nil, err
}

// keepPublished makes all files of the output that are ours part of the site being built, if there are as many, with SHA256SUMS of that
// digest, and nothing is to be mended.
func (p *Publisher) keepPublished(ctx context.Context, files int, sums []byte) (bool, error) {
	if digest := DigestOf(p.sums); p.recovered || len(p.owned) != files || string(digest[:]) != string(sums) {
		return false, nil
	}
	all := make(map[string]Digest, files)
	for name, digests := range p.owned {
		all[name] = digests[0]
	}
	kept, err := p.keepAll(ctx, all)
	return len(kept) == files, err
}
