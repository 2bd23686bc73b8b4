package build

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"html"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescaped returns data in which characters stand for themselves that are written otherwise: with percent and plus signs, as in addresses; as
// \u and four or \x and two digits, or as \/, as in JSON and scripts; or as references to characters, as in HTML and XML. It is nil for data
// without any. The references that html/template writes are not looked for, but read where there are others: no needle has what they stand for.
func unescaped(data []byte) []byte {
	if !escapes(data) {
		return nil
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch c := data[i]; {
		case c == '%' && isPercent(data[i:]):
			out = append(out, byte(unhex(data[i+1:i+3])))
			i += 3
		case c == '+':
			out = append(out, ' ')
			i++
		case c == '\\' && isUnicode(data[i:]):
			r := unhex(data[i+2 : i+6])
			i += 6
			if utf16.IsSurrogate(r) && isUnicode(data[i:]) {
				if both := utf16.DecodeRune(r, unhex(data[i+2:i+6])); both != utf8.RuneError {
					r, i = both, i+6
				}
			}
			out = utf8.AppendRune(out, r)
		case c == '\\' && isByte(data[i:]):
			out = utf8.AppendRune(out, unhex(data[i+2:i+4]))
			i += 4
		case c == '\\' && isSlash(data[i:]):
			out = append(out, '/')
			i += 2
		case c == '&':
			n := max(1, reference(data[i:]))
			out = append(out, strings.ReplaceAll(html.UnescapeString(string(data[i:i+n])), "\u00a0", " ")...)
			i += n
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// escapes reports whether there is anything in data to be read otherwise.
func escapes(data []byte) bool {
	return anyAt(data, '%', func(at int) bool { return isPercent(data[at:]) }) ||
		anyAt(data, '\\', func(at int) bool { return isUnicode(data[at:]) || isByte(data[at:]) || isSlash(data[at:]) }) ||
		anyAt(data, '&', func(at int) bool { return isForeign(data[at:]) }) ||
		anyAt(data, '+', func(at int) bool { return inQuery(data[:at]) })
}

// anyAt reports whether a byte stands anywhere in data where is holds for its place.
func anyAt(data []byte, c byte, is func(at int) bool) bool {
	for from := 0; ; from++ {
		i := bytes.IndexByte(data[from:], c)
		if i < 0 {
			return false
		}
		if from += i; is(from) {
			return true
		}
	}
}

// longestQuery is how far before a plus sign, in bytes, the name of its field in an address is looked for.
const longestQuery = 128

// inQuery reports whether data ends within the value of a field of an address.
func inQuery(data []byte) bool {
	data = data[max(0, len(data)-longestQuery):]
	return bytes.LastIndexByte(data, '=') > bytes.LastIndexAny(data, " \t\r\n\"'<>")
}

// isForeign reports whether data begins with a reference to a character that html/template does not write.
func isForeign(data []byte) bool {
	n := reference(data)
	switch string(data[:n]) {
	case "", "&amp;", "&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&#43;":
		return false
	}
	return true
}

// longestReference is the length of the longest name of a character that is a letter, and enough for any number.
const longestReference = 12

// reference returns the length of the reference to a character with which data begins; 0 where there is none.
func reference(data []byte) int {
	for i := 1; i < min(len(data), longestReference); i++ {
		switch c := data[i]; {
		case c == ';':
			return i + 1
		case c == '#' && i == 1, '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z':
		default:
			return 0
		}
	}
	return 0
}

func isPercent(data []byte) bool { return len(data) > 2 && data[0] == '%' && areHex(data[1:3]) }

func isUnicode(data []byte) bool {
	return len(data) > 5 && data[0] == '\\' && data[1] == 'u' && areHex(data[2:6])
}

func isByte(data []byte) bool {
	return len(data) > 3 && data[0] == '\\' && data[1] == 'x' && areHex(data[2:4])
}

func isSlash(data []byte) bool { return len(data) > 1 && data[0] == '\\' && data[1] == '/' }

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

// pngTexts returns the texts of a PNG that its bytes do not show: those of the chunks tEXt and zTXt, which are in Latin-1, and what zTXt and
// iTXt have packed (PNG, third edition, 11.3.3).
func pngTexts(data []byte) (texts [][]byte) {
	rest, ok := bytes.CutPrefix(data, []byte(pngHeader))
	for ok && len(rest) >= 12 {
		size := int(binary.BigEndian.Uint32(rest))
		if size < 0 || size > len(rest)-12 {
			return texts
		}
		kind, chunk := string(rest[4:8]), rest[8:8+size]
		switch kind {
		case "tEXt":
			texts = append(texts, fromLatin1(chunk))
		case "zTXt", "iTXt": // a keyword, and what says how the text is packed, come first
			if i := bytes.IndexByte(chunk, 0); i >= 0 {
				before := len(texts)
				texts = appendInflated(texts, chunk[i+1:])
				for _, text := range texts[before:] {
					if kind == "zTXt" {
						texts = append(texts, fromLatin1(text))
					}
				}
			}
		}
		rest = rest[12+size:]
	}
	return texts
}

func fromLatin1(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for _, c := range data {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
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
