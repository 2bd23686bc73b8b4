package serve

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"attest/generator/diag"
)

// maxProblems is how many problems are shown. Nobody mends more at once, and every browser gets the list.
const maxProblems = 100

// problem is a diagnostic as browsers get it. All of it is text.
type problem struct {
	Code    string `json:"code,omitempty"`
	Level   string `json:"level"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`   // from 1; 0 for none
	Column  int    `json:"column,omitempty"` // from 1, in code points
	Message string `json:"message"`
	Excerpt string `json:"excerpt,omitempty"` // the line and a caret below it
	Hint    string `json:"hint,omitempty"`
}

// problems returns the errors and then the warnings of a resolved list.
func problems(list diag.List, read func(file string) ([]byte, error)) []problem {
	out := []problem{}
	for _, level := range []diag.Level{diag.LevelError, diag.LevelWarning} {
		for _, d := range list {
			if len(out) == maxProblems {
				return out
			}
			if d.Level == level {
				out = append(out, problemOf(d, read))
			}
		}
	}
	return out
}

func problemOf(d diag.Diagnostic, read func(file string) ([]byte, error)) problem {
	p := problem{Code: d.Code, Level: d.Level.String(), File: diag.Visible(d.At.File), Message: diag.Visible(d.Message), Hint: diag.Visible(d.Hint)}
	if d.At.IsZero() {
		return p
	}
	src, err := read(d.At.File)
	if err != nil {
		return p
	}
	place := diag.PlaceAt(src, int(d.At.Start))
	p.Line, p.Column = place.Line, place.Column
	var text bytes.Buffer
	d.Hint, d.Related = "", nil
	if diag.WriteText(&text, diag.List{d}, func(string) ([]byte, error) { return src, nil }, diag.TextOptions{}) == nil {
		_, excerpt, _ := strings.Cut(text.String(), "\n") // the first line says what p has said
		p.Excerpt = strings.TrimRight(excerpt, "\n")
	}
	return p
}

// broken is the page that is shown while there has never been a good state of the site.
var broken = template.Must(template.New("broken").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The site has errors</title>
<link rel="stylesheet" href="{{.Root}}live.css">
<script src="{{.Root}}live.js" defer></script>
</head>
<body>
<main id="attest-broken">
<h1>The site has errors</h1>
<p>The site is shown here as soon as they are mended.</p>
<ol>
{{- range .Problems}}
<li class="{{.Level}}">
<p class="place">{{with .File}}{{.}}{{end}}{{if .Line}}:{{.Line}}:{{.Column}}{{end}}</p>
<p class="message">{{.Level}}{{with .Code}}[{{.}}]{{end}}: {{.Message}}</p>
{{- with .Excerpt}}
<pre>{{.}}</pre>{{end}}
{{- with .Hint}}
<p class="hint">hint: {{.}}</p>{{end}}
</li>
{{- end}}
</ol>
</main>
</body>
</html>
`))

func (s *snapshot) writeBroken(w http.ResponseWriter, r *http.Request) {
	var page bytes.Buffer
	root := (&url.URL{Path: s.base + ownFolder}).EscapedPath()
	if err := broken.Execute(&page, struct {
		Root     string
		Problems []problem
	}{root, s.problems}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", types[".html"])
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'")
	w.WriteHeader(http.StatusInternalServerError)
	if r.Method != http.MethodHead {
		_, _ = w.Write(page.Bytes()) // the browser may have gone
	}
}
