package brief

import (
	"encoding/binary"
	"errors"
	"iter"
	"math"

	"attest/generator/diag"
)

// Places says where the fields of one object stand: by the field's path, such as "date" or "image.src". The zero value has none.
//
// Nearly every value of a site has a place and few are ever asked for, so the places of a file's objects share one string, in which
// each takes about four bytes.
type Places struct {
	file     *filePlaces
	from, to uint32 // of the object's places in file.packed
}

// filePlaces is the places of all objects of one file.
type filePlaces struct {
	name   string
	fields *Fields
	packed string // for each place, as varints: the field's number, the bytes from the end of the place before it, and its length
	under  Places // where fields are found that have no place here
}

// Fields numbers the paths of fields, so that places can be recorded by number. It is made once and shared.
type Fields struct {
	paths   []string
	numbers map[string]uint64
}

// NewFields returns the fields with these paths, of which each stands once.
func NewFields(paths []string) *Fields {
	f := &Fields{paths: paths, numbers: make(map[string]uint64, len(paths))}
	for i, path := range paths {
		f.numbers[path] = uint64(i)
	}
	return f
}

// Of returns where the field's value stands, else the zero Span.
func (p Places) Of(field string) diag.Span {
	for path, at := range p.All() {
		if path == field {
			return at
		}
	}
	return diag.Span{}
}

// All yields every field's path and where its value stands. A path comes twice where a file adds to an object of another, the place
// in that file first.
func (p Places) All() iter.Seq2[string, diag.Span] {
	return func(yield func(string, diag.Span) bool) {
		for ; p.file != nil; p = p.file.under {
			packed, end := p.file.packed[p.from:p.to], 0
			for packed != "" {
				var place [3]uint64
				for i := range place {
					place[i], packed = uvarint(packed)
				}
				start := end + int(int64(place[1]>>1)^-int64(place[1]&1)) // as AppendVarint has the sign
				end = start + int(place[2])
				if !yield(p.file.fields.paths[place[0]], diag.At(p.file.name, start, end)) {
					return
				}
			}
		}
	}
}

// uvarint returns the number with which packed begins, and what follows it.
func uvarint(packed string) (n uint64, rest string) {
	for i := range len(packed) {
		n |= uint64(packed[i]&0x7F) << (7 * i)
		if packed[i] < 0x80 {
			return n, packed[i+1:]
		}
	}
	return n, ""
}

// Over returns places in which those of base are found where p has none.
func (p Places) Over(base Places) Places {
	var file filePlaces
	if p.file != nil {
		file = *p.file
	}
	file.under = base
	return Places{file: &file, from: p.from, to: p.to}
}

// Recorder collects where the fields of the objects of one file stand. One object may be begun while another is not yet ended.
type Recorder struct {
	file   *filePlaces
	open   []place // of the objects begun and not ended, the innermost last
	packed []byte
}

type place struct {
	field      string
	start, end int
}

// NewRecorder returns a recorder for the file whose objects have the fields.
func NewRecorder(file string, fields *Fields) *Recorder {
	return &Recorder{file: &filePlaces{name: file, fields: fields}}
}

// Begin begins an object. What it returns is for End.
func (r *Recorder) Begin() int { return len(r.open) }

// Record says where a field of the object begun last stands.
func (r *Recorder) Record(field string, start, end int) {
	r.open = append(r.open, place{field, start, end})
}

// End ends the object that begin is of, and returns its places. They can be asked for after Close.
func (r *Recorder) End(begin int) Places {
	from, last := len(r.packed), 0
	for _, p := range r.open[begin:] {
		r.packed = binary.AppendUvarint(r.packed, r.file.fields.numbers[p.field])
		r.packed = binary.AppendVarint(r.packed, int64(p.start-last))
		r.packed = binary.AppendUvarint(r.packed, uint64(p.end-p.start))
		last = p.end
	}
	r.open = r.open[:begin]
	return Places{file: r.file, from: uint32(from), to: uint32(len(r.packed))}
}

// Close ends the recording.
func (r *Recorder) Close() { r.file.packed = string(r.packed) }

// MarshalBinary writes where in the places of its file an object's begin and end. It is for the program's own use: what it means is only
// known with what Packed returns of the same file.
func (p Places) MarshalBinary() ([]byte, error) {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(p.from)), uint64(p.to)), nil
}

// UnmarshalBinary reads what MarshalBinary has written. The places mean nothing until Unpack has been applied to them.
func (p *Places) UnmarshalBinary(data []byte) error {
	from, n := binary.Uvarint(data)
	if n <= 0 {
		return errors.New("places are cut off")
	}
	to, m := binary.Uvarint(data[n:])
	if m <= 0 || to < from || to > math.MaxUint32 {
		return errors.New("places are cut off")
	}
	p.from, p.to = uint32(from), uint32(to)
	return nil
}

// Packed returns the places of all objects of the file.
func (p Places) Packed() (file, packed string) {
	if p.file == nil {
		return "", ""
	}
	return p.file.name, p.file.packed
}

// Unpack returns a function that gives the places of an object that UnmarshalBinary has read their meaning: file and packed are what
// Packed returned of an object of the same file. It returns an error for places that are not of that file.
func Unpack(file, packed string, fields *Fields) func(*Places) error {
	shared := &filePlaces{name: file, fields: fields, packed: packed}
	return func(p *Places) error {
		if int(p.to) > len(packed) {
			return errors.New("places lie outside their file's")
		}
		p.file = shared
		return nil
	}
}
