package markdown

import (
	"bufio"
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

// WriteChromaCSS writes the style sheet for highlighted code: light, and dark where the reader's system or the page's data-theme says
// so. It colours the classes that bodies use and no others; every colour has the contrast of WCAG AA on white or on #14161a.
func WriteChromaCSS(w io.Writer) error {
	b := bufio.NewWriter(w)
	light, dark := lightStyle.rules(), darkStyle.rules()
	for class := range light { // what only one theme colours must not keep that colour in the other
		if dark[class] == "" {
			dark[class] = "color:inherit"
		}
	}
	_, _ = b.WriteString("/* Colours of highlighted code, written by markdown.WriteChromaCSS. */\n")
	writeRules(b, "", "", light)
	_, _ = b.WriteString("@media (prefers-color-scheme: dark) {\n")
	writeRules(b, "  ", ":root:not([data-theme=light]) ", dark)
	_, _ = b.WriteString("}\n")
	writeRules(b, "", ":root[data-theme=dark] ", dark)
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write the style sheet for code: %w", err)
	}
	return nil
}

// writeRules writes one rule for each set of declarations, with all classes that have it.
func writeRules(b *bufio.Writer, indent, scope string, rules map[string]string) {
	classes := map[string][]string{}
	for _, class := range slices.Sorted(maps.Keys(rules)) {
		classes[rules[class]] = append(classes[rules[class]], scope+".chroma ."+class)
	}
	for _, declarations := range slices.Sorted(maps.Keys(classes)) {
		selectors := strings.Join(classes[declarations], ",\n"+indent)
		_, _ = fmt.Fprintf(b, "%s%s { %s }\n", indent, selectors, strings.ReplaceAll(declarations, ";", "; "))
	}
}

// rules returns the declarations of each class that the style shows otherwise than plain code.
func (s codeStyle) rules() map[string]string {
	style := styles.Get(s.name)
	base := style.Get(chroma.Background)
	rules := map[string]string{}
	for token, class := range chroma.StandardTypes {
		if class == "" || token <= 0 {
			continue
		}
		e := style.Get(token)
		var out []string
		if e.Colour.IsSet() && e.Colour != base.Colour {
			out = append(out, "color:"+legible(e.Colour, s.ground).String())
		}
		if e.Bold == chroma.Yes {
			out = append(out, "font-weight:600")
		}
		if e.Italic == chroma.Yes {
			out = append(out, "font-style:italic")
		}
		if e.Underline == chroma.Yes {
			out = append(out, "text-decoration:underline")
		}
		if len(out) > 0 {
			rules[class] = strings.Join(out, ";")
		}
	}
	return rules
}

// tokenClasses returns the class of each kind of token that either style shows otherwise than plain code.
func tokenClasses() map[chroma.TokenType]string {
	light, dark := lightStyle.rules(), darkStyle.rules()
	classes := map[chroma.TokenType]string{}
	for _, token := range chroma.TokenTypeValues() {
		class := ""
		for t := token; t > 0 && class == ""; t = t.Parent() {
			class = chroma.StandardTypes[t]
		}
		if light[class] != "" || dark[class] != "" {
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
