package edittest_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"attest"
)

// siteEdits are what happens to pages, settings, pictures and other files, and to templates.
var siteEdits = []edit{
	{"page: title", 2, inPage(func(m *model, p *page) { p.title = fmt.Sprintf("Sheet %d", m.next()) })},
	{"page: summary", 1, inPage(func(m *model, p *page) { p.summary = pick(m, []string{"", m.sentence()}) })},
	{"page: draft", 2, inPage(func(_ *model, p *page) { p.draft = !p.draft })},
	{"page: earlier address", 1, inPage(func(m *model, p *page) { p.aliases = []string{fmt.Sprintf("sheets/%d/", m.next())} })},
	{"page: autolink", 1, inPage(func(_ *model, p *page) { p.off = !p.off })},
	{"page: add", 2, func(m *model) bool {
		m.addPage()
		return true
	}},
	{"page: delete", 2, func(m *model) bool {
		p, ok := find(m, m.pages, func(p *page) bool { return !p.gone && !strings.HasPrefix(p.id, "page") == m.chance(30) })
		if ok {
			p.gone = true
		}
		return ok
	}},
	{"page: come back", 2, func(m *model) bool {
		p, ok := find(m, m.pages, func(p *page) bool { return p.gone })
		if ok {
			p.gone = false
		}
		return ok
	}},
	{"page: rename", 1, inPage(func(m *model, p *page) { p.id = m.fresh("page").id })},
	{"front page: add or remove", 1, func(m *model) bool {
		m.front.gone = !m.front.gone
		return true
	}},
	{"front page: title", 1, func(m *model) bool {
		m.front.title = pick(m, []string{"", "Welcome to the harbour"})
		return true
	}},

	{"settings: title", 1, func(m *model) bool {
		m.settings.title = pick(m, []string{"Harbour Watch", "Pier Watch", ""})
		return true
	}},
	{"settings: description and author", 1, func(m *model) bool {
		m.settings.description, m.settings.author = pick(m, []string{"", m.sentence()}), pick(m, []string{"", "The desk"})
		return true
	}},
	{"settings: language", 1, func(m *model) bool {
		m.settings.language = pick(m, []string{"", "en", "ko", "de", "sv"})
		return true
	}},
	{"settings: base_url", 1, func(m *model) bool {
		m.settings.base = pick(m, []string{"", "https://example.org/harbour/", "https://harbour.example/"})
		return true
	}},
	{"settings: scale", 1, func(m *model) bool {
		m.settings.scale = pick(m, []string{"", "phia", "ipcc"})
		return true
	}},
	{"settings: tlp", 1, func(m *model) bool {
		m.settings.tlp = pick(m, []string{"", "clear", "green", "amber"})
		return true
	}},
	{"settings: autolink", 1, func(m *model) bool {
		m.settings.autolinkOff = !m.settings.autolinkOff
		return true
	}},
	{"settings: unsafe_html", 1, func(m *model) bool {
		m.settings.unsafe = !m.settings.unsafe
		return true
	}},
	{"settings: years_from", 3, func(m *model) bool {
		shown := 0
		for _, e := range m.events {
			if m.showsEvent(e, nil) {
				shown++
			}
		}
		m.settings.yearsFrom = pick(m, []int{0, max(1, shown-1), max(1, shown), shown + 1, shown + 2})
		return true
	}},
	{"settings: feeds", 1, func(m *model) bool {
		m.settings.feedLimit = pick(m, []int{0, 3, 10})
		return true
	}},
	{"settings: menu", 2, func(m *model) bool {
		m.settings.menu = slices.Clone(m.pages[:m.n(min(4, len(m.pages)+1))])
		return true
	}},
	{"settings: policies", 1, func(m *model) bool {
		m.settings.policies = nil
		if p, ok := find(m, m.pages, func(p *page) bool { return !p.gone }); ok {
			m.settings.policies = []policy{{pick(m, []string{"corrections", "funding"}), p}}
		}
		return true
	}},
	{"settings: checks", 2, func(m *model) bool {
		m.settings.checks = pick(m, [][]check{
			{{"retracted-source", "off"}, {"orphan-source", "off"}, {"weak-url", "warning"}},
			{{"unearned-one", "info"}, {"diagonal-grades", "info"}},
			nil,
			{{"raw-html", "off"}},
			{{"unused-claim", "info"}, {"ambiguous-name", "off"}},
			{{"unused-claim", "off"}},
		})
		return true
	}},
	{"settings: cname and social", 1, func(m *model) bool {
		m.settings.social = !m.settings.social
		m.settings.cname = pick(m, []string{"", "harbour.example"})
		return true
	}},
	{"settings: logo", 1, func(m *model) bool {
		m.settings.logo = ""
		if slices.ContainsFunc(m.static, func(f *plainFile) bool { return f.name == "static/logo.svg" }) && m.chance(70) {
			m.settings.logo = "logo.svg"
		}
		return true
	}},

	{"picture: replace", 4, func(m *model) bool {
		b, ok := find(m, m.briefings, func(b *briefing) bool { return !b.gone && len(b.images) > 0 })
		if ok {
			pick(m, b.images).version = m.next() // shown under the same name
		}
		return ok
	}},
	{"picture: add and show", 4, inBriefing(func(m *model, b *briefing) {
		p := m.newPicture()
		b.images = append(slices.Clone(b.images), p)
		m.write(b, 1)
		s := b.prose.sections[len(b.prose.sections)-1]
		s.paragraphs = append(s.paragraphs, &paragraph{mark: m.next(), pieces: []*piece{{words: "the quay", image: p}}})
	})},
	{"picture: add and do not show", 1, inBriefing(func(m *model, b *briefing) { b.images = append(slices.Clone(b.images), m.newPicture()) })},
	{"picture: remove", 3, func(m *model) bool {
		b, ok := find(m, m.briefings, func(b *briefing) bool { return !b.gone && len(b.images) > 0 })
		if ok {
			b.images = b.images[1:]
		}
		return ok
	}},
	{"static file: add", 2, func(m *model) bool {
		n := m.next()
		m.static = append(m.static, &plainFile{fmt.Sprintf("static/papers/paper-%d.txt", n), fmt.Sprintf("Paper %d.\n", n)})
		return true
	}},
	{"static file: change", 2, func(m *model) bool {
		if len(m.static) == 0 {
			return false
		}
		pick(m, m.static).text += fmt.Sprintf("<!-- %d -->\n", m.next())
		return true
	}},
	{"static file: remove", 2, func(m *model) bool {
		if len(m.static) == 0 {
			return false
		}
		i := m.n(len(m.static))
		if m.static[i].name == "static/logo.svg" {
			m.settings.logo = ""
		}
		m.static = slices.Delete(m.static, i, i+1)
		return true
	}},
	{"static file: style, in place of the built-in one or beside it", 2, func(m *model) bool {
		name := pick(m, []string{"static/style.css", "static/chroma.css", "static/logo.svg"})
		m.static = slices.DeleteFunc(m.static, func(f *plainFile) bool { return f.name == name })
		m.static = append(m.static, &plainFile{name, fmt.Sprintf("/* %d */\n", m.next())})
		return true
	}},
	{"spare file: add, change or remove", 2, func(m *model) bool {
		if len(m.spare) > 2 {
			m.spare = m.spare[1:]
			return true
		}
		n := m.next()
		m.spare = append(m.spare, &plainFile{fmt.Sprintf("content/papers/%d.%s", n, pick(m, []string{"txt", "md"})), "Nobody leads here.\n"})
		return true
	}},
	{"library: remove, or bring it back", 2, func(m *model) bool {
		l := pick(m, m.libraries)
		l.gone = !l.gone
		return true
	}},
	{"library: another order and form", 2, func(m *model) bool {
		l := pick(m, m.libraries)
		slices.Reverse(l.sources)
		l.wrapped = !l.wrapped
		return true
	}},
	{"library: an item moves to another file", 2, func(m *model) bool {
		s, ok := find(m, m.sources, func(s *source) bool { return !s.gone && s.library != nil })
		if !ok {
			return false
		}
		s.library.sources = slices.DeleteFunc(s.library.sources, func(other *source) bool { return other == s })
		s.library = pick(m, m.libraries)
		s.library.sources = append(s.library.sources, s)
		return true
	}},
	{"template: add or change", 5, func(m *model) bool {
		name := pick(m, ownTemplates)
		text, err := fs.ReadFile(attest.Theme(), name)
		if err != nil {
			panic(err) // a name of our own
		}
		m.templates = slices.DeleteFunc(m.templates, func(f *plainFile) bool { return f.name == name })
		m.templates = append(m.templates, &plainFile{name, strings.Replace(string(text), "<p", fmt.Sprintf(`<p data-n="%d"`, m.next()), 1)})
		return true
	}},
	{"template: remove", 3, func(m *model) bool {
		if len(m.templates) == 0 {
			return false
		}
		m.templates = m.templates[1:]
		return true
	}},
}

// ownTemplates are the built-in templates that a site comes to replace. Each has a paragraph.
var ownTemplates = []string{
	"templates/partials/foot.html", "templates/partials/card.html", "templates/partials/claim-row.html", "templates/partials/evidence.html",
	"templates/briefing.html", "templates/source.html", "templates/front.html",
}

func inPage(do func(*model, *page)) func(*model) bool {
	return func(m *model) bool {
		p, ok := find(m, m.pages, func(p *page) bool { return !p.gone && (p.id != "methodology" || m.chance(30)) })
		if ok {
			do(m, p)
		}
		return ok
	}
}
