package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"attest/generator/diag"
)

// The folders of a theme, and the ending of a template.
const (
	templateDir = "templates"
	partialDir  = "templates/partials"
	staticDir   = "static"
	ending      = ".html"
)

// maxTemplate is the size in bytes above which a site's own template is refused: it is surely not one.
const maxTemplate = 1 << 20

// source is the text of a template and where it stands.
type source struct {
	file string // slash-separated, relative to the site's folder or to the built-in theme
	text string
	own  bool
}

// templateName gives the name under which a file's template is called: its own, without folder and ending. Pages and partials share
// one space of names.
func templateName(file string) string { return strings.TrimSuffix(path.Base(file), ending) }

func readTemplates(builtIn fs.FS) (map[string]source, error) {
	out := make(map[string]source)
	err := fs.WalkDir(builtIn, templateDir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || isWords(file) {
			return err
		}
		b, err := fs.ReadFile(builtIn, file)
		if err != nil {
			return err
		}
		out[templateName(file)] = source{file: file, text: string(b)}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the built-in templates: %w", err)
	}
	return out, nil
}

func readStatic(builtIn fs.FS) (map[string][]byte, error) {
	out := make(map[string][]byte)
	err := fs.WalkDir(builtIn, staticDir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(builtIn, file)
		out[strings.TrimPrefix(file, staticDir+"/")] = b
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the built-in assets: %w", err)
	}
	return out, nil
}

// readOwnTemplates reads a site's templates. known are the names that pages use: a file of another name is reported, as nothing
// would show it. A file at the wrong one of the two places counts as unknown too.
func readOwnTemplates(own fs.FS, known []string) (map[string]source, diag.List) {
	out := make(map[string]source)
	isKnown := make(map[string]bool, len(known))
	for _, name := range known {
		isKnown[name] = true
	}
	found := walkOwn(own, templateDir, func(file string, b []byte) *diag.Diagnostic {
		name, dir := templateName(file), path.Dir(file)
		switch {
		case isWords(file):
			return nil // see readWords
		case !strings.HasSuffix(file, ending) || !isKnown[name] || dir != templateDir && dir != partialDir:
			return &diag.Diagnostic{
				Code: "unknown-template", At: diag.Span{File: file}, Message: fmt.Sprintf("no page uses a template %q", path.Base(file)),
				Hint: diag.DidYouMean(name, known),
			}
		case len(b) > maxTemplate:
			return &diag.Diagnostic{Code: "too-large", At: diag.Span{File: file}, Message: "a template has at most 1 MiB"}
		case !utf8.Valid(b):
			return &diag.Diagnostic{Code: "bad-encoding", At: diag.Span{File: file}, Message: "the template is not UTF-8 text"}
		}
		out[name] = source{file: file, text: strings.TrimPrefix(string(b), "\ufeff"), own: true}
		return nil
	})
	return out, found
}

// readOwnStatic reads a site's own static files.
func readOwnStatic(own fs.FS) (map[string][]byte, diag.List) {
	out := make(map[string][]byte)
	found := walkOwn(own, staticDir, func(file string, b []byte) *diag.Diagnostic {
		out[strings.TrimPrefix(file, staticDir+"/")] = b
		return nil
	})
	return out, found
}

// walkOwn reads every file below dir of a site's folder, in order; a folder that is not there is empty. What cannot be read is
// reported and left out, and so is what leads out of the site, where own confines its reads.
func walkOwn(own fs.FS, dir string, read func(file string, b []byte) *diag.Diagnostic) diag.List {
	var found diag.List
	report := func(code, file, message string) {
		found = append(found, diag.Diagnostic{Code: code, At: diag.Span{File: file}, Message: message})
	}
	_ = fs.WalkDir(own, dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			if file != dir || !errors.Is(err, fs.ErrNotExist) {
				report("bad-file", file, "it cannot be read: "+cause(err))
			}
			return nil // the rest is read all the same
		}
		if passing(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		mode := d.Type()
		if mode&fs.ModeSymlink != 0 {
			info, err := fs.Stat(own, file)
			if err != nil {
				report("outside-site", file, "the link of the file system leads out of the site or nowhere")
				return nil
			}
			mode = info.Mode().Type()
		}
		if !mode.IsRegular() {
			report("skipped-file", file, "it is not a plain file")
			return nil
		}
		b, err := fs.ReadFile(own, file)
		if err != nil {
			report("bad-file", file, "it cannot be read: "+cause(err))
			return nil
		}
		if d := read(file, b); d != nil {
			found = append(found, *d)
		}
		return nil
	})
	return found
}

// cause is the reason of a file error without the name, which the diagnostic has.
func cause(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

// passing reports whether a file or folder is what an editor, a system or version control leaves behind. Other names that begin with
// a dot pass: hosts look for some of them, such as .well-known.
func passing(name string) bool {
	switch name {
	case ".DS_Store", "Thumbs.db", "desktop.ini", "4913", ".git", ".hg", ".svn", ".idea", ".vscode":
		return true
	}
	switch path.Ext(name) {
	case ".tmp", ".swp", ".swo", ".swx":
		return true
	}
	return strings.HasPrefix(name, ".#") || strings.HasPrefix(name, "._") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, "~") || strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___")
}
