package build

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"attest/generator/site"
)

// DifferenceError says that a second build did not give the same bytes: a fault of attest, not of the content.
type DifferenceError struct{ Names []string } // of the files, sorted

func (e *DifferenceError) Error() string {
	return fmt.Sprintf("a second build gives other bytes for %s", strings.Join(e.Names, ", "))
}

// Verify builds the site once more from nothing, in memory, and compares every file with what was published. It returns a
// *DifferenceError unless all are equal, those included that only one of the two builds has.
func Verify(ctx context.Context, opt Options, published []Sum) error {
	var mu sync.Mutex
	again := make(map[string]Digest, len(published))
	err := withSite(ctx, opt, func(loaded *loaded) error {
		_, err := loaded.render(ctx, opt, nil, func(name string, data []byte, _ *site.Needs) error {
			digest := DigestOf(data)
			mu.Lock()
			defer mu.Unlock()
			again[name] = digest
			return nil
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("build a second time: %w", err)
	}
	var names []string
	for _, sum := range published {
		if again[sum.Name] != sum.Digest {
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
