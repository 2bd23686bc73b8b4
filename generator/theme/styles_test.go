package theme_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"attest"
	"attest/generator/theme"
)

// TestStylesAreSmall holds the stylesheet of the theme, as it is published, to its budget.
func TestStylesAreSmall(t *testing.T) {
	t.Parallel()
	const budget = 40_000
	if size := len(published(t, nil, "style.css")); size == 0 || size > budget {
		t.Errorf("the stylesheet has %d bytes; there are %d for it", size, budget)
	}
}

func TestOwnStylesArePublishedAsTheyAre(t *testing.T) {
	t.Parallel()
	const own = "/* Mine. */\na > b,\na:not( b ) { color : red; }\n"
	if got := published(t, map[string]string{"style.css": own, "more.css": own}, "more.css"); got != own {
		t.Errorf("a further stylesheet is published as %q", got)
	}
	if got := published(t, map[string]string{"style.css": own}, "style.css"); !strings.HasPrefix(got, own) {
		t.Errorf("an own stylesheet begins with %q", got[:len(own)])
	}
}

// TestStylesAreShortened compares what is written with what is published of it.
func TestStylesAreShortened(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"/* a */ a:hover , b > c { color : red ; margin: 0px auto; }": "a:hover,b > c{color :red;margin:0px auto}",
		"a { content: \"/* ; */  \"; --x: , ; }":                      "a{content:\"/* ; */  \";--x:,}",
		"@media (width > 1px) {\n  a { b: calc(1px + 2px) }\n}\n":     "@media (width > 1px){a{b:calc(1px + 2px)}}",
		"a { & .b { c: d; } }":                                        "a{& .b{c:d}}",
		"a { b: url( x.png ) }":                                       "a{b:url( x.png )}",
	} {
		th, _, err := theme.New(fstest.MapFS{"templates/x.html": {}, "static/a.css": {Data: []byte(written)}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(th.Assets()[0].Bytes); got != want {
			t.Errorf("of %q is published %q", written, got)
		}
	}
}

// published returns the bytes of an asset of the built-in theme with a site's own static files.
func published(t *testing.T, own map[string]string, name string) string {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range own {
		files["static/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	th, found, err := theme.New(attest.Theme(), files)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for _, a := range th.Assets() {
		if a.Name == name {
			return string(a.Bytes)
		}
	}
	t.Fatalf("there is no %s", name)
	return ""
}
