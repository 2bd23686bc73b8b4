package build

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// unescaped returns data in which characters stand for themselves that are written with percent signs, as in addresses, or as \u and four
// digits, as in JSON; nil for data without any.
func unescaped(data []byte) []byte {
	if !escapes(data) {
		return nil
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch {
		case isPercent(data[i:]):
			out = append(out, byte(unhex(data[i+1:i+3])))
			i += 3
		case isUnicode(data[i:]):
			r := unhex(data[i+2 : i+6])
			i += 6
			if utf16.IsSurrogate(r) && isUnicode(data[i:]) {
				if both := utf16.DecodeRune(r, unhex(data[i+2:i+6])); both != utf8.RuneError {
					r, i = both, i+6
				}
			}
			out = utf8.AppendRune(out, r)
		case data[i] == '+':
			out = append(out, ' ')
			i++
		default:
			out = append(out, data[i])
			i++
		}
	}
	return out
}

// escapes reports whether there is anything in data to be read otherwise.
func escapes(data []byte) bool {
	for rest := data; ; {
		i := bytes.IndexByte(rest, '%')
		if i < 0 {
			break
		}
		if isPercent(rest[i:]) {
			return true
		}
		rest = rest[i+1:]
	}
	i := bytes.Index(data, []byte(`\u`))
	return i >= 0 && isUnicode(data[i:])
}

func isPercent(data []byte) bool { return len(data) > 2 && data[0] == '%' && areHex(data[1:3]) }

func isUnicode(data []byte) bool {
	return len(data) > 5 && data[0] == '\\' && data[1] == 'u' && areHex(data[2:6])
}

func areHex(data []byte) bool {
	for _, c := range data {
		if ('0' > c || c > '9') && ('a' > c|0x20 || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

func unhex(digits []byte) (r rune) {
	for _, c := range digits {
		if c > '9' {
			c = c | 0x20 - 'a' + '0' + 10
		}
		r = r<<4 | rune(c-'0')
	}
	return r
}

// maxInflated is how many bytes the texts of a picture may unpack to. More is no text.
const maxInflated = 1 << 20

// hiddenTexts returns what is written in a file in another form than its bytes: in UTF-16, as in much of EXIF, and packed, as in texts of PNG.
func hiddenTexts(data []byte) [][]byte {
	texts := pngTexts(data)
	if bytes.IndexByte(data, 0) >= 0 {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			for start := range 2 {
				texts = append(texts, fromUTF16(data[min(start, len(data)):], order))
			}
		}
	}
	return texts
}

// fromUTF16 reads all of data as UTF-16, whatever it is.
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data))
	for ; len(data) >= 2; data = data[2:] {
		r := rune(order.Uint16(data))
		if utf16.IsSurrogate(r) && len(data) >= 4 {
			if both := utf16.DecodeRune(r, rune(order.Uint16(data[2:]))); both != utf8.RuneError {
				r, data = both, data[2:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

const pngHeader = "\x89PNG\r\n\x1a\n"

// pngTexts returns the packed texts of a PNG: those of its chunks zTXt and iTXt (PNG, third edition, 11.3.3).
func pngTexts(data []byte) (texts [][]byte) {
	rest, ok := bytes.CutPrefix(data, []byte(pngHeader))
	for ok && len(rest) >= 12 {
		size := int(binary.BigEndian.Uint32(rest))
		if size < 0 || size > len(rest)-12 {
			return texts
		}
		chunk := rest[8 : 8+size]
		switch string(rest[4:8]) {
		case "zTXt", "iTXt": // a keyword, and what says how the text is packed, come first
			if i := bytes.IndexByte(chunk, 0); i >= 0 {
				texts = appendInflated(texts, chunk[i+1:])
			}
		}
		rest = rest[12+size:]
	}
	return texts
}

// appendInflated adds what is packed in data, at whatever place it begins.
func appendInflated(texts [][]byte, data []byte) [][]byte {
	const zlibHeader = 0x78 // deflate with a window of 32 kB, as all write it
	for i, c := range data {
		if c != zlibHeader {
			continue
		}
		in, err := zlib.NewReader(bytes.NewReader(data[i:]))
		if err != nil {
			continue // a letter x
		}
		text, _ := io.ReadAll(io.LimitReader(in, maxInflated)) // what is cut off is a text too
		return append(texts, text)
	}
	return texts
}
