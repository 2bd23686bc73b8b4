package markdown

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// codeStyle is the colours of code on one ground.
type codeStyle struct {
	name   string
	ground chroma.Colour
}

// minContrast is that of WCAG 2.2 AA, 4.5:1, and as much more as the tinted ground of a code block takes away.
const minContrast = 5.2

var (
	lightStyle = codeStyle{"github", chroma.MustParseColour("#ffffff")}
	darkStyle  = codeStyle{"github-dark", chroma.MustParseColour("#14161a")}
)

// WriteChromaCSS writes the style sheet for highlighted code, for light and dark, as the page's color-scheme is. It colours the classes that
// bodies use and no others; every colour has the contrast of WCAG AA on white or on #14161a. Weight and slant, which cannot depend on
// the scheme, are what either style has.
func WriteChromaCSS(w io.Writer) error {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString("/* Colours of highlighted code, written by markdown.WriteChromaCSS. */\n")
	classes := map[string][]string{}
	light, dark := lightStyle.looks(), darkStyle.looks()
	for token, class := range chroma.StandardTypes {
		if l, d := light[token], dark[token]; l != (look{}) || d != (look{}) {
			declarations := l.with(d)
			classes[declarations] = append(classes[declarations], ".chroma ."+class)
		}
	}
	for _, declarations := range slices.Sorted(maps.Keys(classes)) {
		selectors := slices.Sorted(slices.Values(classes[declarations]))
		_, _ = fmt.Fprintf(b, "%s { %s }\n", strings.Join(selectors, ",\n"), declarations)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write the style sheet for code: %w", err)
	}
	return nil
}

// look is how a style shows a kind of token; zero is as plain code.
type look struct {
	colour                  string
	bold, italic, underline bool
}

// with returns the declarations for a token that looks like l on light ground and like d on dark.
func (l look) with(d look) string {
	var out []string
	if l.colour != "" || d.colour != "" {
		out = append(out, fmt.Sprintf("color: light-dark(%s, %s)", cmp.Or(l.colour, "currentcolor"), cmp.Or(d.colour, "currentcolor")))
	}
	if l.bold || d.bold {
		out = append(out, "font-weight: 600")
	}
	if l.italic || d.italic {
		out = append(out, "font-style: italic")
	}
	if l.underline || d.underline {
		out = append(out, "text-decoration: underline")
	}
	return strings.Join(out, "; ")
}

// looks returns how each kind of token looks that the style shows otherwise than plain code.
func (s codeStyle) looks() map[chroma.TokenType]look {
	style := styles.Get(s.name)
	base := style.Get(chroma.Background)
	looks := map[chroma.TokenType]look{}
	for token, class := range chroma.StandardTypes {
		if class == "" || token <= 0 {
			continue
		}
		e := style.Get(token)
		l := look{bold: e.Bold == chroma.Yes, italic: e.Italic == chroma.Yes, underline: e.Underline == chroma.Yes}
		if e.Colour.IsSet() && e.Colour != base.Colour {
			l.colour = legible(e.Colour, s.ground).String()
		}
		if l != (look{}) {
			looks[token] = l
		}
	}
	return looks
}

// tokenClasses returns the class of each kind of token that either style shows otherwise than plain code.
func tokenClasses() map[chroma.TokenType]string {
	shown := map[string]bool{}
	for _, style := range []codeStyle{lightStyle, darkStyle} {
		for token := range style.looks() {
			shown[chroma.StandardTypes[token]] = true
		}
	}
	classes := map[chroma.TokenType]string{}
	for _, token := range chroma.TokenTypeValues() {
		class := ""
		for t := token; t > 0 && class == ""; t = t.Parent() {
			class = chroma.StandardTypes[t]
		}
		if shown[class] {
			classes[token] = class
		}
	}
	return classes
}

// legible moves a colour away from the ground until it can be read on it.
func legible(c, ground chroma.Colour) chroma.Colour {
	toward := uint8(0)
	if luminance(ground) < 0.5 {
		toward = 255
	}
	for range 100 {
		if contrast(c, ground) >= minContrast {
			break
		}
		c = chroma.NewColour(nearer(c.Red(), toward), nearer(c.Green(), toward), nearer(c.Blue(), toward))
	}
	return c
}

// nearer moves a channel a thirtieth of its way, and at least one step.
func nearer(from, to uint8) uint8 {
	if from < to {
		return from + max(1, (to-from)/30)
	}
	if from > to {
		return from - max(1, (from-to)/30)
	}
	return from
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b chroma.Colour) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c chroma.Colour) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.Red()) + 0.7152*channel(c.Green()) + 0.0722*channel(c.Blue())
}
