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

// The limits above which a code block is shown plain. A lexer's time can grow with the square of a block's blank lines: 10,000 of them
// take 10 s in C.
const (
	maxCodeBytes = 64_000
	maxCodeLines = 2_000
	maxCodeBlank = 200 // blank lines in a row
	maxLanguage  = 40  // bytes of a language's name
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
	if overCodeLimit(code) != "" || !r.highlight.write(o, language, string(code)) {
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

// overCodeLimit says in words which limit of highlighting a block passes, or nothing.
func overCodeLimit(code []byte) string {
	if len(code) > maxCodeBytes {
		return fmt.Sprintf("more than %d kB", maxCodeBytes/1000)
	}
	if bytes.Count(code, []byte("\n")) > maxCodeLines {
		return fmt.Sprintf("more than %d lines", maxCodeLines)
	}
	if bytes.Contains(code, bytes.Repeat([]byte("\n"), maxCodeBlank+1)) {
		return fmt.Sprintf("more than %d blank lines in a row", maxCodeBlank)
	}
	return ""
}

// checkCode warns of a block whose language is known to its author and whose colours are left out.
func (d *document) checkCode(n ast.Node, code []byte) {
	f, ok := n.(*ast.FencedCodeBlock)
	if !ok || f.Info == nil {
		return
	}
	if over := overCodeLimit(code); over != "" {
		d.report("plain-code", f.Info.Segment.Start, f.Info.Segment.Stop, "a code block of "+over+" is shown without colours", "")
	}
}
