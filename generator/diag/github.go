package diag

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"
)

// githubCommands are the words with which a workflow of GitHub annotates, by level.
var githubCommands = map[Level]string{LevelError: "error", LevelWarning: "warning", LevelInfo: "notice"}

// WriteGitHub prints a resolved list as commands of a workflow, which GitHub shows as annotations at the lines of a change. folder is where the
// site lies in the repository; read returns a file's bytes.
func WriteGitHub(w io.Writer, l List, folder string, read func(file string) ([]byte, error)) error {
	out := bufio.NewWriter(w)
	p := places{read: read}
	for _, d := range l {
		fmt.Fprintf(out, "::%s ", githubCommands[d.Level])
		if !d.At.IsZero() {
			fmt.Fprintf(out, "file=%s,", inProperty(Visible(path.Join(folder, d.At.File))))
			if at := p.where(d.At); at.Line > 0 {
				fmt.Fprintf(out, "line=%d,col=%d,endLine=%d,", at.Line, at.Column, at.EndLine)
				if at.EndLine == at.Line {
					fmt.Fprintf(out, "endColumn=%d,", at.EndColumn)
				}
			}
		}
		message := Visible(d.Message)
		if d.Hint != "" {
			message += "\nhint: " + Visible(d.Hint)
		}
		for _, r := range d.Related {
			at := p.where(r.At)
			message += fmt.Sprintf("\n%s:%d:%d: %s", Visible(path.Join(folder, r.At.File)), at.Line, at.Column, Visible(r.Message))
		}
		fmt.Fprintf(out, "title=%s::%s\n", inProperty(d.Code), inData(message))
	}
	return out.Flush()
}

// inData escapes a text as it stands behind a command, and inProperty as the value of one of its properties.
func inData(s string) string { return githubData.Replace(s) }

func inProperty(s string) string { return githubProperty.Replace(s) }

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
