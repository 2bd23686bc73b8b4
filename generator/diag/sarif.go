package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
)

// SARIFOptions say what a log in SARIF tells beside the problems. The zero value works.
type SARIFOptions struct {
	Folder  string                     // where the site lies in the repository
	Version string                     // of attest; empty where it is not known
	Help    func(code string) Markdown // what is to be known of a code; nil for nothing
}

// Markdown is a text with its marks.
type Markdown string

// The parts of SARIF 2.1.0 (OASIS, errata 01) that are written. Names are those of the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string      `json:"id"`
		ShortDescription     sarifText   `json:"shortDescription"`
		Help                 *sarifText  `json:"help,omitempty"`
		DefaultConfiguration sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		ID               *int          `json:"id,omitempty"` // of a related location, from 0
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// sarifLevels are the words of the standard for ours.
var sarifLevels = map[Level]string{LevelError: "error", LevelWarning: "warning", LevelInfo: "note", LevelOff: "none"}

// WriteSARIF prints a resolved list as a log in SARIF 2.1.0, which code hosts show beside the lines. read returns a file's bytes.
func WriteSARIF(w io.Writer, l List, read func(file string) ([]byte, error), opt SARIFOptions) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "attest", Version: opt.Version, Rules: []sarifRule{}}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	numbers := make(map[string]int) // of the codes that are found, in the order of the registry
	for _, c := range codes {
		if !slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Code == c.Name }) {
			continue
		}
		numbers[c.Name] = len(run.Tool.Driver.Rules)
		rule := sarifRule{ID: c.Name, ShortDescription: sarifText{Text: c.Title}, DefaultConfiguration: sarifConfig{sarifLevels[c.Level]}}
		if opt.Help != nil {
			if help := string(opt.Help(c.Name)); help != "" {
				rule.Help = &sarifText{Text: help, Markdown: help}
			}
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	p := places{read: read}
	for _, d := range l {
		result := sarifResult{RuleID: d.Code, RuleIndex: numbers[d.Code], Level: sarifLevels[d.Level], Message: sarifText{Text: Visible(d.Message)}}
		if d.Hint != "" {
			result.Message.Text += "\nhint: " + Visible(d.Hint)
		}
		if !d.At.IsZero() {
			result.Locations = []sarifLocation{{PhysicalLocation: p.sarif(d.At, opt.Folder)}}
		}
		for i, r := range d.Related {
			result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
				ID: &i, PhysicalLocation: p.sarif(r.At, opt.Folder), Message: &sarifText{Text: Visible(r.Message)},
			})
		}
		run.Results = append(run.Results, result)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	log := sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}
	if err := enc.Encode(log); err != nil {
		return fmt.Errorf("write SARIF: %w", err)
	}
	return nil
}

// sarif returns where a span stands. The base is by convention the root of the repository.
func (p *places) sarif(at Span, folder string) sarifPhysical {
	physical := sarifPhysical{ArtifactLocation: sarifArtifact{URI: pathAddress(path.Join(folder, at.File)), URIBaseID: "%SRCROOT%"}}
	if w := p.where(at); w.Line > 0 {
		physical.Region = &sarifRegion{w.Line, w.Column, w.EndLine, w.EndColumn}
	}
	return physical
}

// pathAddress writes the path of a file as a relative address.
func pathAddress(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	if strings.Contains(parts[0], ":") {
		parts[0] = "./" + parts[0] // else it would be a scheme
	}
	return strings.Join(parts, "/")
}
