package markdown_test

import (
	"testing"

	"attest/generator/markdown"
)

func TestScriptsThatPassThroughHoldNoComments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ src, want string }{
		{"<script>\nvar s = \"<!-- kept\"\n</SCRIPT> <!-- gone -->.\n", "<script>\nvar s = \"<!-- kept\"\n</SCRIPT> .\n"},
		{"<div><style>/* <!-- kept --> */</style><!-- gone --></div>\n", "<div><style>/* <!-- kept --> */</style></div>\n"},
		{"<textarea>\n<!-- kept -->\n</textarea>\n", "<textarea>\n<!-- kept -->\n</textarea>\n"},
	} {
		b, list := converter.Convert(markdown.Input{File: "a.md", Source: []byte(test.src), Unsafe: true})
		if got := show(b); got != test.want {
			t.Errorf("got  %q\nwant %q", got, test.want)
		}
		if len(list) > 0 {
			t.Errorf("%q: %s", test.src, showList(test.src, list))
		}
	}
}
