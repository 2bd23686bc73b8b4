package plan

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold returns what an address becomes on a file system that ignores case and the form of accents.
func fold(address string) string {
	for i := range len(address) {
		if c := address[i]; c >= 0x80 || c >= 'A' && c <= 'Z' {
			return cases.Fold().String(norm.NFC.String(address))
		}
	}
	return address
}
