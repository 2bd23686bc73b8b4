package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
)

// escaper writes a value as a place in HTML asks for: it does what the calls do that html/template has put behind the value. Plain
// texts and numbers, which is nearly all there is, it escapes itself where it can. Of any other value html/template is asked.
type escaper struct {
	plain func([]byte, string) []byte // appends a text; nil where html/template is asked of every value
	html  bool                        // template.HTML is written as it is
	js    bool                        // template.JS is written as it is
	place *template.Template          // a text, {{.}} and a text, in which html/template calls the same escapers
}

var (
	textType  = reflect.TypeFor[string]()
	htmlType  = reflect.TypeFor[template.HTML]()
	jsType    = reflect.TypeFor[template.JS]()
	intType   = reflect.TypeFor[int]()
	boolType  = reflect.TypeFor[bool]()
	floatType = reflect.TypeFor[float64]()
)

// escapers has the calls in their order, without the prefix that they all have.
var escapers = map[string]*escaper{
	"htmlescaper":                            {place: place(`<p>{{.}}</p>`), plain: appendHTML, html: true},
	"rcdataescaper":                          {place: place(`<title>{{.}}</title>`), plain: appendHTML},
	"attrescaper":                            {place: place(`<p title="{{.}}">`), plain: appendHTML},
	"urlfilter|urlnormalizer|attrescaper":    {place: place(`<a href="{{.}}">`), plain: filtered(appendURL)},
	"urlnormalizer|attrescaper":              {place: place(`<a href="/{{.}}">`), plain: appendURL},
	"urlescaper|attrescaper":                 {place: place(`<a href="?{{.}}">`), plain: appendQuery},
	"urlfilter|attrescaper":                  {place: place(`<meta http-equiv="refresh" content="0; url={{.}}">`), plain: filtered(appendHTML)},
	"nospaceescaper":                         {place: place(`<p title={{.}}>`)},
	"urlfilter|urlnormalizer|nospaceescaper": {place: place(`<a href={{.}}>`)},
	"urlnormalizer|nospaceescaper":           {place: place(`<a href=/{{.}}>`)},
	"urlescaper|nospaceescaper":              {place: place(`<a href=?{{.}}>`)},
	"srcsetescaper|attrescaper":              {place: place(`<img srcset="{{.}}">`)},
	"cssvaluefilter|attrescaper":             {place: place(`<p style="color: {{.}}">`)},
	"jsvalescaper":                           {place: place(`<script>{{.}}</script>`), js: true},
	"jsvalescaper|attrescaper":               {place: place(`<p onclick="{{.}}">`)},
	"jsstrescaper":                           {place: place(`<script>"{{.}}"</script>`)},
	"htmlnamefilter":                         {place: place(`<p {{.}}>`)},
	"commentescaper":                         {place: place(`<!-- {{.}} -->`)},
}

// escaped is for what the template has itself escaped: html/template adds nothing to {{.Title | html}} in a text.
var escaped = &escaper{plain: func(b []byte, s string) []byte { return append(b, s...) }}

func place(text string) *template.Template { return template.Must(template.New("").Parse(text)) }

// append appends v, escaped.
func (e *escaper) append(b []byte, v reflect.Value) ([]byte, error) {
	if e.plain != nil {
		switch v.Kind() {
		case reflect.String:
			switch {
			case v.Type() == textType:
				return e.plain(b, v.String()), nil
			case e.html && v.Type() == htmlType:
				return append(b, v.String()...), nil
			}
		case reflect.Int:
			if v.Type() == intType {
				return strconv.AppendInt(b, v.Int(), 10), nil // digits and "-" mean the same at each place
			}
		case reflect.Bool:
			if v.Type() == boolType {
				return strconv.AppendBool(b, v.Bool()), nil
			}
		case reflect.Float64:
			if v.Type() == floatType {
				return e.plain(b, fmt.Sprint(v.Float())), nil
			}
		}
	}
	if e.js && v.Kind() == reflect.String && v.Type() == jsType {
		return append(b, v.String()...), nil
	}
	return e.ask(b, v)
}

// ask appends what html/template makes of v.
func (e *escaper) ask(b []byte, v reflect.Value) ([]byte, error) {
	if e.place == nil {
		return b, errAside
	}
	var of any
	if v.IsValid() {
		of = v.Interface()
	}
	w := second{to: b}
	if err := e.place.Execute(&w, of); err != nil {
		return b, errAside
	}
	return w.to, nil
}

// second keeps the second thing that is written to it: html/template writes each text and each value at once.
type second struct {
	to    []byte
	count int
}

func (s *second) Write(p []byte) (int, error) {
	if s.count++; s.count == 2 {
		s.to = append(s.to, p...)
	}
	return len(p), nil
}

// What stands for each byte: in HTML, in an address, in the query of an address; empty where it stands for itself. Bytes beyond ASCII
// stand for themselves in HTML, also where they are not UTF-8.
var (
	inHTML  = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}
	inURL   = inAddress("!#$&*+,/:;=?@[]-._~")
	inQuery = inAddress("-._~")
)

// inAddress returns what stands for each byte in an address that stands in an attribute. kept are the characters that are not
// written as %xx, beside letters and digits (RFC 3986).
func inAddress(kept string) (out [256]string) {
	for i := range out {
		switch c := byte(i); {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(kept, c) >= 0:
			out[i] = inHTML[i]
		default:
			out[i] = fmt.Sprintf("%%%02x", c)
		}
	}
	return out
}

func appendHTML(b []byte, s string) []byte { return appendReplaced(b, s, &inHTML) }

func appendQuery(b []byte, s string) []byte { return appendReplaced(b, s, &inQuery) }

func appendReplaced(b []byte, s string, by *[256]string) []byte {
	done := 0
	for i := range len(s) {
		if with := by[s[i]]; with != "" {
			b = append(b, s[done:i]...)
			b = append(b, with...)
			done = i + 1
		}
	}
	return append(b, s[done:]...)
}

// appendURL leaves what is written as %xx already.
func appendURL(b []byte, s string) []byte {
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 || i+2 >= len(s) {
			return appendReplaced(b, s, &inURL)
		}
		b = appendReplaced(b, s[:i], &inURL)
		if isHex(s[i+1]) && isHex(s[i+2]) {
			b = append(b, '%')
		} else {
			b = append(b, inURL['%']...)
		}
		s = s[i+1:]
	}
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

// filtered refuses an address of a scheme that can do harm, as html/template words it.
func filtered(next func([]byte, string) []byte) func([]byte, string) []byte {
	return func(b []byte, s string) []byte {
		scheme, _, ok := strings.Cut(s, ":")
		if ok && !strings.Contains(scheme, "/") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") &&
			!strings.EqualFold(scheme, "mailto") {
			s = "#ZgotmplZ"
		}
		return next(b, s)
	}
}
