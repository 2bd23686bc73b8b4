package edtf_test

import (
	"errors"
	"fmt"
	"slices"

	"attest/generator/edtf"
)

func ExampleParse() {
	d, err := edtf.Parse("2024-05~/..")
	fmt.Println(d, d.OpenEnd(), err)

	_, err = edtf.Parse("1 May 2024")
	var e *edtf.Error
	if errors.As(err, &e) {
		fmt.Println("write", e.Hint)
	}
	// Output:
	// 2024-05~/.. true <nil>
	// write 2024-05-01
}

func ExampleDate_Bounds() {
	d, _ := edtf.Parse("2024-02/")
	earliest, latest, hasEarliest, hasLatest := d.Bounds()
	fmt.Println(earliest, hasEarliest)
	fmt.Println(latest == edtf.Day{}, hasLatest)
	// Output:
	// 2024-02-01 true
	// true false
}

func ExampleDate_Words() {
	for _, s := range []string{"2026-05-02", "2024-05%", "2024-21", "2024-05-0X", "2024-05/..", "[..2024-05-03]", "-0044"} {
		d, _ := edtf.Parse(s)
		fmt.Println(d.Words())
	}
	// Output:
	// 2 May 2026
	// about May 2024 (uncertain)
	// spring 2024
	// between 1 and 9 May 2024
	// since May 2024, still open
	// on or before 3 May 2024
	// 45 BC
}

func ExampleDate_Start() {
	d, _ := edtf.Parse("2024-05~/2024-07-03")
	start := d.Start()
	fmt.Println(start.First, start.Last, start.Precision, start.Approximate)
	fmt.Println(d.End().Approximate)
	// Output:
	// 2024-05-01 2024-05-31 month true
	// false
}

func ExampleCompare() {
	var dates []edtf.Date
	for _, s := range []string{"2024-05-02", "2024-05", "../2023", "2024-05/.."} {
		d, _ := edtf.Parse(s)
		dates = append(dates, d)
	}
	slices.SortFunc(dates, edtf.Compare)
	fmt.Println(dates)
	// Output: [../2023 2024-05 2024-05/.. 2024-05-02]
}

func ExampleRelate() {
	may, _ := edtf.Parse("2024-05")
	june, _ := edtf.Parse("2024-06-01")
	year, _ := edtf.Parse("2024")
	fmt.Println(edtf.Relate(may, june), edtf.Relate(year, may))
	// Output: before overlaps
}
