package wording

import "attest/generator/edtf"

// Date words a date; empty for none.
func (l *Language) Date(d edtf.Date) string {
	if !l.dates {
		return d.Words()
	}
	return d.In(l.ofDate)
}

// End words an end of a date.
func (l *Language) End(e edtf.End) string {
	if !l.dates {
		return e.Words()
	}
	return e.In(l.ofDate)
}

// datePrefix begins the keys of the words of dates.
const datePrefix = "date."

func (l *Language) ofDate(key string, args ...string) string {
	all := make([]any, len(args))
	for i, arg := range args {
		all[i] = arg
	}
	return l.Say(datePrefix+key, all...)
}
