package browsertest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	validator      = "../../bin/html-validate/node_modules/html-validate/bin/html-validate.mjs" // put there by make
	validatorRules = "testdata/html-validate/rules.json"
)

var warnValidatorOnce sync.Once

// needValidator ends a test where there is no validator: it skips it, loudly, or fails where REQUIRE_BROWSER=1.
func needValidator(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(validator)
	}
	switch {
	case err != nil && os.Getenv("REQUIRE_BROWSER") == "1":
		t.Fatalf("REQUIRE_BROWSER=1, but there is no html-validate: %v; make test installs it where there is npm", err)
	case err != nil:
		warnValidatorOnce.Do(func() {
			fmt.Fprint(os.Stderr, "\n*** NO HTML-VALIDATE: make test installs it where there is npm. THE VALIDITY OF PAGES IS NOT TESTED. ***\n\n")
		})
		t.Skip("no html-validate")
	}
}

// invalid returns what the validator says of files or folders: the living standard's rules for HTML, and no others.
func invalid(t *testing.T, names ...string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", append([]string{validator, "--config", validatorRules, "--formatter", "json"}, names...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // it ends with 1 where something is wrong with a page
		t.Fatal(err)
	}
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line, Column    int
		}
	}
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatalf("html-validate says %q: %v", clip(string(out)), err)
	}
	var lines []string
	for _, f := range files {
		for _, m := range f.Messages {
			lines = append(lines, fmt.Sprintf("%s:%d:%d: %s: %s", f.FilePath, m.Line, m.Column, m.RuleID, m.Message))
		}
	}
	return lines
}

// TestPagesAreValidHTML holds all pages of the sample site, and one of each kind with all that can stand in it, against the rules of HTML.
func TestPagesAreValidHTML(t *testing.T) {
	t.Parallel()
	needValidator(t)
	sample, synthetic := must(t, sampleHosted), must(t, syntheticHosted)
	names := []string{sample.dir}
	for _, file := range synthetic.withEveryKind(syntheticPages) {
		names = append(names, filepath.Join(synthetic.dir, filepath.FromSlash(file)))
	}
	for i, line := range invalid(t, names...) {
		if i == 20 {
			t.Fatal("and more")
		}
		t.Error(line)
	}
	bad := filepath.Join(t.TempDir(), "bad.html")
	const html = `<!doctype html><html lang="en"><head><title>Bad</title></head><body><ul><p id="a">Words.</p></ul><a href="b" id="a"><button type="button">Press</button></a></body></html>`
	if err := os.WriteFile(bad, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := strings.Join(invalid(t, bad), "\n"); !strings.Contains(found, "element-permitted-content") || !strings.Contains(found, "no-dup-id") {
		t.Errorf("of a page that is not valid it says %q", found)
	}
}
