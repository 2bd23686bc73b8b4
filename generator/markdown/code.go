package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// The limits above which a code block is shown plain. A lexer's time can grow with the square of a block's blank lines, or of a line's
// length: 10,000 blank lines take 10 s in C, a line of 60 kB takes minutes in some languages.
const (
	maxCodeBytes = 64_000
	maxCodeLines = 2_000
	maxCodeLine  = 2_000   // bytes of a line
	maxCodeBlank = 200     // blank lines in a row
	maxCodeFile  = 256_000 // bytes of all coloured blocks of a file
	maxLanguage  = 40      // bytes of a language's name
)

// highlighter knows the lexers that were asked for. A lexer is slow to find and may be shared.
type highlighter struct {
	lexers  sync.Map // language to chroma.Lexer, nil for an unknown one
	classes map[chroma.TokenType]string
}

func newHighlighter() *highlighter { return &highlighter{classes: tokenClasses()} }

func (h *highlighter) lexer(language string) chroma.Lexer {
	if language == "" || len(language) > maxLanguage {
		return nil
	}
	if l, ok := h.lexers.Load(language); ok {
		lexer, _ := l.(chroma.Lexer)
		return lexer
	}
	lexer := lexers.Get(language)
	if lexer != nil {
		lexer = chroma.Coalesce(lexer)
	}
	h.lexers.Store(language, lexer)
	return lexer
}

func (r nodeRenderer) renderCode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	o := w.(*output)
	var language string
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		language = string(plain(n.Language(src)))
	}
	_, _ = o.WriteString(`<pre class="chroma" tabindex="0"><code`)
	if language != "" {
		_, _ = o.WriteString(` class="language-`)
		o.escapeString(language)
		_ = o.WriteByte('"')
	}
	_ = o.WriteByte('>')
	var code []byte
	lines := node.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		code = append(code, line.Value(src)...)
	}
	start := len(o.buf)
	if _, over := node.Attribute(overLimit); over || !r.highlight.write(o, language, string(code)) {
		o.buf = o.buf[:start]
		o.escape(code)
	}
	_, _ = o.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

// write writes code with the classes of its tokens; it fails where the language is unknown or its lexer breaks.
func (h *highlighter) write(o *output, language, code string) (ok bool) {
	lexer := h.lexer(language)
	if lexer == nil {
		return false
	}
	defer func() { // chroma's iterators report errors by panics
		if recover() != nil {
			ok = false
		}
	}()
	next, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
	if err != nil {
		return false
	}
	written := 0
	for t := next(); t != chroma.EOF; t = next() {
		written += len(t.Value)
		class := h.classes[t.Type]
		if class == "" || strings.TrimSpace(t.Value) == "" {
			o.escapeString(t.Value)
			continue
		}
		_, _ = o.WriteString(`<span class="`)
		_, _ = o.WriteString(class)
		_, _ = o.WriteString(`">`)
		o.escapeString(t.Value)
		_, _ = o.WriteString("</span>")
	}
	return written == len(code) // a lexer must not lose a character
}

// overLimit marks the code blocks that pass a limit; it is set when the text is collected.
var overLimit = []byte("attest-over")

// checkCode marks a block that passes a limit, and warns of it.
func (d *document) checkCode(n ast.Node, code []byte) {
	f, ok := n.(*ast.FencedCodeBlock)
	if !ok || f.Info == nil {
		return
	}
	over := overCodeLimit(code)
	if over == "" && d.coloured+len(code) > maxCodeFile {
		over = fmt.Sprintf("a file with more than %d kB of code", maxCodeFile/1000)
	}
	if over == "" {
		d.coloured += len(code)
		return
	}
	n.SetAttribute(overLimit, true)
	d.report("plain-code", f.Info.Segment.Start, f.Info.Segment.Stop, "a code block of "+over+" is shown without colours", "")
}

// overCodeLimit says in words which limit a block passes, or nothing.
func overCodeLimit(code []byte) string {
	if len(code) > maxCodeBytes {
		return fmt.Sprintf("more than %d kB", maxCodeBytes/1000)
	}
	lines, blank := 0, 0
	for len(code) > 0 {
		line := len(code)
		if i := bytes.IndexByte(code, '\n'); i >= 0 {
			line = i + 1
		}
		if line > maxCodeLine {
			return fmt.Sprintf("a line of more than %d bytes", maxCodeLine)
		}
		if blank++; line > 1 {
			blank = 0
		}
		if blank > maxCodeBlank {
			return fmt.Sprintf("more than %d blank lines in a row", maxCodeBlank)
		}
		lines++
		code = code[line:]
	}
	if lines > maxCodeLines {
		return fmt.Sprintf("more than %d lines", maxCodeLines)
	}
	return ""
}
