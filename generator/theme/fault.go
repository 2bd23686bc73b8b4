package theme

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"attest/generator/diag"
)

// Fault is the error of Render and Fragment where a site's own template is the cause: an author can mend it.
type Fault struct{ Diagnostic diag.Diagnostic }

func (f *Fault) Error() string { return f.Diagnostic.At.File + ": " + f.Diagnostic.Message }

// The forms in which the template packages word what is wrong: "template: name:line:column: …", the column in bytes from 0, and it
// or both missing where a template cannot be parsed or ends in the midst of a tag.
var (
	templateError = regexp.MustCompile(`^(?:html/template:|template: ?)([^:]*)(?::(\d+))?(?::(\d+))?: (?s:(.*))$`)
	executing     = regexp.MustCompile(`^executing ".*?" at <((?s:.*?))>: `)
	noField       = regexp.MustCompile(`can't evaluate field (\w+) in type (\S+)`)
	noFunction    = regexp.MustCompile(`function "(\w+)" not defined`)
)

// explain words the error of a template and finds its place.
func explain(sources map[string]source, err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: "bad-template", Message: err.Error()}
	m := templateError.FindStringSubmatch(strings.TrimPrefix(err.Error(), "html/template: cannot parse: "))
	if m == nil {
		return d
	}
	src := sources[m[1]]
	d.Message = m[4]
	var start, end int
	if line, err := strconv.Atoi(m[2]); err == nil {
		start, end = lineSpan(src.text, line)
	}
	column, err := strconv.Atoi(m[3])
	inLine := err == nil && start+column < end
	if at := executing.FindStringSubmatch(d.Message); at != nil {
		d.Message = strings.TrimPrefix(d.Message, at[0])
		words := strings.TrimSuffix(at[1], "...") // long ones are cut
		from := start
		if inLine { // the column may point into the words, at the last field
			from = max(start, start+column-len(words))
		}
		if i := strings.Index(src.text[from:end], words); i >= 0 {
			start, end = from+i, from+i+len(words)
		}
	} else if inLine {
		start += column
	}
	d.At = diag.At(src.file, start, end)
	reword(&d)
	return d
}

// reword puts the commonest messages into an author's words.
func reword(d *diag.Diagnostic) {
	if m := noField.FindStringSubmatch(d.Message); m != nil {
		name := strings.TrimLeft(m[2], "*[]")
		fields := fieldNames()[name]
		d.Message = fmt.Sprintf("%s has no field %q", strings.TrimPrefix(name, "theme."), m[1])
		d.Hint = diag.DidYouMean(m[1], fields)
		if d.Hint == "" && len(fields) > 0 {
			d.Hint = "it has " + strings.Join(fields, ", ")
		}
		return
	}
	if m := noFunction.FindStringSubmatch(d.Message); m != nil {
		d.Message = fmt.Sprintf("there is no function %q", m[1])
		return
	}
}

// lineSpan returns the bytes of a line, counted from 1, without white space around it.
func lineSpan(text string, line int) (start, end int) {
	for ; line > 1; line-- {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	end = len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	end = start + len(strings.TrimRight(text[start:end], " \t\r"))
	return start, end
}

// explain does the same for the whole theme. Where a built-in template cannot show what an own one hands it, the place is the call;
// where the template named does not end, the first own one that calls itself.
func (t *Theme) explain(name string, err error) diag.Diagnostic {
	if isEndless(err) {
		return t.explainEndless(name, err)
	}
	d := explain(t.sources, err)
	for name, src := range t.sources {
		if src.file != d.At.File || src.own {
			continue
		}
		for _, caller := range slices.Sorted(maps.Keys(t.sources)) {
			if !t.sources[caller].own {
				continue
			}
			for _, call := range t.calls[caller] {
				if call.Name == name {
					d.At = t.place(caller, call)
					d.Message = fmt.Sprintf("the template %q cannot show what it is given here: %s", name, d.Message)
					return d
				}
			}
		}
	}
	return d
}

func (t *Theme) explainEndless(name string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: "bad-template", At: diag.Span{File: t.sources[name].file}, Message: err.Error()}
	for _, caller := range append([]string{name}, slices.Sorted(maps.Keys(t.sources))...) {
		for _, call := range t.calls[caller] {
			if t.sources[caller].own && (call.Name == caller || t.reaches(call.Name, caller, map[string]bool{})) {
				d.At = t.place(caller, call)
				return d
			}
		}
	}
	return d
}

// place is where a call of another template stands in the file of the template named.
func (t *Theme) place(name string, call *parse.TemplateNode) diag.Span {
	start := int(call.Position())
	return diag.At(t.sources[name].file, start, min(start+len(strconv.Quote(call.Name)), len(t.sources[name].text)))
}

// fieldNames lists the fields of every type of the views by the type's name, such as "theme.Card".
func fieldNames() map[string][]string {
	out := make(map[string][]string)
	var visit func(reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || out[t.String()] != nil {
			return
		}
		out[t.String()] = []string{}
		for f := range t.Fields() {
			out[t.String()] = append(out[t.String()], f.Name)
			visit(f.Type)
		}
	}
	for _, views := range []map[string]any{pages(), fragments()} {
		for _, view := range views {
			visit(reflect.TypeOf(view))
		}
	}
	return out
}
