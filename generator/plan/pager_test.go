package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"attest/generator/plan"
)

func TestWaysFrom(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		number, of int
		want       string
	}{
		{1, 1, "[1]"},
		{2, 3, "[1 2 3]"},
		{1, 10, "[1 2 3 4 5 6 7 8 9 10]"},
		{1, 11, "[1 2 3 4 10 11]"},
		{6, 11, "[1 2 3 4 5 6 7 8 9 10 11]"},
		{11, 12, "[1 8 9 10 11 12]"},
		{20, 40, "[1 10 17 18 19 20 21 22 23 30 40]"},
		{357, 4000, "[1 300 350 354 355 356 357 358 359 360 400 1000 4000]"},
		{4000, 4000, "[1 3000 3900 3990 3997 3998 3999 4000]"},
	} {
		if got := fmt.Sprint(plan.WaysFrom(test.number, test.of, 10)); got != test.want {
			t.Errorf("page %d of %d leads to %s, want %s", test.number, test.of, got, test.want)
		}
	}
}

// Every page is in reach of every other, by few clicks, and no pager is long.
func TestWaysFromLeadEverywhere(t *testing.T) {
	t.Parallel()
	for _, of := range []int{1, 2, 9, 10, 11, 12, 13, 99, 100, 101, 111, 1000, 4321} {
		clicks := make([]int, of+1)
		reached := []int{1}
		for i := 0; i < len(reached); i++ {
			ways := plan.WaysFrom(reached[i], of, 10)
			if !slices.IsSorted(ways) || !slices.Contains(ways, reached[i]) || ways[0] != 1 || ways[len(ways)-1] != of || len(ways) > 24 {
				t.Fatalf("page %d of %d leads to %v", reached[i], of, ways)
			}
			for _, k := range ways {
				if k != 1 && clicks[k] == 0 {
					clicks[k] = clicks[reached[i]] + 1
					reached = append(reached, k)
				}
			}
		}
		if len(reached) != of {
			t.Errorf("of %d pages %d are in reach", of, len(reached))
		}
		if most := slices.Max(clicks); most > 16 {
			t.Errorf("of %d pages one is %d clicks away", of, most)
		}
	}
}
