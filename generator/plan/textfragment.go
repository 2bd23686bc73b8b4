package plan

import "strings"

// textFragment returns the address of a web source with text directives, at which browsers find a quote and show it (WICG, Text Fragments);
// empty without an address or a directive.
func textFragment(address, directives string) string {
	if address == "" || directives == "" || strings.Contains(address, ":~:") {
		return ""
	}
	if !strings.Contains(address, "#") {
		address += "#"
	}
	return address + ":~:" + directives
}
