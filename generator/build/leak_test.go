package build_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"attest"
	"attest/generator/build"
	"attest/generator/diag"
	"attest/generator/edtf"
)

// planter writes content in which every text that may not be published is one of its own kind.
type planter struct {
	rng     *rand.Rand
	secrets []planted
}

// planted is a secret, the file it is planted in, and whether it has a place of its own there.
type planted struct {
	text, file string
	tlp        bool
}

var marks = regexp.MustCompile(`@(words|id|url)\b`)

// plant writes a file in which @words becomes a secret of several words, @id one in the form of an id and @url an address.
func (p *planter) plant(files map[string]string, name, text string, tlp bool) {
	files[name] = marks.ReplaceAllStringFunc(text, func(mark string) string {
		n := len(p.secrets)
		var secret string
		switch mark {
		case "@id":
			secret = fmt.Sprintf("hidden-%d-thing-%x", n, p.rng.Uint32())
		case "@url":
			secret = fmt.Sprintf("https://hidden-%d.example/%x", n, p.rng.Uint32())
		default:
			secret = fmt.Sprintf("Quiet %x harbour no%dx", p.rng.Uint32(), n)
		}
		p.secrets = append(p.secrets, planted{secret, "content/" + name, tlp})
		return secret
	})
}

const (
	secretSource = "type: \"@words\"\ntitle: \"@words\"\nauthors: [\"@words\", \"@words\"]\npublisher: \"@words\"\nurl: @url\npublished: 2026-01\nlanguage: en\n" +
		"grade_basis: \"@words\"\ngraded_by: \"@words\"\nnote: \"@words\"\nreliability: B\n" +
		"archived: [{url: @url, captured: 2026-01-02}]\nretracted: {reason: \"@words\", url: @url}\n"
	secretEvidence = "locator: \"@words\", quote: \"@words\", translation: {text: \"@words\", by: \"@words\"}, note: \"@words\", answer: \"@words\""
	secretClaim    = "text: \"@words\", claimant: \"@words\", where: {name: \"@words\"}, why: \"@words\", would_change_if: [\"@words\"], " +
		"confidence_basis: {information_base: \"@words\", rigour: \"@words\", volatility: \"@words\"}"
	secretBriefing = "title: \"@words\"\ndate: 2026-01-01\nsummary: \"@words\"\nauthors: [\"@words\"]\ntopics: [\"@words\"]\ngaps: [\"@words\"]\nalternatives: \"@words\"\n" +
		"claims:\n  c: {" + secretClaim + ", evidence: [{source: s-%[1]s, stance: supports, " + secretEvidence + "}]}\n" +
		"sources:\n  s-%[1]s: {title: \"@words\", note: \"@words\"}\nactors:\n  a-%[1]s: {name: \"@words\", summary: \"@words\", aliases: [\"@words\"]}\n" +
		"events:\n  e-%[1]s: {date: 2026, title: \"@words\", text: \"@words\"}\ncorrections: [{date: 2026, type: correction, text: \"@words\", by: \"@words\"}]\n" +
		"extra: {key: \"@words\"}\n%[2]s---\nIt says @words, and [@words]{claim=c}.\n\n## @words\n\n```\n@words\n```\n\n- **@words**\n"
)

// secretSite makes a site with something withheld for every reason, in random number and order.
func secretSite(seed uint64) (map[string]string, []planted) {
	p := &planter{rng: rand.New(rand.NewPCG(seed, 7))}
	files := map[string]string{
		"site.yaml": "title: T\nbase_url: https://example.org/\nchecks: {retracted-source: warning}\n", "actors/port.md": "---\nname: Port Vela\n---\nAt the sea.\n",
		"sources/log.md": "---\ntitle: Arrivals ledger\norigin: original\n---\n",
	}
	plants := []func(n int){
		func(n int) {
			p.plant(files, fmt.Sprintf("sources/withheld-%d.md", n), "---\n"+secretSource+"access: withheld\ndescriptor: {access: \"@words\"}\n---\n@words. They said so.\n", false)
			p.plant(files, fmt.Sprintf("briefings/on-withheld-%d.md", n), fmt.Sprintf("---\ntitle: On %[1]d\ndate: 2026\nclaims:\n  c:\n    text: Claim %[1]d.\n    evidence: "+
				"[{source: withheld-%[1]d, stance: supports, "+secretEvidence+"}]\n---\n[It is so]{claim=c}.\n", n), false)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("sources/sealed-%d.md", n), "---\n"+secretSource+"access: restricted\ndescriptor: {access: an official}\n---\n@words. They said so.\n", false)
			p.plant(files, fmt.Sprintf("briefings/on-sealed-%d.md", n), fmt.Sprintf("---\ntitle: On sealed %[1]d\ndate: 2026\nclaims:\n  c:\n    text: Sealed claim %[1]d.\n    evidence: "+
				"[{source: sealed-%[1]d, stance: disputes, "+secretEvidence+"}]\n---\n[It is so]{claim=c} [@sealed-%[1]d].\n", n), false)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("briefings/mixed-%d.md", n), fmt.Sprintf("---\ntitle: Mixed %[1]d\ndate: 2026\nclaims:\n  open:\n    text: Open %[1]d.\n    evidence: "+
				"[{source: log, stance: supports}, {source: log, stance: supports, tlp: amber, "+secretEvidence+"}]\n  shut: {tlp: green, "+secretClaim+"}\n"+
				"sources:\n  @id: {tlp: red, title: \"@words\", note: \"@words\"}\nactors:\n  @id: {tlp: amber+strict, name: \"@words\", aliases: \"@words\"}\n"+
				"events:\n  @id: {tlp: amber, date: 2026, title: \"@words\", text: \"@words\"}\n---\n[Open words]{claim=open}.\n", n), true)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("actors/over-%d.md", n), "---\nname: \"@words\"\ntlp: red\nsummary: \"@words\"\nroles: [{title: \"@words\"}]\n---\n@words.\n", true)
			p.plant(files, fmt.Sprintf("events/over-%d.md", n), "---\ntitle: \"@words\"\ndate: 2026\ntlp: amber\n---\n@words.\n", true)
			p.plant(files, fmt.Sprintf("briefings/over-%d.md", n), fmt.Sprintf("---\n"+secretBriefing, fmt.Sprintf("o%d", n), "tlp: green\n"), true)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("briefings/draft-%d.md", n), fmt.Sprintf("---\n"+secretBriefing, fmt.Sprintf("d%d", n), "draft: true\n"), false)
			p.plant(files, fmt.Sprintf("pages/draft-%d.md", n), "---\ntitle: \"@words\"\ndraft: true\n---\n@words.\n", false)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("briefings/later-%d.md", n), fmt.Sprintf("---\n"+secretBriefing, fmt.Sprintf("l%d", n), "publish_on: 2026-06-01\n"), false)
		},
		func(n int) {
			p.plant(files, fmt.Sprintf("briefings/gone-%d.md", n), fmt.Sprintf("---\n"+secretBriefing, fmt.Sprintf("g%d", n), "expires_on: 2026-01-01\n"), false)
		},
	}
	for _, i := range p.rng.Perm(len(plants)) {
		for n := range 1 + p.rng.IntN(2) {
			plants[i](n)
		}
	}
	return files, p.secrets
}

func writeSite(t *testing.T, files map[string]string) build.Options {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if !strings.HasPrefix(name, "static/") && !strings.HasPrefix(name, "templates/") {
			name = "content/" + name
		}
		name = filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(text), 0o644))
	}
	return build.Options{Source: dir, Theme: attest.Theme(), Day: edtf.Day{Year: 2026, Month: 3, Day: 1}}
}

// TestNothingThatIsWithheldIsInTheOutput plants secrets in every field of a random site that may not be published.
func TestNothingThatIsWithheldIsInTheOutput(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		files, secrets := secretSite(seed)
		opt := writeSite(t, files)
		result, err := build.Run(t.Context(), opt)
		must(t, err)
		for _, d := range result.Diagnostics {
			if d.Level == diag.LevelError {
				t.Fatalf("seed %d: %s %s: %s", seed, d.At.File, d.Code, d.Message)
			}
		}
		output := os.DirFS(filepath.Join(opt.Source, "public"))
		must(t, fs.WalkDir(output, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(output, name)
			text := name + "\n" + string(data)
			for _, s := range secrets {
				for _, written := range []string{s.text, url.PathEscape(s.text), strings.ReplaceAll(s.text, " ", "-"), strings.ToLower(s.text)} {
					if strings.Contains(text, written) {
						t.Errorf("seed %d: %s holds %q of %s", seed, name, written, s.file)
					}
				}
			}
			return err
		}))
	}
}

// TestWhatATemplateOrAFileLeaksIsFound leaks every secret of a random site on purpose, in several ways.
func TestWhatATemplateOrAFileLeaksIsFound(t *testing.T) {
	t.Parallel()
	ways := map[string]func(files map[string]string, secrets []string){
		"a file of JSON": func(files map[string]string, secrets []string) {
			data, _ := json.Marshal(map[string]any{"all": secrets})
			files["static/more/all.json"] = string(data)
		},
		"a template": func(files map[string]string, secrets []string) {
			files["templates/partials/foot.html"] = "<footer>{{range .Site.Menu}}{{end}}<p title=\"" + strings.Join(secrets, "\">\n<em>") + "\"></footer>\n</body>\n</html>\n"
		},
		"addresses": func(files map[string]string, secrets []string) {
			text := "a.example\n"
			for _, s := range secrets {
				text += "https://a.example/?q=" + url.QueryEscape(s) + "&p=" + url.PathEscape(s) + "\n"
			}
			files["static/list.txt"] = text
		},
		"a picture": func(files map[string]string, secrets []string) {
			files["static/photo.png"] = string(png([]byte("IHDR"), append([]byte("zTXtComment\x00\x00"), packed(strings.Join(secrets, "; "))...)))
		},
	}
	for way, leak := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			files, secrets := secretSite(11)
			var texts []string
			for _, s := range secrets {
				texts = append(texts, s.text)
			}
			leak(files, texts)
			opt := writeSite(t, files)
			result, err := build.Check(t.Context(), opt)
			must(t, err)
			leaked := make(map[string][]diag.Diagnostic)
			for _, d := range result.Diagnostics {
				if d.Code == "withheld-leak" || d.Code == "over-tlp" {
					leaked[d.At.File] = append(leaked[d.At.File], d)
					if len(d.Related) == 0 && way != "a template" {
						t.Errorf("%s does not say where it got to", d.Message)
					}
				}
			}
			for _, s := range secrets {
				source, err := os.ReadFile(filepath.Join(opt.Source, filepath.FromSlash(s.file)))
				must(t, err)
				found := slices.ContainsFunc(leaked[s.file], func(d diag.Diagnostic) bool {
					right := d.Code == "withheld-leak"
					if s.tlp {
						right = d.Code == "over-tlp"
					}
					at := string(source[d.At.Start:d.At.End])
					return right && (strings.Contains(at, s.text) || strings.HasPrefix(d.Message, "the text of ") || strings.Contains(d.Message, "aliases"))
				})
				if !found {
					t.Errorf("%q of %s is not found; there it finds %v", s.text, s.file, leaked[s.file])
				}
			}
		})
	}
}

// TestALaterSecretIsFoundInWhatIsKept makes edits by which something becomes a secret, or is published no more, that a file holds which is
// not made anew.
func TestALaterSecretIsFoundInWhatIsKept(t *testing.T) {
	t.Parallel()
	const words = "Orsa memorandum of March"
	draft := "---\ntitle: The " + words + "\ndate: 2026\ndraft: true\n---\nNothing yet.\n"
	steps := []struct {
		name  string
		write map[string]string // an empty text removes the file
		leaks int
	}{
		{"a file holds the words", map[string]string{"static/list.json": `["The ` + words + `"]`, "content/briefings/a.md": "---\ntitle: A\ndate: 2026\n---\nWords.\n"}, 0},
		{"they become a secret", map[string]string{"content/briefings/d.md": draft}, 1},
		{"they are published besides", map[string]string{"content/briefings/a.md": "---\ntitle: A\ndate: 2026\n---\nOn *the " + words + "*.\n"}, 0},
		{"something else is edited", map[string]string{"content/briefings/b.md": "---\ntitle: B\ndate: 2026\n---\nWords.\n"}, 0},
		{"they are published elsewhere", map[string]string{
			"content/briefings/a.md": "---\ntitle: A\ndate: 2026\n---\nWords.\n", "content/briefings/b.md": "---\ntitle: The " + words + "\ndate: 2026\n---\nWords.\n",
		}, 0},
		{"they are published nowhere", map[string]string{"content/briefings/b.md": "---\ntitle: B\ndate: 2026\n---\nWords.\n"}, 1},
		{"they are no secret", map[string]string{"content/briefings/d.md": ""}, 0},
		{"they are one once more", map[string]string{"content/briefings/d.md": draft}, 1},
	}
	for _, again := range []bool{false, true} { // in one run that watches, and in a run for each edit
		t.Run(fmt.Sprint("again ", again), func(t *testing.T) {
			t.Parallel()
			opt := writeSite(t, map[string]string{"site.yaml": "title: T\nbase_url: https://example.org/\n"})
			builder := build.NewBuilder(opt)
			defer func() { must(t, builder.Close()) }()
			for _, step := range steps {
				var changed []string
				for name, text := range step.write {
					file := filepath.Join(opt.Source, filepath.FromSlash(name))
					must(t, os.MkdirAll(filepath.Dir(file), 0o755))
					if changed = append(changed, name); text == "" {
						must(t, os.Remove(file))
						continue
					}
					must(t, os.WriteFile(file, []byte(text), 0o644))
				}
				slices.Sort(changed)
				if again {
					must(t, builder.Close())
					builder, changed = build.NewBuilder(opt), nil
				}
				result, err := builder.Build(t.Context(), changed)
				must(t, err)
				var leaks []string
				for _, d := range result.Diagnostics {
					if d.Level == diag.LevelError {
						leaks = append(leaks, d.Message)
					}
				}
				if len(leaks) != step.leaks {
					t.Errorf("%s: %d leaks, want %d: %q", step.name, len(leaks), step.leaks, leaks)
				}
			}
		})
	}
}

// TestWhatIsNoLeak has secrets of which the words are on pages all the same.
func TestWhatIsNoLeak(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"site.yaml":      "title: The harbour desk of Vela\nbase_url: https://example.org/\n",
		"briefings/a.md": "---\ntitle: Port Vela closes\ndate: 2026-05-12\nauthors: [Jane Roe]\ntopics: [Annual report]\n---\nNo ship of the line called in May, they say.\n\n## Annual figures\n",
		"briefings/draft.md": "---\ntitle: port vela closes\nsummary: no ship of the *line* called in May\ndate: 2026\nauthors: [Jane Roe, The harbour desk of Vela]\ndraft: true\n" +
			"claims:\n  c: {text: What leaned on it, why: usually reliable, evidence: [{source: log, stance: supports, locator: 12 May 2026, note: Annual report}]}\n---\nSaid in May. Annual figures.\n",
		"sources/log.md":           "---\ntitle: Port authority\naccess: withheld\ntype: press release\npublisher: port-authority\n---\n",
		"actors/port-authority.md": "---\nname: Port authority\n---\nIt writes a press release.\n",
		"static/mine.js":           "var title = 'port vela closes'",
		"pages/about.md":           "---\ntitle: About\n---\n[Its site](https://port.example/a-b?c=1&d=2 \"Port of Vela, north quay\").\n",
		"sources/quay.md":          "---\ntitle: Port of Vela, north quay\nurl: https://port.example/a-b?c=1&d=2\naccess: restricted\ndescriptor: {access: an official}\n---\n",
	}
	result, err := build.Check(t.Context(), writeSite(t, files))
	must(t, err)
	for _, d := range result.Diagnostics {
		if d.Level == diag.LevelError {
			t.Errorf("%s: %s", d.Code, d.Message)
		}
	}
	delete(files, "actors/port-authority.md")
	files["sources/log.md"] = "---\ntitle: Port authority\naccess: withheld\n---\n"
	files["static/mine.js"] = "var title = 'Port authority'"
	if result, err = build.Check(t.Context(), writeSite(t, files)); err != nil || !result.Diagnostics.Failed() {
		t.Errorf("what no page says is no leak: %v, %v", result.Diagnostics, err)
	}
}
