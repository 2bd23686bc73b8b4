package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"attest/generator/site"
)

// DifferenceError says that a second build did not give the bytes that are in the output: a fault of attest, or somebody has changed the
// output in a way that neither sizes nor times show; not a fault of the content.
type DifferenceError struct{ Names []string } // of the files, sorted

func (e *DifferenceError) Error() string {
	return fmt.Sprintf("a second build gives other bytes than are in the output for %s", strings.Join(e.Names, ", "))
}

// Verify builds the site once more from nothing, in memory, and compares every file with what was published and with the bytes that are in
// the output. It returns a *DifferenceError unless all are equal, those included that only one of the two builds has.
func Verify(ctx context.Context, opt Options, published []Sum) (err error) {
	var mu sync.Mutex
	again := make(map[string]Digest, len(published))
	session, err := openSession(ctx, opt, reading{})
	if err != nil {
		return fmt.Errorf("build a second time: %w", err)
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	_, err = session.Latest().loaded.render(ctx, opt, nil, newFinds(nil), func(name string, data []byte, _ *site.Needs) error {
		digest := DigestOf(data)
		mu.Lock()
		defer mu.Unlock()
		again[name] = digest
		return nil
	})
	if err != nil {
		return fmt.Errorf("build a second time: %w", err)
	}
	output, err := os.OpenRoot(opt.Target().Dir)
	if err != nil {
		return fmt.Errorf("read the output: %w", err)
	}
	defer output.Close()
	var names []string
	for _, sum := range published {
		there, err := digestFile(output, sum.Name)
		if err != nil {
			return fmt.Errorf("read the output: %w", err)
		}
		if again[sum.Name] != sum.Digest || there != sum.Digest {
			names = append(names, sum.Name)
		}
		delete(again, sum.Name)
	}
	for name := range again {
		names = append(names, name)
	}
	if len(names) > 0 {
		slices.Sort(names)
		return &DifferenceError{names}
	}
	return nil
}
