package content

import (
	"bytes"
	"encoding"
	"fmt"
	"math"
	"reflect"
	"sync"

	"github.com/vmihailenco/msgpack/v5"

	"attest/generator/diag"
)

// What lasts from one run to the next is read by the program that wrote it, so it needs neither names nor types: values stand one after the
// other, in the order of their type's fields. Most of a site is texts, and those that are read share the memory of what they are read from: to
// make each by itself is most of what reading takes.

// coder writes and reads the values of one type.
type coder struct {
	write func(w *packer, v reflect.Value)
	read  func(u *unpacker, v reflect.Value) // into the zero value; panics with damage
}

// damage is what an unpacker finds wrong.
type damage string

func (d damage) Error() string { return "what was kept is damaged: " + string(d) }

const cutOff = damage("it is cut off")

// codec writes and reads values of one type. Its coder is made when it is first needed.
type codec[T any] struct{ coder func() *coder }

func newCodec[T any]() codec[T] {
	return codec[T]{sync.OnceValue(func() *coder { return newCoder(reflect.TypeFor[T]()) })}
}

// encode writes a value so that decode can read it again.
func (c codec[T]) encode(v *T) []byte {
	w := packers.Get().(*packer)
	defer packers.Put(w)
	w.data, w.file = w.data[:0], ""
	c.coder().write(w, reflect.ValueOf(v).Elem())
	return bytes.Clone(w.data)
}

// decode reads what encode wrote into the zero value. It keeps data, which must not be written to any more.
func (c codec[T]) decode(data []byte, v *T) (err error) {
	defer func() {
		if found := recover(); found != nil {
			d, ok := found.(damage)
			if !ok {
				panic(found)
			}
			err = d
		}
	}()
	u := &unpacker{data: data}
	c.coder().read(u, reflect.ValueOf(v).Elem())
	if len(u.data) > 0 {
		return damage("there is more than there should be")
	}
	return nil
}

var (
	spanType   = reflect.TypeFor[diag.Span]()
	binaryType = reflect.TypeFor[encoding.BinaryUnmarshaler]()
	textType   = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func newCoder(t reflect.Type) *coder {
	switch {
	case t == spanType:
		return &coder{writeSpan, readSpan}
	case reflect.PointerTo(t).Implements(binaryType):
		return marshaled(encoding.BinaryMarshaler.MarshalBinary, encoding.BinaryUnmarshaler.UnmarshalBinary)
	case reflect.PointerTo(t).Implements(textType):
		return marshaled(encoding.TextMarshaler.MarshalText, encoding.TextUnmarshaler.UnmarshalText)
	}
	switch t.Kind() {
	case reflect.String:
		return &coder{
			func(w *packer, v reflect.Value) { w.text(v.String()) },
			func(u *unpacker, v reflect.Value) { v.SetString(u.text()) },
		}
	case reflect.Bool:
		return &coder{
			func(w *packer, v reflect.Value) { w.flag(v.Bool()) },
			func(u *unpacker, v reflect.Value) { v.SetBool(u.flag()) },
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &coder{
			func(w *packer, v reflect.Value) { w.number(int(v.Int())) },
			func(u *unpacker, v reflect.Value) { v.SetInt(int64(u.number())) },
		}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &coder{
			func(w *packer, v reflect.Value) { w.number(int(v.Uint())) },
			func(u *unpacker, v reflect.Value) { v.SetUint(uint64(u.number())) },
		}
	case reflect.Float64:
		return &coder{
			func(w *packer, v reflect.Value) { w.number(int(math.Float64bits(v.Float()))) },
			func(u *unpacker, v reflect.Value) { v.SetFloat(math.Float64frombits(uint64(u.number()))) },
		}
	case reflect.Struct:
		return structCoder(t)
	case reflect.Pointer:
		return pointerCoder(t)
	case reflect.Array:
		return arrayCoder(t)
	case reflect.Slice:
		return sliceCoder(t)
	case reflect.Map:
		return &coder{writeMap, readMap}
	}
	panic(fmt.Sprintf("content: a %s cannot be kept", t))
}

func structCoder(t reflect.Type) *coder {
	fields := make([]*coder, t.NumField())
	for i := range fields {
		if f := t.Field(i); !f.IsExported() {
			panic(fmt.Sprintf("content: the field %s of a %s cannot be kept", f.Name, t))
		}
		fields[i] = newCoder(t.Field(i).Type)
	}
	return &coder{
		func(w *packer, v reflect.Value) {
			for i, f := range fields {
				f.write(w, v.Field(i))
			}
		},
		func(u *unpacker, v reflect.Value) {
			for i, f := range fields {
				f.read(u, v.Field(i))
			}
		},
	}
}

func pointerCoder(t reflect.Type) *coder {
	to, elem := t.Elem(), newCoder(t.Elem())
	return &coder{
		func(w *packer, v reflect.Value) {
			if w.flag(!v.IsNil()); !v.IsNil() {
				elem.write(w, v.Elem())
			}
		},
		func(u *unpacker, v reflect.Value) {
			if u.flag() {
				v.Set(reflect.New(to))
				elem.read(u, v.Elem())
			}
		},
	}
}

func arrayCoder(t reflect.Type) *coder {
	elem := newCoder(t.Elem())
	return &coder{
		func(w *packer, v reflect.Value) {
			for i := range v.Len() {
				elem.write(w, v.Index(i))
			}
		},
		func(u *unpacker, v reflect.Value) {
			for i := range v.Len() {
				elem.read(u, v.Index(i))
			}
		},
	}
}

// sliceCoder writes how many there are, plus one, and 0 for nil.
func sliceCoder(t reflect.Type) *coder {
	if t.Elem().Kind() == reflect.Uint8 {
		return &coder{
			func(w *packer, v reflect.Value) { w.bytes(v.Bytes()) },
			func(u *unpacker, v reflect.Value) { v.SetBytes(u.bytes()) },
		}
	}
	elem := newCoder(t.Elem())
	return &coder{
		func(w *packer, v reflect.Value) {
			if v.IsNil() {
				w.number(0)
				return
			}
			n := v.Len()
			w.number(n + 1)
			for i := range n {
				elem.write(w, v.Index(i))
			}
		},
		func(u *unpacker, v reflect.Value) {
			n := u.number() - 1
			if n < 0 {
				return
			}
			if n > len(u.data) { // each takes a byte at least
				panic(cutOff)
			}
			v.Set(reflect.MakeSlice(t, n, n))
			for i := range n {
				elem.read(u, v.Index(i))
			}
		},
	}
}

// marshaled is the coder of a type that writes and reads itself. What is written as nothing is the zero value.
func marshaled[W, R any](marshal func(W) ([]byte, error), unmarshal func(R, []byte) error) *coder {
	return &coder{
		func(w *packer, v reflect.Value) {
			data, err := marshal(v.Interface().(W))
			if err != nil {
				panic("content: encode: " + err.Error()) // it is known to be well formed
			}
			w.bytes(data)
		},
		func(u *unpacker, v reflect.Value) {
			if data := u.bytes(); len(data) > 0 {
				if err := unmarshal(v.Addr().Interface().(R), data); err != nil {
					panic(damage(err.Error()))
				}
			}
		},
	}
}

// writeSpan writes a place; most are in the same file as the one before.
func writeSpan(w *packer, v reflect.Value) {
	s := v.Addr().Interface().(*diag.Span)
	switch s.File {
	case "":
		w.number(0)
		return
	case w.file:
		w.number(1)
	default:
		w.number(2)
		w.text(s.File)
		w.file = s.File
	}
	w.number(int(s.Start))
	w.number(int(s.End - s.Start))
}

func readSpan(u *unpacker, v reflect.Value) {
	switch u.number() {
	case 0:
		return
	case 2:
		u.file = u.text()
	}
	start := u.number()
	*v.Addr().Interface().(*diag.Span) = diag.At(u.file, start, start+u.number())
}

// writeMap writes a map of what an author wrote and attest does not know, which may be anything.
func writeMap(w *packer, v reflect.Value) {
	if v.Len() == 0 {
		w.bytes(nil)
		return
	}
	var buf bytes.Buffer
	enc := msgpack.NewEncoder(&buf)
	enc.SetSortMapKeys(true)
	if err := enc.Encode(v.Interface()); err != nil {
		panic("content: encode: " + err.Error()) // all is text, numbers and lists of these
	}
	w.bytes(buf.Bytes())
}

func readMap(u *unpacker, v reflect.Value) {
	if data := u.bytes(); len(data) > 0 {
		if err := msgpack.Unmarshal(data, v.Addr().Interface()); err != nil {
			panic(damage(err.Error()))
		}
	}
}
