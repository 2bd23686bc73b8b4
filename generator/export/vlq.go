package export

// digits write numbers in search data: those of ASCII that stand in a script's string as they are, and end no script or comment.
const digits = "#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}"

// half of the digits end a number, the other half go on with it.
const half = len(digits) / 2

// appendNumber writes a number, its lowest digit first: nearly all take one digit or two.
func appendNumber(b []byte, n int) []byte {
	for n >= half {
		b = append(b, digits[half+n%half])
		n /= half
	}
	return append(b, digits[n])
}
