package edittest_test

import (
	"bytes"
	"slices"
	"strings"
)

// fault is what somebody has done to a file that is not right, until it is mended: it changes the bytes that the file should have. nil
// stands for no file, on both sides.
type fault struct {
	name   string
	file   string
	change func(data []byte) []byte
}

// faultKind makes a fault in one of the files; ok is false where there is none to make it in.
type faultKind struct {
	name string
	fits func(file string) bool
	how  func(data []byte) []byte
}

func isText(file string) bool {
	return strings.HasPrefix(file, "content/") && strings.HasSuffix(file, ".md") && !strings.HasPrefix(file, "content/papers/")
}

func isBriefing(file string) bool {
	return isText(file) && strings.HasPrefix(file, "content/briefings/")
}

func under(folder, ending string) func(string) bool {
	return func(file string) bool { return strings.HasPrefix(file, folder) && strings.HasSuffix(file, ending) }
}

// atHead writes a line into the front matter.
func atHead(line string) func([]byte) []byte {
	return func(data []byte) []byte { return bytes.Replace(data, []byte("---\n"), []byte("---\n"+line+"\n"), 1) }
}

// atEnd writes a paragraph at a file's end.
func atEnd(text string) func([]byte) []byte {
	return func(data []byte) []byte { return append(slices.Clone(data), "\n"+text+"\n"...) }
}

func replaced(old, text string) func([]byte) []byte {
	return func(data []byte) []byte { return bytes.Replace(data, []byte(old), []byte(text), 1) }
}

// gone is a file that somebody has removed.
func gone([]byte) []byte { return nil }

var faultKinds = []faultKind{
	{"fault: broken YAML", isText, atHead("title: [one, two")},
	{"fault: a key that is not known", isText, atHead("nonsense: 1")},
	{"fault: a key twice", isText, atHead("tlp: clear\ntlp: clear")},
	{"fault: a date that is none", isBriefing, replaced("date: \"", "date: \"the ")},
	{"fault: no title", isBriefing, replaced("title: ", "extra: ")},
	{"fault: text that is not UTF-8", isText, atEnd("\xff\xfe")},
	{"fault: markers of a merge", isText, atEnd("<<<<<<< ours\nA line.\n=======\nAnother.\n>>>>>>> theirs")},
	{"fault: a link to nothing", isText, atEnd("See [[no-such-thing]].")},
	{"fault: a citation of nothing", isText, atEnd("It is so [@no-such-source].")},
	{"fault: a relative link to nothing", isText, atEnd("See [there](no-such-file.md#place).")},
	{"fault: a picture that is not there", isText, atEnd("![a picture](no-such-picture.png)")},
	{"fault: words that state no claim", isBriefing, atEnd("[The words]{claim=no-such-claim} stand.")},
	{"fault: a claim of no briefing", isBriefing, atEnd("[The words]{claim=no-such-briefing#claim} stand.")},
	{"fault: an address that is not allowed", isText, atEnd("[click](javascript:alert)")},
	{"fault: a key judgment that is not there", isBriefing, atHead("key_judgments: [no-such-claim]")},
	{"fault: an address that is taken", isBriefing, atHead("aliases: [index.html]")},
	{"fault: half a file", isText, func(data []byte) []byte { return data[:len(data)/2] }},
	{"fault: an empty file", isText, func([]byte) []byte { return []byte{} }},
	{"fault: no file", isText, gone},
	{"fault: no picture", under("content/", ".png"), gone},
	{"fault: no settings", under("content/site.yaml", ""), gone},
	{"fault: broken settings", under("content/site.yaml", ""), atEnd("menu: {")},
	{"fault: an unknown setting", under("content/site.yaml", ""), atEnd("colour: red")},
	{"fault: a claim that no words state is an error", under("content/site.yaml", ""), atEnd("checks: {unused-claim: error}")},
	{"fault: no logo", under("static/logo", ".svg"), gone},
	{"fault: broken library", under("content/sources/", ".json"), func(data []byte) []byte { return data[:len(data)*2/3] }},
	{"fault: an id of the library is another", under("content/sources/", ".json"), replaced(`"id": "`, `"id": "Other`)},
	{"fault: no library", under("content/sources/", ".json"), gone},
	{"fault: a source derives from itself by way of nothing", under("content/sources/", ".md"), atHead("origin: derived\nderived_from: [no-such-source]")},
	{"fault: a template with an unknown field", under("templates/", ".html"), atEnd("{{.NoSuchField}}")},
	{"fault: a template that does not end", under("templates/", ".html"), atEnd("{{if .Page}}")},
	{"fault: a template that calls another in vain", under("templates/", ".html"), atEnd(`{{template "no-such-partial" .}}`)},
	{"fault: an empty template", under("templates/", ".html"), func([]byte) []byte { return []byte{} }},
}

// newFault makes a random fault in one of the files.
func (m *model) newFault(files map[string][]byte) fault {
	for {
		switch m.n(len(faultKinds) + 4) {
		case 0:
			if a, ok := find(m, m.actors, func(a *actor) bool { return !a.gone && a.home != nil && m.published(a.home) }); ok {
				return fault{"fault: one id twice", a.file(), func([]byte) []byte { return []byte("---\nname: A double\n---\n") }}
			}
		case 1:
			if s, ok := find(m, m.sources, func(s *source) bool { return s.own() && s.library == nil }); ok {
				return fault{"fault: a circle of one source", s.file(), replaced("---\n", "---\nderived_from: ["+s.id+"]\n")}
			}
		case 2:
			child, ok := find(m, m.sources, func(s *source) bool { return !s.gone && len(s.parents) > 0 })
			if ok {
				if p := child.parents[0]; p.own() && p.library == nil && len(p.parents) == 0 && m.showsSource(child, nil) {
					return fault{"fault: a circle of sources", p.file(), replaced("---\n", "---\nderived_from: ["+child.id+"]\n")}
				}
			}
		case 3:
			return fault{"fault: a second file of a briefing's name", m.twin(), func([]byte) []byte {
				return []byte("---\ntitle: A twin\ndate: 2026-01-01\n---\n\nWords.\n")
			}}
		default:
			kind := pick(m, faultKinds)
			if name, ok := find(m, sortedNames(files), kind.fits); ok && files[name] != nil {
				return fault{kind.name, name, kind.how}
			}
		}
	}
}

// twin is the other name that a briefing's file could have.
func (m *model) twin() string {
	b, _ := m.someBriefing()
	twin := *b
	twin.folder = !twin.folder
	return twin.file()
}

// torn are faults that leave some of the changed files as they were: somebody has not saved them all yet.
func (m *model) torn(name string, old, files map[string][]byte) []fault {
	var changed []string
	for _, file := range sortedNames(old, files) {
		a, had := old[file]
		b, has := files[file]
		if had != has || !bytes.Equal(a, b) {
			changed = append(changed, file)
		}
	}
	if len(changed) < 2 {
		return nil
	}
	m.rng.Shuffle(len(changed), func(i, j int) { changed[i], changed[j] = changed[j], changed[i] })
	var faults []fault
	for _, file := range changed[:1+m.n(len(changed)-1)] {
		was := old[file]
		faults = append(faults, fault{"half done: " + name, file, func([]byte) []byte { return was }})
	}
	return faults
}

// spoil applies the faults to the files.
func spoil(files map[string][]byte, faults []fault) map[string][]byte {
	for _, f := range faults {
		if data := f.change(files[f.file]); data == nil {
			delete(files, f.file)
		} else {
			files[f.file] = data
		}
	}
	return files
}
