package diag

// Problem is a diagnostic for other programs, as it is written in JSON.
type Problem struct {
	Code  string `json:"code"`
	Level string `json:"level"`
	Where
	Message string         `json:"message"`
	Hint    string         `json:"hint,omitempty"`
	Related []RelatedPlace `json:"related,omitempty"`
}

// RelatedPlace is a second place of a problem.
type RelatedPlace struct {
	Where
	Message string `json:"message"`
}

// Where is a stretch of a file. Start and End are bytes from the beginning of the file. Lines and columns are those of Place; the end is the
// place after the last character. They are 0 where the file cannot be read, or there is none.
type Where struct {
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
	Start     int32  `json:"start"`
	End       int32  `json:"end"`
}

// Problems returns a resolved list for other programs. read returns a file's bytes.
func Problems(l List, read func(file string) ([]byte, error)) []Problem {
	p := places{read: read}
	out := make([]Problem, len(l))
	for i, d := range l {
		out[i] = Problem{Code: d.Code, Level: d.Level.String(), Where: p.where(d.At), Message: d.Message, Hint: d.Hint}
		for _, r := range d.Related {
			out[i].Related = append(out[i].Related, RelatedPlace{p.where(r.At), r.Message})
		}
	}
	return out
}

// places finds where spans stand. It keeps the file it read last, since diagnostics come by file.
type places struct {
	read func(string) ([]byte, error)

	file   string
	src    []byte
	starts []int
	ok     bool
}

func (p *places) load(file string) bool {
	if file != p.file {
		src, err := p.read(file)
		p.file, p.src, p.starts, p.ok = file, src, lineStarts(src), err == nil
	}
	return p.ok
}

func (p *places) where(at Span) Where {
	w := Where{File: at.File, Start: at.Start, End: at.End}
	if at.IsZero() || !p.load(at.File) {
		return w
	}
	start, end := placeAt(p.src, p.starts, int(at.Start)), placeAt(p.src, p.starts, int(max(at.Start, at.End)))
	w.Line, w.Column, w.EndLine, w.EndColumn = start.Line, start.Column, end.Line, end.Column
	return w
}
