package attest

import (
	_ "embed" // for the page on the checks
	"strings"
)

//go:embed docs/checks.md
var checks string

// Explanation returns what docs/checks.md says of the code of a check: its section, as Markdown, without the heading. It is empty for what is
// no code.
func Explanation(code string) string {
	_, section, found := strings.Cut(checks, "\n### `"+code+"`\n")
	if !found || code == "" {
		return ""
	}
	section, _, _ = strings.Cut(section, "\n### `")
	return strings.Trim(section, "\n") + "\n"
}
