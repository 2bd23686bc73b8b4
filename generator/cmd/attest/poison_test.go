//go:build unix

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// What a text field holds: a beginning that a spreadsheet takes for a formula and that names the field, then the venom.
const (
	prefix = "=cmd(%s)"
	venom  = "</p></script></style></title></textarea><script>alert(1)</script><svg/onload=alert(1)><img src=x onerror=alert(1)>" +
		"\" onmouseover=\"alert(1) ' onfocus='alert(1) ` <!-- --> ]]> <![CDATA[ ?> \u2028 \u2029 \\ \\\\ \\u003c ${x} {{.}} {{template}} %0A &lt;b&gt; &amp;amp; javascript:alert(1) \u202e"
	balm = "plain words"
)

var fieldMark = regexp.MustCompile(`@@([a-z_-]+)`)

// poison FOLDER venom|balm: in every file below the folder each @@name becomes, in the quotes of JSON and YAML, a text that names the
// field and holds everything that breaks out of a format, or harmless words.
func poison(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "poison folder venom|balm")
	dose := map[string]string{"venom": venom, "balm": balm}[args[1]]
	for _, name := range tree(ts, ts.MkAbs(args[0])) {
		name = filepath.Join(args[0], name)
		write(ts, name, fieldMark.ReplaceAllFunc([]byte(ts.ReadFile(name)), func(mark []byte) []byte {
			text, err := json.Marshal(fmt.Sprintf(prefix, mark[2:]) + " " + dose)
			ts.Check(err)
			return text
		}))
	}
}

var fieldPrefix = regexp.MustCompile(`=cmd\(([a-z_-]+)\)`)

// intact FOLDER: in every file of the output, read as what it is (HTML, JSON-LD, JSON, JavaScript data, XML, CSV), every poisoned text
// stands whole, and no cell of a table begins as a formula does. It prints the fields that were found, sorted.
func intact(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 1, "harmless folder")
	seen := map[string]bool{}
	var wrong []string
	for _, name := range tree(ts, ts.MkAbs(args[0])) {
		data := []byte(ts.ReadFile(filepath.Join(args[0], name)))
		texts, err := textsOf(name, data)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", name, err))
		}
		for _, text := range texts {
			for _, at := range fieldPrefix.FindAllStringSubmatchIndex(text, -1) {
				seen[text[at[2]:at[3]]] = true
				if !strings.HasPrefix(squeeze(text[at[1]:]), squeeze(venom)) {
					wrong = append(wrong, fmt.Sprintf("%s: the text is damaged: %q", name, cut(text[at[0]:], 500)))
				}
			}
		}
	}
	if wrong != nil {
		ts.Fatalf("%s", strings.Join(wrong, "\n"))
	}
	var found []string
	for name := range seen {
		found = append(found, name)
	}
	slices.Sort(found)
	fmt.Fprintln(ts.Stdout(), strings.Join(found, "\n"))
}

// squeeze makes white space single spaces: sentences are shown so.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func cut(s string, n int) string { return s[:min(len(s), n)] }

// textsOf reads a file of the output and returns every text in it.
func textsOf(name string, data []byte) ([]string, error) {
	switch filepath.Ext(name) {
	case ".html":
		return textsOfHTML(data)
	case ".json":
		return textsOfJSON(data)
	case ".atom", ".xml", ".svg":
		return textsOfXML(data)
	case ".csv":
		return textsOfCSV(data)
	case ".js":
		if folder, _, ok := strings.Cut(filepath.ToSlash(name), "/"); ok && (folder == "data" || folder == "search") {
			return textsOfScript(data)
		}
	}
	return nil, nil
}

func textsOfHTML(data []byte) ([]string, error) {
	doc, err := parseHTML(data)
	if err != nil {
		return nil, err
	}
	var texts []string
	for n := range doc.Descendants() {
		switch n.Type {
		case html.TextNode:
			if n.Parent.Data == "script" {
				found, err := textsOfJSON([]byte(n.Data))
				if err != nil {
					return nil, fmt.Errorf("a script that is no JSON: %w", err)
				}
				texts = append(texts, found...)
				continue
			}
			texts = append(texts, n.Data)
		case html.ElementNode:
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
					return nil, fmt.Errorf("<%s> has the attribute %s", n.Data, a.Key)
				}
				if a.Key == "href" || a.Key == "src" || a.Key == "action" {
					if bad := strings.ToLower(strings.TrimSpace(a.Val)); strings.HasPrefix(bad, "javascript:") || strings.HasPrefix(bad, "data:") ||
						strings.HasPrefix(bad, "vbscript:") {
						return nil, fmt.Errorf("<%s> leads to %s", n.Data, a.Val)
					}
				}
				texts = append(texts, a.Val)
			}
		case html.CommentNode:
			return nil, fmt.Errorf("there is a comment: %q", n.Data)
		}
	}
	return texts, nil
}

func textsOfJSON(data []byte) ([]string, error) {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, err
	}
	var texts []string
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			texts = append(texts, value)
		case []any:
			for _, v := range value {
				walk(v)
			}
		case map[string]any:
			for key, v := range value {
				texts = append(texts, key)
				walk(v)
			}
		}
	}
	walk(value)
	return texts, nil
}

// textsOfScript reads a script that calls one function with a name and JSON.
func textsOfScript(data []byte) ([]string, error) {
	for _, forbidden := range []string{"</", "<!--", "]]>", "\u2028", "\u2029"} {
		if bytes.Contains(data, []byte(forbidden)) {
			return nil, fmt.Errorf("the script holds %q", forbidden)
		}
	}
	name, rest, ok := bytes.Cut(bytes.TrimSpace(data), []byte("("))
	if !ok || !regexp.MustCompile(`^[A-Za-z]+$`).Match(name) || !bytes.HasSuffix(rest, []byte(");")) {
		return nil, fmt.Errorf("the script is no call: %.80q", data)
	}
	return textsOfJSON([]byte("[" + string(bytes.TrimSuffix(rest, []byte(");"))) + "]"))
}

func textsOfXML(data []byte) ([]string, error) {
	var texts []string
	text := ""
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text += string(token)
			continue
		case xml.Comment, xml.Directive:
			return nil, fmt.Errorf("there is a comment or directive: %q", token)
		case xml.StartElement:
			for _, a := range token.Attr {
				texts = append(texts, a.Value)
			}
		}
		texts, text = append(texts, text), ""
	}
}

func textsOfCSV(data []byte) ([]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
				return nil, fmt.Errorf("a cell begins like a formula: %.80q", cell)
			}
		}
	}
	return slices.Concat(rows...), nil
}

// shape ONE OTHER: the two outputs have the same pages, and those the same elements and attributes in the same order, whatever
// their texts. Pages whose name comes of a text are compared in the order of their names.
func shape(ts *testscript.TestScript, neg bool, args []string) {
	plainUsage(ts, neg, args, 2, "shape one other")
	var shapes [2][]string
	for i, dir := range args[:2] {
		for _, name := range tree(ts, ts.MkAbs(dir)) {
			if filepath.Ext(name) != ".html" {
				continue
			}
			data, err := os.ReadFile(filepath.Join(ts.MkAbs(dir), name))
			ts.Check(err)
			doc, err := parseHTML(data)
			ts.Check(err)
			shapes[i] = append(shapes[i], filepath.Dir(name)+"\n"+shapeOf(doc))
		}
	}
	if diff := cmp.Diff(shapes[0], shapes[1]); diff != "" {
		ts.Fatalf("the pages differ in their elements or attributes (-%s +%s):\n%s", args[0], args[1], diff)
	}
}

func shapeOf(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key)
			}
			b.WriteString(">\n")
		} else if n.Type == html.CommentNode {
			b.WriteString("<!-->\n")
		}
	}
	return b.String()
}
