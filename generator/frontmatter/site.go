package frontmatter

import (
	"fmt"
	"slices"

	"attest/generator/brief"
	"attest/generator/diag"
)

// settingsObject is the table of the keys of site.yaml.
var settingsObject = object[brief.Settings]{
	name: "site.yaml",
	fields: []field[brief.Settings]{
		key("title", text, func(s *brief.Settings) *string { return &s.Title }),
		key("description", text, func(s *brief.Settings) *string { return &s.Description }),
		key("language", tongue, func(s *brief.Settings) *string { return &s.Language }),
		key("base_url", baseURL, func(s *brief.Settings) *string { return &s.BaseURL }),
		key("author", text, func(s *brief.Settings) *string { return &s.Author }),
		key("logo", text, func(s *brief.Settings) *string { return &s.Logo }),
		key("scale", wordOf[string](brief.ScaleIDs()), func(s *brief.Settings) *string { return &s.Scale }),
		key("tlp", word[brief.TLP](brief.TLPs()), func(s *brief.Settings) *brief.TLP { return &s.TLP }),
		key("menu", parts(&menuObject), func(s *brief.Settings) *[]brief.MenuEntry { return &s.Menu }),
		key("social", named(addressOf("http", "https", "mailto")), func(s *brief.Settings) *[]brief.Named { return &s.Social }),
		key("checks", checks, func(s *brief.Settings) *map[string]diag.Level { return &s.Checks }),
		key("autolink", toggle, func(s *brief.Settings) *brief.Switch { return &s.Autolink }),
		nested("timeline", &timelineObject),
		nested("feeds", &feedsObject),
		key("policies", policies, func(s *brief.Settings) *[]brief.Policy { return &s.Policies }),
		key("cname", hostName, func(s *brief.Settings) *string { return &s.CNAME }),
		key("unsafe_html", flag, func(s *brief.Settings) *bool { return &s.UnsafeHTML }),
		key("extra", anything, func(s *brief.Settings) *map[string]any { return &s.Extra }),
	},
}

var timelineObject = object[brief.Settings]{
	name: "timeline",
	fields: []field[brief.Settings]{
		key("years_from", whole(1, 1_000_000), func(s *brief.Settings) *int { return &s.YearsFrom }),
	},
}

var feedsObject = object[brief.Settings]{
	name: "feeds",
	fields: []field[brief.Settings]{
		key("limit", whole(1, 10_000), func(s *brief.Settings) *int { return &s.FeedLimit }),
	},
}

// nested makes a field whose own keys are fields of the same object.
func nested[T any](name string, o *object[T]) field[T] {
	return field[T]{name: name, shape: shapeOf(o), read: func(r *reader, n *node, into *T) {
		if n.kind != mapping {
			r.expected(n, "a mapping", o.example())
			return
		}
		prefix := r.prefix
		r.prefix += name + "."
		o.read(r, n, into, r.head(n))
		r.prefix = prefix
	}}
}

var menuObject = object[brief.MenuEntry]{
	name: "a menu entry",
	fields: []field[brief.MenuEntry]{
		needed("title", text, func(m *brief.MenuEntry) *string { return &m.Title }),
		needed("page", ref, func(m *brief.MenuEntry) *brief.Ref { return &m.Page }),
	},
}

// policies are the pages that state a policy, by what each is about.
var policies = kind[[]brief.Policy]{
	shape{what: "a mapping of policies to pages", form: formMap, items: &ref.shape},
	func(r *reader, n *node) ([]brief.Policy, bool) {
		var values []brief.Policy
		ok := r.eachName(n, func(name, value *node) {
			if page, ok := ref.read(r, value); ok {
				values = append(values, brief.Policy{Name: r.keep(name.text), Page: page})
			}
		})
		return values, ok
	},
}

// checks are the levels of rules, by their codes.
var checks = kind[map[string]diag.Level]{
	shape{what: "a mapping of codes to levels", form: formMap, items: &levels.shape},
	func(r *reader, n *node) (map[string]diag.Level, bool) {
		values := make(map[string]diag.Level)
		ok := r.eachName(n, func(name, value *node) {
			if !slices.Contains(ruleCodes, name.text) {
				d := diag.Diagnostic{Code: "unknown-key", At: r.span(name), Message: fmt.Sprintf("there is no rule %s", short(name.text))}
				if r.unknown++; r.unknown <= maxHints {
					d.Hint = diag.DidYouMean(name.text, ruleCodes)
				}
				r.report(d)
				return
			}
			r.field = name.text
			word, ok := levels.read(r, value)
			if !ok {
				return
			}
			level, _ := diag.ParseLevel(word)
			if diag.Fixed(name.text) && level != diag.LevelError {
				r.wrong(value, "take it out", "%s is an error on every site: it stops what must not be seen", name.text)
				return
			}
			values[r.keep(name.text)] = level
		})
		return values, ok
	},
}

var levels = wordOf[string](diag.Levels())

// pageObject is the table of the keys of one of the author's own pages.
var pageObject = object[brief.Page]{
	name:   "a page",
	header: func(p *brief.Page) *brief.Header { return &p.Header },
	fields: append([]field[brief.Page]{
		needed("title", text, func(p *brief.Page) *string { return &p.Title }),
	}, pageFields...),
}

// frontPageObject is the table for the front page, which bears the title of the site where it has none.
var frontPageObject = object[brief.Page]{
	name:   "the front page",
	header: pageObject.header,
	fields: append([]field[brief.Page]{
		key("title", text, func(p *brief.Page) *string { return &p.Title }),
	}, pageFields...),
}

// pageFields are the keys of a page but its title.
var pageFields = []field[brief.Page]{
	key("summary", text, func(p *brief.Page) *string { return &p.Summary }),
	key("language", tongue, func(p *brief.Page) *string { return &p.Language }),
	hold("draft", flag, func(p *brief.Page) *bool { return &p.Draft }),
	key("aliases", list(oldAddress), func(p *brief.Page) *[]brief.Ref { return &p.Aliases }),
	key("autolink", toggle, func(p *brief.Page) *brief.Switch { return &p.Autolink }),
	key("extra", anything, func(p *brief.Page) *map[string]any { return &p.Extra }),
}
