package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// minified returns the built-in static files, and the site's own in their place: the built-in scripts and stylesheets as browsers need
// them, without comments and long names; what is the site's own as it is.
func minified(builtIn, own map[string][]byte) (map[string][]byte, error) {
	files := maps.Clone(builtIn)
	maps.Copy(files, own)
	m := minify.New()
	m.AddFunc(".js", js.Minify)
	m.AddFunc(".css", tighten)
	for name, data := range files {
		if !bytes.Equal(data, builtIn[name]) {
			continue
		}
		switch short, err := m.Bytes(path.Ext(name), data); {
		case err == nil:
			files[name] = short
		case !errors.Is(err, minify.ErrNotExist): // which is of what is neither script nor stylesheet
			return nil, fmt.Errorf("minify static/%s: %w", name, err)
		}
	}
	return files, nil
}

// tighten takes comments and needless spaces out of a stylesheet, and nothing else: the minifier for CSS writes 0 for 0px, also where
// only a length will do, as in anchor().
func tighten(_ *minify.M, w io.Writer, r io.Reader, _ map[string]string) error {
	lexer := css.NewLexer(parse.NewInput(r))
	var out []byte
	space, last := false, css.SemicolonToken // last is what was written last
	for {
		kind, text := lexer.Next()
		switch kind {
		case css.ErrorToken:
			if err := lexer.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			_, err := w.Write(out)
			return err
		case css.CommentToken, css.WhitespaceToken:
			space = true
			continue
		case css.RightBraceToken:
			if last == css.SemicolonToken {
				out = bytes.TrimSuffix(out, []byte(";"))
			}
		}
		if space && !closes[last] && !opens[kind] {
			out = append(out, ' ')
		}
		out = append(out, text...)
		space, last = false, kind
	}
}

// After the ones and before the others a space says nothing.
var (
	closes = map[css.TokenType]bool{
		css.SemicolonToken: true, css.LeftBraceToken: true, css.RightBraceToken: true, css.CommaToken: true, css.ColonToken: true,
	}
	opens = map[css.TokenType]bool{css.SemicolonToken: true, css.LeftBraceToken: true, css.RightBraceToken: true, css.CommaToken: true}
)
