package theme

import (
	"bytes"
	"fmt"
	"maps"
	"path"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// minified returns the built-in static files, and the site's own in their place: the built-in scripts as browsers need them, without
// comments and long names; what is the site's own as it is.
func minified(builtIn, own map[string][]byte) (map[string][]byte, error) {
	files := maps.Clone(builtIn)
	maps.Copy(files, own)
	m := minify.New()
	for name, data := range files {
		if path.Ext(name) != ".js" || !bytes.Equal(data, builtIn[name]) {
			continue
		}
		var out bytes.Buffer
		if err := js.Minify(m, &out, bytes.NewReader(data), nil); err != nil {
			return nil, fmt.Errorf("minify static/%s: %w", name, err)
		}
		files[name] = append(out.Bytes(), '\n')
	}
	return files, nil
}
