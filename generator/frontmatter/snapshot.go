package frontmatter

import (
	"fmt"

	"attest/generator/brief"
	"attest/generator/diag"
)

// Snapshot reads the file that lies beside a copy of a source and says what it is: the same keys as `snapshot` of a source. The places of the
// fields are those that a source's would have: "snapshot.path". The snapshot is nil where the file cannot be read.
func Snapshot(file string, src []byte) (*brief.Snapshot, brief.Places, diag.List) {
	if problems := CheckText(file, src); len(problems) > 0 {
		return nil, brief.Places{}, problems
	}
	at := diag.Span{File: file}
	r := newReader(file, src)
	defer r.close()
	root, ok := r.parse(len(src)-len(trimBOM(src)), len(src), at)
	if !ok || root == nil {
		return nil, brief.Places{}, r.problems
	}
	if root.kind != mapping {
		r.report(diag.Diagnostic{
			Code: "bad-yaml", At: r.head(root),
			Message: fmt.Sprintf("a snapshot is keys and values, not %s", root.describe()), Hint: snapshotObject.example(),
		})
		return nil, brief.Places{}, r.problems
	}
	s := &brief.Snapshot{}
	begin := r.places.Begin()
	r.placed, r.prefix = true, "snapshot."
	snapshotObject.read(r, root, s, at)
	return s, r.places.End(begin), r.problems
}
